"""The national load: three measures, and the cohorts under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bosetting.inputs.model import Statement
from bosetting.programme.fit.bootstrap import Replicates, interval
from bosetting.programme.fit.known import DURING, SHARE, figures
from bosetting.programme.fit.setting import ON_MONTH, Setting
from bosetting.programme.model.parameters import Parameters

Measure = Literal["during_year", "at_year_end", "on_date"]
Use = Literal["fitted", "outside_check", "none"]
STATED = "participants_stated"
"""Participants as somebody put it, without saying which of the measures it is."""
YEARLY: tuple[Measure, ...] = ("during_year", "at_year_end")


@dataclass(frozen=True)
class NationalRow:
    """Participants in the whole country.

    Attributes:
        measure: ``during_year`` (took part at some time), ``at_year_end`` (31 December) or ``on_date``.
        period: the year, or the date, in ISO form.
        low: persons; with ``high`` it holds 80 per cent of the replicates.
        central: persons.
        high: persons.
        observed: what was published, whenever it was; None where nothing was.
        use: ``fitted``, ``outside_check`` (published, but no fit has seen it) or ``none``.
    """

    measure: Measure
    period: str
    low: float
    central: float
    high: float
    observed: float | None
    use: Use


@dataclass(frozen=True)
class CohortRow:
    """The part of a measure that comes from one year's settled persons.

    Attributes:
        measure: during_year or at_year_end.
        year: calendar year.
        settled_year: of the cohort; None for everyone settled before the first year known.
        persons: participants.
    """

    measure: Measure
    year: int
    settled_year: int | None
    persons: float


def observed(national: pd.DataFrame, statements: Iterable[Statement] = ()) -> dict[tuple[str, int], float]:
    """Published figures by measure and year, whenever published; for comparison, and never for a fit.

    Where the publisher gives the share of the year's participants who are left at its end: that, times them.
    """
    during = {y: float(r.persons) for y, r in figures(national, DURING).items()}
    end = {y: float(r.persons) for y, r in figures(national, "participants_at_year_end").items()}
    shares = figures(national, SHARE)
    found = {("during_year", year): value for year, value in during.items()}
    found |= {("at_year_end", y): round(during[y] * float(r.percent) / 100) for y, r in shares.items()}
    found |= {("at_year_end", year): value for year, value in end.items()}
    found |= {
        ("on_date", s.year): float(s.value)
        for s in statements
        if s.measure == "participants_on_date" and is_on_date(s.date) and s.value is not None
    }
    return found


def is_on_date(day: object) -> bool:
    """Whether the day of a stated figure is the day of the measure ``on_date``; never where it bears none."""
    return isinstance(day, date) and not pd.isna(day) and (day.month, day.day) == (ON_MONTH, 1)


def national_rows(
    at: Setting,
    fitted: Parameters,
    draws: Replicates,
    national: pd.DataFrame,
    statements: Iterable[Statement] = (),
) -> tuple[NationalRow, ...]:
    """Every year from the first known to the last, both year measures, and the first of March of the target year."""
    published = observed(national, statements)
    used = {(o.measure.replace("share_", ""), o.year) for o in at.problem.data}
    rows = []
    for measure in (*YEARLY, "on_date"):
        central = central_series(at, fitted, measure)
        low, high = interval(draws.national(measure))
        years = [at.target] if measure == "on_date" else range(at.first_known, at.last + 1)
        for year in years:
            place, value = year - at.first, published.get((measure, year))
            use: Use = "none" if value is None else "outside_check"
            if (measure, year) in used:
                use = "fitted"
            period = f"{year}-{ON_MONTH:02d}-01" if measure == "on_date" else str(year)
            rows.append(
                NationalRow(
                    _measure(measure),
                    period,
                    round(float(low[place]), 1),
                    round(float(central[place]), 1),
                    round(float(high[place]), 1),
                    value,
                    use,
                )
            )
    return tuple(rows)


def _measure(name: str) -> Measure:
    known: Mapping[str, Measure] = {m: m for m in (*YEARLY, "on_date")}
    return known[name]


def central_series(at: Setting, fitted: Parameters, measure: str) -> NDArray[np.float64]:
    """Participants by year from the first of the burn-in."""
    series: NDArray[np.float64] = at.sizes(fitted) @ at.responses(fitted).of(measure)
    return series


def cohort_rows(at: Setting, fitted: Parameters) -> tuple[CohortRow, ...]:
    """Which cohorts make up each year's participants; they add up to the central figure."""
    unit, sizes = at.responses(fitted), at.sizes(fitted)
    rows = []
    for measure in YEARLY:
        parts = sizes[:, None] * unit.of(measure)
        for year in range(at.first_known, at.last + 1):
            column = parts[:, year - at.first]
            start = at.first_known - at.first
            rows.append(CohortRow(measure, year, None, round(float(column[:start].sum()), 1)))
            rows += [
                CohortRow(measure, year, cohort, round(float(column[cohort - at.first]), 1))
                for cohort in range(at.first_known, year + 1)
            ]
    return tuple(rows)
