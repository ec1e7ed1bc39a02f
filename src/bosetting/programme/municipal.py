"""The load of each municipality, and what is left to the national figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bosetting.programme.fit.bootstrap import Replicates, interval
from bosetting.programme.fit.known import figures, known_rows
from bosetting.programme.fit.municipal_cohorts import MunicipalCohort
from bosetting.programme.fit.setting import Setting
from bosetting.programme.model.parameters import Parameters
from bosetting.programme.national import YEARLY, Measure, central_series

Array = NDArray[np.float64]


@dataclass(frozen=True)
class MunicipalRow:
    """Participants expected in one municipality in one year.

    Attributes:
        kommune_nr: four digits.
        measure: during_year or at_year_end.
        year: calendar year, target year to target year + 4.
        low: persons; with ``high`` 80 per cent of the replicates.
        central: persons.
        high: persons.
        per_1000: central, per 1,000 residents.
        change: central less the year before's central.
    """

    kommune_nr: str
    measure: Measure
    year: int
    low: float
    central: float
    high: float
    per_1000: float
    change: float


@dataclass(frozen=True)
class Remainder:
    """What the municipalities' sum leaves to the national figure; the four parts add up exactly.

    Attributes:
        measure: during_year or at_year_end.
        year: calendar year.
        national: persons, central.
        municipalities: sum of their central figures.
        before_municipal: from cohorts that are known for the whole country only.
        not_stated: persons settled without a municipality in the table, such as those with protected identity.
        rest: hidden cells (the municipalities have their middle; a national sum of printed rows does not have
            them, and is then too low: the rest is negative), full stops, rounding.
    """

    measure: Measure
    year: int
    national: float
    municipalities: float
    before_municipal: float
    not_stated: float
    rest: float


def municipal_rows(
    at: Setting,
    fitted: Parameters,
    draws: Replicates,
    cohorts: Sequence[MunicipalCohort],
    residents: Mapping[str, int],
    spread: float,
    seed: int,
) -> tuple[MunicipalRow, ...]:
    """The load of every municipality, both year measures, target year and four years on.

    Args:
        at: what the computation starts from.
        fitted: parameters.
        draws: replicates of parameters and national cohorts.
        cohorts: all municipalities' cohorts.
        residents: by code.
        spread: how far a municipality settles from what it is asked for; see ``spread_of_settlement``.
        seed: of the random numbers for hidden cells and that spread.
    """
    codes = sorted(residents)
    sizes = cohort_array(cohorts, codes, "central", range(_first_year(cohorts), at.last + 1))
    drawn = _draw(at, draws, cohorts, codes, spread, np.random.default_rng(seed))
    first = _first_year(cohorts) - at.first
    span = slice(at.target - 1 - at.first, at.last - at.first + 1)
    rows: list[MunicipalRow] = []
    for measure in YEARLY:
        central = np.round(sizes @ at.responses(fitted).of(measure)[first:, span], 1)
        unit = draws.of(measure)[:, first:, span]
        low, high = interval(np.stack([drawn[r] @ unit[r] for r in range(len(unit))]))
        for i, code in enumerate(codes):
            for j in range(1, central.shape[1]):
                rows.append(
                    MunicipalRow(
                        code,
                        measure,
                        at.target - 1 + j,
                        round(float(low[i, j]), 1),
                        float(central[i, j]),
                        round(float(high[i, j]), 1),
                        round(1000 * float(central[i, j]) / residents[code], 2),
                        round(float(central[i, j] - central[i, j - 1]), 1),
                    )
                )
    return tuple(rows)


def cohort_array(cohorts: Iterable[MunicipalCohort], codes: Sequence[str], end: str, years: range) -> Array:
    """Cohorts as an array: municipality in order of ``codes``, by year; 0 where there is none."""
    place = {code: i for i, code in enumerate(codes)}
    out = np.zeros((len(codes), len(years)))
    for c in cohorts:
        if c.year in years and c.kommune_nr in place:
            out[place[c.kommune_nr], years.index(c.year)] = getattr(c, end)
    return out


def _first_year(cohorts: Sequence[MunicipalCohort]) -> int:
    return min(c.year for c in cohorts)


def _draw(
    at: Setting,
    draws: Replicates,
    cohorts: Sequence[MunicipalCohort],
    codes: Sequence[str],
    spread: float,
    random: np.random.Generator,
) -> Array:
    """Replicates of the municipal cohorts, shape (R, municipalities, years).

    Hidden cells are drawn evenly within their bounds. A year not counted is the municipality's share of the
    replicate's national cohort, and as far from it as municipalities have been from what they were asked for.
    """
    years = range(_first_year(cohorts), at.last + 1)
    low, central, high = (cohort_array(cohorts, codes, end, years) for end in ("low", "central", "high"))
    count, first = len(draws.sizes), years.start
    out = np.repeat(central[None], count, axis=0)
    for j in range(central.shape[1]):
        national = at.cohorts.get(first + j)
        if national is None or national.basis == "counted":
            wide = high[:, j] - low[:, j]
            hidden = wide > 0
            out[:, hidden, j] = low[hidden, j] + wide[hidden] * random.random((count, int(hidden.sum())))
        elif national.central > 0:
            ratio = draws.sizes[:, first + j - at.first] / national.central
            expected = ratio[:, None] * central[None, :, j]
            noise = random.standard_normal(expected.shape) * np.sqrt(spread * expected)
            out[:, :, j] = np.maximum(expected + noise, 0.0)
    return out


def remainders(
    at: Setting,
    fitted: Parameters,
    rows: Sequence[MunicipalRow],
    cohorts: Sequence[MunicipalCohort],
    national: pd.DataFrame,
) -> tuple[Remainder, ...]:
    """What the municipalities' sum leaves to the national figure, by measure and year."""
    outside = figures(known_rows(national, at.as_of), "settled_municipality_not_stated")
    not_stated = np.zeros(at.last - at.first + 1)
    for year, row in outside.items():
        if _first_year(cohorts) <= year <= at.last:
            not_stated[year - at.first] = float(row.persons)
    first = _first_year(cohorts) - at.first
    sizes, out = at.sizes(fitted), []
    for measure in YEARLY:
        unit, whole = at.responses(fitted).of(measure), central_series(at, fitted, measure)
        for year in range(at.target, at.last + 1):
            place = year - at.first
            summed = sum(r.central for r in rows if r.measure == measure and r.year == year)
            total, inside = round(float(whole[place]), 1), round(summed, 1)
            before = round(float(sizes[:first] @ unit[:first, place]), 1)
            stated = round(float(not_stated @ unit[:, place]), 1)
            rest = round(total - inside - before - stated, 1)
            out.append(Remainder(measure, year, total, inside, before, stated, rest))
    return tuple(out)
