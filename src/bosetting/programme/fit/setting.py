"""Everything a computation starts from: what was known, the cohorts, and what is declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bosetting.inputs.programme import CohortGroup, ProgrammeRules
from bosetting.programme import assumptions as declared
from bosetting.programme.errors import BadProgramme
from bosetting.programme.fit.calibration import (
    BURN_IN,
    RANGES,
    Problem,
    Range,
    cohort_sizes,
)
from bosetting.programme.fit.known import (
    Cohort,
    around,
    expected_cohort,
    figures,
    known_rows,
    observations,
    settled_known,
    share_settled_by,
)
from bosetting.programme.model.arrivals import slope_from_share
from bosetting.programme.model.cohorts import Responses, responses
from bosetting.programme.model.parameters import Parameters, Structure
from bosetting.programme.model.regulations import regulations_known

AHEAD = 4
"""Years after the target year."""
ON_MONTH = 3
"""on_date is the first day of this month of the target year."""


@dataclass(frozen=True)
class Setting:
    """What a computation starts from.

    Attributes:
        as_of: nothing published later was used.
        target: the year of the request; the last year is ``target + AHEAD``.
        cohorts: settled persons by year from the first known to the last, with low and high.
        problem: the calibration.
        rules: what the year folder says of the programme.
    """

    as_of: date
    target: int
    cohorts: Mapping[int, Cohort]
    problem: Problem
    rules: ProgrammeRules

    @property
    def first_known(self) -> int:
        """The first year whose settled persons are known."""
        return min(self.cohorts)

    @property
    def last(self) -> int:
        """The last year."""
        return self.target + AHEAD

    @property
    def first(self) -> int:
        """The first year of the burn-in."""
        return self.first_known - BURN_IN

    def responses(self, parameters: Parameters, structure: Structure | None = None) -> Responses:
        """What one settled person of each cohort adds, burn-in to last year."""
        chosen = structure or self.problem.structure
        return responses(self.first, self.last, parameters, chosen, self.problem.regulations, ON_MONTH)

    def sizes(self, parameters: Parameters) -> NDArray[np.float64]:
        """Cohort sizes, burn-in to last year."""
        central = {year: cohort.central for year, cohort in self.cohorts.items()}
        return cohort_sizes(central, parameters, self.last)


def setting(
    national: pd.DataFrame,
    rules: ProgrammeRules,
    as_of: date,
    target: int,
    persons: float,
    low: float | None,
    high: float | None,
) -> Setting:
    """What a computation of an edition starts from.

    Args:
        national: the table national.csv, whole; only what was published by ``as_of`` is used.
        rules: what the year folder says of the programme.
        as_of: the edition's date.
        target: the year of the request.
        persons: to be settled in it.
        low: fewest; None for the declared range.
        high: most; likewise.
    """
    rows = known_rows(national, as_of)
    cohorts = cohorts_to(rows, target - 1)
    spread, later = declared.NEED_RANGE.value or 0.0, declared.LATER_RANGE.value or 0.0
    wide = around(target, persons, spread, "request")
    least, most = wide.low if low is None else low, wide.high if high is None else high
    cohorts[target] = replace(wide, low=min(least, persons), high=max(most, persons))
    for year in range(target + 1, target + AHEAD + 1):
        cohorts[year] = around(year, persons, later, "flat")
    return Setting(as_of, target, cohorts, problem(rows, rules, as_of, cohorts), rules)


def cohorts_to(rows: pd.DataFrame, last: int) -> dict[int, Cohort]:
    """Settled persons from the first year known to a last: counted, and expected where there is no count.

    Raises:
        BadProgramme: nothing had been counted.
    """
    counted = settled_known(rows)
    if not counted or min(counted) > last:
        raise BadProgramme("no count of settled persons was published by the edition's date")
    cohorts: dict[int, Cohort] = {}
    for year in range(min(counted), last + 1):
        cohorts[year] = counted[year] if year in counted else expected_cohort(rows, cohorts, year)
    return cohorts


def problem(rows: pd.DataFrame, rules: ProgrammeRules, as_of: date, cohorts: Mapping[int, Cohort]) -> Problem:
    """The calibration to what was known."""
    alike = {} if rules.young else {"young_ratio": 1.0}
    return Problem(
        cohorts={year: cohort.central for year, cohort in cohorts.items()},
        data=observations(rows, rules),
        structure=structure_known(rows, rules.young),
        regulations=regulations_known(rules.regulations, as_of),
        fixed={**alike, **known_length(rows)},
        ranges=RANGES,
    )


def structure_known(rows: pd.DataFrame, young: CohortGroup | None) -> Structure:
    """What is declared, with the slope of the arrivals as far as it was known."""
    settled_by = share_settled_by(rows)
    return Structure(
        slope=0.0 if settled_by is None else round(slope_from_share(*settled_by), 4),
        late_months=declared.LATE_MONTHS.value or 0.0,
        leave_months=declared.LEAVE_MONTHS.value or 0.0,
        others_continue=declared.OTHERS_CONTINUE.value or 0.0,
        young_share_after=declared.YOUNG_SHARE_AFTER.value or 0.0,
        young=young,
    )


def known_length(rows: pd.DataFrame) -> dict[str, float]:
    """The share beyond 30 months where it was published; else it stays a parameter with a declared range."""
    known = figures(rows, "programme_length_over_30_months_share", None)
    return {"beyond": float(known[max(known)].percent) / 100} if known else {}


def moved(ranges: Mapping[str, Range], centres: Mapping[str, float]) -> dict[str, Range]:
    """The same ranges with other middles."""
    return {n: replace(r, centre=centres[n]) if n in centres else r for n, r in ranges.items()}
