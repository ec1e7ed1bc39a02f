"""A share of few persons, drawn towards the national share: the mean of a beta-binomial posterior.

Where the publisher hides how many of a year's persons count, every number within the bounds enters with its
likelihood.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import comb, lcm, prod

from bosetting.inputs.model import YearResult


@lru_cache(maxsize=1 << 16)  # other rules or adjustments ask for the same shares again
def posterior_mean(results: tuple[YearResult, ...], kappa: Fraction, share: Fraction) -> Fraction:
    """E(p | data) with p ~ Beta(kappa*share, kappa*(1-share)) and each year's count within its bounds.

    Given the sum K of the counts, the mean is (kappa*share + K) / (kappa + N). The weight of a K is the number
    of ways to reach it times the beta-binomial term, which is built up from the smallest K by ratios. The terms
    are whole numbers: all of them times the denominators of all ratios, which is exact and fast.
    """
    ways, fewest = ways_to_sum(results)
    everyone = sum(result.former_participants for result in results)
    successes, failures = kappa * share, kappa * (1 - share)
    scale = lcm(successes.denominator, failures.denominator)
    first, last = int(successes * scale), int(failures * scale)
    counts = range(fewest, fewest + len(ways))
    ups = [first + k * scale for k in counts]
    downs = [last + (everyone - k - 1) * scale for k in counts[:-1]]
    term, total, mean = prod(downs), 0, 0
    for count, up, down in zip(ways, ups, [*downs, 1], strict=True):
        total += count * term
        mean += count * term * up
        term = term * up // down
    return Fraction(mean, total * scale) / (kappa + everyone)


def ways_to_sum(results: tuple[YearResult, ...]) -> tuple[list[int], int]:
    """How many ways the years' counts within their bounds give each sum, and the smallest sum."""
    ways, fewest = [1], 0
    for result in results:
        year = [comb(result.former_participants, k) for k in range(result.low, result.high + 1)]
        together = [0] * (len(ways) + len(year) - 1)
        for i, a in enumerate(ways):
            for j, b in enumerate(year):
                together[i + j] += a * b
        ways, fewest = together, fewest + result.low
    return ways, fewest
