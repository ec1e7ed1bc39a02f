"""Why rules that are tried cannot be met, in figures that a report can put into words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bosetting.allocation.adjustments import demand_of, demands
from bosetting.allocation.criteria.indicators import indicators
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.feasible import Plan, plan
from bosetting.inputs.model import Inputs

Kind = Literal["too_few", "too_many", "nobody", "asked_too_many", "asked_too_few"]


@dataclass(frozen=True)
class Refusal:
    """One number that does not fit its bounds.

    Attributes:
        kind: too_few persons for the lower bounds, too_many for the upper ones, or nobody to give them to; more
            municipalities to ask than can be (asked_too_many), or fewer than must be (asked_too_few).
        county: its name; None for all that have no total of their own.
        number: persons to divide, or municipalities to ask.
        bound: the persons that the bounds demand or allow, or the municipalities that must or can be asked.
        municipalities: how many are concerned.
    """

    kind: Kind
    county: str | None
    number: int
    bound: int
    municipalities: int


def refusals(inputs: Inputs) -> tuple[Refusal, ...]:
    """Every number that does not fit; empty where what collides is of another kind."""
    try:
        return tuple(_asked(inputs)) or tuple(_totals(plan(inputs, indicators(inputs))))
    except Infeasible:
        return ()


def _asked(inputs: Inputs) -> Iterator[Refusal]:
    demanded, places = demands(inputs.adjustments), inputs.rules.number_asked
    asked = [demand_of(demanded, m.number).asked for m in inputs.municipalities]
    must, can = asked.count(True), len(asked) - asked.count(False)
    if places > can:
        yield Refusal("asked_too_many", None, places, can, len(asked))
    elif places < must:
        yield Refusal("asked_too_few", None, places, must, len(asked))


def _totals(planned: Plan) -> Iterator[Refusal]:
    given, members = planned.given, planned.members
    for number, persons in given.items():
        yield from _outside(planned, planned.inputs.counties[number], persons, members.get(number, []))
    left = planned.inputs.edition.requested - sum(given.values())
    if left >= 0:
        yield from _outside(planned, None, left, planned.rest)


def _outside(planned: Plan, county: str | None, persons: int, codes: Sequence[str]) -> Iterator[Refusal]:
    least, most = planned.sums(codes)
    if persons < least:
        yield Refusal("too_few", county, persons, least, len(codes))
    elif persons > most:
        yield Refusal("too_many" if codes else "nobody", county, persons, most, len(codes))
