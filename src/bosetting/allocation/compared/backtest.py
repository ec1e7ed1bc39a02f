"""The rule against what was published, beside rivals that know less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from bosetting.allocation.compared.earlier import Asked, earlier_requests
from bosetting.allocation.compared.published import Published, outcome_totals, published_request
from bosetting.allocation.compared.revealed import Revealed, revealed
from bosetting.allocation.compared.rivals import rivals
from bosetting.allocation.compared.years import YearTried, by_revealed, tried_on
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.request import Request, allocate

CLOSE = 5
"""Persons: how near a number must be to count as close."""
FURTHEST = 10


@dataclass(frozen=True)
class Difference:
    """One municipality's number as computed and as published."""

    code: str
    computed: int
    published: int


@dataclass(frozen=True)
class Measured:
    """How one way to make the request agrees with the published one.

    Attributes:
        name: rule, rule_with_county_totals, revealed, or one of ``rivals.RIVALS``.
        moved: half the sum of absolute differences, over those whose published number is known: where all are
            known, the persons asked in the wrong place.
        numbered: how many numbers are known, asked or not.
        agreed: how many have the published status.
        statuses: how many statuses are known.
        within: of those in fact asked and with a known number, how many are within ``CLOSE`` persons.
        asked: how many those are.
        furthest: those that differ most, most first.
        infeasible: what collides where this way does not work; the measures are then None.
    """

    name: str
    moved: Fraction | None
    numbered: int
    agreed: int | None
    statuses: int
    within: int | None
    asked: int
    furthest: tuple[Difference, ...]
    infeasible: Infeasible | None


@dataclass(frozen=True)
class Backtest:
    """The rule and its rivals against the published request of an edition.

    Attributes:
        edition: its name.
        known: how many municipalities something is known of.
        rows: the rule, with the edition's own county totals if it has any; the rule with the outcome's county
            sums where they are known; then the rivals, and the rule that earlier requests reveal.
        fewer_moved: rivals whose numbers are closer to the published ones than the rule's, best first.
        more_agreed: rivals that agree with more of the published statuses, best first.
        more_within: rivals with more of those asked within ``CLOSE`` persons, best first.
    """

    edition: str
    known: int
    rows: tuple[Measured, ...]
    fewer_moved: tuple[str, ...]
    more_agreed: tuple[str, ...]
    more_within: tuple[str, ...]


@dataclass(frozen=True)
class Habits:
    """What earlier requests say of how requests are made.

    Attributes:
        rule: that they reveal; None where too few are known.
        last: the newest of them.
        years: how simple ways would have done in each.
    """

    rule: Revealed | None
    last: Asked
    years: tuple[YearTried, ...]


def habits(request: Request, random: np.random.Generator) -> Habits | None:
    """The rule that the requests before the edition reveal, tried on each of them; None where none is known."""
    inputs = request.inputs
    earlier = earlier_requests(inputs)
    if not earlier:
        return None
    indices = {
        code: {name: float(index) for name, index in a.indicators.indices.items()}
        for code, a in request.by_code.items()
    }
    return Habits(revealed(inputs, indices, earlier, random), earlier[-1], tried_on(inputs, indices, earlier))


def backtest(
    request: Request, found: Habits | None = None, known: Mapping[str, Published] | None = None
) -> Backtest | None:
    """Compare an edition with what was published; None where nothing of its request was.

    Args:
        request: the edition.
        found: of earlier requests.
        known: the published request; None for the edition's own as the year's folder has it.
    """
    known = published_request(request.inputs) if known is None else known
    if not known:
        return None
    ways: dict[str, dict[str, int] | Infeasible] = {"rule": request.persons}
    if outcome_totals(request.inputs):
        ways["rule_with_county_totals"] = _with_outcome_totals(request)
    others: dict[str, dict[str, int] | Infeasible] = {
        str(name): way for name, way in rivals(request.inputs).items()
    }
    if found is not None and found.rule is not None:
        others["revealed"] = _revealed(request, found.rule, found.last)
    ways |= others
    rows = {name: _measured(name, way, known) for name, way in ways.items()}
    against = [rows[name] for name in others if rows[name].infeasible is None]
    rule = rows["rule"]
    return Backtest(
        edition=request.inputs.edition.name,
        known=len(known),
        rows=tuple(rows.values()),
        fewer_moved=_better({r.name: -(r.moved or 0) for r in against}, -(rule.moved or 0)),
        more_agreed=_better({r.name: Fraction(r.agreed or 0) for r in against}, Fraction(rule.agreed or 0)),
        more_within=_better({r.name: Fraction(r.within or 0) for r in against}, Fraction(rule.within or 0)),
    )


def _with_outcome_totals(request: Request) -> dict[str, int] | Infeasible:
    try:
        return allocate(replace(request.inputs, county_totals=outcome_totals(request.inputs))).persons
    except Infeasible as error:
        return error


def _revealed(request: Request, rule: Revealed, last: Asked) -> dict[str, int] | Infeasible:
    rules, total = request.inputs.rules, request.inputs.edition.requested
    try:
        return by_revealed(request.inputs, rule, last, len(request.asked), total, rules.floor)
    except Infeasible as error:
        return error


def _measured(name: str, way: Mapping[str, int] | Infeasible, known: Mapping[str, Published]) -> Measured:
    numbers = {code: p.persons for code, p in known.items() if p.persons is not None}
    statuses = {code: p.asked for code, p in known.items() if p.asked is not None}
    asked = [code for code in numbers if statuses.get(code)]
    if isinstance(way, Infeasible):
        return Measured(name, None, len(numbers), None, len(statuses), None, len(asked), (), way)
    apart = [Difference(code, way[code], persons) for code, persons in numbers.items()]
    return Measured(
        name=name,
        moved=Fraction(sum(abs(d.computed - d.published) for d in apart), 2),
        numbered=len(numbers),
        agreed=sum((way[code] > 0) == status for code, status in statuses.items()),
        statuses=len(statuses),
        within=sum(abs(way[code] - numbers[code]) <= CLOSE for code in asked),
        asked=len(asked),
        furthest=tuple(sorted(apart, key=lambda d: (-abs(d.computed - d.published), d.code))[:FURTHEST]),
        infeasible=None,
    )


def _better(scores: Mapping[str, Fraction | int], rule: Fraction | int) -> tuple[str, ...]:
    above = [(score, name) for name, score in scores.items() if score > rule]
    return tuple(name for _, name in sorted(above, key=lambda pair: (-pair[0], pair[1])))
