"""The whole request for many draws of the assumptions in one vectorised computation.

Floating point is enough here: draws are summed up in whole persons and shares of draws. A test compares draws
with the exact allocation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from bosetting.allocation.adjustments import demand_of, demands
from bosetting.allocation.certainty.criteria_arrays import index_arrays
from bosetting.allocation.certainty.draws import FORMS, SPLITS, Draws, Floats, Ranges
from bosetting.allocation.counties import previous_requests
from bosetting.allocation.criteria.indices import base
from bosetting.allocation.division.many import divide_columns
from bosetting.inputs.model import Inputs, Municipality

CHUNK = 500
"""Draws at a time: few enough for the arrays to stay in the processor's cache."""
_NO_CAP = 1e7
HEAD_START = 64.0
"""Of each step of the selection before the next."""
FURTHEST = 31.0
"""Priorities beyond this, in logarithm, count as equal: less than half the head start of a step."""


@dataclass(frozen=True)
class Simulated:
    """Persons by draw and municipality.

    Attributes:
        persons: draws by municipalities in order of code; 0 where not asked.
        feasible: for each draw, whether the demands could be met; where not, its persons mean nothing.
    """

    persons: NDArray[np.int32]
    feasible: NDArray[np.bool_]


def simulate(
    inputs: Inputs, draws: Draws, within: Ranges, indices: tuple[Floats, ...] | None = None
) -> Simulated:
    """The request of every draw.

    Args:
        inputs: of the edition.
        draws: of its assumptions.
        within: what they were drawn from.
        indices: ``drawn_indices`` of both, where several sets of draws share them.
    """
    figures = _Figures(inputs, draws, drawn_indices(inputs, within) if indices is None else indices)
    persons = np.zeros((len(draws), len(inputs.municipalities)), dtype=np.int32)
    feasible = np.zeros(len(draws), dtype=np.bool_)
    for form, chosen in _chunks(draws):
        asked = figures.asked(chosen)
        weights = np.where(asked, figures.weights(chosen, form), 0.0)
        shares, fits = figures.divided(chosen, weights, asked)
        persons[chosen] = (shares * inputs.rules.unit)[figures.back].T
        feasible[chosen] = fits
    return Simulated(persons, feasible)


def drawn_indices(inputs: Inputs, within: Ranges) -> tuple[Floats, ...]:
    """Every index that draws choose among, its municipalities in the order of the simulation."""
    rows = _by_county(inputs)
    return index_arrays(inputs, rows, _bases(inputs, rows), within)


def _by_county(inputs: Inputs) -> list[Municipality]:
    """Municipalities by county, within it in serving order."""
    return sorted(inputs.municipalities, key=lambda m: (m.county_number, -m.residents, m.number))


def _bases(inputs: Inputs, rows: Sequence[Municipality]) -> list[Fraction]:
    return [base(m.residents, inputs.rules.size.exponent) for m in rows]


def _chunks(draws: Draws) -> Iterator[tuple[str, NDArray[np.intp]]]:
    for position, form in enumerate(FORMS):
        of_form = np.flatnonzero(draws.form == position)
        for start in range(0, len(of_form), CHUNK):
            yield form, of_form[start : start + CHUNK]


class _Figures:
    """The edition's figures as arrays; rows are municipalities by county, within it in serving order."""

    def __init__(self, inputs: Inputs, draws: Draws, indices: tuple[Floats, ...]) -> None:
        rules = inputs.rules
        self.inputs, self.draws = inputs, draws
        place = {m.number: i for i, m in enumerate(inputs.municipalities)}
        self.rows = _by_county(inputs)
        self.back = np.argsort([place[m.number] for m in self.rows])
        self.residents = np.array([m.residents for m in self.rows], dtype=np.float64)
        self.size = np.array([float(own) for own in _bases(inputs, self.rows)])
        self.indices = indices
        with np.errstate(divide="ignore"):
            self.log_residents = np.log(self.residents)
            self.logs = tuple(np.log(index) for index in self.indices)
        self.continued = np.array([bool(m.previously_asked) for m in self.rows])
        demanded = demands(inputs.adjustments)
        self.demands = [demand_of(demanded, m.number) for m in self.rows]
        self.starts = _county_starts(self.rows)
        self.total = np.array([draws.requested // rules.unit], dtype=np.float64)[0]

    def asked(self, chosen: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Who is asked, municipalities by draws (see ``selection.select``)."""
        inputs = self.inputs
        scores: Floats = np.tile(self.log_residents[:, None], (1, len(chosen)))
        for column, logs in enumerate(self.logs):
            scores = scores + _times(
                self.draws.exponents[chosen, column], logs[:, self._variant(chosen, column)]
            )
        # No priority outweighs a step; an index of 0 makes all priorities equal.
        scores = self._steps(chosen) + np.clip(scores, -FURTHEST, FURTHEST)
        # Equal claims: more residents, then the lower code.
        order = sorted(range(len(self.rows)), key=lambda i: (-self.rows[i].residents, self.rows[i].number))
        scores[order] -= 1e-13 * np.arange(len(order))[:, None]
        for i, demand in enumerate(self.demands):
            if demand.asked is not None:
                scores[i] = 1e4 - i if demand.asked else -1e4 - i
        by_draw = np.ascontiguousarray(scores.T)
        last = len(self.rows) - inputs.rules.number_asked
        if inputs.rules.selection == ("all",):
            last = sum(demand.asked is False for demand in self.demands)
        return (by_draw >= np.partition(by_draw, last, axis=1)[:, [last]]).T

    def _steps(self, chosen: NDArray[np.intp]) -> Floats:
        """A head start for each step of the selection that another one follows, municipalities by draws."""
        steps = self.inputs.rules.selection
        start = np.zeros((len(self.rows), len(chosen)))
        # The first step that takes a municipality decides; so the last is set first.
        for ahead, step in enumerate(reversed(steps)):
            if step == "threshold":
                taken = self.residents[:, None] >= self.draws.threshold[chosen]
            else:
                taken = np.broadcast_to(self.continued[:, None] | (step != "continuity"), start.shape)
            start = np.where(taken, HEAD_START * ahead, start)
        return start

    def _variant(self, chosen: NDArray[np.intp], column: int) -> NDArray[np.int64]:
        variant: NDArray[np.int64] = self.draws.variants[chosen, column]
        return variant

    def weights(self, chosen: NDArray[np.intp], form: str) -> Floats:
        """Criteria-adjusted populations, municipalities by draws (see ``criteria.weight``)."""
        weights, size = self.draws.weights[chosen].T, self.size[:, None]
        if form == "multiplicative":
            mean: Floats = np.zeros((len(self.rows), len(chosen)))
            for column, logs in enumerate(self.logs):
                mean = mean + _times(weights[column + 1], logs[:, self._variant(chosen, column)])
            geometric: Floats = (size * np.exp(mean)).round(6)
            return geometric
        total: Floats = weights[0] * size
        for column, index in enumerate(self.indices):
            part = self.size.sum() * index / index.sum(axis=0) if form == "standardised" else size * index
            total = total + weights[column + 1] * part[:, self._variant(chosen, column)]
        return total.round(6)

    def divided(
        self, chosen: NDArray[np.intp], weights: Floats, asked: NDArray[np.bool_]
    ) -> tuple[Floats, NDArray[np.bool_]]:
        """Units by municipality and draw, and which draws are feasible."""
        lower, upper = self._limits(chosen, asked)
        total = self.total[chosen]
        if self.inputs.rules.division == "one_stage":
            order = np.lexsort((np.array([m.number for m in self.rows]), -self.residents))
            shares, fits = np.empty_like(weights), np.ones(len(chosen), dtype=np.bool_)
            shares[order] = _divide(weights[order], total, lower[order], upper[order], fits)
            return shares, fits
        return self._county_first(chosen, weights, lower, upper, total)

    def _county_first(
        self, chosen: NDArray[np.intp], weights: Floats, lower: Floats, upper: Floats, total: Floats
    ) -> tuple[Floats, NDArray[np.bool_]]:
        fits = np.ones(len(chosen), dtype=np.bool_)
        firsts = [start for _, start, _ in self.starts]
        sums = [np.add.reduceat(x, firsts, axis=0) for x in (weights, lower, upper)]
        places = self._county_places(chosen, sums[0], sums[1], sums[2], total, fits)
        shares = np.empty_like(weights)
        for county, (_, start, stop) in enumerate(self.starts):
            part = slice(start, stop)
            shares[part] = _divide(weights[part], places[county], lower[part], upper[part], fits)
        return shares, fits

    def _county_places(
        self,
        chosen: NDArray[np.intp],
        weights: Floats,
        lower: Floats,
        upper: Floats,
        total: Floats,
        fits: NDArray[np.bool_],
    ) -> Floats:
        """Units by county and draw (see ``counties.county_shares``)."""
        inputs = self.inputs
        places = np.zeros_like(weights)
        given = {t.county_number for t in inputs.county_totals}
        kept = [i for i in self._serving_counties() if self.starts[i][0] in given]
        free = [i for i in self._serving_counties() if self.starts[i][0] not in given]
        if kept:
            places[kept] = self._given_places(kept, lower[kept], upper[kept], total, fits)
        rest = total - places.sum(axis=0)
        if not free:
            fits &= rest == 0
            return places
        before = previous_requests(inputs)
        previous = np.array([[float(before[number])] for number, _, _ in self.starts])
        split = np.where(self.draws.split[chosen] == SPLITS.index("weights"), weights, previous)
        members = upper[free] > 0
        places[free] = _divide(split[free] * members, rest, lower[free], upper[free], fits)
        return places

    def _given_places(
        self, kept: Sequence[int], lower: Floats, upper: Floats, total: Floats, fits: NDArray[np.bool_]
    ) -> Floats:
        """Units of the counties with a given total: their part of the drawn total, divided by what is given.

        Where the total is the edition's each gets what is given. Otherwise they follow it together, within
        what their municipalities' bounds allow, so that the whole drawn total is divided and nothing is lost
        by rounding. A given total that breaks those bounds by itself is still refused, as the edition's is.
        """
        rules, edition = self.inputs.rules, self.inputs.edition
        persons = {t.county_number: t.persons for t in self.inputs.county_totals}
        units = np.array([[persons[self.starts[i][0]] / rules.unit] for i in kept])
        part = np.rint(units.sum() * total / (edition.requested / rules.unit))
        weights = np.broadcast_to(units, lower.shape)
        return _divide(weights, part, np.minimum(lower, units), np.maximum(upper, units), fits)

    def _limits(self, chosen: NDArray[np.intp], asked: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Bounds in units (see ``adjustments.bounds``)."""
        rules = self.inputs.rules
        cap = _NO_CAP if rules.cap is None else float(rules.cap)
        least = np.tile(self.draws.floor[chosen].astype(np.float64), (len(self.rows), 1))
        most = np.full_like(least, cap)
        for i, demand in enumerate(self.demands):
            if demand.least is not None:
                least[i] = np.maximum(least[i], demand.least)
            if demand.most is not None:
                most[i] = np.minimum(most[i], demand.most)
            if demand.least is not None:
                most[i] = np.maximum(most[i], demand.least)
            if demand.most is not None:
                least[i] = np.minimum(least[i], most[i])
        return np.ceil(least / rules.unit) * asked, np.floor(most / rules.unit) * asked

    def _serving_counties(self) -> list[int]:
        residents = [self.residents[start:stop].sum() for _, start, stop in self.starts]
        return sorted(range(len(self.starts)), key=lambda i: (-residents[i], self.starts[i][0]))


def _divide(weights: Floats, totals: Floats, lower: Floats, upper: Floats, fits: NDArray[np.bool_]) -> Floats:
    """Divide each column, and strike the columns whose bounds leave no room for their total."""
    least, most = lower.sum(axis=0), upper.sum(axis=0)
    fits &= (lower <= upper).all(axis=0) & (totals >= least) & (totals <= most)
    return divide_columns(
        weights, np.clip(totals, least, np.maximum(least, most)), lower, np.maximum(lower, upper)
    )


def _times(factors: Floats, logs: Floats) -> Floats:
    """Factors by column; nought times minus infinity is nought, as 0 to the power 0 is 1."""
    with np.errstate(invalid="ignore"):
        product: Floats = np.where(factors == 0, 0.0, factors * logs)
    return product


def _county_starts(rows: Sequence[Municipality]) -> list[tuple[str, int, int]]:
    numbers = [m.county_number for m in rows]
    return [
        (number, numbers.index(number), numbers.index(number) + numbers.count(number))
        for number in dict.fromkeys(numbers)
    ]
