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
from typing import Literal, get_args

from bosetting.allocation.criteria.forms import Sums, criteria_weight
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.request import Request, allocate
from bosetting.inputs.model import Inputs

CriterionName = Literal["population", "employment", "results"]
CRITERIA: tuple[CriterionName, ...] = get_args(CriterionName)

Coalition = frozenset[CriterionName]


@dataclass(frozen=True)
class Effect:
    """What one criterion does.

    Attributes:
        criterion: population, employment or results.
        nominal: the stated weight.
        effective: its part of all that the criteria move from equal shares; the three sum to 1.
        shapley: persons it gives (+) or takes (-) from each municipality asked, by code: the signed Shapley
            value in the division of the total among those asked, before counties, bounds and rounding.
        moved: persons who would be asked elsewhere if the criterion were neutral, all else by the rule; None
            where that request is infeasible.
        moved_one_stage: the same for the division in one stage, without counties.
        statuses: municipalities whose status would change.
        infeasible: what collides when the criterion is neutral.
    """

    criterion: CriterionName
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
    sums = {name: sum(abs(value) for value in values[name].values()) for name in CRITERIA}
    everything = sum(sums.values()) or Fraction(1)
    return tuple(_effect(request, name, values[name], sums[name] / everything) for name in CRITERIA)


def shapley_values(request: Request) -> dict[CriterionName, dict[str, Fraction]]:
    """Persons that each criterion gives or takes from each municipality asked; they sum to its part."""
    shares = {coalition: _shares(request, coalition) for coalition in _coalitions(CRITERIA)}
    n = len(CRITERIA)
    values: dict[CriterionName, dict[str, Fraction]] = {}
    for name in CRITERIA:
        values[name] = dict.fromkeys(shares[frozenset()], Fraction(0))
        for coalition in _coalitions(other for other in CRITERIA if other != name):
            orders = factorial(len(coalition)) * factorial(n - len(coalition) - 1)
            before, after = shares[coalition], shares[coalition | {name}]
            for code in before:
                values[name][code] += Fraction(orders, factorial(n)) * (after[code] - before[code])
    return values


def _coalitions(criteria: Iterable[CriterionName]) -> list[Coalition]:
    members = list(criteria)
    return [frozenset(c) for size in range(len(members) + 1) for c in combinations(members, size)]


def _shares(request: Request, in_force: Coalition) -> dict[str, Fraction]:
    """The total divided among those asked by the weights, the other criteria neutral."""
    asked, rules = request.asked, request.inputs.rules
    mean = Fraction(sum(a.municipality.residents for a in asked), len(asked))
    sums = Sums.of(
        (a.municipality.residents, a.indicators.employment_index, a.indicators.results_index)
        for a in request.allotments
    )
    weights = {
        a.municipality.number: Fraction(
            criteria_weight(
                a.municipality.residents if "population" in in_force else mean,
                a.indicators.employment_index if "employment" in in_force else Decimal(1),
                a.indicators.results_index if "results" in in_force else Decimal(1),
                rules,
                sums,
            )
        )
        for a in asked
    }
    per_weight = request.inputs.edition.requested / sum(weights.values(), Fraction(0))
    return {code: weight * per_weight for code, weight in weights.items()}


def _effect(
    request: Request, name: CriterionName, values: Mapping[str, Fraction], effective: Fraction
) -> Effect:
    neutral = with_neutral(request.inputs, name)
    free = allocate(_in_one_stage(neutral))
    moved, infeasible = None, None
    try:
        moved = persons_moved(_persons(request), _persons(allocate(neutral)))
    except Infeasible as error:
        infeasible = error
    one_stage = {a.municipality.number: a.persons_one_stage for a in request.allotments}
    return Effect(
        criterion=name,
        nominal=getattr(request.inputs.rules, f"weight_{name}"),
        effective=effective,
        shapley=values,
        moved=moved,
        moved_one_stage=persons_moved(one_stage, _persons(free)),
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


def with_neutral(inputs: Inputs, criterion: CriterionName) -> Inputs:
    """The inputs with one criterion the same for all municipalities."""
    everyone = inputs.municipalities
    mean = round(Fraction(sum(m.residents for m in everyone), len(everyone)))
    if criterion == "population":
        return replace(inputs, municipalities=tuple(replace(m, residents=mean) for m in everyone))
    if criterion == "employment":
        national = inputs.national_employment
        return replace(inputs, municipalities=tuple(replace(m, employment=national) for m in everyone))
    return replace(inputs, municipalities=tuple(replace(m, results=()) for m in everyone))


def persons_moved(one: Mapping[str, int], other: Mapping[str, int]) -> int:
    """Half the sum of absolute differences: persons who would be asked somewhere else, rounded up."""
    return (sum(abs(one[code] - other[code]) for code in one) + 1) // 2


def _persons(request: Request) -> dict[str, int]:
    return {a.municipality.number: a.persons for a in request.allotments}
