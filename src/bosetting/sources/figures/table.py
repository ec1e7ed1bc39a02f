"""What a table of a year folder is, and how it becomes a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bosetting.inputs.years import FIRST, LAST

Cell = str | int | Decimal | bool | date | None
Row = Mapping[str, Cell]


@dataclass(frozen=True)
class Source:
    """A publisher, or the public copy through which its figures were read."""

    title: str
    path: str


@dataclass(frozen=True)
class Field:
    """A column: what it means, its unit and what its values must be."""

    name: str
    type: str
    description: str
    unit: str = ""
    constraints: Mapping[str, object] = field(default_factory=dict)

    def descriptor(self) -> dict[str, object]:
        """The column in the words of Table Schema."""
        result: dict[str, object] = {"name": self.name, "type": self.type, "description": self.description}
        if self.unit:
            result["unit"] = self.unit
        if self.constraints:
            result["constraints"] = dict(self.constraints)
        return result


@dataclass(frozen=True)
class Table:
    """One table, whole: its rows and everything a reader needs to judge them.

    Attributes:
        name: file name without ``.csv``.
        title: one line.
        description: what it is, what blanks and statuses mean, doubts and assumptions.
        structure: the municipal structure its codes belong to, by year; empty where it has no codes.
        sources: publishers first, then the public copies.
        fields: columns, in order.
        key: the columns that identify a row; rows are sorted by them.
        rows: values by column.
        municipal: True where every ``kommune_nr`` is a municipality of municipalities.csv.
    """

    name: str
    title: str
    description: str
    structure: str
    sources: Sequence[Source]
    fields: Sequence[Field]
    key: Sequence[str]
    rows: Sequence[Row]
    municipal: bool = False

    def csv(self) -> str:
        """The table as CSV text: LF, sorted by key, blank for unknown."""
        names = [column.name for column in self.fields]
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        for row in sorted(self.rows, key=self._order):
            writer.writerow([text(row.get(name)) for name in names])
        return out.getvalue()

    def _order(self, row: Row) -> tuple[str, ...]:
        return tuple(_sortable(row.get(name)) for name in self.key)


def _sortable(cell: Cell) -> str:
    """Whole numbers by size, all else as its text."""
    return f"{cell:09d}" if isinstance(cell, int) and not isinstance(cell, bool) else text(cell)


def text(cell: Cell) -> str:
    """A value as it stands in the file."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def municipality_code(
    name: str = "kommune_nr", description: str = "Municipality, four digits, as in municipalities.csv."
) -> Field:
    """A column of municipality codes, ``kommune_nr`` as a rule."""
    return Field(name, "string", description, "", {"required": True, "pattern": "^[0-9]{4}$"})


def cited() -> Field:
    """The column ``source``."""
    return Field("source", "string", "Who published it, and where.", "", {"required": True})


def count(name: str, description: str, unit: str = "persons", required: bool = False) -> Field:
    """A column of whole numbers from zero."""
    constraints: dict[str, object] = {"required": True} if required else {}
    return Field(name, "integer", description, unit, {**constraints, "minimum": 0})


def year(name: str, description: str, required: bool = True) -> Field:
    """A column of calendar years."""
    constraints: dict[str, object] = {"required": True} if required else {}
    return Field(name, "integer", description, "year", {**constraints, "minimum": FIRST, "maximum": LAST})


def choice(name: str, description: str, *values: str) -> Field:
    """A column that takes one of a few words."""
    return Field(name, "string", description, "", {"required": True, "enum": list(values)})


def published(description: str = "When the publisher first made the figure public.") -> Field:
    """The column ``published``."""
    return Field("published", "date", description, "date", {"required": True})
