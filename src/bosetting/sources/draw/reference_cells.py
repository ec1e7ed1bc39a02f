"""What the drawing reads of the reference without asking again: its columns, and what can stand in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bosetting.inputs.reading.cells import Wrong, value
from bosetting.inputs.told.faults import BadInput, Fault

ANEW = "Mend the file, or get the reference anew"
_FIGURES = ("code", "period", "measure", "value", "low", "high", "status", "published")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "changes": ("date", "kind", "old_code", "new_code", "share"),
    "structure": ("code", "valid_from", "valid_to", "name", "county_code", "county", "lat", "lon"),
    "language": ("code", "period", "value"),
    "population": _FIGURES,
    "employment": _FIGURES,
    "programme_results": _FIGURES,
    "programme_participants": _FIGURES,
    "settled": _FIGURES,
    "requests": ("code", "target_year", "version", "rank", *_FIGURES[2:]),
    "national": ("period", "measure", "group", "value", "unit", "low", "high", "date", "published"),
    "grant_rates": ("period", "payment_year", "group", "measure", "value", "status", "published"),
    "outline": ("ring", "order", "lon", "lat"),
}
"""Columns that are read, by table; the tables of the programme are taken over as they are."""
_NUMBER: Mapping[str, Any] = {"type": "number"}
_WHOLE: Mapping[str, Any] = {"type": "integer", "constraints": {"required": True}}
_DAY: Mapping[str, Any] = {"type": "date"}
_GIVEN: Mapping[str, Any] = {"type": "string", "constraints": {"required": True}}
_FORMS: Mapping[str, Mapping[str, Any]] = {
    "code": _GIVEN,
    "period": _GIVEN,
    "low": _NUMBER,
    "high": _NUMBER,
    "lat": _NUMBER,
    "lon": _NUMBER,
    "target_year": _WHOLE,
    "rank": _WHOLE,
    "ring": _WHOLE,
    "order": _WHOLE,
    "valid_from": _DAY,
    "valid_to": _DAY,
}
"""What a cell must be, by column; of the others any text will do."""
_OF_TABLES: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "language": {},
    "changes": {"date": {"type": "date", "constraints": {"required": True}}},
    "grant_rates": {"value": _NUMBER, "published": _DAY},
    "national": {"value": _NUMBER, "date": _DAY},
}
"""Beside that, by table; every other one has figures, and the day that each was public."""
_OF_FIGURES = {"value": _NUMBER, "published": {"type": "date", "constraints": {"required": True}}}


def checked(lines: Sequence[tuple[int, list[str]]], table: str, file: str) -> list[dict[str, str]]:
    """The rows of a table of the reference, every cell as text.

    Args:
        lines: with their numbers, the header first.
        table: its name.
        file: the same as the user knows it.

    Raises:
        BadInput: a column is missing, or a cell is not what it must be.
    """
    if not lines:
        raise BadInput([Fault(file, 1, None, "the file is empty", "a header", ANEW)])
    (top, header), *rows = lines
    missing = [name for name in COLUMNS.get(table, ()) if name not in header]
    if missing:
        raise BadInput([Fault(file, top, n, "the column is missing", _header(table), ANEW) for n in missing])
    faults = [
        Fault(file, line, None, f"{len(row)} cells", f"{len(header)}, one for each column", ANEW)
        for line, row in rows
        if len(row) != len(header)
    ]
    if not faults:
        faults = list(_wrong(header, rows, table, file))
    if faults:
        raise BadInput(faults)
    return [dict(zip(header, row, strict=True)) for _, row in rows]


def _header(table: str) -> str:
    return ",".join(COLUMNS[table])


def _wrong(
    header: Sequence[str], rows: Sequence[tuple[int, list[str]]], table: str, file: str
) -> Iterator[Fault]:
    if table not in COLUMNS:
        return
    forms = {**_FORMS, **_OF_TABLES.get(table, _OF_FIGURES)}
    for place, name in enumerate(header):
        if name in forms:
            right: set[str] = set()  # most values stand in many rows
            for line, row in rows:
                cell = row[place]
                if cell in right:
                    continue
                try:
                    value(forms[name], cell)
                    right.add(cell)
                except Wrong as wrong:
                    yield Fault(file, line, name, wrong.what, wrong.expected, wrong.do)
