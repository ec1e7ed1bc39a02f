"""The tables that the load on the introduction programme rests on, where a year folder has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bosetting.inputs.model import Edition
from bosetting.inputs.programme import EVERYONE, YOUNG
from bosetting.inputs.reading.tables import Row, Table
from bosetting.inputs.rules import Rules
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.weighed.checking import Check, Tables, fault

OPTIONAL: Mapping[str, Mapping[str, str]] = {
    "regulations": dict.fromkeys(("id", "group", "source", "assumption"), "string")
    | dict.fromkeys(("valid_from", "published", "take_up_published"), "date")
    | dict.fromkeys(("normal_months", "longest_months"), "integer")
    | {"take_up": "number"},
    "participant_series": dict.fromkeys(("measure", "register", "use"), "string")
    | dict.fromkeys(("first_year", "last_year"), "integer")
    | {"leavers_go_on": "boolean"},
    "cohort_groups": {"id": "string", "year": "integer", "published": "date"}
    | dict.fromkeys(("share", "size_over"), "number"),
}
"""Tables that a year folder has if a load is computed from it, and the columns that are read, with their types."""
BLANK = {
    "participant_series": ("first_year", "last_year"),
    "cohort_groups": ("year", "share", "size_over", "published"),
    "regulations": ("assumption", "take_up", "take_up_published"),
}
"""Columns of theirs that may be blank."""
FITTED = (
    "participants_during_year",
    "participants_share_at_year_end",
    "programme_started_during_year",
    "programme_left_during_year",
)
"""Measures that the calibration of the load knows."""


def _nothing_is_blank(tables: Tables) -> Iterator[Fault]:
    for name, columns in OPTIONAL.items():
        for row in tables.get(name, ()):
            for column in columns:
                if row[column] is None and column not in BLANK[name]:
                    yield fault(
                        tables[name],
                        row,
                        column,
                        "the cell is blank",
                        "a value",
                        "Give it, or remove the row",
                    )


def _lengths_can_be(tables: Tables) -> Iterator[Fault]:
    table = tables["regulations"]
    for row in table:
        normal, longest = row["normal_months"], row["longest_months"]
        if normal is not None and normal < 1:
            what, expected = f"a programme of {normal} months", "at least 1"
            yield fault(table, row, "normal_months", what, expected, "Correct the length")
        elif None not in (normal, longest) and longest <= normal:
            what, expected = f"{longest} is not more than normal_months, {normal}", "normal < longest"
            yield fault(table, row, "longest_months", what, expected, "Check whether they are swapped")


def _years_in_order(tables: Tables) -> Iterator[Fault]:
    table = tables["participant_series"]
    for row in table:
        first, last = row["first_year"], row["last_year"]
        if None not in (first, last) and first > last:
            what, expected = f"{first} is after last_year, {last}", "first ≤ last"
            yield fault(table, row, "first_year", what, expected, "Check whether they are swapped")


def _series_are_known(tables: Tables) -> Iterator[Fault]:
    """A fit knows the measure, and every figure is of one register."""
    table = tables["participant_series"]
    before: list[Row] = []
    for row in table:
        yield from _one_of(table, row, "use", ("fit", "check"))
        if row["use"] == "fit":
            yield from _one_of(table, row, "measure", FITTED)
        for other in before:
            if other["measure"] == row["measure"] and _overlap(other, row):
                what = f"the years of {row['measure']} are also those of row {other.line}"
                do = "End the one series before the other begins"
                yield fault(table, row, "first_year", what, "each year in one series", do)
        before.append(row)


def _groups_are_known(tables: Tables) -> Iterator[Fault]:
    """A group has a regulation of its own, and a row says what makes it a group."""
    table = tables["cohort_groups"]
    own = sorted({row["group"] for row in tables["regulations"]} - {EVERYONE, None})
    first: dict[tuple[Any, ...], int] = {}
    for row in table:
        yield from _one_of(table, row, "id", (YOUNG, *own))
        if row["id"] is not None:
            needed = ("size_over",) if row["id"] == YOUNG else ("year", "share", "published")
            yield from _needed(table, row, needed)
        key = (row["id"], row["year"], row["published"])
        if first.setdefault(key, row.line) != row.line:
            what = f"{row['id']} stands in row {first[key]} already"
            yield fault(table, row, "id", what, "each id, year and published once", "Remove one of the rows")


def _needed(table: Table, row: Row, columns: tuple[str, ...]) -> Iterator[Fault]:
    for column in columns:
        if row[column] is None:
            what = f"the cell is blank, for {row['id']}"
            yield fault(table, row, column, what, "a value", "Give it, or remove the row")
        elif column in ("share", "size_over") and row[column] <= 0:
            yield fault(table, row, column, f"{row[column]}", "more than 0", "Correct the number")
        elif column == "share" and row[column] > 100:
            yield fault(table, row, column, f"{row[column]}", "at most 100", "Correct the number")


def _one_of(table: Table, row: Row, column: str, known: tuple[str, ...]) -> Iterator[Fault]:
    if row[column] is not None and row[column] not in known:
        what, expected = f'"{row[column]}" is not known', f"one of {', '.join(known)}"
        yield fault(table, row, column, what, expected, "Write one of them")


def _overlap(one: Row, other: Row) -> bool:
    return _starts_by_the_end(one, other) and _starts_by_the_end(other, one)


def _starts_by_the_end(one: Row, other: Row) -> bool:
    first, last = one["first_year"], other["last_year"]
    return first is None or last is None or bool(first <= last)


def _lengths_are_known(tables: Tables, edition: Edition, rules: Rules) -> Iterator[Fault]:
    table = tables["regulations"]
    if not any(_public(row, edition) and row["group"] == EVERYONE for row in table):
        what = (
            f"no regulation of the group {EVERYONE} was published by {edition.as_of}, "
            f"the date of edition {edition.name}"
        )
        do = "Add the one that held then, or correct the date"
        yield fault(table, None, "published", what, "at least one", do)


def _load_can_be_fitted(tables: Tables, edition: Edition, rules: Rules) -> Iterator[Fault]:
    """The load is fitted to what had been counted by the edition's date."""
    known = [row for row in tables["national"] if _public(row, edition) and _counted(row)]
    first = min((row["year"] for row in known if row["measure"] == "settled"), default=None)
    if first is None:
        yield _not_counted(tables, edition, "settled")
    counts = [row for row in known if row["measure"] == FITTED[0] and (first is None or row["year"] >= first)]
    if not any(_may_fit(tables, row) for row in counts):
        yield _not_counted(
            tables, edition, FITTED[0] if first is None else f"{FITTED[0]} of {first} or later"
        )


def _public(row: Row, edition: Edition) -> bool:
    return row["published"] is not None and bool(row["published"] <= edition.as_of)


def _counted(row: Row) -> bool:
    return row["group"] == "all" and None not in (row["persons"], row["year"])


def _may_fit(tables: Tables, row: Row) -> bool:
    return any(
        series["measure"] == row["measure"] and series["use"] == "fit" and _within(series, row["year"])
        for series in tables["participant_series"]
    )


def _within(series: Row, year: Any) -> bool:
    first, last = series["first_year"], series["last_year"]
    return (first is None or first <= year) and (last is None or bool(year <= last))


def _not_counted(tables: Tables, edition: Edition, what: str) -> Fault:
    told = f"no {what} was published by {edition.as_of}, the date of edition {edition.name}"
    expected = "at least one year, with the group all, in a series that participant_series.csv has for a fit"
    if what == "settled":
        expected = "at least one year, with the group all"
    do = "Add the figures that were public by then, or correct the date"
    return fault(tables["national"], None, "measure", told, expected, do)


PROGRAMME_CHECKS = (
    Check(_nothing_is_blank),
    Check(_lengths_can_be, reads=("regulations",)),
    Check(_years_in_order, reads=("participant_series",)),
    Check(_series_are_known, reads=("participant_series",)),
    Check(_groups_are_known, reads=("cohort_groups",), whole=("regulations",)),
)
PROGRAMME_EDITION_CHECKS = (
    Check(_lengths_are_known, whole=("regulations",)),
    Check(_load_can_be_fitted, whole=("national", "participant_series")),
)
