"""When a figure was public, against what it counts: nobody publishes a count before the last day counted."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from bosetting.inputs.reading.description import EARLIEST
from bosetting.inputs.reading.tables import Row, Table
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.weighed.checking import Check, Tables, fault

DAYS = ("reference_date", "counted_to")
"""Columns with the last day that is counted, in whatever table they stand."""
OF_WHOLE_YEARS = ("programme_results", "programme_participants", "settled")
"""Tables whose ``year`` is counted to its end; in others it may be one that is planned or decided for."""
BY_DATE = "national"
"""The table whose ``date`` is the day that a number is of."""
_QUARTER = re.compile(r"([0-9]{4})-K([1-4])")


def _counted_before_published(tables: Tables) -> Iterator[Fault]:
    for table in tables.values():
        types = {field["name"]: field["type"] for field in table.schema["fields"]}
        if types.get("published") == "date":
            for row in table:
                yield from _too_early(table, row, types)


def _too_early(table: Table, row: Row, types: dict[str, str]) -> Iterator[Fault]:
    published, last = row["published"], _last_day(table, row, types)
    if published is None or last is None or published >= last[1]:
        return
    what = f"{published} is before {last[1]}, the last day that is counted ({last[0]})"
    yield fault(table, row, "published", what, f"at the earliest {last[1]}", "Correct one of the two")


def _last_day(table: Table, row: Row, types: dict[str, str]) -> tuple[str, date] | None:
    """The column that says what a row counts, and the last day of it; None where none does."""
    days = (*DAYS, "date") if table.name == BY_DATE else DAYS
    for column in days:
        if types.get(column) == "date" and row[column] is not None:
            return column, row[column]
    quarter = _QUARTER.fullmatch(row["period"] or "") if types.get("period") == "string" else None
    if quarter is not None:
        year, month = int(quarter[1]), 3 * int(quarter[2])
        return ("period", date(year, month, monthrange(year, month)[1])) if year else None
    if table.name in OF_WHOLE_YEARS and row["year"] is not None:
        return "year", date(row["year"], 12, 31)
    return None


DECIDED = (("adjustments", "date"), ("county_totals", "published"))
"""Tables of the year's own decisions, and the column with their day."""


def decided_for_another_year(tables: Tables, year: int) -> Iterator[Fault]:
    """What was decided so long before the target year that it cannot be about it.

    Args:
        tables: of the year folder, as far as they could be read.
        year: the target year.
    """
    for name, column in DECIDED:
        for row in tables.get(name, ()):
            day = row[column]
            if day is not None and day.year < year - EARLIEST:
                what = f"{day} is long before the request for {year}"
                yield fault(
                    tables[name], row, column, what, f"a day from {year - EARLIEST}", "Correct the date"
                )


def _requests_of_their_time(tables: Tables) -> Iterator[Fault]:
    """A request or decision is public a few years before its year at the earliest."""
    table = tables["published_requests"]
    for row in table:
        day, year = row["published"], row["year"]
        if day.year < year - EARLIEST:
            what = f"{day} is long before {year}, the year of {row['edition']}"
            yield fault(
                table, row, "published", what, f"a day from {year - EARLIEST}", "Correct one of the two"
            )


DATED_CHECKS = (
    Check(_requests_of_their_time, reads=("published_requests",)),
    Check(_counted_before_published),
)
