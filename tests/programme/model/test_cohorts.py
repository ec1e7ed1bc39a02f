"""Cohorts: nobody appears or disappears, more settled never means fewer participants, and sums are linear."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import ACT_2003, ACTS, STRUCTURE, TRUTH

from bosetting.programme.errors import BadProgramme
from bosetting.programme.model.cohorts import HORIZON, YEARS, cohort_months, persons_by_year, responses
from bosetting.programme.model.parameters import Parameters
from bosetting.programme.model.regulations import regulations_known

share = st.floats(0, 0.5)
parameters = st.builds(
    Parameters,
    starts_per_settled=st.floats(0.1, 1.5),
    young_ratio=st.floats(0.7, 1.6),
    late_share=share,
    wait_months=st.floats(0, 12),
    left_early=share,
    beyond=share,
    before_first=st.just(4000.0),
)


@settings(max_examples=60, deadline=None)
@given(parameters, st.sampled_from([2017, 2023]), st.integers(2007, 2023))
def test_started_is_in_programme_and_left(drawn: Parameters, known: int, year: int) -> None:
    lived = cohort_months(year, drawn, STRUCTURE, regulations_known(ACTS, date(known, 1, 1)))
    assert lived.starts.sum() == pytest.approx(1)
    assert (lived.in_programme >= -1e-12).all()
    assert (lived.left >= -1e-12).all()
    assert (np.diff(lived.left) >= -1e-12).all()
    assert np.cumsum(lived.starts) == pytest.approx(lived.in_programme + lived.left)
    assert lived.in_programme[-1] == pytest.approx(0, abs=2e-3)


def test_who_took_part_in_a_year_is_there_at_its_end_or_left_in_it() -> None:
    lived = cohort_months(2012, TRUTH, STRUCTURE, ACT_2003)
    left_by_year = np.diff(np.concatenate([[0.0], lived.left[11::12]]))
    assert lived.during_year == pytest.approx(lived.at_year_end + left_by_year)


def test_the_first_of_january_is_the_last_day_of_december() -> None:
    lived = cohort_months(2012, TRUTH, STRUCTURE, ACT_2003)
    assert lived.on_first_of(1)[1:] == pytest.approx(lived.at_year_end[:-1])
    assert lived.on_first_of(1)[0] == 0
    assert lived.on_first_of(3)[1] == lived.in_programme[13]
    assert len(lived.starts) == HORIZON == 12 * YEARS


@settings(max_examples=30, deadline=None)
@given(parameters, st.integers(2007, 2022), st.floats(0, 10_000))
def test_more_settled_never_means_fewer_participants(drawn: Parameters, year: int, more: float) -> None:
    unit = responses(1999, 2022, drawn, STRUCTURE, ACT_2003)
    sizes = persons_by_year(dict.fromkeys(range(1999, 2023), 5000.0), 1999, 2022)
    larger = sizes.copy()
    larger[year - 1999] += more
    for measure in ("during_year", "at_year_end", "on_date"):
        assert (larger @ unit.of(measure) >= sizes @ unit.of(measure) - 1e-6).all()


def test_the_load_is_linear_in_the_cohorts() -> None:
    unit = responses(1999, 2022, TRUTH, STRUCTURE, ACT_2003)
    random = np.random.default_rng(1)
    a, b = random.uniform(0, 10_000, (2, 24))
    for measure in ("during_year", "at_year_end", "on_date"):
        array = unit.of(measure)
        assert (2 * a + b) @ array == pytest.approx(2 * (a @ array) + b @ array)


def test_the_load_is_linear_in_the_starts_per_settled() -> None:
    once, twice = (
        responses(1999, 2022, replace(TRUTH, starts_per_settled=k), STRUCTURE, ACT_2003).during_year
        for k in (0.6, 1.2)
    )
    assert twice == pytest.approx(2 * once)


def test_nobody_takes_part_before_being_settled_and_a_cohort_has_its_own_row() -> None:
    unit = responses(2010, 2020, TRUTH, STRUCTURE, ACT_2003)
    assert (np.tril(unit.during_year, -1) == 0).all()
    lived = cohort_months(2014, TRUTH, STRUCTURE, ACT_2003)
    row = TRUTH.starts_of(2014, STRUCTURE) * lived.during_year
    assert unit.during_year[4, 4:] == pytest.approx(row[:7])


def test_young_cohorts_start_more_often() -> None:
    starts = [TRUTH.starts_of(year, STRUCTURE) for year in (2014, 2015, 2017, 2018)]
    assert starts == pytest.approx([0.72, 0.792, 0.792, 0.72])


def test_without_young_cohorts_every_year_starts_alike() -> None:
    alike = replace(STRUCTURE, young=())
    assert {TRUTH.starts_of(year, alike) for year in (2014, 2016, 2020)} == {0.72}


def test_a_cohort_under_two_acts_is_shared_by_the_day_of_the_start() -> None:
    """Those who start before the new act have the old length, the others the new: both curves by hand."""
    both = regulations_known(ACTS, date(2023, 1, 1))
    mixed = cohort_months(2020, TRUTH, STRUCTURE, both)
    old = cohort_months(2020, TRUTH, STRUCTURE, both[:1])
    new = cohort_months(2020, TRUTH, STRUCTURE, both[1:])
    assert mixed.in_programme[:12] == pytest.approx(old.in_programme[:12])
    assert (mixed.in_programme >= old.in_programme - 1e-12).all()
    assert (mixed.in_programme <= new.in_programme + 1e-12).all()
    assert mixed.in_programme.sum() > old.in_programme.sum()


def test_the_ukrainian_programme_is_shorter_by_data_alone() -> None:
    known = date(2023, 1, 1)
    everyone = cohort_months(2023, TRUTH, STRUCTURE, regulations_known(ACTS, known))
    ukraine = cohort_months(2023, TRUTH, STRUCTURE, regulations_known(ACTS, known, "ukraine"))
    assert ukraine.in_programme.sum() < everyone.in_programme.sum() / 2
    assert ukraine.starts == pytest.approx(everyone.starts)


def test_a_negative_cohort_is_refused() -> None:
    with pytest.raises(BadProgramme, match=r"^cohort of 2013: -5 persons; a cohort is 0 or more$"):
        persons_by_year({2012: 10, 2013: -5}, 2007, 2018)
    with pytest.raises(BadProgramme, match="cohort of 2013: nan persons"):
        persons_by_year({2013: float("nan")}, 2007, 2018)
