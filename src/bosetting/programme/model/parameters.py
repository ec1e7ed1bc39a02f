"""The numbers of the cohort model: those that are fitted and those that are declared."""

from __future__ import annotations

from dataclasses import dataclass, fields

from bosetting.inputs.programme import CohortGroup


@dataclass(frozen=True)
class Parameters:
    """What the calibration gives.

    Attributes:
        starts_per_settled: persons who start for each settled person, cohorts before the young ones; family
            who join later start too and are not among the settled, so it may exceed 1.
        young_ratio: how many times as many of the young cohorts start.
        late_share: part of those who start who start late.
        wait_months: mean months from being settled to starting, of the others.
        left_early: share that has left at the normal length.
        beyond: share still there half-way between the normal and the longest length (30 months).
        before_first: persons settled each year before the first year that is known.
    """

    starts_per_settled: float
    young_ratio: float
    late_share: float
    wait_months: float
    left_early: float
    beyond: float
    before_first: float

    def starts_of(self, year: int, structure: Structure) -> float:
        """Persons who start for each person settled in a year."""
        young = structure.young
        if young is None or year < young.first_year:
            return self.starts_per_settled
        share = 1.0 if young.covers(year) else structure.young_share_after
        return self.starts_per_settled * (1 + share * (self.young_ratio - 1))


NAMES = tuple(field.name for field in fields(Parameters))


@dataclass(frozen=True)
class Structure:
    """What is declared and not fitted; ``assumptions.py`` holds the values and their ranges.

    Attributes:
        slope: how much more than an even share is settled in December and less in January.
        late_months: mean months from being settled to starting, of the late.
        leave_months: how much longer than the longest programme a stay can last, because leave does not count.
        others_continue: of those recorded as having moved, broken off or left otherwise in KOSTRA, the share
            who go on or come back and so are still in the programme.
        young_share_after: how much of the young ratio the cohorts after the young ones have, 0 to 1.
        young: the young cohorts, as cohort_groups.csv has them; None where there are none.
    """

    slope: float
    late_months: float
    leave_months: float
    others_continue: float
    young_share_after: float
    young: CohortGroup | None = None
