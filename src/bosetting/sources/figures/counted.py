"""Persons by municipality and year, with what the publisher hides as bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bosetting.sources.figures.table import (
    Field,
    Row,
    Source,
    Table,
    choice,
    count,
    municipality_code,
    published,
    year,
)


def counted_table(
    name: str,
    title: str,
    description: str,
    sources: Sequence[Source],
    columns: Mapping[str, str],
    rows: Sequence[Row],
) -> Table:
    """A table of counts by municipality and year.

    Args:
        name: file name without ``.csv``.
        title: one line.
        description: what it is.
        sources: publishers first.
        columns: what year, persons, low and high mean, by name.
        rows: made of ``counted_row``.
    """
    fields = (
        year("year", columns["year"]),
        count("persons", columns["persons"]),
        count("low", columns["low"]),
        count("high", columns["high"]),
        count_status(),
    )
    return by_municipality_and_year(name, title, description, sources, fields, rows)


def by_municipality_and_year(
    name: str,
    title: str,
    description: str,
    sources: Sequence[Source],
    fields: Sequence[Field],
    rows: Sequence[Row],
) -> Table:
    """A table of figures by municipality and year; code and date of publication are added to the fields."""
    whole = (municipality_code(), *fields, published())
    key = ("kommune_nr", "year")
    return Table(name, title, description, "", sources, whole, key, rows, municipal=True)


def count_status() -> Field:
    """The column ``status`` of a count."""
    return choice("status", "ok, suppressed by the publisher, or missing.", "ok", "suppressed", "missing")
