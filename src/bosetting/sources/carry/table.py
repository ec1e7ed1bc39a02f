"""A frame of figures as values by key and code, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

import pandas as pd

from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.sources.carry.cells import text_of, whole
from bosetting.sources.carry.figure import OK, STATUSES, SUPPRESSED, Figure

_CARRIED = tuple(field.name for field in fields(Figure))
NEEDED = ("code", "value", "status")
Key = tuple[object, ...]
Group = dict[str, Figure]


def key_columns(frame: pd.DataFrame) -> tuple[str, ...]:
    """The columns that say what a figure is of, beside the municipality: period, measure and every other."""
    return tuple(str(name) for name in frame.columns if name != "code" and name not in _CARRIED)


def read_groups(frame: pd.DataFrame, name: str) -> dict[Key, Group]:
    """The figures of a frame by key, and within one key by code.

    Raises:
        BadInput: naming every row that cannot be carried; ``name`` is the table's, for the message.
    """
    lacking = [column for column in NEEDED if column not in frame.columns]
    if lacking:
        raise BadInput([Fault(name, 1, column, "the column is lacking", "", "Add it") for column in lacking])
    keys = key_columns(frame)
    groups: dict[Key, Group] = {}
    faults: list[Fault] = []
    for place, row in zip(frame.index, frame.to_dict("records"), strict=True):
        line = int(place) + 2
        code = text_of(row["code"])
        group = groups.setdefault(tuple(_plain(row[column]) for column in keys), {})
        figure = _figure(row, name, line, faults)
        if code in group:
            what = f"{code} stands twice for the same {', '.join(keys) or 'figure'}"
            faults.append(Fault(name, line, "code", what, "one row", "Remove one, or add them up"))
        group[code] = figure
    if faults:
        raise BadInput(faults)
    return groups


def frame_of(
    groups: Mapping[Key, Group],
    columns: Sequence[str],
    keys: Sequence[str],
    more: Sequence[Mapping[str, object]] = (),
) -> pd.DataFrame:
    """The figures as a frame with the columns of the one they came from, by key and code.

    Numbers are whole ones or None, in columns of objects; ``more`` are rows that are in it as they are.
    """
    rows: list[Mapping[str, object]] = [
        {**dict(zip(keys, key, strict=True)), "code": code, **vars(figure)}
        for key, group in groups.items()
        for code, figure in group.items()
    ]
    rows += more
    rows.sort(key=lambda row: (in_order(tuple(row[name] for name in keys)), text_of(row["code"])))
    return plain_frame(rows, columns)


def in_order(key: Key) -> tuple[tuple[bool, float, str], ...]:
    """What keys are sorted by: numbers by size, before texts."""
    texts = [text_of(cell) for cell in key]
    return tuple((not text.isdecimal(), float(text) if text.isdecimal() else 0, text) for text in texts)


def plain_frame(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> pd.DataFrame:
    """Rows as a frame of objects: a whole number stays one beside a blank."""
    return pd.DataFrame(
        [[row.get(name) for name in columns] for row in rows], columns=list(columns), dtype=object
    )


def _plain(cell: object) -> object:
    """A cell that can be a part of a key: nothing in any form is the same nothing."""
    return cell if text_of(cell) else None


def _figure(row: Mapping[object, object], name: str, line: int, faults: list[Fault]) -> Figure:
    numbers: list[int | None] = []
    for column in ("value", "low", "high"):
        try:
            numbers.append(whole(row.get(column)))
        except ValueError as error:
            do = "Carry persons and base, and name the rate in rates"
            faults.append(Fault(name, line, column, str(error), "a whole number from 0", do))
            numbers.append(0)
    said = [text_of(row.get(column)) for column in ("published", "published_from", "source")]
    value, low, high = numbers
    figure = Figure(text_of(row["status"]), value, low, high, *said)
    wrong = _wrong(figure)
    if wrong:
        faults.append(Fault(name, line, "status", wrong[0], wrong[1], "Correct the row"))
    return figure


def _wrong(figure: Figure) -> tuple[str, str] | None:
    """What contradicts itself in a row, and what was expected."""
    if figure.status not in STATUSES:
        return f'"{figure.status}" is no status', f"one of {', '.join(STATUSES)}"
    if (figure.status == OK) != (figure.value is not None):
        value = "no value" if figure.value is None else f"the value {figure.value}"
        return f"{figure.status} with {value}", "a value where the status is ok, and only there"
    bounds = [figure.low, figure.value, figure.high]
    known = [number for number in bounds if number is not None]
    if known != sorted(known):
        return f"the bounds {figure.low} to {figure.high} do not hold the figure", "low ≤ value ≤ high"
    if figure.status not in (OK, SUPPRESSED) and known:
        return f"{figure.status} with bounds", "none"
    return None
