"""The calibration finds what data were made from, and says what it cannot find."""

from dataclasses import asdict, replace

import numpy as np
import pytest
from simulated import RULES, SETTLED, STRUCTURE, TRUTH, simulated

from bosetting.programme.errors import BadProgramme
from bosetting.programme.fit.bootstrap import interval, refits, replicate, spread_residuals
from bosetting.programme.fit.calibration import (
    RANGES,
    Range,
    cohort_sizes,
    data_residuals,
    fit,
    modelled,
    printed,
)
from bosetting.programme.fit.fitted import described, residuals
from bosetting.programme.fit.identification import identification
from bosetting.programme.fit.setting import Setting, setting
from bosetting.programme.model.parameters import NAMES

BARELY = {
    name: replace(r, centre=None if r.centre is None else RANGES[name].start, spread=1e3)
    for name, r in RANGES.items()
}
"""Ranges so wide that they say nothing."""


def test_known_parameters_are_recovered_from_data_alone() -> None:
    found = fit(replace(simulated(), ranges=BARELY))
    for name in NAMES:
        assert getattr(found, name) == pytest.approx(getattr(TRUTH, name), rel=5e-3)


def test_known_parameters_are_recovered_when_others_are_fixed() -> None:
    given = {"beyond": TRUTH.beyond, "late_share": TRUTH.late_share, "young_ratio": TRUTH.young_ratio}
    found = fit(replace(simulated(fixed=given), ranges=BARELY))
    assert asdict(found) == pytest.approx(asdict(TRUTH), rel=2e-3)


def test_a_declared_range_pulls_a_parameter_that_the_data_do_not_decide() -> None:
    low = {**RANGES, "beyond": replace(RANGES["beyond"], centre=0.15)}
    high = {**RANGES, "beyond": replace(RANGES["beyond"], centre=0.45)}
    assert fit(replace(simulated(), ranges=low)).beyond < fit(replace(simulated(), ranges=high)).beyond - 0.1


def test_every_fitted_number_has_four_significant_digits() -> None:
    found = fit(simulated())
    for value in asdict(found).values():
        assert value == float(f"{value:.4g}")


def test_a_number_at_its_bound_is_the_bound() -> None:
    within = Range(0.0, 0.5, 0.2, None, 0.0)
    assert [printed(v, within) for v in (1e-19, 0.4999999, 0.123456)] == [0.0, 0.5, 0.1235]


def test_kostra_shares_leave_out_those_who_go_on() -> None:
    raw, counted = simulated(0.0), simulated(0.07)
    shares = [
        (a.value, b.value)
        for a, b in zip(raw.data, counted.data, strict=True)
        if a.measure == "share_at_year_end"
    ]
    assert all(a - b == pytest.approx(0.5 * 0.07) for a, b in shares)


def test_the_model_that_made_the_data_has_no_residuals() -> None:
    problem = simulated()
    assert data_residuals(problem, TRUTH) == pytest.approx(0, abs=1e-9)
    assert all(row.residual == 0 for row in residuals(problem, TRUTH))
    assert modelled(problem, TRUTH) == [o.value for o in problem.data]


def test_what_the_data_identify_is_told() -> None:
    told = identification(simulated(), fit(simulated()))
    assert told.data_share["starts_per_settled"] > 0.99
    assert told.data_share["before_first"] == 1
    assert told.data_share["beyond"] < told.data_share["left_early"]
    assert all(0 <= share <= 1 for share in told.data_share.values())
    assert list(told.singular_values) == sorted(told.singular_values, reverse=True)
    assert 0 < told.effective < len(NAMES)


def test_before_the_first_known_year_the_fitted_number_stands() -> None:
    sizes = cohort_sizes({2012: 10.0}, TRUTH, 2013)
    assert sizes.tolist() == [4000.0] * 8 + [10.0, 0.0]
    assert cohort_sizes(SETTLED, TRUTH, 2017)[:9].tolist() == [4000.0] * 8 + [3800.0]


def test_nothing_to_fit_to_is_refused() -> None:
    message = "^no count of participants was published by the edition's date; nothing to fit to$"
    with pytest.raises(BadProgramme, match=message):
        fit(replace(simulated(), data=()))


@pytest.fixture(scope="module")
def at() -> Setting:
    from datetime import date

    import pandas as pd

    def row(
        measure: str, year: int, persons: float | None, percent: float | None = None
    ) -> dict[str, object]:
        return {
            "measure": measure,
            "group": "all",
            "year": year,
            "persons": persons,
            "percent": percent,
            "low": None,
            "high": None,
            "date": None,
            "published": date(year + 1, 3, 1),
            "source": "made up",
        }

    rows = [row("settled", year, persons) for year, persons in SETTLED.items()]
    names = {"during_year": "participants_during_year", "share_at_year_end": "participants_share_at_year_end"}
    for o in simulated(0.0).data:
        count = o.measure == "during_year"
        rows.append(
            row(names[o.measure], o.year, o.value if count else None, None if count else 100 * o.value)
        )
    return setting(pd.DataFrame(rows), RULES, date(2018, 6, 1), 2018, 4000, None, 5000)


def test_the_bootstrap_is_the_same_with_the_same_seed_and_holds_the_fit(at: Setting) -> None:
    fitted = fit(at.problem)
    a, b, other = (replicate(at, refits(at, fitted, 4.0, 12, seed)) for seed in (1, 1, 2))
    assert a.parameters == b.parameters
    assert (a.sizes == b.sizes).all()
    assert a.parameters != other.parameters
    low, high = interval(a.national("during_year"))
    assert (low[9:] < high[9:]).all()
    assert all(row.low <= row.value <= row.high for row in described(at.problem, fitted, a).parameters)


def test_drawn_cohorts_stay_within_their_ranges_and_counted_ones_do_not_move(at: Setting) -> None:
    drawn = replicate(at, refits(at, fit(at.problem), 4.0, 12, 3)).sizes
    for year, cohort in at.cohorts.items():
        column = drawn[:, year - at.first]
        assert (column >= cohort.low - 1e-6).all()
        assert (column <= cohort.high + 1e-6).all()
        assert (column.std() > 0) == (cohort.high > cohort.low)
    assert (at.cohorts[2018].low, at.cohorts[2018].high) == (3200, 5000)


def test_residuals_are_centred_and_larger_by_what_was_used_up(at: Setting) -> None:
    fitted = replace(fit(at.problem), starts_per_settled=0.7)
    spread = spread_residuals(at.problem, fitted, 4.0)
    assert spread.mean() == pytest.approx(0)
    plain = data_residuals(at.problem, fitted)
    assert spread.std() == pytest.approx(plain.std() * np.sqrt(len(plain) / (len(plain) - 4)))


def test_the_structure_of_a_history_without_shares_by_date_is_even_arrivals(at: Setting) -> None:
    assert at.problem.structure == replace(STRUCTURE, slope=0.0, break_year=2017)
    assert set(at.problem.fixed) == {"take_up", "group_left_early", "group_beyond"} == at.problem.idle
