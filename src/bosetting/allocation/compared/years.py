"""Simple ways to make a request, tried on every earlier year: with its total and number asked, and what was known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bosetting.allocation.compared.earlier import Asked
from bosetting.allocation.compared.revealed import Revealed, revealed
from bosetting.allocation.division.named import divide_named
from bosetting.inputs.model import Inputs

SCALE = 10**9
"""Shares as whole numbers: finer than the last digit that machines may differ in."""
WAYS = ("population", "previous_request", "previous_largest", "revealed")


@dataclass(frozen=True)
class YearTried:
    """How each way would have done in one year.

    Attributes:
        year: the request's.
        version: of the request.
        total: persons asked for.
        asked: how many municipalities were.
        moved: persons in the wrong place, half the sum of absolute differences, by way.
        agreed: municipalities with the right status, by way.
        everyone: how many municipalities there are.
    """

    year: int
    version: str
    total: int
    asked: int
    moved: Mapping[str, Fraction]
    agreed: Mapping[str, int]
    everyone: int


def tried_on(
    inputs: Inputs, indices: Mapping[str, Mapping[str, float]], years: Sequence[Asked]
) -> tuple[YearTried, ...]:
    """Every year whose forerunner is known, each fitted only on the years before it, oldest first.

    A year's total and the number of municipalities asked are taken as given, and nobody has a floor: which
    applied then is not known. Residents and indices are the edition's own.
    """
    return tuple(
        _tried(inputs, revealed(inputs, indices, years[:place]), years[place - 1], years[place])
        for place in range(1, len(years))
        if years[place].year == years[place - 1].year + 1
    )


def _tried(inputs: Inputs, found: Revealed | None, before: Asked, now: Asked) -> YearTried:
    residents = {m.number: m.residents for m in inputs.municipalities}
    ways: dict[str, dict[str, int]] = {
        "population": most(inputs, residents, len(now.asked), now.total),
        "previous_request": most(inputs, before.persons, len(residents), now.total),
        "previous_largest": most(inputs, before.persons, len(now.asked), now.total),
    }
    if found is not None:
        ways["revealed"] = by_revealed(inputs, found, before, len(now.asked), now.total)
    return YearTried(
        year=now.year,
        version=now.version,
        total=now.total,
        asked=len(now.asked),
        moved={
            name: Fraction(sum(abs(way[code] - n) for code, n in now.persons.items()), 2)
            for name, way in ways.items()
        },
        agreed={
            name: sum((way[code] > 0) == (n > 0) for code, n in now.persons.items())
            for name, way in ways.items()
        },
        everyone=len(residents),
    )


def by_revealed(
    inputs: Inputs, found: Revealed, before: Asked, places: int, total: int, floor: int = 0
) -> dict[str, int]:
    """Persons by code: those with the largest expected shares are asked, in proportion to these."""
    shares = found.shares(before.persons, [m.number for m in inputs.municipalities])
    return most(inputs, {code: round(share * SCALE) for code, share in shares.items()}, places, total, floor)


def most(
    inputs: Inputs, weights: Mapping[str, int], places: int, total: int, floor: int = 0
) -> dict[str, int]:
    """The total among so many municipalities with the largest weights, in proportion to these; the rest get 0.

    Raises:
        Infeasible: the total is less than the floors.
    """
    order = sorted(inputs.municipalities, key=lambda m: (-weights[m.number], -m.residents, m.number))
    asked = [m.number for m in order[:places] if weights[m.number]]
    shares = divide_named(
        asked, weights, total, dict.fromkeys(asked, (floor, total + 1)), "The whole country"
    ).shares
    return {m.number: shares.get(m.number, 0) for m in inputs.municipalities}
