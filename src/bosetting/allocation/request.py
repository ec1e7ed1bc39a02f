"""The year's request: who is asked, for how many persons, and the divisions that say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bosetting.allocation.adjustments import Demand, bounds, demand_of, demands
from bosetting.allocation.counties import CountyShare, counties_in_one_stage, county_shares
from bosetting.allocation.divisions import Limits, NamedDivision, divide_named, units
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.indicators import Indicators, indicators
from bosetting.allocation.selection import Selection, above_threshold, select
from bosetting.inputs.model import Adjustment, Inputs, Municipality

Why = Literal["threshold", "priority", "adjustment", "not_reached", "displaced"]
Bound = Literal["none", "floor", "cap", "adjusted"]


@dataclass(frozen=True)
class Allotment:
    """What the request says of one municipality, asked or not.

    Attributes:
        municipality: whom it concerns.
        indicators: its criteria.
        rank: its place in the order of selection, from 1.
        asked: whether it is asked.
        why: threshold or priority (asked by the rule), adjustment (asked or not by a decision), not_reached
            (the places were filled before it), displaced (its place went to one that was brought in).
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
        minors: the division of the unaccompanied minors; None where their number is not known.
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

    @property
    def by_code(self) -> dict[str, Allotment]:
        """Allotments by municipality code."""
        return {a.municipality.number: a for a in self.allotments}

    @property
    def asked(self) -> tuple[Allotment, ...]:
        """The allotments of those asked, in order of code."""
        return tuple(a for a in self.allotments if a.asked)

    @property
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
    demanded = demands(inputs.adjustments)
    by_code = indicators(inputs)
    selection = select(inputs.municipalities, by_code, rules, demanded)
    asked = [m for m in sorted(inputs.municipalities, key=_serving_order) if m.number in selection.asked]
    total = inputs.edition.requested
    limits = {
        m.number: _named_bounds(m, demand_of(demanded, m.number), inputs, cap=total + unit) for m in asked
    }
    weights = {m.number: by_code[m.number].micro_weight for m in asked}
    one_stage = divide_named(
        [m.number for m in asked], weights, units(total, unit, "The total"), limits, "The whole country", unit
    )
    if rules.division == "one_stage":
        counties, county_division = counties_in_one_stage(inputs, one_stage), None
    else:
        counties, county_division = county_shares(inputs, asked, weights, limits)
    deciding = {county.number: county.division for county in counties}
    persons = {
        code: share * unit
        for division in deciding.values()
        if division is not None
        for code, share in division.shares.items()
    }
    minors = _minors(inputs, asked, weights, persons)
    minor_shares = {} if minors is None else minors.shares
    rank = selection.rank
    allotments = tuple(
        Allotment(
            municipality=m,
            indicators=by_code[m.number],
            rank=rank[m.number],
            asked=m.number in selection.asked,
            why=_why(m, selection, demand_of(demanded, m.number), inputs),
            persons=persons.get(m.number, 0),
            unaccompanied_minors=None if minors is None else minor_shares.get(m.number, 0),
            persons_one_stage=one_stage.shares.get(m.number, 0) * unit,
            bound=_bound(m.number, weights, limits, deciding[m.county_number], demanded),
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


def _serving_order(municipality: Municipality) -> tuple[int, str]:
    """Ties go to the one with more residents, then to the lower code."""
    return -municipality.residents, municipality.number


def _named_bounds(municipality: Municipality, demand: Demand, inputs: Inputs, cap: int) -> tuple[int, int]:
    """A municipality's bounds in units; ``cap`` stands for no cap and is more than anyone can get."""
    rules = inputs.rules
    try:
        return bounds(demand, rules.floor, cap if rules.cap is None else rules.cap, rules.unit)
    except Infeasible as error:
        raise Infeasible(f"{municipality.number} {municipality.name}: {error.what}", error.change) from None


def _minors(
    inputs: Inputs, asked: Sequence[Municipality], weights: Mapping[str, int], persons: Mapping[str, int]
) -> NamedDivision | None:
    """Divide the unaccompanied minors among those asked that were asked to take minors the time before.

    They are part of each municipality's number, which therefore is their cap. That only municipalities with an
    earlier request for minors are eligible is an assumption of rules.toml.
    """
    number = inputs.edition.unaccompanied_minors
    if number is None:
        return None
    codes = [m.number for m in asked if m.previous_minors]
    if number and not codes:
        raise Infeasible(
            f"{number} unaccompanied minors are to be settled, but nobody asked was asked to take minors before.",
            "Set the number of minors to 0, or ask a municipality that was.",
        )
    limits = {code: (min(inputs.rules.minors_floor, persons[code]), persons[code]) for code in codes}
    return divide_named(codes, weights, number, limits, "Unaccompanied minors")


def _why(municipality: Municipality, selection: Selection, demand: Demand, inputs: Inputs) -> Why:
    asked = municipality.number in selection.asked
    if demand.asked is not None and asked != (municipality.number in selection.by_rule):
        return "adjustment"
    if asked:
        return "threshold" if above_threshold(municipality, inputs.rules) else "priority"
    return "displaced" if municipality.number in selection.by_rule else "not_reached"


def _bound(
    code: str,
    weights: Mapping[str, int],
    limits: Limits,
    division: NamedDivision | None,
    demanded: Mapping[str, Demand],
) -> Bound:
    """Which bound the number stands at because the rounded quotient lies beyond it."""
    if division is None or code not in limits or code not in division.codes:
        return "none"
    lower, upper = limits[code]
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
    demand = demand_of(demanded, code)
    if (at_floor and demand.least is not None) or demand.most is not None:
        return "adjusted"
    return "floor" if at_floor else "cap"
