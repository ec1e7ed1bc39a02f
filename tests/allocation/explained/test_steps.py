"""The steps of every municipality's number."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruled import ruled

from bosetting.allocation.division.unrounded import continuous_shares
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.explained.steps import Waterfall, step_names, waterfalls
from bosetting.allocation.request import Request, allocate
from bosetting.compute import compute
from bosetting.inputs.model import Adjustment, Inputs

ROOT = Path(__file__).parents[3]
STEPS = (
    "population",
    "employment",
    "results",
    "asked",
    "county",
    "bounds",
    "rounding",
    "adjustments",
)


def adjusted(*rows: tuple[str, str, int | None]) -> Callable[[Inputs], Inputs]:
    made = tuple(
        Adjustment(code, kind, n, "A reason", "The board", date(2017, 11, 1)) for code, kind, n in rows
    )
    return lambda inputs: replace(inputs, adjustments=made)


CASES: dict[str, tuple[str, Callable[[Inputs], Inputs]]] = {
    "june": ("june", lambda i: i),
    "november": ("november", lambda i: i),
    "revised": ("revised", lambda i: i),
    "one stage": ("november", ruled(division="one_stage")),
    "unit 5": ("june", ruled(unit=5)),
    "cap": ("june", ruled(cap=60, county_split="weights")),
    "standardised": ("revised", ruled(weight_form="standardised")),
    "multiplicative, by priority": ("june", ruled(weight_form="multiplicative", selection=("priority",))),
    "adjusted": (
        "november",
        adjusted(
            ("1573", "ask", None),
            ("5001", "exactly", 167),
            ("0301", "at_most", 300),
            ("0101", "do_not_ask", None),
        ),
    ),
}


@cache
def case(name: str) -> tuple[Request, dict[str, Waterfall]]:
    edition, change = CASES[name]
    request = allocate(change(compute(2018, edition, ROOT).inputs))
    return request, waterfalls(request)


@pytest.mark.parametrize("name", CASES)
def test_printed_steps_add_up_for_every_municipality(name: str) -> None:
    request, found = case(name)
    names = tuple(step for step in STEPS if name != "one stage" or step != "county")
    assert step_names(request.inputs.rules) == names
    assert found.keys() == request.by_code.keys()
    for code, waterfall in found.items():
        assert tuple(step.name for step in waterfall.steps) == names
        level, exact = Decimal(0), Fraction(0)
        for step in waterfall.steps:
            assert step.printed == round(step.printed, 1)
            level, exact = level + step.printed, exact + step.exact
            assert step.level == level
            assert abs(Fraction(level) - exact) <= Fraction(1, 20)
        assert level == exact == request.by_code[code].persons


@pytest.mark.parametrize("name", CASES)
def test_every_level_divides_the_whole_total(name: str) -> None:
    request, found = case(name)
    for place, step in enumerate(step_names(request.inputs.rules)):
        everyone = sum(sum((s.exact for s in w.steps[: place + 1]), Fraction(0)) for w in found.values())
        assert everyone == request.inputs.edition.requested, step


@pytest.mark.parametrize("name", CASES)
def test_first_step_is_the_share_of_the_population(name: str) -> None:
    request, found = case(name)
    norway = sum(m.residents for m in request.inputs.municipalities)
    for m in request.inputs.municipalities:
        share = Fraction(request.inputs.edition.requested * m.residents, norway)
        assert found[m.number].steps[0].exact == share


@pytest.mark.parametrize("name", ["june", "november", "revised", "one stage"])
def test_those_not_asked_lose_all_in_one_step(name: str) -> None:
    request, found = case(name)
    for a in request.allotments:
        steps = {step.name: step.exact for step in found[a.municipality.number].steps}
        if not a.asked:
            assert steps["asked"] < 0
            assert not any(steps.get(after) for after in ("county", "bounds", "rounding", "adjustments"))
        else:
            assert steps["asked"] > 0


@pytest.mark.parametrize("name", ["november", "unit 5", "cap"])
def test_levels_keep_county_totals_and_bounds(name: str) -> None:
    request, found = case(name)
    rules = request.inputs.rules
    levels = {code: sum((s.exact for s in w.steps[:6]), Fraction(0)) for code, w in found.items()}
    for county in request.counties:
        codes = [m.number for m in request.inputs.municipalities if m.county_number == county.number]
        assert sum(levels[code] for code in codes) == county.persons
    for a in request.asked:
        assert levels[a.municipality.number] >= rules.floor
        assert rules.cap is None or levels[a.municipality.number] <= rules.cap
    assert any(levels[a.municipality.number] == rules.floor for a in request.asked)


def test_the_standardised_form_shows_in_the_criteria() -> None:
    """Employment standing by itself gives small places more, and Oslo fewer, than population does."""
    _, found = case("standardised")
    assert found["0301"].steps[1].exact < -50
    assert found["1151"].steps[1].exact > 1


def test_adjustments_come_last_and_are_the_rest() -> None:
    request, found = case("adjusted")
    base, _ = case("november")
    for code, waterfall in found.items():
        assert waterfall.steps[-1].exact == request.by_code[code].persons - base.by_code[code].persons
    assert found["1573"].steps[-1].exact >= 10
    assert found["0101"].steps[-1].exact == -base.by_code["0101"].persons < 0
    assert all(w.steps[-1].exact == 0 for w in case("november")[1].values())


def test_no_steps_where_the_rule_alone_cannot_be_met() -> None:
    """Caps of 20 leave room for 4,200 of 4,400; with 300 in Oslo there is room enough."""
    inputs = ruled(cap=20)(compute(2018, "june", ROOT).inputs)
    with pytest.raises(Infeasible):
        allocate(inputs)
    found = waterfalls(allocate(adjusted(("0301", "exactly", 300))(inputs)))
    assert all(w.steps == () for w in found.values())
    reason = found["0301"].infeasible
    assert reason is not None
    assert reason.collisions == (
        "The whole country: 4400 persons are more than the 4200 that the caps of 20 allow.",
    )
    assert reason.remedies == ("raise the cap to 21", "set the total to 4200")


@st.composite
def divisions(draw: st.DrawFn) -> tuple[list[int], int, list[int], list[int]]:
    units = draw(st.lists(st.tuples(st.integers(0, 999), st.integers(0, 9), st.integers(0, 30)), min_size=1))
    weights, lower, room = (list(column) for column in zip(*units, strict=True))
    upper = [low + more for low, more in zip(lower, room, strict=True)]
    return weights, draw(st.integers(sum(lower), sum(upper))), lower, upper


@settings(deadline=None)
@given(divisions())
def test_continuous_shares_are_quotients_of_one_divisor(
    case: tuple[list[int], int, list[int], list[int]],
) -> None:
    weights, total, lower, upper = case
    shares = continuous_shares(weights, total, lower, upper)
    assert sum(shares) == total
    assert all(low <= x <= up for low, x, up in zip(lower, shares, upper, strict=True))
    # One t for all, with x = A t inside, x >= A t at the floor and x <= A t at the cap: t lies between these.
    units = [unit for unit in zip(weights, lower, shares, upper, strict=True) if unit[0]]
    above = [x / w for w, low, x, up in units if x > low]  # t may not be smaller
    below = [x / w for w, low, x, up in units if x < up]  # t may not be larger
    assert not above or not below or max(above) <= min(below)


@pytest.mark.parametrize(
    ("rules", "collision", "remedies"),
    [
        (
            {"unit": 5, "floor": 22},
            "The whole country: 4400 persons are fewer than the 5250 that the floors of 22 demand.",
            ("lower the floor to 20", "set the total to 5250"),
        ),
        (
            {"unit": 5, "cap": 19},
            "The whole country: 4400 persons are more than the 3150 that the caps of 19 allow.",
            ("raise the cap to 25", "set the total to 3150"),
        ),
        ({"unit": 7}, "The total of 4400 is not a multiple of 7.", ("set the total to 4403",)),
    ],
)
def test_what_collides_is_told_in_persons(
    rules: dict[str, int], collision: str, remedies: tuple[str, ...]
) -> None:
    """With numbers in fives a floor of 22 is one of 25, and a cap of 19 one of 15."""
    with pytest.raises(Infeasible) as refused:
        allocate(ruled(**rules)(compute(2018, "june", ROOT).inputs))
    assert (refused.value.collisions, refused.value.remedies) == ((collision,), remedies)


@pytest.mark.parametrize(
    ("changes", "collision", "remedies"),
    [
        (
            {"03": 4300},
            "The county totals sum to 5430, more than the 4402 to divide.",
            ("set the total to 6950",),
        ),
        (
            {"15": 180},
            "Møre og Romsdal: 180 persons are fewer than the 190 that the floors of 10 demand.",
            ("lower the floor to 9", "set the total of Møre og Romsdal to 190"),
        ),
    ],
)
def test_county_totals_that_collide(
    changes: dict[str, int], collision: str, remedies: tuple[str, ...]
) -> None:
    inputs = compute(2018, "november", ROOT).inputs
    totals = tuple(replace(t, persons=changes.get(t.county_number, t.persons)) for t in inputs.county_totals)
    with pytest.raises(Infeasible) as refused:
        allocate(replace(inputs, county_totals=totals))
    assert (refused.value.collisions, refused.value.remedies) == ((collision,), remedies)
