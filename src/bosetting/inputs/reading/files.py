"""Files from people, read defensively: size, encoding, separator. Every file that a person gives comes through here."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bosetting.inputs.reading.encoding import Unreadable, decoded

LONGEST_NUMBER = 20
"""Digits of a whole number in JSON; none that is used has half as many."""
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


def read_bytes(path: Path, most: int | None = None) -> bytes:
    """The bytes of a plain file, never of what a link leads to, and without waiting for a pipe or reading a device.

    Args:
        path: where the file lies.
        most: bytes; of a larger one nothing is given; None for what no table is larger than.

    Raises:
        FileNotFoundError: there is no such file.
        OSError: it cannot be read.
        ValueError: it is larger; ``Unreadable`` where it is a link or no file at all.
    """
    most = LARGEST if most is None else most
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except OSError as error:
        # A link, and a socket or a device without its driver.
        if error.errno in (errno.ELOOP, errno.ENXIO, errno.ENODEV):
            raise _no_file() from None
        raise
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        raise _no_file()
    with os.fdopen(handle, "rb") as file:
        raw = file.read(most + 1)
    if len(raw) > most:
        raise ValueError(f"the file is larger than {most // 1024 // 1024} MiB")
    return raw


def _no_file() -> Unreadable:
    return Unreadable("this is a link or no file at all", None, "a file", "Put the file itself there")


def read_text(path: Path) -> Text:
    """The text of a file in UTF-8, with or without a byte order mark, or in Windows-1252 with a note.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file is too large or is not text; ``Unreadable`` where one row is to blame, or where it is a
            link or no file at all.
    """
    return Text(*decoded(read_bytes(path)))


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


def read_json(path: Path) -> Any:
    """The document in a JSON file.

    Raises:
        FileNotFoundError: there is no such file.
        OSError: it cannot be read.
        ValueError: it is too large, not UTF-8, or not JSON: in plain words, with the row where it is in one.
    """
    text = read_utf8(path)
    if not text.strip():
        raise ValueError("it is empty")
    try:
        return json.loads(text, parse_int=_whole)
    except json.JSONDecodeError as error:
        # A text that is opened and never closed is told where it begins.
        cut = error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip()) - 1
        what = "it ends before it is whole" if cut else "it is not JSON"
        raise ValueError(f"{what} (row {error.lineno}, character {error.colno:,})") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(f"it holds a number of {len(text):,} digits")
    return int(text)


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
