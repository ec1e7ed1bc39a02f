"""What the computation knows, for the first notebook."""

from __future__ import annotations

from fractions import Fraction

import altair as alt
import pandas as pd

from bosetting.report.blocks.kinds import Block, Chart, Column, Table
from bosetting.report.chapters.need import editions_table
from bosetting.report.view import View, edition_name


def opening(view: View) -> list[Block]:
    """What the notebook is for, and the editions of the year."""
    edition = view.inputs.edition
    name = edition_name(view.language, edition.name)
    return [
        view.prose("work_inputs", part="opening", name=name, as_of=edition.as_of),
        editions_table(view),
    ]


def held(view: View) -> list[Block]:
    """What the last cell of every notebook is for."""
    return [view.prose("work_held")]


def municipalities(view: View) -> list[Block]:
    """Every municipality by residents and employment, and what else the criteria use."""
    kinds = [view.label(f"results_status.{status}") for status in ("published", "partly_hidden", "none")]
    data = pd.DataFrame(
        [
            {
                "residents": a.municipality.residents,
                "employment": float(a.municipality.employment),
                "results": view.label(f"results_status.{a.indicators.results_status}"),
            }
            for a in view.request.allotments
        ]
    )
    national = float(view.inputs.national_employment)
    points = (
        alt.Chart(data)
        .mark_point(filled=True, size=40, opacity=0.7)
        .encode(
            x=residents_axis(view),
            y=alt.Y(
                "employment:Q", scale=alt.Scale(zero=False), title=view.label("work_inputs.employment_axis")
            ),
            color=alt.Color(
                "results:N", title=view.label("numbers.results_status"), scale=alt.Scale(domain=kinds)
            ),
            shape=alt.Shape(
                "results:N", title=view.label("numbers.results_status"), scale=alt.Scale(domain=kinds)
            ),
        )
    )
    line = (
        alt.Chart(pd.DataFrame([{"employment": national}]))
        .mark_rule(strokeDash=[4, 3])
        .encode(y="employment:Q")
    )
    chart = Chart(
        "municipalities-known-chart",
        view.label("work_inputs.municipalities_title"),
        view.label("work_inputs.municipalities_description", national=national),
        (points + line).properties(width=640, height=340),
        _municipalities(view),
    )
    return [view.prose("work_inputs", part="municipalities"), chart]


def residents_axis(view: View) -> alt.X:
    """Residents on a logarithmic scale, with marks a reader can read."""
    return alt.X(
        "residents:Q",
        scale=alt.Scale(type="log"),
        title=view.label("asked.residents_axis"),
        axis=alt.Axis(values=[200, 1000, 5000, 20000, 100000, 500000], format=",d"),
    )


def _municipalities(view: View) -> Table:
    rows = tuple(
        (
            m.name,
            m.number,
            m.county,
            m.residents,
            Fraction(m.employment) / 100,
            sum(result.former_participants for result in m.results),
            m.results_hidden + sum(not result.printed for result in m.results),
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
        Column(view.label("work_inputs.employment"), "percent", decimals=1),
        Column(view.label("work_inputs.former"), "integer"),
        Column(view.label("work_inputs.hidden_years"), "integer"),
        Column(view.label("numbers.previous"), "integer"),
        Column(view.label("work_inputs.previous_minors"), "integer"),
    )
    caption = view.label("work_inputs.municipalities_caption")
    return Table("municipalities-known", caption, columns, rows, searchable=True)
