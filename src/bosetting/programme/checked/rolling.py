"""How far the model would have been off in earlier years, beside two rivals that need no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from bosetting.inputs.programme import ProgrammeRules
from bosetting.programme.fit.calibration import Problem, fit, modelled
from bosetting.programme.fit.known import (
    Cohort,
    Observation,
    expected_cohort,
    figures,
    known_rows,
    observations,
    settled_known,
)
from bosetting.programme.fit.setting import AHEAD, cohorts_to, problem
from bosetting.programme.model.regulations import regulations_known

Method = Literal["model", "last_year", "two_years"]
METHODS: tuple[Method, ...] = ("model", "last_year", "two_years")
Knowledge = Literal["as_known", "as_happened"]
FURTHEST = AHEAD + 1
"""Years ahead of the origin's year that are forecast: as many as an edition forecasts."""
SHOWN = (0, 1)
"""Horizons whose mean errors are told: the origin's year and the next."""


@dataclass(frozen=True)
class RollingRow:
    """One forecast made with what was known on a day of an earlier year.

    Attributes:
        origin: that day.
        year: the year forecast: that of the origin, not yet counted, or one of the years after.
        horizon: years from the origin's to it.
        cohorts: settled persons of years not over, the groups among them and the acts they started under:
            ``as_known`` then, or ``as_happened`` (the error of the model alone).
        method: ``model``; ``last_year``, the last count known; ``two_years``, persons settled in the year and
            the year before times a constant.
        predicted: participants during the year.
        observed: as counted later, and published by the edition's date.
    """

    origin: date
    year: int
    horizon: int
    cohorts: Knowledge
    method: Method
    predicted: float
    observed: float

    @property
    def error_percent(self) -> float:
        """Predicted less observed, in per cent of observed."""
        return round(100 * (self.predicted / self.observed - 1), 1)


@dataclass(frozen=True)
class RollingError:
    """The mean error of a method.

    Attributes:
        cohorts: as_known or as_happened.
        horizon: 0, 1, or None for both.
        method: which.
        forecasts: how many.
        mean_absolute_percent: mean of the errors without sign.
        mean_percent: mean with sign.
        best: True where no other method has a smaller mean without sign.
    """

    cohorts: Knowledge
    horizon: int | None
    method: Method
    forecasts: int
    mean_absolute_percent: float
    mean_percent: float
    best: bool


def rolling_rows(national: pd.DataFrame, rules: ProgrammeRules, as_of: date) -> tuple[RollingRow, ...]:
    """Forecasts from each earlier year, each with what was known on the same day of that year.

    Args:
        national: the table national.csv; what was published after ``as_of`` is not used.
        rules: what the year folder says of the programme.
        as_of: the edition's date; the origins are its day and month in earlier years.
    """
    rows = known_rows(national, as_of)
    counted = _counts(rows, rules)
    happened = _happened(rows, rules, as_of)
    made: list[RollingRow] = []
    for year in range(min(counted, default=as_of.year), as_of.year + 1):
        origin = date(year, as_of.month, min(as_of.day, 28))
        then = known_rows(rows, origin)
        if _enough(then, rules, origin):
            made += _forecasts(then, rules, origin, counted, happened)
    return tuple(made)


def _happened(rows: pd.DataFrame, rules: ProgrammeRules, as_of: date) -> Problem:
    """The settled persons, their groups and the acts as they turned out, as far as they are known."""
    counted = settled_known(rows)
    last = max(counted, default=as_of.year)
    return problem(rows, rules, as_of, {**counted, **_by_a_day(rows, counted, last + 1)})


def _by_a_day(rows: pd.DataFrame, counted: Mapping[int, Cohort], year: int) -> dict[int, Cohort]:
    """A year of which only a part was counted, filled up."""
    part = figures(rows, "settled_by_date", None)
    return {year: expected_cohort(rows, counted, year)} if counted and year in part else {}


def _counts(rows: pd.DataFrame, rules: ProgrammeRules) -> dict[int, float]:
    return {o.year: o.value for o in observations(rows, rules) if o.measure == "during_year"}


def _enough(rows: pd.DataFrame, rules: ProgrammeRules, origin: date) -> bool:
    counts, lengths = _counts(rows, rules), regulations_known(rules.regulations, origin)
    return bool(counts) and bool(settled_known(rows)) and bool(lengths)


def _forecasts(
    then: pd.DataFrame,
    rules: ProgrammeRules,
    origin: date,
    counted: Mapping[int, float],
    happened: Problem,
) -> list[RollingRow]:
    task = problem(then, rules, origin, cohorts_to(then, origin.year + FURTHEST))
    fitted, counts = fit(task), _counts(then, rules)
    made = []
    for horizon in range(FURTHEST + 1):
        year = origin.year + horizon
        if year not in counted:
            continue
        versions: tuple[tuple[Knowledge, Problem], ...] = (("as_known", task),)
        if all(y in happened.cohorts for y in task.cohorts if y <= year):
            versions = (*versions, ("as_happened", happened))
        for knowledge, basis in versions:
            asked = replace(basis, data=(Observation("during_year", year, 1.0),))
            predicted = {
                "model": modelled(asked, fitted)[0],
                "last_year": counts[max(counts)],
                "two_years": _two_years(counts, basis.cohorts, task.cohorts, year),
            }
            made += [
                RollingRow(origin, year, horizon, knowledge, method, round(value, 1), counted[year])
                for method in METHODS
                if (value := predicted[method]) is not None
            ]
    return made


def _two_years(
    counts: Mapping[int, float], cohorts: Mapping[int, float], known: Mapping[int, float], year: int
) -> float | None:
    """Persons settled in a year and the year before, times the mean of what that has been; None where unknown."""
    ratios = [
        count / (known[y] + known[y - 1]) for y, count in counts.items() if y in known and y - 1 in known
    ]
    if not ratios or year - 1 not in cohorts:
        return None
    return float(np.mean(ratios)) * (cohorts[year] + cohorts[year - 1])


def rolling_errors(rows: Sequence[RollingRow]) -> tuple[RollingError, ...]:
    """Mean errors by method, horizon and knowledge of the cohorts, and which method is best."""
    out: list[RollingError] = []
    knowledge: tuple[Knowledge, ...] = ("as_known", "as_happened")
    for known in knowledge:
        for horizon in (*SHOWN, None):
            told = SHOWN if horizon is None else (horizon,)
            chosen = [r for r in rows if r.cohorts == known and r.horizon in told]
            out += _errors(chosen, known, horizon)
    return tuple(out)


def _errors(rows: Sequence[RollingRow], known: Knowledge, horizon: int | None) -> list[RollingError]:
    by_method = {m: [r.error_percent for r in rows if r.method == m] for m in METHODS}
    absolute = {m: round(float(np.mean(np.abs(e))), 1) for m, e in by_method.items() if e}
    return [
        RollingError(
            known,
            horizon,
            m,
            len(by_method[m]),
            absolute[m],
            round(float(np.mean(by_method[m])), 1),
            absolute[m] == min(absolute.values()),
        )
        for m in absolute
    ]
