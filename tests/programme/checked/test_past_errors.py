"""Intervals are as wide as past errors ask for, and their past coverage is counted by hand."""

import csv
from datetime import date
from math import exp, log, sqrt
from types import SimpleNamespace
from typing import cast

import pytest
from known_inputs import edition
from scipy.stats import t
from simulated import RULES

from bosetting.programme.checked.past_errors import DECLARED, WEIGHT, coverage, widths
from bosetting.programme.checked.rolling import FURTHEST, Knowledge, Method, RollingRow, rolling_rows
from bosetting.programme.load import Load
from bosetting.publication.open_data.tables import PAST_FORECASTS_COLUMNS, csv_bytes, past_forecasts_rows


def forecast(
    origin: int, horizon: int, error: float, cohorts: Knowledge = "as_known", method: Method = "model"
) -> RollingRow:
    """A forecast that was off by an error as a logarithm."""
    day = date(origin, 11, 6)
    return RollingRow(day, origin + horizon, horizon, cohorts, method, 100 * exp(error), 100.0)


def by_hand(errors: list[float], horizon: int) -> float:
    known = len(errors) + WEIGHT
    squares = sum(e * e for e in errors) + WEIGHT * DECLARED[horizon] ** 2
    return float(sqrt(squares / known) * t.ppf(0.9, known))


def test_without_past_errors_the_declared_spread_stands() -> None:
    assert [w.half_width for w in widths(())] == pytest.approx(
        [by_hand([], h) for h in range(FURTHEST + 1)], abs=1e-4
    )
    assert {w.forecasts for w in widths(())} == {0}


def test_the_width_is_of_the_errors_of_its_own_horizon() -> None:
    rows = [forecast(2010, 1, 0.3), forecast(2011, 1, -0.2), forecast(2011, 0, 0.05)]
    found = {w.horizon: w for w in widths(rows)}
    assert (found[0].forecasts, found[1].forecasts, found[2].forecasts) == (1, 2, 0)
    assert found[1].half_width == pytest.approx(by_hand([0.3, -0.2], 1), abs=1e-4)


def test_neither_rivals_nor_settlement_as_it_happened_make_an_interval() -> None:
    others = (forecast(2010, 0, 2.0, "as_happened"), forecast(2010, 0, 2.0, method="last_year"))
    assert widths(others) == widths(())


def test_further_ahead_is_never_narrower() -> None:
    half = [w.half_width for w in widths([forecast(2010, 0, 3.0)])]
    assert half == sorted(half)
    assert half[0] == half[1]


def test_coverage_counts_with_what_was_known_at_the_time_only() -> None:
    """The error of 2010 was known in 2012 and not in 2010; that of 2012 widens nothing before it."""
    first, wide = forecast(2010, 0, 1.0), forecast(2012, 0, 0.9)
    (own, whole) = coverage([first, wide])
    assert by_hand([], 0) < 0.9 < by_hand([1.0], 0)
    assert (own.horizon, own.forecasts, own.held) == (0, 2, 1)
    assert (whole.horizon, whole.forecasts, whole.held) == (None, 2, 1)


def test_a_count_is_not_known_in_its_own_year() -> None:
    (_, whole) = coverage([forecast(2010, 1, 1.0), forecast(2011, 1, 1.0)])
    assert (whole.forecasts, whole.held) == (2, 0)


def test_intervals_of_the_past_hold_four_figures_in_five() -> None:
    """Over every count that is held, from forecasts of the years before; the aim of the width."""
    national = edition()[0].tables["national"]
    whole = coverage(rolling_rows(national, RULES, date(2025, 11, 6)))[-1]
    assert whole.held / whole.forecasts >= 0.8


def test_anyone_can_compute_the_widths_again_from_the_published_errors() -> None:
    made = [forecast(2010 + n, n % 4, (-1) ** n * 0.03 * n) for n in range(14)]
    others = [forecast(2012, 0, 0.9, cohorts="as_happened"), forecast(2012, 0, 0.9, method="last_year")]
    load = SimpleNamespace(rolling=(*made, *others), widths=widths((*made, *others)))
    published = csv_bytes(PAST_FORECASTS_COLUMNS, past_forecasts_rows(cast(Load, load))).decode()
    rows, least = list(csv.DictReader(published.splitlines())), 0.0
    assert len(rows) == len(made)
    for horizon in range(4):
        of = [row for row in rows if int(row["horizon"]) == horizon]
        errors = [log(float(row["forecast"]) / float(row["outcome"])) for row in of]
        squares = sum(e * e for e in errors) + 2 * float(of[0]["declared_spread"]) ** 2
        known = len(errors) + 2
        least = max(least, sqrt(squares / known) * t.ppf(0.9, known))
        assert [float(row["half_width"]) for row in of] == pytest.approx([least] * len(of), abs=1e-4)
