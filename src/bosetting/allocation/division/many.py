"""Many divisions at once, in floating point: for draws, where speed counts and no published number hangs on it.

The same rule as ``divisor.divide``, column by column. A test compares the two.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def divide_columns(weights: Numbers, totals: Numbers, lower: Numbers, upper: Numbers) -> Numbers:
    """Divide each column's total among its rows by standard rounding within bounds.

    Args:
        weights: units by columns, units in the order that resolves ties.
        totals: one a column, each within the sums of its bounds.
        lower: like the weights, whole numbers.
        upper: like the weights, whole numbers.
    """
    quotients = weights / _divisors(weights, totals, lower, upper)
    shares = np.clip(np.floor(quotients + 0.5), lower, upper)
    missing = totals - shares.sum(axis=0)
    while (columns := np.flatnonzero(missing)).size:
        sign = np.sign(missing[columns])
        units = _next_units(
            weights[:, columns], shares[:, columns], lower[:, columns], upper[:, columns], sign
        )
        shares[units, columns] += sign
        missing[columns] -= sign
    return shares


def _next_units(
    weights: Numbers, shares: Numbers, lower: Numbers, upper: Numbers, sign: Numbers
) -> NDArray[np.intp]:
    """Who gets the next place of each column (sign 1), or gives one up (sign -1)."""
    claims = sign * weights / np.maximum(shares + 0.5 * sign, 0.5)
    claims[np.where(sign > 0, shares >= upper, shares <= lower)] = -np.inf
    first = claims.argmax(axis=0)
    last = len(claims) - 1 - claims[::-1].argmax(axis=0)
    units: NDArray[np.intp] = np.where(sign > 0, first, last)
    return units


def _divisors(weights: Numbers, totals: Numbers, lower: Numbers, upper: Numbers) -> Numbers:
    """The divisors at which unrounded shares within bounds sum to the totals (see ``continuous``)."""
    free = weights * (upper > lower)
    rest = totals - np.where(free > 0, 0.0, lower).sum(axis=0)
    divisors = np.ones_like(totals)
    for _ in range(len(weights)):
        sums = free.sum(axis=0)
        divisors = np.where((sums > 0) & (rest > 0), sums / np.maximum(rest, 1e-9), divisors)
        quotients = free / divisors
        low = (free > 0) & (quotients < lower)
        high = quotients > upper
        if not (low.any() or high.any()):
            break
        excess = np.where(low, lower - quotients, 0.0).sum(axis=0)
        shortage = np.where(high, quotients - upper, 0.0).sum(axis=0)
        fixed = np.where(excess >= shortage, low, high)
        rest -= np.where(fixed, np.where(excess >= shortage, lower, upper), 0.0).sum(axis=0)
        free = np.where(fixed, 0.0, free)
    return divisors
