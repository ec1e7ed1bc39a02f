"""What the criteria measure: employment, programme results, and the weight made of them.

Every index and weight is rounded half-even to six decimals before it is used, so the printed number is the
number used.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import comb, lcm, prod
from typing import Literal

from bosetting.allocation.criteria.forms import MICRO, Sums, criteria_weight, six_decimals
from bosetting.inputs.model import Inputs, Municipality, YearResult
from bosetting.inputs.rules import Rules

ResultsStatus = Literal["published", "partly_hidden", "none"]


@dataclass(frozen=True)
class Indicators:
    """The criteria of one municipality, as printed and as used.

    Attributes:
        employment_index: its employment rate divided by the national one.
        results_index: its share in work or education, shrunk towards the national share and divided by it.
        results_status: published, partly_hidden (some years only known within bounds) or none (index 1).
        former_participants: persons behind the results index, all years.
        weight: the criteria-adjusted population, in persons.
        claim: the priority as a whole number on a scale common to all; only its order and ratios mean anything.
    """

    employment_index: Decimal
    results_index: Decimal
    results_status: ResultsStatus
    former_participants: int
    weight: Decimal
    claim: int

    @property
    def micro_weight(self) -> int:
        """The weight in millionths, a whole number: what the divisions use."""
        return int(self.weight * MICRO)


def indicators(inputs: Inputs) -> dict[str, Indicators]:
    """The indicators of every municipality, by code."""
    rules = inputs.rules
    criteria = [
        (m, employment_index(m.employment, inputs.national_employment), _results(m, rules))
        for m in inputs.municipalities
    ]
    sums = Sums.of((m.residents, e, r) for m, e, r in criteria)
    return {
        m.number: Indicators(
            employment_index=e,
            results_index=r,
            results_status=_results_status(m),
            former_participants=sum(result.former_participants for result in m.results),
            weight=criteria_weight(m.residents, e, r, rules, sums),
            claim=priority_claim(m.residents, e, r, rules),
        )
        for m, e, r in criteria
    }


def employment_index(percent: Decimal | Fraction, national: Decimal) -> Decimal:
    """The employment rate divided by the national one, both in per cent as printed."""
    return six_decimals(Fraction(percent) / Fraction(national))


def _results(municipality: Municipality, rules: Rules) -> Decimal:
    return results_index(municipality.results, rules.results_kappa, rules.results_share)


def priority_claim(residents: int, employment: Decimal, results: Decimal, rules: Rules) -> int:
    """The priority P * e^a * r^b as a whole number, exactly, on a scale common to all municipalities.

    With a = p/q and b = s/t the priority is raised to the power lcm(q, t): that keeps the order and needs no
    roots.
    """
    a, b = rules.exponent_employment, rules.exponent_results
    power = lcm(a.denominator, b.denominator)
    e, r = int(employment * MICRO), int(results * MICRO)
    claim: int = residents**power * e ** int(a * power) * r ** int(b * power)
    return claim


def results_index(results: tuple[YearResult, ...], kappa: Fraction, share: Fraction) -> Decimal:
    """Programme results over time, shrunk: r = R_i / R, where R_i is the mean of a beta-binomial posterior.

    The national share R counts for ``kappa`` persons. Where the publisher hides how many of a year's former
    participants are in work or education, every number within the bounds enters with its likelihood.

    Args:
        results: the years known; none gives the index 1.
        kappa: persons.
        share: R, between 0 and 1.
    """
    if not results:
        return six_decimals(Fraction(1))
    return six_decimals(posterior_mean(results, kappa, share) / share)


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


def _results_status(municipality: Municipality) -> ResultsStatus:
    if not municipality.results:
        return "none"
    hidden = municipality.results_hidden or not all(result.printed for result in municipality.results)
    return "partly_hidden" if hidden else "published"
