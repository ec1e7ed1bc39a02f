"""Files from people, read defensively: size, encoding, separator. Every file that a person gives comes through here."""

from __future__ import annotations

import csv
import io
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from bosetting.inputs.reading.encoding import Unreadable, decoded

LARGEST = 50 * 1024 * 1024
"""Bytes; a year folder's tables are a few megabytes at most, and a wrong file should not fill the memory."""
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 100_000, 200, 10_000
"""Ten times what the largest table of a year holds."""


@dataclass(frozen=True)
class Text:
    """A file's text and what had to be done to read it."""

    text: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """The rows of a CSV file.

    Attributes:
        rows: each with the number of its first line; those without a value are left out.
        semicolon: whether ``;`` stands between the columns, as in what Norwegian Excel saves.
        notes: what had to be done to read them.
    """

    rows: tuple[tuple[int, list[str]], ...]
    semicolon: bool
    notes: tuple[str, ...]


def is_link_or_device(path: Path) -> bool:
    """Whether a path is a link, a pipe, a socket or a device: what it leads to may be any file of the machine."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def read_text(path: Path) -> Text:
    """The text of a file in UTF-8, with or without a byte order mark, or in Windows-1252 with a note.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file is too large or is not text; ``Unreadable`` where one row is to blame.
    """
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise ValueError(f"the file is larger than {LARGEST // 1024 // 1024} MiB")
    return Text(*decoded(raw))


def read_utf8(path: Path) -> str:
    """The text of a file whose format demands UTF-8.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file is too large, is not text or is in another encoding.
    """
    text = read_text(path)
    if text.notes:
        raise ValueError("it is not in UTF-8")
    return text.text


def read_rows(text: str) -> Rows:
    """The rows of a CSV text; ``;`` between the columns gives a note.

    Raises:
        csv.Error: a quote is not closed or a field is larger than the reader takes.
        Unreadable: tabs stand between the columns, or there are more rows or columns than any table has.
    """
    header = re.split(r"[\r\n]", text, maxsplit=1)[0]
    semicolon = header.count(";") > header.count(",")
    if header.count("\t") > header.count(";") + header.count(","):
        do = "Save the file as CSV UTF-8"
        raise Unreadable("tabs stand between the columns", 1, "CSV in UTF-8", do)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if semicolon else ",", strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    for row in reader:
        # Excel saves rows and columns that were once used as nothing but separators.
        if "".join(row).strip():
            _refuse_endless(len(rows), row, line)
            rows.append((line, row))
        line = reader.line_num + 1
    notes = ("read with ; between the columns; write it with ,",) if semicolon else ()
    return Rows(tuple(rows), semicolon, notes)


def _refuse_endless(before: int, row: list[str], line: int) -> None:
    do = "Check that this is the right file"
    if before > MOST_ROWS:
        raise Unreadable(f"the table has more than {MOST_ROWS:,} rows", line, "a table of a year", do)
    if len(row) > MOST_COLUMNS:
        raise Unreadable(f"{len(row):,} cells in a row", line, f"at most {MOST_COLUMNS}", do)
    longest = max(map(len, row))
    if longest > LONGEST_CELL:
        raise Unreadable(f"a cell of {longest:,} characters", line, f"at most {LONGEST_CELL:,}", do)


def why(error: Exception) -> str:
    """What an error says, without the machine's own path or number."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if isinstance(error, csv.Error) and str(error) == "unexpected end of data":
        return "a quote is opened and never closed"
    return str(error)
