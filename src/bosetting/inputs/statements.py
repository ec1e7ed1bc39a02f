"""What publishers said of a year: the rows of statements.csv, checked against one another and made typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from bosetting.inputs.model import LANGUAGES, Statement
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.told.nearest import nearest

if TYPE_CHECKING:
    from bosetting.inputs.reading.tables import Row, Table

TABLE = "statements"
COLUMNS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("id", "publisher", "measure", "relation", "address"), "string")
    | {f"words_{language}": "string" for language in LANGUAGES}
    | {"date": "date", "value": "number"}
    | dict.fromkeys(("year", "residents_from", "residents_to"), "integer")
)
"""The columns of the table, which a year may leave out, and their types."""
COUNTED: Mapping[str, str] = MappingProxyType(
    {
        "municipalities": "municipalities, by residents",
        "municipalities_asked": "municipalities that are asked, by residents",
        "share_asked": "per cent asked, of those asked the time before",
        "fewest_persons": "the lowest number of persons of a municipality that is asked",
        "settled_five_years": "persons settled in the five years before",
        "participants_during_year": "participants in the course of a year",
        "participants_at_year_end": "participants on the last day of a year",
        "participants_towards_year_end": "participants, in the course of the year or on its last day",
        "participants_on_date": "participants on the day of the statement",
        "minors_settled_by_bufetat": "unaccompanied minors whom the State settles itself",
        "appropriation": "kroner proposed or granted for the integration grant of a year",
    }
)
"""Measures with a number, which the computation is set beside."""
SAID: Mapping[str, str] = MappingProxyType(
    {
        "criteria_agreed": "who agreed on the criteria",
        "criteria_weights": "how the criteria weigh",
        "judgement": "that the criteria are not all that counted",
    }
)
"""Measures that are words alone."""
RELATIONS = ("exactly", "about", "over", "at_least", "under", "nearly_all")


def read_statements(tables: Mapping[str, Table], year: int) -> tuple[Statement, ...]:
    """The statements of a year in order of date; none where the year has no such table.

    Args:
        tables: of the year folder, checked.
        year: the target year, which a statement is about where it names no other.
    """
    table = tables.get(TABLE)
    found = () if table is None else (_statement(row, year) for row in table)
    return tuple(sorted(found, key=lambda s: (s.date, s.id)))


def _statement(row: Row, year: int) -> Statement:
    return Statement(
        id=row["id"],
        publisher=row["publisher"],
        date=row["date"],
        measure=row["measure"],
        relation=row["relation"],
        value=row["value"],
        year=row["year"] or year,
        residents_from=row["residents_from"],
        residents_to=row["residents_to"],
        words=MappingProxyType({code: row[f"words_{code}"] for code in LANGUAGES if row[f"words_{code}"]}),
        address=row["address"] or "",
    )


def statement_faults(tables: Mapping[str, Table], year: int) -> Iterator[Fault]:
    """Rows whose parts do not fit together: a measure nothing knows, a relation without its number, another year.

    Args:
        tables: of the year folder, as far as they could be read.
        year: the target year.
    """
    table = tables.get(TABLE)
    if table is None:
        return
    for row in table:
        for column, what, expected, do in (*_wrong(row), *_of_another_year(row, year)):
            yield Fault(table.file, row.line, column, what, expected, do)


def _wrong(row: Row) -> Iterator[tuple[str, str, str, str]]:
    for column in ("id", "publisher", "date", "words_nb"):
        if row[column] is None:
            yield column, "the cell is blank", "a value", "Give it, or remove the row"
    measure, known = row["measure"], [*COUNTED, *SAID]
    if measure not in known:
        what = "the cell is blank" if measure is None else f"{measure} is no measure"
        near = nearest(measure or "", known)
        yield "measure", what, f"one of {', '.join(known)}", f'Correct it (the nearest is "{near}")'
        return
    yield from _wrong_number(row, measure)
    low, high = row["residents_from"], row["residents_to"]
    if low is not None and high is not None and low > high:
        do = "Check whether the columns are swapped"
        yield (
            "residents_from",
            f"{low} is more than residents_to, {high}",
            "residents_from ≤ residents_to",
            do,
        )


def _of_another_year(row: Row, year: int) -> Iterator[tuple[str, str, str, str]]:
    """Nobody speaks of a request before the year in which it is made ready."""
    if row["date"] is not None and row["year"] in (None, year) and row["date"].year < year - 1:
        what = f"{row['date']} is before the request for {year} was made ready"
        do = "Say in year what year it is about, or remove the row"
        yield "date", what, f"a day from {year - 1}", do


def _wrong_number(row: Row, measure: str) -> Iterator[tuple[str, str, str, str]]:
    relation, value = row["relation"], row["value"]
    if measure in SAID:
        if relation is not None or value is not None:
            yield "value", f"{measure} is words alone", "blank cells in relation and value", "Empty them"
        return
    if relation not in RELATIONS:
        what = "the cell is blank" if relation is None else f"{relation} is no relation"
        yield "relation", what, f"one of {', '.join(RELATIONS)}", "Say how the number was put"
    elif relation == "nearly_all" and value is not None:
        do = "Remove the number, or say exactly, about, over, at_least or under"
        yield "value", "nearly_all with a number", "a blank cell", do
    elif relation != "nearly_all" and value is None:
        yield "value", f"{relation} without a number", "the number that was said", "Give it"
