"""What Norwegian Excel writes in a file with ``;`` between the columns, read where it is certain what is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

Cells = dict[str, str]
Lines = Sequence[tuple[int, Cells]]

_COMMA = re.compile(r"-?[0-9]{1,15},[0-9]{1,15}")
_DATE = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")
_TRUTH = {"SANN": "true", "USANN": "false"}
_NOTES = {
    "number": "a decimal comma; write a point",
    "date": "dates as day.month.year; write year-month-day",
    "boolean": "SANN and USANN; write true and false",
}


def as_the_table_has_it(fields: Sequence[Mapping[str, Any]], lines: Lines) -> tuple[str, ...]:
    """Rewrite the cells of a file with ``;`` to the table's own form, and tell what was rewritten.

    A decimal comma is certain where no number of the file has a point, and where not every number of the column could
    be thousands with a comma between. What is not certain stays as it is, and is a fault when it is checked.

    Args:
        fields: of the Table Schema.
        lines: each with its number and its cells by column; the cells are changed.

    Returns:
        Notes, in the order of the columns.
    """
    points = any(
        "." in cells[field["name"]] for field in fields if field["type"] == "number" for _, cells in lines
    )
    columns: dict[str, list[str]] = {}
    for field in fields:
        kind, name = field["type"], field["name"]
        values = [cells[name] for _, cells in lines]
        if kind not in _NOTES or (kind == "number" and (points or _may_be_thousands(values))):
            continue
        if [_rewritten(kind, value) for value in values] != values:
            columns.setdefault(kind, []).append(name)
            for _, cells in lines:
                cells[name] = _rewritten(kind, cells[name])
    return tuple(f"read {', '.join(names)} with {_NOTES[kind]}" for kind, names in columns.items())


def _may_be_thousands(values: Sequence[str]) -> bool:
    with_comma = [value for value in values if "," in value]
    return bool(with_comma) and all(_THOUSANDS.fullmatch(value) for value in with_comma)


def _rewritten(kind: str, value: str) -> str:
    if kind == "number" and _COMMA.fullmatch(value):
        return value.replace(",", ".")
    if kind == "date" and (parts := _DATE.fullmatch(value)):
        return "-".join(reversed(parts.groups()))
    return _TRUTH.get(value, value) if kind == "boolean" else value
