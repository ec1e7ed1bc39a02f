"""What `divide` promises, each promise with a division that breaks it, so that no test passes by itself."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import apportionment.methods
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from votelib.evaluate.proportional import HighestAverages

from bosetting.allocation.division.exact import Division, Tie, divide


@dataclass(frozen=True)
class Case:
    """What is divided among whom, within which bounds; always possible."""

    weights: tuple[int, ...]
    total: int
    lower: tuple[int, ...]
    upper: tuple[int, ...]

    @property
    def units(self) -> range:
        return range(len(self.weights))


Divide = Callable[[Sequence[int], int, Sequence[int], Sequence[int]], Division]
Property = Callable[[Divide, Case], None]


def divided(by: Divide, case: Case) -> Division:
    return by(case.weights, case.total, case.lower, case.upper)


@st.composite
def cases(draw: st.DrawFn, same_bounds: bool = False, fewest: int = 1) -> Case:
    """Small weights often tie, large ones are as in the computation; bounds are often tight."""
    n = draw(st.integers(fewest, 8))
    size = draw(st.sampled_from([6, 40, 10**11]))
    weights = draw(st.tuples(*[st.integers(0, size)] * n))
    floors = st.integers(0, 12)
    room = st.one_of(st.integers(0, 6), st.just(10**6))
    if same_bounds:
        low = draw(floors)
        lower, upper = (low,) * n, (low + draw(room),) * n
    else:
        lower = draw(st.tuples(*[floors] * n))
        upper = tuple(low + more for low, more in zip(lower, draw(st.tuples(*[room] * n)), strict=True))
    total = draw(st.integers(sum(lower), min(sum(upper), sum(lower) + 60)))
    return Case(weights, total, lower, upper)


# The promises. Each is a function that raises AssertionError for a division that breaks it.


def sum_is_exact(by: Divide, case: Case) -> None:
    assert sum(divided(by, case).shares) == case.total


def bounds_are_kept(by: Divide, case: Case) -> None:
    shares = divided(by, case).shares
    for i in case.units:
        assert case.lower[i] <= shares[i] <= case.upper[i]


def larger_weight_never_fewer(by: Divide, case: Case) -> None:
    """With equal bounds; and of two with the same weight the earlier one has as many, or one more."""
    shares = divided(by, case).shares
    for i in case.units:
        for j in case.units:
            if (case.lower[i], case.upper[i]) != (case.lower[j], case.upper[j]):
                continue
            if case.weights[i] > case.weights[j]:
                assert shares[i] >= shares[j]
            if case.weights[i] == case.weights[j] > 0 and i < j:
                assert 0 <= shares[i] - shares[j] <= 1


def more_to_divide_takes_from_nobody(by: Divide, case: Case) -> None:
    shares = divided(by, case).shares
    for more in range(1, min(4, sum(case.upper) - case.total + 1)):
        raised = divided(by, replace(case, total=case.total + more)).shares
        for i in case.units:
            assert raised[i] >= shares[i]


def larger_weight_alone_never_gives_fewer(by: Divide, case: Case) -> None:
    """Nor does it give anybody else more."""
    shares = divided(by, case).shares
    for i in case.units:
        for more in (1, 2, case.weights[i] + 1):
            weights = tuple(w + more * (j == i) for j, w in enumerate(case.weights))
            raised = divided(by, replace(case, weights=weights)).shares
            assert raised[i] >= shares[i]
            for j in case.units:
                assert j == i or raised[j] <= shares[j]


def scale_does_not_matter(by: Divide, case: Case) -> None:
    division = divided(by, case)
    for scale in (2, 7, 10**6):
        scaled = divided(by, replace(case, weights=tuple(scale * w for w in case.weights)))
        assert (scaled.shares, scaled.tie) == (division.shares, division.tie)
        assert scaled.low == (None if division.low is None else scale * division.low)
        assert scaled.high == (None if division.high is None else scale * division.high)


def order_does_not_matter_but_for_ties(by: Divide, case: Case) -> None:
    division = divided(by, case)
    tied = set() if division.tie is None else set(division.tie.units)
    for order in ([*reversed(case.units)], [*case.units[1:], *case.units[:1]]):
        moved = divided(
            by,
            Case(
                tuple(case.weights[i] for i in order),
                case.total,
                tuple(case.lower[i] for i in order),
                tuple(case.upper[i] for i in order),
            ),
        )
        assert {order[i] for i in (moved.tie.units if moved.tie else ())} == tied
        for place, i in enumerate(order):
            assert moved.shares[place] == division.shares[i] or i in tied


def rounded(weight: int, divisor: Fraction, half_up: bool) -> int:
    quotient = weight / divisor
    half = quotient - quotient.__floor__() == Fraction(1, 2)
    return quotient.__floor__() + int(half_up) if half else (quotient + Fraction(1, 2)).__floor__()


def by_hand(case: Case, divisor: Fraction, half_up: bool) -> tuple[int, ...]:
    """What anyone computes from the published divisor."""
    return tuple(
        min(up, max(low, rounded(w, divisor, half_up)))
        for w, low, up in zip(case.weights, case.lower, case.upper, strict=True)
    )


def without_claim(case: Case, shares: Sequence[int]) -> bool:
    """Whether someone of weight 0 holds a place above its floor, because the caps keep the others from it."""
    return any(case.weights[i] == 0 and shares[i] > case.lower[i] for i in case.units)


def divisors_reproduce_the_shares(by: Divide, case: Case) -> None:
    """The divisor and everything above the low end up to the high one do, and nothing else does."""
    division = divided(by, case)
    low, high, shares = division.low, division.high, division.shares
    if without_claim(case, shares):
        assert (low, division.divisor, high) == (None, None, None)
        return
    if division.tie is not None:
        assert low == high == division.divisor
        for i in case.units:
            assert shares[i] in {by_hand(case, low, half_up)[i] for half_up in (True, False)}
        return
    if division.divisor is not None:
        assert by_hand(case, division.divisor, True) == shares == by_hand(case, division.divisor, False)
        assert low is None or low < division.divisor
        assert high is None or division.divisor < high
    tiny = Fraction(1, 10**30)
    if low:
        assert by_hand(case, low, False) == shares
        assert sum(by_hand(case, low, True)) > case.total
        assert sum(by_hand(case, low * (1 - tiny), True)) > case.total
    if high:
        assert by_hand(case, high, True) == shares
        assert sum(by_hand(case, high * (1 + tiny), True)) < case.total
    if low and high:
        assert by_hand(case, (low + high) / 2, True) == shares


def ties_are_told(by: Divide, case: Case) -> None:
    """A tie is there exactly if someone holds a place that someone else claims with the same right."""
    division = divided(by, case)
    held = {
        i: Fraction(2 * case.weights[i], 2 * division.shares[i] - 1)
        for i in case.units
        if division.shares[i] > case.lower[i]
    }
    claimed = {
        i: Fraction(2 * case.weights[i], 2 * division.shares[i] + 1)
        for i in case.units
        if division.shares[i] < case.upper[i]
    }
    equal = {claim for i, claim in held.items() for j, other in claimed.items() if i != j and claim == other}
    if not equal:
        assert division.tie is None
        return
    (claim,) = equal
    favoured = tuple(i for i in case.units if held.get(i) == claim)
    waiting = {i for i in case.units if claimed.get(i) == claim}
    assert division.tie == Tie(tuple(sorted({*favoured, *waiting})), favoured)
    assert all(early < late for early in favoured for late in waiting - set(favoured))


def is_slow_division(by: Divide, case: Case) -> None:
    assert divided(by, case).shares == slowly(case)


def slowly(case: Case) -> tuple[int, ...]:
    """The same rule written another way: one place at a time to the largest claim, the earlier one first."""
    shares = list(case.lower)
    while sum(shares) < case.total:
        claims = {
            i: Fraction(2 * case.weights[i], 2 * shares[i] + 1)
            for i in case.units
            if shares[i] < case.upper[i]
        }
        most = max(claims.values())
        shares[min(i for i, claim in claims.items() if claim == most)] += 1
    return tuple(shares)


# Divisions that look reasonable and break a promise.


def unchecked(shares: Sequence[int]) -> Division:
    return Division(tuple(shares), None, None, None, None)


def each_rounded(weights: Sequence[int], total: int, lower: Sequence[int], upper: Sequence[int]) -> Division:
    """Everyone's quota rounded, within bounds; nobody looks at the sum."""
    everything = sum(weights) or 1
    return unchecked(
        [
            min(up, max(low, (2 * total * w + everything) // (2 * everything)))
            for w, low, up in zip(weights, lower, upper, strict=True)
        ]
    )


def largest_remainder(
    weights: Sequence[int], total: int, lower: Sequence[int], upper: Sequence[int]
) -> Division:
    """The quota's whole part, at least the floor; the rest to the largest remainders, to the earlier first."""
    everything = sum(weights) or 1
    quotas = [Fraction(total * w, everything) for w in weights]
    shares = [max(low, q.__floor__()) for q, low in zip(quotas, lower, strict=True)]
    order = sorted(
        range(len(weights)), key=lambda i: (shares[i] >= upper[i], quotas[i].__floor__() - quotas[i], i)
    )
    for i in order[: max(0, total - sum(shares))]:
        shares[i] += 1
    return unchecked(shares)


def difference_to_the_largest(
    weights: Sequence[int], total: int, lower: Sequence[int], upper: Sequence[int]
) -> Division:
    """Everyone's quota rounded; what is then left or lacking is the largest one's affair."""
    shares = list(each_rounded(weights, total, lower, upper).shares)
    shares[max(range(len(weights)), key=lambda i: weights[i])] += total - sum(shares)
    return unchecked(shares)


def remainder_in_order(
    weights: Sequence[int], total: int, lower: Sequence[int], upper: Sequence[int]
) -> Division:
    """The quota's whole part; the rest in order of rows."""
    everything = sum(weights) or 1
    shares = [max(low, total * w // everything) for w, low in zip(weights, lower, strict=True)]
    for i in range(max(0, total - sum(shares))):
        shares[i % len(shares)] += 1
    return unchecked(shares)


def by_weight_of_one(
    weights: Sequence[int], total: int, lower: Sequence[int], upper: Sequence[int]
) -> Division:
    """Takes the weights as they are: one place for every ten."""
    return unchecked([min(up, max(low, w // 10)) for w, low, up in zip(weights, lower, upper, strict=True)])


def interval_too_wide(
    weights: Sequence[int], total: int, lower: Sequence[int], upper: Sequence[int]
) -> Division:
    division = divide(weights, total, lower, upper)
    return replace(division, high=None if division.high is None else division.high * 2)


def silent_about_ties(
    weights: Sequence[int], total: int, lower: Sequence[int], upper: Sequence[int]
) -> Division:
    return replace(divide(weights, total, lower, upper), tie=None)


def like_dhondt(weights: Sequence[int], total: int, lower: Sequence[int], upper: Sequence[int]) -> Division:
    """A divisor method too, but not this one."""
    shares = list(lower)
    while sum(shares) < total:
        open_to = [i for i in range(len(shares)) if shares[i] < upper[i]]
        shares[max(open_to, key=lambda i: (Fraction(weights[i], shares[i] + 1), -i))] += 1
    return unchecked(shares)


PROMISES: list[tuple[Property, Divide]] = [
    (sum_is_exact, each_rounded),
    (bounds_are_kept, difference_to_the_largest),
    (larger_weight_never_fewer, largest_remainder),
    (more_to_divide_takes_from_nobody, largest_remainder),
    (larger_weight_alone_never_gives_fewer, difference_to_the_largest),
    (scale_does_not_matter, by_weight_of_one),
    (order_does_not_matter_but_for_ties, remainder_in_order),
    (divisors_reproduce_the_shares, interval_too_wide),
    (ties_are_told, silent_about_ties),
    (is_slow_division, like_dhondt),
]
SEARCH = settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("promise", [promise for promise, _ in PROMISES], ids=lambda p: p.__name__)
@pytest.mark.parametrize("same_bounds", [False, True], ids=["any bounds", "equal bounds"])
def test_divide_keeps(promise: Property, same_bounds: bool) -> None:
    @SEARCH
    @given(cases(same_bounds))
    def holds(case: Case) -> None:
        promise(divide, case)

    holds()


@pytest.mark.parametrize(
    ("promise", "broken"), PROMISES, ids=[f"{p.__name__}-{b.__name__}" for p, b in PROMISES]
)
def test_a_broken_division_is_caught(promise: Property, broken: Divide) -> None:
    @settings(SEARCH, max_examples=3000, phases=[Phase.generate])
    @given(cases(same_bounds=True, fewest=2))
    def holds(case: Case) -> None:
        promise(broken, case)

    with pytest.raises(AssertionError):
        holds()


def test_largest_remainder_with_floors_gives_the_larger_one_fewer() -> None:
    """The example of the method's text: 9.9 is lifted to 10 and keeps its remainder, 10.2 stays 10."""
    case = Case((102, 99, 199), 40, (10, 10, 10), (100, 100, 100))
    assert largest_remainder(case.weights, case.total, case.lower, case.upper).shares == (10, 11, 19)
    assert divided(divide, case).shares == (10, 10, 20)


def test_places_for_someone_of_weight_0_have_no_divisor() -> None:
    division = divide([5, 0], 3, [0, 0], [2, 3])
    assert division.shares == (2, 1)
    assert (division.divisor, division.tie) == (None, None)


def random_case(chance: random.Random) -> Case:
    n = chance.randint(1, 9)
    size = chance.choice([3, 12, 100, 10**11])
    weights = tuple(chance.randint(0, size) for _ in range(n))
    lower = tuple(chance.choice([0, 0, 1, 3, 10]) for _ in range(n))
    upper = tuple(low + chance.choice([0, 1, 2, 5, 10**6]) for low in lower)
    return Case(weights, chance.randint(sum(lower), min(sum(upper), sum(lower) + 40)), lower, upper)


def test_the_same_as_one_place_at_a_time() -> None:
    chance = random.Random(2018)
    tied = at_bound = 0
    for _ in range(4000):
        case = random_case(chance)
        is_slow_division(divide, case)
        shares = divided(divide, case)
        tied += shares.tie is not None
        at_bound += any(
            x in (low, up) for x, low, up in zip(shares.shares, case.lower, case.upper, strict=True)
        )
    assert tied > 200
    assert at_bound > 1000


@pytest.mark.long
def test_the_same_as_one_place_at_a_time_with_many_municipalities() -> None:
    chance = random.Random(422)
    for _ in range(20):
        weights = tuple(chance.randint(10**8, 10 ** chance.randint(9, 11)) for _ in range(210))
        case = Case(weights, 4402, (10,) * 210, (4500,) * 210)
        for promise in (is_slow_division, sum_is_exact, bounds_are_kept, larger_weight_never_fewer):
            promise(divide, case)
        divisors_reproduce_the_shares(divide, case)


def free_case(chance: random.Random) -> Case:
    """Without bounds and without a tie: what general programs can divide."""
    while True:
        n = chance.randint(2, 12)
        weights = tuple(chance.randint(1, 10**6) for _ in range(n))
        case = Case(weights, chance.randint(1, 200), (0,) * n, (10**6,) * n)
        if divided(divide, case).tie is None:
            return case


@pytest.mark.parametrize("method", ["webster", "saintelague"])
def test_the_same_as_the_program_apportionment(method: str) -> None:
    chance = random.Random(1)
    for _ in range(150):
        case = free_case(chance)
        other = apportionment.methods.compute(method, case.weights, case.total, fractions=True)
        assert tuple(other) == divided(divide, case).shares


def test_the_same_as_the_program_votelib() -> None:
    chance = random.Random(2)
    for _ in range(150):
        case = free_case(chance)
        votes = {f"{i:02}": weight for i, weight in enumerate(case.weights)}
        other = HighestAverages("sainte_lague").evaluate(votes, case.total)
        assert tuple(other.get(name, 0) for name in votes) == divided(divide, case).shares
