"""Sources and data quality."""

from __future__ import annotations

import pandas as pd

from bosetting.report.blocks.kinds import Block, Column, Table, Words
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
    "national",
    "grant_rates",
    "municipalities",
    "adjustments",
)


def sources(view: View) -> list[Block]:
    """Every table: where its figures come from, and what is known, hidden and missing in it."""
    rows = tuple(
        (
            view.label(f"table.{name}"),
            view.label(f"publisher.{name}"),
            f"{name}.csv",
            len(view.inputs.tables[name]),
            _marked(view, name, "suppressed"),
            _marked(view, name, "missing"),
        )
        for name in TABLES
        if name in view.inputs.tables
    )
    columns = (
        Column(view.label("sources.what")),
        Column(view.label("sources.publisher")),
        Column(view.label("sources.file"), "code"),
        Column(view.label("sources.rows"), "integer"),
        Column(view.label("sources.suppressed"), "integer"),
        Column(view.label("sources.missing"), "integer"),
    )
    derived = [m for m in view.inputs.municipalities if m.employment_derived]
    results = view.inputs.tables["programme_results"]
    return [
        view.prose(
            "sources",
            derived=len(derived),
            hidden=_count(results, "suppressed"),
            cells=len(results),
            unknown_language=sum(1 for m in view.inputs.municipalities if m.language == "unknown"),
        ),
        Table("tables", view.label("sources.caption"), columns, rows, note=view.label("sources.note")),
    ]


def _marked(view: View, name: str, status: str) -> int | Words:
    """How many rows have a status; a table that has none for its rows does not leave the number unknown."""
    frame = view.inputs.tables[name]
    return _count(frame, status) if "status" in frame.columns else Words(view.label("sources.not_marked"))


def _count(frame: pd.DataFrame, status: str) -> int:
    return int((frame["status"] == status).sum())
