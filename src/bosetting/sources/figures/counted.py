"""Persons by municipality of the structure of 2018 and year, with what the publisher hides as bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bosetting.sources.figures.reading import total
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

STRUCTURE = "2018"


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
    return Table(name, title, description, STRUCTURE, sources, whole, key, rows, municipal=True)


def count_status() -> Field:
    """The column ``status`` of a count."""
    return choice("status", "ok, suppressed by the publisher, or missing.", "ok", "suppressed", "missing")


def counted_row(row: Row, cells: Sequence[str], largest_hidden: int) -> Row:
    """A row with the sum of its printed cells, or with bounds where cells are hidden.

    Args:
        row: municipality, year and date of publication.
        cells: what its parts have, ``:`` where hidden; none where nothing is stated.
        largest_hidden: the largest number of persons that the publisher hides; a hidden cell is at least 1.
    """
    if not cells:
        return {**row, "status": "missing"}
    printed, hidden = total([value for value in cells if value != ":"]), cells.count(":")
    if not hidden:
        return {**row, "persons": printed, "status": "ok"}
    low, high = printed + hidden, printed + hidden * largest_hidden
    return {**row, "low": low, "high": high, "status": "suppressed"}
