"""How the criteria make one weight: the forms that the rule ``weight_form`` chooses between.

For 2018 KS published the weights, not the form; the form is an assumption, so it is tested against others. In
every form a criterion that is left out counts through the size instead, and the weight is a criteria-adjusted
population: over the whole country it sums to about the size.

- ``additive``: the arithmetic mean of B and each B*i: B * (w_B + sum of w*i).
- ``multiplicative``: their geometric mean: B times the product of i^w.
- ``standardised``: the mean of shares of the country, where the indices stand by themselves and are not
  multiplied by the size: B_all * (w_B * B/B_all + sum of w * i/i_all).

B is the size (residents, with the exponent of the criterion), i an index.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bosetting.allocation.criteria.indices import ROOTS, power, six_decimals
from bosetting.inputs.rules import Rules


@dataclass(frozen=True)
class Sums:
    """The criteria summed over all municipalities: what the standardised form measures shares of.

    Attributes:
        size: of all bases.
        indices: of all indices, by criterion.
    """

    size: Fraction
    indices: Mapping[str, Fraction]

    @classmethod
    def of(cls, criteria: Iterable[tuple[Fraction, Mapping[str, Decimal]]]) -> Sums:
        """The sums of pairs of a base and the indices by criterion."""
        size, indices = Fraction(0), dict[str, Fraction]()
        for own, by_name in criteria:
            size += own
            for name, index in by_name.items():
                indices[name] = indices.get(name, Fraction(0)) + Fraction(index)
        return cls(size, indices)


def criteria_weight(size: Fraction, indices: Mapping[str, Decimal], rules: Rules, sums: Sums) -> Decimal:
    """The criteria-adjusted population, rounded half-even to six decimals.

    Args:
        size: the base B.
        indices: by criterion; the size stands for one that is not there.
        rules: the criteria with their weights, and the form.
        sums: over all municipalities.
    """
    if rules.weight_form == "multiplicative":
        return _multiplicative(size, indices, rules)
    weight = rules.size.weight * size
    for criterion in rules.others:
        index = indices.get(criterion.name)
        if index is None:
            part = size
        elif rules.weight_form == "standardised":
            part = _share(index, sums.indices[criterion.name]) * sums.size
        else:
            part = size * Fraction(index)
        weight += criterion.weight * part
    return six_decimals(weight)


def _share(index: Decimal, everyone: Fraction) -> Fraction:
    return Fraction(index) / everyone if everyone else Fraction(0)


def _multiplicative(size: Fraction, indices: Mapping[str, Decimal], rules: Rules) -> Decimal:
    product = Decimal(1)
    for criterion in rules.others:
        index = indices.get(criterion.name)
        if index is not None:
            product = ROOTS.multiply(product, power(index, criterion.weight))
    return six_decimals(size * Fraction(product))
