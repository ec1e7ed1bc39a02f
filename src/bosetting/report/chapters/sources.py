"""Sources and data quality."""

from __future__ import annotations

import pandas as pd

from bosetting.report.blocks.kinds import Block, Column, Table
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
    "national",
    "grant_rates",
    "municipalities",
    "adjustments",
    "statements",
)
OF_THE_YEAR = ("county_totals", "statements")
"""Tables that are named only where the year has rows of them."""


def sources(view: View) -> list[Block]:
    """Every table: where its figures come from, and what is known, hidden and missing in it."""
    rows = tuple(
        (
            view.label(f"table.{name}"),
            _publisher(view, name),
            f"{name}.csv",
            len(view.inputs.tables[name]),
            _count(view.inputs.tables[name], "suppressed"),
            _count(view.inputs.tables[name], "missing"),
        )
        for name in TABLES
        if name in view.inputs.tables and (len(view.inputs.tables[name]) or name not in OF_THE_YEAR)
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


def _publisher(view: View, table: str) -> str:
    """Who published a table; of the statements everybody who made one."""
    if table != "statements":
        return view.label(f"publisher.{table}")
    return Quoted(", ".join(sorted({s.publisher for s in view.inputs.statements})))


def _count(frame: pd.DataFrame, status: str) -> int | None:
    return int((frame["status"] == status).sum()) if "status" in frame.columns else None
