"""The order of selection around the line, for the second notebook."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import altair as alt
import pandas as pd

from bosetting.allocation.request import Allotment
from bosetting.report.blocks.kinds import Block, Chart, Column, Table
from bosetting.report.view import View
from bosetting.report.workings.names import names

AROUND = 15
"""So many municipalities are shown on either side of the line."""


def line(view: View) -> list[Block]:
    """The order of selection around the line between asked and not asked."""
    by_rank = sorted(view.request.allotments, key=lambda a: a.rank)
    places = view.inputs.rules.number_asked
    near, last = by_rank[max(0, places - AROUND) : places + AROUND], by_rank[min(places, len(by_rank)) - 1]
    ranked = [f"{a.rank}. {a.municipality.name}" for a in near]
    words = [view.label("numbers.is_asked"), view.label("numbers.not_asked")]
    data = pd.DataFrame(
        [
            {"name": name, "priority": _priority(view, a, last), "status": words[0 if a.asked else 1]}
            for name, a in zip(ranked, near, strict=True)
        ]
    )
    figure = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            y=alt.Y("name:N", sort=ranked, title=None),
            x=alt.X("priority:Q", title=view.label("work_allocation.line_axis")),
            color=alt.Color("status:N", title=None, scale=alt.Scale(domain=words)),
        )
        .properties(width=480, height=22 * len(near))
    )
    named = names(view)[last.municipality.number]
    description = view.label("work_allocation.line_description", last=named)
    chart = Chart(
        "line-chart",
        view.label("work_allocation.line_title", last=named),
        description,
        figure,
        _line(view, near, [float(priority) for priority in data["priority"]]),
    )
    return [view.prose("work_allocation", part="line"), chart]


def _priority(view: View, allotment: Allotment, last: Allotment) -> float:
    """The priority with the last place's as 100; claims are whole powers of it where exponents are fractions."""
    rules = view.inputs.rules
    power = lcm(*(each.exponent.denominator for each in rules.others))
    ratio = float(Fraction(allotment.indicators.claim, last.indicators.claim))
    return 100 * float(ratio ** (1 / power))


def _line(view: View, near: Sequence[Allotment], priorities: Sequence[float]) -> Table:
    rows = tuple(
        (
            a.municipality.name,
            a.rank,
            a.municipality.residents,
            priority,
            view.label("asked.yes" if a.asked else "asked.no"),
            view.label(f"why.{a.why}"),
        )
        for a, priority in zip(near, priorities, strict=True)
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.rank"), "integer"),
        Column(view.label("numbers.residents"), "integer"),
        Column(view.label("asked.priority"), "decimal", decimals=2),
        Column(view.label("asked.status")),
        Column(view.label("numbers.why")),
    )
    return Table("line-table", view.label("asked.line_caption"), columns, rows)
