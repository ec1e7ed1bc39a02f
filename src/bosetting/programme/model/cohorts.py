"""The monthly life of one year's settled persons in the programme, and the sums over cohorts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bosetting.inputs.programme import Regulation
from bosetting.programme.errors import check_cohort
from bosetting.programme.model.arrivals import MONTHS, arrival_profile
from bosetting.programme.model.groups import Group
from bosetting.programme.model.parameters import Parameters, Structure
from bosetting.programme.model.regulations import regulation_spans
from bosetting.programme.model.starts import wait_profile
from bosetting.programme.model.survival import still_in_programme, survival_curve

YEARS = 13
"""A cohort is followed from January of its year for so many years; then nobody is left."""
HORIZON = YEARS * MONTHS


@dataclass(frozen=True)
class CohortMonths:
    """One cohort, per person who ever starts, by month from January of its year.

    Attributes:
        starts: shape (HORIZON,), the share that starts in each month; adds up to one.
        in_programme: shape (HORIZON,), the share in the programme at the end of each month.
    """

    starts: NDArray[np.float64]
    in_programme: NDArray[np.float64]
    _by_age: dict[int, NDArray[np.float64]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def left(self) -> NDArray[np.float64]:
        """The share that has left by the end of each month: started = in programme + left."""
        gone: NDArray[np.float64] = np.cumsum(self.starts) - self.in_programme
        return gone

    @property
    def during_year(self) -> NDArray[np.float64]:
        """Shape (YEARS,): who took part at some time in each calendar year."""
        before = np.concatenate([[0.0], self.at_year_end[:-1]])
        took_part: NDArray[np.float64] = before + self.starts.reshape(YEARS, MONTHS).sum(axis=1)
        return took_part

    @property
    def at_year_end(self) -> NDArray[np.float64]:
        """Shape (YEARS,): who is in the programme on 31 December."""
        return self.in_programme[MONTHS - 1 :: MONTHS]

    def by_age(self, month: int) -> NDArray[np.float64]:
        """Shape (3, YEARS + 1): during the year, at its end and on the first of a month, by age; then nobody."""
        if month not in self._by_age:
            counted = np.zeros((3, YEARS + 1))
            counted[:, :YEARS] = self.during_year, self.at_year_end, self.on_first_of(month)
            counted.flags.writeable = False
            self._by_age[month] = counted
        return self._by_age[month]

    def on_first_of(self, month: int) -> NDArray[np.float64]:
        """Shape (YEARS,): who is in the programme on the first day of a month (1 to 12) of each year."""
        padded = np.concatenate([[0.0], self.in_programme])
        return padded[month - 1 :: MONTHS][:YEARS]


def cohort_months(
    year: int,
    parameters: Parameters,
    structure: Structure,
    regulations: Sequence[Regulation],
    stay: tuple[float, float] | None = None,
) -> CohortMonths:
    """Follow one cohort.

    Args:
        year: of settlement.
        parameters: the wait and the stay.
        structure: what is declared and not fitted.
        regulations: in order of date, by the day a participant starts.
        stay: left early and beyond; None for those of everyone in no group of their own.
    """
    return _lived(
        year,
        (parameters.wait_months, parameters.late_share, structure.late_months, structure.slope),
        (*(stay or parameters.stay), structure.leave_months),
        tuple(regulations),
    )


# A fit moves one parameter at a time, and most of them change neither wait nor stay.
@lru_cache(maxsize=512)
def _lived(
    year: int,
    wait: tuple[float, float, float, float],
    stay: tuple[float, float, float],
    regulations: tuple[Regulation, ...],
) -> CohortMonths:
    starts = _starts(*wait)
    staying = np.zeros(HORIZON)
    for regulation, first, after in regulation_spans(regulations, year, HORIZON):
        under = np.zeros(HORIZON)
        under[first:after] = starts[first:after]
        staying += still_in_programme(under, survival_curve(regulation, *stay, 72))
    staying.flags.writeable = False
    return CohortMonths(starts, staying)


@lru_cache(maxsize=16)
def _starts(wait_months: float, late_share: float, late_months: float, slope: float) -> NDArray[np.float64]:
    """Shape (HORIZON,): the share that starts in each month from January of the cohort's year."""
    wait = wait_profile(wait_months, late_share, late_months, HORIZON - MONTHS)
    starts = np.zeros(HORIZON)
    arrived = np.convolve(arrival_profile(slope), wait)
    starts[: len(arrived)] = arrived
    starts.flags.writeable = False
    return starts


@dataclass(frozen=True)
class Responses:
    """What one settled person of each cohort adds to each calendar year.

    Attributes:
        first_year: the first cohort and the first calendar year.
        during_year: shape (years, years): cohort, calendar year.
        at_year_end: likewise.
        on_date: likewise, on the first day of the month asked for.
    """

    first_year: int
    during_year: NDArray[np.float64]
    at_year_end: NDArray[np.float64]
    on_date: NDArray[np.float64]

    def of(self, measure: str) -> NDArray[np.float64]:
        """The array of a measure: during_year, at_year_end or on_date."""
        return {
            "during_year": self.during_year,
            "at_year_end": self.at_year_end,
            "on_date": self.on_date,
        }[measure]


def responses(
    first_year: int,
    last_year: int,
    parameters: Parameters,
    structure: Structure,
    regulations: Sequence[Regulation],
    month: int = 3,
    groups: Sequence[Group] = (),
) -> Responses:
    """What one settled person of each cohort adds, for all cohorts and years of a span.

    Args:
        first_year: first cohort and calendar year.
        last_year: last of both.
        parameters: the wait and the stay.
        structure: what is declared.
        regulations: in order of date.
        month: on_date is the first day of this month.
        groups: with a regulation of their own, and their part of each cohort.
    """
    years = range(first_year, last_year + 1)
    starting = np.array([parameters.starts_of(year, structure) for year in years])
    parts = [np.array([group.shares.get(year, 0.0) for year in years]) for group in groups]
    ordinary = starting * (1 - sum(parts, np.zeros(len(years))))
    out = ordinary[:, None] * _ever(years, parameters, structure, tuple(regulations), month, parameters.stay)
    for group, part in zip(groups, parts, strict=True):
        theirs = parameters.starts_per_settled * parameters.take_up * part
        stay = parameters.group_stay
        out += theirs[:, None] * _ever(years, parameters, structure, group.regulations, month, stay)
    return Responses(first_year, *(out * _counted(years, parameters, structure)))


def _counted(years: range, parameters: Parameters, structure: Structure) -> NDArray[np.float64]:
    """Persons counted in each year for each that the first register would have counted."""
    after = structure.break_year
    return np.array([1.0 if after is None or y < after else parameters.register_break for y in years])


def _ever(
    years: range,
    parameters: Parameters,
    structure: Structure,
    regulations: tuple[Regulation, ...],
    month: int,
    stay: tuple[float, float],
) -> NDArray[np.float64]:
    """Shape (3, years, years): measure, cohort, calendar year, for each person who ever starts."""
    out = np.zeros((3, len(years), len(years)))
    for example, rows, ages in _alike(regulations, years.start, years.stop - 1):
        lived = cohort_months(example, parameters, structure, regulations, stay)
        out[:, rows] = lived.by_age(month)[:, ages]
    return out


@lru_cache(maxsize=32)
def _alike(
    regulations: tuple[Regulation, ...], first_year: int, last_year: int
) -> tuple[tuple[int, NDArray[np.intp], NDArray[np.intp]], ...]:
    """Cohorts that live under the same regulations: one such year, the places of all of them, and their ages."""
    groups: dict[object, list[int]] = {}
    for year in range(first_year, last_year + 1):
        groups.setdefault(regulation_spans(regulations, year, HORIZON), []).append(year)
    ages = _ages(last_year - first_year + 1)
    rows = [(years[0], np.array(years) - first_year) for years in groups.values()]
    return tuple((example, places, ages[places]) for example, places in rows)


def _ages(count: int) -> NDArray[np.intp]:
    """Years since settlement by cohort and calendar year; YEARS where nobody is or is left."""
    age = np.arange(count)[None, :] - np.arange(count)[:, None]
    return np.where((age < 0) | (age >= YEARS), YEARS, age)


def persons_by_year(cohorts: Mapping[int, float], first_year: int, last_year: int) -> NDArray[np.float64]:
    """Cohort sizes as an array over a span of years, 0 where there is none.

    Raises:
        BadProgramme: a cohort is negative.
    """
    for year, persons in cohorts.items():
        check_cohort(year, persons)
    return np.array([float(cohorts.get(year, 0.0)) for year in range(first_year, last_year + 1)])
