"""Why rules that are tried cannot be met, in figures that a report can put into words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bosetting.allocation.criteria.indicators import indicators
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.feasible import Plan, plan
from bosetting.inputs.model import Inputs

Kind = Literal["too_few", "too_many", "nobody"]


@dataclass(frozen=True)
class Refusal:
    """One total that does not fit those who share it.

    Attributes:
        kind: too_few persons for the lower bounds, too_many for the upper ones, or nobody to give them to.
        county: its name; None for all that have no total of their own.
        persons: to divide.
        bound: persons that the bounds demand or allow.
        municipalities: how many share them.
    """

    kind: Kind
    county: str | None
    persons: int
    bound: int
    municipalities: int


def refusals(inputs: Inputs) -> tuple[Refusal, ...]:
    """Every total that does not fit; empty where what collides is of another kind."""
    try:
        planned = plan(inputs, indicators(inputs))
    except Infeasible:
        return ()
    return tuple(_refusals(planned))


def _refusals(planned: Plan) -> Iterator[Refusal]:
    given, members = planned.given, planned.members
    for number, persons in given.items():
        yield from _outside(planned, planned.inputs.counties[number], persons, members.get(number, []))
    left = planned.inputs.edition.requested - sum(given.values())
    if left >= 0 and planned.rest:
        yield from _outside(planned, None, left, planned.rest)


def _outside(planned: Plan, county: str | None, persons: int, codes: Sequence[str]) -> Iterator[Refusal]:
    least, most = planned.sums(codes)
    if persons < least:
        yield Refusal("too_few", county, persons, least, len(codes))
    elif persons > most:
        yield Refusal("too_many" if codes else "nobody", county, persons, most, len(codes))
