"""The smallest change in one figure of a municipality that alone would change whether it is asked.

Everything else is held fixed: the others' figures, the national ones, kappa and the adjustments. Whether a
municipality is asked then hangs on one other: the last one asked, or the first one not asked. So each answer
needs a few comparisons and no new request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from bosetting.allocation.adjustments import Demand, demand_of, demands
from bosetting.allocation.criteria.indicators import priority_claim
from bosetting.allocation.criteria.indices import MICRO, Country, base, index_of
from bosetting.allocation.request import Allotment, Request
from bosetting.allocation.selection import step_with
from bosetting.inputs.criteria import Criterion
from bosetting.inputs.model import Municipality

Outcome = Literal[
    "change",
    "no_level",
    "not_defined",
    "not_counted",
    "size_decides",
    "continuity_decides",
    "forced",
    "no_places",
]

PERCENT_STEP = Decimal("0.1")
MOST_RESIDENTS = 10**8
"""More than any country of this size will have; a search must end somewhere."""
MOST_TIMES = 1000
"""A figure without an upper end of its own is sought up to so many times the larger of its own and the country's."""
_ENDS = {"percent": Decimal(100), "share": Decimal(1)}

_Key = tuple[int, int, int, str]


@dataclass(frozen=True)
class Change:
    """What one figure would have to be for the municipality's status to be the other one.

    Residents change by whole persons, a figure in per cent by tenths from what is printed, a share of few
    persons by millionths of its index, a class to the nearest other one, all else by the last decimal printed.

    Attributes:
        criterion: by its name.
        outcome: change (there is one), no_level (no level of this figure alone would do: 100 per cent in
            work, or everyone or nobody among its former participants, is not enough), not_defined (it has no
            figure), not_counted (the figure has no part in the selection), size_decides (it has none here: one of
            the two that would change places is above the threshold of residents, the other below),
            continuity_decides (likewise, since one of them was asked in the earlier request), forced (an
            adjustment decides), no_places (no place is open to the rule, or nobody waits for one).
        now: the figure as it is, or its class; None where not defined.
        needed: the figure as it would have to be; None unless there is a change.
        crosses_threshold: True where the change takes it over or under the threshold of residents.
    """

    criterion: str
    outcome: Outcome
    now: Decimal | str | None
    needed: Decimal | str | None
    crosses_threshold: bool = False

    @property
    def difference(self) -> Decimal | None:
        """Needed less now; None where there is no number for either."""
        if isinstance(self.needed, Decimal) and isinstance(self.now, Decimal):
            return self.needed - self.now
        return None


@dataclass(frozen=True)
class Counterfactual:
    """The smallest changes that alone would change whether a municipality is asked.

    Attributes:
        asked: the status as it is; each change gives the other one.
        rival: the municipality it would change places with; None where the rule opens no place.
        changes: one a criterion, the size first.
        threshold: of the rules, in residents; None where they have none.
    """

    asked: bool
    rival: str | None
    changes: tuple[Change, ...]
    threshold: int | None

    @property
    def residents(self) -> Change:
        """That of the size."""
        return self.changes[0]

    @property
    def kept_below(self) -> tuple[int, int] | None:
        """Residents below the threshold with which it would still be asked: the fewest and the most.

        For one that is asked for its size. None where it would lose its place as soon as it is below the
        threshold, or where the question does not arise.
        """
        needed = self.residents.needed
        if not (self.asked and self.residents.crosses_threshold and isinstance(needed, Decimal)):
            return None
        fewest, most = int(needed) + 1, (self.threshold or 0) - 1
        return (fewest, most) if fewest <= most else None


def counterfactuals(request: Request) -> dict[str, Counterfactual]:
    """The counterfactual of every municipality, by code."""
    demanded = demands(request.adjustments)
    edge = _Edge.of(request)
    return {
        a.municipality.number: _counterfactual(edge, a, demand_of(demanded, a.municipality.number))
        for a in request.allotments
    }


@dataclass(frozen=True)
class _Edge:
    """Where the asked end and the others begin, looked up once for all."""

    request: Request
    last_asked: Allotment | None
    first_not_asked: Allotment | None
    country: Country

    @classmethod
    def of(cls, request: Request) -> _Edge:
        by_code, selection = request.by_code, request.selection
        last, first = selection.last_asked, selection.first_not_asked
        return cls(
            request,
            None if last is None else by_code[last],
            None if first is None else by_code[first],
            Country.of(request.inputs),
        )


def _counterfactual(edge: _Edge, allotment: Allotment, demand: Demand) -> Counterfactual:
    rules = edge.request.inputs.rules
    rival = edge.first_not_asked if allotment.asked else edge.last_asked
    if demand.asked is not None or rival is None:
        outcome: Outcome = "no_places" if demand.asked is None else "forced"
        changes = [Change(each.name, outcome, _figure(allotment, each), None) for each in rules.criteria]
        return Counterfactual(allotment.asked, None, tuple(changes), rules.threshold)
    case = _Case(edge, allotment, rival)
    return Counterfactual(
        allotment.asked,
        rival.municipality.number,
        (_residents(case), *(_other(case, each) for each in rules.others)),
        rules.threshold,
    )


def _figure(allotment: Allotment, criterion: Criterion) -> Decimal | str | None:
    """What is printed of a criterion: the figure, the class, or the index of a share of few persons."""
    if criterion.index == "size":
        return Decimal(allotment.municipality.residents)
    figure = allotment.municipality.figures[criterion.name]
    if criterion.index == "shrunk_share":
        return allotment.indicators.indices[criterion.name] if figure.known else None
    return figure.category if criterion.index == "class" else figure.value


@dataclass(frozen=True)
class _Case:
    """One municipality against the one it would change places with."""

    edge: _Edge
    own: Allotment
    rival: Allotment

    @property
    def direction(self) -> int:
        """Up for one that is not asked, down for one that is."""
        return -1 if self.own.asked else 1

    def decided(self) -> Outcome | None:
        """What puts one of the two before the other whatever their priorities; None where nothing does."""
        one, other = self._step(self.own.municipality), self._step(self.rival.municipality)
        if one == other:
            return None
        first = self.edge.request.inputs.rules.selection[min(one, other)]
        return "continuity_decides" if first == "continuity" else "size_decides"

    def _step(self, municipality: Municipality) -> int:
        return step_with(municipality.residents, municipality, self.edge.request.inputs.rules)

    @cached_property
    def _rival_key(self) -> _Key:
        m = self.rival.municipality
        return self._key(m.residents, self.rival.indicators.indices, m)

    def flips(self, residents: int | None = None, changed: Mapping[str, Decimal] | None = None) -> bool:
        """Whether the status changes with other residents, or with other indices of some criteria."""
        m, indices = self.own.municipality, {**self.own.indicators.indices, **(changed or {})}
        if residents is not None:
            indices |= self._shares(residents)
        key = self._key(m.residents if residents is None else residents, indices, m)
        return (key < self._rival_key) != self.own.asked

    def _shares(self, residents: int) -> dict[str, Decimal]:
        """The indices that hang on the number of residents themselves."""
        m, rules = self.own.municipality, self.edge.request.inputs.rules
        size = base(residents, rules.size.exponent)
        return {
            each.name: index_of(each, m.figures[each.name], size, self.edge.country)
            for each in rules.others
            if each.index == "share"
        }

    def _key(self, residents: int, indices: Mapping[str, Decimal], m: Municipality) -> _Key:
        """The key that orders the selection (see ``selection.select``)."""
        rules = self.edge.request.inputs.rules
        claim = priority_claim(residents, indices, rules)
        return step_with(residents, m, rules), -claim, -residents, m.number


def _residents(case: _Case) -> Change:
    now, rules = case.own.municipality.residents, case.edge.request.inputs.rules
    # An index that is a share of a total by the share of the size falls as the size grows: it may take either way.
    ways = (1, -1) if any(each.index == "share" for each in rules.others) else (case.direction,)
    found = [
        now + way * steps for way in ways for steps in (_nearest_steps(case, now, way),) if steps is not None
    ]
    if not found:
        return Change(rules.size.name, "no_level", Decimal(now), None)
    needed = min(found, key=lambda residents: abs(residents - now))
    limit = rules.threshold if "threshold" in rules.selection else None
    crosses = limit is not None and (now >= limit) != (needed >= limit)
    return Change(rules.size.name, "change", Decimal(now), Decimal(needed), crosses)


def _nearest_steps(case: _Case, now: int, way: int) -> int | None:
    """The fewest residents more, or fewer, that would do; sought near by first."""

    def flips(steps: int) -> bool:
        return case.flips(residents=now + way * steps)

    most, reach = now if way < 0 else MOST_RESIDENTS - now, 1
    while reach < most and not flips(reach):
        reach *= 2
    return _fewest_steps(flips, min(reach, most))


def _other(case: _Case, criterion: Criterion) -> Change:
    """The change of one criterion that is not the size."""
    now = _figure(case.own, criterion)
    if now is None:
        return Change(criterion.name, "not_defined", None, None)
    if criterion.exponent == 0:
        return Change(criterion.name, "not_counted", now, None)
    if decided := case.decided():
        return Change(criterion.name, decided, now, None)
    if isinstance(now, str):
        needed: Decimal | str | None = _class(case, criterion, now)
    elif criterion.index == "shrunk_share":
        needed = _share(case, criterion, now)
    else:
        needed = _number(case, criterion, now)
    return Change(criterion.name, "no_level" if needed is None else "change", now, needed)


def _class(case: _Case, criterion: Criterion, now: str) -> str | None:
    """The class with the nearest factor that would do."""
    nearest = sorted(criterion.factors.items(), key=lambda each: abs(each[1] - criterion.factors[now]))
    for name, _ in nearest:
        figure = replace(case.own.municipality.figures[criterion.name], category=name)
        index = index_of(criterion, figure, Fraction(0), case.edge.country)
        if case.flips(changed={criterion.name: index}):
            return name
    return None


def _share(case: _Case, criterion: Criterion, now: Decimal) -> Decimal | None:
    step = case.direction * Decimal(1) / MICRO
    steps = _fewest_steps(
        lambda k: case.flips(changed={criterion.name: now + k * step}), _room(case, criterion, now)
    )
    return None if steps is None else now + steps * step


def _room(case: _Case, criterion: Criterion, now: Decimal) -> int:
    """How many millionths the index can move until all, or none, of the persons count."""
    kappa, mean = criterion.kappa or Fraction(0), criterion.mean or Fraction(1)
    n = case.own.municipality.figures[criterion.name].persons
    extreme = (kappa * mean + n if case.direction > 0 else kappa * mean) / (kappa + n) / mean
    return int(abs(extreme - Fraction(now)) * MICRO)


def _number(case: _Case, criterion: Criterion, now: Decimal) -> Decimal | None:
    """The nearest figure that would do; of an inverse ratio a smaller one gives a larger index."""
    m, country = case.own.municipality, case.edge.country
    size = base(m.residents, case.edge.request.inputs.rules.size.exponent)
    up = case.direction * (-1 if criterion.index == "inverse_ratio" else 1)
    fine = PERCENT_STEP if criterion.unit == "percent" else Decimal(1).scaleb(min(0, _decimals(now)))
    most = _ENDS.get(criterion.unit, MOST_TIMES * max(now, country.national[criterion.name]))
    # An inverse ratio has no index at nought.
    room = (most - now if up > 0 else now - (fine if criterion.index == "inverse_ratio" else 0)) / fine

    def flips(k: int) -> bool:
        figure = replace(m.figures[criterion.name], value=now + up * k * fine)
        return case.flips(changed={criterion.name: index_of(criterion, figure, size, country)})

    steps = _fewest_steps(flips, int(room))
    return None if steps is None else now + up * steps * fine


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _fewest_steps(flips: Callable[[int], bool], most: int) -> int | None:
    """The smallest k from 1 to ``most`` for which ``flips(k)``, which stays true once it is; None if none."""
    if most < 1 or not flips(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if flips(middle) else (middle, high)
    return high
