"""The cells of a table: what a column holds, and how one value is written for the reader."""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import Any, Literal

from bosetting.report.language.numbers import format_date, format_decimal, format_integer, format_percent
from bosetting.report.language.readable import readable

ColumnKind = Literal["text", "integer", "decimal", "percent", "year", "code", "date"]
_NUMERIC = ("integer", "decimal", "percent")
NOTHING = "–"


_ON_PAGE = re.compile(r"#[a-z][a-z0-9-]*")
_BELOW = re.compile(r"\w[\w-]*(?:/\w[\w-]*)*\.\w+")


@dataclass(frozen=True)
class Column:
    """A column: its heading, what its cells are, and how many decimals they show."""

    label: str
    kind: ColumnKind = "text"
    decimals: int = 0

    @property
    def numeric(self) -> bool:
        """Whether the cells are numbers and stand to the right."""
        return self.kind in _NUMERIC


@dataclass(frozen=True)
class Words:
    """Words in the place of a value, such as “ikke offentliggjort” in a column of numbers."""

    text: str


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere: a source and where it can be read.

    An address that is not http or https is left out, so that data cannot make a reader run anything.
    Sources are named in the language they are written in, so that a screen reader says them rightly.
    """

    text: str
    address: str
    language: str = "nb"

    @property
    def safe_address(self) -> str:
        """The address, or nothing where it is not one to follow."""
        return self.address if self.address.startswith(("https://", "http://")) else ""


@dataclass(frozen=True)
class FileLink(Link):
    """Words that lead to a file of the publication itself, by an address below the page."""

    @property
    def safe_address(self) -> str:
        """The address, or nothing where it leads anywhere else."""
        return self.address if _BELOW.fullmatch(self.address) else ""


@dataclass(frozen=True)
class RowLink(Link):
    """Words that lead to a row of another table on the same page; on paper they are words alone."""

    @property
    def safe_address(self) -> str:
        """The address, or nothing where it leads off the page."""
        return self.address if _ON_PAGE.fullmatch(self.address) else ""


def format_cell(cell: object, column: Column, language: str) -> str:  # noqa: PLR0911 - a line a kind
    """Writes one known cell as the reader sees it."""
    if isinstance(cell, Link):
        return readable(cell.text, cell.language)
    if isinstance(cell, Words):
        return readable(cell.text, language)
    value: Any = cell
    match column.kind:
        case "integer":
            return format_integer(value, language)
        case "decimal":
            return format_decimal(value, language, column.decimals)
        case "percent":
            return format_percent(value, language, column.decimals)
        case "date" if isinstance(cell, datetime.date):
            return format_date(cell, language)
        case "text" if isinstance(cell, str):
            return readable(cell, language)
        case "code" if isinstance(cell, str):
            return cell
        case "year" if isinstance(cell, int) and not isinstance(cell, bool):
            return str(cell)
    raise ValueError(f"{cell!r} is not a value of kind {column.kind}.")


def sort_value(cell: object) -> str:
    """Gives what the page's script sorts by; nothing for the unknown, which comes last."""
    if cell is None or isinstance(cell, Words | Link):
        return ""
    if isinstance(cell, Fraction | Decimal):
        return repr(float(cell))
    if isinstance(cell, Real):
        return str(cell)
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)
