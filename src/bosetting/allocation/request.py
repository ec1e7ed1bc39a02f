"""The year's request: who is asked, for how many persons, and the divisions that say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bosetting.allocation.counties import CountyShare, counties_in_one_stage, county_shares
from bosetting.allocation.criteria.indicators import Indicators, indicators
from bosetting.allocation.division.named import Limits, NamedDivision, divide_named
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.feasible import Plan, plan, refuse_collisions
from bosetting.allocation.selection import Selection, step_of
from bosetting.inputs.model import Adjustment, Inputs, Municipality
from bosetting.inputs.rules import Rules

Why = Literal[
    "continuity", "threshold", "priority", "all", "adjustment", "moved_up", "not_reached", "displaced"
]
Bound = Literal["none", "floor", "cap", "adjusted"]


@dataclass(frozen=True)
class Allotment:
    """What the request says of one municipality, asked or not.

    Attributes:
        municipality: whom it concerns.
        indicators: its criteria.
        rank: its place in the order of selection, from 1.
        asked: whether it is asked.
        why: continuity, threshold, priority or all (asked by that step of the rule), adjustment (asked or not by a decision), moved_up (asked
            since others are left out by a decision), not_reached (the places were filled before it), displaced
            (its place went to one that was brought in).
        persons: the number asked for; 0 where it is not asked.
        unaccompanied_minors: how many of them; None where the edition does not say how many there are.
        persons_one_stage: the number if the total were divided in one stage, without counties.
        bound: which bound decided the number.
    """

    municipality: Municipality
    indicators: Indicators
    rank: int
    asked: bool
    why: Why
    persons: int
    unaccompanied_minors: int | None
    persons_one_stage: int
    bound: Bound


@dataclass(frozen=True)
class Request:
    """The result of one edition, with its own explanation.

    Attributes:
        inputs: what it was computed from.
        allotments: all municipalities, in order of code.
        selection: order, places, ties and who was displaced.
        counties: every county, in order of number.
        county_division: the division of the rest over counties without a given total; None if there is none,
            or if the country is divided in one stage.
        one_stage: the division of the total over all asked, without counties.
        minors: the division of the unaccompanied minors; None where their number is not known, or there are none.
        adjustments: those that were applied.
        limits: lower and upper bound of everyone asked, in units of the rule ``unit``. Where no cap applies
            the upper one is more than the total.
    """

    inputs: Inputs
    allotments: tuple[Allotment, ...]
    selection: Selection
    counties: tuple[CountyShare, ...]
    county_division: NamedDivision | None
    one_stage: NamedDivision
    minors: NamedDivision | None
    adjustments: tuple[Adjustment, ...]
    limits: Limits

    @cached_property
    def by_code(self) -> dict[str, Allotment]:
        """Allotments by municipality code."""
        return {a.municipality.number: a for a in self.allotments}

    @cached_property
    def persons(self) -> dict[str, int]:
        """Persons asked for by municipality code; 0 where it is not asked."""
        return {a.municipality.number: a.persons for a in self.allotments}

    @cached_property
    def asked(self) -> tuple[Allotment, ...]:
        """The allotments of those asked, in order of code."""
        return tuple(a for a in self.allotments if a.asked)

    @cached_property
    def divisions(self) -> tuple[NamedDivision, ...]:
        """The divisions that decide the numbers: one a county with someone asked, or the one of the country."""
        if self.inputs.rules.division == "one_stage":
            return (self.one_stage,)
        return tuple(c.division for c in self.counties if c.division is not None)


def allocate(inputs: Inputs) -> Request:
    """Compute the request of an edition.

    Raises:
        Infeasible: rules, adjustments, county totals and total cannot all be met.
    """
    rules, unit = inputs.rules, inputs.rules.unit
    by_code = indicators(inputs)
    planned = plan(inputs, by_code)
    refuse_collisions(planned)
    selection, asked, limits = planned.selection, planned.asked, planned.limits
    weights = {m.number: by_code[m.number].micro_weight for m in asked}
    places = inputs.edition.requested // unit
    one_stage = divide_named([m.number for m in asked], weights, places, limits, "The whole country", unit)
    if rules.division == "one_stage":
        counties, county_division = counties_in_one_stage(inputs, one_stage), None
    else:
        counties, county_division = county_shares(planned, weights)
    deciding = {county.number: county.division for county in counties}
    persons = {
        code: share * unit
        for division in deciding.values()
        if division is not None
        for code, share in division.shares.items()
    }
    minors = _minors(inputs, asked, weights, persons)
    minor_shares = {} if minors is None else minors.shares
    unknown = inputs.edition.unaccompanied_minors is None
    rank = selection.rank
    allotments = tuple(
        Allotment(
            municipality=m,
            indicators=by_code[m.number],
            rank=rank[m.number],
            asked=m.number in selection.asked,
            why=_why(m, selection, inputs),
            persons=persons.get(m.number, 0),
            unaccompanied_minors=None if unknown else minor_shares.get(m.number, 0),
            persons_one_stage=one_stage.shares.get(m.number, 0) * unit,
            bound=_bound(m.number, weights, planned, deciding[m.county_number]),
        )
        for m in inputs.municipalities
    )
    return Request(
        inputs=inputs,
        allotments=allotments,
        selection=selection,
        counties=counties,
        county_division=county_division,
        one_stage=one_stage,
        minors=minors,
        adjustments=inputs.adjustments,
        limits=limits,
    )


def _minors(
    inputs: Inputs, asked: Sequence[Municipality], weights: Mapping[str, int], persons: Mapping[str, int]
) -> NamedDivision | None:
    """Divide the unaccompanied minors among those asked whom the rule ``minors_basis`` names.

    They are part of each municipality's number, which therefore is their cap.

    Stated by: forecasts.csv gives how many; the rules ``minors_basis`` and ``minors_floor`` say who shares them.
    """
    number = inputs.edition.unaccompanied_minors
    if not number:
        return None  # not known how many; or none to settle, and none for anybody
    floor = inputs.rules.minors_floor
    limits = {
        m.number: (min(floor, persons[m.number]), persons[m.number])
        for m in asked
        if takes_minors(m, inputs.rules)
    }
    _refuse_minors(number, floor, limits, inputs.rules)
    return divide_named(list(limits), weights, number, limits, "Unaccompanied minors")


def takes_minors(municipality: Municipality, rules: Rules) -> bool:
    """Whether a municipality that is asked shares the unaccompanied minors (the rule ``minors_basis``)."""
    if rules.minors_basis == "asked_for_minors_before":
        return bool(municipality.previous_minors)
    return rules.minors_basis == "all_asked" or municipality.number in rules.minors_listed


_ELIGIBLE = {
    "asked_for_minors_before": ("was asked to take minors before", "were asked to take minors before"),
    "all_asked": ("is asked", "are asked"),
    "listed": ("is listed in minors_listed", "are listed in minors_listed"),
}


def _refuse_minors(number: int, floor: int, limits: Limits, rules: Rules) -> None:
    least, most = sum(low for low, _ in limits.values()), sum(up for _, up in limits.values())
    other = "leave the cell unaccompanied_minors blank"
    one, several = _ELIGIBLE[rules.minors_basis]
    if number and not limits:
        raise Infeasible(
            (f"{number} unaccompanied minors are to be settled, but nobody asked {one}.",),
            ("set unaccompanied_minors to 0", other),
        )
    if number < least:
        lower = max(
            f for f in range(min(floor, number + 1)) if sum(min(f, up) for _, up in limits.values()) <= number
        )
        raise Infeasible(
            (
                f"{number} unaccompanied minors are fewer than the {least} that the minors_floor of {floor} "
                f"demands for {len(limits)} {'municipality' if len(limits) == 1 else 'municipalities'}.",
            ),
            (f"raise unaccompanied_minors to {least}", f"lower minors_floor to {lower}"),
        )
    if number > most:
        raise Infeasible(
            (
                f"{number} unaccompanied minors are more than the {most} persons of the {len(limits)} "
                f"{f'municipality that {one}' if len(limits) == 1 else f'municipalities that {several}'}.",
            ),
            (f"lower unaccompanied_minors to {most}", other),
        )


def _why(municipality: Municipality, selection: Selection, inputs: Inputs) -> Why:
    number = municipality.number
    if number in selection.brought_in or number in selection.removed:
        return "adjustment"
    if number in selection.moved_up:
        return "moved_up"
    if number in selection.asked:
        step: Why = inputs.rules.selection[step_of(municipality, inputs.rules)]  # type: ignore[assignment]
        return step
    return "displaced" if number in selection.displaced else "not_reached"


def _bound(code: str, weights: Mapping[str, int], planned: Plan, division: NamedDivision | None) -> Bound:
    """Which bound the number stands at because the rounded quotient lies beyond it."""
    if division is None or code not in planned.limits or code not in division.shares:
        return "none"
    lower, upper = planned.limits[code]
    share, divisor = division.shares[code], division.division.divisor
    if divisor is None:
        at_floor, at_cap = share == lower, share == upper > lower
    else:
        doubled = 2 * weights[code] / divisor
        at_floor, at_cap = (
            share == lower and doubled < 2 * lower - 1,
            share == upper and doubled >= 2 * upper + 1,
        )
    if not (at_floor or at_cap):
        return "none"
    rules = planned.inputs.rules
    if at_floor:
        return "floor" if lower * rules.unit == rules.lowest else "adjusted"
    return "cap" if rules.cap is not None and upper == rules.cap // rules.unit else "adjusted"
