"""The need: forecasts, editions, and how the year compares with those before it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from bosetting.report.blocks import Block, Chart, Column, Table
from bosetting.report.view import View, edition_name


def need(view: View) -> list[Block]:
    """The forecast, its editions, and requested and settled persons of earlier years."""
    edition = view.inputs.edition
    history = _history(view)
    before = history[(history["kind"] == "requested") & (history["year"] == view.inputs.year - 1)]
    return [
        view.prose(
            "need",
            editions=len(view.inputs.editions),
            previous=None if before.empty else int(before["persons"].iloc[0]),
            rounded=edition.requested != edition.need,
        ),
        _editions(view),
        _history_chart(view, history),
    ]


def _editions(view: View) -> Table:
    words = [
        Column(view.label("need.edition")),
        Column(view.label("need.as_of"), "date"),
        *(Column(view.label(f"need.{name}"), "integer") for name in ("need", "requested", "minors")),
    ]
    rows = tuple(
        (edition_name(view.language, e.name), e.as_of, e.need, e.requested, e.unaccompanied_minors)
        for e in view.inputs.editions
    )
    return Table("editions", view.label("need.editions_caption"), tuple(words), rows)


def _history(view: View) -> pd.DataFrame:
    """Requested and settled persons by year, as known to the edition; its own year is the request."""
    requested = view.national("requested", "adjusted")[["year", "persons", "low"]].assign(kind="requested")
    settled = view.national("settled", "all")[["year", "persons", "low"]].assign(kind="settled")
    requested = requested[requested["year"] < view.inputs.year]
    if view.inputs.year - 1 not in set(requested["year"]):
        # IMDi's table of last year is not out yet: what was sent a year ago is what is known.
        year, _ = view.inputs.rules.previous_request
        sent = sum(m.previous_request or 0 for m in view.inputs.municipalities)
        requested = pd.concat(
            [requested, pd.DataFrame([{"year": year, "persons": sent, "low": None, "kind": "requested"}])]
        )
    own = {
        "year": view.inputs.year,
        "persons": view.inputs.edition.requested,
        "low": None,
        "kind": "requested",
    }
    both = pd.concat([requested, settled, pd.DataFrame([own])], ignore_index=True)
    return both[(both["year"] >= view.inputs.year - 9) & both["persons"].notna()].sort_values(
        ["year", "kind"]
    )


def _unfinished(view: View) -> list[str]:
    """A year whose settled persons are unknown here, and the number that the expected load uses for it."""
    return [
        view.label("need.unfinished", cohort=str(c.year), central=c.central)
        for c in view.computation.load.cohorts
        if c.basis == "expected"
    ]


def _history_chart(view: View, history: pd.DataFrame) -> Chart:
    kinds = {kind: view.label(f"need.{kind}_kind") for kind in ("requested", "settled")}
    data = pd.DataFrame(
        {
            "year": [str(year) for year in history["year"]],
            "persons": [int(persons) for persons in history["persons"]],
            "kind": [kinds[kind] for kind in history["kind"]],
        }
    )
    figure = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
            xOffset=alt.XOffset("kind:N", sort=list(kinds.values())),
            y=alt.Y("persons:Q", title=view.label("need.persons_axis"), axis=alt.Axis(format=",d")),
            color=alt.Color("kind:N", title=None, sort=list(kinds.values()), legend=alt.Legend(orient="top")),
        )
        .properties(width=640, height=300)
    )
    years = sorted(set(history["year"]))
    by_kind = {
        kind: {int(y): int(p) for y, p in zip(part["year"], part["persons"], strict=True)}
        for kind, part in history.groupby("kind")
    }
    rows = tuple(
        (str(year), by_kind["requested"].get(year), by_kind.get("settled", {}).get(year)) for year in years
    )
    peak = max(by_kind["requested"], key=lambda year: by_kind["requested"][year])
    table = Table(
        "history-table",
        view.label("need.history_caption"),
        (
            Column(view.label("need.year")),
            Column(kinds["requested"], "integer"),
            Column(kinds["settled"], "integer"),
        ),
        rows,
        note=" ".join([view.label("need.history_note"), *_unfinished(view)]),
    )
    return Chart(
        "history",
        view.label("need.history_title"),
        view.label(
            "need.history_description",
            peak=str(peak),
            peak_persons=by_kind["requested"][peak],
            year=str(view.inputs.year),
            persons=view.inputs.edition.requested,
        ),
        figure,
        table,
    )
