"""A table of the StatBank as rows of the reference."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.sources.clients.jsonstat import Cell, Dataset
from bosetting.sources.update.described import Source
from bosetting.sources.update.structure import Structure

SIGNS = {":": "suppressed", ".": "not_applicable", "..": "missing", "...": "missing"}
"""Statistics Norway's signs for a figure that is not there."""
_NONE, _PRELIMINARY = "-", "*"
_COUNTRY = {"0": "0000"}
_MUNICIPALITY = re.compile(r"(?:K-)?([0-9]{4})")
_META = "Compare sources.toml with the table's metadata at the publisher"
Row = dict[str, str]


@dataclass(frozen=True)
class Read:
    """Rows of the reference and what the user should know of how they were read."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def statbank_rows(dataset: Dataset, source: Source, asked: str, structure: Structure) -> Read:
    """The figures of a table, one row a municipality, period and measure; the whole country is 0000.

    The StatBank fills every combination: a code that is no municipality at the time has 0 there, and is left out. So are
    regions that are neither municipality nor country.

    Args:
        dataset: as it was sent.
        source: how it is read.
        asked: the day it was fetched, by the publisher's clock, where the table does not say when it was changed.
        structure: the municipalities by day.

    Raises:
        BadInput: the table has other dimensions or codes than described, or figures that cannot be.
    """
    origin = _origin(dataset, source, asked)
    _refuse_others(dataset, source)
    faults: list[Fault] = []
    rows, padding, regions = [], 0, set()
    for cell in dataset.cells:
        code = _code(cell.codes[source.code])
        measure = source.measures.get(cell.codes[source.measure])
        if code is None:
            regions.add(cell.codes[source.code])
        if code is None or measure is None:
            continue
        period = cell.codes[source.period] + source.period_suffix
        if code != "0000" and not structure.valid(code, period) and not cell.value:
            padding += 1
            continue
        said = {"code": code, "period": period, "measure": measure}
        fault = _wrong(cell, code, period, structure)
        if fault:
            faults.append(Fault(_file(source), None, f"{code} {period} {measure}", *fault))
        else:
            rows.append({**said, **_numbers(cell, source), **origin})
    if not rows and not faults:
        faults = [Fault(_file(source), None, None, "it has no figure of a municipality", "some", _META)]
    if faults:
        raise BadInput(faults)
    return Read(tuple(rows), tuple(_notes(rows, padding, len(regions), structure)))


def _file(source: Source) -> str:
    return f"{source.table}, {source.says}"


def _refuse_others(dataset: Dataset, source: Source) -> None:
    """Refuse a table whose dimensions are not the described ones: it would be read as something else."""
    own = (source.code, source.period, source.measure)
    faults = []
    for name in own:
        if name not in dataset.dimensions:
            expected = f"one of {', '.join(dataset.dimensions)}"
            faults.append(
                Fault(_file(source), None, name, "the table has no such dimension", expected, _META)
            )
    for name, codes in dataset.dimensions.items():
        if name not in own and len(codes) != 1:
            what = f"{len(codes)} codes of a dimension that is not described"
            faults.append(Fault(_file(source), None, name, what, "one, chosen in select", _META))
    known = dataset.dimensions.get(source.measure, source.measures)
    for code in source.measures:
        if code not in known:
            expected = f"one of {', '.join(known)}"
            what = f"the table has no {code}"
            faults.append(Fault(_file(source), None, source.measure, what, expected, _META))
    if faults:
        raise BadInput(faults)


def _origin(dataset: Dataset, source: Source, asked: str) -> Row:
    day = dataset.updated[:10] or asked
    try:
        date.fromisoformat(day)
    except ValueError:
        what = f'"{day}" is no day on which it was changed or fetched'
        raise BadInput([Fault(_file(source), None, "updated", what, "YYYY-MM-DD", "Fetch again")]) from None
    of = "the table's own day of change" if dataset.updated else "the day it was fetched"
    return {"published": day, "published_from": f"{source.says.split(',')[0]}, {of}", "source": source.says}


def _code(region: str) -> str | None:
    found = _MUNICIPALITY.fullmatch(region)
    return found[1] if found else _COUNTRY.get(region)


def _wrong(cell: Cell, code: str, period: str, structure: Structure) -> tuple[str, str, str] | None:
    """What cannot be in a cell: what, expected, and what to do."""
    value, sign = cell.value, cell.status
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if value is not None and (not number or Decimal(str(value)) < 0):
        return f'"{value}" is no figure', "a number from 0", _META
    if sign not in (*SIGNS, _NONE, _PRELIMINARY, ""):
        return f'the sign "{sign}" is not known', f"one of {' '.join(SIGNS)}", _META
    if sign in ("", _PRELIMINARY) if value is None else sign in SIGNS:
        what = "neither a figure nor a sign" if value is None else f"the figure {value} with the sign {sign}"
        return what, "one of them", "Fetch again; if it stays so, ask the publisher"
    return None if code == "0000" else _misplaced(value, code, period, structure)


def _misplaced(value: object, code: str, period: str, structure: Structure) -> tuple[str, str, str] | None:
    """What cannot be of a municipality that is not there."""
    if not structure.known(code):
        return f"{code} is not in structure.csv", "a municipality", "Bring structure.csv up to date first"
    if value and not structure.near(code, period):
        return (
            f"{code} has {value} and was no municipality then",
            "none",
            "Check structure.csv, and the period",
        )
    return None


def _numbers(cell: Cell, source: Source) -> Row:
    if cell.value is not None or cell.status == _NONE:
        value = str(cell.value if cell.value is not None else 0)
        return {"value": value, "low": "", "high": "", "status": "ok"}
    return without_figure(SIGNS[cell.status], source.hidden)


def without_figure(status: str, hidden: tuple[int, int | None]) -> Row:
    """The cells of a figure that is not there; a hidden one has its bounds."""
    low, high = hidden if status == "suppressed" else ("", "")
    return {"value": "", "low": str(low), "high": "" if high is None else str(high), "status": status}


def _notes(rows: Sequence[Mapping[str, str]], padding: int, regions: int, structure: Structure) -> list[str]:
    notes = []
    if padding:
        left = "cell of a code that was" if padding == 1 else "cells of codes that were"
        notes.append(f"{padding:,} {left} no municipality at the time left out")
    if regions:
        left = "region that is" if regions == 1 else "regions that are"
        notes.append(f"{regions:,} {left} neither municipality nor country left out")
    groups: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        groups.setdefault((row["period"], row["measure"]), set()).add(row["code"])
    return notes + absent(groups, structure)


def absent(groups: Mapping[tuple[str, str], set[str]], structure: Structure) -> list[str]:
    """A line for each period and measure in which municipalities have no row."""
    notes = []
    for (period, measure), codes in sorted(groups.items()):
        lacking = structure.lacking(codes, period)
        if lacking:
            named = ", ".join(lacking[:5]) + (", …" if len(lacking) > 5 else "")
            count = f"{len(lacking):,} {'municipality has' if len(lacking) == 1 else 'municipalities have'}"
            notes.append(f"{measure} {period}: {count} no row: {named}")
    return notes
