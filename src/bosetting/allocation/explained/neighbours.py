"""Whom a municipality can be compared with: the five most like it, and the others of its county."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from bosetting.allocation.request import Allotment, Request

ALIKE = 5


@dataclass(frozen=True)
class Neighbour:
    """A municipality beside another.

    Attributes:
        allotment: what the request says of it.
        distance: how unlike the two are, in standard deviations, to nine decimals; 0 is alike in everything.
    """

    allotment: Allotment
    distance: float

    @property
    def per_thousand(self) -> Fraction:
        """Persons asked for per 1,000 residents."""
        return per_thousand(self.allotment)


@dataclass(frozen=True)
class Neighbours:
    """Those a municipality can be compared with.

    Attributes:
        alike: the five most like it, the most alike first.
        county: the others of its county, in order of code.
    """

    alike: tuple[Neighbour, ...]
    county: tuple[Neighbour, ...]


def neighbours(request: Request) -> dict[str, Neighbours]:
    """The neighbours of every municipality, by code."""
    return {
        a.municipality.number: _of(request, a, distances)
        for a, distances in zip(request.allotments, _distances(request), strict=True)
    }


def per_thousand(allotment: Allotment) -> Fraction:
    """Persons asked for per 1,000 residents; 0 where nobody lives."""
    return Fraction(1000 * allotment.persons, max(1, allotment.municipality.residents))


def _of(request: Request, own: Allotment, distances: NDArray[np.float64]) -> Neighbours:
    others = [
        Neighbour(a, float(distance))
        for a, distance in zip(request.allotments, distances, strict=True)
        if a.municipality.number != own.municipality.number
    ]
    alike = sorted(others, key=lambda n: (n.distance, n.allotment.municipality.number))[:ALIKE]
    county = own.municipality.county_number
    return Neighbours(
        tuple(alike), tuple(n for n in others if n.allotment.municipality.county_number == county)
    )


def _distances(request: Request) -> NDArray[np.float64]:
    """Distances between all pairs in standardised log population, employment index and results index."""
    measures = np.array(
        [
            [
                np.log(max(1, a.municipality.residents)),
                float(a.indicators.employment_index),
                float(a.indicators.results_index),
            ]
            for a in request.allotments
        ]
    )
    spread = measures.std(axis=0)
    standard = (measures - measures.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    apart = standard[:, None, :] - standard[None, :, :]
    distances: NDArray[np.float64] = np.sqrt((apart**2).sum(axis=2)).round(9)
    return distances
