"""The forms a weight can have."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruled import with_criteria
from smallyear import small_year

from bosetting.allocation.criteria.weight import Sums, criteria_weight
from bosetting.allocation.request import allocate
from bosetting.compute import compute
from bosetting.inputs.model import Inputs
from bosetting.inputs.rules import Rules
from bosetting.inputs.told.faults import BadInput

ROOT = Path(__file__).parents[3]
FORMS = ("additive", "multiplicative", "standardised")
indices = st.decimals(min_value="0.000001", max_value="2", places=6)
residents = st.integers(0, 700_000)
SUMS = Sums(Fraction(5_258_317), {"employment": Fraction(400), "results": Fraction(420)})


@cache
def inputs() -> Inputs:
    return compute(2018, "november", ROOT).inputs


def rules(form: str) -> Rules:
    return replace(inputs().rules, weight_form=form)


def weight(p: int, e: Decimal | None, r: Decimal | None, of: Rules, sums: Sums = SUMS) -> Decimal:
    known = {name: index for name, index in (("employment", e), ("results", r)) if index is not None}
    return criteria_weight(Fraction(p), known, of, sums)


@settings(deadline=None)
@given(residents, indices, indices)
def test_additive_is_the_published_percentages_added(p: int, e: Decimal, r: Decimal) -> None:
    exact = p * (Fraction(7, 10) + Fraction(2, 10) * Fraction(e) + Fraction(1, 10) * Fraction(r))
    assert abs(Fraction(weight(p, e, r, rules("additive"))) - exact) <= Fraction(5, 10**7)


@settings(deadline=None)
@given(residents, indices, indices)
def test_multiplicative_is_the_nearest_millionth_of_an_exact_root(p: int, e: Decimal, r: Decimal) -> None:
    """A = P e^0.2 r^0.1, so A^10 = P^10 e^2 r: whole numbers tell whether a root is rounded rightly."""
    found = Fraction(weight(p, e, r, rules("multiplicative")))
    power = p**10 * Fraction(e) ** 2 * Fraction(r)
    half = Fraction(5, 10**7)
    assert max(Fraction(0), found - half) ** 10 <= power <= (found + half) ** 10


def test_standardised_by_hand() -> None:
    """Of 1,000 residents it has 100; employment 2 of 4 and results 3 of 12 stand for 500 and 250 residents."""
    sums = Sums(Fraction(1000), {"employment": Fraction(4), "results": Fraction(12)})
    assert weight(100, Decimal(2), Decimal(3), rules("standardised"), sums) == Decimal(
        "195.000000"
    )  # 70 + 100 + 25


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None)
@given(residents, indices, indices)
def test_population_stands_for_a_criterion_that_is_left_out(
    form: str, p: int, e: Decimal, r: Decimal
) -> None:
    assert weight(p, None, None, rules(form)) == p
    without = weight(p, e, None, rules(form))
    free = with_criteria(rules(form), weight_population=Fraction(8, 10), weight_results=Fraction(0))
    assert without == weight(p, e, r, free)


def test_standardised_weights_sum_to_the_residents() -> None:
    request = allocate(replace(inputs(), rules=rules("standardised")))
    weights = sum(a.indicators.weight for a in request.allotments)
    assert abs(weights - sum(a.municipality.residents for a in request.allotments)) < Decimal("0.001")


def test_forms_differ_where_they_should() -> None:
    """A small place with much work: standing by itself, employment lifts it most."""
    weights = [weight(1000, Decimal("1.2"), Decimal("0.8"), rules(form)) for form in FORMS]
    assert weights[1] < weights[0] < weights[2]


def test_the_rule_chooses(tmp_path: Path) -> None:
    """Øya: 600 of 37,500 residents, employment 84 of a national 70 per cent, no results."""
    found = {}
    for form in FORMS:
        year = small_year(lambda y, form=form: y.set_rule("weight_form", value=form))
        request = allocate(year.read(tmp_path / form))
        found[form] = request.by_code["0203"].indicators
    e = found["additive"].indices["employment"]
    assert found["additive"].weight == 600 * (Decimal("0.8") + Decimal("0.2") * e)
    assert abs(found["multiplicative"].weight - 600 * e ** Decimal("0.2")) < Decimal("0.000001")
    assert found["standardised"].weight > 600 * 2


def test_another_form_is_refused(tmp_path: Path) -> None:
    year = small_year(lambda y: y.set_rule("weight_form", value="sum"))
    with pytest.raises(BadInput, match="additive") as refused:
        year.read(tmp_path)
    assert "weight_form" in str(refused.value)
