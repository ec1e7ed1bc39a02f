"""The division before rounding: real numbers within bounds, proportional to the weights."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def continuous_shares(
    weights: Sequence[int], total: int, lower: Sequence[int], upper: Sequence[int]
) -> list[Fraction]:
    """Solve sum of min(upper, max(lower, A/d)) = total exactly.

    Each round divides what is left among those not yet at a bound. If the floors it breaks are worth more than
    the caps it breaks, the true divisor is larger, so those below their floor stay there; and the other way.

    Args:
        weights: whole numbers, not negative.
        total: within the sums of the bounds, as a division has checked.
        lower: floors.
        upper: caps.
    """
    shares = [Fraction(low) for low in lower]
    free = [i for i, weight in enumerate(weights) if weight]
    rest = Fraction(total - sum(low for low, weight in zip(lower, weights, strict=True) if not weight))
    while free:
        per_weight = rest / sum(weights[i] for i in free)
        for i in free:
            shares[i] = weights[i] * per_weight
        fixed, bound = _broken(shares, free, lower, upper)
        for i in fixed:
            shares[i] = Fraction(bound[i])
            rest -= bound[i]
        if not fixed:
            break
        free = [i for i in free if i not in fixed]
    return _filled(shares, total, upper)


def _broken(
    shares: Sequence[Fraction], free: Sequence[int], lower: Sequence[int], upper: Sequence[int]
) -> tuple[frozenset[int], Sequence[int]]:
    """The side whose broken bounds are worth more, and those bounds."""
    low = [i for i in free if shares[i] < lower[i]]
    high = [i for i in free if shares[i] > upper[i]]
    excess = sum(lower[i] - shares[i] for i in low)
    shortage = sum(shares[i] - upper[i] for i in high)
    return (frozenset(low), lower) if excess >= shortage else (frozenset(high), upper)


def _filled(shares: list[Fraction], total: int, upper: Sequence[int]) -> list[Fraction]:
    """Units without weight take what is left when all others are at their caps, in the stated order."""
    rest = total - sum(shares)
    for i, share in enumerate(shares):
        more = min(rest, upper[i] - share)
        if more > 0:
            shares[i] += more
            rest -= more
    return shares
