"""A map of the country: a point for each municipality, larger the more persons."""

from __future__ import annotations

import altair as alt
import pandas as pd


def point_map(data: pd.DataFrame, size: alt.Size, color: alt.Color) -> alt.Chart:
    """Points on the country.

    Args:
        data: rows with ``lon`` and ``lat`` in degrees and what size and colour show; the largest first, so that
            small circles lie on top.
        size: of the circles.
        color: of the circles.
    """
    chart: alt.Chart = (
        alt.Chart(data)
        .mark_circle(opacity=0.75, stroke="white", strokeWidth=0.5)
        .encode(longitude="lon:Q", latitude="lat:Q", size=size, color=color)
        .project(type="transverseMercator", rotate=[-15, 0, 0])
        .properties(width=480, height=600)
    )
    return chart
