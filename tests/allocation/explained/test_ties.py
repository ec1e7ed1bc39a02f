"""Exactly equal claims: told where they decided something, and who went first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from ruled import with_rules
from smallyear import small_year

from bosetting.allocation.explained.ties import DecidedTie, decided_ties, equal_claims
from bosetting.allocation.request import Request, allocate
from bosetting.allocation.selection import Selection
from bosetting.compute import compute
from bosetting.inputs.model import Adjustment, Inputs

ROOT = Path(__file__).parents[3]


def equal(inputs: Inputs, **rules: object) -> Inputs:
    """Population alone counts, and everyone has as much of it."""
    everyone = tuple(replace(m, residents=10_000) for m in inputs.municipalities)
    values = {
        "weight_population": Fraction(1),
        "weight_employment": Fraction(0),
        "weight_results": Fraction(0),
        "exponent_employment": Fraction(0),
        "exponent_results": Fraction(0),
    }
    return with_rules(replace(inputs, municipalities=everyone), **values | rules)


def small(path: Path, change: Callable[[Inputs], Inputs]) -> Request:
    return allocate(change(small_year().read(path)))


def test_eight_of_210_get_one_fewer_and_it_is_told_why() -> None:
    inputs = compute(2018, "november", ROOT).inputs
    found = allocate(replace(equal(inputs, division="one_stage"), county_totals=()))
    country = next(tie for tie in decided_ties(found) if tie.where == "country")
    assert (len(country.tied), len(country.favoured), len(country.others)) == (210, 202, 8)
    persons = {a.municipality.number: a.persons for a in found.asked}
    assert {persons[code] for code in country.favoured} == {21}
    assert {persons[code] for code in country.others} == {20}
    # With as many residents the lower code goes first.
    assert max(country.favoured) < min(country.others)


def test_the_line_between_asked_and_not(tmp_path: Path) -> None:
    """All six claim the four places with the same right."""
    found = small(tmp_path, equal)
    line = decided_ties(found)[0]
    assert line == DecidedTie(
        "selection", None, ("0101", "0102", "0103", "0201", "0202", "0203"), ("0101", "0102", "0103", "0201")
    )


def test_who_is_forced_has_no_part_in_the_tie(tmp_path: Path) -> None:
    forced = tuple(
        Adjustment(code, kind, None, "A reason", "The board", date(2017, 11, 1))
        for code, kind in (("0203", "ask"), ("0101", "do_not_ask"))
    )
    found = small(tmp_path, lambda inputs: replace(equal(inputs), adjustments=forced))
    line = decided_ties(found)[0]
    assert (line.tied, line.favoured) == (("0102", "0103", "0201", "0202"), ("0102", "0103", "0201"))


def test_a_tie_that_decides_nothing_is_no_tie_at_the_line(tmp_path: Path) -> None:
    found = small(tmp_path, lambda inputs: equal(inputs, number_asked=6, floor=5))
    assert [tie.where for tie in decided_ties(found) if tie.where == "selection"] == []
    assert len(equal_claims(found.selection)) == 6


def test_within_a_county_the_county_is_named(tmp_path: Path) -> None:
    """Storby's county is alone; the three of the other share 51 + 1."""
    found = small(tmp_path, lambda inputs: equal(inputs, number_asked=6, floor=5))
    ties = {tie.where: tie for tie in decided_ties(found)}
    for where, tie in ties.items():
        if where.startswith("county_"):
            assert where == f"county_{tie.county}"
            assert {code[:2] for code in tie.tied} == {tie.county}
    persons = {c.number: c.persons for c in found.counties}
    uneven = {f"county_{number}" for number, total in persons.items() if total % 3}
    assert {where for where in ties if where.startswith("county_")} == uneven


def test_no_ties_in_the_real_editions_divisions() -> None:
    for edition in ("june", "november", "revised"):
        assert decided_ties(compute(2018, edition, ROOT).request) == ()


def test_equal_claims_by_code() -> None:
    order = ("a", "b", "c", "d", "e", "f")
    selection = Selection(
        order=order,
        asked=frozenset("abc"),
        by_rule=frozenset("abc"),
        forced_in=frozenset(),
        forced_out=frozenset(),
        last_asked="c",
        first_not_asked="d",
        ties=(("a", "b"), ("b", "c"), ("e", "f")),
    )
    assert equal_claims(selection) == {
        "a": ("b", "c"),
        "b": ("a", "c"),
        "c": ("a", "b"),
        "e": ("f",),
        "f": ("e",),
    }
