"""Sources and data quality."""

from __future__ import annotations

from typing import Any

import pandas as pd

from bosetting.report.blocks.kinds import Block, Column, Table, Words
from bosetting.report.language.criteria import capital, said
from bosetting.report.language.readable import Quoted
from bosetting.report.view import View

TABLES = (
    "population",
    "municipal_parts",
    "employment",
    "programme_results",
    "published_requests",
    "county_totals",
    "forecasts",
    "settled",
    "outcomes",
    "national",
    "grant_rates",
    "municipalities",
    "adjustments",
    "programme_participants",
    "statements",
    "regulations",
    "participant_series",
    "cohort_groups",
    "outline",
)
OF_THE_YEAR = ("municipal_parts", "county_totals", "statements", "outcomes")
"""Tables that are named only where the year has rows of them."""
OF_CRITERIA = ("employment", "programme_results")
"""Tables that nothing but a criterion reads: named only where one does."""


def sources(view: View) -> list[Block]:
    """Every table: where its figures come from, and what is known, hidden and missing in it."""
    read = {each.table for each in view.inputs.rules.criteria}
    rows = tuple(
        (
            _said(view, name, "table"),
            _said(view, name, "publisher"),
            f"{name}.csv",
            len(view.inputs.tables[name]),
            _marked(view, name, "suppressed"),
            _marked(view, name, "missing"),
        )
        for name in dict.fromkeys((*TABLES, *(each.table for each in view.inputs.rules.criteria)))
        if name in view.inputs.tables
        and (name in read or name not in OF_CRITERIA)
        and (len(view.inputs.tables[name]) or name not in OF_THE_YEAR)
    )
    columns = (
        Column(view.label("sources.what")),
        Column(view.label("sources.publisher")),
        Column(view.label("sources.file"), "code"),
        Column(view.label("sources.rows"), "integer"),
        Column(view.label("sources.suppressed"), "integer"),
        Column(view.label("sources.missing"), "integer"),
    )
    return [
        view.prose(
            "sources",
            derived=_derived(view),
            hidden=_hidden(view),
            unknown_language=sum(1 for m in view.inputs.municipalities if m.language == "unknown"),
        ),
        Table("tables", view.label("sources.caption"), columns, rows, note=view.label("sources.note")),
    ]


def _said(view: View, table: str, what: str) -> str:
    """What a table holds and who publishes it: in our words, or in those of the criterion that reads it.

    Of the statements everybody who made one.
    """
    if (table, what) == ("statements", "publisher"):
        return Quoted(", ".join(sorted({s.publisher for s in view.inputs.statements})))
    try:
        return capital(view.label(f"{what}.{table}", agency=view.agency or view.label("publisher.unnamed")))
    except KeyError:
        each = next(each for each in view.inputs.rules.criteria if each.table == table)
        return capital(said(each.label if what == "table" else each.source, view.language))


def _derived(view: View) -> list[dict[str, Any]]:
    """Criteria with figures that are worked out: from the parts of merged municipalities, or in another way."""
    parts = set(view.inputs.tables["municipal_parts"]["kommune_nr"])
    counts = [
        (each, merged, sum(m.figures[each.name].derived and (m.number in parts) == merged for m in everyone))
        for everyone in (view.inputs.municipalities,)
        for each in view.inputs.rules.others
        for merged in (True, False)
    ]
    return [
        {"name": said(each.label, view.language), "merged": merged, "count": n}
        for each, merged, n in counts
        if n
    ]


def _hidden(view: View) -> list[dict[str, Any]]:
    """Criteria of few persons, with how many rows of their table the publisher hides."""
    shrunk = [each for each in view.inputs.rules.others if each.index == "shrunk_share"]
    return [
        {
            "name": said(each.label, view.language),
            "rows": _count(table, "suppressed"),
            "cells": len(table),
        }
        for each in shrunk
        for table in (view.inputs.tables[each.table],)
    ]


def _marked(view: View, name: str, status: str) -> int | Words:
    """How many rows have a status; a table that has none for its rows does not leave the number unknown."""
    frame = view.inputs.tables[name]
    return _count(frame, status) if "status" in frame.columns else Words(view.label("sources.not_marked"))


def _count(frame: pd.DataFrame, status: str) -> int:
    return int((frame["status"] == status).sum())
