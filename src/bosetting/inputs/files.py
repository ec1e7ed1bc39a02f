"""Files from people, read defensively: size, encoding, separator."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

LARGEST = 50 * 1024 * 1024
"""Bytes; a year folder's tables are a few megabytes at most, and a wrong file should not fill the memory."""


@dataclass(frozen=True)
class Text:
    """A file's text and what had to be done to read it."""

    text: str
    notes: tuple[str, ...]


def read_text(path: Path) -> Text:
    """The text of a file in UTF-8, with or without a byte order mark, or in Latin-1 with a note.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file is too large or is not text.
    """
    if path.stat().st_size > LARGEST:
        raise ValueError(f"the file is larger than {LARGEST // 1024 // 1024} MiB")
    raw = path.read_bytes()
    if b"\0" in raw:
        raise ValueError("the file holds NUL bytes and is not text")
    try:
        return Text(raw.decode("utf-8-sig"), ())
    except UnicodeDecodeError:
        return Text(raw.decode("latin-1"), ("read as Latin-1; write it as UTF-8",))


def read_rows(text: str) -> tuple[list[tuple[int, list[str]]], tuple[str, ...]]:
    """The rows of a CSV text, each with the number of its first line, and a note where ``;`` separates.

    Raises:
        csv.Error: a quote is not closed or a field is larger than the reader takes.
    """
    header = text.split("\n", 1)[0]
    semicolon = header.count(";") > header.count(",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if semicolon else ",", strict=True)
    rows = []
    line = 1
    for row in reader:
        if row:
            rows.append((line, row))
        line = reader.line_num + 1
    return rows, ("read with ; between the columns; write it with ,",) if semicolon else ()


def why(error: Exception) -> str:
    """What an error says, without the machine's own path or number."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, csv.Error) and str(error) == "unexpected end of data":
        return "a quote is opened and never closed"
    return str(error)
