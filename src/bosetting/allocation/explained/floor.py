"""How much of each number is the floor, and who pays for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bosetting.allocation.adjustments import Demand, bounds, demand_of, demands
from bosetting.allocation.division.named import NamedDivision, divide_named
from bosetting.allocation.request import Request


@dataclass(frozen=True)
class FloorEffect:
    """What the floor does to one municipality's number.

    The same total is divided once more without the floor, among the same municipalities: the county's where
    counties come first. Adjustments stay.

    Attributes:
        persons: the number less the number without the floor. Above 0 the floor lifts it; below 0 it pays.
        without: the number without the floor.
        lifted: all that the floor lifts in the same division, in persons.
        payers: those who pay in the same division, with how much each, most first.
    """

    persons: int
    without: int
    lifted: int
    payers: tuple[tuple[str, int], ...]


def floor_effects(request: Request) -> dict[str, FloorEffect]:
    """The effect of the floor on everyone asked, by code."""
    demanded = demands(request.adjustments)
    effects: dict[str, FloorEffect] = {}
    for named in request.divisions:
        effects |= _in_division(request, named, demanded)
    return effects


def _in_division(
    request: Request, named: NamedDivision, demanded: Mapping[str, Demand]
) -> dict[str, FloorEffect]:
    unit, shares = request.inputs.rules.unit, named.shares
    free = _without_floor(request, named, demanded).shares
    change = {code: (shares[code] - free[code]) * unit for code in named.codes}
    paid = ((code, -more) for code, more in change.items() if more < 0)
    payers = tuple(sorted(paid, key=lambda p: (-p[1], p[0])))  # one list, shared by all
    lifted = sum(more for more in change.values() if more > 0)
    return {code: FloorEffect(more, free[code] * unit, lifted, payers) for code, more in change.items()}


def _without_floor(request: Request, named: NamedDivision, demanded: Mapping[str, Demand]) -> NamedDivision:
    unit = request.inputs.rules.unit
    limits = {
        code: (bounds(demand_of(demanded, code), 0, upper * unit, unit)[0], upper)
        for code in named.codes
        for upper in (request.limits[code][1],)
    }
    by_code = request.by_code
    weights = {code: by_code[code].indicators.micro_weight for code in named.codes}
    return divide_named(named.codes, weights, sum(named.division.shares), limits, "Without the floor")
