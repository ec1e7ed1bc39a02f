"""The ground of a map: the country's outline, and where a place lies on the plane that both are drawn in."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, atanh, cos, hypot, radians, sin, tan

import pandas as pd

from bosetting.inputs.model import Inputs

TABLE = "outline"
"""The table of the year that holds it; a year without it has maps without ground."""
MERIDIAN = 15
"""Degrees east of the middle of the map."""

Point = tuple[float, float]
Ring = tuple[Point, ...]


def projected(latitude: float, longitude: float) -> Point:
    """A place on the plane, transverse Mercator: east and north in radians of the globe.

    Args:
        latitude: degrees north.
        longitude: degrees east.
    """
    phi, east = radians(latitude), radians(longitude - MERIDIAN)
    return atanh(cos(phi) * sin(east)), atan2(tan(phi), cos(east))


def outline(inputs: Inputs) -> tuple[Ring, ...]:
    """The rings of the country's outline on the plane, the first point of each also its last; none without the table.

    Args:
        inputs: the edition's.
    """
    table = inputs.tables.get(TABLE, pd.DataFrame(columns=["ring", "order", "lon", "lat"]))
    rings: dict[int, list[Point]] = {}
    for row in table.sort_values(["ring", "order"]).to_dict("records"):
        rings.setdefault(int(row["ring"]), []).append(projected(float(row["lat"]), float(row["lon"])))
    return tuple((*ring, ring[0]) if ring[0] != ring[-1] else tuple(ring) for ring in rings.values())


def thinned(rings: Sequence[Ring], detail: float) -> tuple[Ring, ...]:
    """The rings without what is too small to be seen.

    Args:
        rings: closed, on the plane.
        detail: points that lie no farther than this from the line are left out, and rings no larger; radians.
    """
    kept = (_line(ring, detail) for ring in rings)
    return tuple(ring for ring in kept if len(ring) >= _LEAST and _extent(ring) > 2 * detail)


_LEAST = 4
"""Points of the smallest ring: a triangle, closed."""


def _line(points: Ring, detail: float) -> Ring:
    """Douglas and Peucker's line: the farthest point is kept while it lies farther off than the detail."""
    if len(points) <= 2:
        return points
    start, end = points[0], points[-1]
    far, at = max((_distance(point, start, end), place) for place, point in enumerate(points[1:-1], 1))
    if far <= detail:
        return (start, end)
    return (*_line(points[: at + 1], detail)[:-1], *_line(points[at:], detail))


def _distance(point: Point, start: Point, end: Point) -> float:
    wide, high = end[0] - start[0], end[1] - start[1]
    length = hypot(wide, high)
    if length == 0:  # a ring ends where it begins
        return hypot(point[0] - start[0], point[1] - start[1])
    return abs(wide * (start[1] - point[1]) - (start[0] - point[0]) * high) / length


def _extent(ring: Ring) -> float:
    """How far it reaches, east or north."""
    east, north = zip(*ring, strict=True)
    return float(max(max(east) - min(east), max(north) - min(north)))
