"""What every check of a year folder is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bosetting.inputs.reading.tables import Row, Table
from bosetting.inputs.told.faults import Fault

Tables = Mapping[str, Table]


@dataclass(frozen=True)
class Check:
    """A check and the tables it reads.

    Attributes:
        of: gives the faults.
        reads: tables that must be there.
        whole: those that must have every row, too: a row left out for its own fault is not told twice.
    """

    of: Callable[..., Iterator[Fault]]
    reads: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()

    def can_run(self, tables: Tables) -> bool:
        """Whether what it reads is there."""
        return all(name in tables for name in self.reads) and all(
            name in tables and tables[name].whole for name in self.whole
        )


def fault(table: Table, row: Row | None, column: str | None, what: str, expected: str, do: str) -> Fault:
    """A fault in a table, in one row of it or in the whole."""
    return Fault(table.file, None if row is None else row.line, column, what, expected, do)


def known_codes(tables: Tables) -> dict[str, str]:
    """Names of the municipalities by code."""
    return {row["kommune_nr"]: row["kommune"] for row in tables["municipalities"]}


def named(names: Mapping[str, str], code: str) -> str:
    """A municipality's code with its name, as far as it is known (see ``known_codes``)."""
    return f"{code} {names.get(code, '')}".strip()


def first_residents(tables: Tables) -> dict[str, int]:
    """Residents by municipality on the first date that it has."""
    found: dict[str, tuple[object, int]] = {}
    for row in tables["population"]:
        code, day = row["kommune_nr"], row["reference_date"]
        if code not in found or day < found[code][0]:
            found[code] = day, row["residents"]
    return {code: residents for code, (_, residents) in found.items()}


def grouped(rows: Iterable[Row], *columns: str) -> dict[tuple[Any, ...], list[Row]]:
    """Rows by the values of some columns, in file order within each group."""
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[column] for column in columns)].append(row)
    return found


def by_code(rows: Iterable[Row]) -> dict[str, Row]:
    """Rows by their municipality, or by the code of the whole country."""
    return {row["kommune_nr"]: row for row in rows}


def missing_on(table: Table, municipality: str, day: object) -> Fault:
    """A municipality without residents on a date."""
    what = f"{municipality} is missing on {day}"
    return fault(table, None, "kommune_nr", what, "a row for every municipality", "Add it")
