"""What the model gives beside what publishers said, with signed differences; most of it no fit has seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bosetting.inputs.model import Statement
from bosetting.programme.fit.bootstrap import Replicates, interval
from bosetting.programme.fit.known import DURING, SHARE, figures, records
from bosetting.programme.fit.setting import ON_MONTH, Setting
from bosetting.programme.model.parameters import Parameters
from bosetting.programme.national import STATED, Use, is_on_date

Draws = NDArray[np.float64]


@dataclass(frozen=True)
class OutsideRow:
    """One published figure and the model's.

    Attributes:
        measure: as in national.csv: participants_during_year, ...; participants_stated for a row of statements.csv.
        group: likewise: all, settled_2016, ...; or the name of the statement.
        compared_with: the model's measure: during_year, at_year_end, on_date, started_during_year, left_during_year,
            share_at_year_end (per cent of the year's participants) or settled_YEAR.
        period: year, or date of a day.
        observed: as published; persons or per cent.
        observed_low: least of its rounding, or the bound it is; None where exact.
        observed_high: most; None where exact or open.
        low: the model's, with ``high`` 80 per cent of the replicates.
        central: the model's.
        high: the model's.
        difference: central less observed.
        percent: the difference in per cent of observed (of a share: in points).
        published: when.
        source: by whom.
        use: fitted, outside_check, or none (the model's register or period is another).
    """

    measure: str
    group: str
    compared_with: str
    period: str
    observed: float
    observed_low: float | None
    observed_high: float | None
    low: float
    central: float
    high: float
    difference: float
    percent: float
    published: date
    source: str
    use: Use


COMPARED: Mapping[str, tuple[str, ...]] = {
    DURING: ("during_year",),
    "participants_at_year_end": ("at_year_end",),
    SHARE: ("share_at_year_end",),
    "participants_by_settlement_year": ("settlement_year",),
    "programme_left_during_year": ("left_during_year",),
    "programme_started_during_year": ("started_during_year",),
}
MAY_MEAN: Mapping[str, tuple[str, ...]] = {
    "participants_during_year": ("during_year",),
    "participants_at_year_end": ("at_year_end",),
    "participants_towards_year_end": ("during_year", "at_year_end"),
    "participants_on_date": ("on_date",),
}
"""Measures of statements.csv, and what each may mean; the model counts on one day of the year only."""


def outside_rows(
    at: Setting,
    fitted: Parameters,
    draws: Replicates,
    national: pd.DataFrame,
    statements: Iterable[Statement] = (),
) -> tuple[OutsideRow, ...]:
    """Every published number of participants from the first year known to the last, beside the model's.

    What was said in words is compared with each measure it may mean; no fit uses it.
    """
    used = {(o.measure, o.year) for o in at.problem.data}
    rows = []
    for row in records(with_earlier_cohorts(national)):
        for compared in COMPARED.get(row.measure, ()):
            if not at.first_known <= row.year <= at.last:
                continue
            use: Use = "fitted" if (compared, row.year) in used else "outside_check"
            rows.append(_row(at, fitted, draws, row, compared, use))
    for statement in statements:
        if statement.value is not None and at.first_known <= statement.year <= at.last:
            said = _said(statement)
            rows += [_row(at, fitted, draws, said, c, "outside_check") for c in _may_mean(statement)]
    return tuple(sorted(rows, key=lambda r: (r.period, r.measure, r.group, r.compared_with)))


def _may_mean(statement: Statement) -> tuple[str, ...]:
    found = MAY_MEAN.get(statement.measure, ())
    return () if "on_date" in found and not is_on_date(statement.date) else found


def _said(statement: Statement) -> Any:
    """A statement as a row of national.csv would have it."""
    over = statement.relation in ("over", "at_least")
    return SimpleNamespace(
        measure=STATED,
        group=statement.id,
        year=statement.year,
        persons=statement.value,
        low=statement.value if over else None,
        high=statement.value if statement.relation == "under" else None,
        published=statement.date,
        source=": ".join(part for part in (statement.publisher, statement.address) if part),
    )


def _row(at: Setting, fitted: Parameters, draws: Replicates, row: Any, compared: str, use: Use) -> OutsideRow:
    year, share = int(row.year), compared == "share_at_year_end"
    which = row.group if compared == "settlement_year" else compared
    central = round(_central(at, fitted, which, year), 1)
    low, high = interval(_drawn(at, draws, which, year))
    value = float(row.percent if share else row.persons)
    difference = round(central - value, 1)
    return OutsideRow(
        measure=row.measure,
        group=row.group,
        compared_with=which,
        period=f"{year}-{ON_MONTH:02d}-01" if compared == "on_date" else str(year),
        observed=value,
        observed_low=None if pd.isna(row.low) else float(row.low),
        observed_high=None if pd.isna(row.high) else float(row.high),
        low=round(float(low), 1),
        central=central,
        high=round(float(high), 1),
        difference=difference,
        percent=difference if share else round(100 * difference / value, 1),
        published=row.published,
        source=row.source,
        use=use,
    )


def _central(at: Setting, fitted: Parameters, which: str, year: int) -> float:
    unit, sizes = at.responses(fitted), at.sizes(fitted)
    arrays = {m: unit.of(m)[None] for m in ("during_year", "at_year_end", "on_date")}
    lost = _recorded(at, year, np.array([at.problem.structure.others_continue]))
    return float(_figure(at, arrays, sizes[None], which, year, lost)[0])


def _drawn(at: Setting, draws: Replicates, which: str, year: int) -> Draws:
    arrays = {m: draws.of(m) for m in ("during_year", "at_year_end", "on_date")}
    continued = np.array([s.others_continue for s in draws.structures])
    return _figure(at, arrays, draws.sizes, which, year, _recorded(at, year, continued))


def _recorded(at: Setting, year: int, continued: Draws) -> Draws:
    """Whom the year's register counts as left though they go on, per participant of the year."""
    otherwise = max((o.otherwise for o in at.problem.data), default=0.0)
    series = at.rules.series_of(SHARE, year)
    return continued * otherwise * (series is not None and series.leavers_go_on)


def _figure(
    at: Setting, arrays: Mapping[str, Draws], sizes: Draws, which: str, year: int, recorded: Draws
) -> Draws:
    """A figure of a year by replicate; arrays are replicate, cohort, calendar year."""
    place = year - at.first
    sums: dict[str, Draws] = {m: np.einsum("rc,rc->r", sizes, a[:, :, place]) for m, a in arrays.items()}
    if which in sums:
        return sums[which]
    if which == "left_during_year":
        found = sums["during_year"] - sums["at_year_end"]
    elif which == "started_during_year":
        found = sums["during_year"] - np.einsum("rc,rc->r", sizes, arrays["at_year_end"][:, :, place - 1])
    elif which == "share_at_year_end":
        found = 100 * (sums["at_year_end"] / sums["during_year"] - recorded)
    else:
        places = _cohorts(at, which)
        found = np.einsum("rc,rc->r", sizes[:, places], arrays["during_year"][:, places, place])
    return np.asarray(found)


def _cohorts(at: Setting, which: str) -> slice:
    """Places of the cohorts named settled_2016, or settled_before_2015."""
    if which.startswith("settled_before_"):
        return slice(0, int(which.removeprefix("settled_before_")) - at.first)
    place = int(which.removeprefix("settled_")) - at.first
    return slice(place, place + 1)


def with_earlier_cohorts(national: pd.DataFrame) -> pd.DataFrame:
    """The table with one row more for each year whose participants are published by year of settlement.

    It holds everyone else who took part in the year: settled before the years printed, or not stated. Worked
    out as the year's participants less the printed, all rounded to hundreds.
    """
    parts = national[national["measure"] == "participants_by_settlement_year"]
    whole = figures(national, DURING)
    added = []
    for year, rows in parts.groupby("year"):
        row, rest = rows.iloc[-1].copy(), float(whole[int(str(year))].persons) - float(rows["persons"].sum())
        first = min(int(str(group).removeprefix("settled_")) for group in rows["group"])
        row["group"], row["persons"], row["low"], row["high"] = (
            f"settled_before_{first}",
            int(rest),
            None,
            None,
        )
        added.append(row)
    return pd.concat([national, pd.DataFrame(added)]) if added else national
