"""Figures that stand in letters, news and articles: ``statements.csv``, beside this module."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from bosetting.sources.figures.reading import read
from bosetting.sources.figures.table import Cell, Row

WHOLE = ("year", "persons")
EXACT = ("percent", "low", "high")
DAYS = ("date", "published")


def statements() -> list[Row]:
    """Rows of national.csv as they were stated, with persons, per cent or municipalities as the measure says.

    Returns:
        one row per statement, typed; its publisher stands in the column ``source``.
    """
    rows = read(Path(__file__).parent, "statements.csv")
    return [{name: _typed(name, value) for name, value in row.items()} for row in rows]


def _typed(name: str, value: str) -> Cell:
    if not value:
        return None
    if name in WHOLE:
        return int(value)
    if name in EXACT:
        return Decimal(value)
    return date.fromisoformat(value) if name in DAYS else value
