"""What the criteria say of each municipality: indices, the weight made of them, and the priority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Literal

from bosetting.allocation.criteria.indices import MICRO, Country, base, indices_of
from bosetting.allocation.criteria.weight import Sums, criteria_weight
from bosetting.inputs.model import Figure, Inputs
from bosetting.inputs.rules import Rules

Status = Literal["published", "derived", "partly_hidden", "none"]


@dataclass(frozen=True)
class Indicators:
    """The criteria of one municipality, as printed and as used.

    Attributes:
        size: the base that indices are multiplied by; residents unless the rules give them an exponent.
        indices: by criterion, all but the size, in their order.
        statuses: published, derived (worked out from the parts of a merged municipality), partly_hidden (some
            years only known within bounds) or none (index 1), by criterion likewise.
        weight: the criteria-adjusted population, in persons.
        claim: the priority as a whole number on a scale common to all; only its order and ratios mean anything.
    """

    size: Fraction
    indices: Mapping[str, Decimal]
    statuses: Mapping[str, Status]
    weight: Decimal
    claim: int

    @property
    def micro_weight(self) -> int:
        """The weight in millionths, a whole number: what the divisions use."""
        return int(self.weight * MICRO)


def indicators(inputs: Inputs) -> dict[str, Indicators]:
    """The indicators of every municipality, by code."""
    rules, country = inputs.rules, Country.of(inputs)
    criteria = [
        (m, base(m.residents, rules.size.exponent), indices_of(m, rules, country))
        for m in inputs.municipalities
    ]
    sums = Sums.of((size, indices) for _, size, indices in criteria)
    return {
        m.number: Indicators(
            size=size,
            indices=indices,
            statuses={name: status_of(figure) for name, figure in m.figures.items()},
            weight=criteria_weight(size, indices, rules, sums),
            claim=priority_claim(m.residents, indices, rules),
        )
        for m, size, indices in criteria
    }


def priority_claim(residents: int, indices: Mapping[str, Decimal], rules: Rules) -> int:
    """The priority, residents times each index to its exponent, as a whole number on a scale common to all.

    With exponents p/q the priority is raised to the power of the least common multiple of all q: that keeps the
    order and needs no roots.
    """
    common = lcm(*(criterion.exponent.denominator for criterion in rules.others))
    claim: int = residents**common
    for criterion in rules.others:
        claim *= int(indices[criterion.name] * MICRO) ** int(criterion.exponent * common)
    return claim


def status_of(figure: Figure) -> Status:
    """How well a figure is known."""
    if not figure.known:
        return "none"
    if figure.derived:
        return "derived"
    hidden = figure.years_hidden or not all(year.printed for year in figure.years)
    return "partly_hidden" if hidden else "published"
