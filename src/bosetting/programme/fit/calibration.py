"""The fit of the cohort model to what was known: bounded least squares with declared ranges as weak data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from bosetting.allocation.criteria.results_fit import four_digits
from bosetting.inputs.programme import Regulation
from bosetting.programme.errors import BadProgramme
from bosetting.programme.fit.known import Observation
from bosetting.programme.model.cohorts import Responses, persons_by_year, responses
from bosetting.programme.model.groups import Group
from bosetting.programme.model.parameters import NAMES, Parameters, Structure

BURN_IN = 8
"""Years before the first known one that are filled with the same fitted number of settled persons."""
COUNT_ERROR = 0.015
"""Standard error of a count during the year, as a share of it: rounding, registration, a constant curve."""
MOVE_ERROR = 0.03
"""Standard error of persons who started or left in a year, as a share of them: fewer, and told as remarks."""
SHARE_ERROR = 0.01
"""Standard error of a share at the end of the year, printed as a whole per cent."""


@dataclass(frozen=True)
class Range:
    """Where a parameter may lie.

    Attributes:
        low: bound.
        high: bound.
        start: where the search starts.
        centre: middle of the declared range; None where the data alone decide.
        spread: standard deviation of the declared range.
        scale: size of a step, for the search.
    """

    low: float
    high: float
    start: float
    centre: float | None
    spread: float


RANGES: Mapping[str, Range] = {
    "starts_per_settled": Range(0.2, 1.5, 0.75, 0.75, 0.15),
    "young_ratio": Range(0.7, 1.6, 1.05, 1.0, 0.15),
    "late_share": Range(0.0, 0.5, 0.15, 0.15, 0.1),
    "wait_months": Range(0.2, 14.0, 4.0, 4.0, 2.0),
    "left_early": Range(0.0, 0.5, 0.2, 0.2, 0.1),
    "beyond": Range(0.1, 0.5, 0.3, 0.3, 0.1),
    "before_first": Range(300.0, 15000.0, 4000.0, None, 0.0),
    "take_up": Range(0.3, 1.2, 0.75, 0.75, 0.1),
    "group_left_early": Range(0.0, 0.5, 0.1, 0.1, 0.1),
    "group_beyond": Range(0.1, 0.95, 0.65, 0.65, 0.15),
    "register_break": Range(0.9, 1.1, 1.0, 1.0, 0.02),
}
"""Bounds and declared ranges; the act of 2003 gives a municipality three months to start a programme."""


@dataclass(frozen=True)
class Problem:
    """One calibration.

    Attributes:
        cohorts: settled persons by year, those counted and those expected.
        data: what was observed.
        structure: what is declared.
        regulations: in order of date.
        fixed: parameters that are given and not fitted.
        ranges: bounds and declared ranges of the others.
        groups: with a regulation of their own.
        idle: of the fixed, those that nothing depends on: no such group, no young cohort, one register.
    """

    cohorts: Mapping[int, float]
    data: Sequence[Observation]
    structure: Structure
    regulations: Sequence[Regulation]
    fixed: Mapping[str, float]
    ranges: Mapping[str, Range]
    groups: Sequence[Group] = ()
    idle: frozenset[str] = frozenset()

    @property
    def free(self) -> tuple[str, ...]:
        """Names of the parameters to fit."""
        return tuple(name for name in NAMES if name not in self.fixed)


def fit(problem: Problem, start: Parameters | None = None) -> Parameters:
    """The parameters with the least sum of squares, rounded to four significant digits.

    Args:
        problem: cohorts, data, what is declared and what is fixed.
        start: where to begin; None for the middle of the ranges.

    Raises:
        BadProgramme: there are no data.
    """
    return rounded(solve(problem, start, jac="3-point"), problem.ranges)


def solve(
    problem: Problem, start: Parameters | None = None, jac: Literal["2-point", "3-point"] = "2-point"
) -> Parameters:
    """The parameters with the least sum of squares, to the last digit; see ``fit``.

    Args:
        problem: cohorts, data, what is declared and what is fixed.
        start: where to begin; None for the middle of the ranges.
        jac: how slopes are taken; with three points the last digits depend less on the machine.

    Raises:
        BadProgramme: there are no data.
    """
    if not problem.data:
        raise BadProgramme("no count of participants was published by the edition's date; nothing to fit to")
    free = problem.free
    scale = np.array([problem.ranges[name].start for name in free])
    low = np.array([problem.ranges[name].low for name in free]) / scale
    high = np.array([problem.ranges[name].high for name in free]) / scale
    begin = scale / scale if start is None else np.array([getattr(start, name) for name in free]) / scale

    def misfit(scaled: NDArray[np.float64]) -> NDArray[np.float64]:
        return all_residuals(problem, scaled * scale)

    found = least_squares(
        misfit,
        np.clip(begin, low + 1e-9, high - 1e-9),
        jac=jac,
        bounds=(low, high),
        xtol=1e-11,
        ftol=1e-11,
        gtol=1e-11,
        max_nfev=60,
    )
    return to_parameters(problem, found.x * scale)


def rounded(parameters: Parameters, ranges: Mapping[str, Range]) -> Parameters:
    """Every number to four significant digits, or the bound it has reached; these numbers are used."""
    return Parameters(**{name: printed(getattr(parameters, name), ranges[name]) for name in NAMES})


def printed(value: float, within: Range) -> float:
    """A parameter to four significant digits, or the bound it has reached."""
    near = [bound for bound in (within.low, within.high) if abs(value - bound) < 1e-5 * within.high]
    return near[0] if near else four_digits(value)


def to_parameters(problem: Problem, free: NDArray[np.float64]) -> Parameters:
    """The fitted values and the fixed ones together."""
    values = {**dict(zip(problem.free, map(float, free), strict=True)), **problem.fixed}
    return Parameters(**values)


def all_residuals(problem: Problem, free: NDArray[np.float64]) -> NDArray[np.float64]:
    """Misfit to the data and distance from the declared ranges, in standard errors."""
    data = data_residuals(problem, to_parameters(problem, free))
    return np.concatenate([data, declared_residuals(problem, free)])


def declared_residuals(problem: Problem, free: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distance of the free parameters from the middle of their declared ranges, in standard deviations."""
    ranges = [problem.ranges[name] for name in problem.free]
    pairs = zip(free, ranges, strict=True)
    return np.array([(value - r.centre) / r.spread for value, r in pairs if r.centre is not None])


def data_residuals(problem: Problem, parameters: Parameters) -> NDArray[np.float64]:
    """Misfit to each observation in standard errors, model less observed."""
    computed = modelled(problem, parameters)
    return np.array([_misfit(o, value) for o, value in zip(problem.data, computed, strict=True)])


def _misfit(observation: Observation, value: float) -> float:
    if observation.measure != "share_at_year_end":
        error = COUNT_ERROR if observation.measure == "during_year" else MOVE_ERROR
        return float(np.log(max(value, 1.0) / observation.value)) / error
    return (value - observation.value) / SHARE_ERROR


def modelled(problem: Problem, parameters: Parameters) -> list[float]:
    """What the model gives for each observation, as the publisher would have counted it."""
    last = max(o.year for o in problem.data)
    unit = unit_responses(problem, parameters, last)
    persons = cohort_sizes(problem.cohorts, parameters, last)
    during, end = persons @ unit.during_year, persons @ unit.at_year_end
    lost = 1 - problem.structure.others_continue
    values = []
    for o in problem.data:
        at = o.year - unit.first_year
        figure = {
            "during_year": during[at],
            "share_at_year_end": end[at] / during[at] - (1 - lost) * o.otherwise,
            "started_during_year": during[at] - end[at - 1],
            "left_during_year": during[at] - end[at],
        }[o.measure]
        values.append(float(figure))
    return values


def unit_responses(problem: Problem, parameters: Parameters, last: int) -> Responses:
    """What one settled person of each cohort adds, from the burn-in to a last year."""
    first = min(problem.cohorts) - BURN_IN
    return responses(first, last, parameters, problem.structure, problem.regulations, groups=problem.groups)


def cohort_sizes(cohorts: Mapping[int, float], parameters: Parameters, last: int) -> NDArray[np.float64]:
    """Cohort sizes from the burn-in to a last year; before the first known year, the fitted number."""
    first = min(cohorts)
    before = dict.fromkeys(range(first - BURN_IN, first), parameters.before_first)
    return persons_by_year({**before, **cohorts}, first - BURN_IN, last)


def with_data(problem: Problem, values: Sequence[float], ranges: Mapping[str, Range]) -> Problem:
    """The same calibration with other observed values and other middles of the declared ranges."""
    data = [replace(o, value=v) for o, v in zip(problem.data, values, strict=True)]
    return replace(problem, data=tuple(data), ranges=ranges)
