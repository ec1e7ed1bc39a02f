"""Counterfactuals and the next person, each checked by computing again with the change it states."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from ruled import ruled, with_value

from bosetting.allocation.adjustments import demands
from bosetting.allocation.criteria.indicators import indicators, priority_claim
from bosetting.allocation.criteria.shrunk import posterior_mean
from bosetting.allocation.explained.counterfactual import Change, Counterfactual, counterfactuals
from bosetting.allocation.explained.next_person import NextPerson, next_persons
from bosetting.allocation.request import Request, allocate
from bosetting.allocation.selection import select
from bosetting.compute import compute
from bosetting.inputs.model import Adjustment, Inputs, YearResult

ROOT = Path(__file__).parents[3]


def adjusted(*rows: tuple[str, str, int | None]) -> Callable[[Inputs], Inputs]:
    made = tuple(
        Adjustment(code, kind, n, "A reason", "The board", date(2017, 11, 1)) for code, kind, n in rows
    )
    return lambda inputs: replace(inputs, adjustments=made)


CASES: dict[str, tuple[str, Callable[[Inputs], Inputs]]] = {
    "june": ("june", lambda i: i),
    "november": ("november", lambda i: i),
    "revised": ("revised", lambda i: i),
    "priority": ("june", ruled(selection=("priority",))),
    "cut among the large": ("june", ruled(number_asked=150)),
    "exponents": ("june", ruled(exponent_employment=Fraction(3, 2), exponent_results=Fraction(2))),
    "one stage": ("november", ruled(division="one_stage", county_split="weights")),
    "unit 5, capped": ("june", ruled(unit=5, cap=100, county_split="weights")),
    "adjusted": (
        "november",
        adjusted(("1573", "ask", None), ("5001", "at_most", 190), ("0101", "do_not_ask", None)),
    ),
}


@cache
def request(name: str) -> Request:
    edition, change = CASES[name]
    return allocate(change(compute(2018, edition, ROOT).inputs))


def of(answer: Counterfactual, criterion: str) -> Change:
    """The change of one criterion."""
    return next(change for change in answer.changes if change.criterion == criterion)


def asked_with(found: Request, code: str, change: Change, value: Decimal, anew: bool = False) -> bool:
    """Whether a municipality is asked when one figure is replaced and everyone is ranked again.

    With ``anew`` the whole edition is computed again from its inputs, also what the change cannot touch.
    """
    inputs = found.inputs
    if change.criterion == "population":
        inputs = changed(inputs, code, residents=int(value))
    elif change.criterion == "employment":
        inputs = with_value(inputs, code, "employment", value)
    own = tuple(m for m in inputs.municipalities if m.number == code)
    by_code = {a.municipality.number: a.indicators for a in found.allotments}
    by_code |= indicators(inputs if anew else replace(inputs, municipalities=own))
    if change.criterion == "results":
        mine = by_code[code]
        indices = {**mine.indices, "results": value}
        claim = priority_claim(own[0].residents, indices, inputs.rules)
        by_code[code] = replace(mine, indices=indices, claim=claim)
    return code in select(inputs.municipalities, by_code, inputs.rules, demands(inputs.adjustments)).asked


def changed(inputs: Inputs, code: str, **values: object) -> Inputs:
    rows = tuple(replace(m, **values) if m.number == code else m for m in inputs.municipalities)
    return replace(inputs, municipalities=rows)


STEP = {"population": Decimal(1), "employment": Decimal("0.1"), "results": Decimal("0.000001")}


def check(found: Request, code: str, change: Change, anew: bool = False) -> None:
    """The change flips the status, the next smaller one does not, and "no level" holds to the end."""
    own = found.by_code[code]
    up = not own.asked
    if change.outcome == "change":
        assert isinstance(change.now, Decimal)
        assert isinstance(change.needed, Decimal)
        assert change.difference == change.needed - change.now
        assert (change.difference > 0) == up
        assert change.difference % STEP[change.criterion] == 0
        assert asked_with(found, code, change, change.needed, anew) != own.asked
        smaller = change.needed + (-1 if up else 1) * STEP[change.criterion]
        assert asked_with(found, code, change, smaller, anew) == own.asked
    else:
        assert change.outcome in ("no_level", "size_decides")
        assert change.needed is None
        assert asked_with(found, code, change, extreme(found, code, change.criterion, up), anew) == own.asked


def extreme(found: Request, code: str, criterion: str, up: bool) -> Decimal:
    if criterion == "employment":
        return Decimal(100 if up else 0)
    assert criterion == "results"
    results = found.inputs.rules.others[1]
    n = sum(year.former_participants for year in found.by_code[code].municipality.figures["results"].years)
    assert results.kappa is not None
    assert results.mean is not None
    everyone = (YearResult(2014, n, n if up else 0, n if up else 0, True),)
    share = posterior_mean(everyone, results.kappa, results.mean) / results.mean
    return Decimal(int(share * 10**6)).scaleb(-6)


def checkable(found: Request) -> list[tuple[str, Change]]:
    return [
        (code, change)
        for code, counterfactual in counterfactuals(found).items()
        for change in counterfactual.changes
        if change.outcome in ("change", "no_level", "size_decides")
    ]


@pytest.mark.parametrize("name", CASES)
def test_a_sample_recomputed(name: str) -> None:
    found = request(name)
    pairs = checkable(found)
    sample = pairs[:: len(pairs) // 20]
    # And the nearest to the line on both sides, where an error by one shows.
    near = {code for code in (found.selection.last_asked, found.selection.first_not_asked) if code}
    for code, change in [*sample, *(pair for pair in pairs if pair[0] in near)]:
        check(found, code, change)


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_everyone_recomputed(name: str) -> None:
    found = request(name)
    pairs = checkable(found)
    assert len(pairs) > 1000
    for code, change in pairs:
        check(found, code, change, anew=name == "november")


def test_a_wrong_answer_is_caught() -> None:
    found = request("november")
    code = found.selection.first_not_asked
    assert code is not None
    right = counterfactuals(found)[code].residents
    assert isinstance(right.needed, Decimal)
    for wrong in (right.needed + 1, right.needed - 1):
        with pytest.raises(AssertionError):
            check(found, code, replace(right, needed=wrong))


def test_every_kind_of_answer_is_given_in_its_place() -> None:
    found = request("november")
    for code, counterfactual in counterfactuals(found).items():
        own = found.by_code[code]
        assert counterfactual.asked == own.asked
        rival = found.selection.first_not_asked if own.asked else found.selection.last_asked
        assert counterfactual.rival == rival
        assert (of(counterfactual, "results").outcome == "not_defined") == (
            not own.municipality.figures["results"].years
        )
        assert counterfactual.residents.outcome == "change"
        crossed = counterfactual.residents.crosses_threshold
        needed = counterfactual.residents.needed
        assert isinstance(needed, Decimal)
        assert crossed == ((own.municipality.residents >= 5000) != (needed >= 5000))
        if own.municipality.residents >= 5000:
            assert crossed
            assert of(counterfactual, "employment").outcome == "size_decides"


def asked_with_residents(found: Request, code: str, residents: int) -> bool:
    """Whether the selection, done again, asks the municipality with another number of residents."""
    inputs = found.inputs
    changed = tuple(replace(m, residents=residents) if m.number == code else m for m in inputs.municipalities)
    by_code = {a.municipality.number: a.indicators for a in found.allotments}
    own = by_code[code]
    claim = priority_claim(residents, own.indices, inputs.rules)
    by_code[code] = replace(own, claim=claim)
    return code in select(changed, by_code, inputs.rules, demands(inputs.adjustments)).asked


def test_below_the_threshold_priority_still_asks_some_and_says_with_how_many_residents() -> None:
    found = request("november")
    answers = counterfactuals(found)
    large = [a.municipality.number for a in found.asked if a.municipality.residents >= 5000]
    kept = {code: answers[code].kept_below for code in large}
    assert kept["5037"] == (4236, 4999)
    assert kept["2012"] == (4678, 4999)
    assert kept["5001"] is None
    for code in large:
        fewest = 5000 if kept[code] is None else kept[code][0]
        assert asked_with_residents(found, code, 4999) == (kept[code] is not None), code
        assert asked_with_residents(found, code, fewest), code
        assert not asked_with_residents(found, code, fewest - 1), code
    assert sum(1 for one in kept.values() if one is not None) > 50


def test_nobody_else_has_a_number_with_which_priority_would_still_ask() -> None:
    for name in ("november", "priority", "adjusted"):
        found = request(name)
        for code, answer in counterfactuals(found).items():
            large = found.by_code[code].municipality.residents >= 5000
            if name == "priority" or not (large and answer.asked):
                assert answer.kept_below is None, code


def test_smoela_of_which_the_mayor_asked_why() -> None:
    """2,160 residents and no results: only people would do, and no level of employment."""
    found = counterfactuals(request("november"))["1573"]
    assert isinstance(found.residents.needed, Decimal)
    assert 2160 < found.residents.needed < 5000
    assert (of(found, "employment").outcome, of(found, "results").outcome) == ("no_level", "not_defined")


def test_forced_both_ways_and_displaced() -> None:
    found = request("adjusted")
    answers = counterfactuals(found)
    for code in ("1573", "0101"):
        assert {change.outcome for change in answers[code].changes} == {"forced"}
        assert answers[code].rival is None
    assert answers["5001"].residents.outcome == "change"  # at_most leaves the asking to the rule
    assert found.selection.brought_in == {"1573"}
    assert answers["1573"].asked
    assert not answers["0101"].asked


def test_a_figure_without_part_in_the_selection() -> None:
    inputs = ruled(exponent_employment=Fraction(0), exponent_results=Fraction(0))(
        compute(2018, "june", ROOT).inputs
    )
    answers = counterfactuals(allocate(inputs))
    assert {of(answer, "employment").outcome for answer in answers.values()} == {"not_counted"}
    assert {of(answer, "results").outcome for answer in answers.values()} == {"not_counted", "not_defined"}


def test_no_place_is_open_when_everyone_is_asked() -> None:
    inputs = ruled(number_asked=422, floor=1)(compute(2018, "june", ROOT).inputs)
    answers = counterfactuals(allocate(inputs))
    assert {change.outcome for answer in answers.values() for change in answer.changes} == {"no_places"}


def with_total(found: Request, code: str, after: NextPerson, total: int) -> int:
    """The municipality's number when the total that the answer names is another."""
    inputs, county = found.inputs, found.by_code[code].municipality.county_number
    more = total - (after.total - after.more)
    edition = replace(inputs.edition, requested=inputs.edition.requested + more, unaccompanied_minors=None)
    totals = tuple(
        replace(t, persons=total) if after.of == "county" and t.county_number == county else t
        for t in inputs.county_totals
    )
    return allocate(replace(inputs, edition=edition, county_totals=totals)).by_code[code].persons


def check_next(found: Request, code: str, after: NextPerson) -> None:
    unit, now = found.inputs.rules.unit, found.by_code[code].persons
    assert with_total(found, code, after, after.total) == now + unit
    assert with_total(found, code, after, after.total - unit) == now


@pytest.mark.parametrize("name", CASES)
def test_next_persons_of_a_sample(name: str) -> None:
    found = request(name)
    coming = [(code, after) for code, after in next_persons(found).items() if after is not None]
    for code, after in coming[:: len(coming) // 2]:
        check_next(found, code, after)


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_next_persons_of_everyone(name: str) -> None:
    found = request(name)
    coming = {code: after for code, after in next_persons(found).items() if after is not None}
    assert len(coming) >= 100
    for code, after in coming.items():
        check_next(found, code, after)


def test_next_person_of_a_given_county_and_of_none() -> None:
    found = request("november")
    coming = next_persons(found)
    assert coming["0301"] == NextPerson("county", 301, 1)  # Oslo has one municipality and a given total
    first = coming["0101"]
    assert first is not None
    assert first.of == "country"
    assert {code for code, after in coming.items() if after is None} == {
        a.municipality.number for a in found.allotments if not a.asked
    }
    capped = next_persons(request("unit 5, capped"))
    assert capped["0301"] is None  # at its cap, so no total brings one more
