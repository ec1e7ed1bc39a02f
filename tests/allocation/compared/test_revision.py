"""Why numbers changed between two editions: parts that add up, each for its own cause; and last year beside."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_inputs import random_inputs
from ruled import ruled

from bosetting.allocation.compared.last_year import last_year
from bosetting.allocation.compared.revision import CAUSES, revision, sums_by_cause
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.request import allocate
from bosetting.compute import compute
from bosetting.inputs.model import Adjustment, Inputs

ROOT = Path(__file__).parents[3]


@cache
def inputs(edition: str = "june") -> Inputs:
    return compute(2018, edition, ROOT).inputs


def needing(requested: int) -> Callable[[Inputs], Inputs]:
    return lambda i: replace(i, edition=replace(i.edition, requested=requested))


def adjusted(i: Inputs) -> Inputs:
    row = Adjustment("0301", "exactly", 400, "A reason", "The board", date(2017, 10, 2))
    return replace(i, adjustments=(row,))


def more_residents(i: Inputs) -> Inputs:
    first, *rest = i.municipalities
    return replace(i, municipalities=(replace(first, residents=first.residents * 3), *rest))


@pytest.mark.parametrize(
    ("cause", "change"),
    [
        ("figures", more_residents),
        ("rules", ruled(floor=12)),
        ("number_asked", ruled(number_asked=205)),
        ("need", needing(4800)),
        ("adjustments", adjusted),
    ],
)
def test_what_changes_alone_has_all_of_the_change(cause: str, change: Callable[[Inputs], Inputs]) -> None:
    found = revision(inputs(), change(inputs()))
    assert any(c.change for c in found.changes)
    place = found.causes.index(cause)
    for c in found.changes:
        assert c.parts[place] == c.change
        assert sum(c.parts) == c.change


@pytest.mark.parametrize(
    ("one", "other"), [("june", "november"), ("november", "revised"), ("revised", "june")]
)
def test_parts_add_up_and_both_ends_are_the_editions(one: str, other: str) -> None:
    found = revision(inputs(one), inputs(other))
    before, after = allocate(inputs(one)).persons, allocate(inputs(other)).persons
    assert [c.code for c in found.changes] == sorted(before)
    for c in found.changes:
        assert (c.before, c.after) == (before[c.code], after[c.code])
        assert sum(c.parts) == c.change
        assert c.newly_asked == (not before[c.code] and after[c.code] > 0)
        assert c.no_longer_asked == (before[c.code] > 0 and not after[c.code])
    totals = sums_by_cause(found)
    assert sum(totals.values()) == inputs(other).edition.requested - inputs(one).edition.requested
    assert totals["need"] == sum(totals.values())


def test_nothing_changed_moves_nobody() -> None:
    found = revision(inputs(), inputs())
    assert not any(any(c.parts) for c in found.changes)
    assert set(found.moved_by.values()) == {0}


def test_a_step_that_cannot_be_divided_is_taken_with_the_next() -> None:
    # Fewer than the floors of those the earlier edition asks, so number and need go together.
    few = replace(ruled(number_asked=40)(inputs()), edition=replace(inputs().edition, requested=1000))
    back = revision(few, inputs())
    assert back.causes[:2] == ("figures", "rules")
    assert "number_asked+need" in back.causes
    assert all(sum(c.parts) == c.change for c in back.changes)


def test_an_edition_that_cannot_be_divided_is_refused() -> None:
    with pytest.raises(Infeasible):
        revision(inputs(), needing(10)(inputs()))


def test_other_criteria_change_with_their_figures() -> None:
    size = inputs().rules.size
    alone = ruled(criteria=(replace(size, weight=1),))(inputs())
    found = revision(inputs(), alone)
    assert found.causes[0] == "figures+rules"
    assert all(sum(c.parts) == c.change for c in found.changes)


def test_places_that_come_and_go_are_the_structures() -> None:
    gone = inputs().municipalities[-1]
    fewer = replace(inputs(), municipalities=inputs().municipalities[:-1], county_totals=())
    found = {c.code: c for c in revision(inputs(), fewer).changes}
    assert revision(inputs(), fewer).causes[0] == "structure"
    assert (found[gone.number].before is None, found[gone.number].after) == (False, None)
    assert found[gone.number].parts[0] == -(found[gone.number].before or 0)
    assert all(sum(c.parts) == c.change for c in found.values())


@settings(max_examples=25, deadline=None)
@given(random_inputs(), st.integers(1, 40))
def test_parts_add_up_in_any_country(country: Inputs, more: int) -> None:
    later = needing(country.edition.requested + more * country.rules.unit)(country)
    try:
        after = allocate(later).persons
    except Infeasible:
        return
    found = revision(country, later)
    assert {c.code: c.after for c in found.changes} == after
    assert all(sum(c.parts) == c.change for c in found.changes)
    assert all(set(cause.split("+")) <= set(CAUSES) for cause in found.causes)


def test_last_year_is_the_last_whole_request_that_was_public() -> None:
    found = last_year(compute(2018, "november", ROOT).request)
    assert found is not None
    assert (found.last.year, found.last.version, found.last.total) == (2017, "october_2016", 12_988)
    assert sum(row.now for row in found.rows) == 4402
    counts = [len(found.of(standing)) for standing in ("both", "new", "gone", "neither")]
    assert sum(counts) == 422
    assert counts[0] + counts[1] == 210
    assert counts[0] + counts[2] == len(found.last.asked) == 398


def test_without_an_earlier_request_there_is_none_to_compare_with() -> None:
    early = replace(inputs(), edition=replace(inputs().edition, as_of=date(2009, 1, 1)))
    assert last_year(replace(compute(2018, "june", ROOT).request, inputs=early)) is None
