"""Draws of the assumptions: the fast computation against the exact one, and what is summed up from it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruled import ruled, with_criteria, with_figure, with_rules

from bosetting.allocation.certainty.criteria_arrays import index_arrays, shrunk_indices
from bosetting.allocation.certainty.draws import (
    FORMS,
    SPLITS,
    Draws,
    Floats,
    assumptions,
    draw,
    ranges,
    stated,
)
from bosetting.allocation.certainty.simulation import simulate
from bosetting.allocation.certainty.uncertainty import Uncertainty, uncertainty, weight_grid
from bosetting.allocation.criteria.indicators import indicators
from bosetting.allocation.division.exact import divide
from bosetting.allocation.division.many import divide_columns
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.request import Request, allocate
from bosetting.compute import compute
from bosetting.inputs.model import NATIONAL, Adjustment, CountyTotal, Inputs

ROOT = Path(__file__).parents[3]
EDITIONS = ("june", "november", "revised")
ASSUMPTIONS = (
    "weights",
    "form",
    "results_kappa",
    "exponents",
    "threshold",
    "floor",
    "county_split",
    "employment_period",
    "need",
)


@cache
def request(edition: str) -> Request:
    return compute(2018, edition, ROOT).request


def adjusted(*rows: tuple[str, str, int | None]) -> Callable[[Inputs], Inputs]:
    made = tuple(
        Adjustment(code, kind, n, "A reason", "The board", date(2017, 11, 1)) for code, kind, n in rows
    )
    return lambda inputs: replace(inputs, adjustments=made)


def every_county_given(inputs: Inputs) -> Inputs:
    """As the revised letter, where every county's total is known."""
    totals = (CountyTotal(c.number, c.persons, "A letter") for c in allocate(inputs).counties)
    return replace(inputs, county_totals=tuple(totals))


CASES: dict[str, tuple[str, Callable[[Inputs], Inputs]]] = {
    "june": ("june", lambda i: i),
    "november": ("november", lambda i: i),
    "revised": ("revised", lambda i: i),
    "one stage, by priority": ("june", ruled(division="one_stage", selection=("priority",))),
    "unit 5, capped": ("june", ruled(unit=5, cap=100)),
    "every county given": ("revised", every_county_given),
    "every county given, unit 5": ("june", lambda i: every_county_given(ruled(unit=5)(i))),
    "adjusted": (
        "november",
        adjusted(
            ("1573", "ask", None),
            ("5001", "exactly", 167),
            ("1201", "at_most", 150),
            ("0101", "do_not_ask", None),
        ),
    ),
}


def exactly(inputs: Inputs, draws: Draws, i: int) -> Request:
    """One draw computed by the exact allocation, from inputs that say what the draw says."""
    within = ranges(inputs)
    requested = int(draws.requested[i])
    weights = [Fraction(str(w)) for w in draws.weights[i].round(3)]
    a, b = (Fraction(x) for x in draws.exponents[i])
    period, kappa = draws.variants[i]
    kappas = (inputs.rules.others[1].kappa, *(Fraction(str(k)) for k in within.kappas["results"]))
    table = inputs.tables["employment"]
    of_period = table[table["period"] == within.periods["employment"][period]].set_index("kommune_nr")
    percent = of_period["percent"]
    drawn = replace(
        with_rules(
            inputs,
            weight_population=weights[0],
            weight_employment=weights[1],
            weight_results=weights[2],
            weight_form=FORMS[draws.form[i]],
            exponent_employment=a,
            exponent_results=b,
            threshold=int(draws.threshold[i]),
            floor=int(draws.floor[i]),
            county_split=SPLITS[draws.split[i]],
            kappa_results=kappas[kappa],
        ),
        edition=replace(inputs.edition, requested=requested, unaccompanied_minors=None),
        county_totals=(),
        national={**inputs.national, "employment": percent[NATIONAL]},
        municipalities=tuple(
            with_figure(m, "employment", value=percent[m.number]) for m in inputs.municipalities
        ),
    )
    return allocate(replace(drawn, county_totals=following(inputs, allocate(drawn))))


def following(inputs: Inputs, drawn: Request) -> tuple[CountyTotal, ...]:
    """The given totals at another total to divide: in proportion, within the bounds of those asked."""
    unit, given = inputs.rules.unit, inputs.county_totals
    if not given:
        return ()
    residents = {t.county_number: 0 for t in given}
    lower, upper = dict(residents), dict(residents)
    for a in drawn.allotments:
        county, limits = a.municipality.county_number, drawn.limits.get(a.municipality.number, (0, 0))
        if county in residents:
            residents[county] += a.municipality.residents
            lower[county] += limits[0]
            upper[county] += limits[1]
    order = sorted(given, key=lambda t: (-residents[t.county_number], t.county_number))
    units = [t.persons // unit for t in order]
    part = round(Fraction(sum(units) * drawn.inputs.edition.requested, inputs.edition.requested))
    shares = divide(
        units,
        part,
        [min(n, lower[t.county_number]) for n, t in zip(units, order, strict=True)],
        [max(n, upper[t.county_number]) for n, t in zip(units, order, strict=True)],
    ).shares
    return tuple(replace(t, persons=n * unit) for n, t in zip(shares, order, strict=True))


def compare(name: str, count: int) -> None:
    edition, change = CASES[name]
    inputs = change(compute(2018, edition, ROOT).inputs)
    within = ranges(inputs)
    draws = draw(inputs, within, count, np.random.default_rng(7))
    found = simulate(inputs, draws, within)
    assert found.feasible.any()
    for i in range(count):
        try:
            exact = [a.persons for a in exactly(inputs, draws, i).allotments]
        except Infeasible:
            assert not found.feasible[i]
        else:
            assert found.feasible[i]
            assert found.persons[i].tolist() == exact


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_some_draws_are_the_exact_request(name: str) -> None:
    compare(name, 4)


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_many_draws_are_the_exact_request(name: str) -> None:
    compare(name, 60)


@pytest.mark.parametrize("name", CASES)
def test_the_stated_values_give_the_edition(name: str) -> None:
    edition, change = CASES[name]
    inputs = change(compute(2018, edition, ROOT).inputs)
    found = simulate(inputs, stated(inputs, 2), ranges(inputs))
    assert found.feasible.all()
    for row in found.persons:
        assert row.tolist() == [a.persons for a in allocate(inputs).allotments]


def test_infeasible_draws_are_told() -> None:
    inputs = request("november").inputs
    draws = replace(stated(inputs, 3), floor=np.array([10, 400, 22]))
    assert simulate(inputs, draws, ranges(inputs)).feasible.tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("name", "only"),
    [("every county given", None), ("every county given", "need"), ("every county given, unit 5", "need")],
)
def test_given_county_totals_follow_the_drawn_total_to_the_last_person(name: str, only: str | None) -> None:
    """Each rounded by itself they would sum to another number, and most draws would be refused."""
    edition, change = CASES[name]
    inputs = change(compute(2018, edition, ROOT).inputs)
    within = ranges(inputs)
    draws = draw(inputs, within, 500, np.random.default_rng(3), only=only)
    found = simulate(inputs, draws, within)
    assert found.feasible.mean() > 0.95
    assert (found.persons[found.feasible].sum(axis=1) == draws.requested[found.feasible]).all()


def test_given_county_totals_stand_where_the_total_is_the_editions() -> None:
    inputs = request("november").inputs
    within = ranges(inputs)
    draws = draw(inputs, within, 50, np.random.default_rng(3), only="weights")
    found = simulate(inputs, draws, within)
    for total in inputs.county_totals:
        members = [m.county_number == total.county_number for m in inputs.municipalities]
        assert set(found.persons[:, members].sum(axis=1)) == {total.persons}


@st.composite
def columns(draw: st.DrawFn) -> tuple[list[int], list[int], list[int], list[int]]:
    n = draw(st.integers(1, 8))
    several = st.lists(st.integers(1, 300), min_size=n, max_size=n)
    lower = draw(st.lists(st.integers(0, 9), min_size=n, max_size=n))
    upper = [low + more for low, more in zip(lower, draw(several), strict=True)]
    totals = draw(st.lists(st.integers(sum(lower), sum(upper)), min_size=1, max_size=4))
    return draw(several), totals, lower, upper


@settings(deadline=None)
@given(columns())
def test_columns_are_divided_like_one_division(
    case: tuple[list[int], list[int], list[int], list[int]],
) -> None:
    """Whole weights this small keep floating point exact, ties included."""
    weights, totals, lower, upper = case
    wide = [np.tile(np.array(x, dtype=float)[:, None], len(totals)) for x in (weights, lower, upper)]
    found = divide_columns(wide[0], np.array(totals, dtype=float), wide[1], wide[2])
    for column, total in enumerate(totals):
        assert tuple(found[:, column]) == divide(weights, total, lower, upper).shares


def arrays(inputs: Inputs) -> tuple[Floats, ...]:
    sizes = [Fraction(m.residents) for m in inputs.municipalities]
    return index_arrays(inputs, inputs.municipalities, sizes, ranges(inputs))


def test_criteria_arrays_are_the_exact_indices() -> None:
    inputs = request("november").inputs
    exact = indicators(inputs)
    rows = inputs.municipalities
    employment, results = arrays(inputs)
    assert employment[:, 0].tolist() == [float(exact[m.number].indices["employment"]) for m in rows]
    assert results[:, 0].tolist() == [float(exact[m.number].indices["results"]) for m in rows]
    stated_kappa = shrunk_indices(inputs.rules.others[1], rows, np.array([48.68]))
    assert stated_kappa[:, 0].tolist() == results[:, 0].tolist()
    assert employment.shape == (422, 2)
    assert results.shape == (422, 34)
    assert (employment[:, 1] != employment[:, 0]).sum() > 300


def test_a_period_without_a_municipality_keeps_the_editions_own() -> None:
    inputs = request("november").inputs
    table = inputs.tables["employment"]
    gone = table[(table["kommune_nr"] != "5001") | (table["period"] != "2017-K4")].copy()
    place = gone.index[(gone["kommune_nr"] == "0301") & (gone["period"] == "2017-K4")]
    gone.loc[place, "percent"] = None
    fewer = replace(inputs, tables={**inputs.tables, "employment": gone})
    found = arrays(fewer)[0]
    codes = [m.number for m in inputs.municipalities]
    same = {code for code, (one, other) in zip(codes, found, strict=True) if one == other}
    assert {"0301", "5001"} <= same
    assert len(same) < 50


def test_draws_keep_within_their_ranges() -> None:
    inputs = request("june").inputs
    within = ranges(inputs)
    found = draw(inputs, within, 4000, np.random.default_rng(1))
    assert (within.thresholds, within.floors, within.requested) == ((4000, 6000), (8, 12), (3520, 5280))
    assert within.requested_declared
    assert within.kappas["results"][0] == 30.57
    assert within.kappas["results"][-1] == 82.0
    assert within.periods == {"employment": ("2014-K4", "2017-K4")}
    assert found.weights.sum(axis=1) == pytest.approx(np.ones(4000), abs=1e-12)
    assert found.weights.mean(axis=0) == pytest.approx([0.7, 0.2, 0.1], abs=0.005)
    assert found.weights[:, 0].std() == pytest.approx((0.7 * 0.3 / 101) ** 0.5, rel=0.1)
    for values, (low, high) in (
        (found.threshold, within.thresholds),
        (found.floor, within.floors),
        (found.requested, within.requested),
        (found.form, (0, 2)),
        (found.split, (0, 1)),
        (found.variants[:, 0], (0, 1)),
        (found.variants[:, 1], (1, 33)),
        (found.exponents, (0, 2)),
    ):
        assert (values.min(), values.max()) == (low, high)


def test_need_within_a_published_interval_and_unit() -> None:
    inputs = request("june").inputs
    known = replace(
        inputs, edition=replace(inputs.edition, low=4001, high=4999), rules=replace(inputs.rules, unit=5)
    )
    within = ranges(known)
    assert (within.requested, within.requested_declared) == ((4001, 4999), False)
    found = draw(known, within, 500, np.random.default_rng(1)).requested
    assert set(found % 5) == {0}
    assert found.min() >= 4005
    assert found.max() <= 4995


def test_what_is_drawn() -> None:
    inputs = request("june").inputs
    assert assumptions(inputs, ranges(inputs)) == ASSUMPTIONS


@pytest.mark.parametrize("name", ASSUMPTIONS)
def test_one_assumption_alone(name: str) -> None:
    inputs = request("june").inputs
    base, found = stated(inputs, 50), draw(inputs, ranges(inputs), 50, np.random.default_rng(1), only=name)
    fields = {"county_split": "split", "need": "requested"}
    fields |= {"results_kappa": "variants", "employment_period": "variants"}
    for field in vars(base):
        same = (getattr(base, field) == getattr(found, field)).all()
        assert same == (field != fields.get(name, name))
    # Of the variants its own column alone changes.
    columns = (base.variants != found.variants).any(axis=0)
    assert columns.tolist() == [name == "employment_period", name == "results_kappa"]


@cache
def summed(edition: str) -> Uncertainty:
    return uncertainty(request(edition), np.random.default_rng(2018), 400)


def test_spreads_computed_otherwise() -> None:
    """With a floor that many draws cannot meet."""
    tight = allocate(ruled(floor=18)(request("june").inputs))
    inputs = tight.inputs
    within = ranges(inputs)
    found = simulate(inputs, draw(inputs, within, 400, np.random.default_rng(2018)), within)
    kept = found.persons[found.feasible]
    result = uncertainty(tight, np.random.default_rng(2018), 400)
    assert result.refused == 400 - len(kept) > 0
    for place, a in enumerate(tight.allotments):
        numbers = sorted(kept[:, place].tolist())
        spread = result.spreads[a.municipality.number]
        assert (spread.least, spread.most) == (numbers[0], numbers[-1])
        for value, share in ((spread.p05, 0.05), (spread.median, 0.5), (spread.p95, 0.95)):
            assert sum(n <= value for n in numbers) >= share * len(numbers) > sum(n < value for n in numbers)
        asked = Decimal(sum(n > 0 for n in numbers)) / len(numbers)
        assert abs(spread.share_asked - asked) <= Decimal("0.00005")
        assert spread.flips == (1 - spread.share_asked if a.asked else spread.share_asked)
        assert spread.share_asked.as_tuple().exponent == -4


def test_who_flips() -> None:
    found = summed("november")
    flips = set(found.flips)
    assert flips == {code for code, s in found.spreads.items() if s.flips >= Decimal("0.05")}
    near = {request("november").selection.last_asked, request("november").selection.first_not_asked}
    assert near <= flips
    assert "0301" not in flips


def test_the_county_split_matters_most_and_the_need_moves_nobody() -> None:
    alone = {row.assumption: row for row in summed("june").alone}
    assert tuple(alone) == ASSUMPTIONS
    assert max(alone.values(), key=lambda row: row.moved_p95).assumption == "county_split"
    assert alone["need"].moved_p95 <= 5
    assert alone["weights"].statuses_p95 == alone["floor"].statuses_p95 == 0
    assert alone["exponents"].statuses > 0


def test_the_same_seed_gives_the_same_result() -> None:
    again = uncertainty(request("june"), np.random.default_rng(2018), 400)
    assert again == summed("june")
    assert uncertainty(request("june"), np.random.default_rng(2019), 400) != again


def test_the_grid_over_the_weights() -> None:
    found = weight_grid(request("june"))
    assert len({point.weights for point in found}) == len(found) == 66
    assert all(sum(point.weights) == 1 for point in found)
    by_weights = {point.weights: point for point in found}
    as_stated = by_weights[Fraction(7, 10), Fraction(2, 10), Fraction(1, 10)]
    assert (as_stated.moved, as_stated.largest) == (0, (request("june").allotments[0].municipality.number, 0))
    only = by_weights[Fraction(0), Fraction(0), Fraction(1)]
    rules = with_criteria(
        request("june").inputs.rules,
        weight_population=Fraction(0),
        weight_employment=Fraction(0),
        weight_results=Fraction(1),
    )
    other = allocate(replace(request("june").inputs, rules=rules))
    change = [
        y.persons - x.persons for x, y in zip(request("june").allotments, other.allotments, strict=True)
    ]
    assert only.moved == sum(max(0, d) for d in change)
    assert only.largest is not None
    assert abs(only.largest[1]) == max(map(abs, change))
