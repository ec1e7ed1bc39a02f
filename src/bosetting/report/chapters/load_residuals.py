"""What the fit leaves over, figure by figure."""

from __future__ import annotations

from itertools import pairwise

import altair as alt
import pandas as pd

from bosetting.inputs.programme import programme_rules
from bosetting.programme.fit.fitted import Fit, Residual
from bosetting.programme.fit.known import DURING
from bosetting.report.blocks.cells import Words
from bosetting.report.blocks.kinds import Chart, Column, Table
from bosetting.report.language.numbers import format_percent
from bosetting.report.language.readable import Quoted
from bosetting.report.view import View


def residual_chart(view: View, fit: Fit) -> Chart:
    """Observed less fitted, in per cent of observed, for every figure that the fit has seen."""
    kinds = {
        "during_year": view.label("load.during_year"),
        "share_at_year_end": view.label("load.share_at_year_end"),
        "started_during_year": view.label("load.started_during_year"),
        "left_during_year": view.label("load.left_during_year"),
    }
    kinds = {name: word for name, word in kinds.items() if any(r.measure == name for r in fit.residuals)}
    rows = [
        (r.year, kinds[r.measure], r.observed, r.fitted, (r.observed - r.fitted) / r.observed)
        for r in fit.residuals
    ]
    data = pd.DataFrame(
        [{"year": str(year), "kind": kind, "percent": 100 * part} for year, kind, _, _, part in rows]
    )
    figure = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
            xOffset=alt.XOffset("kind:N", sort=list(kinds.values())),
            y=alt.Y("percent:Q", title=view.label("residuals.axis")),
            color=alt.Color("kind:N", sort=list(kinds.values()), title=None, legend=alt.Legend(orient="top")),
        )
        .properties(width=600, height=240)
    )
    worst = max(rows, key=lambda row: abs(row[4]))
    columns = (
        Column(view.label("load.year"), "code"),
        Column(view.label("load.measure")),
        Column(view.label("load.observed"), "decimal"),
        Column(view.label("load.model"), "decimal"),
        Column(view.label("residuals.part"), "percent", decimals=1),
    )
    table = Table(
        "load-residuals-table",
        view.label("residuals.caption"),
        columns,
        tuple(
            (
                str(r.year),
                kinds[r.measure],
                _figure(view, r, r.observed, 0),
                _figure(view, r, r.fitted, 1),
                row[4],
            )
            for r, row in zip(fit.residuals, rows, strict=True)
        ),
    )
    description = view.label(
        "residuals.description",
        year=str(worst[0]),
        kind=worst[1],
        part=abs(worst[4]),
        registers=registers(view),
        estimated=any(p.name == "register_break" for p in fit.parameters),
    )
    title = view.label("residuals.title", year=str(worst[0]), part=abs(worst[4]))
    return Chart("load-residuals", title, description, figure, table)


def registers(view: View) -> str:
    """Where the publisher changed the register that participants are counted in; blank where it did not."""
    series = [each for each in programme_rules(view.inputs).series if each.measure == DURING]
    return " ".join(
        view.label(
            "load.registers",
            before=Quoted(earlier.register),
            last=str(earlier.last_year),
            after=Quoted(later.register),
            first=str(later.first_year),
        )
        for earlier, later in pairwise(sorted(series, key=lambda each: each.first_year or 0))
    )


def _figure(view: View, residual: Residual, value: float, decimals: int) -> float | Words:
    """Persons as they are; a share in per cent, with so many decimals."""
    share = residual.measure == "share_at_year_end"
    return Words(format_percent(value, view.language, decimals)) if share else value
