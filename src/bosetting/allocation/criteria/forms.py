"""How the three criteria make one weight: the forms that the rule ``weight_form`` chooses between.

KS published the weights (November 2017), not the form; the form is an assumption, so it is tested against
others. In every form a criterion that is left out counts through population instead, and the weight is a
criteria-adjusted population: over the whole country it sums to about the number of residents.

- ``additive``: the arithmetic mean of P, P*e and P*r: P * (w_P + w_E*e + w_R*r).
- ``multiplicative``: their geometric mean: P * e^w_E * r^w_R.
- ``standardised``: the mean of three shares of the country, where employment and results stand by themselves
  and are not multiplied by population: P_all * (w_P * P/P_all + w_E * e/e_all + w_R * r/r_all).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from bosetting.inputs.rules import Rules

DECIMALS = 6
MICRO = 10**DECIMALS

_ROOTS = Context(prec=60)


@dataclass(frozen=True)
class Sums:
    """The criteria summed over all municipalities: what the standardised form measures shares of."""

    residents: int
    employment: Fraction
    results: Fraction

    @classmethod
    def of(cls, criteria: Iterable[tuple[int, Decimal, Decimal]]) -> Sums:
        """The sums of residents, employment index and results index."""
        residents, employment, results = zip(*criteria, strict=True)
        nothing = Fraction(0)
        return cls(
            sum(residents), sum(map(Fraction, employment), nothing), sum(map(Fraction, results), nothing)
        )


def criteria_weight(
    residents: int | Fraction,
    employment: Decimal | None,
    results: Decimal | None,
    rules: Rules,
    sums: Sums,
) -> Decimal:
    """The criteria-adjusted population, rounded half-even to six decimals.

    Args:
        residents: P.
        employment: the index e; None to let population stand for it.
        results: the index r; None likewise.
        rules: the weights, published by KS in November 2017, and the form.
        sums: over all municipalities.
    """
    if rules.weight_form == "multiplicative":
        return _multiplicative(residents, employment, results, rules)
    e: int | Fraction
    r: int | Fraction
    if rules.weight_form == "standardised":
        e = residents if employment is None else _share(employment, sums.employment) * sums.residents
        r = residents if results is None else _share(results, sums.results) * sums.residents
    else:
        e = residents * Fraction(1 if employment is None else employment)
        r = residents * Fraction(1 if results is None else results)
    return six_decimals(
        rules.weight_population * Fraction(residents) + rules.weight_employment * e + rules.weight_results * r
    )


def six_decimals(value: Fraction) -> Decimal:
    """The value rounded half-even to six decimals, with all six written."""
    return Decimal(round(value * MICRO)).scaleb(-DECIMALS)


def _share(index: Decimal, everyone: Fraction) -> Fraction:
    return Fraction(index) / everyone if everyone else Fraction(0)


def _multiplicative(
    residents: int | Fraction, employment: Decimal | None, results: Decimal | None, rules: Rules
) -> Decimal:
    """Powers with broken exponents have no end of decimals: sixty digits, the same on every machine."""
    e = _power(employment, rules.weight_employment)
    r = _power(results, rules.weight_results)
    return six_decimals(residents * Fraction(_ROOTS.multiply(e, r)))


def _power(index: Decimal | None, exponent: Fraction) -> Decimal:
    if index is None or exponent == 0:
        return Decimal(1)
    return _ROOTS.power(index, _ROOTS.divide(Decimal(exponent.numerator), Decimal(exponent.denominator)))
