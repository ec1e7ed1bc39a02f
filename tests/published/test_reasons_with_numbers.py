"""Numbers that stand in a reason or in the docs are those that the computation gives."""

import re
from functools import cache
from pathlib import Path

import pytest

from bosetting.allocation.compared.published import published_request
from bosetting.allocation.compared.rivals import rivals
from bosetting.compute import compute

ROOT = Path(__file__).parents[2]


@cache
def found(year: int) -> tuple[int, int, int]:
    """Of a year: how many were in fact asked, how many of them the rule asks, and how many population alone does."""
    computation = compute(year, None, ROOT)
    asked = {code for code, known in published_request(computation.inputs).items() if known.asked}
    alone = rivals(computation.inputs)["population"]
    assert isinstance(alone, dict)
    by_rule = computation.request.persons
    return len(asked), sum(by_rule[code] > 0 for code in asked), sum(alone[code] > 0 for code in asked)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_reason_for_the_selection_of_2026_says_what_it_finds(language: str) -> None:
    reason = compute(2026, None, ROOT).inputs.rules.entries["selection"].reason[language]
    said = [int(number) for number in re.findall(r"\b\d{3}\b", reason)]
    asked, by_rule, by_population = found(2026)
    assert said == [by_rule, asked, by_population]


@pytest.mark.parametrize("year", [2019, 2026])
def test_the_page_on_data_says_what_the_rules_find(year: int) -> None:
    page = re.sub(r"\s+", " ", (ROOT / "docs" / "data.md").read_text(encoding="utf-8"))
    asked, by_rule, by_population = found(year)
    said = re.search(
        rf"Of the {asked} asked in {year} .*? find (\d+), .*?; population alone finds (\d+)", page
    )
    assert said is not None
    assert [int(number) for number in said.groups()] == [by_rule, by_population]
