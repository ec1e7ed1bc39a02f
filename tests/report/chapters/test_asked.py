"""The chapter on who is asked: who missed by how little, and the digits that decide."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from bosetting.allocation.request import allocate
from bosetting.compute import Computation, compute
from bosetting.report.blocks.cells import format_cell
from bosetting.report.blocks.kinds import Document, Words
from bosetting.report.chapters.asked import asked, deciding_decimals
from bosetting.report.view import View

ROOT = Path(__file__).resolve().parents[3]


def chapter(language="nb", **rules):
    computation = compute(2018, "november", ROOT)
    if rules:
        inputs = replace(computation.inputs, rules=replace(computation.inputs.rules, **rules))
        computation = Computation(inputs, allocate(inputs), ROOT)
    prose, line, *_ = asked(View(computation, language, Document(language)))
    return prose.markdown.replace("\u00a0", " "), line


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "nb",
            "Dette manglet for å bli spurt, hvis alt annet var likt: Gol én innbygger og Skodje to innbyggere.",
        ),
        (
            "nn",
            "Dette mangla for å bli spurd, om alt anna var likt: Gol éin innbyggjar og Skodje to innbyggjarar.",
        ),
        (
            "en",
            "To be asked, all else being equal, Gol needed one more resident and Skodje needed two more residents.",
        ),
    ],
)
def test_who_missed_by_a_handful_is_named(language, told):
    assert told in chapter(language)[0]


def test_where_nobody_is_close_the_nearest_one_is_named():
    # Lindesnes is first in line then, but lacks 50 residents to the threshold; Gol lacks fewer.
    assert "alt annet var likt: Gol 35 innbyggere." in chapter(number_asked=209)[0]


def test_the_priorities_at_the_line_are_told_apart_by_the_digits_that_decide():
    line = chapter()[1]
    priority, column = 5, line.columns[5]
    near = {row[0]: row for row in line.rows}
    shown = [
        format_cell(row[priority], column, "nb") for row in line.rows if isinstance(row[priority], Fraction)
    ]
    assert len(set(shown)) == len(shown) == 19
    assert format_cell(near["Lindesnes"][priority], column, "nb").startswith("100,0")
    assert format_cell(near["Gol"][priority], column, "nb").startswith("99,9")
    assert (near["Gol"][-1], near["Skodje"][-1]) == (1, 2)
    assert near["Lindesnes"][-1] < 0
    assert all(row[-1] < 0 for row in line.rows if row[6] == "ja")


@pytest.mark.parametrize(
    ("priorities", "decimals"),
    [
        ([Fraction(100), Fraction(99)], 1),
        ([Fraction(100), Fraction(9996, 100), Fraction(9998, 100)], 2),
        ([Fraction(100), Fraction(100), None, Words("stor nok")], 1),
        ([Fraction(100), Fraction(100) - Fraction(1, 10**5)], 5),
        ([], 1),
    ],
)
def test_so_many_decimals_as_tell_different_priorities_apart(priorities, decimals):
    assert deciding_decimals(priorities) == decimals
