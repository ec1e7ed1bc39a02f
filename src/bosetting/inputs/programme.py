"""What a year folder says of the introduction programme: lengths, registers, cohorts unlike the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

import pandas as pd

from bosetting.inputs.model import Inputs
from bosetting.inputs.told.faults import BadInput, Fault

EVERYONE = "all"
"""The group of a regulation that concerns everyone who is in no group of their own."""
YOUNG = "young"
"""The row of cohort_groups.csv for cohorts with many young single adults."""
TABLES = ("regulations", "participant_series", "cohort_groups")
Use = Literal["fit", "check"]


@dataclass(frozen=True)
class Regulation:
    """One regulation of programme length: a row of regulations.csv.

    Attributes:
        id: name of the regulation.
        group: whom it concerns: ``all``, or a group such as ``ukraine`` (temporary collective protection).
        valid_from: who starts on this day or later has it.
        published: when it was public; an edition from before knows nothing of it.
        normal_months: the length most have, in months of programme.
        longest_months: the most there can be with an extension.
        source: the law.
        assumption: what the law does not say and this table assumes; empty where nothing.
        take_up: per cent of a group who take part, against those who must; None where nobody has said.
        take_up_published: when that was public.
    """

    id: str
    group: str
    valid_from: date
    published: date
    normal_months: int
    longest_months: int
    source: str
    assumption: str = ""
    take_up: float | None = None
    take_up_published: date | None = None


@dataclass(frozen=True)
class Series:
    """Figures of participants from one register: a row of participant_series.csv.

    Attributes:
        measure: as in national.csv.
        register: from which the publisher counts.
        first_year: of the figures; None where they begin before every year held.
        last_year: likewise; None where they go on.
        use: ``fit``, the calibration may use them; ``check``, they are compared only.
        leavers_go_on: True where the register counts persons as out of the programme of whom some go on.
    """

    measure: str
    register: str
    first_year: int | None
    last_year: int | None
    use: Use
    leavers_go_on: bool

    def covers(self, year: int) -> bool:
        """Whether a year is one of the series."""
        return _within(year, self.first_year, self.last_year)


@dataclass(frozen=True)
class CohortGroup:
    """Settled persons unlike the others: a row of cohort_groups.csv.

    Attributes:
        id: its name. ``young``: cohorts with many young single adults, so that more of them start; else a group
            of regulations.csv.
        year: of settlement; None for the young cohorts, which their size tells.
        share: per cent of everyone settled in the year who are of the group; None for the young.
        size_over: a cohort is young that is more than so many times the mean of the others before; None for groups.
        published: when the share was public; None for the young, who are a declared assumption.
    """

    id: str
    year: int | None
    share: float | None
    size_over: float | None
    published: date | None


@dataclass(frozen=True)
class ProgrammeRules:
    """What holds for the programme, as the year folder has it.

    Attributes:
        regulations: of every group, in order of date within each.
        series: of participants.
        young: how cohorts with many young single adults are known; None where there are none.
        shares: of each group in the cohorts, each as somebody published it.
    """

    regulations: tuple[Regulation, ...]
    series: tuple[Series, ...]
    young: CohortGroup | None
    shares: tuple[CohortGroup, ...] = ()

    def series_of(self, measure: str, year: int) -> Series | None:
        """The series that a figure belongs to; None where the folder names none."""
        return next((s for s in self.series if s.measure == measure and s.covers(year)), None)


def programme_rules(inputs: Inputs) -> ProgrammeRules:
    """The rules of the programme that a year folder has.

    Raises:
        BadInput: a table is missing.
    """
    missing = [name for name in TABLES if name not in inputs.tables]
    if missing:
        raise BadInput([_missing(inputs.year, name) for name in missing])
    regulations = [Regulation(**row) for row in _rows(inputs, "regulations", Regulation)]
    groups = [CohortGroup(**row) for row in _rows(inputs, "cohort_groups", CohortGroup)]
    return ProgrammeRules(
        tuple(sorted(regulations, key=lambda rule: (rule.group != EVERYONE, rule.group, rule.valid_from))),
        tuple(Series(**row) for row in _rows(inputs, "participant_series", Series)),
        next((group for group in groups if group.id == YOUNG), None),
        tuple(group for group in groups if group.id != YOUNG),
    )


def _rows(inputs: Inputs, table: str, kind: type[Any]) -> Iterator[dict[str, Any]]:
    """The columns of a table that a type has, None where a cell is blank and text is not expected."""
    names = [field.name for field in fields(kind)]
    for row in inputs.tables[table].to_dict("records"):
        yield {name: _value(name, row[name]) for name in names}


def _value(name: str, cell: Any) -> Any:
    if pd.isna(cell):
        return "" if name == "assumption" else None
    if name in ("take_up", "share", "size_over"):
        return float(cell)
    return int(cell) if name.endswith(("year", "_months")) else cell


def _within(year: int, first: int | None, last: int | None) -> bool:
    return (first is None or first <= year) and (last is None or year <= last)


def _missing(year: int, name: str) -> Fault:
    file, what = f"data/{year}/{name}.csv", "the table is missing, and the load on the programme needs it"
    expected = f"the tables {', '.join(TABLES)}, described in datapackage.json"
    return Fault(file, None, None, what, expected, "Add it")
