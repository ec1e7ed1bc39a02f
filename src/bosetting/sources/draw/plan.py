"""What a year draws from the reference, as its ``draw.toml`` says."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bosetting.inputs.reading.files import read_rows, read_text, read_utf8, why
from bosetting.inputs.reading.toml import read_toml
from bosetting.inputs.told.faults import BadInput, Fault
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
_HELD_IN = {"municipal_parts": "population", "published_requests": "requests"}
"""The table of the reference that one of another name is drawn from."""


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
        """The plan with the periods that its ``latest`` stand for."""
        tables: dict[str, Mapping[str, object]] = {}
        for name, said in self.tables.items():
            latest = said.get("latest")
            if isinstance(latest, int) and latest > 0:
                held = reference.rows(_HELD_IN.get(name, name))
                public = {row["period"] for row in held if row["published"] <= self.known_by.isoformat()}
                tables[name] = {**said, "periods": sorted(public)[-latest:]}
            else:
                tables[name] = said
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
    if not isinstance(structure, date):
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
    strange = sorted(set(each) - _KEYS)
    return [
        Fault(where, None, f"{name}.{key}", "is not known", ", ".join(sorted(_KEYS)), "Correct it")
        for key in strange
    ]


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
