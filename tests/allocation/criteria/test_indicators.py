"""Employment, programme results and weights: exact, and rounded before they are used."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from math import comb, prod
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_criteria import made
from ruled import with_criteria
from smallyear import SmallYear, small_year

from bosetting.allocation.criteria.indicators import indicators, priority_claim
from bosetting.allocation.criteria.indices import Country, index_of, six_decimals
from bosetting.allocation.criteria.shrunk import posterior_mean
from bosetting.inputs.model import Figure, YearResult

KAPPA, SHARE = Fraction(4868, 100), Fraction(5916, 10000)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(1), "1.000000"),
        (Fraction(2, 3), "0.666667"),
        (Fraction(5, 10**7), "0.000000"),
        (Fraction(15, 10**7), "0.000002"),
        (Fraction(25, 10**7), "0.000002"),
        (Fraction(25, 10**7) + Fraction(1, 10**30), "0.000003"),
        (Fraction(123456789) + Fraction(5, 10**7), "123456789.000000"),
    ],
)
def test_six_decimals_half_even(value: Fraction, expected: str) -> None:
    assert str(six_decimals(value)) == expected


def printed(n: int, k: int, year: int = 2013) -> YearResult:
    return YearResult(year, n, k, k, True)


def hidden(n: int, low: int, high: int, year: int = 2014) -> YearResult:
    return YearResult(year, n, low, high, False)


def results_index(years: tuple[YearResult, ...], kappa: Fraction, share: Fraction) -> Decimal:
    criterion = made("results", "shrunk_share", kappa=kappa, mean=share)
    return index_of(criterion, Figure(years=years), Fraction(1), Country(Fraction(1), {}))


def enumerated(results: tuple[YearResult, ...], kappa: Fraction, share: Fraction) -> Fraction:
    """The posterior mean by looking at every possible set of counts."""

    def rising(base: Fraction, steps: int) -> Fraction:
        return prod((base + i for i in range(steps)), start=Fraction(1))

    everyone = sum(result.former_participants for result in results)
    total = mean = Fraction(0)
    for counts in product(*(range(result.low, result.high + 1) for result in results)):
        k = sum(counts)
        likelihood = prod(
            comb(result.former_participants, count) for result, count in zip(results, counts, strict=True)
        ) * (rising(kappa * share, k) * rising(kappa * (1 - share), everyone - k))
        total += likelihood
        mean += likelihood * (kappa * share + k) / (kappa + everyone)
    return mean / total


@st.composite
def year_results(draw: st.DrawFn) -> YearResult:
    n = draw(st.integers(1, 9))
    low = draw(st.integers(0, n))
    high = draw(st.integers(low, n))
    return YearResult(2013, n, low, high, low == high)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(
    st.lists(year_results(), min_size=1, max_size=4),
    st.fractions(Fraction(1, 10), 100, max_denominator=20),
    st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=40),
)
def test_the_posterior_mean_is_that_of_full_enumeration(
    results: list[YearResult], kappa: Fraction, share: Fraction
) -> None:
    assert posterior_mean(tuple(results), kappa, share) == enumerated(tuple(results), kappa, share)


def test_a_printed_count_gives_the_textbook_formula() -> None:
    found = posterior_mean((printed(20, 14), printed(10, 6)), KAPPA, SHARE)
    assert found == (KAPPA * SHARE + 20) / (KAPPA + 30)


def test_without_results_the_index_is_one() -> None:
    assert results_index((), KAPPA, SHARE) == Decimal(1)
    assert str(results_index((), KAPPA, SHARE)) == "1.000000"


def test_the_national_share_gives_the_index_one() -> None:
    assert results_index((printed(10, 6),), KAPPA, Fraction(6, 10)) == Decimal(1)


@pytest.mark.parametrize(("low", "high"), [(1, 6), (0, 8), (3, 4)])
def test_a_hidden_count_lies_between_its_extremes(low: int, high: int) -> None:
    known = (printed(12, 9, 2012),)
    least = results_index((*known, printed(8, low)), KAPPA, SHARE)
    most = results_index((*known, printed(8, high)), KAPPA, SHARE)
    assert least < results_index((*known, hidden(8, low, high)), KAPPA, SHARE) < most


def test_bounds_that_say_nothing_leave_the_national_share() -> None:
    assert results_index((hidden(8, 0, 8),), KAPPA, SHARE) == Decimal(1)


@pytest.mark.parametrize("k", [9, 1])
def test_more_participants_shrink_less(k: int) -> None:
    """The same share among more persons lies further from the national one, and never beyond itself."""
    indices = [results_index((printed(10 * n, k * n),), KAPPA, SHARE) for n in (1, 2, 5, 50)]
    raw = Fraction(k, 10) / SHARE
    distances = [abs(index - 1) for index in indices]
    assert distances == sorted(set(distances))
    assert all((index - 1) * (1 if raw > 1 else -1) > 0 for index in indices)
    assert distances[-1] < abs(raw - 1)


def test_one_more_in_work_raises_the_index() -> None:
    indices = [results_index((printed(12, k), hidden(6, 1, 4)), KAPPA, SHARE) for k in range(13)]
    assert indices == sorted(set(indices))


def test_a_stronger_prior_shrinks_more() -> None:
    assert (
        results_index((printed(10, 9),), Fraction(20), SHARE)
        > results_index((printed(10, 9),), Fraction(80), SHARE)
        > 1
    )


def partly_hidden(year: SmallYear) -> None:
    # One year with a hidden count, one with even the participants hidden, and one with neither.
    year.change("programme_results", 0, work_or_education="", status="suppressed", low=5, high=9)
    year.change(
        "programme_results",
        2,
        former_participants="",
        work_or_education="",
        status="suppressed",
        parts_hidden=1,
    )


def test_the_indicators_of_the_small_year(tmp_path: Path) -> None:
    inputs = small_year().read(tmp_path)
    found = indicators(inputs)
    assert {number: str(i.indices["employment"]) for number, i in found.items()} == {
        "0101": "1.000000",
        "0102": "0.900000",
        "0103": "1.100000",
        "0201": "1.000000",
        "0202": "0.800000",
        "0203": "1.200000",
    }
    # (40 · 0.6 + 6) / (40 + 12) / 0.6 = 30/31.2
    assert found["0202"].indices["results"] == Decimal("0.961538")
    assert [i.statuses["results"] for i in found.values()] == [
        "published",
        "none",
        "none",
        "published",
        "published",
        "none",
    ]
    assert [m.figures["results"].persons for m in inputs.municipalities] == [40, 0, 0, 100, 12, 0]
    # 3000 · (0.7 + 0.2 · 0.8 + 0.1 · 0.961538), from the rounded index and not from 30/31.2
    assert str(found["0202"].weight) == "2868.461400"
    assert found["0202"].micro_weight == 2_868_461_400
    assert str(found["0103"].weight) == "918.000000"
    # 3000 · 0.8 · 0.961538 in millionths of each index
    assert found["0202"].claim == 3000 * 800_000 * 961_538


def test_hidden_results_have_their_own_status(tmp_path: Path) -> None:
    found = indicators(small_year(partly_hidden).read(tmp_path))
    assert (found["0101"].statuses["results"], found["0102"].statuses["results"]) == ("partly_hidden", "none")
    expected = results_index((hidden(20, 5, 9, 2013), printed(20, 10)), Fraction(40), Fraction(6, 10))
    assert found["0101"].indices["results"] == expected


@pytest.mark.parametrize(
    ("a", "b"), [("0", "0"), ("1", "1"), ("0.5", "0"), ("0.25", "1.5"), ("2", "0.75"), ("0.01", "3")]
)
def test_the_priority_orders_as_its_formula_does(a: str, b: str, tmp_path: Path) -> None:
    """Whole numbers and no roots, in the order of P · e^a · r^b to fifty digits."""
    from decimal import localcontext

    inputs = small_year().read(tmp_path)
    rules = with_criteria(inputs.rules, exponent_employment=Fraction(a), exponent_results=Fraction(b))
    values = [
        (residents, Decimal(employment), Decimal(results))
        for residents in (600, 601, 999, 1000, 9000)
        for employment in ("0.8", "0.999999", "1", "1.000001", "1.2")
        for results in ("0.961538", "1", "1.3")
    ]

    def formula(value: tuple[int, Decimal, Decimal]) -> Decimal:
        with localcontext() as context:
            context.prec = 50
            return value[0] * value[1] ** Decimal(a) * value[2] ** Decimal(b)

    def claim(value: tuple[int, Decimal, Decimal]) -> int:
        return priority_claim(value[0], {"employment": value[1], "results": value[2]}, rules)

    for one, other in pairwise(sorted(values, key=lambda value: (claim(value), value))):
        if claim(one) == claim(other):
            assert abs(formula(one) - formula(other)) < Decimal("1e-40")
        else:
            assert formula(one) < formula(other)
    assert isinstance(claim(values[0]), int)
