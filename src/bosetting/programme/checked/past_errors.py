"""How wide an interval must be to hold what it promises: the errors of past forecasts, and how many it held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from bosetting.programme import assumptions as declared
from bosetting.programme.checked.rolling import FURTHEST, RollingRow
from bosetting.programme.fit.bootstrap import LEVEL

DECLARED = (
    0.05,
    declared.NEED_RANGE.value or 0.0,
    *((declared.LATER_RANGE.value or 0.0) + 0.1 * years for years in range(FURTHEST - 1)),
)
"""Spread of the error by years ahead before any is known, in parts: that of the need and of the years after it."""
WEIGHT = 2
"""The declared spread counts as so many past errors."""


@dataclass(frozen=True)
class Width:
    """How far off a forecast so many years ahead may be.

    Attributes:
        horizon: years from the day of the forecast to the year forecast.
        forecasts: past forecasts that the width rests on, beside what is declared.
        half_width: of the interval, in parts of the forecast as a logarithm.
    """

    horizon: int
    forecasts: int
    half_width: float


@dataclass(frozen=True)
class Coverage:
    """How many later counts the intervals of past forecasts held, each made from the errors known at its time.

    Attributes:
        horizon: years ahead; None for all.
        forecasts: how many.
        held: how many of their counts lay within it.
    """

    horizon: int | None
    forecasts: int
    held: int


def widths(rows: Sequence[RollingRow]) -> tuple[Width, ...]:
    """The half-width for each number of years ahead, never narrower further ahead.

    Errors are taken as normal about none, with a spread that is estimated from the past errors and the declared one, so
    that few errors give a wider interval (Student's t).

    Args:
        rows: past forecasts; those of the model with settlement as it was known count.
    """
    found: list[Width] = []
    for horizon, spread in enumerate(DECLARED):
        errors = [_error(row) for row in judged(rows) if row.horizon == horizon]
        width = _half_width(errors, spread)
        least = found[-1].half_width if found else 0.0
        found.append(Width(horizon, len(errors), round(max(width, least), 4)))
    return tuple(found)


def judged(rows: Sequence[RollingRow]) -> list[RollingRow]:
    """The forecasts that count: of the model, with settlement as it was known on the day."""
    return [row for row in rows if (row.method, row.cohorts) == ("model", "as_known")]


def _error(row: RollingRow) -> float:
    return float(np.log(row.predicted / row.observed))


def _half_width(errors: Sequence[float], spread: float) -> float:
    known = len(errors) + WEIGHT
    squares = sum(error**2 for error in errors) + WEIGHT * spread**2
    return float(np.sqrt(squares / known) * stdtrit(known, (1 + LEVEL) / 2))  # a quantile of Student's t


def coverage(rows: Sequence[RollingRow]) -> tuple[Coverage, ...]:
    """How often the interval that could have been given at the time held the count, by horizon and for all.

    Args:
        rows: past forecasts; a count is taken as known from the year after.
    """
    model = judged(rows)
    held: dict[int, list[bool]] = {}
    for row in model:
        known = [r for r in model if r.origin < row.origin and r.year < row.origin.year]
        width = widths(known)[row.horizon].half_width
        held.setdefault(row.horizon, []).append(abs(_error(row)) <= width)
    by_horizon = [Coverage(h, len(inside), sum(inside)) for h, inside in sorted(held.items())]
    whole = Coverage(None, sum(c.forecasts for c in by_horizon), sum(c.held for c in by_horizon))
    return (*by_horizon, whole)
