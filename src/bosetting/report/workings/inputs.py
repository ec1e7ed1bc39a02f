"""What the computation knows, for the first notebook."""

from __future__ import annotations

from typing import get_args

import altair as alt
import pandas as pd

from bosetting.allocation.criteria.indicators import Status
from bosetting.inputs.criteria import Criterion
from bosetting.inputs.model import Figure
from bosetting.report.blocks.kinds import Block, Chart, Column, Table, Words
from bosetting.report.chapters.asked import residents_axis, threshold_line
from bosetting.report.chapters.need import editions_table
from bosetting.report.language.criteria import criterion_name, figure_words, said
from bosetting.report.view import View, edition_name


def opening(view: View) -> list[Block]:
    """What the notebook is for, and the editions of the year."""
    edition = view.inputs.edition
    name = edition_name(view.inputs, view.language, edition.name)
    return [
        view.prose("work_inputs", part="opening", name=name, year=str(view.inputs.year), as_of=edition.as_of),
        editions_table(view),
    ]


def held(view: View) -> list[Block]:
    """What the last cell of every notebook is for."""
    return [view.prose("work_held")]


def municipalities(view: View) -> list[Block]:
    """Every municipality by size and the first other criterion, and what else the criteria use."""
    prose, rules = view.prose("work_inputs", part="municipalities"), view.inputs.rules
    if not rules.others:
        return [prose, _municipalities(view)]
    measured, doubtful = rules.others[0], rules.others[-1]
    name = said(measured.label, view.language)
    data = pd.DataFrame(
        [
            {
                "residents": a.municipality.residents,
                "index": float(a.indicators.indices[measured.name]),
                "known": view.label(f"figure_status.{a.indicators.statuses[doubtful.name]}"),
            }
            for a in view.request.allotments
        ]
    )
    kinds = [view.label(f"figure_status.{status}") for status in get_args(Status)]
    scale = alt.Scale(domain=[kind for kind in kinds if kind in set(data["known"])])
    legend = view.label("criteria.status", name=said(doubtful.label, view.language))
    points = (
        alt.Chart(data)
        .mark_point(filled=True, size=40, opacity=0.7)
        .encode(
            x=residents_axis(view),
            y=alt.Y("index:Q", scale=alt.Scale(zero=False), title=view.label("criteria.index", name=name)),
            color=alt.Color("known:N", title=legend, scale=scale),
            shape=alt.Shape("known:N", title=legend, scale=scale),
        )
    )
    line = alt.Chart(pd.DataFrame([{"index": 1}])).mark_rule(strokeDash=[4, 3]).encode(y="index:Q")
    chart = Chart(
        "municipalities-known-chart",
        view.label("work_inputs.municipalities_title", name=name),
        view.label(
            "work_inputs.municipalities_description", name=name, doubtful=said(doubtful.label, view.language)
        ),
        alt.layer(points, line, *threshold_line(view)).properties(width=640, height=340),
        _municipalities(view),
    )
    return [prose, chart]


def _municipalities(view: View) -> Table:
    rows = tuple(
        (
            m.name,
            m.number,
            m.county,
            m.residents,
            *(_figure(view, each, m.figures[each.name]) for each in view.inputs.rules.others),
            m.previous_request,
            m.previous_minors,
        )
        for m in view.inputs.municipalities
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.number"), "code"),
        Column(view.label("numbers.county")),
        Column(view.label("numbers.residents"), "integer"),
        *(Column(criterion_name(each, view.language)) for each in view.inputs.rules.others),
        Column(view.label("numbers.previous"), "integer"),
        Column(view.label("work_inputs.previous_minors"), "integer"),
    )
    caption = view.label("work_inputs.municipalities_caption")
    return Table("municipalities-known", caption, columns, rows, searchable=True)


def _figure(view: View, criterion: Criterion, figure: Figure) -> Words | str | None:
    """A figure as it was published; of a share of few persons how many it is of, and years that are hidden."""
    if criterion.index == "shrunk_share":
        hidden = figure.years_hidden + sum(not year.printed for year in figure.years)
        return view.label("work_inputs.few", persons=figure.persons, hidden=hidden)
    if figure.value is None:
        return figure.category
    return Words(figure_words(criterion, figure.value, view.language))
