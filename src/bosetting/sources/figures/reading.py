"""The source figures as they lie in their folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from bosetting.inputs.reading.files import read_rows, read_text

HIDDEN = "skjult"
"""Status of a cell that the publisher hides."""
NONE = "ikke_oppgitt"
"""Status of a cell that the publisher prints as a full stop: none, or not applicable."""

Record = Mapping[str, str]


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """Rows of one CSV file of the folder, every cell as text.

    Args:
        folder: the folder of source figures.
        name: path inside it, for example ``municipal-2018/points_2018.csv``.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: its text is not certain, or a row has other cells than the header.
        csv.Error: a quote is not closed.
    """
    (_, header), *rows = read_rows(read_text(folder / name).text).rows or ((1, []),)
    for line, row in rows:
        if len(row) != len(header):
            raise ValueError(f"{name}, row {line}: {len(row)} cells. Expected {len(header)}. Mend the row.")
    return [dict(zip(header, row, strict=True)) for _, row in rows]


def cell(record: Record) -> str:
    """The value of a row, ``:`` where it is hidden and ``.`` where it is none or not applicable."""
    return {HIDDEN: ":", NONE: "."}.get(record.get("status", "ok"), record["value"] or ".")


def grouped(records: Iterable[Record], *columns: str) -> dict[tuple[str, ...], list[Record]]:
    """Rows by the values of some columns, in file order within each group."""
    groups: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record in records:
        groups[tuple(record[column] for column in columns)].append(record)
    return dict(groups)


def whole(value: str) -> int:
    """A whole number that may be written with a decimal point.

    Raises:
        ValueError: it is not whole.
    """
    number = float(value)
    if not number.is_integer():
        raise ValueError(f"{value} is not a whole number")
    return int(number)
