"""No fit sees what was published after the edition's date, nor the figures of the letters."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from known_inputs import changed, edition
from simulated import RULES

from bosetting.programme.checked.rolling import rolling_errors, rolling_rows
from bosetting.programme.errors import BadProgramme
from bosetting.programme.fit.calibration import fit
from bosetting.programme.fit.known import (
    expected_cohort,
    figures,
    known_rows,
    left_otherwise,
    observations,
    settled_known,
    share_settled_by,
)
from bosetting.programme.fit.setting import cohorts_to, problem, setting
from bosetting.programme.load import Load, expected_load

AS_OF = date(2017, 11, 6)
DISTORTED = ("persons", "percent", "low", "high")


def national(name: str = "november") -> pd.DataFrame:
    return edition(name)[0].tables["national"]


def _distorted(table: pd.DataFrame, rows: "pd.Series[bool]") -> pd.DataFrame:
    """The same table with half of each number in some rows."""
    for column in DISTORTED:
        if column in table:
            table[column] = [
                value if not chosen or pd.isna(value) else type(value)(value / 2)
                for value, chosen in zip(table[column], rows, strict=True)
            ]
    return table


def later(table: pd.DataFrame) -> "pd.Series[bool]":
    return pd.Series([pd.isna(p) or p > AS_OF for p in table["published"]], index=table.index)


def forecast(load: Load) -> tuple[object, ...]:
    """All that a fit or a cohort decides: everything but what was observed."""
    series = tuple((r.measure, r.period, r.low, r.central, r.high) for r in load.national)
    return (
        load.fit,
        load.cohorts,
        series,
        load.composition,
        load.rolling,
        load.municipal,
        load.municipal_cohorts,
        load.remainder,
        load.effects,
        load.steps,
        load.assumptions,
    )


@pytest.fixture(scope="module")
def november() -> Load:
    return expected_load(*edition(), replicates=3)


def test_later_figures_change_nothing(november: Load) -> None:
    inputs, request = edition()
    tables = ("national", "settled", "grant_rates", "programme_participants")
    change = {name: lambda table: _distorted(table, later(table)) for name in tables}
    assert forecast(expected_load(changed(inputs, **change), request, replicates=3)) == forecast(november)


def test_later_figures_can_be_missing_and_nothing_changes(november: Load) -> None:
    inputs, request = edition()
    change = {name: lambda table: table[~later(table)] for name in ("national", "settled")}
    assert forecast(expected_load(changed(inputs, **change), request, replicates=3)) == forecast(november)


def test_the_letters_and_the_municipal_check_change_nothing(november: Load) -> None:
    inputs, request = edition()
    without = changed(
        replace(inputs, statements=()),
        programme_participants=lambda table: _distorted(table, table["year"] > 0),
    )
    assert forecast(expected_load(without, request, replicates=3)) == forecast(november)


@pytest.mark.parametrize(
    "measure", ["settled", "participants_during_year", "participants_share_at_year_end", "settled_expected"]
)
def test_a_figure_that_was_known_does_change_the_forecast(measure: str) -> None:
    """The tests above would see it if a later figure were used."""
    table = national().copy()
    last = table.loc[(table["measure"] == measure) & ~later(table), "year"].max()
    known = _distorted(table, (table["measure"] == measure) & (table["year"] < last) & ~later(table))
    if measure == "settled_expected":
        known = _distorted(table, (table["measure"] == measure) & ~later(table))
    first, again = (setting(t, RULES, AS_OF, 2018, 4402, None, None) for t in (national(), known))
    assert (first.cohorts, fit(first.problem)) != (again.cohorts, fit(again.problem))


def test_november_2017_knows_counts_to_2016_and_nothing_of_2017() -> None:
    seen = observations(known_rows(national(), AS_OF), RULES)
    counts = [o.year for o in seen if o.measure == "during_year"]
    assert (min(counts), max(counts)) == (2007, 2016)
    assert [o.year for o in seen if o.measure == "share_at_year_end"] == [2013, 2014, 2015, 2016]
    assert max(settled_known(known_rows(national(), AS_OF))) == 2016
    assert not {27000.0, 21000.0} & {o.value for o in seen}


def test_a_fit_uses_the_series_that_are_for_it_and_counts_them_as_their_register_does() -> None:
    rows = known_rows(national(), AS_OF)
    during, later_during, share, *_ = RULES.series
    of = {o.register for o in observations(rows, RULES)}
    assert of == {"KOSTRA"}
    checked = replace(RULES, series=(replace(during, use="check"), later_during, share))
    assert {o.measure for o in observations(rows, checked)} == {"share_at_year_end"}
    early = replace(RULES, series=(replace(during, last_year=2009), later_during, share))
    assert [o.year for o in observations(rows, early) if o.measure == "during_year"] == [2007, 2009]
    whole = replace(RULES, series=(during, replace(share, leavers_go_on=False)))
    assert observations(rows, RULES)[-1].otherwise == pytest.approx(0.07)
    assert {o.otherwise for o in observations(rows, whole)} == {0.0}


def test_without_young_cohorts_their_ratio_is_not_fitted() -> None:
    rows = known_rows(national(), AS_OF)
    sizes = cohorts_to(rows, 2017)
    without = problem(rows, replace(RULES, young=None), AS_OF, sizes)
    assert (without.fixed["young_ratio"], "young_ratio" in without.idle) == (1.0, True)
    assert "young_ratio" in problem(rows, RULES, AS_OF, sizes).free


def test_a_share_is_known_only_when_all_of_its_parts_are() -> None:
    rows = known_rows(national(), AS_OF)
    assert left_otherwise(rows) == pytest.approx(0.07)
    assert left_otherwise(known_rows(national(), date(2017, 2, 28))) == 0
    assert share_settled_by(rows) == (10, pytest.approx(11662 / 15291))
    assert share_settled_by(known_rows(national(), date(2016, 11, 29))) is None


def test_those_without_a_municipality_are_in_the_national_total_already() -> None:
    settled = settled_known(known_rows(national(), AS_OF))
    assert settled[2014].central == 7784
    assert settled[2015].central == 11342


def test_the_year_that_was_not_over_is_what_was_expected_of_it() -> None:
    november = cohorts_to(known_rows(national(), AS_OF), 2017)[2017]
    assert (november.low, november.central, november.high, november.basis) == (
        10000,
        10750,
        11500,
        "expected",
    )
    october = cohorts_to(known_rows(national(), date(2017, 10, 2)), 2017)[2017]
    assert october.low < october.central < october.high
    assert october.central == pytest.approx(
        12522 * (7784 / 10973 + 11342 / 11185 + 15291 / 18517) / 3, abs=0.1
    )
    counted = cohorts_to(known_rows(national(), date(2018, 12, 31)), 2017)[2017]
    assert (counted.central, counted.basis) == (11078, "counted")


def test_without_any_expectation_the_year_is_as_the_one_before() -> None:
    rows = known_rows(national(), date(2013, 11, 6))
    settled = settled_known(rows)
    cohort = expected_cohort(rows, settled, 2013)
    assert (cohort.low, cohort.central, cohort.high) == (4605.6, 5757, 6908.4)


def test_the_known_length_is_used_from_the_day_it_was_public() -> None:
    before, after = (
        problem(known_rows(national(), day), RULES, day, {}) for day in (date(2022, 2, 28), date(2022, 3, 1))
    )
    assert "beyond" in before.free
    assert after.fixed["beyond"] == 0.34


def test_nothing_counted_yet_is_refused() -> None:
    with pytest.raises(
        BadProgramme, match=r"^no count of settled persons was published by the edition's date$"
    ):
        setting(national(), RULES, date(2008, 2, 29), 2018, 4402, None, None)


def test_forecasts_of_earlier_years_know_what_was_known_then() -> None:
    rows = rolling_rows(national(), RULES, AS_OF)
    assert {row.origin for row in rows} == {date(year, 11, 6) for year in range(2008, 2017)}
    assert {row.year for row in rows} == {2009, 2010, *range(2012, 2017)}
    assert {row.horizon for row in rows} == set(range(6))
    for row in rows:
        assert row.horizon == row.year - row.origin.year
        if row.method == "last_year":
            assert row.predicted < row.observed
    everything = rolling_rows(national(), RULES, date(2019, 11, 6))
    assert {row.year for row in everything} > {row.year for row in rows}


def test_a_rolling_forecast_does_not_see_later_figures() -> None:
    table = national().copy()
    after = pd.Series([p > date(2014, 11, 6) for p in table["published"]], index=table.index)
    assumed = _distorted(table, after & (table["measure"] != "participants_during_year"))
    first, again = (
        [r for r in rolling_rows(t, RULES, AS_OF) if r.origin.year == 2014 and r.cohorts == "as_known"]
        for t in (national(), assumed)
    )
    assert first == again


def test_the_best_method_has_the_smallest_mean_error() -> None:
    errors = rolling_errors(rolling_rows(national(), RULES, AS_OF))
    for best in (e for e in errors if e.best):
        others = [e for e in errors if (e.cohorts, e.horizon) == (best.cohorts, best.horizon)]
        assert best.mean_absolute_percent == min(e.mean_absolute_percent for e in others)
        assert len(others) == 3
    assert {e.forecasts for e in errors if e.horizon is None and e.method == "model"} == {14}


def test_the_edition_decides_what_is_known() -> None:
    at = setting(national(), RULES, date(2016, 11, 6), 2018, 4402, None, None)
    assert max(o.year for o in at.problem.data) == 2015
    assert [at.cohorts[year].basis for year in (2015, 2016, 2017)] == ["counted", *["expected"] * 2]


def test_of_a_requests_versions_the_last_counts_and_not_the_last_in_the_alphabet() -> None:
    """The table has both of 2020 on one day: 5,120 asked first, 3,602 in the end."""
    rows = known_rows(national(), date(2021, 3, 1))
    asked = figures(rows, "requested", None)
    assert [asked[year].persons for year in (2016, 2018, 2020)] == [18517, 5350, 3602]
    assert (
        figures(known_rows(national(), date(2015, 11, 30)), "requested", None)[2016].group == "reported_third"
    )


def test_a_year_that_was_counted_in_part_is_filled_up() -> None:
    rows = known_rows(national(), date(2024, 12, 31))
    without = rows[(rows["measure"] != "requested") | (rows["year"] != 2024)]
    assert cohorts_to(without, 2024)[2024].central == pytest.approx(23000 * 12 / 11, abs=0.1)


def test_started_and_ended_are_fitted_where_they_were_published() -> None:
    def seen(day: date) -> set[tuple[str, int]]:
        found = observations(known_rows(national(), day), RULES)
        return {(o.measure, o.year) for o in found if o.measure.startswith(("started", "left"))}

    assert seen(AS_OF) == set()
    assert seen(date(2019, 11, 6)) == {("left_during_year", 2017), ("left_during_year", 2018)}
    assert ("started_during_year", 2023) not in seen(date(2024, 6, 23))
    assert {("started_during_year", 2023), ("left_during_year", 2023)} <= seen(date(2024, 6, 24))


def test_a_later_edition_knows_the_group_and_its_take_up() -> None:
    before, after = (
        setting(national(), RULES, day, day.year + 1, 30000, None, None).problem
        for day in (date(2021, 11, 6), date(2024, 11, 6))
    )
    assert (before.groups, "take_up" in before.idle) == ((), True)
    (group,) = after.groups
    assert (group.id, group.shares[2023]) == ("ukraine", pytest.approx(0.879))
    assert after.ranges["take_up"].centre == 0.7
    assert {"take_up", "group_beyond", "register_break"} <= set(after.free)
    assert after.structure.break_year == 2017
    assert after.structure.young == (2015, 2016, 2017)
