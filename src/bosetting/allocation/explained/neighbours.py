"""Whom a municipality can be compared with: the five most like it, and the others of its county."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from bosetting.allocation.request import Allotment, Request

ALIKE = 5
DECIMALS = 9
"""Of a distance: what is as far away to so many decimals is as far away, and the lower code comes first."""

_Points = NDArray[np.float64]


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
        own: itself.
        alike: the five most like it, the most alike first.
        within: everyone of its county, itself too, in order of code; the same tuple for all of them, since a
            county of thousands cannot have thousands of lists.
    """

    own: Allotment
    alike: tuple[Neighbour, ...]
    within: tuple[Allotment, ...]

    @property
    def county(self) -> tuple[Allotment, ...]:
        """The others of its county, in order of code."""
        return tuple(a for a in self.within if a.municipality.number != self.own.municipality.number)


def neighbours(request: Request) -> dict[str, Neighbours]:
    """The neighbours of every municipality, by code."""
    allotments = request.allotments
    counties: dict[str, list[Allotment]] = defaultdict(list)
    for a in allotments:
        counties[a.municipality.county_number].append(a)
    within = {number: tuple(members) for number, members in counties.items()}
    return {
        a.municipality.number: Neighbours(
            a,
            tuple(Neighbour(allotments[other], distance) for other, distance in alike),
            within[a.municipality.county_number],
        )
        for a, alike in zip(allotments, nearest(_standardised(request)), strict=True)
    }


def per_thousand(allotment: Allotment) -> Fraction:
    """Persons asked for per 1,000 residents; 0 where nobody lives."""
    return Fraction(1000 * allotment.persons, max(1, allotment.municipality.residents))


def nearest(points: _Points) -> list[list[tuple[int, float]]]:
    """For every point the five nearest others with their distances; of two as far away the earlier one first."""
    found = []
    for own, others in enumerate(candidates(points)):
        apart = points[own] - points[others]
        distances = np.sqrt((apart**2).sum(axis=1)).round(DECIMALS)
        ranked = sorted((distance, other) for distance, other in zip(distances.tolist(), others, strict=True))
        found.append([(other, distance) for distance, other in ranked if other != own][:ALIKE])
    return found


def candidates(points: _Points) -> list[list[int]]:
    """For every point the few among which its five nearest are, itself too; all would be all against all.

    Points in the same place stand for each other: of them only the first can be among anyone's nearest.
    """
    distinct, place = np.unique(points, axis=0, return_inverse=True)
    first: list[list[int]] = [[] for _ in distinct]
    for point, at in enumerate(place.ravel().tolist()):
        if len(first[at]) <= ALIKE:
            first[at].append(point)
    tree = cKDTree(distinct)
    reach = np.asarray(tree.query(distinct, k=[min(ALIKE + 1, len(distinct))])[0])[:, 0]
    # A little farther: what is as far away when rounded is found, too.
    near = tree.query_ball_point(distinct, reach + 2 * 10.0**-DECIMALS)
    likely = [[point for at in found for point in first[at]] for found in near]
    return [likely[at] for at in place.ravel().tolist()]


def _standardised(request: Request) -> _Points:
    """A row a municipality, in standard deviations from the mean."""
    measures = np.array([_measures(a) for a in request.allotments])
    spread = measures.std(axis=0)
    standard: _Points = (measures - measures.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return standard


def _measures(allotment: Allotment) -> list[float]:
    """What makes two municipalities alike: log population, and the indices of the criteria."""
    indices = allotment.indicators.indices.values()
    return [float(np.log(max(1, allotment.municipality.residents))), *map(float, indices)]
