"""What could have been otherwise: the assumptions drawn within declared ranges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bosetting.inputs.criteria import Criterion
from bosetting.inputs.figures import when_column
from bosetting.inputs.model import NATIONAL, Inputs
from bosetting.inputs.reading.rule_values import WEIGHT_FORMS
from bosetting.inputs.rules import Rules

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

FORMS = WEIGHT_FORMS
SPLITS = ("previous_request", "weights")
NEED_RANGE = Fraction(1, 5)
"""Part of the number to divide, up and down, where the forecast has no interval of its own.

The expected load has the same range: one need, one uncertainty."""


@dataclass(frozen=True)
class Ranges:
    """Within what each assumption is drawn.

    Attributes:
        concentration: of the Dirichlet distribution around the stated weights; 100 gives 70 per cent a standard
            deviation of 4.6 points. Weights are rounded to three decimals.
        kappas: persons, evenly spread in logarithm over the interval of the estimate, by criterion.
        exponents: of each index in the priority, each drawn from these.
        thresholds: residents, all whole numbers from the first to the last; None where no step asks for them.
        floors: persons, likewise.
        periods: days, quarters or years of a criterion's figures, its own first, by criterion; those with one
            alone are left out.
        requested: persons to divide, likewise; given county totals follow in proportion, within what their
            municipalities' bounds allow.
        requested_declared: True where the forecast has no interval of its own and one is declared.
    """

    concentration: int
    kappas: Mapping[str, tuple[float, ...]]
    exponents: tuple[float, ...]
    thresholds: tuple[int, int] | None
    floors: tuple[int, int]
    periods: Mapping[str, tuple[str, ...]]
    requested: tuple[int, int]
    requested_declared: bool


@dataclass(frozen=True)
class Draws:
    """Values of all assumptions, one a draw.

    Attributes:
        weights: one column a criterion, the size first.
        form: positions in ``FORMS``.
        variants: one column a criterion but the size: which variant of its figures (see ``criteria_arrays``):
            0 as stated, then one a kappa or one a further period.
        exponents: one column a criterion but the size.
        threshold: residents.
        floor: persons.
        split: positions in ``SPLITS``.
        requested: persons.
    """

    weights: Floats
    form: Whole
    variants: Whole
    exponents: Floats
    threshold: Whole
    floor: Whole
    split: Whole
    requested: Whole

    def __len__(self) -> int:
        return len(self.requested)


def assumptions(inputs: Inputs, within: Ranges) -> tuple[str, ...]:
    """What is drawn, each by itself and independent of the others. The report lists these, so that it lists all."""
    rules = inputs.rules
    several = len(rules.criteria) > 1
    drawn = {
        "weights": several,
        "form": several,
        **{f"{name}_kappa": True for name in within.kappas},
        "exponents": several and "priority" in rules.selection,
        "threshold": within.thresholds is not None,
        "floor": True,
        "county_split": rules.division == "county_first" and rules.previous_request is not None,
        **{f"{name}_period": True for name in within.periods},
        "need": True,
    }
    return tuple(name for name, is_drawn in drawn.items() if is_drawn)


def ranges(inputs: Inputs) -> Ranges:
    """The ranges of an edition: published or estimated intervals where there are any, else declared ones.

    Declared: kappa from half to double where it has no interval, threshold and floor 20 per cent up and down,
    exponents from 0 to 2 in quarters, the number to divide ``NEED_RANGE`` up and down.
    """
    rules, edition = inputs.rules, inputs.edition
    known = edition.low is not None and edition.high is not None
    need = (
        (edition.low or 0, edition.high or 0)
        if known
        else (round(edition.requested * (1 - NEED_RANGE)), round(edition.requested * (1 + NEED_RANGE)))
    )
    return Ranges(
        concentration=100,
        kappas={each.name: _kappas(rules, each) for each in rules.others if each.kappa is not None},
        exponents=tuple(quarter / 4 for quarter in range(9)),
        thresholds=None if rules.threshold is None else _fifth(rules.threshold),
        floors=_fifth(rules.floor),
        periods={
            each.name: periods
            for each in rules.others
            for periods in (_periods(inputs, each),)
            if each.index != "shrunk_share" and len(periods) > 1
        },
        requested=need,
        requested_declared=not known,
    )


def _fifth(value: int) -> tuple[int, int]:
    return round(Fraction(4, 5) * value), round(Fraction(6, 5) * value)


def _kappas(rules: Rules, criterion: Criterion) -> tuple[float, ...]:
    rule, stated = rules.entries.get(f"kappa_{criterion.name}"), float(criterion.kappa or 1)
    least = stated / 2 if rule is None or rule.low is None else float(rule.low)
    most = stated * 2 if rule is None or rule.high is None else float(rule.high)
    return tuple(float(f"{value:.4g}") for value in np.geomspace(least, most, 33))


def _periods(inputs: Inputs, criterion: Criterion) -> tuple[str, ...]:
    """The edition's period first, then every other with a national figure, also one published later."""
    own = tuple(map(str, criterion.period))
    table = inputs.tables[criterion.table]
    when = when_column(table.columns)
    # Only where one row a municipality and period is held against one of the country.
    if when is None or criterion.where or criterion.index not in ("ratio", "inverse_ratio"):
        return own
    national = table[(table["kommune_nr"] == NATIONAL) & (table[criterion.column] > 0)]
    return (*own, *sorted({str(period) for period in national[when]} - {*own}))


def stated(inputs: Inputs, count: int) -> Draws:
    """Draws in which every assumption has the value that the rules state."""
    rules = inputs.rules
    split = SPLITS.index(rules.county_split) if rules.county_split in SPLITS else 0
    return Draws(
        weights=np.tile([float(each.weight) for each in rules.criteria], (count, 1)),
        form=np.full(count, FORMS.index(rules.weight_form)),
        variants=np.zeros((count, len(rules.others)), dtype=np.int64),
        exponents=np.tile(np.array([float(each.exponent) for each in rules.others]), (count, 1)),
        threshold=np.full(count, rules.threshold or 0),
        floor=np.full(count, rules.floor),
        split=np.full(count, split),
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
        only: one of ``assumptions``.
    """
    base = stated(inputs, count)
    for name in assumptions(inputs, within):
        # All are drawn, so that one alone has the values that it has among all.
        column, values = _drawn(inputs, within, count, random, name, base)
        if only in (None, name):
            base = replace(base, **{column: values})
    return base


def _drawn(
    inputs: Inputs, within: Ranges, count: int, random: np.random.Generator, name: str, base: Draws
) -> tuple[str, Any]:
    """Which column of the draws an assumption is, and its values."""
    unit, rules = inputs.rules.unit, inputs.rules
    low, high = -(-within.requested[0] // unit), within.requested[1] // unit
    drawn: dict[str, tuple[str, Callable[[], Any]]] = {
        "weights": (name, lambda: _weights(base.weights[0], within.concentration, count, random)),
        "form": (name, lambda: random.integers(len(FORMS), size=count)),
        "exponents": (name, lambda: random.choice(within.exponents, size=(count, len(rules.others)))),
        "threshold": (name, lambda: _between(within.thresholds or (0, 0), count, random)),
        "floor": (name, lambda: _between(within.floors, count, random)),
        "county_split": ("split", lambda: random.integers(len(SPLITS), size=count)),
        "need": ("requested", lambda: unit * _between((low, high), count, random)),
    }
    variants = ("variants", lambda: _variants(inputs, within, count, random, name, base))
    column, values = drawn.get(name, variants)
    return column, values()


def _between(ends: tuple[int, int], count: int, random: np.random.Generator) -> Whole:
    return random.integers(*ends, size=count, endpoint=True)


def _variants(
    inputs: Inputs, within: Ranges, count: int, random: np.random.Generator, name: str, base: Draws
) -> Whole:
    """The variants with one criterion's drawn: any kappa but the stated one, or any period."""
    criterion, _, kind = name.rpartition("_")
    column = [each.name for each in inputs.rules.others].index(criterion)
    variants = base.variants.copy()
    if kind == "kappa":
        variants[:, column] = 1 + random.integers(len(within.kappas[criterion]), size=count)
    else:
        variants[:, column] = random.integers(len(within.periods[criterion]), size=count)
    return variants


def _weights(stated: Floats, concentration: int, count: int, random: np.random.Generator) -> Floats:
    """Dirichlet weights in thousandths; the size takes what rounding leaves, so that they sum to one."""
    positive = stated > 0
    weights = np.zeros((count, len(stated)))
    weights[:, positive] = random.dirichlet(concentration * stated[positive], size=count).round(3)
    rest = np.ones(count)
    for column in weights[:, 1:].T:
        rest = rest - column
    weights[:, 0] = rest.round(3)
    return weights
