"""Divisions whose units have names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bosetting.allocation.criteria.indices import MICRO
from bosetting.allocation.division.exact import Division, divide, refuse_infeasible
from bosetting.allocation.errors import Infeasible

Limits = Mapping[str, tuple[int, int]]
"""Lower and upper bound by code, in units."""


@dataclass(frozen=True)
class NamedDivision:
    """A division with the codes of its units, in the order that resolves ties.

    Attributes:
        codes: municipality or county codes.
        division: the result, in units.
    """

    codes: tuple[str, ...]
    division: Division

    @cached_property
    def shares(self) -> dict[str, int]:
        """Shares by code, in units."""
        return dict(zip(self.codes, self.division.shares, strict=True))

    @property
    def tied(self) -> tuple[str, ...]:
        """Codes whose claims to the last places were exactly equal."""
        tie = self.division.tie
        return () if tie is None else tuple(self.codes[i] for i in tie.units)

    @property
    def favoured(self) -> tuple[str, ...]:
        """Those of the tied that got a place."""
        tie = self.division.tie
        return () if tie is None else tuple(self.codes[i] for i in tie.favoured)


def divide_named(
    codes: Sequence[str], weights: Mapping[str, int], places: int, limits: Limits, where: str, unit: int = 1
) -> NamedDivision:
    """Divide places among the codes, which are given in the order that resolves ties.

    A refusal tells its figures in persons: places times ``unit``.

    Raises:
        Infeasible: naming ``where`` it does not work.
    """
    lower, upper = [limits[code][0] for code in codes], [limits[code][1] for code in codes]
    try:
        refuse_infeasible(places, lower, upper, unit)
        division = divide([weights[code] for code in codes], places, lower, upper)
    except Infeasible as error:
        raise Infeasible(tuple(f"{where}: {what}" for what in error.collisions), error.remedies) from None
    return NamedDivision(tuple(codes), division)


def persons_per_place(divisor: Fraction | None) -> Fraction | None:
    """A divisor of weights in millionths as criteria-adjusted residents per place."""
    return None if divisor is None else divisor / MICRO
