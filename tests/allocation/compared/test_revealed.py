"""The rule that requests reveal: found again where it is known, from earlier years only, and allocating nothing."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from bosetting.allocation.compared.earlier import Asked, earlier_requests
from bosetting.allocation.compared.revealed import FEWEST, Revealed, revealed
from bosetting.allocation.compared.years import WAYS, by_revealed, most, tried_on
from bosetting.compute import compute
from bosetting.inputs.model import Inputs

ROOT = Path(__file__).parents[3]
LAST, SIZE, EMPLOYMENT, RESULTS = 0.4, 0.8, 1.5, -0.5


@cache
def inputs(edition: str = "november") -> Inputs:
    return compute(2018, edition, ROOT).inputs


@cache
def indices() -> dict[str, dict[str, float]]:
    by_code = compute(2018, "november", ROOT).request.by_code
    return {code: {n: float(v) for n, v in a.indicators.indices.items()} for code, a in by_code.items()}


@cache
def made_years(count: int = 5, total: int = 900_000) -> tuple[Asked, ...]:
    """Requests so large that rounding hides nothing, made by a rule that is known."""
    codes = [m.number for m in inputs().municipalities]
    rule = np.array(
        [
            m.residents**SIZE
            * indices()[m.number]["employment"] ** EMPLOYMENT
            * indices()[m.number]["results"] ** RESULTS
            for m in inputs().municipalities
        ]
    )
    shares = np.random.default_rng(7).dirichlet(np.ones(len(codes)) * 5)
    years = []
    for year in range(2010, 2010 + count):
        persons = np.rint(total * shares).astype(int)
        years.append(Asked(year, "made", dict(zip(codes, map(int, persons), strict=True))))
        shares = LAST * persons / persons.sum() + (1 - LAST) * rule / rule.sum()
    return tuple(years)


@cache
def found() -> Revealed:
    rule = revealed(inputs(), indices(), made_years(), np.random.default_rng(1))
    assert rule is not None
    return rule


def test_a_known_rule_is_found_again_within_its_interval() -> None:
    rule = found()
    assert rule.years == (2011, 2012, 2013, 2014)
    for estimate, truth in (
        (rule.last, LAST),
        (rule.size, SIZE),
        (rule.criteria["employment"], EMPLOYMENT),
        (rule.criteria["results"], RESULTS),
    ):
        assert estimate.value == pytest.approx(truth, abs=0.02)
        assert estimate.low <= estimate.value <= estimate.high
        assert estimate.high - estimate.low < 0.2


def test_values_have_four_significant_digits_and_the_same_draws_give_the_same() -> None:
    again = revealed(inputs(), indices(), made_years(), np.random.default_rng(1))
    assert again is not None
    assert (again.last, again.size, again.criteria) == (found().last, found().size, found().criteria)
    for estimate in (again.last, again.size, *again.criteria.values()):
        assert estimate.value == float(f"{estimate.value:.4g}")


def test_the_order_of_municipalities_does_not_matter() -> None:
    turned = replace(inputs(), municipalities=tuple(reversed(inputs().municipalities)))
    other = revealed(turned, indices(), made_years())
    same = revealed(inputs(), indices(), made_years())
    assert other is not None
    assert same is not None
    assert (other.last, other.size, other.criteria) == (same.last, same.size, same.criteria)


def test_too_few_years_reveal_nothing() -> None:
    assert revealed(inputs(), indices(), made_years()[:FEWEST]) is None
    assert revealed(inputs(), indices(), made_years()[: FEWEST + 1]) is not None
    apart = (made_years()[0], made_years()[2], made_years()[4])
    assert revealed(inputs(), indices(), apart) is None


def test_shares_sum_to_one_and_follow_the_request_before() -> None:
    codes = [m.number for m in inputs().municipalities]
    shares = found().shares(made_years()[-1].persons, codes)
    assert sum(shares.values()) == pytest.approx(1)
    more = dict(made_years()[-1].persons)
    more["5001"] *= 2
    assert found().shares(more, codes)["5001"] > shares["5001"]


def test_the_total_is_divided_among_the_places() -> None:
    persons = by_revealed(inputs(), found(), made_years()[-1], 210, 4402, floor=10)
    assert sum(persons.values()) == 4402
    assert sum(n > 0 for n in persons.values()) == 210
    assert min(n for n in persons.values() if n) >= 10


def test_the_most_are_asked_by_size_then_code() -> None:
    weights = {m.number: 1 for m in inputs().municipalities}
    persons = most(inputs(), weights, 3, 30)
    largest = sorted(inputs().municipalities, key=lambda m: (-m.residents, m.number))[:3]
    assert {code for code, n in persons.items() if n} == {m.number for m in largest}
    assert [persons[m.number] for m in largest] == [10, 10, 10]


def test_each_year_is_tried_with_the_years_before_it_only() -> None:
    years = made_years()
    tried = tried_on(inputs(), indices(), years)
    assert [t.year for t in tried] == [2011, 2012, 2013, 2014]
    assert [("revealed" in t.moved) for t in tried] == [False, False, True, True]
    changed = replace(years[-1], persons=dict.fromkeys(years[-1].persons, 1))
    again = tried_on(inputs(), indices(), (*years[:-1], changed))
    assert again[:-1] == tried[:-1]
    # By then the made-up rule is known, and only rounding is left.
    assert tried[-1].moved["revealed"] < tried[-1].total / 500
    assert tried[-1].moved["revealed"] < min(tried[-1].moved[way] for way in WAYS[:-1])
    assert tried[-1].agreed["revealed"] == tried[-1].everyone


def test_of_a_years_versions_the_last_whole_one_that_was_public_counts() -> None:
    found = {one.year: one for one in earlier_requests(inputs("november"))}
    assert min(found) == 2010
    assert max(found) == 2017
    assert found[2017].version == "october_2016"
    assert (found[2017].total, found[2016].total) == (12_988, 18_517)
    assert {one.year: one for one in earlier_requests(inputs("revised"))}[2017].total == 12_714


def test_decisions_parts_and_later_years_are_no_earlier_request() -> None:
    table = inputs("revised").tables["published_requests"]
    partial = table[~((table["year"] == 2016) & (table["kommune_nr"] == "0301"))]
    later = replace(inputs("revised"), tables={**inputs("revised").tables, "published_requests": partial})
    assert 2016 not in {one.year for one in earlier_requests(later)}
    early = replace(inputs("revised"), edition=replace(inputs("revised").edition, as_of=date(2009, 1, 1)))
    assert earlier_requests(early) == ()
    nothing = replace(
        inputs("revised"), tables={**inputs("revised").tables, "published_requests": pd.DataFrame(table[:0])}
    )
    assert earlier_requests(nothing) == ()


def test_the_requests_up_to_2017_follow_the_year_before_and_ask_cities_for_less() -> None:
    rule = compute(2018, "november", ROOT).habits
    assert rule is not None
    assert rule.rule is not None
    assert 0.4 < rule.rule.last.value < 0.8
    assert rule.rule.size.high < 1
