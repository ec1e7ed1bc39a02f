"""How a number comes about: the steps from an equal share of the population to the request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from bosetting.allocation.criteria.forms import MICRO, Sums, criteria_weight
from bosetting.allocation.division.unrounded import continuous_shares
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.request import Request, allocate

StepName = Literal[
    "population", "employment", "results", "asked", "county", "bounds", "rounding", "adjustments"
]
STEPS: tuple[StepName, ...] = (
    "population",
    "employment",
    "results",
    "asked",
    "county",
    "bounds",
    "rounding",
    "adjustments",
)
"""In the order they are taken. The order matters: in another one the same number has other steps."""


@dataclass(frozen=True)
class Step:
    """What one part of the rule adds to a municipality's number.

    Attributes:
        name: population (its share of the total by residents alone), employment, results, asked (only those
            asked share the total), county (county totals), bounds (floor and cap, before rounding), rounding,
            adjustments.
        exact: persons that the step adds.
        printed: the same to one decimal. Levels are rounded, not steps, so that steps add up as printed.
        level: the sum of the printed steps so far.
    """

    name: StepName
    exact: Fraction
    printed: Decimal
    level: Decimal


@dataclass(frozen=True)
class Waterfall:
    """The steps of one municipality.

    Attributes:
        steps: in the order of ``STEPS``; empty where the edition cannot be divided without its adjustments.
        infeasible: what collides without the adjustments; None where that division works.
    """

    steps: tuple[Step, ...]
    infeasible: Infeasible | None


def waterfalls(request: Request) -> dict[str, Waterfall]:
    """The steps of every municipality, asked or not, by code."""
    try:
        base = without_adjustments(request)
    except Infeasible as error:
        return {a.municipality.number: Waterfall((), error) for a in request.allotments}
    stages = [*_stages(base), {a.municipality.number: Fraction(a.persons) for a in request.allotments}]
    return {
        a.municipality.number: Waterfall(_steps([s[a.municipality.number] for s in stages]), None)
        for a in request.allotments
    }


def without_adjustments(request: Request) -> Request:
    """The request as the rule alone gives it.

    Raises:
        Infeasible: the rule alone does not work.
    """
    if not request.adjustments:
        return request
    return allocate(replace(request.inputs, adjustments=()))


def _stages(base: Request) -> list[Mapping[str, Fraction]]:
    """Persons after each step but the last, by code."""
    total = base.inputs.edition.requested
    by_population, by_employment = _partial_weights(base)
    weights = {a.municipality.number: a.indicators.micro_weight for a in base.allotments}
    asked = {code: weight if code in base.selection.asked else 0 for code, weight in weights.items()}
    return [
        _proportional(by_population, total),
        _proportional(by_employment, total),
        _proportional(weights, total),
        _proportional(asked, total),
        _by_county(base, asked, total),
        _bounded(base),
        {a.municipality.number: Fraction(a.persons) for a in base.allotments},
    ]


def _partial_weights(base: Request) -> tuple[dict[str, int], dict[str, int]]:
    """Weights of population alone, and of population and employment; results counting through population."""
    sums = Sums.of(
        (a.municipality.residents, a.indicators.employment_index, a.indicators.results_index)
        for a in base.allotments
    )
    residents = {a.municipality.number: a.municipality.residents for a in base.allotments}
    employment = {
        a.municipality.number: int(
            criteria_weight(
                a.municipality.residents, a.indicators.employment_index, None, base.inputs.rules, sums
            )
            * MICRO
        )
        for a in base.allotments
    }
    return residents, employment


def _proportional(weights: Mapping[str, int], total: int) -> dict[str, Fraction]:
    everyone = sum(weights.values())
    return {code: Fraction(total * weight, everyone or 1) for code, weight in weights.items()}


def _by_county(base: Request, asked: Mapping[str, int], total: int) -> dict[str, Fraction]:
    """Each county's total in proportion to the weights of its asked municipalities."""
    if base.inputs.rules.division == "one_stage":
        return _proportional(asked, total)
    members: dict[str, dict[str, int]] = {county.number: {} for county in base.counties}
    for a in base.allotments:
        members[a.municipality.county_number][a.municipality.number] = asked[a.municipality.number]
    shares: dict[str, Fraction] = {}
    for county in base.counties:
        shares |= _proportional(members[county.number], county.persons)
    return shares


def _bounded(base: Request) -> dict[str, Fraction]:
    unit = base.inputs.rules.unit
    shares = {a.municipality.number: Fraction(0) for a in base.allotments}
    by_code = base.by_code
    for named in base.divisions:
        limits = [base.limits[code] for code in named.codes]
        values = continuous_shares(
            [by_code[code].indicators.micro_weight for code in named.codes],
            sum(named.division.shares),
            [lower for lower, _ in limits],
            [upper for _, upper in limits],
        )
        shares |= {code: value * unit for code, value in zip(named.codes, values, strict=True)}
    return shares


def _steps(levels: list[Fraction]) -> tuple[Step, ...]:
    steps = []
    before, shown_before = Fraction(0), Decimal(0)
    for name, level in zip(STEPS, levels, strict=True):
        shown = Decimal(round(level * 10)).scaleb(-1)
        steps.append(Step(name, level - before, shown - shown_before, shown))
        before, shown_before = level, shown
    return tuple(steps)
