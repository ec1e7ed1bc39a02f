"""A table that a person saved from a publisher's page: rows of text from a CSV file or a workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from bosetting.inputs.reading.encoding import Unreadable, decoded
from bosetting.inputs.reading.files import LARGEST, MOST_COLUMNS, MOST_ROWS, why
from bosetting.inputs.told.faults import BadInput, Fault

LARGEST_UNPACKED = 4 * LARGEST
"""Bytes of a workbook's parts together."""
_BY_HAND = "Save the table anew from the publisher's page"
Lines = list[tuple[int, list[str]]]


def read_saved(content: bytes, path: Path, sheet: str = "") -> tuple[Lines, tuple[str, ...]]:
    """The rows with their numbers in the file, every cell as text without spaces around it, and notes.

    Args:
        content: the bytes of the file.
        path: as the user named it; its ending tells what it is.
        sheet: of a workbook; empty for the first.

    Raises:
        BadInput: it is neither CSV nor a workbook, or cannot be read with certainty.
    """
    try:
        if len(content) > LARGEST:
            raise ValueError(f"it is larger than {LARGEST // 1024 // 1024} MiB")
        if path.suffix.lower() == ".csv":
            text, notes = decoded(content)
            return _kept(_csv_rows(text)), notes
        if path.suffix.lower() == ".xlsx":
            return _kept(_workbook_rows(content, sheet)), ()
        raise ValueError("it is neither CSV nor XLSX by its name")
    except Unreadable as error:
        raise BadInput([Fault(str(path), error.row, None, error.what, error.expected, error.do)]) from None
    except _UNREADABLE as error:
        what = f"it cannot be read: {why(error)}"
        raise BadInput([Fault(str(path), None, None, what, "CSV or XLSX", _BY_HAND)]) from None


_UNREADABLE = (
    ValueError,
    KeyError,
    OSError,
    csv.Error,
    zipfile.BadZipFile,
    InvalidFileException,
    RecursionError,
)


def _csv_rows(text: str) -> Iterable[tuple[int, list[str]]]:
    """Rows of CSV; what stands between the columns is told by the line that has most of them."""
    lines = text.splitlines()[:50]
    mark = max(";,\t", key=lambda sign: max((line.count(sign) for line in lines), default=0))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    line = 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1


def _workbook_rows(content: bytes, sheet: str) -> Iterable[tuple[int, list[str]]]:
    """Rows of a sheet: what its formulas came to when it was saved."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
            raise ValueError("it is too large when it is unpacked")
    values = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    name = sheet or values.sheetnames[0]
    if name not in values.sheetnames:
        raise ValueError(f'it has no sheet "{name}", but {", ".join(values.sheetnames)}')
    pairs = zip(
        values[name].iter_rows(values_only=True), formulas[name].iter_rows(values_only=True), strict=True
    )
    for line, (row, written) in enumerate(pairs, 1):
        for cell, formula in zip(row, written, strict=True):
            if cell is None and isinstance(formula, str) and formula.startswith("="):
                raise ValueError(f"row {line} has a formula without its result")
        yield line, [_text(cell) for cell in row]


def _text(cell: object) -> str:
    """A cell as a person reads it: 301 for 301.0, a day as YYYY-MM-DD."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _kept(rows: Iterable[tuple[int, Sequence[str]]]) -> Lines:
    """Rows with something in them, within the bounds of what a table can be."""
    found: Lines = []
    for line, row in rows:
        if any(cell.strip() for cell in row):
            if len(found) >= MOST_ROWS or len(row) > MOST_COLUMNS:
                raise ValueError(f"it has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns")
            found.append((line, [cell.strip() for cell in row]))
    return found
