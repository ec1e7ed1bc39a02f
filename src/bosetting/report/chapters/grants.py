"""Grants: what the request means for the integration grant, five years ahead."""

from __future__ import annotations

from fractions import Fraction

import altair as alt
import pandas as pd

from bosetting.programme.grants import Grants
from bosetting.report.blocks.kinds import Block, Chart, Column, Table
from bosetting.report.chapters.programme_load import ROOM, unfinished_year
from bosetting.report.chapters.told import told
from bosetting.report.drawing.theme import PAPER, in_steps
from bosetting.report.view import View

BILLION = 1_000_000_000
PARTS = ("before", "own", "after")
"""Cohorts before the target year, its own, and those assumed after it."""


def grants(view: View) -> list[Block]:
    """The grant by year, with gaps as gaps or another year's rates by declaration."""
    found = view.computation.grants
    first = found.totals[0]
    proposed = [
        s
        for s in view.inputs.stated("appropriation", known=True)
        if s.year == first.calendar_year and s.value
    ]
    prose = view.prose(
        "grants",
        year=str(view.inputs.year),
        rates_of=None if found.rates_of is None else str(found.rates_of),
        own=_own(found),
        total=None if first.central is None else Fraction(first.central) / BILLION,
        said=told(view, proposed[-1]) if proposed else None,
        appropriation=Fraction(proposed[-1].value or 0) / BILLION if proposed else None,
    )
    if first.central is None:
        return [prose]
    tables: list[Block] = [_rates(view, found), _totals(view, found), _municipalities(view, found)]
    return [prose, *unfinished_year(view), *tables[:2], _chart(view, found), *tables[2:]]


def _own(found: Grants) -> Fraction | None:
    """What the target year's own people bring over the years of the grant, in billions; None where not known."""
    target = found.totals[0].calendar_year
    kroner = [_of_cohorts(found, t.calendar_year, "own", target) for t in found.totals]
    return None if None in kroner else Fraction(sum(k for k in kroner if k is not None)) / BILLION


def _rates(view: View, found: Grants) -> Table:
    year = found.totals[0].calendar_year
    rows = tuple((str(r.payment_year), r.central) for r in found.rates if r.calendar_year == year)
    columns = (
        Column(view.label("grants.payment_year"), "code"),
        Column(view.label("grants.rate"), "decimal"),
    )
    return Table("grant-rates", view.label("grants.rates_caption"), columns, rows)


def _totals(view: View, found: Grants) -> Table:
    def millions(kroner: int | None) -> float | None:
        return None if kroner is None else kroner / 1_000_000

    target = found.totals[0].calendar_year
    rows = tuple(
        (
            str(t.calendar_year),
            *map(millions, (t.low, t.central, t.high)),
            *(millions(_of_cohorts(found, t.calendar_year, part, target)) for part in PARTS),
        )
        for t in found.totals
    )
    columns = (
        Column(view.label("grants.year"), "code"),
        *(Column(view.label(f"grants.{name}"), "decimal") for name in ("low", "central", "high")),
        *(Column(view.label(f"grants.{part}", year=str(target)), "decimal") for part in PARTS),
    )
    caption = view.label("grants.totals_caption", year=str(found.rates_of))
    return Table("grant-totals", caption, columns, rows)


def _of_cohorts(found: Grants, year: int, part: str, target: int) -> int | None:
    """What the cohorts before the target year, its own or those after bring in a calendar year, in kroner."""
    own = {"before": range(target), "own": range(target, target + 1), "after": range(target + 1, year + 1)}[
        part
    ]
    kroner = [row.central for row in found.cohorts if row.calendar_year == year and row.cohort in own]
    return None if None in kroner else sum(k for k in kroner if k is not None)


def _chart(view: View, found: Grants) -> Chart:
    known = [row for row in found.cohorts if row.central is not None]
    order = [str(cohort) for cohort in sorted({r.cohort for r in known})]
    data = pd.DataFrame(
        [
            {
                "year": str(r.calendar_year),
                "cohort": str(r.cohort),
                "kroner": (r.central or 0) / BILLION,
            }
            for r in known
        ]
    )
    bars = (
        alt.Chart(data)
        .mark_bar(stroke=PAPER, strokeWidth=1)
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("kroner:Q", title=view.label("grants.axis")),
            color=alt.Color(
                "cohort:O", scale=alt.Scale(domain=order, range=in_steps(len(order))), legend=None
            ),
            order="cohort:O",
        )
    )
    figure = alt.layer(bars, _named_parts(data)).properties(width=640, height=320)
    rows = tuple(
        (str(r.calendar_year), str(r.cohort), round(r.persons), (r.central or 0) / 1_000_000) for r in known
    )
    columns = (
        Column(view.label("grants.year"), "code"),
        Column(view.label("load.cohort"), "code"),
        Column(view.label("grants.persons"), "integer"),
        Column(view.label("grants.central"), "decimal"),
    )
    ends = [total for total in found.totals if total.central is not None]
    words = {
        "first": round((ends[0].central or 0) / BILLION, 1),
        "last": round((ends[-1].central or 0) / BILLION, 1),
        "from": str(ends[0].calendar_year),
        "to": str(ends[-1].calendar_year),
    }
    description = view.label("grants.description", **words)
    table = Table("grant-cohorts", view.label("grants.cohorts_caption"), columns, rows)
    return Chart("grant-chart", view.label("grants.title", **words), description, figure, table)


def _named_parts(data: pd.DataFrame) -> alt.Chart:
    """The year of each part of a bar, where the part is high enough for it."""
    placed = data.sort_values(["year", "cohort"])
    middle = placed.groupby("year")["kroner"].cumsum() - placed["kroner"] / 2
    room = ROOM * placed.groupby("year")["kroner"].sum().max()
    named: alt.Chart = (
        alt.Chart(placed.assign(middle=middle)[placed["kroner"] >= room])
        .mark_text(fontSize=12, color=PAPER)
        .encode(x="year:O", y="middle:Q", text="cohort:N")
    )
    return named


def _municipalities(view: View, found: Grants) -> Table:
    names = {m.number: m.name for m in view.inputs.municipalities}
    years = sorted({t.calendar_year for t in found.municipal})
    by_code: dict[str, dict[int, int | None]] = {}
    for total in found.municipal:
        by_code.setdefault(total.kommune_nr or "", {})[total.calendar_year] = total.central
    rows = tuple(
        (
            names[code],
            *(None if (kroner := amounts[year]) is None else kroner / 1_000 for year in years),
        )
        for code, amounts in by_code.items()
    )
    columns = (
        Column(view.label("numbers.municipality")),
        *(Column(str(year), "decimal") for year in years),
    )
    caption = view.label("grants.municipal_caption", year=str(found.rates_of))
    return Table("grant-municipalities", caption, columns, rows, searchable=True)
