"""The folder of the reference: its tables as text rows, and writing all that is new in it together."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bosetting.inputs.reading.cells import Wrong, value
from bosetting.inputs.reading.described import measured
from bosetting.inputs.reading.files import read_rows, read_text, read_utf8, why
from bosetting.inputs.told.faults import BadInput, Fault

SHOWN = "data/reference"
PACKAGE = "datapackage.json"
Row = Mapping[str, str]


@dataclass(frozen=True)
class Kept:
    """One table as it stands in the folder.

    Attributes:
        name: without ``.csv``.
        fields: of its Table Schema.
        key: the columns that identify a row.
        rows: every cell as text.
    """

    name: str
    fields: tuple[Mapping[str, Any], ...]
    key: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(field["name"] for field in self.fields)

    @property
    def part(self) -> tuple[str, ...]:
        """What a part of the table has in common that is fetched or imported whole: its key but for the codes."""
        return tuple(name for name in self.key if not name.endswith("code"))

    def csv(self, rows: Sequence[Row]) -> bytes:
        """The table with these rows as it is written: LF, sorted by key."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        for row in sorted(rows, key=lambda row: tuple(row.get(name, "") for name in self.key)):
            writer.writerow([row.get(name, "") for name in self.columns])
        return out.getvalue().encode()


def read_package(reference: Path) -> dict[str, Any]:
    """The description of the reference's tables.

    Raises:
        BadInput: it is not there, or not a Data Package.
    """
    try:
        package = json.loads(read_utf8(reference / PACKAGE))
        if all(isinstance(each["name"], str) for each in package["resources"]):
            return dict(package)
        error: Exception = ValueError("it is no Data Package")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as failed:
        error = failed
    do = "Make the reference first"
    raise BadInput([Fault(f"{SHOWN}/{PACKAGE}", None, None, f"it cannot be read: {why(error)}", "", do)])


def read_kept(reference: Path, package: Mapping[str, Any], name: str) -> Kept:
    """A table of the reference.

    Raises:
        BadInput: it is not described, or its file cannot be read or has other columns.
    """
    resource = next((each for each in package["resources"] if each["name"] == name), None)
    file = f"{SHOWN}/{name}.csv"
    if resource is None:
        names = ", ".join(each["name"] for each in package["resources"])
        raise BadInput(
            [Fault(file, None, None, f"{PACKAGE} describes no such table", f"one of {names}", "Name another")]
        )
    try:
        lines = read_rows(read_text(reference / f"{name}.csv").text).rows
    except (OSError, ValueError, csv.Error) as error:
        raise BadInput(
            [Fault(file, None, None, f"it cannot be read: {why(error)}", "CSV in UTF-8", "Mend it")]
        ) from None
    schema = resource["schema"]
    fields = tuple(schema["fields"])
    header, rows = (lines[0][1] if lines else []), lines[1:]
    if header != [field["name"] for field in fields] or any(len(row) != len(header) for _, row in rows):
        do = "Mend the file, or make the reference anew"
        raise BadInput([Fault(file, 1, None, "the columns are not those that are described", "", do)])
    return Kept(
        name,
        fields,
        tuple(schema["primaryKey"]),
        tuple(dict(zip(header, row, strict=True)) for _, row in rows),
    )


def faults_of(kept: Kept, rows: Sequence[Row], file: str, lines: Sequence[int | None]) -> list[Fault]:
    """What in new rows is not what the table's schema says, and rows that stand twice.

    Args:
        kept: the table.
        rows: the new ones.
        file: where they are from, for messages.
        lines: of each row in that file, or None.
    """
    faults = []
    seen: set[tuple[str, ...]] = set()
    for line, row in zip(lines, rows, strict=True):
        for field in kept.fields:
            try:
                value(field, row.get(field["name"], ""))
            except Wrong as wrong:
                faults.append(Fault(file, line, field["name"], wrong.what, wrong.expected, wrong.do))
        key = tuple(row.get(name, "") for name in kept.key)
        if key in seen:
            what = f"{' '.join(key)} stands twice"
            faults.append(Fault(file, line, None, what, "one row", "Remove one, or add up the parts"))
        seen.add(key)
    return faults


def described_anew(package: Mapping[str, Any], contents: Mapping[str, bytes]) -> bytes:
    """``datapackage.json`` with size and checksum of the tables that are written, by file name."""
    resources = [
        {**each, **measured(contents[each["path"]])} if each.get("path") in contents else each
        for each in package["resources"]
    ]
    return f"{json.dumps({**package, 'resources': resources}, ensure_ascii=False, indent=2)}\n".encode()
