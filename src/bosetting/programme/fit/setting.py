"""Everything a computation starts from: what was known, the cohorts, and what is declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bosetting.inputs.programme import ProgrammeRules
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
    DURING,
    Cohort,
    Observation,
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
from bosetting.programme.model.groups import Group, groups_known, young_cohorts
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
        task = self.problem
        return responses(self.first, self.last, parameters, chosen, task.regulations, ON_MONTH, task.groups)

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
    sizes, data = {year: cohort.central for year, cohort in cohorts.items()}, observations(rows, rules)
    groups = groups_known(rules, as_of, sorted(sizes))
    young = young_cohorts(sizes, groups, rules.young)
    after = _later_register(rules, data)
    ranges = _taking_part(rules, as_of)
    idle = _idle(young, groups, after)
    return Problem(
        cohorts=sizes,
        data=data,
        structure=structure_known(rows, young, after),
        regulations=regulations_known(rules.regulations, as_of),
        fixed={**{name: ranges[name].centre or 0.0 for name in sorted(idle)}, **known_length(rows)},
        ranges=ranges,
        groups=groups,
        idle=idle,
    )


def _idle(young: tuple[int, ...], groups: tuple[Group, ...], after: int | None) -> frozenset[str]:
    """Parameters that nothing depends on."""
    found = set() if young else {"young_ratio"}
    if not groups:
        found |= {"take_up", "group_left_early", "group_beyond"}
    return frozenset(found if after is not None else found | {"register_break"})


def _later_register(rules: ProgrammeRules, data: Sequence[Observation]) -> int | None:
    """The first year that a later register counts, if a count of it was known; None where none was."""
    firsts = [s.first_year for s in rules.series if s.measure == DURING and s.first_year is not None]
    seen = [year for year in firsts if any(o.measure == "during_year" and o.year >= year for o in data)]
    return max(seen) if seen and any(s.first_year is None for s in rules.series) else None


def _taking_part(rules: ProgrammeRules, as_of: date) -> Mapping[str, Range]:
    """The declared ranges; the middle of the take-up is what had been published of it."""
    said = [
        r.take_up
        for r in rules.regulations
        if r.take_up is not None and r.take_up_published is not None and r.take_up_published <= as_of
    ]
    return moved(RANGES, {"take_up": said[-1] / 100}) if said else RANGES


def structure_known(rows: pd.DataFrame, young: tuple[int, ...], break_year: int | None) -> Structure:
    """What is declared, with the slope of the arrivals as far as it was known."""
    settled_by = share_settled_by(rows)
    return Structure(
        slope=0.0 if settled_by is None else round(slope_from_share(*settled_by), 4),
        late_months=declared.LATE_MONTHS.value or 0.0,
        leave_months=declared.LEAVE_MONTHS.value or 0.0,
        others_continue=declared.OTHERS_CONTINUE.value or 0.0,
        young=young,
        break_year=break_year,
    )


def known_length(rows: pd.DataFrame) -> dict[str, float]:
    """The share beyond 30 months where it was published; else it stays a parameter with a declared range."""
    known = figures(rows, "programme_length_over_30_months_share", None)
    return {"beyond": float(known[max(known)].percent) / 100} if known else {}


def moved(ranges: Mapping[str, Range], centres: Mapping[str, float]) -> dict[str, Range]:
    """The same ranges with other middles."""
    return {n: replace(r, centre=centres[n]) if n in centres else r for n, r in ranges.items()}
