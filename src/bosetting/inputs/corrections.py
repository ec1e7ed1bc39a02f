"""What was wrong in published editions: the rows of corrections.csv, checked and made typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from bosetting.inputs.model import LANGUAGES, Correction
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.told.nearest import nearest

if TYPE_CHECKING:
    from datetime import date

    from bosetting.inputs.reading.tables import Row, Table

TABLE = "corrections"
FILE = f"{TABLE}.csv"
COLUMNS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("edition", "kommune_nr", "measure", "old", "new", "reason"), "string")
    | {f"what_{language}": "string" for language in LANGUAGES}
    | {"date": "date"}
)
"""The columns of the table, which a year may leave out, and their types."""
NUMBERS = ("persons", "unaccompanied_minors")
"""Measures whose old and new are whole numbers."""
MEASURES = (*NUMBERS, "asked", "text")
"""What a row can be about; text is whatever is no number of a municipality."""
_NEEDED = ("edition", "date", *(f"what_{language}" for language in LANGUAGES), "old", "new", "reason")


def read_corrections(tables: Mapping[str, Table], edition: str) -> tuple[Correction, ...]:
    """The corrections of one edition in order of date, then of the file; none where the year has no such table.

    Args:
        tables: of the year folder, checked.
        edition: its name.
    """
    rows = [row for row in tables.get(TABLE, ()) if row["edition"] == edition]
    return tuple(_correction(row) for row in sorted(rows, key=lambda row: row["date"]))


def _correction(row: Row) -> Correction:
    return Correction(
        date=row["date"],
        municipality=row["kommune_nr"],
        measure=row["measure"],
        old=row["old"],
        new=row["new"],
        reason=row["reason"],
        what=MappingProxyType({code: row[f"what_{code}"] for code in LANGUAGES}),
    )


def correction_faults(
    tables: Mapping[str, Table], published: Mapping[str, date], rules_file: str
) -> Iterator[Fault]:
    """Rows that correct nothing: no such edition or municipality, not published by then, old and new the same.

    Args:
        tables: of the year folder, as far as they could be read.
        published: the day by edition; a draft is not among them.
        rules_file: where the day stands, as the user knows it.
    """
    table = tables.get(TABLE)
    if table is None:
        return
    editions = [row["edition"] for row in tables.get("forecasts", ()) if row["edition"]]
    for row in table:
        faults = (*_blank(row), *_unknown(row, editions), *_too_early(row, editions, published))
        for column, what, expected, do in (*faults, *_values(row)):
            yield Fault(table.file, row.line, column, what, expected, do.format(rules=rules_file))


def _blank(row: Row) -> Iterator[tuple[str, str, str, str]]:
    for column in _NEEDED:
        if row[column] is None:
            yield column, "the cell is blank", "a value", "Give it, or remove the row"


def _unknown(row: Row, editions: list[str]) -> Iterator[tuple[str, str, str, str]]:
    name, measure = row["edition"], row["measure"]
    if editions and name is not None and name not in editions:
        do = f'Correct the name (the nearest is "{nearest(name, editions)}")'
        yield "edition", f'there is no edition "{name}"', "an edition of forecasts.csv", do
    if measure not in MEASURES:
        what = "the cell is blank" if measure is None else f'there is no measure "{measure}"'
        yield "measure", what, f"one of {', '.join(MEASURES)}", "Correct it; text is for all else"


def _too_early(
    row: Row, editions: list[str], published: Mapping[str, date]
) -> Iterator[tuple[str, str, str, str]]:
    name, day = row["edition"], row["date"]
    if name not in editions or day is None:
        return
    if name not in published:
        do = "Give the day under publisher.published in {rules}, or remove the row: a draft is built anew"
        yield "edition", f"edition {name} is a draft", "an edition that is published", do
    elif day < published[name]:
        what = f"{day} is before {published[name]}, when edition {name} was published"
        yield "date", what, "the day it was corrected", "Correct it, or the day in {rules}"


def _values(row: Row) -> Iterator[tuple[str, str, str, str]]:
    old, new, measure = row["old"], row["new"], row["measure"]
    if old is not None and old == new:
        yield "new", f"new is the same as old, {new}", "another value than old", "Correct one of them"
    for column in ("old", "new"):
        value = row[column]
        if measure in NUMBERS and value is not None and not (value.isascii() and value.isdigit()):
            yield column, f'"{value}" is no whole number', f"{measure}, a whole number", "Correct it"
        if measure == "asked" and value not in (None, "true", "false"):
            yield column, f'"{value}" cannot be used', "true or false", "Correct it"
