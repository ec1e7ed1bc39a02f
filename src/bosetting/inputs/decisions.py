"""What municipalities decided to settle, or were asked for, from a file of the user's."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from bosetting.inputs.reading.tables import read_table
from bosetting.inputs.told.faults import BadInput, Fault

_CODE = {"name": "kommune_nr", "type": "string", "constraints": {"required": True, "pattern": "^[0-9]{4}$"}}
_PERSONS: dict[str, Any] = {
    "name": "persons",
    "type": "integer",
    "constraints": {"required": True, "minimum": 0, "maximum": 1_000_000},
}
_SCHEMA = {"fields": [_CODE, _PERSONS], "primaryKey": ["kommune_nr"]}


def read_decisions(path: Path, codes: Collection[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Persons by municipality code, and notes on how the file was read.

    Municipalities that are not in the file decided nothing.

    Args:
        path: a CSV file with the columns kommune_nr and persons; others are passed over.
        codes: the codes of the year.

    Raises:
        BadInput: with every fault.
    """
    return _read(path, codes)


def read_published(path: Path, codes: Collection[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """The persons that were asked for, by municipality code, and notes on how the file was read.

    0 is one that was not asked. Of those that are not in the file nothing is known.

    Args:
        path: a CSV file with the columns kommune_nr and persons; others are passed over.
        codes: the codes of the year.

    Raises:
        BadInput: with every fault, also where the file has no row.
    """
    persons, notes = _read(path, codes)
    if not persons:
        do = "Write a row for each municipality whose number is known"
        raise BadInput([Fault(str(path), None, None, "the file has no row", "what was asked", do)])
    return persons, notes


def _read(path: Path, codes: Collection[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    file = str(path)
    table, faults, notes = read_table({"path": path.name, "schema": _SCHEMA}, path, file, more_columns=True)
    do = "Write a code of municipalities.csv"
    for row in table or ():
        if row["kommune_nr"] not in codes:
            what = f'"{row["kommune_nr"]}" is not known'
            faults.append(Fault(file, row.line, "kommune_nr", what, "a municipality", do))
    if faults or table is None:
        raise BadInput(faults)
    return {row["kommune_nr"]: row["persons"] for row in table}, tuple(notes)
