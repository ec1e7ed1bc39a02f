"""The index of each criterion: its figure against the whole country, 1 where the two are alike.

Exact rational arithmetic, rounded half-even to six decimals before it is used, so the printed number is the
number used. The forms are those of ``[[criterion]]`` in rules.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from bosetting.allocation.criteria.shrunk import posterior_mean
from bosetting.inputs.criteria import Criterion
from bosetting.inputs.model import Figure, Inputs, Municipality
from bosetting.inputs.rules import Rules

DECIMALS = 6
MICRO = 10**DECIMALS
ONE = Decimal(1).quantize(Decimal(1).scaleb(-DECIMALS))
"""A neutral index: neither more nor less than the country's."""

ROOTS = Context(prec=60)
"""What has no end of decimals has sixty, the same on every machine."""


@dataclass(frozen=True)
class Country:
    """What the indices are held against.

    Attributes:
        size: the base of all municipalities together.
        national: the country's figure, or the sum of the figures, by criterion.
    """

    size: Fraction
    national: Mapping[str, Decimal]

    @classmethod
    def of(cls, inputs: Inputs) -> Country:
        """The whole country of an edition."""
        sizes = (base(m.residents, inputs.rules.size.exponent) for m in inputs.municipalities)
        return cls(sum(sizes, Fraction(0)), inputs.national)


def base(residents: int, exponent: Fraction) -> Fraction:
    """The size that the indices are multiplied by: residents, or a power of them to six decimals."""
    if exponent == 1:
        return Fraction(residents)
    return Fraction(six_decimals(Fraction(power(Decimal(residents), exponent))))


def indices_of(municipality: Municipality, rules: Rules, country: Country) -> dict[str, Decimal]:
    """The index of every criterion but the size, by name, in their order."""
    size = base(municipality.residents, rules.size.exponent)
    return {
        each.name: index_of(each, municipality.figures[each.name], size, country) for each in rules.others
    }


def index_of(criterion: Criterion, figure: Figure, size: Fraction, country: Country) -> Decimal:
    """The index of one criterion; 1 where there is no figure, and the criterion allows that.

    Args:
        criterion: which, with its form.
        figure: the municipality's own.
        size: its base.
        country: what it is held against.
    """
    if not figure.known:
        return ONE
    if criterion.index == "class":
        return six_decimals(criterion.factors[figure.category or ""])
    if criterion.index == "shrunk_share":
        kappa, mean = criterion.kappa or Fraction(0), criterion.mean or Fraction(1)
        return six_decimals(posterior_mean(figure.years, kappa, mean) / mean)
    value, national = Fraction(figure.value or 0), Fraction(country.national[criterion.name])
    if criterion.index == "ratio":
        return six_decimals(value / national)
    if criterion.index == "inverse_ratio":
        return six_decimals(national / value)
    return six_decimals(value / national * country.size / size) if size else ONE


def power(number: Decimal, exponent: Fraction) -> Decimal:
    """Powers with broken exponents have no end of decimals: sixty digits, the same on every machine."""
    if exponent == 0:
        return Decimal(1)
    return ROOTS.power(number, ROOTS.divide(Decimal(exponent.numerator), Decimal(exponent.denominator)))


def six_decimals(value: Fraction) -> Decimal:
    """The value rounded half-even to six decimals, with all six written."""
    return Decimal(round(value * MICRO)).scaleb(-DECIMALS)
