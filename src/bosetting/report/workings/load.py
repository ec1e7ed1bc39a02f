"""What the expected load rests on, for the third notebook."""

from __future__ import annotations

import altair as alt
import pandas as pd

from bosetting.programme.fit.fitted import FittedParameter
from bosetting.report.blocks.kinds import Block, Chart, Column, Table, Words
from bosetting.report.chapters.programme_load import rolling_table
from bosetting.report.language.numbers import format_decimal
from bosetting.report.view import View

FOUR_DIGITS = 4


def opening(view: View) -> list[Block]:
    """What the notebook is for."""
    return [view.prose("work_load", part="opening")]


def cohorts(view: View) -> list[Block]:
    """Settled persons by year as the edition knows or expects them."""
    load = view.computation.load
    words = {c.basis: view.label(f"work_load.{c.basis}") for c in load.cohorts}
    data = pd.DataFrame(
        [
            {"year": str(c.year), "low": c.low, "persons": c.central, "high": c.high, "basis": words[c.basis]}
            for c in load.cohorts
        ]
    )
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=-90))
    bars = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=x,
            y=alt.Y("persons:Q", title=view.label("need.persons_axis"), axis=alt.Axis(format=",d")),
            color=alt.Color("basis:N", sort=list(words.values()), title=None),
        )
    )
    ends = alt.Chart(data).mark_rule(strokeWidth=2).encode(x=x, y="low:Q", y2="high:Q")
    rows = tuple(
        (str(c.year), round(c.low), round(c.central), round(c.high), words[c.basis]) for c in load.cohorts
    )
    columns = (
        Column(view.label("load.cohort"), "code"),
        *(Column(view.label(f"load.{name}"), "integer") for name in ("low", "central", "high")),
        Column(view.label("work_load.basis")),
    )
    table = Table("cohorts-table", view.label("work_load.cohorts_caption"), columns, rows)
    most = max(load.cohorts, key=lambda c: c.central)
    title = view.label(
        "work_load.cohorts_title",
        peak=str(most.year),
        persons=round(most.central),
        counted=most.basis == "counted",
    )
    description = view.label("work_load.cohorts_description")
    figure = (bars + ends).properties(width=640, height=300)
    return [
        view.prose("work_load", part="cohorts"),
        Chart("cohorts-chart", title, description, figure, table),
    ]


def identified(view: View) -> list[Block]:
    """How much of what is known of each quantity comes from the data."""
    parameters = view.computation.load.fit.parameters
    names = {p.name: view.label(f"parameter.{p.name}") for p in parameters}
    data = pd.DataFrame(
        [{"name": names[p.name], "share": p.data_share} for p in parameters if p.data_share is not None]
    )
    figure = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            y=alt.Y("name:N", sort=list(names.values()), title=None, axis=alt.Axis(labelLimit=500)),
            x=alt.X(
                "share:Q",
                title=view.label("work_load.data_share"),
                axis=alt.Axis(format="%"),
                scale=alt.Scale(domain=[0, 1]),
            ),
        )
        .properties(width=400, height=32 * len(data))
    )
    chart = Chart(
        "identified-chart",
        view.label("work_load.identified_title"),
        view.label("work_load.identified_description"),
        figure,
        _parameters(view, parameters, names),
    )
    return [view.prose("work_load", part="identified"), chart]


def _parameters(view: View, parameters: tuple[FittedParameter, ...], names: dict[str, str]) -> Table:
    def shown(value: float) -> str:
        return format_decimal(value, view.language, max(0, FOUR_DIGITS - len(str(int(abs(value))))))

    rows = tuple(
        (
            names[p.name],
            Words(shown(p.value)),
            Words(f"{shown(p.low)}–{shown(p.high)}"),
            None if p.declared is None else Words(shown(p.declared)),
            p.data_share,
        )
        for p in parameters
    )
    columns = (
        Column(view.label("load.parameter")),
        Column(view.label("load.value"), "decimal"),
        Column(view.label("load.interval"), "decimal"),
        Column(view.label("work_load.declared"), "decimal"),
        Column(view.label("work_load.data_share"), "percent"),
    )
    return Table("identified-table", view.label("work_load.identified_caption"), columns, rows)


def rolling(view: View) -> list[Block]:
    """How far off forecasts from earlier years would have been, by how far ahead they looked."""
    errors = view.computation.load.errors
    prose = view.prose("work_load", part="rolling", forecasts=bool(errors))
    if not errors:
        return [prose]
    known = {name: view.label(f"load.{name}") for name in ("as_known", "as_happened")}
    data = pd.DataFrame(
        [
            {
                "method": view.label(f"load.{e.method}_method"),
                "cohorts": known[e.cohorts],
                "error": e.mean_absolute_percent / 100,
            }
            for e in errors
            if e.horizon is None
        ]
    )
    figure = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            y=alt.Y("method:N", sort=list(dict.fromkeys(data["method"])), title=None),
            yOffset=alt.YOffset("cohorts:N", sort=list(known.values())),
            x=alt.X("error:Q", title=view.label("load.absolute_error"), axis=alt.Axis(format="%")),
            color=alt.Color("cohorts:N", sort=list(known.values()), title=None),
        )
        .properties(width=400, height=240)
    )
    table = rolling_table(view, "rolling-table", errors, by_horizon=True)
    title = view.label(
        "work_load.rolling_title",
        best=all(e.best for e in errors if e.method == "model" and e.horizon is None),
    )
    description = view.label("work_load.rolling_description")
    return [prose, Chart("rolling-chart", title, description, figure, table)]


def sums(view: View) -> list[Block]:
    """The municipalities' sum beside the national figure, with what is left and why."""
    rows = tuple(
        (
            str(r.year),
            view.label(f"load.{r.measure}"),
            *(round(part) for part in (r.national, r.municipalities, r.before_municipal, r.not_stated)),
            round(r.national) - sum(round(p) for p in (r.municipalities, r.before_municipal, r.not_stated)),
        )
        for r in view.computation.load.remainder
    )
    columns = (
        Column(view.label("load.year"), "code"),
        Column(view.label("load.measure")),
        Column(view.label("work_load.national"), "integer"),
        Column(view.label("work_load.municipalities"), "integer"),
        Column(
            view.label("load.before", year=str(min(c.year for c in view.computation.load.municipal_cohorts))),
            "integer",
        ),
        Column(view.label("work_load.not_stated"), "integer"),
        Column(view.label("work_load.rest"), "integer"),
    )
    table = Table("sums-table", view.label("work_load.sums_caption"), columns, rows)
    return [view.prose("work_load", part="sums"), table]
