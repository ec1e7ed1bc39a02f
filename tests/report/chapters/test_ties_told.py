"""The chapter on the numbers says where claims were exactly equal, and only there."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from ruled import with_rules

from bosetting.allocation.explained.ties import decided_ties
from bosetting.allocation.request import allocate
from bosetting.compute import Computation, compute
from bosetting.report.blocks.kinds import Document, Prose
from bosetting.report.chapters import numbers
from bosetting.report.language.labels import label, written_languages
from bosetting.report.view import View

ROOT = Path(__file__).parents[3]
LANGUAGES = written_languages()
HEADING = {"nb": "### Like krav", "nn": "### Like krav", "en": "### Equal claims"}


@cache
def all_equal() -> Computation:
    """Population alone decides in one stage, and all have as much of it."""
    inputs = compute(2018, "june", ROOT).inputs
    rules = with_rules(
        inputs,
        **{
            "division": "one_stage",
            "weight_population": Fraction(1),
            "weight_employment": Fraction(0),
            "weight_results": Fraction(0),
        },
    ).rules
    everyone = tuple(replace(m, residents=10_000) for m in inputs.municipalities)
    # 4,402 is 20 for everyone and one more for 202 of them.
    edition = replace(inputs.edition, requested=4402)
    inputs = replace(inputs, rules=rules, municipalities=everyone, edition=edition)
    return Computation(inputs, allocate(inputs), ROOT)


def text(computation: Computation, language: str) -> str:
    blocks = numbers(View(computation, language, Document(language)))
    return "\n".join(block.markdown for block in blocks if isinstance(block, Prose))


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_gets_one_fewer_is_named(language: str) -> None:
    said = text(all_equal(), language)
    assert HEADING[language] in said
    fewer = [a.municipality.name for a in all_equal().request.asked if a.persons == 20]
    assert len(fewer) == 8
    (line,) = [
        line for line in said.splitlines() if line.startswith("- ") and "210" in line and "202" in line
    ]
    assert all(name.split(" ")[0] in line for name in fewer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fewer_are_named_whether_they_went_first_or_not(language: str) -> None:
    tie = next(tie for tie in decided_ties(all_equal().request) if tie.where == "minors")
    assert len(tie.favoured) < len(tie.others)
    by_code = all_equal().request.by_code
    line = [line for line in text(all_equal(), language).splitlines() if line.startswith("- ")][-1]
    assert all(by_code[code].municipality.name.split(" ")[0] in line for code in tie.favoured)
    assert by_code[tie.others[-1]].municipality.name not in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tie_at_the_line_is_told_too(language: str) -> None:
    inputs = all_equal().inputs
    inputs = with_rules(inputs, exponent_employment=Fraction(0), exponent_results=Fraction(0))
    said = text(Computation(inputs, allocate(inputs), ROOT), language)
    assert f"- {label(language, 'tie.selection')}: 422" in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edition", ["june", "november", "revised"])
def test_nothing_is_said_where_there_are_none(edition: str, language: str) -> None:
    assert HEADING[language] not in text(compute(2018, edition, ROOT), language)
