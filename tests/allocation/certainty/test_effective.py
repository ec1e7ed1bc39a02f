"""What each criterion really weighs, and who gains and loses by counties first and by the floor."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest
from ruled import with_figure

from bosetting.allocation.certainty import trade_offs
from bosetting.allocation.certainty.effective import (
    Effect,
    effective_weights,
    persons_moved,
    shapley_values,
    with_neutral,
)
from bosetting.allocation.request import Request, allocate
from bosetting.compute import compute

ROOT = Path(__file__).parents[3]
EDITIONS = ("june", "november", "revised")
CRITERIA = ("population", "employment", "results")


@cache
def request(edition: str) -> Request:
    return compute(2018, edition, ROOT).request


@cache
def effects(edition: str) -> tuple[Effect, ...]:
    return effective_weights(request(edition))


@pytest.mark.parametrize("edition", EDITIONS)
def test_contributions_lead_from_equal_shares_to_the_division(edition: str) -> None:
    found = request(edition)
    total, everyone = found.inputs.edition.requested, sum(Fraction(a.indicators.weight) for a in found.asked)
    values = shapley_values(found)
    for a in found.asked:
        gained = sum(values[name][a.municipality.number] for name in CRITERIA)
        share = total * Fraction(a.indicators.weight) / everyone
        assert gained == share - Fraction(total, len(found.asked))
    assert all(sum(values[name].values()) == 0 for name in CRITERIA)


def test_contributions_are_means_over_all_orders() -> None:
    found = request("november")
    rows = [(a.municipality.residents, *map(float, a.indicators.indices.values())) for a in found.asked]
    mean = sum(p for p, _, _ in rows) / len(rows)

    def shares(on: set[str]) -> list[float]:
        weights = [
            (p if "population" in on else mean)
            * (0.7 + 0.2 * (e if "employment" in on else 1) + 0.1 * (r if "results" in on else 1))
            for p, e, r in rows
        ]
        return [4402 * weight / sum(weights) for weight in weights]

    expected = {name: [0.0] * len(rows) for name in CRITERIA}
    for order in permutations(CRITERIA):
        for place, name in enumerate(order):
            before, after = shares(set(order[:place])), shares(set(order[: place + 1]))
            for i, (x, y) in enumerate(zip(before, after, strict=True)):
                expected[name][i] += (y - x) / 6
    for name, values in shapley_values(found).items():
        assert [float(value) for value in values.values()] == pytest.approx(expected[name], abs=1e-6)


@pytest.mark.parametrize("edition", EDITIONS)
def test_effective_weights_are_not_the_stated_ones(edition: str) -> None:
    population, employment, results = effects(edition)
    assert [e.criterion for e in effects(edition)] == list(CRITERIA)
    assert [e.nominal for e in effects(edition)] == [Fraction(7, 10), Fraction(2, 10), Fraction(1, 10)]
    assert sum(e.effective for e in effects(edition)) == 1
    absolute = [sum(abs(v) for v in e.shapley.values()) for e in effects(edition)]
    assert [e.effective for e in effects(edition)] == [a / sum(absolute) for a in absolute]
    assert population.effective > Fraction(95, 100)
    assert results.effective < employment.effective < Fraction(2, 100)


def test_a_criterion_that_is_the_same_for_all_weighs_nothing() -> None:
    found = request("june")
    for criterion in ("employment", "results"):
        neutral = allocate(with_neutral(found.inputs, criterion))
        effect = next(e for e in effective_weights(neutral) if e.criterion == criterion)
        assert effect.effective == effect.moved == effect.moved_one_stage == effect.statuses == 0
        others = [e for e in effects("june") if e.criterion == criterion]
        assert others[0].effective > 0
        assert (others[0].moved or 0) > 0


@pytest.mark.parametrize("criterion", ["employment", "results"])
def test_moved_is_another_request(criterion: str) -> None:
    found = request("november")
    neutral = {"employment": {"value": found.inputs.national["employment"]}, "results": {"years": ()}}
    rows = tuple(with_figure(m, criterion, **neutral[criterion]) for m in found.inputs.municipalities)
    other = allocate(replace(found.inputs, municipalities=rows))
    effect = next(e for e in effects("november") if e.criterion == criterion)
    numbers = zip(found.allotments, other.allotments, strict=True)
    assert effect.moved == sum(max(0, x.persons - y.persons) for x, y in numbers)
    assert effect.statuses == len(found.selection.asked ^ other.selection.asked)
    assert effect.infeasible is None


def test_without_population_a_given_county_total_cannot_be_met() -> None:
    """All are then above the threshold, and Møre og Romsdal has more floors than its given 248 persons."""
    population = effects("november")[0]
    assert population.moved is None
    assert population.infeasible is not None
    assert "Møre og Romsdal" in str(population.infeasible)
    assert population.moved_one_stage > 1000
    assert effects("june")[0].moved is not None


def test_persons_moved_by_hand() -> None:
    assert persons_moved({"a": 10, "b": 5, "c": 0}, {"a": 7, "b": 5, "c": 3}) == 3
    assert persons_moved({"a": 1}, {"a": 1}) == 0


@pytest.mark.parametrize("edition", EDITIONS)
def test_gains_and_losses_balance(edition: str) -> None:
    found = request(edition)
    for trade in (trade_offs.county_first(found), trade_offs.floor(found)):
        assert trade.moved == sum(n for _, n in trade.gains) == -sum(n for _, n in trade.losses) > 0
        assert [n for _, n in trade.gains] == sorted((n for _, n in trade.gains), reverse=True)
        assert [n for _, n in trade.losses] == sorted(n for _, n in trade.losses)
    by_code = found.by_code
    for code, more in (*trade_offs.county_first(found).gains, *trade_offs.county_first(found).losses):
        assert more == by_code[code].persons - by_code[code].persons_one_stage
    assert (
        trade_offs.county_first(found).losses[0][0] == "0301"
    )  # Oslo: its share of the people is far larger
    assert all(by_code[code].persons == 10 for code, _ in trade_offs.floor(found).gains)


def test_counties_first_is_the_same_question_when_the_rule_divides_in_one_stage() -> None:
    found = request("november")
    rules = replace(found.inputs.rules, division="one_stage")
    assert trade_offs.county_first(allocate(replace(found.inputs, rules=rules))) == trade_offs.county_first(
        found
    )
