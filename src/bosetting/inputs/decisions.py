"""What municipalities decided to settle, or were asked for, from a file of the user's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bosetting.inputs.reading.tables import Row, read_table
from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.inputs.weighed.plausible import DECIDED, most_persons

_CODE = {"name": "kommune_nr", "type": "string", "constraints": {"required": True, "pattern": "^[0-9]{4}$"}}
_PERSONS: dict[str, Any] = {
    "name": "persons",
    "type": "integer",
    "constraints": {"required": True, "minimum": 0, "maximum": 1_000_000},
}
_NOBODY = ("what was decided", "Write a row for each municipality, with 0 where it decided to settle nobody")
"""What a file of decisions must hold, and what to do: one with a header alone was cut off."""
_SCHEMA = {"fields": [_CODE, _PERSONS], "primaryKey": ["kommune_nr"]}


def read_decisions(path: Path, residents: Mapping[str, int]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Persons by municipality code, and notes on how the file was read.

    Municipalities that are not in the file decided nothing.

    Args:
        path: a CSV file with the columns kommune_nr and persons; others are passed over.
        residents: of each municipality of the year, by code; no more are taken than a place can hold.

    Raises:
        BadInput: with every fault, also where the file has no row.
    """
    return _read(path, residents, _NOBODY)


def read_published(path: Path, residents: Mapping[str, int]) -> tuple[dict[str, int], tuple[str, ...]]:
    """The persons that were asked for, by municipality code, and notes on how the file was read.

    0 is one that was not asked. Of those that are not in the file nothing is known.

    Args:
        path: a CSV file with the columns kommune_nr and persons; others are passed over.
        residents: of each municipality of the year, by code; no more are taken than a place can hold.

    Raises:
        BadInput: with every fault, also where the file has no row.
    """
    return _read(
        path, residents, ("what was asked", "Write a row for each municipality whose number is known")
    )


def _read(
    path: Path, residents: Mapping[str, int], rows: tuple[str, str]
) -> tuple[dict[str, int], tuple[str, ...]]:
    file = str(path)
    table, faults, notes = read_table({"path": path.name, "schema": _SCHEMA}, path, file, more_columns=True)
    do = "Write a code of municipalities.csv"
    for row in table or ():
        if row["kommune_nr"] not in residents:
            what = f'"{row["kommune_nr"]}" is not known'
            faults.append(Fault(file, row.line, "kommune_nr", what, "a municipality", do))
        else:
            faults += _more_than_it_holds(row, residents[row["kommune_nr"]], file)
    if table is not None and not table.rows and not faults:
        faults.append(Fault(file, None, None, "the file has no row", *rows))
    if faults or table is None:
        raise BadInput(faults)
    return {row["kommune_nr"]: row["persons"] for row in table}, tuple(notes)


def _more_than_it_holds(row: Row, residents: int, file: str) -> list[Fault]:
    most, expected = most_persons(residents, DECIDED)
    if row["persons"] <= most:
        return []
    what = f"{row['persons']} persons in {row['kommune_nr']}, which has {residents} residents"
    return [Fault(file, row.line, "persons", what, expected, "Correct the number")]
