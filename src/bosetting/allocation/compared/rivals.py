"""Simpler ways to make a request, which the rule should beat if its criteria explain anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal, get_args

from bosetting.allocation.criteria.indicators import indicators
from bosetting.allocation.division.named import divide_named
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.request import allocate
from bosetting.inputs.model import Inputs, Municipality

RivalName = Literal["population", "previous_request", "previous_asked", "previous_largest"]
RIVALS: tuple[RivalName, ...] = get_args(RivalName)


def rivals(inputs: Inputs) -> dict[RivalName, dict[str, int] | Infeasible]:
    """Persons by code under each rival, or what collides where one cannot be met.

    - ``population``: the most populous are asked, in proportion to population, in one stage with the floor.
    - ``previous_request``: the previous request of every municipality, scaled to the total, without a floor.
    - ``previous_asked``: those asked the time before, by the rule's weights, in one stage with the floor.
    - ``previous_largest``: as many as the rule asks, those with the largest previous requests, in proportion
      to these, in one stage with the floor.
    """
    found: dict[RivalName, dict[str, int] | Infeasible] = {}
    for name in RIVALS:
        try:
            found[name] = _rival(inputs, name)
        except Infeasible as error:
            found[name] = error
    return found


def _rival(inputs: Inputs, name: RivalName) -> dict[str, int]:
    if name == "population":
        return _population(inputs)
    before = {m.number: m.previous_request or 0 for m in inputs.municipalities}
    order = sorted(inputs.municipalities, key=lambda m: (-m.residents, m.number))
    asked = [m for m in order if before[m.number]]
    if name == "previous_request":
        return _divided(inputs, asked, before, floor=0)
    if name == "previous_asked":
        weights = {code: found.micro_weight for code, found in indicators(inputs).items()}
        return _divided(inputs, asked, weights, floor=inputs.rules.floor)
    largest = sorted(asked, key=lambda m: (-before[m.number], -m.residents, m.number))
    return _divided(inputs, largest[: inputs.rules.number_asked], before, floor=inputs.rules.floor)


def _population(inputs: Inputs) -> dict[str, int]:
    size = replace(inputs.rules.size, weight=Fraction(1), exponent=Fraction(1))
    rules = replace(inputs.rules, criteria=(size,), selection=("priority",), division="one_stage")
    edition = replace(inputs.edition, unaccompanied_minors=None)
    return allocate(replace(inputs, rules=rules, edition=edition, county_totals=(), adjustments=())).persons


def _divided(
    inputs: Inputs, asked: Sequence[Municipality], weights: Mapping[str, int], floor: int
) -> dict[str, int]:
    unit = inputs.rules.unit
    places = inputs.edition.requested // unit
    limits = {m.number: (-(-floor // unit), places + 1) for m in asked}
    shares = divide_named(
        [m.number for m in asked], weights, places, limits, "The whole country", unit
    ).shares
    return {m.number: shares.get(m.number, 0) * unit for m in inputs.municipalities}
