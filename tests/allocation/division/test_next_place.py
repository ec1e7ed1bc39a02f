"""When a unit's next place comes, by dividing larger totals until it does, and by adding up claims one by one."""

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bosetting.allocation.division.exact import divide
from bosetting.allocation.division.named import NamedDivision
from bosetting.allocation.division.next_place import Queue


@dataclass(frozen=True)
class Case:
    weights: tuple[int, ...]
    lower: tuple[int, ...]
    upper: tuple[int | None, ...]
    total: int
    more: int

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(f"{place:04}" for place in range(len(self.weights)))

    def divided(self, total: int) -> tuple[int, ...]:
        most = [total if cap is None else cap for cap in self.upper]
        return divide(self.weights, total, self.lower, most).shares

    def queue(self) -> Queue:
        most = [self.total if cap is None else cap for cap in self.upper]
        named = NamedDivision(self.codes, divide(self.weights, self.total, self.lower, most))
        weights = dict(zip(self.codes, self.weights, strict=True))
        return Queue.of(named, weights, dict(zip(self.codes, self.upper, strict=True)))


@st.composite
def cases(draw: st.DrawFn, largest: int, room: int) -> Case:
    """Few and small weights, so that many claims are equal, or large ones."""
    n = draw(st.integers(1, 6))
    weights = draw(st.tuples(*[st.integers(1, largest)] * n))
    lower = draw(st.tuples(*[st.integers(0, 4)] * n))
    caps = draw(st.tuples(*[st.one_of(st.none(), st.integers(0, room))] * n))
    upper = tuple(None if cap is None else low + cap for low, cap in zip(lower, caps, strict=True))
    most = sum(lower) + 20 if None in upper else sum(cap for cap in upper if cap is not None)
    total = draw(st.integers(sum(lower), min(most, sum(lower) + 20)))
    return Case(weights, lower, upper, total, draw(st.integers(1, 3)))


@settings(max_examples=150, deadline=None)
@given(cases(largest=6, room=5))
def test_with_so_many_places_more_it_has_more_and_with_one_less_not(case: Case) -> None:
    queue, shares = case.queue(), case.divided(case.total)
    for i, code in enumerate(case.codes):
        places = queue.places_until(code, case.more)
        cap = case.upper[i]
        assert (places is None) == (cap is not None and shares[i] + case.more > cap)
        if places is not None:
            assert case.divided(case.total + places)[i] == shares[i] + case.more
            assert case.divided(case.total + places - 1)[i] == shares[i] + case.more - 1


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from([6, 10**12, 10**16, 10**25]))
def test_as_many_places_as_claims_go_before_it(data: st.DataObject, largest: int) -> None:
    """In 64 bits and beyond."""
    case = data.draw(cases(largest=largest, room=10**6))
    queue, shares = case.queue(), case.divided(case.total)
    for i, code in enumerate(case.codes):
        cap = case.upper[i]
        if cap is None or shares[i] + case.more <= cap:
            assert queue.places_until(code, case.more) == by_claims(case, shares, i)


def by_claims(case: Case, shares: tuple[int, ...], own: int) -> int:
    claim = Fraction(2 * case.weights[own], 2 * (shares[own] + case.more) - 1)
    places = case.more
    for i, weight in enumerate(case.weights):
        reached = (2 * weight / claim + 1) / 2
        whole = reached.__floor__()
        served = whole if whole != reached or i < own else whole - 1
        cap = case.upper[i]
        if i != own:
            places += max(0, (served if cap is None else min(served, cap)) - shares[i])
    return places


def test_no_cap_is_none_however_far_away_the_place() -> None:
    case = Case((1, 10**25), (0, 0), (None, None), 0, 1)
    assert case.queue().places_until("0000", 1) == by_claims(case, (0, 0), 0) > 2**80


def test_nothing_comes_to_a_weight_of_nothing() -> None:
    queue = Case((0, 3), (0, 0), (None, None), 2, 1).queue()
    assert queue.places_until("0000", 1) is None
    assert queue.places_until("0001", 1) == 1
