"""The columns that every table of figures has, and a row of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bosetting.sources.figures.reading import Record, cell, whole
from bosetting.sources.figures.table import Cell, Field, Row, Source, Table, choice, published

ASSUMED = "assumed"
"""Where the day of publication is not known: by the rule that the table's description states."""
STATUSES = ("ok", "suppressed", "missing", "not_applicable")
_NAMED = {"required": True, "pattern": "^[a-z][a-z0-9_]*$"}
CODE = Field(
    "code",
    "string",
    "Municipality (four digits), county (two) or the whole country (0000), as the publisher gave it.",
    "",
    {"required": True, "pattern": "^([0-9]{4}|[0-9]{2})$"},
)
PERIOD = Field(
    "period", "string", "Year, quarter (2014-K4) or day that the figure is of.", "", {"required": True}
)
MEASURE = Field("measure", "string", "What is counted; the description says in which unit.", "", _NAMED)
FIGURE: tuple[Field, ...] = (
    Field("value", "number", "The figure; blank unless status is ok.", ""),
    Field("low", "number", "The least it can be, where it is hidden, rounded or a bound.", ""),
    Field("high", "number", "The most it can be.", ""),
    choice("status", "ok, suppressed by the publisher, missing, or not_applicable.", *STATUSES),
    published(),
    Field("published_from", "string", "The source of that day, or assumed.", "", {"required": True}),
    Field(
        "source",
        "string",
        "Who published the figure, and the public copy it was read from.",
        "",
        {"required": True},
    ),
)
FIELDS = (CODE, PERIOD, MEASURE, *FIGURE)
KEY = ("period", "measure", "code")


@dataclass(frozen=True)
class Origin:
    """When and where figures were first public.

    Attributes:
        published: the day.
        published_from: the day's source; ``assumed`` where it follows a rule.
        source: publisher, table and copy.
    """

    published: date
    source: str
    published_from: str = ASSUMED

    def cells(self) -> dict[str, Cell]:
        """The three columns."""
        return {"published": self.published, "published_from": self.published_from, "source": self.source}


def figure(
    code: str,
    period: str,
    measure: str,
    origin: Origin,
    value: Cell = None,
    status: str = "ok",
    bounds: tuple[Cell, Cell] = (None, None),
) -> Row:
    """A row: what is of whom and when, the number or its bounds, and where it is from."""
    numbers = {"value": value, "low": bounds[0], "high": bounds[1], "status": status}
    return {"code": code, "period": period, "measure": measure, **numbers, **origin.cells()}


def counted(
    record: Record, code: str, measure: str, origin: Origin, hidden: tuple[int, int], none: str = "missing"
) -> Row:
    """A record of the source as a row; a hidden cell gets the bounds of its table.

    Args:
        record: with value, year and status.
        code: of whom.
        measure: what is counted.
        origin: where it is from.
        hidden: the least and the most a hidden cell can be.
        none: status of a cell without a number.
    """
    value, period = cell(record), record["year"]
    if value == ":":
        return figure(code, period, measure, origin, None, "suppressed", hidden)
    if value == ".":
        return figure(code, period, measure, origin, None, none)
    return figure(code, period, measure, origin, whole(value))


def figures_table(
    name: str, title: str, description: str, sources: Sequence[Source], rows: Sequence[Row]
) -> Table:
    """A table of figures by period, measure and code."""
    return Table(name, title, description, "", sources, FIELDS, KEY, rows)
