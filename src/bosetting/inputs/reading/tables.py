"""Tables checked against the schema that datapackage.json states for them, and turned into typed rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from bosetting.inputs.reading import cells, package
from bosetting.inputs.reading.described import refuse_links
from bosetting.inputs.reading.encoding import Unreadable
from bosetting.inputs.reading.excel import as_the_table_has_it
from bosetting.inputs.reading.files import Rows, is_link_or_device, read_rows, read_text, why
from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.inputs.told.nearest import SUGGESTED, nearest

KEY = "bosetting:key"
"""Where a schema has the key that the code needs, beside its own."""


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes:
        line: its line in the file, the header being line 1.
        values: typed values by column; None where the cell is blank.
    """

    line: int
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]


@dataclass(frozen=True)
class Table:
    """One table of the year folder.

    Attributes:
        name: file name without ``.csv``.
        file: path as the user knows it.
        columns: in the order of the schema.
        rows: those without a fault of their own.
        schema: the Table Schema it was read by.
        whole: False where a row is left out because of a fault of its own.
    """

    name: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    schema: Mapping[str, Any]
    whole: bool = True

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """Columns that identify a row: those that its description names, and those that the code needs to."""
        return _keys(self.schema)

    def frame(self) -> pd.DataFrame:
        """The rows as a frame: text and dates as objects, whole numbers as nullable integers."""
        frame = pd.DataFrame([row.values for row in self.rows], columns=list(self.columns), dtype=object)
        for field in self.schema["fields"]:
            if field["type"] == "integer":
                frame[field["name"]] = frame[field["name"]].astype("Int64")
        return frame


@dataclass(frozen=True)
class Needed:
    """What must hold of a table whatever its folder's description asks for.

    Attributes:
        columns: constraints by column, in the words of Table Schema.
        key: the columns that identify a row.
    """

    columns: Mapping[str, Mapping[str, Any]]
    key: tuple[str, ...]


@dataclass
class Reading:
    """What reading a folder gave.

    Attributes:
        described: fields and their types by table, as datapackage.json states them; None where it cannot be
            used.
        tables: those that could be read, by name.
        faults: in order of the tables.
        notes: how files were read when they were not quite as they should be.
    """

    described: dict[str, dict[str, str]] | None
    tables: dict[str, Table]
    faults: list[Fault]
    notes: list[str]


def read_tables(folder: Path, shown: str, needed: Mapping[str, Needed] | None = None) -> Reading:
    """Read every table that the folder's datapackage.json describes.

    Args:
        folder: the year folder.
        shown: the folder as the user knows it, for messages.
        needed: what must hold by table, beside what the folder's description asks for.
    """
    reading = Reading(None, {}, [], [])
    try:
        refuse_links(folder, shown)
    except BadInput as links:
        reading.faults += links.faults
    resources, faults = package.resources(folder, shown)
    reading.faults += faults
    if resources is None:
        return reading
    reading.described = {
        resource["path"].removesuffix(".csv"): {
            field["name"]: field["type"] for field in resource["schema"]["fields"]
        }
        for resource in resources
    }
    for resource in resources:
        path = folder / resource["path"]
        if is_link_or_device(path):
            continue  # told above
        name = resource["path"].removesuffix(".csv")
        asked = _asking(resource, needed[name]) if needed and name in needed else resource
        table, faults, notes = read_table(asked, path, f"{shown}/{resource['path']}")
        reading.faults += faults
        reading.notes += notes
        if table is not None:
            reading.tables[table.name] = table
    return reading


def _asking(resource: Mapping[str, Any], needed: Needed) -> dict[str, Any]:
    """A resource whose schema asks for what is needed, too; columns that it does not describe are told elsewhere."""
    schema = resource["schema"]
    fields = [{**field, cells.NEEDED: _of_its_type(field, needed.columns)} for field in schema["fields"]]
    held = {field["name"] for field in fields}
    return {
        **resource,
        "schema": {**schema, "fields": fields, KEY: list(needed.key) if held >= {*needed.key} else []},
    }


def _of_its_type(field: Mapping[str, Any], columns: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """What is needed of a field; text has no least number, and that it is text is told elsewhere."""
    needed = columns.get(field["name"], {})
    limited = {"minimum", "maximum"} & needed.keys()
    return {} if limited and field["type"] not in ("integer", "number") else needed


def read_table(
    resource: Mapping[str, Any], path: Path, file: str, more_columns: bool = False
) -> tuple[Table | None, list[Fault], list[str]]:
    """Read one CSV file against its schema.

    Args:
        resource: path and schema, as in datapackage.json.
        path: where the file lies.
        file: the same as the user knows it.
        more_columns: columns that the schema does not have are passed over.

    Returns:
        The table, or None where nothing of it can be used; its faults; notes on how it was read.
    """
    try:
        text = read_text(path)
        rows = read_rows(text.text)
    except FileNotFoundError:
        do = "Write it, at least its header"
        return None, [Fault(file, None, None, "the file is missing", "the table", do)], []
    except Unreadable as error:
        return None, [Fault(file, error.row, None, error.what, error.expected, error.do)], []
    except (ValueError, csv.Error, OSError) as error:
        what = f"the file cannot be read: {why(error)}"
        return None, [Fault(file, None, None, what, "CSV in UTF-8", "Mend the file")], []
    table, faults, notes = _table(resource, file, rows, more_columns)
    return table, faults, [f"{file}: {note}." for note in (*text.notes, *rows.notes, *notes)]


def _table(
    resource: Mapping[str, Any], file: str, rows: Rows, more_columns: bool
) -> tuple[Table | None, list[Fault], tuple[str, ...]]:
    schema = resource["schema"]
    names = tuple(field["name"] for field in schema["fields"])
    if not rows.rows:
        do = f"Write the header {','.join(names)}"
        return None, [Fault(file, 1, None, "the file is empty", "a header", do)], ()
    top, cells_of_header = rows.rows[0]
    header = [name.strip() for name in cells_of_header]
    while header and not header[-1]:
        header.pop()
    faults = _header_faults(header, names, file, top, more_columns)
    if faults:
        return None, faults, ()
    lines, faults = _lines(header, rows.rows[1:], file)
    notes = as_the_table_has_it(schema["fields"], lines) if rows.semicolon else ()
    typed: list[Row] = []
    known: dict[str, dict[str, Any]] = {name: {} for name in names}
    for line, by_name in lines:
        values, found = _typed(schema["fields"], by_name, known, file, line, suggest=len(faults) < SUGGESTED)
        faults += found
        if not found:
            typed.append(Row(line, values))
    faults.sort(key=lambda fault: fault.row or 0)
    whole = not faults
    faults += _duplicates(schema, typed, file)
    table = Table(resource["path"].removesuffix(".csv"), file, names, tuple(typed), schema, whole)
    return table, faults, notes


def _header_faults(
    header: Sequence[str], names: Sequence[str], file: str, line: int, more_columns: bool
) -> list[Fault]:
    faults = []
    for name in names:
        if name not in header:
            near = nearest(name, [h for h in header if h and h not in names], cutoff=0.6)
            do = f'Rename the column "{cells.short(near)}"' if near else "Add the column"
            faults.append(Fault(file, line, name, "the column is missing", ",".join(names), do))
    for place, name in enumerate(header, start=1):
        if not name:
            what, expected = "the column has no name", "a name for every column"
            faults.append(Fault(file, line, f"column {place}", what, expected, "Name or remove the column"))
        elif name not in names and not more_columns:
            what = "no such column"
            do = "Remove or rename the column"
            faults.append(Fault(file, line, cells.short(name), what, ",".join(names), do))
    faults += [
        Fault(
            file, line, cells.short(name), "the column stands twice", "each column once", "Remove one of them"
        )
        for name in sorted({name for name in header if name and header.count(name) > 1})
    ]
    return faults


def _lines(
    header: Sequence[str], rows: Sequence[tuple[int, list[str]]], file: str
) -> tuple[list[tuple[int, dict[str, str]]], list[Fault]]:
    """The rows by column; blank cells to the right of the header are passed over."""
    lines, faults = [], []
    for line, found in rows:
        row = [cell.strip() for cell in found]
        while len(row) > len(header) and not row[-1]:
            row.pop()
        if len(row) == len(header):
            lines.append((line, dict(zip(header, row, strict=True))))
            continue
        expected = f"{len(header)}, one for each column"
        do = "Check for a missing or extra separator, or a quote that is not closed"
        faults.append(Fault(file, line, None, f"{len(row)} cells", expected, do))
    return lines, faults


def _typed(
    fields: Sequence[Mapping[str, Any]],
    by_name: Mapping[str, str],
    known: Mapping[str, dict[str, Any]],
    file: str,
    line: int,
    suggest: bool,
) -> tuple[dict[str, Any], list[Fault]]:
    """The values of a row; ``known`` keeps those of each column, since most stand in many rows."""
    values: dict[str, Any] = {}
    faults = []
    for field in fields:
        name = field["name"]
        raw, of_column = by_name[name], known[name]
        if raw in of_column:
            values[name] = of_column[raw]
            continue
        try:
            values[name] = of_column[raw] = cells.value(field, raw, suggest)
        except cells.Wrong as wrong:
            faults.append(Fault(file, line, name, wrong.what, wrong.expected, wrong.do))
    return values, faults


def _duplicates(schema: Mapping[str, Any], rows: Sequence[Row], file: str) -> list[Fault]:
    keys = _keys(schema)
    # Who stands twice by the wider of two keys stands twice by the narrower one as well, and is told once.
    narrow = [key for key in keys if not any({*other} < {*key} for other in keys)]
    return [fault for key in narrow for fault in _twice(key, rows, file)]


def _keys(schema: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    own, needed = tuple(package.key(schema)), tuple(schema.get(KEY, ()))
    return tuple(key for key in (own, needed if {*needed} != {*own} else ()) if key)


def _twice(columns: Sequence[str], rows: Sequence[Row], file: str) -> list[Fault]:
    first: dict[tuple[Any, ...], int] = {}
    faults = []
    for row in rows:
        found = row.values
        values = tuple([found[column] for column in columns])
        if values in first:
            what = f"{cells.short(' '.join(str(v) for v in values))} stands in row {first[values]} already"
            expected = f"each {', '.join(columns)} once"
            faults.append(Fault(file, row.line, columns[0], what, expected, "Remove one of the rows"))
        first.setdefault(values, row.line)
    return faults
