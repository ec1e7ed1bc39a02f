"""Other rules than the edition's: the numbers are those of a year that had these rules, and a refusal has figures."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from smallyear import SmallYear, small_year

from bosetting.allocation.compared.refusals import Refusal, refusals
from bosetting.allocation.compared.what_if import (
    Changes,
    Difference,
    changed,
    stated_weights,
    what_if,
)
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.request import Request, allocate
from bosetting.compute import compute

ROOT = Path(__file__).resolve().parents[3]
OTHER = {"population": Fraction(1, 2), "employment": Fraction(3, 10), "results": Fraction(1, 5)}


@pytest.fixture
def request_of(tmp_path: Path) -> Request:
    """The small year: 102 persons, four of six municipalities, floor 10."""
    return allocate(small_year().read(tmp_path))


def persons(request: Request) -> dict[str, int]:
    return {a.municipality.number: a.persons for a in request.allotments}


def test_nothing_changed_gives_the_edition(request_of: Request) -> None:
    tried = what_if(request_of, Changes())
    assert tried.inputs == request_of.inputs
    assert [d.change for d in tried.differences] == [0] * 6
    assert (tried.moved, tried.refused) == (0, None)


@pytest.mark.parametrize(
    ("changes", "rule", "value"),
    [
        (Changes(threshold=700), "threshold", 700),
        (Changes(floor=1), "floor", 1),
        (Changes(county_split="weights"), "county_split", "weights"),
        (Changes(division="one_stage"), "division", "one_stage"),
        (Changes(number_asked=3), "number_asked", 3),
    ],
)
def test_a_change_gives_what_a_year_with_that_rule_gives(
    tmp_path: Path, request_of: Request, changes: Changes, rule: str, value: object
) -> None:
    other = allocate(small_year(lambda y: y.set_rule(rule, value=value)).read(tmp_path / "other"))
    tried = what_if(request_of, changes)
    assert {d.code: d.after for d in tried.differences} == persons(other)
    assert {d.code: d.before for d in tried.differences} == persons(request_of)


def test_so_do_other_weights(tmp_path: Path, request_of: Request) -> None:
    year = small_year(
        *(
            lambda y, n=name, w=weight: y.set_rule(f"weight_{n}", value=float(w))
            for name, weight in OTHER.items()
        )
    )
    other = allocate(year.read(tmp_path / "other"))
    tried = what_if(request_of, Changes(weights=OTHER))
    assert stated_weights(tried.inputs.rules) == OTHER
    assert {d.code: d.after for d in tried.differences} == persons(other)


def test_weights_of_other_criteria_are_refused_by_name(request_of: Request) -> None:
    with pytest.raises(ValueError, match=r"^weights has wealth\. Expected one for each of .*population.*\.$"):
        changed(request_of.inputs, Changes(weights={"wealth": Fraction(1)}))


def test_a_municipality_that_comes_in_or_goes_out_is_marked() -> None:
    new, gone, more = Difference("0101", 0, 10), Difference("0102", 12, 0), Difference("0201", 50, 52)
    assert [d.newly_asked for d in (new, gone, more)] == [True, False, False]
    assert [d.no_longer_asked for d in (new, gone, more)] == [False, True, False]
    assert [d.change for d in (new, gone, more)] == [10, -12, 2]


def test_fewer_asked_moves_the_persons_of_those_who_go(request_of: Request) -> None:
    tried = what_if(request_of, Changes(number_asked=3))
    (gone,) = [d for d in tried.differences if d.no_longer_asked]
    assert not any(d.newly_asked for d in tried.differences)
    assert tried.moved >= gone.before > 0
    assert sum(d.change for d in tried.differences) == 0


def test_a_floor_too_high_is_refused_with_its_figures(request_of: Request) -> None:
    tried = what_if(request_of, Changes(floor=30))
    assert tried.differences == ()
    assert isinstance(tried.refused, Infeasible)
    assert refusals(tried.inputs) == (Refusal("too_few", None, 102, 120, 4),)


@pytest.mark.parametrize(
    ("changes", "collisions"), [(Changes(floor=22), 2), (Changes(floor=60), 4), (Changes(number_asked=1), 4)]
)
def test_every_refusal_of_a_total_has_its_sentence_and_its_figures(changes: Changes, collisions: int) -> None:
    """The figures are those of the sentences that the command line gives."""
    tried = what_if(compute(2018, "november", ROOT).request, changes)
    assert tried.refused is not None
    figures = refusals(tried.inputs)
    assert len(figures) == len(tried.refused.collisions) == collisions
    for refusal, sentence in zip(figures, tried.refused.collisions, strict=True):
        assert f" {refusal.number} persons" in f" {sentence}"
        assert refusal.kind == "nobody" or f" fewer than the {refusal.bound} that " in sentence
        assert (refusal.county or f"{refusal.number} persons are ") in sentence


def test_a_county_that_nobody_can_take_the_persons_of_is_told(tmp_path: Path) -> None:
    year = small_year(
        lambda y: y.add(
            "county_totals",
            fylke_nr="01",
            edition="november",
            persons=40,
            status="published",
            source="A letter",
            published="2017-03-01",
        )
    )
    request = allocate(year.read(tmp_path))
    tried = what_if(request, Changes(number_asked=1, threshold=10**6))
    assert refusals(tried.inputs) == (Refusal("nobody", "Østland", 40, 0, 0),)


def test_more_than_can_be_asked_and_fewer_than_must_be_are_told(tmp_path: Path) -> None:
    def adjusted(year: SmallYear) -> None:
        for code, kind in (("0103", "ask"), ("0203", "ask"), ("0102", "do_not_ask")):
            year.adjust(code, kind, reason="Flats", decided_by="The board")

    request = allocate(small_year(adjusted).read(tmp_path))
    many, few = (what_if(request, Changes(number_asked=n)) for n in (6, 1))
    assert refusals(many.inputs) == (Refusal("asked_too_many", None, 6, 5, 6),)
    assert refusals(few.inputs) == (Refusal("asked_too_few", None, 1, 2, 6),)
    assert many.refused is not None
    assert few.refused is not None
    assert many.refused.collisions == ("6 municipalities are to be asked, but only 5 can be.",)
    assert few.refused.collisions == ("2 municipalities are forced in, but only 1 are to be asked.",)


def test_no_cap_is_no_bound(request_of: Request) -> None:
    capped = replace(request_of.inputs, rules=replace(request_of.inputs.rules, cap=20))
    assert refusals(capped) == (Refusal("too_many", None, 102, 80, 4),)
    assert refusals(request_of.inputs) == ()
