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
from scipy.special import betaln, gammaincinv

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


class _Evidence:
    """All municipalities: each sum of persons in work or education that may lie behind what is known of one.

    Args:
        results: the known years of each; at least one.
    """

    def __init__(self, results: Sequence[tuple[YearResult, ...]]) -> None:
        possible = [ways_to_sum(years) for years in results]
        everyone = [sum(year.former_participants for year in years) for years in results]
        counts = [len(ways) for ways, _ in possible]
        self.municipalities = len(results)
        self.former_participants = sum(everyone)
        self._sums = np.concatenate(
            [np.arange(fewest, fewest + len(w), dtype=float) for w, fewest in possible]
        )
        self._others = np.repeat(np.array(everyone, dtype=float), counts) - self._sums
        self._log_ways = np.array([log(count) for ways, _ in possible for count in ways])
        self._first = np.cumsum([0, *counts[:-1]])
        self._counts = counts

    def loss(self, kappa: float, share: float) -> float:
        """Minus the logarithm of the likelihood: over municipalities, of the sum over what may lie behind each."""
        a, b = kappa * share, kappa * (1 - share)
        terms = self._log_ways + betaln(a + self._sums, b + self._others)
        largest = np.maximum.reduceat(terms, self._first)
        parts = np.add.reduceat(np.exp(terms - np.repeat(largest, self._counts)), self._first)
        return float(self.municipalities * betaln(a, b) - (np.log(parts) + largest).sum())


def fit_results(results: Sequence[Sequence[YearResult]]) -> ResultsFit:
    """Fit kappa and the national share by maximum likelihood of an interval-censored beta-binomial.

    Args:
        results: the known years of each municipality; those without any are left out.

    Raises:
        ValueError: no year of any municipality is known.
    """
    if not any(results):
        raise ValueError("no result of any municipality is known; there is nothing to estimate from")
    evidence = _Evidence([tuple(years) for years in results if years])
    loss = evidence.loss

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
    # Half the 95th percentile of chi-squared with one degree of freedom.
    allowed = float(best.fun) + float(gammaincinv(0.5, 0.95))

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
        municipalities=evidence.municipalities,
        former_participants=evidence.former_participants,
    )


def four_digits(value: float) -> float:
    """The value to four significant digits: another numerical library changes digits further out."""
    return float(f"{value:.4g}")


def _least(loss: Callable[[float], float], bounds: tuple[float, float]) -> float:
    return float(minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-9}).fun)
