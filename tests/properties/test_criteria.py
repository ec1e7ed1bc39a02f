"""What the request keeps whatever the year's criteria are: lists of any forms, weights, steps and rules."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from random_inputs import OTHER_FORMS, random_inputs
from ruled import with_figure

from bosetting.allocation.certainty.draws import ranges, stated
from bosetting.allocation.certainty.effective import shapley_values
from bosetting.allocation.certainty.simulation import simulate
from bosetting.allocation.criteria.indicators import Indicators, indicators, priority_claim
from bosetting.allocation.criteria.indices import Country, base, index_of
from bosetting.allocation.explained.counterfactual import Change, counterfactuals
from bosetting.allocation.explained.steps import step_names, waterfalls
from bosetting.allocation.request import Request, allocate
from bosetting.allocation.selection import select
from bosetting.inputs.criteria import Criterion
from bosetting.inputs.model import Figure, Inputs, Municipality, YearResult

SEARCH = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def persons(request: Request) -> dict[str, int]:
    return {a.municipality.number: a.persons for a in request.allotments}


@SEARCH
@given(random_inputs())
def test_the_sum_is_exact_and_bounds_and_places_are_kept(inputs: Inputs) -> None:
    request, rules = allocate(inputs), inputs.rules
    assert sum(persons(request).values()) == inputs.edition.requested
    assert len(request.asked) == rules.number_asked
    for a in request.allotments:
        assert (a.persons > 0) == a.asked
        if a.asked:
            assert rules.floor <= a.persons <= (rules.cap or inputs.edition.requested)


@SEARCH
@given(random_inputs())
def test_a_larger_weight_never_gets_fewer_in_the_same_division(inputs: Inputs) -> None:
    request = allocate(inputs)
    weights = {a.municipality.number: a.indicators.weight for a in request.allotments}
    for division in request.divisions:
        shares = division.shares
        ordered = sorted(division.codes, key=lambda code: weights[code])
        assert [shares[code] for code in ordered] == sorted(shares.values()) or any(
            weights[one] == weights[other] for one in ordered for other in ordered if one != other
        )
        for one in ordered:
            for other in ordered:
                assert weights[one] <= weights[other] or shares[one] >= shares[other]


@SEARCH
@given(random_inputs(), st.integers(1, 9))
def test_more_to_divide_never_gives_anyone_fewer(inputs: Inputs, more: int) -> None:
    rules = inputs.rules
    most = None if rules.cap is None else rules.cap * rules.number_asked
    total = inputs.edition.requested + more
    assume(most is None or total <= most)
    before = persons(allocate(inputs))
    after = persons(allocate(replace(inputs, edition=replace(inputs.edition, requested=total))))
    assert all(after[code] >= number for code, number in before.items())


@SEARCH
@given(random_inputs(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(inputs: Inputs, chance: Any) -> None:
    shuffled = list(inputs.municipalities)
    chance.shuffle(shuffled)
    one, other = allocate(inputs), allocate(replace(inputs, municipalities=tuple(shuffled)))
    assert persons(one) == persons(other)
    assert one.selection == other.selection
    assert indicators(inputs) == {a.municipality.number: a.indicators for a in other.allotments}


@SEARCH
@given(random_inputs())
def test_the_order_of_criteria_changes_no_number(inputs: Inputs) -> None:
    size, *others = inputs.rules.criteria
    turned = replace(inputs, rules=replace(inputs.rules, criteria=(size, *reversed(others))))
    one, other = allocate(inputs), allocate(turned)
    assert persons(one) == persons(other)
    assert one.selection == other.selection


@SEARCH
@given(random_inputs())
def test_contributions_sum_to_the_share(inputs: Inputs) -> None:
    request = allocate(inputs)
    asked = request.asked
    weights = {a.municipality.number: Fraction(a.indicators.weight) for a in asked}
    assume(sum(weights.values()) > 0 and all(a.indicators.size for a in asked))
    values = shapley_values(request)
    assert list(values) == [criterion.name for criterion in inputs.rules.criteria]
    for code, weight in weights.items():
        share = inputs.edition.requested * weight / sum(weights.values())
        equal = Fraction(inputs.edition.requested, len(asked))
        assert sum(values[name][code] for name in values) == share - equal
    assert all(sum(by_code.values()) == 0 for by_code in values.values())


@SEARCH
@given(random_inputs())
def test_steps_add_up_to_the_number(inputs: Inputs) -> None:
    request = allocate(inputs)
    names = step_names(inputs.rules)
    assert names == (
        *(criterion.name for criterion in inputs.rules.criteria),
        "asked",
        *(["county"] if inputs.rules.division == "county_first" else []),
        *("bounds", "rounding", "adjustments"),
    )
    for code, waterfall in waterfalls(request).items():
        steps = waterfall.steps
        assert tuple(step.name for step in steps) == names
        level = Decimal(0)
        for step in steps:
            level += step.printed
            assert (step.level, step.printed) == (level, round(step.printed, 1))
        assert level == sum(step.exact for step in steps) == persons(request)[code]


@SEARCH
@given(random_inputs())
def test_stated_values_drawn_are_the_request(inputs: Inputs) -> None:
    found = simulate(inputs, stated(inputs, 2), ranges(inputs))
    exact = allocate(inputs)
    assert found.feasible.all()
    for row in found.persons:
        assert row.tolist() == [persons(exact)[m.number] for m in inputs.municipalities]


# Counterfactuals, each verified by doing what it says.


def with_residents(inputs: Inputs, known: Indicators, code: str, residents: int) -> dict[str, Indicators]:
    """Indicators with other residents of one, the country held fixed as the answer says."""
    country, rules = Country.of(inputs), inputs.rules
    own = next(m for m in inputs.municipalities if m.number == code)
    size = base(residents, rules.size.exponent)
    indices = {c.name: index_of(c, own.figures[c.name], size, country) for c in rules.others}
    claim = priority_claim(residents, indices, rules)
    return {code: replace(known, size=size, indices=indices, claim=claim)}


Known = dict[str, Indicators]


def status(inputs: Inputs, known: Known, code: str, change: Change, value: Decimal | str) -> bool:
    """Whether it is asked when one figure is another."""
    rules, name = inputs.rules, change.criterion

    def changed(make: Callable[[Municipality], Municipality]) -> Inputs:
        rows = tuple(make(m) if m.number == code else m for m in inputs.municipalities)
        return replace(inputs, municipalities=rows)

    criterion = next(c for c in rules.criteria if c.name == name)
    by_code = dict(known)
    if criterion.index == "size":
        by_code |= with_residents(inputs, known[code], code, int(value))
        inputs = changed(lambda m: replace(m, residents=int(value)))
    elif criterion.index == "shrunk_share":
        own = next(m for m in inputs.municipalities if m.number == code)
        indices = {**by_code[code].indices, name: Decimal(value)}
        claim = priority_claim(own.residents, indices, rules)
        by_code |= {code: replace(by_code[code], indices=indices, claim=claim)}
    else:
        of_class = criterion.index == "class"
        figure = Figure(category=str(value)) if of_class else Figure(value=Decimal(value))
        inputs = changed(lambda m: with_figure(m, name, **vars(figure)))
        # Of the others nothing changes, so only its own are computed again.
        own = next(m for m in inputs.municipalities if m.number == code)
        alone = (
            inputs
            if any(c.index == "share" for c in rules.criteria)
            else replace(inputs, municipalities=(own,))
        )
        by_code = by_code | {code: indicators(alone)[code]}
    return code in select(inputs.municipalities, by_code, rules, {}).asked


def step(criterion: Criterion, now: Decimal) -> Decimal:
    """The smallest change of a figure."""
    if criterion.index == "shrunk_share":
        return Decimal("0.000001")
    exponent = now.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal("0.1") if criterion.unit == "percent" else Decimal(1).scaleb(min(0, exponent))


def check(inputs: Inputs, known: Known, code: str, asked: bool, change: Change, tried: float) -> None:
    criterion = next(c for c in inputs.rules.criteria if c.name == change.criterion)
    if change.outcome == "change":
        assert change.needed is not None
        assert status(inputs, known, code, change, change.needed) != asked
        if isinstance(change.needed, str):
            assert isinstance(change.now, str)
            far = abs(criterion.factors[change.needed] - criterion.factors[change.now])
            nearer = [
                name for name, f in criterion.factors.items() if abs(f - criterion.factors[change.now]) < far
            ]
            assert all(status(inputs, known, code, change, name) == asked for name in nearer)
            return
        assert isinstance(change.now, Decimal)
        fine = step(criterion, change.now)
        steps = int((change.needed - change.now) / fine)
        assert change.needed == change.now + steps * fine
        up = 1 if steps > 0 else -1
        for fewer in {steps - up, int(steps * tried)} - {0, steps}:
            assert status(inputs, known, code, change, change.now + fewer * fine) == asked
    elif change.outcome == "no_level" and criterion.index == "class":
        assert all(status(inputs, known, code, change, name) == asked for name in criterion.factors)
    elif change.outcome in ("no_level", "size_decides", "continuity_decides", "not_counted"):
        assert change.needed is None
        for value in ends(criterion, change):
            assert status(inputs, known, code, change, value) == asked


def ends(criterion: Criterion, change: Change) -> tuple[Decimal | str, ...]:
    """Figures as far away as they go."""
    if criterion.index == "class":
        return tuple(criterion.factors)
    if criterion.index == "size":
        return (Decimal(10), Decimal(10**7))
    if criterion.index == "shrunk_share" or not isinstance(change.now, Decimal):
        return ()
    return (Decimal("0.1"), Decimal(100) if criterion.unit == "percent" else 500 * change.now)


@pytest.mark.parametrize("form", OTHER_FORMS)
def test_counterfactuals_are_what_happens(form: str) -> None:
    outcomes = set()

    @settings(SEARCH, max_examples=30)
    @given(random_inputs(forms=(form,), most=2, fewest=1), st.floats(0.01, 0.99))
    def holds(inputs: Inputs, tried: float) -> None:
        request = allocate(inputs)
        known = {a.municipality.number: a.indicators for a in request.allotments}
        for code, answer in counterfactuals(request).items():
            own = request.by_code[code]
            assert answer.asked == own.asked
            for change in answer.changes:
                outcomes.add((change.criterion == "people", change.outcome))
                if form == "share" and change.criterion == "people":
                    # The index falls in steps as the size grows, so a nearer number may do by rounding alone.
                    if change.needed is not None:
                        assert status(inputs, known, code, change, change.needed) != own.asked
                    continue
                check(inputs, known, code, own.asked, change, tried)

    holds()
    assert {(False, "change"), (True, "change")} <= outcomes
    if form in ("class", "shrunk_share"):  # the other figures nearly always go far enough
        assert (False, "no_level") in outcomes


def test_everyone_or_nobody_among_few_is_not_enough() -> None:
    """No level of a share of few persons means none up to all of them, or down to nobody."""
    seen = 0

    @SEARCH
    @given(random_inputs(forms=("shrunk_share",), most=2, fewest=1))
    def holds(inputs: Inputs) -> None:
        nonlocal seen
        request = allocate(inputs)
        for code, answer in counterfactuals(request).items():
            for change in answer.changes[1:]:
                if change.outcome == "no_level":
                    seen += 1
                    n = request.by_code[code].municipality.figures[change.criterion].persons
                    k = 0 if answer.asked else n
                    rows = tuple(
                        with_figure(m, change.criterion, years=(YearResult(2014, n, k, k, True),))
                        if m.number == code
                        else m
                        for m in inputs.municipalities
                    )
                    other = replace(inputs, municipalities=rows)
                    alone = indicators(
                        replace(other, municipalities=(next(m for m in rows if m.number == code),))
                    )
                    by_code = {a.municipality.number: a.indicators for a in request.allotments} | alone
                    asked = select(rows, by_code, inputs.rules, {}).asked
                    assert (code in asked) == answer.asked

    holds()
    assert seen > 10


@pytest.mark.parametrize("form", OTHER_FORMS)
def test_a_better_figure_never_costs_a_place_or_weight(form: str) -> None:
    """What lifts the index lifts weight and rank, or leaves them."""

    @settings(SEARCH, max_examples=6)
    @given(random_inputs(forms=(form,), most=2, fewest=1), st.integers(0, 5), st.integers(1, 50))
    def holds(inputs: Inputs, place: int, more: int) -> None:
        own, criterion = inputs.municipalities[place], inputs.rules.criteria[1]
        figure = own.figures[criterion.name]
        assume(figure.known)
        better: dict[str, Any] = {"value": (figure.value or 0) + more}
        if form == "inverse_ratio":
            better = {"value": (figure.value or Decimal(1)) / (1 + more)}
        if form == "class":
            better = {"category": max(criterion.factors, key=lambda name: criterion.factors[name])}
        if form == "shrunk_share":
            everyone = (
                replace(y, low=y.former_participants, high=y.former_participants) for y in figure.years
            )
            better = {"years": tuple(everyone)}
        rows = [with_figure(m, criterion.name, **better) if m is own else m for m in inputs.municipalities]
        one, other = allocate(inputs), allocate(replace(inputs, municipalities=tuple(rows)))
        before, after = one.by_code[own.number], other.by_code[own.number]
        assert after.indicators.indices[criterion.name] >= before.indicators.indices[criterion.name]
        assert after.indicators.weight >= before.indicators.weight
        assert after.rank <= before.rank
        assert after.asked >= before.asked

    holds()


def test_random_lists_have_everything() -> None:
    """So that what is held above is held of something."""
    forms, counts, selections, gammas = set(), set(), set(), set()

    @settings(SEARCH, max_examples=150)
    @given(random_inputs())
    def look(inputs: Inputs) -> None:
        rules = inputs.rules
        forms.update(c.index for c in rules.others)
        counts.add(len(rules.criteria))
        selections.add(rules.selection)
        gammas.add(rules.size.exponent != 1)

    look()
    assert forms == set(OTHER_FORMS)
    assert counts == {1, 2, 3, 4, 5}
    assert len(selections) == 5
    assert gammas == {True, False}
