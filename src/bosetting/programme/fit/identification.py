"""Which parameters the data decide, and which rest on a declared range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bosetting.allocation.criteria.results_fit import four_digits
from bosetting.programme.fit.calibration import Problem, data_residuals, to_parameters
from bosetting.programme.model.parameters import Parameters


@dataclass(frozen=True)
class Identification:
    """What the data say of the parameters near the fit.

    Attributes:
        data_share: by parameter, how much of what is known of it comes from the data: 1 less the variance that
            remains, in parts of the variance declared; 1 where nothing was declared.
        singular_values: of the misfit's slope in steps of one declared standard deviation (a tenth of the value
            where none is declared), largest first; below 1 the data say less than the declaration.
        effective: how many parameters the data decide.
    """

    data_share: dict[str, float]
    singular_values: tuple[float, ...]
    effective: float


def identification(problem: Problem, parameters: Parameters) -> Identification:
    """How well the data decide each free parameter.

    Args:
        problem: the calibration.
        parameters: the fit.
    """
    steps = np.array([_step(problem, parameters, name) for name in problem.free])
    slope = _slope(problem, parameters, steps)
    information = slope.T @ slope
    told = np.diag([1.0 if problem.ranges[name].centre is not None else 0.0 for name in problem.free])
    covariance = np.linalg.pinv(information + told)
    left = np.diag(covariance) * np.diag(told)
    shares = dict(zip(problem.free, (round(float(1 - value), 3) for value in left), strict=True))
    singular = tuple(four_digits(float(value)) for value in np.linalg.svd(slope, compute_uv=False))
    return Identification(shares, singular, round(float(np.trace(information @ covariance)), 2))


def _step(problem: Problem, parameters: Parameters, name: str) -> float:
    within = problem.ranges[name]
    return within.spread if within.centre is not None else 0.1 * float(getattr(parameters, name))


def _slope(problem: Problem, parameters: Parameters, steps: NDArray[np.float64]) -> NDArray[np.float64]:
    at = np.array([getattr(parameters, name) for name in problem.free], dtype=np.float64)
    here = data_residuals(problem, parameters)
    columns = []
    for place, step in enumerate(steps):
        small = (
            0.01 * step * (-1 if at[place] + 0.01 * step > problem.ranges[problem.free[place]].high else 1)
        )
        aside = at.copy()
        aside[place] += small
        columns.append((data_residuals(problem, to_parameters(problem, aside)) - here) / small * step)
    return np.stack(columns, axis=1)
