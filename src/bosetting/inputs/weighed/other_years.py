"""What a municipality was asked for, against its own other years: an earlier request steers the next one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from bosetting.inputs.reading.tables import Row, Table
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.weighed.checking import Check, Tables, fault, grouped, known_codes, named

MOST_TIMES = 3
"""Times the most of all other requests, decisions and years of settlement of the same municipality.

Of the requests and decisions from 2010 to 2026 over fifty persons, none is more than 2.2 times as many (Strand, 2017:
120 after at most 55), while a digit too many is ten times.
"""
FEW = 50
"""Persons that the limit does not go below: a small place may be asked for a whole reception centre at once."""
Sums = Counter[tuple[int, str]]


@dataclass(frozen=True)
class _Known:
    """Persons asked for, decided or settled, and the row that says so."""

    persons: int
    where: str
    row: Row


def _requests_fit_other_years(tables: Tables) -> Iterator[Fault]:
    table, names = tables["published_requests"], known_codes(tables)
    sums: Sums = Counter()
    for row in table:
        sums[row["year"], row["edition"]] += row["persons"] or 0
    settled = grouped(tables["settled"], "kommune_nr")
    for key, rows in grouped(table, "kommune_nr").items():
        known = [*_known(table, rows), *_known(tables["settled"], settled.get(key, []))]
        for row in rows:
            others = [each for each in known if each.row is not row]
            if row["persons"] is not None and others:
                largest = max(others, key=lambda each: each.persons)
                yield from _too_many(table, row, named(names, row["kommune_nr"]), largest, sums)


def _too_many(table: Table, row: Row, name: str, largest: _Known, sums: Sums) -> Iterator[Fault]:
    most = max(FEW, math.floor(largest.persons * MOST_TIMES * _growth(sums, row)))
    if row["persons"] > most:
        what = (
            f"{row['persons']} persons for {name} in {row['year']}/{row['edition']}, "
            f"but at most {largest.persons} in all other years ({largest.where})"
        )
        yield fault(table, row, "persons", what, f"at most {most}", "Check which of the two is wrong")


def _known(table: Table, rows: list[Row]) -> Iterator[_Known]:
    for row in rows:
        persons = row["persons"] if row["persons"] is not None else row.values.get("high")
        if persons is not None:
            yield _Known(persons, f"{table.name}.csv, row {row.line}", row)


def _growth(sums: Sums, row: Row) -> Fraction:
    """How many times as large the whole request is as the largest of the others; 1 where it is smaller.

    In a year of war everybody is asked for more than ever, and no single number is wrong for that.
    """
    own = (row["year"], row["edition"])
    others = max((total for key, total in sums.items() if key != own), default=0)
    return max(Fraction(1), Fraction(sums[own], others)) if others else Fraction(1)


OTHER_YEARS_CHECKS = (
    Check(
        _requests_fit_other_years,
        reads=("municipalities",),
        whole=("published_requests", "settled"),
    ),
)
