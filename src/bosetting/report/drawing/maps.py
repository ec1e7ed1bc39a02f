"""A map of the country: its outline, a ring for each municipality, larger the more persons, and names of some."""

from __future__ import annotations

from collections.abc import Sequence
from math import pi, sqrt
from typing import Any

import altair as alt
import pandas as pd

from bosetting.report.drawing.fonts import text_width
from bosetting.report.drawing.ground import Ring, projected, thinned
from bosetting.report.drawing.narrow import NARROW
from bosetting.report.drawing.svg import TITLED
from bosetting.report.drawing.theme import GRID, INK, THEME

WIDTH, HEIGHT = 480, 600
"""Pixels of the map where there is room for it."""
SMALLEST, LARGEST = 10, 600
"""Square pixels of the smallest and the largest ring."""
_PAPER = THEME["background"]
_LETTERS = 12
"""Pixels: the font size of names."""
_SEEN = 1.5
"""Pixels: a bend of the outline that is smaller is left out."""
_MARGIN = 28
"""Pixels around the map of a phone, which has less room for names than any other."""


def point_map(
    data: pd.DataFrame, ground: Sequence[Ring], size: alt.Size, color: alt.Color, most_named: int = 0
) -> alt.LayerChart | alt.FacetChart:
    """Rings on the country's outline, hollow and the largest below, so that none hides another.

    Args:
        data: rows with ``lon`` and ``lat`` in degrees, ``persons``, ``name``, ``told`` (what is said of the point when it
            is pointed at), and what size and colour show; the largest first.
        ground: the outline; without one the rings stand alone.
        size: of the rings; its scale is to have the range from ``SMALLEST`` to ``LARGEST``.
        color: of the rings.
        most_named: so many of the first rows have their names beside them, where there is room.
    """
    places = [projected(lat, lon) for lat, lon in zip(data["lat"], data["lon"], strict=True)]
    placed = data.drop(columns=["lon", "lat"]).assign(
        east=[round(east, 6) for east, _ in places], north=[round(north, 6) for _, north in places]
    )
    at = {"longitude": "east:Q", "latitude": "north:Q"}
    rings = (
        alt.Chart(placed)
        .mark_point(filled=False, fill="transparent", strokeWidth=1.2, opacity=1, ariaRoleDescription=TITLED)
        .encode(**at, size=size, color=color, description="told:N")
    )
    named = alt.Chart(_named(placed, most_named, _per_pixel(placed, ground))).encode(**at, text="name:N")
    where: dict[str, Any] = {
        "align": {"expr": "datum.align"},
        "dx": {"expr": "datum.dx"},
        "baseline": "middle",
    }
    # What lies below a name is dimmed around its letters, or they could not be read on the rings.
    halo = named.mark_text(
        fontSize=_LETTERS, color=_PAPER, stroke=_PAPER, strokeWidth=3, strokeJoin="round", **where
    )
    names = [halo, named.mark_text(fontSize=_LETTERS, color=INK, **where)] if most_named else []
    chart = alt.layer(*_ground(placed, ground), rings, *names)
    return chart.properties(
        width=WIDTH, height=HEIGHT, projection=alt.Projection(type="identity", reflectY=True)
    )


def _per_pixel(placed: pd.DataFrame, ground: Sequence[Ring], wide: float = NARROW - _MARGIN) -> float:
    """What a pixel is on the plane, on a phone unless another width is given."""
    points = [
        *zip(placed["east"], placed["north"], strict=True),
        *(point for ring in ground for point in ring),
    ]
    east, north = (max(values) - min(values) for values in zip(*points, strict=True))
    return max(float(east) / wide, float(north) / (wide * HEIGHT / WIDTH), 1e-6)


def _ground(placed: pd.DataFrame, ground: Sequence[Ring]) -> list[alt.Chart]:
    if not ground:
        return []
    pixel = _per_pixel(placed, ground, WIDTH)
    seen = thinned(ground, _SEEN * pixel)
    rings = [[[round(east, 5), round(north, 5)] for east, north in ring] for ring in seen]
    land = {
        "type": "Feature",
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]},
    }
    return [alt.Chart(alt.InlineData(values=[land])).mark_geoshape(fill=GRID, stroke=None)]


def _named(placed: pd.DataFrame, most: int, pixel: float) -> pd.DataFrame:
    """The names that have room, right or left of their rings, on a phone and therefore everywhere."""
    first = placed.head(most)
    largest = max(first["persons"], default=0) or 1
    radii = [sqrt(max(SMALLEST, LARGEST * persons / largest) / pi) for persons in first["persons"]]
    middles = [
        (east / pixel, -north / pixel) for east, north in zip(first["east"], first["north"], strict=True)
    ]
    taken = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(middles, radii, strict=True)]
    rows = []
    for row, (x, y), radius in zip(first.to_dict("records"), middles, radii, strict=True):
        away, width = radius + 3, text_width(row["name"], _LETTERS, 400)
        for align, start in (("left", x + away), ("right", x - away - width)):
            box = (start, y - _LETTERS / 2, start + width, y + _LETTERS / 2)
            if not any(_meet(box, other) for other in taken):
                taken.append(box)
                rows.append({**row, "align": align, "dx": away if align == "left" else -away})
                break
    return pd.DataFrame(rows, columns=[*placed.columns, "align", "dx"])


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
