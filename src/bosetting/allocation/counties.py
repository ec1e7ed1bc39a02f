"""County first: each county's part of the total, then each municipality's part of the county's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bosetting.allocation.division.named import NamedDivision, divide_named
from bosetting.allocation.feasible import Plan
from bosetting.inputs.model import Inputs, Municipality


@dataclass(frozen=True)
class CountyShare:
    """One county's part of the request.

    Attributes:
        number: two digits.
        name: of the county.
        asked: how many of its municipalities are asked.
        persons: the county's total.
        status: published, if it was given beforehand; computed otherwise.
        source: where a published total comes from, else empty.
        division: the one that decides its municipalities' numbers: of its own total, or with ``one_stage`` of
            the whole country's; None where nobody is asked.
    """

    number: str
    name: str
    asked: int
    persons: int
    status: Literal["published", "computed"]
    source: str
    division: NamedDivision | None


def county_shares(
    planned: Plan, weights: Mapping[str, int]
) -> tuple[tuple[CountyShare, ...], NamedDivision | None]:
    """Divide the total among the counties, and each county's total among its asked municipalities.

    Published county totals stand. The rest of the total is divided among the other counties by the rule
    ``county_split``, within what their municipalities' bounds allow.

    Stated by: the rule ``division`` and county_totals.csv (for 2018 KS, November 2017: counties first); how the rest
    is split is assumed, with its reason in the rule.

    Args:
        planned: who is asked within which bounds; nothing in it collides.
        weights: criteria-adjusted populations in millionths, by code.

    Returns:
        Every county in order of number, and the division among the counties without a published total.
    """
    inputs, unit, members, limits = planned.inputs, planned.inputs.rules.unit, planned.members, planned.limits
    given = {total.county_number: total for total in inputs.county_totals}
    places = {number: total.persons // unit for number, total in given.items()}
    division = _divide_rest(planned, weights, inputs.edition.requested // unit - sum(places.values()))
    if division is not None:
        places |= division.shares
    return tuple(
        CountyShare(
            number=number,
            name=name,
            asked=len(members.get(number, ())),
            persons=places.get(number, 0) * unit,
            status="published" if number in given else "computed",
            source=given[number].source if number in given else "",
            division=divide_named(members[number], weights, places[number], limits, name, unit)
            if number in members
            else None,
        )
        for number, name in inputs.counties.items()
    ), division


def counties_in_one_stage(inputs: Inputs, one_stage: NamedDivision) -> tuple[CountyShare, ...]:
    """What each county's municipalities get where the country is divided in one stage; county totals steer nothing."""
    persons: dict[str, int] = dict.fromkeys(inputs.counties, 0)
    asked: dict[str, int] = dict.fromkeys(inputs.counties, 0)
    shares = one_stage.shares
    for municipality in inputs.municipalities:
        if municipality.number in shares:
            persons[municipality.county_number] += shares[municipality.number] * inputs.rules.unit
            asked[municipality.county_number] += 1
    return tuple(
        CountyShare(
            number, name, asked[number], persons[number], "computed", "", one_stage if asked[number] else None
        )
        for number, name in inputs.counties.items()
    )


def _divide_rest(planned: Plan, weights: Mapping[str, int], rest: int) -> NamedDivision | None:
    inputs, members, limits = planned.inputs, planned.members, planned.limits
    others = [n for n in serving_order(inputs) if n in members and n not in planned.given]
    if not others:
        return None
    by_county = {
        number: (
            sum(limits[code][0] for code in members[number]),
            sum(limits[code][1] for code in members[number]),
        )
        for number in others
    }
    split = county_weights(inputs, planned.asked, weights)
    return divide_named(
        others, split, rest, by_county, "Counties without a published total", inputs.rules.unit
    )


def county_weights(
    inputs: Inputs, asked: Sequence[Municipality], weights: Mapping[str, int]
) -> dict[str, int]:
    """What counties without a given total share the rest by, by county number: the rule ``county_split``."""
    if inputs.rules.county_split == "previous_request":
        return previous_requests(inputs)
    sums: dict[str, int] = dict.fromkeys(inputs.counties, 0)
    for municipality in asked:
        sums[municipality.county_number] += weights[municipality.number]
    return sums


def previous_requests(inputs: Inputs) -> dict[str, int]:
    """What each county's municipalities were asked for the time before, in persons, by county number."""
    sums: dict[str, int] = dict.fromkeys(inputs.counties, 0)
    for municipality in inputs.municipalities:
        sums[municipality.county_number] += municipality.previous_request or 0
    return sums


def serving_order(inputs: Inputs) -> list[str]:
    """Counties in the order that resolves ties: more residents first, then the lower number."""
    residents: dict[str, int] = defaultdict(int)
    for municipality in inputs.municipalities:
        residents[municipality.county_number] += municipality.residents
    return sorted(residents, key=lambda number: (-residents[number], number))
