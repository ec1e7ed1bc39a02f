"""Each curve of the cohort model by itself."""

from datetime import date

import numpy as np
import pytest
from simulated import ACT_2003, ACTS

from bosetting.programme.errors import BadProgramme
from bosetting.programme.model.arrivals import arrival_profile, slope_from_share
from bosetting.programme.model.regulations import regulation_spans, regulations_known
from bosetting.programme.model.starts import late_wait, prompt_wait, wait_profile
from bosetting.programme.model.survival import check_survival, still_in_programme, survival_curve


def test_arrivals_are_even_or_lean_to_the_end_of_the_year() -> None:
    assert arrival_profile() == pytest.approx([1 / 12] * 12)
    leaning = arrival_profile(0.5)
    assert leaning.sum() == pytest.approx(1)
    assert (np.diff(leaning) > 0).all()
    assert leaning[[0, 11]] == pytest.approx([0.5 / 12, 1.5 / 12])


def test_slope_gives_back_the_share_it_was_found_from() -> None:
    share = 11662 / 15291
    assert arrival_profile(slope_from_share(10, share))[:10].sum() == pytest.approx(share)
    assert slope_from_share(10, 10 / 12) == pytest.approx(0)


def test_a_slope_that_makes_a_month_negative_is_refused() -> None:
    with pytest.raises(BadProgramme, match=r"^the slope of the arrivals is 1.5; it lies from -1 to 1$"):
        arrival_profile(1.5)
    with pytest.raises(BadProgramme, match=r"the slope of the arrivals is 3.3; it lies from -1 to 1"):
        slope_from_share(10, 1 / 3)


def test_waiting_adds_up_to_one_and_has_the_mean_it_says() -> None:
    months = np.arange(400)
    for wait in (prompt_wait(4, 400), late_wait(18, 400), wait_profile(4, 0.25, 18, 400)):
        assert wait.sum() == pytest.approx(1)
        assert (wait >= 0).all()
    assert prompt_wait(4, 400) @ months == pytest.approx(4)
    assert late_wait(18, 400) @ months == pytest.approx(18)
    assert wait_profile(4, 0.25, 18, 400) @ months == pytest.approx(0.75 * 4 + 0.25 * 18)


def test_nobody_waits_where_the_mean_is_zero_and_nobody_is_late_where_the_share_is() -> None:
    assert prompt_wait(0, 5) == pytest.approx([1, 0, 0, 0, 0])
    assert wait_profile(3, 0, 18, 60) == pytest.approx(prompt_wait(3, 60))
    assert late_wait(18, 60).argmax() > 5


def test_few_of_the_late_start_at_once() -> None:
    assert late_wait(18, 200)[0] < prompt_wait(18, 200)[0] / 3


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: prompt_wait(-1, 12), "the wait is -1 months on average; it is 0 or more"),
        (lambda: wait_profile(3, 1.2, 18, 60), "late_share is 1.2; a share lies from 0 to 1"),
        (lambda: wait_profile(3, -0.1, 18, 60), "late_share is -0.1; a share lies from 0 to 1"),
        (lambda: slope_from_share(10, 1.1), "the share settled by month 10 is 1.1; a share lies from 0 to 1"),
    ],
)
def test_impossible_waits_are_refused(call, message: str) -> None:
    with pytest.raises(BadProgramme) as refused:
        call()
    assert str(refused.value) == message


def test_survival_goes_through_its_three_points() -> None:
    curve = survival_curve(ACT_2003[0], 0.2, 0.34, 6, 72)
    assert curve[0] == pytest.approx(1 - 0.2 * 0.5 / 24)
    assert (curve[23] + curve[24]) / 2 == pytest.approx(0.8, abs=0.02)
    assert (curve[29] + curve[30]) / 2 == pytest.approx(0.34, abs=0.02)
    assert curve[42:].max() == 0
    assert curve[41] > 0
    assert (np.diff(curve) <= 0).all()


def test_the_longest_stay_is_36_months_without_leave() -> None:
    curve = survival_curve(ACT_2003[0], 0.2, 0.34, 0, 72)
    assert curve[36:].max() == 0
    assert curve[35] > 0


@pytest.mark.parametrize(
    ("left_early", "beyond", "message"),
    [
        (1.2, 0.3, "left_early is 1.2; a share lies from 0 to 1"),
        (0.2, -0.5, "beyond is -0.5; a share lies from 0 to 1"),
        (0.2, 1.01, "beyond is 1.01; a share lies from 0 to 1"),
        (
            0.9,
            0.5,
            "survival rises from 0.119 in month 23 to 0.133 in month 24; it can only fall",
        ),
    ],
)
def test_impossible_survival_is_refused(left_early: float, beyond: float, message: str) -> None:
    with pytest.raises(BadProgramme) as refused:
        survival_curve(ACT_2003[0], left_early, beyond, 6, 72)
    assert str(refused.value) == message


def test_a_survival_curve_over_one_is_refused() -> None:
    with pytest.raises(BadProgramme, match=r"^survival in month 1 is 1.1; a share lies from 0 to 1$"):
        check_survival(np.array([1.0, 1.1, 0.0]))
    with pytest.raises(BadProgramme, match=r"survival rises from 0.5 in month 1 to 0.6 in month 2"):
        check_survival(np.array([1.0, 0.5, 0.6]))
    check_survival(np.array([1.0, 0.5, 0.5, 0.0]))


def test_persons_stay_as_the_survival_says() -> None:
    starts, survival = np.array([100.0, 0, 10, 0]), np.array([1.0, 0.5, 0.25, 0.0])
    assert still_in_programme(starts, survival) == pytest.approx([100, 50, 35, 5])


def test_regulations_are_known_from_the_day_they_were_public() -> None:
    ids = [[r.id for r in regulations_known(ACTS, date(year, 11, 6))] for year in (2017, 2019, 2021, 2023)]
    assert ids == [["act_2003"], ["act_2003"], ["act_2003", "act_2020"], ["act_2003", "act_2020"]]
    ukraine = regulations_known(ACTS, date(2023, 1, 1), "ukraine")
    assert [r.id for r in ukraine] == ["act_2003", "act_2020", "act_2022"]


def test_who_starts_after_a_new_act_has_its_length() -> None:
    known = regulations_known(ACTS, date(2023, 1, 1))
    assert regulation_spans(known, 2019, 60) == ((known[0], 0, 24), (known[1], 24, 60))
    assert regulation_spans(known, 2022, 60) == ((known[1], 0, 60),)
    assert regulation_spans(known[:1], 2000, 60) == ((known[0], 0, 60),)
