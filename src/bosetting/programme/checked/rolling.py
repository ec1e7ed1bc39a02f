"""How far the model would have been off in earlier years, beside two rivals that need no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from bosetting.inputs.programme import ProgrammeRules
from bosetting.programme.fit.calibration import fit, modelled
from bosetting.programme.fit.known import Cohort, Observation, known_rows, observations, settled_known
from bosetting.programme.fit.setting import cohorts_to, problem
from bosetting.programme.model.regulations import regulations_known

Method = Literal["model", "last_year", "two_years"]
METHODS: tuple[Method, ...] = ("model", "last_year", "two_years")
Knowledge = Literal["as_known", "as_happened"]
FEWEST_COUNTS = 4
"""A model is not fitted to fewer counts than these."""


@dataclass(frozen=True)
class RollingRow:
    """One forecast made with what was known on a day of an earlier year.

    Attributes:
        origin: that day.
        year: the year forecast: the same (horizon 0, not yet counted) or the next (horizon 1).
        horizon: 0 or 1.
        cohorts: settled persons of years not over: ``as_known`` then, or ``as_happened`` (the error of the model
            alone).
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
    happened = settled_known(rows)
    made: list[RollingRow] = []
    for year in range(min(counted, default=as_of.year), as_of.year):
        origin = date(year, as_of.month, min(as_of.day, 28))
        then = known_rows(rows, origin)
        if _enough(then, rules, origin):
            made += _forecasts(then, rules, origin, counted, happened)
    return tuple(made)


def _counts(rows: pd.DataFrame, rules: ProgrammeRules) -> dict[int, float]:
    return {o.year: o.value for o in observations(rows, rules) if o.measure == "during_year"}


def _enough(rows: pd.DataFrame, rules: ProgrammeRules, origin: date) -> bool:
    counts, lengths = _counts(rows, rules), regulations_known(rules.regulations, origin)
    return len(counts) >= FEWEST_COUNTS and bool(settled_known(rows)) and bool(lengths)


def _forecasts(
    then: pd.DataFrame,
    rules: ProgrammeRules,
    origin: date,
    counted: Mapping[int, float],
    happened: Mapping[int, Cohort],
) -> list[RollingRow]:
    expected = cohorts_to(then, origin.year + 1)
    fitted = fit(problem(then, rules, origin, expected))
    counts = _counts(then, rules)
    made = []
    for horizon in (0, 1):
        year = origin.year + horizon
        if year not in counted:
            continue
        actual = {**expected, **{y: c for y, c in happened.items() if y <= year}}
        versions: tuple[tuple[Knowledge, Mapping[int, Cohort]], ...] = (
            ("as_known", expected),
            ("as_happened", actual),
        )
        for knowledge, cohorts in versions:
            task = problem(then, rules, origin, cohorts)
            asked = replace(task, data=(Observation("during_year", year, 1.0),))
            predicted = {
                "model": modelled(asked, fitted)[0],
                "last_year": counts[max(counts)],
                "two_years": _two_years(counts, cohorts, expected, year),
            }
            made += [
                RollingRow(
                    origin, year, horizon, knowledge, method, round(predicted[method], 1), counted[year]
                )
                for method in METHODS
            ]
    return made


def _two_years(
    counts: Mapping[int, float], cohorts: Mapping[int, Cohort], known: Mapping[int, Cohort], year: int
) -> float:
    """Persons settled in a year and the year before, times the mean of what that has been."""
    ratios = [
        count / (known[y].central + known[y - 1].central)
        for y, count in counts.items()
        if y in known and y - 1 in known
    ]
    return float(np.mean(ratios)) * (cohorts[year].central + cohorts[year - 1].central)


def rolling_errors(rows: Sequence[RollingRow]) -> tuple[RollingError, ...]:
    """Mean errors by method, horizon and knowledge of the cohorts, and which method is best."""
    out: list[RollingError] = []
    knowledge: tuple[Knowledge, ...] = ("as_known", "as_happened")
    for known in knowledge:
        for horizon in (0, 1, None):
            chosen = [r for r in rows if r.cohorts == known and horizon in (None, r.horizon)]
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
