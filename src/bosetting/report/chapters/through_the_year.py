"""Through the year: what was decided and settled after the request was sent, by county."""

from __future__ import annotations

import re

import altair as alt
import pandas as pd

from bosetting.allocation.compared.follow_up import (
    COUNTED,
    MEASURES,
    Count,
    Followed,
    FollowUp,
    Measure,
    Origin,
)
from bosetting.report.blocks.kinds import Block, Chart, Column, Table, Words
from bosetting.report.language.readable import Quoted
from bosetting.report.view import View

SOURCE_FORMS = {
    "municipal_table": re.compile(r"(?P<publisher>.+), municipal table \(public copy: (?P<copy>.+)\)"),
    "key_figures": re.compile(r"(?P<publisher>.+), key figures pages"),
}
"""What of a publisher's the tables name as a source, by the label that says it in the reader's language."""


def through_the_year(view: View) -> list[Block]:
    """The country in a sentence, and every county; nothing where nothing is held of what was decided and settled."""
    found = view.computation.followed
    if found is None:
        return []
    counts, settled = found.country.counts, found.total or found.origins["settled"]
    requested, asked = counts["requested"], view.inputs.edition.requested
    prose = view.prose(
        "through_the_year",
        year=str(view.inputs.year),
        as_of=found.as_of,
        changed=requested.persons is not None and requested.persons != asked,
        edition=asked,
        asked=_in_words(view, requested),
        requested=_in_words(view, requested),
        decided=_in_words(view, counts["decided"]),
        settled=_in_words(view, counts["settled"]),
        counted_to=settled.counted_to,
        whole=is_whole(found),
        origins=_origins(view, found),
    )
    return [prose, _chart(view, found)]


def is_whole(found: FollowUp) -> bool:
    """Whether settled persons are counted to the end of the year."""
    last = found.origins["settled"].counted_to
    return last is None or (last.month, last.day) == (12, 31)


def count_cell(view: View, count: Count) -> int | Words | None:
    """A count in a table: the number, what it is between, or None where nothing is known of it."""
    if count.status == "not_applicable":
        return Words(view.label("follow_up.none"))
    if count.persons is not None or count.status == "missing":
        return count.persons
    return Words(_said(view, count, "follow_up.between"))


def _in_words(view: View, count: Count) -> str:
    return Quoted(_said(view, count, "follow_up.between_words"))


def _said(view: View, count: Count, between: str) -> str:
    low, high = count.low, count.high
    if low is not None and high is not None:
        same = low == high
        return view.label("follow_up.known", persons=low) if same else view.label(between, low=low, high=high)
    if low is not None:
        return view.label("follow_up.at_least", low=low)
    return view.label("follow_up.unknown") if high is None else view.label("follow_up.at_most", high=high)


def _table(view: View, found: FollowUp) -> Table:
    def cells(one: Followed) -> tuple[object, ...]:
        return tuple(count_cell(view, one.counts[measure]) for measure in MEASURES)

    country = (view.label("follow_up.country"), *cells(found.country))
    rows = (country, *((county.name, *cells(county)) for county in found.counties))
    columns = (
        Column(view.label("numbers.county")),
        *(Column(view.label(f"follow_up.{measure}"), "integer") for measure in MEASURES),
    )
    return Table("through-the-year", view.label("follow_up.caption"), columns, rows)


def _origins(view: View, found: FollowUp) -> list[dict[str, object]]:
    """Where the figures of each measure are from, and since when."""
    total: list[tuple[Measure, Origin]] = [] if found.total is None else [("settled", found.total)]
    return [
        {
            "what": view.label(f"follow_up.{measure}"),
            "country": origin is found.total,
            "sources": [_source(view, source) for source in origin.source.split("; ")],
            "published": origin.published,
        }
        for measure, origin in (*found.origins.items(), *total)
    ]


def _source(view: View, source: str) -> dict[str, str]:
    """A source in the reader's words, and the address where it can be read; the tables have both as one English text."""
    named, _, address = source.partition(", https://")
    for name, form in SOURCE_FORMS.items():
        found = form.fullmatch(named)
        if found is not None:
            named = view.label(
                f"follow_up.{name}", **{key: Quoted(part) for key, part in found.groupdict().items()}
            )
    return {"words": Quoted(named), "address": Quoted(f"https://{address}" if address else "")}


def _chart(view: View, found: FollowUp) -> Chart:
    kinds = {measure: view.label(f"follow_up.{measure}") for measure in COUNTED}
    data = pd.DataFrame(
        [
            {"county": one.name, "kind": kind, "persons": one.counts[measure].low or 0}
            for one in found.counties
            for measure, kind in kinds.items()
        ]
    )
    by_number = sorted(found.counties, key=lambda one: (-(one.counts["requested"].low or 0), one.code))
    order = list(kinds.values())
    figure = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            y=alt.Y("county:N", sort=[one.name for one in by_number], title=None),
            yOffset=alt.YOffset("kind:N", sort=order),
            x=alt.X("persons:Q", title=view.label("numbers.persons_axis")),
            color=alt.Color("kind:N", sort=order, title=None, legend=alt.Legend(orient="top")),
        )
        .properties(width=520, height=34 * len(by_number))
    )
    description = view.label(
        "follow_up.description",
        most=by_number[0].name,
        most_persons=by_number[0].counts["requested"].low or 0,
        least=any(one.counts[measure].status != "ok" for one in found.counties for measure in COUNTED),
    )
    title = view.label("follow_up.title")
    return Chart("through-the-year-chart", title, description, figure, _table(view, found))
