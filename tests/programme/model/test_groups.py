"""A group with a regulation of its own: whom it holds, how many start, how long they stay."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from simulated import ACTS, RULES, STRUCTURE, TRUTH

from bosetting.inputs.programme import CohortGroup
from bosetting.programme.model.cohorts import responses
from bosetting.programme.model.groups import Group, groups_known, young_cohorts
from bosetting.programme.model.regulations import regulations_known

KNOWN = date(2024, 6, 30)
SIZE = CohortGroup("young", None, None, 1.5, None)
OWN = regulations_known(ACTS, KNOWN, "ukraine")


def shares(day: date) -> dict[int, float]:
    found = groups_known(RULES, day, range(2020, 2026))
    return dict(found[0].shares) if found else {}


def test_nobody_is_of_a_group_before_its_regulation_was_public() -> None:
    assert shares(date(2022, 6, 14)) == {}
    assert shares(date(2022, 6, 15))[2022] == pytest.approx(0.857)


def test_the_last_published_share_counts_and_stands_for_the_years_after() -> None:
    assert shares(date(2023, 6, 1)) == pytest.approx(
        {2020: 0, 2021: 0, 2022: 0.866, 2023: 0.866, 2024: 0.866, 2025: 0.866}
    )
    assert shares(KNOWN) == pytest.approx(
        {2020: 0, 2021: 0, 2022: 0.866, 2023: 0.879, 2024: 0.879, 2025: 0.879}
    )


def test_a_cohort_is_shared_between_the_group_and_the_others() -> None:
    known = regulations_known(ACTS, KNOWN)
    theirs = replace(TRUTH, take_up=0.5, group_left_early=0.1, group_beyond=0.6)
    parts = [
        responses(
            2020, 2026, theirs, STRUCTURE, known, groups=[Group("ukraine", OWN, {2022: share})]
        ).during_year
        for share in (0.0, 0.4, 1.0)
    ]
    assert parts[1] == pytest.approx(0.6 * parts[0] + 0.4 * parts[2])
    assert parts[1][1] == pytest.approx(parts[0][1])


def test_as_many_start_as_the_take_up_says_and_they_stay_shorter() -> None:
    known = regulations_known(ACTS, KNOWN)
    half = replace(TRUTH, take_up=0.5, group_left_early=0.1, group_beyond=0.6)

    def starts(share: float) -> float:
        unit = responses(2020, 2034, half, STRUCTURE, known, groups=[Group("ukraine", OWN, {2022: share})])
        row = unit.during_year[2], unit.at_year_end[2]
        return float(row[0].sum() - row[1][:-1].sum())

    assert starts(0.0) == pytest.approx(0.72, abs=1e-3)
    assert starts(1.0) == pytest.approx(0.36, abs=1e-3)
    ends = [
        responses(2020, 2034, half, STRUCTURE, known, groups=[Group("u", OWN, {2022: s})])
        .at_year_end[2]
        .sum()
        for s in (0.0, 1.0)
    ]
    assert ends[1] < 0.5 * 0.6 * ends[0]


def test_a_later_register_counts_its_own_years_only() -> None:
    known, after = regulations_known(ACTS, KNOWN), replace(STRUCTURE, break_year=2017)
    plain, more = (
        responses(2010, 2020, replace(TRUTH, register_break=k), after, known).during_year for k in (1.0, 1.02)
    )
    assert more[:, :7] == pytest.approx(plain[:, :7])
    assert more[:, 7:] == pytest.approx(1.02 * plain[:, 7:])
    assert np.count_nonzero(plain[:, 7:])


def test_a_cohort_is_young_by_its_size_against_those_that_are_not() -> None:
    sizes = {2010: 10.0, 2011: 10.0, 2012: 10.0, 2013: 12.0, 2014: 16.0, 2015: 30.0, 2016: 15.7}
    assert young_cohorts(sizes, (), SIZE) == (2014, 2015)
    assert young_cohorts(sizes, (), None) == ()
    assert young_cohorts({2010: 1.0, 2011: 1.0, 2012: 9.0}, (), SIZE) == ()
    group = Group("ukraine", (), {2014: 0.5, 2015: 0.5})
    assert young_cohorts(sizes, (group,), SIZE) == ()
