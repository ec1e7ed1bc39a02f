"""How sure the load is: the calibration again and again with residuals drawn anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from bosetting.programme import assumptions as declared
from bosetting.programme.assumptions import Assumption
from bosetting.programme.fit.calibration import (
    COUNT_ERROR,
    MOVE_ERROR,
    SHARE_ERROR,
    Problem,
    data_residuals,
    modelled,
    solve,
    with_data,
)
from bosetting.programme.fit.known import Cohort
from bosetting.programme.fit.setting import Setting, moved
from bosetting.programme.model.parameters import Parameters, Structure

LEVEL = 0.8
"""Low and high leave out as much at each end as to hold this share of the replicates."""


@dataclass(frozen=True)
class Replicates:
    """Draws of everything that is uncertain; R replicates, Y years from the first of the burn-in.

    Attributes:
        parameters: R fits.
        structures: R draws of what is declared.
        during_year: shape (R, Y, Y): replicate, cohort, calendar year; per settled person.
        at_year_end: likewise.
        on_date: likewise.
        sizes: shape (R, Y): persons in each cohort.
        factor: shape (R, Y): misfit of a count that the model cannot explain, drawn anew, and what past forecasts
            were off beyond that; about 1.
    """

    parameters: tuple[Parameters, ...]
    structures: tuple[Structure, ...]
    during_year: NDArray[np.float64]
    at_year_end: NDArray[np.float64]
    on_date: NDArray[np.float64]
    sizes: NDArray[np.float64]
    factor: NDArray[np.float64]

    def of(self, measure: str) -> NDArray[np.float64]:
        """Per settled person, with the misfit: shape (R, Y, Y)."""
        arrays = {"during_year": self.during_year, "at_year_end": self.at_year_end, "on_date": self.on_date}
        result: NDArray[np.float64] = arrays[measure] * self.factor[:, None, :]
        return result

    def national(self, measure: str) -> NDArray[np.float64]:
        """Participants, shape (R, Y)."""
        summed: NDArray[np.float64] = np.einsum("rc,rcy->ry", self.sizes, self.of(measure))
        return summed


@dataclass(frozen=True, eq=False)
class Refits:
    """The draws that hang on what was known and not on who is asked for how many; R replicates, Y years.

    Attributes:
        as_of: nothing published later was used.
        problem: the calibration that they are of.
        span: the first year and the last.
        parameters: R fits.
        structures: R draws of what is declared.
        responses: during the year, at its end and on a date, each of shape (R, Y, Y); per settled person.
        together: shape (R,): where in its range the draw of the years after the target lies, 0 to 1.
        apart: shape (R, U): likewise, of each of the other cohorts that are not counted.
        misfit: shape (R, Y): of a count that the model cannot explain, drawn anew; as a factor.
        bell: shape (R,): how far up or down each replicate is of what a forecast misses year after year.
    """

    as_of: date
    problem: Problem
    span: tuple[int, int]
    parameters: tuple[Parameters, ...]
    structures: tuple[Structure, ...]
    responses: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
    together: NDArray[np.float64]
    apart: NDArray[np.float64]
    misfit: NDArray[np.float64]
    bell: NDArray[np.float64]

    def serve(self, at: Setting) -> bool:
        """Whether they are also those of another setting: as much is known, and as many cohorts are drawn."""
        mine, theirs = (replace(p, cohorts=_counting(p)) for p in (self.problem, at.problem))
        return (
            self.as_of == at.as_of
            and mine == theirs
            and self.span == (at.first, at.last)
            and self.apart.shape[1] == len(_uncertain(at.cohorts))
        )


def _counting(problem: Problem) -> dict[int, float]:
    """The cohorts that a count which is fitted to can hold."""
    last = max(o.year for o in problem.data)
    return {year: persons for year, persons in problem.cohorts.items() if year <= last}


def refits(at: Setting, fitted: Parameters, effective: float, count: int, seed: int) -> Refits:
    """Calibrate again and again.

    Each time to the fitted figures with residuals drawn anew (centred, and larger by the parameters used up), with
    the middles of the declared ranges drawn anew, and with a draw of what is only declared.

    Args:
        at: what the computation starts from.
        fitted: its parameters.
        effective: how many parameters the data decided.
        count: how many replicates.
        seed: of the random numbers.
    """
    random = np.random.default_rng(seed)
    residuals = spread_residuals(at.problem, fitted, effective)
    values = np.array(modelled(at.problem, fitted))
    kinds = [o.measure for o in at.problem.data]
    fits, structures, arrays, luck, misfits = [], [], [], [], []
    years, uncertain = at.last - at.first + 1, len(_uncertain(at.cohorts))
    for _ in range(count):
        drawn = random.choice(residuals, len(values))
        pretended = [_shifted(v, k, e) for v, k, e in zip(values, kinds, drawn, strict=True)]
        ranges = moved(at.problem.ranges, _centres(at.problem, random))
        structure = draw_structure(at.problem.structure, random)
        again = replace(with_data(at.problem, pretended, ranges), structure=structure)
        found = solve(again, fitted)
        unit = at.responses(found, structure)
        fits.append(found)
        structures.append(structure)
        arrays.append((unit.during_year, unit.at_year_end, unit.on_date))
        luck.append(random.random(1 + uncertain))
        misfits.append(np.exp(random.choice(residuals, years) * COUNT_ERROR))
    during, end, on_date = (np.stack(parts) for parts in zip(*arrays, strict=True))
    lucks = np.stack(luck)
    return Refits(
        as_of=at.as_of,
        problem=at.problem,
        span=(at.first, at.last),
        parameters=tuple(fits),
        structures=tuple(structures),
        responses=(during, end, on_date),
        together=lucks[:, 0],
        apart=lucks[:, 1:],
        misfit=np.stack(misfits),
        # As many as the replicates and evenly spread over the bell, in an order of chance: no luck in how wide it is.
        bell=random.permutation(ndtri((np.arange(count) + 0.5) / count)),
    )


def replicate(at: Setting, again: Refits, half_widths: Mapping[int, float] | None = None) -> Replicates:
    """Replicates of the calibration and of the cohorts.

    Args:
        at: what the computation starts from.
        again: the calibrations; they serve the setting.
        half_widths: of the interval, by calendar year, that past forecasts ask for; in parts, as a logarithm.
    """
    sizes = np.stack(
        [
            _drawn_sizes(at, found, float(together), apart)
            for found, together, apart in zip(again.parameters, again.together, again.apart, strict=True)
        ]
    )
    series = np.einsum("rc,rcy->ry", sizes, again.responses[0])
    return Replicates(
        again.parameters,
        again.structures,
        *again.responses,
        sizes,
        again.misfit * _as_past_errors(series, at.first, half_widths or {}, again.bell),
    )


def _as_past_errors(
    series: NDArray[np.float64], first: int, half_widths: Mapping[int, float], bell: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Factors, shape of ``series``, that widen the draws of each year to what past errors ask for.

    One draw is as far up or down in every year, since what a forecast misses it goes on missing.
    """
    factor = np.ones_like(series)
    for year, half_width in half_widths.items():
        drawn = np.log(np.maximum(series[:, year - first], 1.0))
        wanted = half_width / ndtri((1 + LEVEL) / 2)
        wide = drawn + bell * np.sqrt(max(wanted**2 - drawn.var(), 0.0))
        low, high = interval(wide)
        # Few replicates may lie too close by chance.
        middle, scale = np.median(wide), max(2 * half_width / max(float(high - low), 1e-9), 1.0)
        factor[:, year - first] = np.exp(middle + scale * (wide - middle) - drawn)
    return factor


def spread_residuals(problem: Problem, fitted: Parameters, effective: float) -> NDArray[np.float64]:
    """The residuals in standard errors, centred, and larger by the parameters used up."""
    residuals = data_residuals(problem, fitted)
    left = max(len(residuals) - effective, 1.0)
    centred: NDArray[np.float64] = (residuals - residuals.mean()) * np.sqrt(len(residuals) / left)
    return centred


def interval(draws: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Low and high over the first axis."""
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], axis=0)
    return low, high


def _shifted(value: float, measure: str, error: float) -> float:
    if measure != "share_at_year_end":
        size = COUNT_ERROR if measure == "during_year" else MOVE_ERROR
        return float(value * np.exp(error * size))
    return float(np.clip(value + error * SHARE_ERROR, 0.0, 1.0))


def _centres(problem: Problem, random: np.random.Generator) -> dict[str, float]:
    ranges = problem.ranges
    drawn = random.standard_normal(len(ranges))
    pairs = zip(ranges.items(), drawn, strict=True)
    return {
        name: float(np.clip(r.centre + z * r.spread, r.low, r.high))
        for (name, r), z in pairs
        if r.centre is not None
    }


def draw_structure(central: Structure, random: np.random.Generator) -> Structure:
    """What is declared, drawn from its declared ranges; the middle is the most likely."""
    return Structure(
        slope=float(random.uniform(0.0, central.slope)) if central.slope > 0 else central.slope,
        late_months=_triangular(declared.LATE_MONTHS, random),
        leave_months=_triangular(declared.LEAVE_MONTHS, random),
        others_continue=_triangular(declared.OTHERS_CONTINUE, random),
        young=central.young,
        break_year=central.break_year,
    )


def _triangular(what: Assumption, random: np.random.Generator) -> float:
    return float(random.triangular(what.low or 0.0, what.value or 0.0, what.high or 0.0))


def _drawn_sizes(
    at: Setting, found: Parameters, together: float, apart: NDArray[np.float64]
) -> NDArray[np.float64]:
    sizes = at.sizes(found)
    for year, persons in draw_cohorts(at.cohorts, together, apart).items():
        sizes[year - at.first] = persons
    return sizes


def draw_cohorts(
    cohorts: Mapping[int, Cohort], together: float, apart: NDArray[np.float64]
) -> dict[int, float]:
    """Cohorts that are not counted, drawn from their ranges; the years after the target move together.

    Args:
        cohorts: by year.
        together: where in the range the years after the target lie, 0 to 1.
        apart: likewise, of the others, in order of year.
    """
    lucks = dict(zip(_uncertain(cohorts), map(float, apart), strict=True))
    lucks |= {year: together for year, cohort in cohorts.items() if cohort.basis == "flat"}
    return {year: _at_quantile(cohorts[year], luck) for year, luck in sorted(lucks.items())}


def _uncertain(cohorts: Mapping[int, Cohort]) -> tuple[int, ...]:
    """Years up to the target whose settled persons are not counted."""
    return tuple(
        year
        for year, cohort in sorted(cohorts.items())
        if cohort.basis != "flat" and cohort.high > cohort.low
    )


def _at_quantile(cohort: Cohort, quantile: float) -> float:
    """The value of a triangular distribution at a quantile."""
    width, below = cohort.high - cohort.low, cohort.central - cohort.low
    if width <= 0:
        return cohort.central
    if quantile <= below / width:
        return cohort.low + float(np.sqrt(quantile * (width * below)))
    return cohort.high - float(np.sqrt((1 - quantile) * (width * (width - below))))
