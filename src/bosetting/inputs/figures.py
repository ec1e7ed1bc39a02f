"""The figures of a criterion, from the table that it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from bosetting.inputs.criteria import Criterion
from bosetting.inputs.model import NATIONAL, Figure, YearResult
from bosetting.inputs.reading.tables import Row, Table

WHEN = ("reference_date", "period", "year", "date")
"""Columns that say what a row is of; a criterion's period is sought in the first that its table has."""
OF_COUNTRY = ("ratio", "inverse_ratio", "share")
"""Forms whose index is held against the whole country."""


def when_column(columns: Collection[str]) -> str | None:
    """Which of a table's columns says what day, quarter or year a row is of; None where none does."""
    return next((name for name in WHEN if name in columns), None)


def rows_of(tables: Mapping[str, Table], criterion: Criterion) -> Iterator[Row]:
    """The rows that a criterion reads, of municipalities and of the whole country."""
    table = tables[criterion.table]
    when = when_column(table.columns)
    for row in table:
        if when is not None and row[when] not in criterion.period:
            continue
        if all(str(row.values.get(column)) == value for column, value in criterion.where.items()):
            yield row


def sizes(tables: Mapping[str, Table], criterion: Criterion) -> dict[str, int]:
    """Residents, or what else the size is, by code."""
    return {
        row["kommune_nr"]: int(row[criterion.column])
        for row in rows_of(tables, criterion)
        if row[criterion.column] is not None
    }


def figures_of(tables: Mapping[str, Table], criterion: Criterion) -> dict[str, Figure]:
    """The figures of one criterion that is not the size, by code; who has none is left out."""
    if criterion.index == "shrunk_share":
        return _shares(tables, criterion)
    return {
        row["kommune_nr"]: _figure(row, criterion)
        for row in rows_of(tables, criterion)
        if row["kommune_nr"] != NATIONAL and row[criterion.column] is not None
    }


def national_of(tables: Mapping[str, Table], criterion: Criterion) -> Decimal:
    """The country's figure, from its own row; for a share the sum over the municipalities."""
    rows = [row for row in rows_of(tables, criterion) if row[criterion.column] is not None]
    if criterion.index == "share":
        return sum(
            (Decimal(row[criterion.column]) for row in rows if row["kommune_nr"] != NATIONAL), Decimal(0)
        )
    return next(Decimal(row[criterion.column]) for row in rows if row["kommune_nr"] == NATIONAL)


def _figure(row: Row, criterion: Criterion) -> Figure:
    value = row[criterion.column]
    if criterion.index == "class":
        return Figure(category=class_of(value))
    return Figure(
        value=Decimal(value),
        derived=row.values.get("status") == "derived",
        low=row.values.get("low"),
        high=row.values.get("high"),
    )


def class_of(value: Any) -> str:
    """A class as rules.toml writes it: 1, not 1.0."""
    return str(value.normalize() if isinstance(value, Decimal) and value == int(value) else value)


def _shares(tables: Mapping[str, Table], criterion: Criterion) -> dict[str, Figure]:
    """Shares of few persons, year by year, with bounds where the publisher hides how many they are."""
    when = when_column(tables[criterion.table].columns)
    years: dict[str, list[YearResult]] = defaultdict(list)
    hidden: dict[str, int] = defaultdict(int)
    for row in rows_of(tables, criterion):
        hidden[row["kommune_nr"]] += row.values.get("parts_hidden") or 0
        if row[criterion.of]:
            years[row["kommune_nr"]].append(_year(row, criterion, when))
    return {
        code: Figure(years=tuple(sorted(years[code], key=lambda each: each.year)), years_hidden=hidden[code])
        for code in hidden
    }


def _year(row: Row, criterion: Criterion, when: str | None) -> YearResult:
    printed = row["status"] == "ok"
    return YearResult(
        year=0 if when is None else row[when],
        former_participants=row[criterion.of],
        low=row[criterion.column] if printed else row["low"],
        high=row[criterion.column] if printed else row["high"],
        printed=printed,
    )
