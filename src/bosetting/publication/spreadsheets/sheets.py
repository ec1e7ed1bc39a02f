"""A workbook before it is XLSX or ODS: sheets with a title, a few lines and at most one table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"(?:(\w+)!)?(\$?[A-Z]+\$?\d+)(?::(\$?[A-Z]+\$?\d+))?")
_WIDEST, _NARROWEST = 60, 9


@dataclass(frozen=True)
class Formula:
    """A formula of our own making; text from data is never one.

    Attributes:
        text: as in Excel, without the sign before it.
        value: what it gives, which readers that do not compute show.
    """

    text: str
    value: str | int | Decimal


@dataclass(frozen=True)
class SheetLink:
    """A link to another sheet, by its name."""

    sheet: str


Value = str | int | bool | Decimal | Formula | SheetLink | None


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes:
        name: on its tab; letters, digits and ``_``.
        title: in the first cell.
        lines: text below the title, a cell each.
        columns: headers of its table; none where it has no table.
        rows: of its table.
    """

    name: str
    title: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()

    @property
    def header_row(self) -> int:
        """The number of the row that holds the headers, from 1."""
        return len(self.lines) + 2

    @property
    def last_row(self) -> int:
        """The number of the last row."""
        return self.header_row + len(self.rows) if self.columns else self.header_row - 1

    def cell(self, column: str, row: int) -> str:
        """The address of a cell of the table, without the sheet: ``I5``; rows are numbered from 0."""
        return f"{letters(self.columns.index(column))}{self.header_row + 1 + row}"

    def span(self, column: str) -> str:
        """The address of a whole column of the table, with the sheet: ``check!$I$5:$I$99``."""
        letter = letters(self.columns.index(column))
        return f"{self.name}!${letter}${self.header_row + 1}:${letter}${self.last_row}"

    @property
    def table_span(self) -> str:
        """The address of the table with its headers: ``A4:O425``."""
        return f"A{self.header_row}:{letters(len(self.columns) - 1)}{self.last_row}"

    @property
    def widths(self) -> list[int]:
        """The width of each column in characters."""
        if not self.columns:
            return [100]
        return [
            min(
                _WIDEST,
                max(_NARROWEST, 2 + max(len(shown(row[place])) for row in (self.columns, *self.rows))),
            )
            for place in range(len(self.columns))
        ]


@dataclass(frozen=True)
class Workbook:
    """A workbook; the first sheet is its cover.

    Attributes:
        title: in its properties.
        creator: who issues it.
        language: of its texts, such as nb.
        made: the day in its properties; never the clock's.
        sheets: in order.
    """

    title: str
    creator: str
    language: str
    made: date
    sheets: Sequence[Sheet]


def letters(place: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    before, own = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + own)


def shown(value: Value) -> str:
    """What a cell shows, near enough to tell how wide it is."""
    if isinstance(value, Formula):
        return shown(value.value)
    if isinstance(value, SheetLink):
        return value.sheet
    return "" if value is None else str(value)


def xml_text(text: str) -> str:
    """Text without the few characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def open_formula(text: str) -> str:
    """A formula as ODS writes it (OpenFormula): ``[.I5]``, ``[$check.$I$5:.$I$99]``, and ``;`` between arguments."""
    quoted = re.split(r'("[^"]*")', text)
    return "".join(part if place % 2 else _references(part) for place, part in enumerate(quoted))


def _references(text: str) -> str:
    def written(match: re.Match[str]) -> str:
        sheet, first, last = match.groups()
        start = f"${sheet}.{first}" if sheet else f".{first}"
        return f"[{start}:.{last}]" if last else f"[{start}]"

    return _REFERENCE.sub(written, text.replace(",", ";"))
