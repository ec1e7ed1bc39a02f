"""The rule and its rivals against what was published."""

import csv
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from bosetting.allocation.compared.backtest import Backtest, Measured, backtest
from bosetting.allocation.compared.published import outcome_totals, published_request
from bosetting.allocation.compared.rivals import RIVALS, rivals
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.request import Request, allocate
from bosetting.compute import compute

ROOT = Path(__file__).parents[3]


@cache
def request(edition: str) -> Request:
    return compute(2018, edition, ROOT).request


@cache
def comparison(edition: str) -> Backtest:
    found = backtest(request(edition))
    assert found is not None
    return found


def rows(edition: str) -> dict[str, Measured]:
    return {row.name: row for row in comparison(edition).rows}


@cache
def letter(edition: str) -> dict[str, tuple[bool, int | None]]:
    """What was published, read from the file by other means."""
    with (ROOT / "data" / "2018" / "published_requests.csv").open(encoding="utf-8") as file:
        return {
            row["kommune_nr"]: (row["asked"] == "true", int(row["persons"]) if row["persons"] else None)
            for row in csv.DictReader(file)
            if (row["year"], row["edition"]) == ("2018", edition)
        }


@pytest.mark.parametrize("edition", ["november", "revised"])
@pytest.mark.parametrize("name", ["rule", *RIVALS])
def test_measures_computed_otherwise(edition: str, name: str) -> None:
    inputs = request(edition).inputs
    way: object = {a.municipality.number: a.persons for a in request(edition).allotments}
    if name != "rule":
        way = dict(rivals(inputs).items())[name]
    assert isinstance(way, dict)
    known = letter(edition)
    numbered = {code: n for code, (_, n) in known.items() if n is not None}
    asked = [code for code in numbered if known[code][0]]
    row = rows(edition)[name]
    assert (row.numbered, row.statuses, row.asked) == (len(numbered), len(known), len(asked))
    assert row.moved == Fraction(sum(abs(way[c] - n) for c, n in numbered.items()), 2)
    assert row.agreed == sum((way[c] > 0) == status for c, (status, _) in known.items())
    assert row.within == sum(abs(way[c] - numbered[c]) <= 5 for c in asked)
    gaps = [abs(d.computed - d.published) for d in row.furthest]
    assert gaps == sorted((abs(way[c] - n) for c, n in numbered.items()), reverse=True)[:10]
    assert all((way[d.code], numbered[d.code]) == (d.computed, d.published) for d in row.furthest)


def test_within_counts_those_asked_and_no_zeros() -> None:
    """198 municipalities were not asked in the revised request; they must not make the rule look close."""
    row = rows("revised")["rule"]
    assert (row.asked, row.numbered) == (224, 422)
    assert row.within is not None
    assert row.within <= 224


def test_given_county_totals_help_the_rule() -> None:
    with_totals, without = rows("revised")["rule_with_county_totals"], rows("revised")["rule"]
    assert with_totals.moved is not None
    assert without.moved is not None
    assert with_totals.moved < without.moved
    sums = {t.county_number: t.persons for t in outcome_totals(request("revised").inputs)}
    assert (len(sums), sum(sums.values())) == (18, 5350)
    assert request("revised").inputs.county_totals == ()  # what was read off the outcome never steers
    assert "rule_with_county_totals" not in rows("november")


def test_continuity_explains_more_than_the_criteria() -> None:
    """As many of last year's largest requests, scaled, come closer to the revised request than the rule."""
    found = comparison("revised")
    assert found.fewer_moved[0] == "previous_largest"
    assert "previous_largest" in found.more_agreed
    assert comparison("november").fewer_moved[0] == "previous_request"
    for measure in (found.fewer_moved, found.more_agreed, found.more_within):
        assert set(measure) <= set(RIVALS)
    assert "population" not in found.fewer_moved


@pytest.mark.parametrize("edition", ["november", "revised"])
def test_a_rival_is_named_where_it_is_better(edition: str) -> None:
    found, rule = comparison(edition), rows(edition)["rule"]
    rivals_ = [row for row in found.rows if row.name in RIVALS]
    assert set(found.fewer_moved) == {r.name for r in rivals_ if (r.moved or 0) < (rule.moved or 0)}
    assert set(found.more_agreed) == {r.name for r in rivals_ if (r.agreed or 0) > (rule.agreed or 0)}
    assert set(found.more_within) == {r.name for r in rivals_ if (r.within or 0) > (rule.within or 0)}


def test_rivals_are_what_they_say() -> None:
    inputs = request("revised").inputs
    before = {m.number: m.previous_request or 0 for m in inputs.municipalities}
    found = rivals(inputs)
    for way in found.values():
        assert isinstance(way, dict)
        assert sum(way.values()) == 5350
        assert way.keys() == before.keys()
    population, scaled, asked, largest = (found[name] for name in RIVALS)
    assert isinstance(population, dict)
    assert isinstance(scaled, dict)
    assert isinstance(asked, dict)
    assert isinstance(largest, dict)
    by_size = sorted(inputs.municipalities, key=lambda m: -m.residents)
    assert {c for c, n in population.items() if n} == {m.number for m in by_size[:224]}
    # Nobody's next place is worth more than one that somebody holds.
    held = min(Fraction(2 * before[c], 2 * n - 1) for c, n in scaled.items() if n)
    assert held >= max(Fraction(2 * before[c], 2 * n + 1) for c, n in scaled.items())
    assert {c for c, n in asked.items() if n} == {c for c, n in before.items() if n}
    assert min(n for n in asked.values() if n) == 10
    chosen = [before[c] for c, n in largest.items() if n]
    assert len(chosen) == 224
    assert min(chosen) >= max(before[c] for c, n in largest.items() if not n)


def test_a_rival_that_cannot_be_met_is_told() -> None:
    """398 floors of 14 are more than 5,350."""
    inputs = request("revised").inputs
    high = replace(inputs, rules=replace(inputs.rules, floor=14))
    refused = rivals(high)["previous_asked"]
    assert isinstance(refused, Infeasible)
    found = backtest(allocate(high))
    assert found is not None
    row = next(row for row in found.rows if row.name == "previous_asked")
    assert (row.moved, row.agreed, row.within, row.furthest) == (None, None, None, ())
    assert row.infeasible is not None
    assert "previous_asked" not in (*found.fewer_moved, *found.more_agreed, *found.more_within)


def test_unknown_numbers_are_not_zero() -> None:
    """Of the November letter 17 statuses are known and 14 numbers, four of them zero because not asked."""
    known = published_request(request("november").inputs)
    assert len(known) == 17
    assert sum(p.persons is None for p in known.values()) == 3
    assert all(p.asked for p in known.values() if p.persons is None)
    assert sum(p.persons == 0 for p in known.values()) == sum(p.asked is False for p in known.values()) == 4


def test_nothing_to_compare_with() -> None:
    assert backtest(request("june")) is None
