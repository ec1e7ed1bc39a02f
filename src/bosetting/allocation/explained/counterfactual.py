"""The smallest change in one figure of a municipality that alone would change whether it is asked.

Everything else is held fixed: the others' figures, the national shares, kappa and the adjustments. Whether a
municipality is asked then hangs on one other: the last one asked, or the first one not asked. So each answer
needs a few comparisons and no new request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from bosetting.allocation.adjustments import Demand, demand_of, demands
from bosetting.allocation.criteria.forms import MICRO
from bosetting.allocation.criteria.indicators import employment_index, priority_claim
from bosetting.allocation.request import Allotment, Request
from bosetting.allocation.selection import above_threshold

Criterion = Literal["residents", "employment", "results"]
Outcome = Literal["change", "no_level", "not_defined", "not_counted", "size_decides", "forced", "no_places"]

PERCENT_STEP = Decimal("0.1")
MOST_RESIDENTS = 10**8
"""More than any country of this size will have; a search must end somewhere."""

_Key = tuple[bool, int, int, str]


@dataclass(frozen=True)
class Change:
    """What one figure would have to be for the municipality's status to be the other one.

    Residents change by whole persons, employment by tenths of a percentage point from the printed per cent,
    the results index by millionths.

    Attributes:
        criterion: residents, employment (per cent) or results (index).
        outcome: change (there is one), no_level (no level of this figure alone would do: 100 per cent in
            work, or everyone or nobody among its former participants, is not enough), not_defined (it has no
            programme results), not_counted (the figure has no part in the selection), size_decides (it has none
            here: one of the two that would change places is above the threshold of residents, the other below),
            forced (an adjustment decides), no_places (no place is open to the rule, or nobody waits for one).
        now: the figure as it is; None where not defined.
        needed: the figure as it would have to be; None unless there is a change.
        crosses_threshold: True where the change takes it over or under the threshold of residents.
    """

    criterion: Criterion
    outcome: Outcome
    now: Decimal | None
    needed: Decimal | None
    crosses_threshold: bool = False

    @property
    def difference(self) -> Decimal | None:
        """Needed less now."""
        return None if self.needed is None or self.now is None else self.needed - self.now


@dataclass(frozen=True)
class Counterfactual:
    """The smallest changes that alone would change whether a municipality is asked.

    Attributes:
        asked: the status as it is; each change gives the other one.
        rival: the municipality it would change places with; None where the rule opens no place.
        threshold: of the rules, in residents.
    """

    asked: bool
    rival: str | None
    residents: Change
    employment: Change
    results: Change
    threshold: int

    @property
    def kept_below(self) -> tuple[int, int] | None:
        """Residents below the threshold with which it would still be asked: the fewest and the most.

        For one that is asked for its size. None where it would lose its place as soon as it is below the
        threshold, or where the question does not arise.
        """
        if not (self.asked and self.residents.crosses_threshold and self.residents.needed is not None):
            return None
        fewest, most = int(self.residents.needed) + 1, self.threshold - 1
        return (fewest, most) if fewest <= most else None

    @property
    def changes(self) -> tuple[Change, Change, Change]:
        """The three in the order of the criteria."""
        return self.residents, self.employment, self.results


def counterfactuals(request: Request) -> dict[str, Counterfactual]:
    """The counterfactual of every municipality, by code."""
    demanded = demands(request.adjustments)
    return {
        a.municipality.number: counterfactual(request, a, demand_of(demanded, a.municipality.number))
        for a in request.allotments
    }


def counterfactual(request: Request, allotment: Allotment, demand: Demand) -> Counterfactual:
    """The counterfactual of one municipality, given what its adjustments demand."""
    selection = request.selection
    now = _figures(allotment)
    rival = selection.first_not_asked if allotment.asked else selection.last_asked
    if demand.asked is not None or rival is None:
        outcome: Outcome = "no_places" if demand.asked is None else "forced"
        residents, employment, results = (Change(name, outcome, value, None) for name, value in now.items())
        threshold = request.inputs.rules.threshold
        return Counterfactual(allotment.asked, None, residents, employment, results, threshold)
    case = _Case(request, allotment, request.by_code[rival])
    return Counterfactual(
        allotment.asked,
        rival,
        _residents(case),
        _employment(case, now["employment"]),
        _results(case, now["results"]),
        request.inputs.rules.threshold,
    )


def _figures(allotment: Allotment) -> dict[Criterion, Decimal | None]:
    municipality = allotment.municipality
    return {
        "residents": Decimal(municipality.residents),
        "employment": municipality.employment,
        "results": allotment.indicators.results_index if municipality.results else None,
    }


@dataclass(frozen=True)
class _Case:
    """One municipality against the one it would change places with."""

    request: Request
    own: Allotment
    rival: Allotment

    @property
    def direction(self) -> int:
        """Up for one that is not asked, down for one that is."""
        return -1 if self.own.asked else 1

    @property
    def size_decides(self) -> bool:
        """Whether only one of the two is above the threshold: then no other figure matters."""
        rules = self.request.inputs.rules
        own, rival = (above_threshold(a.municipality, rules) for a in (self.own, self.rival))
        return own != rival

    def flips(
        self, residents: int | None = None, employment: Decimal | None = None, results: Decimal | None = None
    ) -> bool:
        """Whether the status changes when the figures given replace its own."""
        own, m = self.own, self.own.municipality
        own_place = self.place(
            m.residents if residents is None else residents,
            own.indicators.employment_index if employment is None else employment,
            own.indicators.results_index if results is None else results,
            m.number,
        )
        return (own_place < self.rival_place) != own.asked

    @cached_property
    def rival_place(self) -> _Key:
        """The other's key, the same for every figure that is tried."""
        m, criteria = self.rival.municipality, self.rival.indicators
        return self.place(m.residents, criteria.employment_index, criteria.results_index, m.number)

    def place(self, residents: int, employment: Decimal, results: Decimal, code: str) -> _Key:
        """The key that orders the selection (see ``selection.select``)."""
        rules = self.request.inputs.rules
        first = rules.selection == "threshold_then_priority" and residents >= rules.threshold
        return not first, -priority_claim(residents, employment, results, rules), -residents, code


def _residents(case: _Case) -> Change:
    now = case.own.municipality.residents
    most = now if case.direction < 0 else MOST_RESIDENTS - now
    steps = _fewest_steps(lambda k: case.flips(residents=now + case.direction * k), most)
    if steps is None:
        return Change("residents", "no_level", Decimal(now), None)
    needed = now + case.direction * steps
    rules = case.request.inputs.rules
    crosses = rules.selection == "threshold_then_priority" and (
        (now >= rules.threshold) != (needed >= rules.threshold)
    )
    return Change("residents", "change", Decimal(now), Decimal(needed), crosses)


def _employment(case: _Case, now: Decimal | None) -> Change:
    assert now is not None  # noqa: S101 - every municipality has an employment rate, only results may lack
    if case.request.inputs.rules.exponent_employment == 0:
        return Change("employment", "not_counted", now, None)
    if case.size_decides:
        return Change("employment", "size_decides", now, None)
    national = case.request.inputs.national_employment
    step = case.direction * PERCENT_STEP
    room = (100 - now if step > 0 else now) / PERCENT_STEP
    steps = _fewest_steps(
        lambda k: case.flips(employment=employment_index(now + k * step, national)), int(room)
    )
    if steps is None:
        return Change("employment", "no_level", now, None)
    return Change("employment", "change", now, now + steps * step)


def _results(case: _Case, now: Decimal | None) -> Change:
    if now is None:
        return Change("results", "not_defined", None, None)
    if case.request.inputs.rules.exponent_results == 0:
        return Change("results", "not_counted", now, None)
    if case.size_decides:
        return Change("results", "size_decides", now, None)
    step = case.direction * Decimal(1) / MICRO
    steps = _fewest_steps(lambda k: case.flips(results=now + k * step), _results_room(case, now))
    if steps is None:
        return Change("results", "no_level", now, None)
    return Change("results", "change", now, now + steps * step)


def _results_room(case: _Case, now: Decimal) -> int:
    """How many millionths the index can move until all, or none, of its former participants are in work."""
    rules = case.request.inputs.rules
    own = rules.results_kappa * rules.results_share
    n = case.own.indicators.former_participants
    everyone = rules.results_kappa + n
    extreme = (own + n if case.direction > 0 else own) / everyone / rules.results_share
    return int(abs(extreme - Fraction(now)) * MICRO)


def _fewest_steps(flips: Callable[[int], bool], most: int) -> int | None:
    """The smallest k from 1 to ``most`` for which ``flips(k)``, which stays true once it is; None if none."""
    if most < 1 or not flips(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if flips(middle) else (middle, high)
    return high
