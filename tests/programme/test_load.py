"""The load and the grants of the real edition: sums, shapes, bad input. How close they are is not tested."""

from dataclasses import replace

import numpy as np
import pytest
from known_inputs import changed, edition
from simulated import RULES

from bosetting.programme.checked.municipal_outside import municipal_check
from bosetting.programme.errors import BadProgramme
from bosetting.programme.fit.municipal_cohorts import counted_cohorts
from bosetting.programme.fit.setting import setting
from bosetting.programme.grants import Grants, expected_grants
from bosetting.programme.load import Load, calibrated, expected_load

MEASURES = ("during_year", "at_year_end")


@pytest.fixture(scope="module")
def load() -> Load:
    return expected_load(*edition(), replicates=40)


@pytest.fixture(scope="module")
def grants(load: Load) -> Grants:
    return expected_grants(edition()[0], load, rates_of=2017)


def central(load: Load, measure: str) -> dict[str, float]:
    return {r.period: r.central for r in load.national if r.measure == measure}


def test_the_national_series_has_three_measures_and_their_periods(load: Load) -> None:
    years = [str(year) for year in range(2007, 2023)]
    assert list(central(load, "during_year")) == years
    assert list(central(load, "at_year_end")) == years
    assert list(central(load, "on_date")) == ["2018-03-01"]
    assert all(r.low <= r.central <= r.high for r in load.national if r.period >= "2017")
    end, during = central(load, "at_year_end"), central(load, "during_year")
    assert all(end[year] < during[year] for year in years)
    assert end["2017"] > central(load, "on_date")["2018-03-01"] * 0.8


def test_only_figures_of_the_fit_are_called_fitted(load: Load) -> None:
    fitted = {(r.measure, r.period) for r in load.national if r.use == "fitted"}
    assert ("during_year", "2016") in fitted
    assert all(period <= "2016" for _, period in fitted)
    assert {r.use for r in load.national if r.observed is None} == {"none"}
    stated = [r for r in load.outside if r.measure == "participants_stated"]
    assert {(r.group, r.compared_with, r.observed) for r in stated} == {
        ("letter_october_2017", "during_year", 27000),
        ("letter_october_2017", "at_year_end", 27000),
        ("news_march_2018", "on_date", 21000),
    }
    assert {r.use for r in stated} == {"outside_check"}


def test_the_outside_check_holds_every_later_count_with_its_difference(load: Load) -> None:
    found = {(r.compared_with, r.period): r for r in load.outside if r.measure != "participants_stated"}
    for key, observed in {
        ("during_year", "2017"): 28800,
        ("settled_2016", "2017"): 10700,
        ("settled_2015", "2017"): 7200,
        ("settled_2017", "2017"): 4200,
        ("settled_before_2015", "2017"): 6700,
        ("left_during_year", "2017"): 6300,
        ("at_year_end", "2017"): 22500,
        ("at_year_end", "2018"): 18800,
        ("during_year", "2018"): 27067,
        ("during_year", "2019"): 20918,
    }.items():
        row = found[key]
        assert (row.observed, row.use) == (observed, "outside_check")
        assert row.difference == pytest.approx(row.central - observed, abs=0.06)


def test_the_parts_by_year_of_settlement_are_the_whole(load: Load) -> None:
    parts = [r.central for r in load.outside if r.compared_with.startswith("settled_")]
    assert sum(parts) == pytest.approx(central(load, "during_year")["2017"], abs=0.5)
    assert len(parts) == 4


@pytest.mark.parametrize("measure", MEASURES)
def test_cohorts_add_up_to_the_national_figure(load: Load, measure: str) -> None:
    for year, whole in central(load, measure).items():
        parts = [r.persons for r in load.composition if r.measure == measure and str(r.year) == year]
        assert sum(parts) == pytest.approx(whole, abs=1)


@pytest.mark.parametrize("measure", MEASURES)
def test_municipalities_and_remainder_add_up_to_the_national_figure(load: Load, measure: str) -> None:
    whole = central(load, measure)
    for row in (r for r in load.remainder if r.measure == measure):
        summed = sum(r.central for r in load.municipal if r.measure == measure and r.year == row.year)
        assert row.municipalities == pytest.approx(summed, abs=0.05)
        parts = row.municipalities + row.before_municipal + row.not_stated + row.rest
        assert parts == pytest.approx(row.national, abs=1e-6)
        assert row.national == whole[str(row.year)]
    assert len(load.remainder) == 10


def test_every_municipality_has_five_years_of_both_measures(load: Load) -> None:
    assert len(load.municipal) == 422 * 2 * 5
    assert {r.year for r in load.municipal} == set(range(2018, 2023))
    residents = {m.number: m.residents for m in edition()[0].municipalities}
    for row in load.municipal:
        assert 0 <= row.low <= row.high
        assert row.per_1000 == pytest.approx(1000 * row.central / residents[row.kommune_nr], abs=0.006)
    by_year = {(r.kommune_nr, r.measure, r.year): r for r in load.municipal}
    for (code, measure, year), row in by_year.items():
        if year > 2018:
            before = by_year[code, measure, year - 1].central
            assert row.change == pytest.approx(row.central - before, abs=0.06)


def test_hidden_cells_are_carried_as_bounds() -> None:
    inputs, _ = edition()
    counted = counted_cohorts(inputs.tables["settled"], inputs.edition.as_of)
    hidden = [c for c in counted.values() if c.basis == "hidden"]
    assert len(hidden) == 24 + 6
    assert all(c.low < c.central == (c.low + c.high) / 2 < c.high for c in hidden)
    assert max(year for _, year in counted) == 2016
    assert all(c.low == c.high == 0 for c in counted.values() if c.basis == "none")


def test_the_year_that_was_not_over_is_divided_as_it_was_requested(load: Load) -> None:
    own = [c for c in load.municipal_cohorts if c.year == 2017]
    assert {c.basis for c in own} == {"expected"}
    assert sum(c.central for c in own) == pytest.approx(10750, abs=5)
    previous = {m.number: m.previous_request or 0 for m in edition()[0].municipalities}
    for c in own:
        assert c.central == pytest.approx(10750 * previous[c.kommune_nr] / sum(previous.values()), abs=0.06)


def test_the_request_is_each_municipalitys_cohort(load: Load) -> None:
    request = edition()[1].by_code
    for c in load.municipal_cohorts:
        if c.year == 2018:
            assert c.central == pytest.approx(request[c.kommune_nr].persons, abs=0.06)
    assert load.persons == 4402
    assert (load.shortfall, load.total_shortfall) == ((), None)


def test_decisions_stand_for_the_request_and_the_shortfall_is_told(load: Load) -> None:
    inputs, request = edition()
    decided = {a.municipality.number: a.persons for a in request.asked}
    first = min(decided)
    decided[first] -= 3
    short = expected_load(inputs, request, decisions=decided, replicates=2)
    assert (short.persons, short.total_shortfall) == (4399, 3)
    (row,) = [r for r in short.shortfall if r.shortfall]
    assert (row.kommune_nr, row.requested - row.decided) == (first, 3)
    assert central(short, "during_year")["2018"] < central(load, "during_year")["2018"]
    assert central(short, "during_year")["2017"] == central(load, "during_year")["2017"]


def test_loads_under_request_and_decisions_share_a_calibration() -> None:
    inputs, request = edition()
    decided = {a.municipality.number: a.persons + 2 for a in request.asked}
    shared = calibrated(inputs, request, replicates=3)
    apart = expected_load(inputs, request, decisions=decided, replicates=3)
    assert expected_load(inputs, request, decisions=decided, calibration=shared) == apart


def test_a_calibration_of_another_day_is_made_anew() -> None:
    inputs, request = edition()
    other = calibrated(*edition("june"), replicates=2)
    found = expected_load(inputs, request, replicates=2, calibration=other)
    assert (
        found.rolling[0].origin.month == inputs.edition.as_of.month != edition("june")[0].edition.as_of.month
    )


@pytest.mark.parametrize(
    ("decisions", "message"),
    [
        ({"301": 10}, 'decision for "301": there is no such municipality; codes have four digits'),
        ({"0301": -1}, "decision for 0301: -1 persons; a decision is 0 or more"),
    ],
)
def test_impossible_decisions_are_refused(decisions: dict[str, int], message: str) -> None:
    with pytest.raises(BadProgramme) as refused:
        expected_load(*edition(), decisions=decisions)
    assert str(refused.value) == message


def test_more_settled_in_a_municipality_never_means_a_smaller_load(load: Load) -> None:
    inputs, request = edition()

    def one_more(table):
        row = (table["kommune_nr"] == "0301") & (table["year"] == 2016)
        table.loc[row, "persons"] += 100
        return table

    more = expected_load(changed(inputs, settled=one_more), request, replicates=2)
    pairs = zip(load.municipal, more.municipal, strict=True)
    for before, after in pairs:
        if before.kommune_nr == "0301":
            assert after.central >= before.central
        else:
            assert after.central == before.central


def test_the_same_seed_gives_the_same_load_and_another_gives_other_intervals(load: Load) -> None:
    assert expected_load(*edition(), replicates=40) == load
    other = expected_load(*edition(), replicates=2, seed=1)
    assert other.national != load.national
    assert other.fit.values == load.fit.values


def test_a_forecast_range_of_the_edition_is_used_and_holds_the_request() -> None:
    inputs, _ = edition()
    national = inputs.tables["national"]
    cohort = setting(national, RULES, inputs.edition.as_of, 2018, 4402, 4500, 6000).cohorts[2018]
    assert (cohort.low, cohort.central, cohort.high) == (4402, 4402, 6000)


def test_every_assumption_has_ratings_and_measured_ones_their_effects(load: Load) -> None:
    ids = [a.id for a in load.assumptions]
    assert len(ids) == len(set(ids))
    assert {"secondary_moves", "mix_of_target_year", "kostra_nir_break"} <= set(ids)
    assert {e.assumption for e in load.effects} <= set(ids)
    assert load.steps[0].id == "first_form"
    ranges = {a.id: (a.low, a.value, a.high) for a in load.assumptions}
    assert ranges["unfinished_year_range"] == (10000, 10750, 11500)
    assert ranges["need_range"] == (3521.6, 4402, 5282.4)
    assert ranges["flat_after_target"] == (2641.2, 4402, 6162.8)
    assert load.steps[-1].at_year_end == central(load, "at_year_end")["2017"]


def test_the_municipal_check_uses_printed_numbers_only(load: Load) -> None:
    check = load.municipal_check
    assert check is not None
    assert (check.year, check.municipalities) == (2015, 291)
    assert check.published_total == sum(r.published for r in check.rows)
    assert -1 <= check.correlation_per_1000 <= check.correlation <= 1
    inputs, _ = edition()
    without = {name: table for name, table in inputs.tables.items() if name != "programme_participants"}
    at = setting(inputs.tables["national"], RULES, inputs.edition.as_of, 2018, 4402, None, None)
    assert municipal_check(replace(inputs, tables=without), at, load.fit.values) is None


def test_rates_that_are_not_published_leave_the_totals_blank(load: Load) -> None:
    blank = expected_grants(edition()[0], load)
    assert {t.status for t in blank.totals} == {"missing"}
    assert all(t.central is None for t in (*blank.totals, *blank.municipal))
    assert all(rate.central is None and rate.rates_of is None for rate in blank.rates)


def test_another_years_rates_are_used_only_when_declared_and_said_so(grants: Grants) -> None:
    assert grants.rates_of == 2017
    assert {t.status for t in grants.totals} == {"assumed"}
    assert {(r.status, r.rates_of) for r in grants.rates} == {("assumed", 2017)}
    second = [r for r in grants.rates if r.payment_year == 2]
    assert {(r.low, r.central, r.high) for r in second} == {(230000.0, 230000.0, 230000.0)}
    first = next(r for r in grants.rates if r.payment_year == 1)
    assert first.low == 185000
    assert first.high == pytest.approx(185000 + 50000 * (1 - (3930 + 1599) / 15291), abs=5)


def test_a_grant_is_persons_times_rate_by_payment_year(grants: Grants) -> None:
    """2018: those settled in 2018 have their first year, in 2014 their fifth."""
    rows = {r.cohort: r for r in grants.cohorts if r.calendar_year == 2018}
    assert sorted(rows) == [2014, 2015, 2016, 2017, 2018]
    assert rows[2016].central == 15291 * 167000
    assert rows[2014].central == 7784 * 70500
    assert (rows[2017].low, rows[2017].high) == (10000 * 230000, 11500 * 230000)
    total = next(t for t in grants.totals if t.calendar_year == 2018)
    assert total.central == pytest.approx(sum(r.central or 0 for r in rows.values()), abs=5)


def test_municipal_grants_leave_little_to_the_national_one(grants: Grants) -> None:
    for whole in grants.totals:
        own = sum(t.central or 0 for t in grants.municipal if t.calendar_year == whole.calendar_year)
        assert whole.central is not None
        assert own <= whole.central * 1.001
        assert own == pytest.approx(whole.central, rel=0.01)


def test_the_appropriation_stands_beside_with_its_date(grants: Grants) -> None:
    rows = {a.id: a for a in grants.appropriations}
    assert (rows["appropriation_integration_grant"].nok, rows["appropriation_integration_grant"].known) == (
        11_173_478_000,
        True,
    )
    assert not rows["appropriation_integration_grant_change"].known


def test_a_year_of_rates_that_does_not_exist_leaves_the_gap(load: Load) -> None:
    assert expected_grants(edition()[0], load, rates_of=1999).totals[0].central is None


def test_an_edition_that_knew_more_counts_the_year_that_others_expect() -> None:
    load = expected_load(*edition("revised"), replicates=2)
    assert np.isfinite([r.central for r in load.national]).all()
    assert [c.basis for c in load.cohorts if c.year in (2017, 2018, 2019)] == ["counted", "request", "flat"]
    assert {c.basis for c in load.municipal_cohorts if c.year == 2017} == {"counted", "hidden", "none"}


def test_the_intervals_are_as_wide_as_past_errors_ask_for(load: Load) -> None:
    half = {2017 + w.horizon: w.half_width for w in load.widths}
    rows = {r.period: r for r in load.national if r.measure == "during_year"}
    for year in (2018, 2020, 2022):
        row = rows[str(year)]
        assert np.log(row.high / row.low) / 2 >= 0.95 * half[year]
    assert load.coverage[-1].forecasts == sum(c.forecasts for c in load.coverage[:-1]) > 20
    assert load.groups == ()
    assert load.seed == 2018
