"""What a year draws from the reference, as its ``draw.toml`` says."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bosetting.inputs.reading.files import read_rows, read_text, read_utf8, why
from bosetting.inputs.reading.toml import read_toml
from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.inputs.years import is_year
from bosetting.sources.draw.held import Reference

NAME = "draw.toml"
TABLES = (
    "municipalities",
    "municipal_parts",
    "population",
    "employment",
    "programme_results",
    "programme_participants",
    "settled",
    "published_requests",
    "outcomes",
    "national",
    "grant_rates",
    "regulations",
    "participant_series",
    "cohort_groups",
    "outline",
)
"""What can be drawn, in the order of the package."""
_KEYS = {"periods", "latest", "last", "note"}
_CHOOSING = ("periods", "latest", "last")
"""Keys that say which periods are drawn: one of them at most, since the others would go unheeded."""
_WHOLE = ("outcomes", "regulations", "participant_series", "cohort_groups", "outline")
"""Tables that are drawn whole, whatever a period would be."""
_OF_ONE = ("municipalities", "municipal_parts")
"""Tables that are of one period."""
_HELD_IN = {"municipalities": "language", "municipal_parts": "population", "published_requests": "requests"}
"""The table of the reference that one of another name is drawn from."""
_MEASURES = {
    "municipal_parts": "residents",
    "population": "residents",
    "programme_participants": "participants",
    "settled": "settled",
}
"""The measure that is drawn of a table which has others."""


@dataclass(frozen=True)
class Plan:
    """What is drawn.

    Attributes:
        year: the target year.
        structure: the day whose municipalities are used.
        tables: by name, in order, what is said of each: ``periods``, ``latest`` (so many of the last periods that were
            public), ``last`` (the last period), ``note`` (added to its description). Without any of them every figure that
            was public by ``known_by``.
        known_by: the newest ``as_of`` of the year's editions; where there are none yet, the day before the year.
    """

    year: int
    structure: date
    tables: Mapping[str, Mapping[str, object]]
    known_by: date

    def periods(self, table: str) -> tuple[str, ...] | None:
        """The periods that are listed for a table; None where none are."""
        listed = self.tables[table].get("periods")
        return tuple(str(each) for each in listed) if isinstance(listed, list) else None

    def wants(self, table: str, period: str, published: str) -> bool:
        """Whether a figure is drawn: of a listed period, or public by the newest edition."""
        listed = self.periods(table)
        last = self.tables[table].get("last")
        if last is not None:
            return period[:4] <= str(last)
        if listed is not None:
            return period in listed
        return published <= self.known_by.isoformat()

    def resolved(self, reference: Reference) -> Plan:
        """The plan with the periods that its ``latest`` stand for.

        Raises:
            BadInput: the reference holds nothing of a period that is listed.
        """
        tables: dict[str, Mapping[str, object]] = {}
        faults: list[Fault] = []
        for name, said in self.tables.items():
            tables[name] = said
            if not said.keys() & {*_CHOOSING}:
                continue
            held = _held(reference, name)
            faults += _not_held(f"data/{self.year}/{NAME}", name, said, sorted(held))
            latest = said.get("latest")
            if isinstance(latest, int):
                known = self.known_by.isoformat()
                public = sorted(period for period, published in held.items() if published <= known)
                tables[name] = {**said, "periods": public[-latest:]}
        if faults:
            raise BadInput(faults)
        return replace(self, tables=tables)

    def note(self, table: str) -> str:
        """What the year adds to a table's description, after a blank."""
        said = str(self.tables[table].get("note", ""))
        return f" {said}" if said else ""


def read_plan(folder: Path, shown: str) -> Plan:
    """The plan of a year folder.

    Args:
        folder: the year folder; its name is the year.
        shown: the folder as the user knows it.

    Raises:
        BadInput: draw.toml or forecasts.csv is not there or says what cannot be.
    """
    path = folder / NAME
    if not path.is_file():
        do = "Write it, or begin the year with new-year"
        raise BadInput([Fault(f"{shown}/{NAME}", None, None, "is not there", "what to draw", do)])
    said = _read(path, shown)
    year = int(folder.name)
    structure = said.pop("structure", date(year, 1, 1))
    faults = [fault for name, each in said.items() for fault in _faults(shown, name, each)]
    if not said:
        what, do = "it names no table to draw", "Write a section for each table"
        faults.append(Fault(f"{shown}/{NAME}", None, None, what, f"some of {', '.join(TABLES)}", do))
    if type(structure) is not date:
        faults.append(Fault(f"{shown}/{NAME}", None, "structure", "is no date", "YYYY-MM-DD", "Correct it"))
    if faults:
        raise BadInput(faults)
    return Plan(
        year, structure, {name: said[name] for name in TABLES if name in said}, _known_by(folder, shown)
    )


def _read(path: Path, shown: str) -> dict[str, Any]:
    try:
        return read_toml(read_utf8(path))
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput([Fault(f"{shown}/{NAME}", None, None, why(error), "", "Mend it")]) from None


def _faults(shown: str, name: str, each: object) -> list[Fault]:
    where = f"{shown}/{NAME}"
    if name not in TABLES:
        return [Fault(where, None, name, "is no table to draw", f"one of {', '.join(TABLES)}", "Correct it")]
    if not isinstance(each, Mapping):
        return [Fault(where, None, name, "is no section", f"[{name}]", "Write it as a section")]
    faults = [
        Fault(where, None, f"{name}.{key}", "is not known", ", ".join(sorted(_KEYS)), "Correct it")
        for key in sorted(set(each) - _KEYS)
    ]
    chosen = [key for key in _CHOOSING if key in each]
    if len(chosen) > 1:
        what, do = f"stands beside {chosen[0]}", "Remove one of them"
        faults.append(Fault(where, None, f"{name}.{chosen[1]}", what, "one of the two", do))
    for key in sorted(_KEYS & each.keys()):
        right, expected = _expected(name, key, each[key])
        if not right:
            what = f"{_written(each[key])} cannot be used"
            faults.append(Fault(where, None, f"{name}.{key}", what, expected, "Correct it, or remove it"))
    return faults


def _expected(name: str, key: str, value: object) -> tuple[bool, str]:
    """Whether a value is what its key takes, and what that is."""
    if key == "note":
        return isinstance(value, str), "a text"
    if name in _WHOLE or (key == "last" and name in _OF_ONE):
        return False, "none, since the table is not drawn by it"
    if key == "last":
        return is_year(value), "a year"
    if key == "latest":
        return _latest(value, most=1 if name in _OF_ONE else None)
    listed = value if isinstance(value, list) else []
    right = bool(listed) and all(type(each) in (str, int, date) for each in listed)
    if name in _OF_ONE:
        return right and len(listed) == 1, "a list of one period"
    return right, "a list of years, quarters or dates"


def _latest(value: object, most: int | None) -> tuple[bool, str]:
    right = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= (most or value)
    return right, "1, since the table is of one period" if most else "a whole number of at least 1"


def _written(value: object) -> str:
    """A value as draw.toml has it, nearly."""
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, str):
        return f'"{value}"'
    return str(value).lower() if isinstance(value, bool | Decimal) else str(value)


def _held(reference: Reference, name: str) -> dict[str, str]:
    """The periods that the reference holds of a table, each with the first day that something of it was public."""
    found: dict[str, str] = {}
    column = "target_year" if name == "published_requests" else "period"
    for row in reference.rows(_HELD_IN.get(name, name)):
        if row.get("measure") == _MEASURES.get(name, row.get("measure")):
            published = row.get("published", "")
            found[row[column]] = min(published, found.get(row[column], published))
    return found


def _not_held(where: str, name: str, said: Mapping[str, object], held: Sequence[str]) -> list[Fault]:
    """What is listed and would draw nothing."""
    table = f"data/reference/{_HELD_IN.get(name, name)}.csv"
    expected = f"one of {', '.join(held)}" if held else "a period that the reference holds"
    do = "Correct it, or fill the reference"
    listed, last = said.get("periods"), said.get("last")
    faults = [
        Fault(where, None, f"{name}.periods", f"{table} holds nothing of {each}", expected, do)
        for each in (listed if isinstance(listed, list) else ())
        if str(each) not in held
    ]
    if last is not None and not any(period[:4] <= str(last) for period in held):
        what = f"{table} holds nothing of {last} or earlier"
        faults.append(Fault(where, None, f"{name}.last", what, expected, do))
    return faults


def _known_by(folder: Path, shown: str) -> date:
    try:
        (_, header), *rows = read_rows(read_text(folder / "forecasts.csv").text).rows
        at = header.index("as_of")
        return max(
            (date.fromisoformat(row[at]) for _, row in rows), default=date(int(folder.name) - 1, 12, 31)
        )
    except (OSError, ValueError, IndexError, csv.Error):
        do = "Give each edition its day"
        what = "has no dates of editions"
        raise BadInput([Fault(f"{shown}/forecasts.csv", None, "as_of", what, "YYYY-MM-DD", do)]) from None
