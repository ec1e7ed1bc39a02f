"""The request beside last year's, as published: everyone, across mergers."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from bosetting.allocation.compared.earlier import Asked
from bosetting.allocation.compared.last_year import Beside, LastYear, last_year
from bosetting.report.blocks.kinds import Block, Chart, Column, Table
from bosetting.report.chapters.request_drawn import counts_axis, counts_scale, filled_or_open
from bosetting.report.drawing.theme import QUIET
from bosetting.report.language.readable import Quoted
from bosetting.report.view import View

LARGEST = 10
"""So many who gain most, and so many who lose most, stand in the chart's table."""


def since_last_year(view: View) -> list[Block]:
    """Who is asked again, newly and no longer; nothing where no whole earlier request is known."""
    found = last_year(view.request)
    if found is None:
        return []
    prose = view.prose(
        "since_last_year",
        year=str(found.last.year),
        version=_version(view, found.last),
        before=found.last.total,
        now=view.inputs.edition.requested,
        both=len(found.of("both")),
        new=len(found.of("new")),
        gone=len(found.of("gone")),
        more=sum(row.now > row.before for row in found.of("both")),
        fewer=sum(row.now < row.before for row in found.of("both")),
    )
    return [prose, _drawn(view, found), _everyone(view, found)]


def _version(view: View, last: Asked) -> str:
    """Which of the year's requests it is, in the year's own words; blank where it has none."""
    written = view.inputs.word(view.language, "request", f"{last.year}/{last.version}")
    return "" if written is None else Quoted(written)


def _drawn(view: View, found: LastYear) -> Chart:
    """Every municipality asked either time, by both its numbers, with a line where they are the same."""
    rows = [row for row in found.rows if row.standing != "neither"]
    before, year = str(found.last.year), str(view.inputs.year)
    words = [view.label("last_year.both_times"), view.label("last_year.one_time")]
    data = pd.DataFrame(
        [
            {
                "before": row.before,
                "now": row.now,
                "standing": words[row.standing != "both"],
            }
            for row in rows
        ]
    )
    highest = max(max(row.before, row.now) for row in rows)
    scale = counts_scale(view.inputs.rules.lowest)
    scale.domain = [0, highest]
    axis = alt.Axis(values=counts_axis(highest), format=",d")
    x = alt.X("before:Q", scale=scale, title=view.label("last_year.persons_in", year=before), axis=axis)
    y = alt.Y("now:Q", scale=scale, title=view.label("last_year.persons_in", year=year), axis=axis)
    same = (
        alt.Chart(pd.DataFrame({"before": [0, highest], "now": [0, highest]}))
        .mark_line(strokeWidth=1, strokeDash=[4, 3], color=QUIET)
        .encode(x=x, y=y)
    )
    points = (
        alt.Chart(data)
        .mark_point(size=40, strokeWidth=1.2, opacity=0.8)
        .encode(
            x=x,
            y=y,
            **filled_or_open("standing", words),
        )
    )
    both = found.of("both")
    title = view.label(
        "last_year.drawn_title",
        before=before,
        both=len(both),
        more=sum(row.now > row.before for row in both),
        fewer=sum(row.now < row.before for row in both),
    )
    description = view.label(
        "last_year.drawn_description",
        before=before,
        year=year,
        once=any(row.standing != "both" for row in rows),
    )
    figure = alt.layer(same, points).properties(width=480, height=440)
    return Chart("last-year-chart", title, description, figure, _largest(view, rows, before, year))


def _largest(view: View, rows: Sequence[Beside], before: str, year: str) -> Table:
    by_change = sorted(rows, key=lambda row: (row.before - row.now, row.code))
    more = [row for row in by_change if row.now > row.before]
    fewer = [row for row in by_change if row.now < row.before]
    shown = [*more[:LARGEST], *fewer[-LARGEST:]]
    by_code = view.request.by_code
    return Table(
        "last-year-largest",
        view.label("last_year.largest_caption", before=before, year=year),
        (
            Column(view.label("numbers.municipality")),
            Column(before, "integer"),
            Column(year, "integer"),
            Column(view.label("changes.change"), "integer"),
        ),
        tuple(
            (by_code[row.code].municipality.name, row.before, row.now, row.now - row.before) for row in shown
        ),
    )


def _everyone(view: View, found: LastYear) -> Table:
    label, by_code = view.label, view.request.by_code
    rows = tuple(
        (
            by_code[row.code].municipality.name,
            by_code[row.code].municipality.county,
            row.before,
            row.now,
            row.now - row.before,
            label(f"last_year.{row.standing}"),
        )
        for row in found.rows
    )
    columns = (
        Column(label("numbers.municipality")),
        Column(label("numbers.county")),
        Column(str(found.last.year), "integer"),
        Column(str(view.inputs.year), "integer"),
        Column(label("changes.change"), "integer"),
        Column(label("last_year.standing")),
    )
    return Table(
        "last-year", label("last_year.caption", year=str(found.last.year)), columns, rows, searchable=True
    )
