"""How a number comes about: the steps from an equal share of the population to the request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from bosetting.allocation.criteria.indices import MICRO
from bosetting.allocation.criteria.weight import Sums, criteria_weight
from bosetting.allocation.division.unrounded import continuous_shares
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.request import Request, allocate
from bosetting.inputs.rules import Rules

AFTER: tuple[str, ...] = ("asked", "county", "bounds", "rounding", "adjustments")
"""The steps that follow the criteria. The order matters: in another one the same number has other steps."""


def step_names(rules: Rules) -> tuple[str, ...]:
    """The steps in the order they are taken: the size, each other criterion, then ``AFTER``.

    Where the country is divided in one stage there is no step of the counties.
    """
    after = [name for name in AFTER if name != "county" or rules.division == "county_first"]
    return (*(criterion.name for criterion in rules.criteria), *after)


@dataclass(frozen=True)
class Step:
    """What one part of the rule adds to a municipality's number.

    Attributes:
        name: the size (its share of the total by that alone), each other criterion by its name, asked (only
            those asked share the total), county (county totals), bounds (floor and cap, before rounding),
            rounding, adjustments.
        exact: persons that the step adds.
        printed: the same to one decimal. Levels are rounded, not steps, so that steps add up as printed.
        level: the sum of the printed steps so far.
    """

    name: str
    exact: Fraction
    printed: Decimal
    level: Decimal


@dataclass(frozen=True)
class Waterfall:
    """The steps of one municipality.

    Attributes:
        steps: in the order of ``step_names``; empty where the edition cannot be divided without its adjustments.
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
    names = step_names(request.inputs.rules)
    stages = [*_stages(base), {a.municipality.number: Fraction(a.persons) for a in request.allotments}]
    return {
        a.municipality.number: Waterfall(_steps(names, [s[a.municipality.number] for s in stages]), None)
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
    weights = {a.municipality.number: a.indicators.micro_weight for a in base.allotments}
    asked = {code: weight if code in base.selection.asked else 0 for code, weight in weights.items()}
    county_first = base.inputs.rules.division == "county_first"
    return [
        *(_proportional(partial, total) for partial in _partial_weights(base)),
        _proportional(weights, total),
        _proportional(asked, total),
        *([_by_county(base, asked)] if county_first else []),
        _bounded(base),
        {a.municipality.number: Fraction(a.persons) for a in base.allotments},
    ]


def _partial_weights(base: Request) -> Iterator[dict[str, int | Fraction]]:
    """Weights of the size alone, then of the size and the first criterion, and so on up to all but the last.

    A criterion that is not yet in counts through the size.
    """
    rules = base.inputs.rules
    sums = Sums.of((a.indicators.size, a.indicators.indices) for a in base.allotments)
    names = [criterion.name for criterion in rules.others]
    if names:
        yield {a.municipality.number: a.indicators.size for a in base.allotments}
    for count in range(1, len(names)):
        yield {
            a.municipality.number: int(
                MICRO
                * criteria_weight(
                    a.indicators.size,
                    {name: a.indicators.indices[name] for name in names[:count]},
                    rules,
                    sums,
                )
            )
            for a in base.allotments
        }


def _proportional(
    weights: Mapping[str, int] | Mapping[str, int | Fraction], total: int
) -> dict[str, Fraction]:
    everyone = sum(map(Fraction, weights.values()), Fraction(0)) or Fraction(1)
    return {code: total * Fraction(weight) / everyone for code, weight in weights.items()}


def _by_county(base: Request, asked: Mapping[str, int]) -> dict[str, Fraction]:
    """Each county's total in proportion to the weights of its asked municipalities."""
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


def _steps(names: Sequence[str], levels: Sequence[Fraction]) -> tuple[Step, ...]:
    steps = []
    before, shown_before = Fraction(0), Decimal(0)
    for name, level in zip(names, levels, strict=True):
        shown = Decimal(round(level * 10)).scaleb(-1)
        steps.append(Step(name, level - before, shown - shown_before, shown))
        before, shown_before = level, shown
    return tuple(steps)
