"""Estimating how much the national share counts for when a municipality's programme results are few.

The allocation never does this: it uses the rounded values that stand in rules.toml. This is where they come
from, so that anyone can do it again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize, minimize_scalar
from scipy.special import betaln, gammaincinv, logsumexp

from bosetting.allocation.criteria.shrunk import ways_to_sum
from bosetting.inputs.model import YearResult


@dataclass(frozen=True)
class Estimate:
    """A fitted number and its 95 per cent interval (profile likelihood), to four significant digits."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class ResultsFit:
    """The fitted beta-binomial.

    Attributes:
        kappa: persons that the national share counts for.
        share: national share in work or education one year after.
        municipalities: how many had at least one former participant.
        former_participants: persons behind the fit.
    """

    kappa: Estimate
    share: Estimate
    municipalities: int
    former_participants: int


@dataclass(frozen=True)
class _Evidence:
    """One municipality: its persons, and log ways to reach each sum of persons in work or education."""

    everyone: int
    sums: NDArray[np.float64]
    log_ways: NDArray[np.float64]


def fit_results(results: Sequence[Sequence[YearResult]]) -> ResultsFit:
    """Fit kappa and the national share by maximum likelihood of an interval-censored beta-binomial.

    Args:
        results: the known years of each municipality; those without any are left out.
    """
    evidence = [_evidence(tuple(years)) for years in results if years]

    def loss(kappa: float, share: float) -> float:
        return -sum(_log_likelihood(e, kappa, share) for e in evidence)

    def transformed(point: NDArray[np.float64]) -> float:
        """The loss where any two numbers are allowed: log kappa and the log odds of the share."""
        return loss(float(np.exp(point[0])), float(1 / (1 + np.exp(-point[1]))))

    best = minimize(
        transformed,
        x0=np.array([log(40), 0.0]),
        method="Nelder-Mead",
        options={"xatol": 1e-7, "fatol": 1e-8, "maxiter": 1000},
    )
    kappa, share = float(np.exp(best.x[0])), float(1 / (1 + np.exp(-best.x[1])))
    allowed = float(best.fun) + float(
        gammaincinv(0.5, 0.95)
    )  # half the 95th percentile of chi-squared, one degree of freedom

    def worse_kappa(value: float) -> float:
        return _least(lambda s: loss(value, s), (0.05, 0.95)) - allowed

    def worse_share(value: float) -> float:
        return _least(lambda k: loss(float(np.exp(k)), value), (log(kappa) - 3, log(kappa) + 3)) - allowed

    return ResultsFit(
        kappa=Estimate(
            four_digits(kappa),
            four_digits(brentq(worse_kappa, kappa / 10, kappa, xtol=1e-6)),
            four_digits(brentq(worse_kappa, kappa, kappa * 10, xtol=1e-6)),
        ),
        share=Estimate(
            four_digits(share),
            four_digits(brentq(worse_share, share - 0.1, share, xtol=1e-9)),
            four_digits(brentq(worse_share, share, share + 0.1, xtol=1e-9)),
        ),
        municipalities=len(evidence),
        former_participants=sum(e.everyone for e in evidence),
    )


def four_digits(value: float) -> float:
    """The value to four significant digits: another numerical library changes digits further out."""
    return float(f"{value:.4g}")


def _least(loss: Callable[[float], float], bounds: tuple[float, float]) -> float:
    return float(minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-9}).fun)


def _evidence(years: tuple[YearResult, ...]) -> _Evidence:
    ways, fewest = ways_to_sum(years)
    everyone = sum(year.former_participants for year in years)
    sums = np.arange(fewest, fewest + len(ways), dtype=np.float64)
    return _Evidence(everyone, sums, np.array([log(count) for count in ways]))


def _log_likelihood(evidence: _Evidence, kappa: float, share: float) -> float:
    a, b = kappa * share, kappa * (1 - share)
    terms = evidence.log_ways + betaln(a + evidence.sums, b + evidence.everyone - evidence.sums)
    return float(logsumexp(terms) - betaln(a, b))
