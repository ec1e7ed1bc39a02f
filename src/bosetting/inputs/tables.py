"""Tables checked against the schema that datapackage.json states for them, and turned into typed rows."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from bosetting.inputs.faults import Fault
from bosetting.inputs.files import read_rows, read_text, why


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

    def frame(self) -> pd.DataFrame:
        """The rows as a frame: text and dates as objects, whole numbers as nullable integers."""
        frame = pd.DataFrame(
            [dict(row.values) for row in self.rows], columns=list(self.columns), dtype=object
        )
        for field in self.schema["fields"]:
            if field["type"] == "integer":
                frame[field["name"]] = frame[field["name"]].astype("Int64")
        return frame


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


def read_tables(folder: Path, shown: str) -> Reading:
    """Read every table that the folder's datapackage.json describes.

    Args:
        folder: the year folder.
        shown: the folder as the user knows it, for messages.
    """
    reading = Reading(None, {}, [], [])
    resources = _resources(folder, shown, reading)
    if resources is None:
        return reading
    reading.described = {
        resource["path"].removesuffix(".csv"): {
            field["name"]: field["type"] for field in resource["schema"]["fields"]
        }
        for resource in resources
    }
    for resource in resources:
        file = f"{shown}/{resource['path']}"
        try:
            text = read_text(folder / resource["path"])
            rows, notes = read_rows(text.text)
        except FileNotFoundError:
            reading.faults.append(
                Fault(file, None, None, "the file is missing", "the table", "Write it, at least its header")
            )
            continue
        except (ValueError, csv.Error, OSError) as error:
            what = f"the file cannot be read: {why(error)}"
            reading.faults.append(Fault(file, None, None, what, "CSV in UTF-8", "Mend the file"))
            continue
        reading.notes += [f"{file}: {note}." for note in (*text.notes, *notes)]
        table, faults = _table(resource, file, rows)
        reading.faults += faults
        if table is not None:
            reading.tables[table.name] = table
    return reading


def _resources(folder: Path, shown: str, reading: Reading) -> list[dict[str, Any]] | None:
    file = f"{shown}/datapackage.json"
    try:
        package = json.loads(read_text(folder / "datapackage.json").text)
        resources = list(package["resources"])
        for resource in resources:
            _refuse_unusable(resource)
    except FileNotFoundError:
        what, expected, do = "the file is missing", "the description of every table", "Write it"
    except KeyError as error:
        what, expected, do = (
            f"{error.args[0]} is missing",
            "a Data Package with tables",
            "Describe the tables",
        )
    except (ValueError, TypeError, AttributeError, RecursionError, OSError) as error:
        what, expected, do = f"the file cannot be used: {why(error)}", "a Data Package", "Mend the file"
    else:
        return resources
    reading.faults.append(Fault(file, None, None, what, expected, do))
    return None


def _refuse_unusable(resource: Mapping[str, Any]) -> None:
    """A resource that is no table in this folder, or a schema that rows cannot be checked against."""
    path, schema = resource["path"], resource["schema"]
    if Path(path).name != path or not path.endswith(".csv"):
        raise ValueError(f"the path {path} leaves the folder or is not a CSV file")
    for field in schema["fields"]:
        if not {"name", "type"} <= field.keys():
            raise ValueError(f"{path} has a field without name or type")
        where = f"field {field['name']} of {path}"
        if field["type"] not in _TYPES:
            raise ValueError(f"{where} has the type {field['type']}, which is not one of {', '.join(_TYPES)}")
        constraints = field.get("constraints", {})
        try:
            re.compile(constraints.get("pattern", ""))
        except re.error:
            raise ValueError(f"{where} has the pattern {constraints['pattern']}, which is none") from None
        for limit in ("minimum", "maximum"):
            if limit in constraints and (
                field["type"] not in ("integer", "number") or not isinstance(constraints[limit], int | float)
            ):
                raise ValueError(f"{where} has a {limit} that is not a number, or is not for a number")
    names = {field["name"] for field in schema["fields"]}
    for column in _key(schema):
        if column not in names:
            raise ValueError(f"the primary key of {path} names {column}, which is no field")


def _key(schema: Mapping[str, Any]) -> list[str]:
    key = schema.get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


def _table(
    resource: Mapping[str, Any], file: str, rows: Sequence[tuple[int, list[str]]]
) -> tuple[Table | None, list[Fault]]:
    schema = resource["schema"]
    names = tuple(field["name"] for field in schema["fields"])
    if not rows:
        do = f"Write the header {','.join(names)}"
        return None, [Fault(file, 1, None, "the file is empty", "a header", do)]
    header = [name.strip() for name in rows[0][1]]
    faults = _header_faults(header, names, file)
    if faults:
        return None, faults
    typed: list[Row] = []
    for line, cells in rows[1:]:
        if len(cells) != len(header):
            what = f"{len(cells)} cells"
            expected = f"{len(header)}, one for each column"
            do = "Check for a missing or extra separator, or a quote that is not closed"
            faults.append(Fault(file, line, None, what, expected, do))
            continue
        by_name = dict(zip(header, cells, strict=True))
        values, found = _typed(schema["fields"], by_name, file, line)
        faults += found
        if not found:
            typed.append(Row(line, values))
    whole = not faults
    faults += _duplicates(schema, typed, file)
    return Table(resource["path"].removesuffix(".csv"), file, names, tuple(typed), schema, whole), faults


def _header_faults(header: Sequence[str], names: Sequence[str], file: str) -> list[Fault]:
    faults = []
    for name in names:
        if name not in header:
            near = get_close_matches(name, [h for h in header if h not in names], n=1)
            do = f'Rename the column "{near[0]}"' if near else "Add the column"
            faults.append(Fault(file, 1, name, "the column is missing", ",".join(names), do))
    for name in header:
        if name not in names:
            faults.append(
                Fault(file, 1, name, "no such column", ",".join(names), "Remove or rename the column")
            )
    faults += [
        Fault(file, 1, name, "the column stands twice", "each column once", "Remove one of them")
        for name in sorted({name for name in header if header.count(name) > 1})
    ]
    return faults


def _typed(
    fields: Sequence[Mapping[str, Any]], cells: Mapping[str, str], file: str, line: int
) -> tuple[dict[str, Any], list[Fault]]:
    values: dict[str, Any] = {}
    faults = []
    for field in fields:
        name, raw = field["name"], cells[field["name"]].strip()
        try:
            values[name] = _value(field, raw)
        except _Wrong as wrong:
            faults.append(Fault(file, line, name, wrong.what, wrong.expected, wrong.do))
    return values, faults


class _Wrong(Exception):
    """A cell's value is not what its field says."""

    def __init__(self, what: str, expected: str, do: str) -> None:
        super().__init__(what)
        self.what, self.expected, self.do = what, expected, do


_TYPES = {
    "integer": ("a whole number", " without spaces or separators"),
    "number": ("a number", " with a decimal point"),
    "date": ("a date", " such as 2017-11-06"),
    "boolean": ("true or false", ""),
    "string": ("text", " on one line"),
}
"""What a cell of each type holds, and how it is written."""


def _value(field: Mapping[str, Any], raw: str) -> Any:
    constraints = field.get("constraints", {})
    if raw == "":
        if constraints.get("required"):
            raise _Wrong("the cell is blank", "a value", "Give it, or remove the row")
        return None
    value = _parsed(field["type"], raw)
    _check(constraints, raw, value)
    return value


def _parsed(kind: str, raw: str) -> Any:
    try:
        if kind == "integer" and re.fullmatch(r"-?[0-9]{1,15}", raw):
            return int(raw)
        if kind == "number" and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", raw):
            return Decimal(raw)
        if kind == "date" and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
            return date.fromisoformat(raw)
        if kind == "boolean" and raw in ("true", "false"):
            return raw == "true"
        if kind == "string" and not any(unicodedata.category(sign) == "Cc" for sign in raw):
            return raw
    except (ValueError, InvalidOperation):
        pass
    if kind == "string":
        what = f'"{_short(raw)}" holds a line break or another control character'
        raise _Wrong(what, "".join(_TYPES[kind]), "Remove the character")
    do = "Write it with a point" if kind == "number" and "," in raw else "Correct the value"
    raise _Wrong(f'"{_short(raw)}" is not {_TYPES[kind][0]}', "".join(_TYPES[kind]), do)


def _check(constraints: Mapping[str, Any], raw: str, value: Any) -> None:
    pattern = constraints.get("pattern")
    if pattern and not re.fullmatch(pattern, raw):
        digits = re.fullmatch(r"\^?\[0-9\]\{(\d)\}\$?", pattern)
        if digits and raw.isdigit() and len(raw) < int(digits[1]):
            whole = raw.zfill(int(digits[1]))
            do = f"A leading zero is lost: write {whole} and keep the column as text"
            raise _Wrong(f'"{raw}" has {len(raw)} digits', f"{digits[1]} digits", do)
        expected = f"{digits[1]} digits" if digits else f"the form {pattern.strip('^$')}"
        raise _Wrong(f'"{_short(raw)}" does not have the right form', expected, "Correct the value")
    choices = constraints.get("enum")
    if choices and raw not in choices:
        near = get_close_matches(raw, choices, n=1, cutoff=0)
        expected = f"one of {', '.join(choices)}"
        raise _Wrong(f'"{_short(raw)}" is not known', expected, f'The nearest is "{near[0]}"')
    if "minimum" in constraints and value < Decimal(str(constraints["minimum"])):
        least = constraints["minimum"]
        raise _Wrong(f"{raw} is less than {least}", f"at least {least}", "Correct the value")
    if "maximum" in constraints and value > Decimal(str(constraints["maximum"])):
        most = constraints["maximum"]
        raise _Wrong(f"{raw} is more than {most}", f"at most {most}", "Correct the value")


def _short(raw: str) -> str:
    """A value cut to what fits in a message, on one line."""
    line = " ".join("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in raw).split())
    return line if len(line) <= 40 else line[:39] + "…"


def _duplicates(schema: Mapping[str, Any], rows: Sequence[Row], file: str) -> list[Fault]:
    columns = _key(schema)
    first: dict[tuple[Any, ...], int] = {}
    faults = []
    for row in rows:
        values = tuple(row[column] for column in columns)
        if columns and values in first:
            what = f"{' '.join(str(v) for v in values)} stands in row {first[values]} already"
            expected = f"each {', '.join(columns)} once"
            faults.append(Fault(file, row.line, columns[0], what, expected, "Remove one of the rows"))
        first.setdefault(values, row.line)
    return faults
