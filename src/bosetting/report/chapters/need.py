"""The need: forecasts, editions, and how the year compares with those before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import altair as alt
import pandas as pd

from bosetting.programme.fit.known import figures, known_rows
from bosetting.report.blocks.kinds import Block, Chart, Column, Table, Words
from bosetting.report.chapters.programme_load import group_starts
from bosetting.report.language.numbers import format_date
from bosetting.report.language.readable import Quoted
from bosetting.report.view import View, edition_name

HEADROOM = 1.15
"""So much higher than its highest bar the chart is."""
BETWEEN = 5
"""Pixels from a year's bars to the line before or after them."""
MIDYEAR = 6


def need(view: View) -> list[Block]:
    """The forecast, its editions, and requested and settled persons of earlier years."""
    edition = view.inputs.edition
    rows = history(view)
    before = rows[(rows["kind"] == "requested") & (rows["year"] == view.inputs.year - 1)]
    previous = None if before.empty else int(before["persons"].iloc[0])
    sent, version = _sent(view), _version(view)
    return [
        view.prose(
            "need",
            year=str(view.inputs.year),
            edition=edition,
            editions=len(view.inputs.editions),
            previous=previous,
            version=version,
            sent=None if sent is None or sent.persons == previous or not version else sent.persons,
            rounded=edition.requested != edition.need,
        ),
        editions_table(view),
        _history_chart(view, rows, previous),
    ]


class _Sent(NamedTuple):
    """Last year's request as the municipalities got it, by the version that the rules build on."""

    day: date
    persons: int


def _sent(view: View) -> _Sent | None:
    """The sum of what each municipality was asked for last year; None where that is not known of them all."""
    previous, year = view.inputs.rules.previous_request, view.inputs.year - 1
    persons = [m.previous_request for m in view.inputs.municipalities]
    if previous is None or previous[0] != year or None in persons:
        return None
    table = view.inputs.tables["published_requests"]
    days = table["published"][(table["year"] == year) & (table["edition"] == previous[1])]
    return _Sent(max(days), sum(n for n in persons if n is not None))


def _version(view: View) -> str:
    """Which of last year's requests the rules build on, in the year's own words; blank where it has none for it."""
    last = view.inputs.rules.previous_request
    if last is None or last[0] != view.inputs.year - 1:
        return ""
    written = view.inputs.word(view.language, "request", f"{last[0]}/{last[1]}")
    return "" if written is None else Quoted(written)


def editions_table(view: View) -> Table:
    """Every forecast of the year, and the request made from it."""
    words = [
        Column(view.label("need.edition")),
        Column(view.label("need.as_of"), "date"),
        *(Column(view.label(f"need.{name}"), "integer") for name in ("need", "requested", "minors")),
    ]
    rows = tuple(
        (
            edition_name(view.inputs, view.language, e.name),
            e.as_of,
            e.need,
            e.requested,
            e.unaccompanied_minors,
        )
        for e in view.inputs.editions
    )
    return Table("editions", view.label("need.editions_caption"), tuple(words), rows)


def history(view: View) -> pd.DataFrame:
    """Requested and settled persons by year; the edition's own year is the request.

    Requests are as known to the edition. Settled persons published after it are there too, marked `later`.
    """
    year = view.inputs.year
    asked = {**_requested(view), year: view.inputs.edition.requested}
    requested = pd.DataFrame({"year": list(asked), "persons": list(asked.values())})
    both = pd.concat([requested.assign(kind="requested", later=False), _settled(view)], ignore_index=True)
    return both[(both["year"] >= year - 9) & both["persons"].notna()].sort_values(["year", "kind"])


def _requested(view: View) -> dict[int, int]:
    """Persons requested in the years before, each by the last version that was public, whoever published it."""
    known = known_rows(view.inputs.tables["national"], view.inputs.edition.as_of)
    last = figures(known[known["persons"].notna()], "requested", None)
    found = {year: int(row.persons) for year, row in last.items() if year < view.inputs.year}
    sent, before = _sent(view), view.inputs.year - 1
    if sent is not None and (before not in last or last[before].published < sent.day):
        # What each municipality was sent is the newest version of last year's that is known.
        found[before] = sent.persons
    return found


def _settled(view: View) -> pd.DataFrame:
    """Settled persons up to the edition's year; `later` where only known from after its day."""
    known = view.national("settled", "all")
    every = view.national("settled", "all", known=False)
    after = every[~every["year"].isin(known["year"]) & (every["year"] <= view.inputs.year)]
    both = pd.concat([known.assign(later=False), after.assign(later=True)])
    return both[["year", "persons", "later"]].assign(kind="settled")


def _unfinished(view: View) -> list[str]:
    """A year whose settled persons are unknown here, and the number that the expected load uses for it."""
    return [
        view.label("need.unfinished", cohort=str(c.year), central=c.central)
        for c in view.computation.load.cohorts
        if c.basis == "expected"
    ]


def _history_chart(view: View, history: pd.DataFrame, previous: int | None) -> Chart:
    kinds = {kind: view.label(f"need.{kind}_kind") for kind in ("requested", "settled")}
    data = pd.DataFrame(
        {
            "year": [str(year) for year in history["year"]],
            "persons": [int(persons) for persons in history["persons"]],
            "kind": [kinds[kind] for kind in history["kind"]],
            "later": [bool(later) for later in history["later"]],
            "marked": [number == 0 for number in range(len(history))],
        }
    )
    years = _years(history)
    bars = (
        alt.Chart(data)
        .mark_bar(strokeWidth=1.5)
        .encode(
            x=alt.X(
                "year:O",
                title=None,
                axis=alt.Axis(labelAngle=0),
                scale=alt.Scale(domain=[str(year) for year in years]),
            ),
            xOffset=alt.XOffset("kind:N", sort=list(kinds.values())),
            y=alt.Y(
                "persons:Q",
                title=view.label("need.persons_axis"),
                axis=alt.Axis(format=",d"),
                # The words of the lines stand over the bars.
                scale=alt.Scale(domain=[0, HEADROOM * max(data["persons"])]),
            ),
            color=alt.Color("kind:N", title=None, sort=list(kinds.values()), legend=alt.Legend(orient="top")),
            stroke=alt.Stroke("kind:N", sort=list(kinds.values()), legend=None),
            # What nobody knew on the edition's day is drawn open.
            fillOpacity=alt.condition("datum.later", alt.value(0), alt.value(1)),
        )
    )
    once = alt.Chart(data).transform_filter("datum.marked")
    lines = _moments(view, once, years)
    figure = alt.layer(bars, *lines).properties(width=640, height=300)
    requested = _by_year(history[history["kind"] == "requested"])
    peak = max(requested, key=lambda year: requested[year])
    return Chart(
        "history",
        view.label(
            "need.history_title",
            previous=previous,
            before=str(view.inputs.year - 1),
            persons=view.inputs.edition.requested,
            year=str(view.inputs.year),
        ),
        view.label(
            "need.history_description",
            peak=str(peak),
            peak_persons=requested[peak],
            gaps=len(requested) < len(years),
            year=str(view.inputs.year),
            persons=view.inputs.edition.requested,
            later=bool(history["later"].any()),
            as_of=view.inputs.edition.as_of,
        ),
        figure,
        _history_table(view, history),
    )


def _moments(view: View, base: alt.Chart, years: Sequence[int]) -> list[alt.LayerChart]:
    """A line at the edition's day, to the nearest turn of a year, and at the first year of each known group."""
    as_of = view.inputs.edition.as_of
    day = view.label("load.edition_day", day=format_date(as_of, view.language))
    moments = [(as_of.year + (as_of.month > MIDYEAR), day), *group_starts(view)]
    return [
        _before_year(base, years, year, text, number)
        for number, (year, text) in enumerate(moments)
        if years[0] < year <= years[-1] + 1
    ]


def _before_year(base: alt.Chart, years: Sequence[int], year: int, text: str, number: int) -> alt.LayerChart:
    """A line before a year, or after the last one, with its words to the left on a line of their own."""
    within = year <= years[-1]
    x = alt.XDatum(str(min(year, years[-1])), type="ordinal", bandPosition=0 if within else 1)
    aside = -BETWEEN if within else BETWEEN
    moment: alt.LayerChart = base.mark_rule(strokeDash=[2, 3], xOffset=aside).encode(
        # It begins on its own line, and so crosses no words above.
        x=x,
        y=alt.value(14 * number),
        y2=alt.value("height"),
    ) + base.mark_text(align="right", dx=aside - 4, dy=8 + 14 * number, fontSize=12).encode(
        x=x, y=alt.value(0), text=alt.value(text)
    )
    return moment


def _years(history: pd.DataFrame) -> list[int]:
    """Every year from the first to the last: one of which nothing is known has a place too."""
    return list(range(int(min(history["year"])), int(max(history["year"])) + 1))


def _by_year(rows: pd.DataFrame) -> dict[int, int]:
    return {int(year): int(persons) for year, persons in zip(rows["year"], rows["persons"], strict=True)}


def _else_nothing(series: list[dict[int, int]], year: int) -> list[int | Words]:
    """A year that was known in time has nothing to be told later; that is not the same as unknown."""
    return [values.get(year, Words("")) for values in series]


def _history_table(view: View, history: pd.DataFrame) -> Table:
    """A row a year; what was published after the edition's day has a column of its own."""
    parts = [
        (view.label("need.requested_kind"), history[history["kind"] == "requested"]),
        (view.label("need.settled_kind"), history[(history["kind"] == "settled") & ~history["later"]]),
    ]
    if history["later"].any():
        heading = view.label("need.settled_later", as_of=view.inputs.edition.as_of)
        parts.append((heading, history[history["later"]]))
    series = [_by_year(rows) for _, rows in parts]
    rows = tuple(
        (str(year), *(values.get(year) for values in series[:2]), *_else_nothing(series[2:], year))
        for year in _years(history)
    )
    return Table(
        "history-table",
        view.label("need.history_caption"),
        (Column(view.label("need.year")), *(Column(heading, "integer") for heading, _ in parts)),
        rows,
        note=" ".join([*_summed(view, history), *_unfinished(view)]),
    )


def _summed(view: View, history: pd.DataFrame) -> list[str]:
    """Years whose settled persons nobody published: the sum of the municipalities' own, a lower bound."""
    settled = view.national("settled", "all", known=False)
    summed = settled["year"][["municipal rows" in definition for definition in settled["definition"]]]
    shown = history["year"][history["kind"] == "settled"]
    years = [str(year) for year in sorted(set(summed) & set(shown))]
    return [view.label("need.history_note", years=years)] if years else []
