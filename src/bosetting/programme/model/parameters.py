"""The numbers of the cohort model: those that are fitted and those that are declared."""

from __future__ import annotations

from dataclasses import dataclass, fields


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
        take_up: of a group with a regulation of its own, how many times as many start as of others; part of them
            need not.
        group_left_early: share of such a group that has left at its normal length.
        group_beyond: share still there half-way between its normal and its longest length.
        register_break: how many persons a later register counts for each that the first would have.
    """

    starts_per_settled: float
    young_ratio: float
    late_share: float
    wait_months: float
    left_early: float
    beyond: float
    before_first: float
    take_up: float = 1.0
    group_left_early: float = 0.0
    group_beyond: float = 0.5
    register_break: float = 1.0

    def starts_of(self, year: int, structure: Structure) -> float:
        """Persons who start for each person settled in a year, in no group of their own."""
        return self.starts_per_settled * (self.young_ratio if year in structure.young else 1.0)

    @property
    def stay(self) -> tuple[float, float]:
        """Left early and beyond, of everyone in no group of their own."""
        return self.left_early, self.beyond

    @property
    def group_stay(self) -> tuple[float, float]:
        """Left early and beyond, of a group with a regulation of its own."""
        return self.group_left_early, self.group_beyond


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
        young: years of settlement of the young cohorts, which their size tells.
        break_year: the first year that a later register counts; None where none does.
    """

    slope: float
    late_months: float
    leave_months: float
    others_continue: float
    young: tuple[int, ...] = ()
    break_year: int | None = None
