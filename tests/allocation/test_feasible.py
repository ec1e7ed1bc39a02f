"""What cannot be met is refused with everything that collides, and what it is told to do really helps."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bosetting.allocation.adjustments import NOTHING, Demand, bounds
from bosetting.allocation.criteria.indicators import Indicators, indicators
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.feasible import collisions, plan
from bosetting.allocation.request import allocate
from bosetting.compute import compute
from bosetting.inputs.model import Adjustment, CountyTotal, Inputs

ROOT = Path(__file__).parents[2]


@cache
def inputs(edition: str) -> Inputs:
    """Without minors, whose own refusal is another one."""
    found = compute(2018, edition, ROOT).inputs
    return replace(found, edition=replace(found.edition, unaccompanied_minors=None))


def ruled(found: Inputs, **rules: object) -> Inputs:
    return replace(found, rules=replace(found.rules, **rules))


def requested(found: Inputs, persons: int) -> Inputs:
    return replace(found, edition=replace(found.edition, requested=persons))


def adjusted(found: Inputs, *rows: tuple[str, str, int | None]) -> Inputs:
    made = tuple(
        Adjustment(code, kind, persons, "A reason", "IMDi", date(2017, 11, 1)) for code, kind, persons in rows
    )
    return replace(found, adjustments=(*found.adjustments, *made))


def refused(found: Inputs) -> Infeasible | None:
    try:
        allocate(found)
    except Infeasible as error:
        return error
    return None


@cache
def known_indicators(edition: str) -> dict[str, Indicators]:
    return indicators(inputs(edition))


def collides(found: Inputs) -> bool:
    """Whether a change that leaves the criteria alone is refused; quicker than dividing."""
    try:
        return any(collisions(plan(found, known_indicators(found.edition.name))))
    except Infeasible:
        return True


def test_all_that_collides_is_told_at_once() -> None:
    error = refused(ruled(inputs("november"), floor=30))
    assert error is not None
    assert error.collisions == (
        "Hordaland: 420 persons are fewer than the 540 that the floors of 30 demand.",
        "Møre og Romsdal: 248 persons are fewer than the 570 that the floors of 30 demand.",
        "Trøndelag: 462 persons are fewer than the 600 that the floors of 30 demand.",
        "Counties without a published total: 2972 persons are fewer than the 4560 that the floors of 30 demand.",
    )
    assert error.remedies == (
        "lower the floor to 13",
        "set the total of Hordaland to 540 and the total of Møre og Romsdal to 570 "
        "and the total of Trøndelag to 600 and the total to 6570",
    )


def test_an_adjustment_that_is_the_cause_is_named() -> None:
    error = refused(adjusted(inputs("november"), ("5001", "at_least", 463)))
    assert error is not None
    assert error.collisions == (
        "Trøndelag: 462 persons are fewer than the 653 that the floors of 10 and at_least 463 for 5001 Trondheim "
        "demand.",
    )
    assert error.remedies == (
        "remove at_least 463 for 5001 Trondheim",
        "set the total of Trøndelag to 653",
    )


def test_a_county_whose_only_municipality_is_left_out() -> None:
    error = refused(adjusted(inputs("november"), ("0301", "do_not_ask", None)))
    assert error is not None
    assert error.collisions == ("Oslo is given 300 persons, but none of its municipalities is asked.",)
    assert error.remedies == ("remove do_not_ask for 0301 Oslo", "set the total of Oslo to 0")


def test_a_floor_above_the_total_is_not_cut_to_it() -> None:
    """The floors of three municipalities are three times the floor, however small the total."""
    error = refused(ruled(inputs("june"), floor=5000, number_asked=3))
    assert error is not None
    assert error.collisions == (
        "The whole country: 4400 persons are fewer than the 15000 that the floors of 5000 demand.",
    )
    assert error.remedies == ("lower the floor to 1466", "set the total to 15000")


def test_contradictions_are_told_together() -> None:
    error = refused(
        adjusted(
            inputs("june"),
            ("0111", "ask", None),
            ("0111", "do_not_ask", None),
            ("0112", "at_least", 9),
            ("0112", "at_most", 8),
        )
    )
    assert error is not None
    assert error.told == (
        "The adjustments of 0111 contradict each other: ask and do_not_ask.",
        "The adjustments of 0112 contradict each other: at least 9 and at most 8.",
        "Remove one of each.",
    )


def cases() -> Iterator[Inputs]:
    """Rules, totals and adjustments at random, many of them impossible."""
    chance = random.Random(2018)
    codes = [m.number for m in inputs("june").municipalities]
    yield adjusted(inputs("june"), ("0301", "at_least", 4000))
    yield adjusted(inputs("november"), ("5001", "at_least", 463))
    yield adjusted(inputs("november"), ("0301", "do_not_ask", None))
    for _ in range(80):
        found = inputs(chance.choice(["june", "november", "revised"]))
        floor = chance.choice([5, 10, 21, 40])
        found = ruled(
            found,
            floor=floor,
            cap=chance.choice([None, None, floor + 5, 60]),
            unit=chance.choice([1, 1, 5]),
            division=chance.choice(["county_first", "one_stage"]),
            number_asked=chance.choice([100, 210, 400]),
        )
        found = requested(found, chance.choice([found.edition.requested, 1000, 9000]))
        if chance.random() < 0.3:
            found = replace(found, county_totals=(*found.county_totals, CountyTotal("01", 7, "A newspaper")))
        if chance.random() < 0.9:
            kind = chance.choice(["ask", "do_not_ask", "at_least", "at_least", "at_most", "exactly"])
            persons = chance.choice([1, 50, 3000]) if kind not in ("ask", "do_not_ask") else None
            code = chance.choice(["0301", "5001", chance.choice(codes)])
            found = adjusted(found, (code, kind, persons))
        yield found


def followed(found: Inputs, remedy: str, nearer: int = 0) -> Inputs:
    """The inputs after a remedy; ``nearer`` moves its number back towards what it was."""
    if match := re.fullmatch(r"(?:lower|raise) the (floor|cap) to (\d+)", remedy):
        return ruled(found, **{match[1]: int(match[2]) + nearer})
    if match := re.fullmatch(r"remove (\w+)(?: (\d+))? for (\d{4}) .*", remedy):
        kept = tuple(a for a in found.adjustments if (a.municipality, a.kind) != (match[3], match[1]))
        assert len(kept) == len(found.adjustments) - 1
        return replace(found, adjustments=kept)
    if remedy.startswith("remove the adjustments"):
        found = replace(found, adjustments=())
    if remedy.startswith(("remove the cap", "remove the adjustments and the cap")):
        found = ruled(found, cap=None)
    assert "set the total" in remedy
    numbers = {name: number for number, name in found.counties.items()}
    for county, persons in re.findall(r"the total of ([^\d]+?) to (\d+)", remedy):
        found = replace(
            found,
            county_totals=tuple(
                replace(t, persons=int(persons)) if t.county_number == numbers[county] else t
                for t in found.county_totals
            ),
        )
    if match := re.search(r"the total to (\d+)", remedy):
        found = requested(found, int(match[1]) + nearer)
    return found


def test_every_remedy_helps_and_a_smaller_one_does_not() -> None:
    divided = 0
    tried = dict.fromkeys(("lower the floor", "raise the cap", "remove", "set the total"), 0)
    for found in cases():
        error = refused(found)
        if error is None:
            divided += 1
            continue
        assert error.remedies, error
        for remedy in error.remedies:
            assert not collides(followed(found, remedy)), (error, remedy)
            kind = next(kind for kind in tried if remedy.startswith(kind))
            tried[kind] += 1
            unit = found.rules.unit
            if kind == "lower the floor":
                assert collides(followed(found, remedy, 1)), remedy
            elif kind == "raise the cap":
                assert collides(followed(found, remedy, -1)), remedy
            elif re.fullmatch(r"set the total to \d+", remedy) and found.edition.requested % unit == 0:
                up = int(remedy.split()[-1]) > found.edition.requested
                assert collides(followed(found, remedy, -unit if up else unit)), remedy
        assert refused(followed(found, error.remedies[0])) is None
    assert divided > 10
    assert min(tried.values()) >= 3, tried


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        (None, None, (10, 40)),
        (5, None, (10, 40)),  # at least 5 does not take the floor away
        (20, None, (20, 40)),
        (50, None, (50, 50)),  # a decision goes before the cap
        (None, 300, (10, 40)),  # at most 300 does not take the cap away
        (None, 20, (10, 20)),
        (None, 4, (4, 4)),  # a decision goes before the floor
        (4, 4, (4, 4)),
        (60, 60, (60, 60)),
        (5, 8, (8, 8)),
    ],
)
def test_an_adjustment_bounds_one_side_only(
    least: int | None, most: int | None, expected: tuple[int, int]
) -> None:
    assert bounds(replace(NOTHING, least=least, most=most), floor=10, cap=40, unit=1) == expected


def test_numbers_in_fives_are_bounded_by_the_fives_between() -> None:
    assert bounds(NOTHING, floor=11, cap=39, unit=5) == (3, 7)
    assert bounds(Demand(True, 8, 8, ()), floor=5, cap=40, unit=5) == (2, 1)
