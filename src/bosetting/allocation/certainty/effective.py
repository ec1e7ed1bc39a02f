"""What each criterion really weighs, beside the weight it is stated to have.

Nearly every criterion is measured through population, so the stated weights say little about what moves the
numbers (ideas2evidence found the same of the criteria for 2019).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import factorial

from bosetting.allocation.criteria.weight import Sums, criteria_weight
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.request import Request, allocate
from bosetting.inputs.criteria import Criterion
from bosetting.inputs.model import Figure, Inputs

Coalition = frozenset[str]


@dataclass(frozen=True)
class Effect:
    """What one criterion does.

    Attributes:
        criterion: by its name.
        nominal: the stated weight.
        effective: its part of all that the criteria move from equal shares; they sum to 1.
        shapley: persons it gives (+) or takes (-) from each municipality asked, by code: the signed Shapley
            value in the division of the total among those asked, before counties, bounds and rounding.
        moved: persons who would be asked elsewhere if the criterion were neutral, all else by the rule; None
            where that request is infeasible.
        moved_one_stage: the same for the division in one stage, without counties.
        statuses: municipalities whose status would change.
        infeasible: what collides when the criterion is neutral.
    """

    criterion: str
    nominal: Fraction
    effective: Fraction
    shapley: Mapping[str, Fraction]
    moved: int | None
    moved_one_stage: int
    statuses: int
    infeasible: Infeasible | None


def effective_weights(request: Request) -> tuple[Effect, ...]:
    """The effect of each criterion.

    A neutral criterion is the same for all: the mean population, or the index 1. From all neutral (equal
    shares) to all in force the criteria come in, and a criterion's Shapley value is its mean contribution over
    all orders of coming in. Its effective weight is its sum of absolute values among those of all criteria.
    """
    values = shapley_values(request)
    sums = {name: sum(abs(value) for value in by_code.values()) for name, by_code in values.items()}
    everything = sum(sums.values()) or Fraction(1)
    return tuple(
        _effect(request, each, values[each.name], sums[each.name] / everything)
        for each in request.inputs.rules.criteria
    )


def shapley_values(request: Request) -> dict[str, dict[str, Fraction]]:
    """Persons that each criterion gives or takes from each municipality asked; they sum to its part."""
    names = [criterion.name for criterion in request.inputs.rules.criteria]
    shares = {coalition: _shares(request, coalition) for coalition in _coalitions(names)}
    n = len(names)
    values: dict[str, dict[str, Fraction]] = {}
    for name in names:
        values[name] = dict.fromkeys(shares[frozenset()], Fraction(0))
        for coalition in _coalitions(other for other in names if other != name):
            orders = factorial(len(coalition)) * factorial(n - len(coalition) - 1)
            before, after = shares[coalition], shares[coalition | {name}]
            for code in before:
                values[name][code] += Fraction(orders, factorial(n)) * (after[code] - before[code])
    return values


def _coalitions(criteria: Iterable[str]) -> list[Coalition]:
    members = list(criteria)
    return [frozenset(c) for size in range(len(members) + 1) for c in combinations(members, size)]


def _shares(request: Request, in_force: Coalition) -> dict[str, Fraction]:
    """The total divided among those asked by the weights, the other criteria neutral."""
    asked, rules = request.asked, request.inputs.rules
    mean = sum((a.indicators.size for a in asked), Fraction(0)) / len(asked)
    sums = Sums.of((a.indicators.size, a.indicators.indices) for a in request.allotments)
    weights = {
        a.municipality.number: Fraction(
            criteria_weight(
                a.indicators.size if rules.size.name in in_force else mean,
                {
                    name: index if name in in_force else Decimal(1)
                    for name, index in a.indicators.indices.items()
                },
                rules,
                sums,
            )
        )
        for a in asked
    }
    per_weight = request.inputs.edition.requested / sum(weights.values(), Fraction(0))
    return {code: weight * per_weight for code, weight in weights.items()}


def _effect(
    request: Request, criterion: Criterion, values: Mapping[str, Fraction], effective: Fraction
) -> Effect:
    neutral = with_neutral(request.inputs, criterion.name)
    free = allocate(_in_one_stage(neutral))
    moved, infeasible = None, None
    try:
        moved = persons_moved(request.persons, allocate(neutral).persons)
    except Infeasible as error:
        infeasible = error
    one_stage = {a.municipality.number: a.persons_one_stage for a in request.allotments}
    return Effect(
        criterion=criterion.name,
        nominal=criterion.weight,
        effective=effective,
        shapley=values,
        moved=moved,
        moved_one_stage=persons_moved(one_stage, free.persons),
        statuses=len(request.selection.asked ^ free.selection.asked),
        infeasible=infeasible,
    )


def _in_one_stage(inputs: Inputs) -> Inputs:
    """Without county totals and minors, which other municipalities than those asked may not be able to meet."""
    return replace(
        inputs,
        county_totals=(),
        edition=replace(inputs.edition, unaccompanied_minors=None),
        rules=replace(inputs.rules, division="one_stage"),
    )


def with_neutral(inputs: Inputs, criterion: str) -> Inputs:
    """The inputs with one criterion the same for all municipalities: the mean size, or no figure and the index 1."""
    everyone = inputs.municipalities
    if criterion == inputs.rules.size.name:
        mean = round(Fraction(sum(m.residents for m in everyone), len(everyone)))
        return replace(inputs, municipalities=tuple(replace(m, residents=mean) for m in everyone))
    return replace(
        inputs,
        municipalities=tuple(replace(m, figures={**m.figures, criterion: Figure()}) for m in everyone),
    )


def persons_moved(one: Mapping[str, int], other: Mapping[str, int]) -> int:
    """Half the sum of absolute differences: persons who would be asked somewhere else, rounded up."""
    return (sum(abs(one[code] - other[code]) for code in one) + 1) // 2
