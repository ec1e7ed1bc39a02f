"""The rule that the requests reveal: what explains best how many were asked of each, whatever was stated.

Of those asked in a year, municipality i is expected to be asked for the share

    s · x_i(before) / Σ x(before)  +  (1 - s) · P_i^g · Π index_ic^b_c / Σ P^g · Π index^b

of the total: a part s as the year before, the rest by size to the power g and each criterion to the power b_c. The
year's own figures stand in for those of the earlier years. s, g and b are fitted by least squares on square roots
(which makes the errors of counts alike) to every pair of successive years before the one it is tested on. It is a
finding and allocates nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from bosetting.allocation.compared.earlier import Asked
from bosetting.inputs.model import Inputs

Floats = NDArray[np.float64]
FEWEST = 2
"""Pairs of successive years that a fit needs: with one, nothing tells a habit from a year."""
DRAWS = 100
"""Resamples of years and municipalities behind the intervals."""
_STEEPEST = 5.0
"""Exponent of a criterion beyond which none is looked for; that of the size lies between 0 and 2."""


@dataclass(frozen=True)
class Estimate:
    """A fitted value, to four significant digits, with the middle 90 per cent of the resamples."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Pair:
    """What a fit sees of a year: those asked, and what each was asked for the year before."""

    year: int
    codes: tuple[str, ...]
    persons: Floats
    before: Floats


@dataclass(frozen=True)
class Revealed:
    """The fitted rule.

    Attributes:
        years: that it was fitted on, each against the one before.
        last: the part that follows last year's request, 0 to 1.
        size: the exponent of the number of residents.
        size_name: the size's name in the rules.
        criteria: the exponent of each other criterion's index, by name.
        log_size: logarithm of residents, by code.
        log_indices: logarithms of the indices, by code, in the order of ``criteria``.
    """

    years: tuple[int, ...]
    last: Estimate
    size: Estimate
    size_name: str
    criteria: Mapping[str, Estimate]
    log_size: Mapping[str, float]
    log_indices: Mapping[str, tuple[float, ...]]

    def shares(self, before: Mapping[str, int], codes: Sequence[str]) -> dict[str, float]:
        """The share of each of ``codes``, which sum to 1, with the values as printed."""
        values = [self.last.value, self.size.value, *(e.value for e in self.criteria.values())]
        figures = np.array([[self.log_size[c], *self.log_indices[c]] for c in codes])
        found = expected(np.array(values), figures, np.array([before.get(c, 0) for c in codes], dtype=float))
        return dict(zip(codes, found.tolist(), strict=True))


def revealed(
    inputs: Inputs,
    indices: Mapping[str, Mapping[str, float]],
    years: Sequence[Asked],
    random: np.random.Generator | None = None,
) -> Revealed | None:
    """Fit the rule on successive requests; None where there are fewer than ``FEWEST`` pairs of them.

    Args:
        inputs: of the edition; its residents are used.
        indices: of each criterion but the size, by code and then name. An index of 0 counts as missing (1).
        years: earlier requests, oldest first.
        random: for the resamples, which it decides entirely; None for no intervals.
    """
    names = [criterion.name for criterion in inputs.rules.others]
    log_size = {m.number: float(np.log(max(m.residents, 1))) for m in inputs.municipalities}
    log_indices = {
        code: tuple(float(np.log(indices[code][name] or 1.0)) for name in names) for code in log_size
    }
    pairs = _pairs(years)
    if len(pairs) < FEWEST:
        return None
    figures = [np.array([[log_size[c], *log_indices[c]] for c in pair.codes]) for pair in pairs]
    start = np.array([0.5, 0.9, *[0.0] * len(names)])
    best = _fit(pairs, figures, [np.ones(len(pair.codes)) for pair in pairs], start)
    low = high = best
    if random is not None:
        resampled = [_resampled(pairs, figures, sorted(log_size), best, random) for _ in range(DRAWS)]
        low, high = np.percentile(np.array(resampled), [5, 95], axis=0)
    estimates = [
        Estimate(*(_rounded(x) for x in (value, min(value, bottom), max(value, top))))
        for value, bottom, top in zip(best, low, high, strict=True)
    ]
    return Revealed(
        years=tuple(pair.year for pair in pairs),
        last=estimates[0],
        size=estimates[1],
        size_name=inputs.rules.size.name,
        criteria=dict(zip(names, estimates[2:], strict=True)),
        log_size=log_size,
        log_indices=log_indices,
    )


def expected(values: Floats, figures: Floats, before: Floats) -> Floats:
    """Shares of the total, municipalities as rows of ``figures`` (log residents, log indices)."""
    weight = np.exp(figures @ values[1:] - (figures @ values[1:]).max())
    by_rule = weight / weight.sum()
    everyone = before.sum()
    shares: Floats = by_rule if not everyone else values[0] * before / everyone + (1 - values[0]) * by_rule
    return shares


def _pairs(years: Sequence[Asked]) -> list[Pair]:
    return [
        Pair(
            year=now.year,
            codes=now.asked,
            persons=np.array([now.persons[code] for code in now.asked], dtype=np.float64),
            before=np.array([then.persons[code] for code in now.asked], dtype=np.float64),
        )
        for then, now in pairwise(years)
        if now.year == then.year + 1 and any(then.persons[code] for code in now.asked)
    ]


def _resampled(
    pairs: Sequence[Pair],
    figures: Sequence[Floats],
    codes: Sequence[str],
    start: Floats,
    random: np.random.Generator,
) -> Floats:
    """The fit with years and municipalities drawn anew: both kinds of luck are in the interval."""
    chosen = random.integers(len(pairs), size=len(pairs))
    times = dict(
        zip(
            codes,
            np.bincount(random.integers(len(codes), size=len(codes)), minlength=len(codes)),
            strict=True,
        )
    )
    weights = [np.array([float(times[c]) for c in pairs[i].codes]) for i in chosen]
    return _fit([pairs[i] for i in chosen], [figures[i] for i in chosen], weights, start)


def _fit(
    pairs: Sequence[Pair], figures: Sequence[Floats], weights: Sequence[Floats], start: Floats
) -> Floats:
    """Least squares on square roots of persons, a municipality counted as often as it was drawn."""
    years = [
        (of_pair, pair.before, pair.persons.sum(), np.sqrt(pair.persons), np.sqrt(weight))
        for pair, of_pair, weight in zip(pairs, figures, weights, strict=True)
    ]

    def residuals(values: Floats) -> Floats:
        return np.concatenate(
            [
                weight * (np.sqrt(total * expected(values, of_pair, before)) - root)
                for of_pair, before, total, root, weight in years
            ]
        )

    def slopes(values: Floats) -> Floats:
        return np.concatenate(
            [
                weight[:, None]
                * total
                * _slopes(values, of_pair, before)
                / (2 * np.sqrt(total * expected(values, of_pair, before)).clip(1e-9)[:, None])
                for of_pair, before, total, _, weight in years
            ]
        )

    criteria = len(start) - 2
    low, high = np.array([0.0, 0.0, *[-_STEEPEST] * criteria]), np.array([1.0, 2.0, *[_STEEPEST] * criteria])
    inside = start.clip(low + 1e-6, high - 1e-6)
    found: Floats = least_squares(residuals, inside, jac=slopes, bounds=(low, high), xtol=1e-7).x
    return found


def _slopes(values: Floats, figures: Floats, before: Floats) -> Floats:
    """How each expected share changes with each value."""
    by_rule = expected(np.array([0.0, *values[1:]]), figures, before)
    last = before / before.sum() - by_rule
    others = (1 - values[0]) * by_rule[:, None] * (figures - by_rule @ figures)
    return np.column_stack([last, others])


def _rounded(value: float) -> float:
    """Four significant digits: further ones differ between machines."""
    return float(f"{value:.4g}")
