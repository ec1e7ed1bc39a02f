"""What municipalities decided to settle, from a file of the user's."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from bosetting.inputs.reading.tables import read_table
from bosetting.inputs.told.faults import BadInput, Fault

_SCHEMA: dict[str, Any] = {
    "fields": [
        {
            "name": "kommune_nr",
            "type": "string",
            "constraints": {"required": True, "pattern": "^[0-9]{4}$"},
        },
        {
            "name": "persons",
            "type": "integer",
            "constraints": {"required": True, "minimum": 0, "maximum": 1_000_000},
        },
    ],
    "primaryKey": ["kommune_nr"],
}


def read_decisions(path: Path, codes: Collection[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Persons by municipality code, and notes on how the file was read.

    Municipalities that are not in the file decided nothing.

    Args:
        path: a CSV file with the columns kommune_nr and persons; others are passed over.
        codes: the codes of the year.

    Raises:
        BadInput: with every fault.
    """
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
