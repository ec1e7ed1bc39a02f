"""The numbers under other assumptions, for the fourth notebook."""

from __future__ import annotations

import altair as alt
import pandas as pd

from bosetting.allocation.certainty.uncertainty import GridPoint
from bosetting.allocation.request import Allotment
from bosetting.report.blocks.kinds import Block, Chart, Column, Table, Words
from bosetting.report.drawing.theme import PAPER
from bosetting.report.language.criteria import capital, criterion_names
from bosetting.report.view import View
from bosetting.report.workings.names import names

LARGEST = 25
"""So many municipalities are drawn with their spread."""


def opening(view: View) -> list[Block]:
    """What the notebook is for."""
    return [view.prose("work_uncertainty", part="opening")]


def draws(view: View) -> list[Block]:
    """The largest numbers, and what they are in most draws."""
    found = view.computation.uncertainty
    prose = view.prose("work_uncertainty", part="draws", draws=found.draws, refused=found.refused)
    if not found.spreads:
        return [prose]
    by_size = sorted(view.request.asked, key=lambda a: (-a.persons, a.municipality.number))
    return [prose, _draws(view, by_size[:LARGEST])]


def _draws(view: View, largest: list[Allotment]) -> Chart:
    spreads = view.computation.uncertainty.spreads
    named = names(view)
    rows = [
        (named[a.municipality.number], a.persons, s.p05, s.median, s.p95)
        for a in largest
        for s in [spreads[a.municipality.number]]
    ]
    widest = max(rows, key=lambda row: row[4] - row[2])
    data = pd.DataFrame(rows, columns=["name", "persons", "low", "median", "high"])
    y = alt.Y("name:N", sort=[str(name) for name, *_ in rows], title=None)
    axis = alt.X("low:Q", title=view.label("numbers.persons"), axis=alt.Axis(format=",d"))
    base = alt.Chart(data)
    figure = (
        base.mark_rule(strokeWidth=4).encode(y=y, x=axis, x2="high:Q")
        + base.mark_point(filled=False, fill=PAPER, size=60, strokeWidth=2, opacity=1).encode(
            y=y, x="median:Q"
        )
        + base.mark_point(filled=True, size=60, opacity=1).encode(y=y, x="persons:Q")
    ).properties(width=480, height=24 * len(rows))
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.persons"), "integer"),
        *(Column(view.label(f"certainty.{name}"), "integer") for name in ("p05", "median", "p95")),
    )
    table = Table("draws-table", view.label("work_uncertainty.draws_caption"), columns, tuple(rows))
    return Chart(
        "draws-chart",
        view.label("work_uncertainty.draws_title", name=widest[0], low=widest[2], high=widest[4]),
        view.label("work_uncertainty.draws_description"),
        figure,
        table,
    )


def grid(view: View) -> list[Block]:
    """Persons moved from the edition for every set of weights in tenths."""
    points = view.computation.uncertainty.grid
    names = [capital(name) for name in criterion_names(view.inputs.rules, view.language)]
    prose = view.prose("work_uncertainty", part="grid", points=len(points))
    moved = [(point, point.moved) for point in points if point.moved is not None]
    if not moved:
        return [prose]
    data = pd.DataFrame([{"weight": float(point.weights[0]), "moved": persons} for point, persons in moved])
    figure = (
        alt.Chart(data)
        .mark_point(filled=True, size=60, opacity=0.7)
        .encode(
            x=alt.X(
                "weight:Q",
                title=view.label("what_if.weight_of", criterion=names[0]),
                axis=alt.Axis(format="%"),
            ),
            y=alt.Y("moved:Q", title=view.label("certainty.moved_axis"), axis=alt.Axis(format=",d")),
        )
        .properties(width=560, height=300)
    )
    most = max(persons for _, persons in moved)
    description = view.label("work_uncertainty.grid_description", criterion=names[0], most=most)
    title = view.label("work_uncertainty.grid_title", most=most)
    return [prose, Chart("grid-chart", title, description, figure, _grid(view, points, names))]


def _grid(view: View, points: tuple[GridPoint, ...], criteria: list[str]) -> Table:
    named, infeasible = names(view), Words(view.label("certainty.infeasible"))
    rows = tuple(
        (
            " · ".join(view.label("work_uncertainty.share", share=weight) for weight in point.weights),
            infeasible if point.moved is None else point.moved,
            None if point.largest is None else named[point.largest[0]],
            None if point.largest is None else point.largest[1],
        )
        for point in points
    )
    columns = (
        Column(" · ".join(criteria)),
        Column(view.label("certainty.moved"), "integer"),
        Column(view.label("work_uncertainty.largest")),
        Column(view.label("work_uncertainty.change"), "integer"),
    )
    caption = view.label("work_uncertainty.grid_caption")
    return Table("grid-table", caption, columns, rows, searchable=True)
