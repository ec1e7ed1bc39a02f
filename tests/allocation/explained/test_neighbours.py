"""Whom a municipality is compared with, its earlier years, and who pays for the floor."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from math import dist, log
from pathlib import Path
from statistics import fmean, pstdev

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bosetting.allocation.explained.explanation import explanations
from bosetting.allocation.explained.floor import floor_effects
from bosetting.allocation.explained.history import histories
from bosetting.allocation.explained.neighbours import ALIKE, candidates, nearest, neighbours
from bosetting.allocation.request import Request, allocate
from bosetting.compute import compute
from bosetting.inputs.model import Adjustment

ROOT = Path(__file__).parents[3]
EDITIONS = ("june", "november", "revised")


@cache
def request(edition: str = "november") -> Request:
    return compute(2018, edition, ROOT).request


def adjusted(*rows: tuple[str, str, int | None]) -> Request:
    made = tuple(
        Adjustment(code, kind, n, "A reason", "The board", date(2017, 11, 1)) for code, kind, n in rows
    )
    return allocate(replace(request().inputs, adjustments=made))


def test_the_five_most_alike_computed_otherwise() -> None:
    allotments = request().allotments
    columns = [
        [log(a.municipality.residents) for a in allotments],
        [float(a.indicators.indices["employment"]) for a in allotments],
        [float(a.indicators.indices["results"]) for a in allotments],
    ]
    standard = [[(x - fmean(column)) / pstdev(column) for x in column] for column in columns]
    points = dict(zip(request().by_code, zip(*standard, strict=True), strict=True))
    for code, found in neighbours(request()).items():
        others = sorted((dist(points[code], points[o]), o) for o in points if o != code)
        assert [n.allotment.municipality.number for n in found.alike] == [o for _, o in others[:5]]
        assert [n.distance for n in found.alike] == pytest.approx([d for d, _ in others[:5]], abs=1e-8)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.integers(1, 5), st.integers(1, 25), st.sampled_from([0.1, 1.0, 1e-9]))
def test_the_nearest_are_those_of_all_against_all(
    data: st.DataObject, figures: int, size: int, step: float
) -> None:
    """Few levels, so that many are in one place or as far away as another."""
    row = st.lists(st.integers(-2, 2), min_size=figures, max_size=figures)
    points = np.array(data.draw(st.lists(row, min_size=size, max_size=size))) * step
    apart = points[:, None, :] - points[None, :, :]
    distances = np.sqrt((apart**2).sum(axis=2)).round(9)
    for own, found in enumerate(nearest(points)):
        ranked = sorted((distances[own, other], other) for other in range(size) if other != own)
        assert found == [(other, distance) for distance, other in ranked[:5]]


def test_twice_the_points_have_twice_the_candidates() -> None:
    """Not four times: what is counted is how many pairs are compared."""
    random = np.random.default_rng(2018)
    for points in (random.normal(size=(4000, 3)), np.zeros((4000, 3))):
        pairs = [sum(map(len, candidates(points[:size]))) for size in (1000, 2000, 4000)]
        assert pairs == [size * (ALIKE + 1) for size in (1000, 2000, 4000)]


def test_the_county_is_whole_and_without_itself() -> None:
    for code, found in neighbours(request()).items():
        county = request().by_code[code].municipality.county_number
        expected = [
            m.number
            for m in request().inputs.municipalities
            if m.county_number == county and m.number != code
        ]
        assert [a.municipality.number for a in found.county] == expected


def test_per_thousand_residents() -> None:
    oslo = next(n for n in neighbours(request())["1201"].alike if n.allotment.municipality.number == "0301")
    assert oslo.per_thousand == Fraction(300_000, 666_759)
    assert any(n.per_thousand == 0 for found in neighbours(request()).values() for n in found.alike)


@pytest.mark.parametrize("edition", EDITIONS)
def test_history_knows_only_what_was_public(edition: str) -> None:
    inputs = request(edition).inputs
    found = histories(inputs)
    assert found.keys() == request(edition).by_code.keys()
    for rows in found.values():
        assert [row.year for row in rows] == sorted(row.year for row in rows)
        assert all(row.year < 2018 for row in rows)
    settled_2017 = [
        row for rows in found.values() for row in rows if (row.year, row.measure) == (2017, "settled")
    ]
    assert len(settled_2017) == (422 if edition == "revised" else 0)  # counted in 2018


def test_history_keeps_zero_hidden_and_missing_apart() -> None:
    rows = [row for found in histories(request("revised").inputs).values() for row in found]
    for row in rows:
        assert (row.persons is not None) == (row.status == "ok")
        if row.measure == "settled":
            assert (row.low is not None and row.high is not None) == (row.status == "suppressed")
    statuses = {(row.measure, row.status) for row in rows}
    assert {("settled", "ok"), ("settled", "suppressed"), ("settled", "missing")} <= statuses
    assert any(row.persons == 0 for row in rows)
    trondheim = {(r.year, r.measure, r.edition): r.persons for r in histories(request().inputs)["5001"]}
    table = request().inputs.tables["published_requests"]
    october = table[(table["kommune_nr"] == "5001") & (table["edition"] == "october_2016")]
    assert trondheim[2017, "request", "october_2016"] == october["persons"].iloc[0]


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_the_floor_lifts_others_pay(edition: str) -> None:
    found = floor_effects(request(edition))
    assert found.keys() == {a.municipality.number for a in request(edition).asked}
    for county in request(edition).counties:
        assert county.division is not None
        effects = [found[code] for code in county.division.codes]
        assert sum(effect.persons for effect in effects) == 0
        lifted = sum(effect.persons for effect in effects if effect.persons > 0)
        assert {effect.lifted for effect in effects} == {lifted}
        assert all(sum(paid for _, paid in effect.payers) == lifted for effect in effects)
        for code in county.division.codes:
            own = request(edition).by_code[code]
            assert found[code].without + found[code].persons == own.persons
            assert found[code].persons <= 0 or own.persons == 10
            assert (found[code].persons < 0) == (code in dict(found[code].payers))


def test_the_floor_of_a_given_county_by_another_request() -> None:
    """Where the county's total is given, the request without a floor divides the same persons."""
    inputs = request().inputs
    free = allocate(replace(inputs, rules=replace(inputs.rules, floor=0))).by_code
    given = {"03", "12", "15", "50"}
    checked = 0
    for code, effect in floor_effects(request()).items():
        if request().by_code[code].municipality.county_number in given:
            assert effect.without == free[code].persons
            checked += effect.persons != 0
    assert checked > 20


def test_the_floor_in_one_stage() -> None:
    inputs = request().inputs
    one_stage = replace(inputs.rules, division="one_stage")
    found = floor_effects(allocate(replace(inputs, rules=one_stage)))
    free = allocate(replace(inputs, rules=replace(one_stage, floor=0))).by_code
    assert all(effect.without == free[code].persons for code, effect in found.items())
    assert found["0301"].persons < 0


def test_an_adjustment_is_no_floor() -> None:
    """A number that was decided stays when the floor is thought away."""
    effect = floor_effects(adjusted(("1573", "exactly", 10)))["1573"]
    assert (effect.without, effect.persons) == (10, 0)


def test_explanations_hold_everything_for_everyone() -> None:
    found = explanations(request())
    assert list(found) == [m.number for m in request().inputs.municipalities]
    for code, explanation in found.items():
        own = request().by_code[code]
        assert explanation.allotment == own
        assert explanation.standing.rank == own.rank
        assert explanation.standing.of == 422
        assert explanation.counterfactual.asked == own.asked
        assert (explanation.floor is not None) == (explanation.next_person is not None) == own.asked
        assert explanation.county.number == own.municipality.county_number
        assert sum(step.printed for step in explanation.waterfall.steps) == own.persons
        assert len(explanation.neighbours.alike) == 5
        assert explanation.history
        assert explanation.adjustments == explanation.displaced == explanation.brought_in == ()
    standing = found["1573"].standing
    assert standing.last_asked is not None
    assert standing.first_not_asked is not None
    assert (standing.last_asked.rank, standing.first_not_asked.rank) == (210, 211)


def test_explanations_name_who_was_displaced_on_both_pages() -> None:
    changed = adjusted(("1573", "ask", None))
    displaced = request().selection.last_asked
    assert displaced is not None
    found = explanations(changed)
    brought_in, lost = found["1573"], found[displaced]
    assert [a.municipality.number for a in brought_in.displaced] == [displaced]
    assert [a.municipality.number for a in lost.brought_in] == ["1573"]
    assert brought_in.adjustments[0].reason == "A reason"
    assert brought_in.brought_in == lost.displaced == lost.adjustments == ()
    assert found["0301"].displaced == ()
