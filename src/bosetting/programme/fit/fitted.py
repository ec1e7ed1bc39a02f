"""The calibration as the report shows it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bosetting.programme.fit.bootstrap import Replicates, interval
from bosetting.programme.fit.calibration import Problem, data_residuals, modelled, printed
from bosetting.programme.fit.identification import Identification, identification
from bosetting.programme.model.parameters import NAMES, Parameters, Structure

IDENTIFIED = 0.5
"""A parameter is said to be identified where more than half of what is known of it comes from the data."""


@dataclass(frozen=True)
class FittedParameter:
    """One parameter.

    Attributes:
        name: field of ``Parameters``.
        value: four significant digits; the number that is used.
        low: with ``high`` holds 80 per cent of the replicates, four significant digits.
        high: upper end.
        declared: middle of the declared range; None where there is none.
        declared_spread: its standard deviation.
        bound_low: the fit may not go below.
        bound_high: nor above.
        at_bound: True where the fit stands at a bound.
        fixed: True where it was published and not fitted.
        data_share: how much of what is known of it comes from the data, 0 to 1; None where fixed.
        identified: True where that is more than half.
    """

    name: str
    value: float
    low: float
    high: float
    declared: float | None
    declared_spread: float | None
    bound_low: float
    bound_high: float
    at_bound: bool
    fixed: bool
    data_share: float | None
    identified: bool


@dataclass(frozen=True)
class Residual:
    """One figure of the fit.

    Attributes:
        measure: during_year, started_during_year or left_during_year (persons), or share_at_year_end (share).
        year: of the figure.
        observed: as published.
        fitted: the model's, as the publisher would have counted.
        residual: fitted less observed; of a count in per cent, of a share in points.
        standardised: in standard errors.
        register: as participant_series.csv names it: ``KOSTRA`` or ``NIR``.
    """

    measure: str
    year: int
    observed: float
    fitted: float
    residual: float
    standardised: float
    register: str


@dataclass(frozen=True)
class Fit:
    """The calibration.

    Attributes:
        parameters: with intervals and what identifies them.
        structure: what is declared.
        residuals: every figure that was used.
        singular_values: of the misfit's slope, largest first; see ``identification``.
        effective: how many parameters the data decide.
        values: the parameters as used.
    """

    parameters: tuple[FittedParameter, ...]
    structure: Structure
    residuals: tuple[Residual, ...]
    singular_values: tuple[float, ...]
    effective: float
    values: Parameters


def described(problem: Problem, fitted: Parameters, draws: Replicates) -> Fit:
    """The calibration with intervals and identification."""
    known = identification(problem, fitted)
    drawn = np.array([[getattr(p, name) for name in NAMES] for p in draws.parameters])
    low, high = interval(drawn)
    rows = [
        _parameter(problem, fitted, known, name, float(low[i]), float(high[i]))
        for i, name in enumerate(NAMES)
        if name not in problem.idle
    ]
    return Fit(
        tuple(rows),
        problem.structure,
        residuals(problem, fitted),
        known.singular_values,
        known.effective,
        fitted,
    )


def _parameter(
    problem: Problem, fitted: Parameters, known: Identification, name: str, low: float, high: float
) -> FittedParameter:
    within, value = problem.ranges[name], float(getattr(fitted, name))
    share = known.data_share.get(name)
    return FittedParameter(
        name=name,
        value=value,
        low=printed(low, within),
        high=printed(high, within),
        declared=within.centre,
        declared_spread=None if within.centre is None else within.spread,
        bound_low=within.low,
        bound_high=within.high,
        at_bound=value in (within.low, within.high),
        fixed=name in problem.fixed,
        data_share=share,
        identified=share is not None and share > IDENTIFIED,
    )


def residuals(problem: Problem, fitted: Parameters) -> tuple[Residual, ...]:
    """Every figure of the fit beside the model's."""
    rows = []
    pairs = zip(problem.data, modelled(problem, fitted), data_residuals(problem, fitted), strict=True)
    for o, value, standardised in pairs:
        count = o.measure != "share_at_year_end"
        off = 100 * (value / o.value - 1) if count else 100 * (value - o.value)
        rows.append(
            Residual(
                o.measure,
                o.year,
                o.value,
                round(value, 1 if count else 4),
                round(off, 2),
                round(float(standardised), 2),
                o.register,
            )
        )
    return tuple(rows)
