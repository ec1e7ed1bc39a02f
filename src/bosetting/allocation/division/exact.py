"""The divisor method with standard rounding (Webster, Sainte-Laguë), within bounds, exactly.

Every unit i has a whole-number weight A_i and bounds. Its share is

    x_i = min(upper_i, max(lower_i, round(A_i / d)))

with one divisor d for all, chosen so that the shares sum to the total. The divisor method is used and never
largest remainder, because with floors the latter can give the larger municipality fewer people, and a
higher total can take people from someone (Balinski and Young, *Fair Representation*, 1982).

Floats choose only where the search starts; whole numbers decide every comparison.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bosetting.allocation.errors import Infeasible


@dataclass(frozen=True)
class Tie:
    """Units with exactly the same claim on the last places of a division.

    Attributes:
        units: the positions of all tied units, first in the stated order first.
        favoured: those of them that got a place.
    """

    units: tuple[int, ...]
    favoured: tuple[int, ...]


@dataclass(frozen=True)
class Division:
    """The result of one division.

    Attributes:
        shares: whole numbers, in the order of the weights.
        low: every divisor above it, up to ``high``, gives the same shares. At ``low`` itself a quotient is exactly
            half, which rounded up gives someone one more. None when no unit could take one more.
        high: the largest divisor that gives the same shares; None when no unit could give one up.
        divisor: a short decimal between the two, for checking by hand; None when every share is at a bound.
        tie: the tie that the stated order resolved, or None. In a tie low = high = divisor, where the quotients of
            all tied units are exactly half: no rounding alone gives the shares.

    All three are None when caps leave places to a unit of weight 0: no divisor gives it any.
    """

    shares: tuple[int, ...]
    low: Fraction | None
    high: Fraction | None
    divisor: Fraction | None
    tie: Tie | None


def divide(weights: Sequence[int], total: int, lower: Sequence[int], upper: Sequence[int]) -> Division:
    """Divide ``total`` places by the divisor method with standard rounding, within bounds.

    Args:
        weights: n whole numbers, not negative; only their ratios matter.
        total: places to divide.
        lower: n whole numbers, 0 <= lower_i <= upper_i.
        upper: n whole numbers.

    Units are given in the order that resolves ties: of two with the same claim the earlier one is served.

    Raises:
        Infeasible: the bounds do not leave room for the total.
    """
    refuse_infeasible(total, lower, upper)
    # Nobody can hold more than the total, which bounds every claim's denominator in the search.
    ceiling = [min(up, total) for up in upper]
    shares = _rounded(weights, _starting_divisor(weights, total, lower, ceiling), lower, ceiling)
    if abs(total - sum(shares)) > 2 * len(weights):
        shares = _rounded(weights, _halved_divisor(weights, total, lower, ceiling), lower, ceiling)
    missing = total - sum(shares)
    scale = (2 * total + 1) ** 2
    if missing > 0:
        _raise(shares, missing, weights, ceiling, scale)
    elif missing < 0:
        _lower(shares, -missing, weights, lower, scale)
    return _with_divisors(weights, shares, lower, upper, scale)


def refuse_infeasible(total: int, lower: Sequence[int], upper: Sequence[int], unit: int = 1) -> None:
    """Refuse a total outside the sums of the bounds; the figures are told times ``unit``.

    Raises:
        Infeasible: naming total, sum and the smallest change.
    """
    least, most, total = sum(lower) * unit, sum(upper) * unit, total * unit
    what = "places" if unit == 1 else "persons"
    if total < least:
        raise Infeasible(
            (f"{total} {what} are fewer than the {least} that the floors demand.",),
            (f"raise the total by {least - total}", f"lower the floors by {least - total} together"),
        )
    if total > most:
        raise Infeasible(
            (f"{total} {what} are more than the {most} that the caps allow.",),
            (f"lower the total by {total - most}", f"raise the caps by {total - most} together"),
        )


def _starting_divisor(
    weights: Sequence[int], total: int, lower: Sequence[int], upper: Sequence[int]
) -> Fraction:
    """The divisor at which the unrounded, bounded shares sum to the total, nearly."""
    free, rest = [i for i, w in enumerate(weights) if w > 0], total
    rest -= sum(lower[i] for i, w in enumerate(weights) if w == 0)
    divisor = Fraction(1)
    for _ in range(
        50
    ):  # each round fixes units at a bound, so few are needed; the exact search mends the rest
        weight = sum(weights[i] for i in free)
        if not free or rest <= 0 or weight == 0:
            break
        divisor = Fraction(weight, rest)
        quotient = float(divisor)
        low = [i for i in free if weights[i] / quotient < lower[i]]
        high = [i for i in free if weights[i] / quotient > upper[i]]
        # Floors and caps pull the divisor opposite ways: fix the side with the larger excess first.
        excess = sum(lower[i] - weights[i] / quotient for i in low)
        shortage = sum(weights[i] / quotient - upper[i] for i in high)
        fixed, bound = (low, lower) if excess >= shortage else (high, upper)
        if not fixed:
            break
        rest -= sum(bound[i] for i in fixed)
        gone = set(fixed)
        free = [i for i in free if i not in gone]
    return divisor


def _halved_divisor(
    weights: Sequence[int], total: int, lower: Sequence[int], upper: Sequence[int]
) -> Fraction:
    """The same where the first search stops short, by halving: the places left are then as few as the units."""
    small = Fraction(1, 2 * total + 2)  # everyone with a weight is at the upper bound
    large = Fraction(2 * max(weights, default=0) + 1)  # everyone is at the lower bound
    for _ in range((large / small).__ceil__().bit_length() + 2 * total.bit_length() + 8):
        middle = (small + large) / 2
        if sum(_rounded(weights, middle, lower, upper)) > total:
            small = middle
        else:
            large = middle
    return large


def _rounded(
    weights: Sequence[int], divisor: Fraction, lower: Sequence[int], upper: Sequence[int]
) -> list[int]:
    """Each quotient rounded to the nearest whole number, half up, within its bounds."""
    p, q = divisor.numerator, divisor.denominator
    return [
        min(up, max(low, (2 * w * q + p) // (2 * p)))
        for w, low, up in zip(weights, lower, upper, strict=True)
    ]


def _raise(shares: list[int], places: int, weights: Sequence[int], upper: Sequence[int], scale: int) -> None:
    """Give places one by one to the unit with the largest claim 2A/(2x+1); earlier units win ties.

    Two different claims differ by at least 1/((2x+1)(2y+1)). Times ``scale`` that is one or more, so claims
    rounded down to whole numbers keep both order and equality, and compare fast.
    """
    heap = [
        (-(2 * w * scale // (2 * x + 1)), i)
        for i, (w, x, up) in enumerate(zip(weights, shares, upper, strict=True))
        if x < up
    ]
    heapq.heapify(heap)
    for given in range(places):
        claim, i = heap[0]
        if claim == 0:
            # Only units of weight 0 are left; all their claims are alike, so the earlier fill up first.
            _fill(shares, places - given, sorted(i for _, i in heap), upper)
            return
        shares[i] += 1
        if shares[i] < upper[i]:
            heapq.heapreplace(heap, (-(2 * weights[i] * scale // (2 * shares[i] + 1)), i))
        else:
            heapq.heappop(heap)


def _fill(shares: list[int], places: int, order: Sequence[int], upper: Sequence[int]) -> None:
    """Give places to units in this order, each up to its upper bound."""
    for i in order:
        more = min(places, upper[i] - shares[i])
        shares[i] += more
        places -= more


def _lower(shares: list[int], places: int, weights: Sequence[int], lower: Sequence[int], scale: int) -> None:
    """Take places one by one from the unit with the smallest claim 2A/(2x-1); later units lose ties."""
    heap = [
        (2 * w * scale // (2 * x - 1), -i)
        for i, (w, x, low) in enumerate(zip(weights, shares, lower, strict=True))
        if x > low
    ]
    heapq.heapify(heap)
    for _ in range(places):
        i = -heap[0][1]
        shares[i] -= 1
        if shares[i] > lower[i]:
            heapq.heapreplace(heap, (2 * weights[i] * scale // (2 * shares[i] - 1), -i))
        else:
            heapq.heappop(heap)


def _with_divisors(
    weights: Sequence[int], shares: Sequence[int], lower: Sequence[int], upper: Sequence[int], scale: int
) -> Division:
    """The division with the ends of its divisor interval; claims are scaled as in ``_raise``."""
    waiting = {
        i: 2 * w * scale // (2 * x + 1)
        for i, (w, x, up) in enumerate(zip(weights, shares, upper, strict=True))
        if x < up
    }
    holding = {
        i: 2 * w * scale // (2 * x - 1)
        for i, (w, x, low) in enumerate(zip(weights, shares, lower, strict=True))
        if x > low
    }
    first = max(waiting, key=waiting.__getitem__, default=None)
    last = min(holding, key=holding.__getitem__, default=None)
    low = None if first is None else Fraction(2 * weights[first], 2 * shares[first] + 1)
    high = None if last is None else Fraction(2 * weights[last], 2 * shares[last] - 1)
    tie = None
    if first is not None and last is not None and low == high:
        favoured = tuple(i for i, claim in holding.items() if claim == holding[last])
        others = {i for i, claim in waiting.items() if claim == waiting[first]}
        tied = tuple(sorted(others.union(favoured)))
        # A unit of weight 0 claims every place with the same right, its next one as its last: no tie by itself.
        tie = Tie(tied, favoured) if len(tied) > 1 else None
    if high == 0:
        low = high = None
    return Division(tuple(shares), low, high, _short_decimal(low, high), tie)


def _short_decimal(low: Fraction | None, high: Fraction | None) -> Fraction | None:
    """The decimal with the fewest digits strictly between two divisors (their value if they are equal)."""
    if high is None:
        # Every share is at its floor: any large enough divisor gives it.
        return None if low is None else Fraction(low.__floor__() + 1)
    if low == high:
        return low
    bottom = low if low is not None else high / 2
    step = Fraction(10) ** len(str(high.__floor__()))
    while True:
        candidate = (bottom / step).__floor__() * step + step
        if candidate < high:
            return candidate
        step /= 10
