"""What could have been otherwise: the assumptions drawn within declared ranges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bosetting.inputs.model import NATIONAL, Inputs

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

FORMS = ("additive", "multiplicative", "standardised")
SPLITS = ("previous_request", "weights")
ASSUMPTIONS = (
    "weights",
    "form",
    "kappa",
    "exponents",
    "threshold",
    "floor",
    "county_split",
    "employment_period",
    "need",
)
"""What is drawn, each by itself and independent of the others. The report lists these, so that it lists all."""
NEED_RANGE = Fraction(1, 5)
"""Part of the number to divide, up and down, where the forecast has no interval of its own.

The expected load has the same range: one need, one uncertainty."""


@dataclass(frozen=True)
class Ranges:
    """Within what each assumption is drawn.

    Attributes:
        concentration: of the Dirichlet distribution around the stated weights; 100 gives 70 per cent a standard
            deviation of 4.6 points. Weights are rounded to three decimals.
        kappas: persons, evenly spread in logarithm over the interval of the estimate.
        exponents: a and b, each drawn from these.
        thresholds: residents, all whole numbers from the first to the last.
        floors: persons, likewise.
        periods: quarters of the employment figures.
        requested: persons to divide, likewise; given county totals follow in proportion, within what their
            municipalities' bounds allow.
        requested_declared: True where the forecast has no interval of its own and one is declared.
    """

    concentration: int
    kappas: tuple[float, ...]
    exponents: tuple[float, ...]
    thresholds: tuple[int, int]
    floors: tuple[int, int]
    periods: tuple[str, ...]
    requested: tuple[int, int]
    requested_declared: bool


@dataclass(frozen=True)
class Draws:
    """Values of all assumptions, one a draw.

    Attributes:
        weights: three columns: population, employment, results.
        form: positions in ``FORMS``.
        kappa: persons.
        exponents: two columns: a and b.
        threshold: residents.
        floor: persons.
        split: positions in ``SPLITS``.
        period: positions in ``Ranges.periods``.
        requested: persons.
    """

    weights: Floats
    form: Whole
    kappa: Floats
    exponents: Floats
    threshold: Whole
    floor: Whole
    split: Whole
    period: Whole
    requested: Whole

    def __len__(self) -> int:
        return len(self.requested)


def ranges(inputs: Inputs) -> Ranges:
    """The ranges of an edition: published or estimated intervals where there are any, else declared ones.

    Declared: kappa from half to double where it has no interval, threshold and floor 20 per cent up and down,
    exponents from 0 to 2 in quarters, the number to divide ``NEED_RANGE`` up and down.
    """
    rules, edition = inputs.rules, inputs.edition
    kappa = rules.entries["results_kappa"]
    stated = float(rules.results_kappa)
    least = stated / 2 if kappa.low is None else float(kappa.low)
    most = stated * 2 if kappa.high is None else float(kappa.high)
    known = edition.low is not None and edition.high is not None
    need = (
        (edition.low or 0, edition.high or 0)
        if known
        else (round(edition.requested * (1 - NEED_RANGE)), round(edition.requested * (1 + NEED_RANGE)))
    )
    return Ranges(
        concentration=100,
        kappas=tuple(float(f"{value:.4g}") for value in np.geomspace(least, most, 33)),
        exponents=tuple(quarter / 4 for quarter in range(9)),
        thresholds=(round(Fraction(4, 5) * rules.threshold), round(Fraction(6, 5) * rules.threshold)),
        floors=(round(Fraction(4, 5) * rules.floor), round(Fraction(6, 5) * rules.floor)),
        periods=_periods(inputs),
        requested=need,
        requested_declared=not known,
    )


def _periods(inputs: Inputs) -> tuple[str, ...]:
    """The edition's quarter first, then every other with a national figure, also one published later."""
    table = inputs.tables["employment"]
    national = table[table["kommune_nr"] == NATIONAL]
    own = inputs.rules.employment_period
    return (own, *sorted(set(national["period"]) - {own}))


def stated(inputs: Inputs, count: int) -> Draws:
    """Draws in which every assumption has the value that the rules state."""
    rules = inputs.rules
    weights = (rules.weight_population, rules.weight_employment, rules.weight_results)
    exponents = (rules.exponent_employment, rules.exponent_results)
    return Draws(
        weights=np.tile([float(w) for w in weights], (count, 1)),
        form=np.full(count, FORMS.index(rules.weight_form)),
        kappa=np.full(count, float(rules.results_kappa)),
        exponents=np.tile([float(x) for x in exponents], (count, 1)),
        threshold=np.full(count, rules.threshold),
        floor=np.full(count, rules.floor),
        split=np.full(count, SPLITS.index(rules.county_split)),
        period=np.zeros(count, dtype=np.int64),
        requested=np.full(count, inputs.edition.requested),
    )


def draw(
    inputs: Inputs, within: Ranges, count: int, random: np.random.Generator, only: str | None = None
) -> Draws:
    """Draw the assumptions; with ``only`` just that one, the others as stated.

    Args:
        inputs: what is stated.
        within: the ranges.
        count: how many draws.
        random: seeded by the caller.
        only: one of ``ASSUMPTIONS``.
    """
    base = stated(inputs, count)
    unit = inputs.rules.unit
    low, high = -(-within.requested[0] // unit), within.requested[1] // unit
    drawn: dict[str, dict[str, Any]] = {
        "weights": {"weights": _weights(base.weights[0], within.concentration, count, random)},
        "form": {"form": random.integers(len(FORMS), size=count)},
        "kappa": {"kappa": random.choice(within.kappas, size=count)},
        "exponents": {"exponents": random.choice(within.exponents, size=(count, 2))},
        "threshold": {"threshold": random.integers(*within.thresholds, size=count, endpoint=True)},
        "floor": {"floor": random.integers(*within.floors, size=count, endpoint=True)},
        "county_split": {"split": random.integers(len(SPLITS), size=count)},
        "employment_period": {"period": random.integers(len(within.periods), size=count)},
        "need": {"requested": unit * random.integers(low, high, size=count, endpoint=True)},
    }
    for name in ASSUMPTIONS if only is None else (only,):
        base = replace(base, **drawn[name])
    return base


def _weights(stated: Floats, concentration: int, count: int, random: np.random.Generator) -> Floats:
    """Dirichlet weights in thousandths; population takes what rounding leaves, so that they sum to one."""
    positive = stated > 0
    weights = np.zeros((count, len(stated)))
    weights[:, positive] = random.dirichlet(concentration * stated[positive], size=count).round(3)
    weights[:, 0] = (1 - weights[:, 1] - weights[:, 2]).round(3)
    return weights
