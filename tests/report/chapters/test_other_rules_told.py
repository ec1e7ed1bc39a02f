"""What the report says where the rules are others: it stays true, whatever they are."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from bosetting.allocation.explained.explanation import explanations
from bosetting.allocation.request import allocate
from bosetting.compute import Computation, compute
from bosetting.report.blocks.kinds import Document, Prose, Table
from bosetting.report.chapters.asked import asked
from bosetting.report.chapters.criteria import criteria
from bosetting.report.chapters.findings import findings
from bosetting.report.chapters.programme_load import as_known, programme_load
from bosetting.report.language.labels import written_languages
from bosetting.report.language.prose import render_plain
from bosetting.report.letter import letter_values
from bosetting.report.view import View

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = pytest.mark.parametrize("language", written_languages())
AGAIN = {"nb": "blir spurt igjen", "nn": "blir spurde igjen", "en": "are asked again"}
NO_PLACE = {"nb": "ikke plass til alle", "nn": "ikkje plass til alle", "en": "not places for all of them"}


def ruled(year: int, edition: str, language: str, **rules) -> View:
    known = compute(year, edition, ROOT)
    if not rules:
        return View(known, language, Document(language))
    inputs = known.inputs
    inputs = replace(inputs, rules=replace(inputs.rules, **rules))
    return View(Computation(inputs, allocate(inputs), ROOT), language, Document(language))


def said(blocks) -> str:
    prose = " ".join(block.markdown for block in blocks if isinstance(block, Prose))
    return re.sub(r"\s+", " ", prose.replace("\u00a0", " "))


@LANGUAGES
@pytest.mark.parametrize(
    ("year", "edition", "unit"),
    [(2018, "november", 1), (2018, "november", 2), (2026, "original", 1), (2026, "original", 5)],
)
def test_the_worked_example_is_right_arithmetic(language: str, year: int, edition: str, unit: int) -> None:
    blocks = criteria(ruled(year, edition, language, unit=unit))
    (example,) = [b for b in blocks if isinstance(b, Prose) and b.markdown.startswith(("### E", "### An"))]
    plain = example.markdown.replace("\u00a0", "").replace(",", "." if language != "en" else "")
    numbers = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", plain)]
    persons, weight, divisor, quotient, *rounded = numbers
    assert abs(weight / divisor - quotient) < 0.01
    assert rounded[0] * unit == persons
    assert abs(rounded[0] - quotient) <= 0.5
    (table,) = [b for b in blocks if isinstance(b, Table) and b.id == "worked-example"]
    assert (str(unit) in str(table.rows[-1][2])) is (unit > 1)


@LANGUAGES
def test_nobody_is_asked_again_by_right_where_there_are_not_places_for_all(language: str) -> None:
    view = ruled(2026, "original", language, number_asked=300)
    before = {m.number for m in view.inputs.municipalities if m.previously_asked}
    assert len(before) > 300
    assert NO_PLACE[language] in said(asked(view))
    found = explanations(view.request)
    told = {}
    for allotment in view.request.allotments:
        code = allotment.municipality.number
        values = letter_values(view.request, found[code], language)
        told[code] = render_plain("letter_why", language, **values).replace("\u00a0", " ")
    assert not any(AGAIN[language] in text for text in told.values())
    assert all((NO_PLACE[language] in told[code]) for code in before)
    whole = ruled(2026, "original", language)
    assert NO_PLACE[language] not in said(asked(whole))


@LANGUAGES
def test_a_criterion_without_part_in_the_priority_is_not_named_in_it(language: str) -> None:
    plain = ruled(2018, "november", language)
    names = [str(one.label[language]).lower() for one in plain.inputs.rules.others]
    line = next(s for s in said(asked(plain)).split(". ") if "produkt" in s or "product" in s)
    assert all(name in line.lower() for name in names)
    first, *rest = plain.inputs.rules.criteria[1:]
    kept = (plain.inputs.rules.criteria[0], replace(first, exponent=Fraction(0)), *rest)
    line = next(
        s for s in said(asked(ruled(2018, "november", language, criteria=kept))).split(". ") if "produ" in s
    )
    assert names[0] not in line.lower()
    assert names[1] in line.lower()


@LANGUAGES
@pytest.mark.parametrize(
    ("year", "edition", "months"),
    [(2018, "november", [24, 36]), pytest.param(2026, "original", [24, 48], marks=pytest.mark.long)],
)
def test_the_length_of_the_programme_is_that_of_its_regulations(
    language: str, year: int, edition: str, months: list[int]
) -> None:
    text = said(programme_load(ruled(year, edition, language)))
    sentence = next(
        s for s in text.split(". ") if "24" in s and ("måne" in s or "måna" in s or "months" in s)
    )
    assert [int(n) for n in re.findall(r"\d+", sentence)] == months


@pytest.mark.long
def test_a_published_figure_goes_before_the_computed_one() -> None:
    view = ruled(2026, "original", "en")
    rows = [row for row in view.computation.load.national if row.measure == "during_year"]
    persons = as_known(view, rows)
    known = {row.period: row.observed for row in rows if persons[row.period] != row.central}
    assert len(known) > 5
    peak = max(persons, key=lambda period: persons[period])
    assert peak in known
    assert f"{round(persons[peak], -2):,.0f}" in said(findings(view))
