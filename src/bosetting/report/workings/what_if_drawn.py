"""Who gains and who loses under other rules, as a chart and on a map."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from bosetting.allocation.compared.what_if import Difference
from bosetting.report.blocks.kinds import Chart, Column, Table
from bosetting.report.drawing.ground import outline
from bosetting.report.drawing.maps import LARGEST, SMALLEST, point_map
from bosetting.report.view import View
from bosetting.report.workings.names import names

MOST = 15
"""So many are drawn of those who gain most, and of those who lose most."""
BREADTHS = (1, 2, 5, 10, 20, 50)
"""Persons: where the classes of the map's table begin."""


def change_chart(view: View, apart: Sequence[Difference]) -> Chart:
    """Those who gain most and those who lose most.

    Args:
        view: the edition.
        apart: whose number is another one, most gained first.
    """
    more, fewer = _words(view)
    gains = [d for d in apart if d.change > 0][:MOST]
    losses = [d for d in apart if d.change < 0][-MOST:]
    named = names(view)
    data = pd.DataFrame(
        [
            {"name": named[d.code], "change": d.change, "direction": more if d.change > 0 else fewer}
            for d in (*gains, *losses)
        ]
    )
    figure = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            y=alt.Y("name:N", sort=[named[d.code] for d in (*gains, *losses)], title=None),
            x=alt.X("change:Q", title=view.label("what_if.change_axis"), axis=alt.Axis(format=",d")),
            color=alt.Color("direction:N", title=None, scale=alt.Scale(domain=[more, fewer])),
        )
        .properties(width=480, height=22 * len(data))
    )
    rows = tuple((named[d.code], d.before, d.after, d.change) for d in (*gains, *losses))
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("what_if.before"), "integer"),
        Column(view.label("what_if.after"), "integer"),
        Column(view.label("changes.change"), "integer"),
    )
    table = Table("change-table", view.label("what_if.chart_caption"), columns, rows)
    description = view.label("what_if.chart_description", most=MOST)
    title = view.label(
        "what_if.chart_title", more=sum(d.change > 0 for d in apart), fewer=sum(d.change < 0 for d in apart)
    )
    return Chart("change-chart", title, description, figure, table)


def change_map(view: View, apart: Sequence[Difference]) -> Chart:
    """Where the numbers are others: a point for each, larger the more persons."""
    more, fewer = _words(view)
    largest = max(abs(d.change) for d in apart)
    places = {a.municipality.number: a.municipality for a in view.request.allotments}
    data = pd.DataFrame(
        [
            {
                "lon": places[d.code].longitude,
                "lat": places[d.code].latitude,
                "persons": abs(d.change),
                "direction": more if d.change > 0 else fewer,
                "name": places[d.code].name,
                "told": f"{places[d.code].name}: {d.before} → {d.after}",
            }
            # Large rings first, so that small ones lie on top of them.
            for d in sorted(apart, key=lambda d: (-abs(d.change), d.code))
        ]
    )
    figure = point_map(
        data,
        outline(view.inputs),
        alt.Size(
            "persons:Q",
            title=view.label("what_if.size_legend"),
            scale=alt.Scale(domain=[0, largest], range=[SMALLEST, LARGEST]),
            legend=alt.Legend(
                format="d", values=[b for b in BREADTHS if b <= largest], orient="bottom-right"
            ),
        ),
        alt.Color(
            "direction:N",
            title=None,
            scale=alt.Scale(domain=[more, fewer]),
            legend=alt.Legend(orient="top-left"),
        ),
    )
    description = view.label(
        "what_if.map_description",
        more=sum(d.change > 0 for d in apart),
        fewer=sum(d.change < 0 for d in apart),
    )
    return Chart("change-map", view.label("what_if.map_title"), description, figure, _breadths(view, apart))


def _breadths(view: View, apart: Sequence[Difference]) -> Table:
    """How many municipalities gain or lose so many persons."""
    rows = []
    for low, high in zip(BREADTHS, (*BREADTHS[1:], None), strict=True):
        inside = [d for d in apart if low <= abs(d.change) and (high is None or abs(d.change) < high)]
        words = (
            view.label("numbers.band_last", low=low)
            if high is None
            else view.label("what_if.one")
            if high - low == 1
            else view.label("numbers.band", low=low, high=high - 1)
        )
        rows.append((words, sum(d.change > 0 for d in inside), sum(d.change < 0 for d in inside)))
    columns = (
        Column(view.label("what_if.size_legend")),
        Column(view.label("what_if.get_more"), "integer"),
        Column(view.label("what_if.get_fewer"), "integer"),
    )
    return Table("change-breadths", view.label("what_if.breadths_caption"), columns, tuple(rows))


def _words(view: View) -> tuple[str, str]:
    return view.label("what_if.get_more"), view.label("what_if.get_fewer")
