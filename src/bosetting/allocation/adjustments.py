"""Deviations from the rule: what the year's adjustments demand of selection and division."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bosetting.allocation.errors import Infeasible
from bosetting.inputs.model import Adjustment


@dataclass(frozen=True)
class Demand:
    """What the adjustments demand of one municipality.

    Attributes:
        asked: True if it must be asked, False if it must not, None if the rule decides.
        least: persons at least; None where nothing is demanded.
        most: persons at most.
        adjustments: the rows it comes from.
    """

    asked: bool | None
    least: int | None
    most: int | None
    adjustments: tuple[Adjustment, ...]


NOTHING = Demand(None, None, None, ())
FORCE_IN = {"ask", "at_least", "exactly"}
"""Kinds of adjustment by which a municipality is asked whatever the rule says."""


def demands(adjustments: Sequence[Adjustment]) -> dict[str, Demand]:
    """The demands by municipality.

    ``at_least`` and ``exactly`` demand persons, so they demand that the municipality is asked; ``at_most``
    leaves that to the rule.

    Raises:
        Infeasible: adjustments of one municipality contradict each other.
    """
    rows: dict[str, list[Adjustment]] = defaultdict(list)
    for adjustment in adjustments:
        rows[adjustment.municipality].append(adjustment)
    found = {number: _demand(own) for number, own in rows.items()}
    contradictions = {number: told for number, own in rows.items() if (told := _contradiction(own))}
    if contradictions:
        raise Infeasible(
            tuple(
                f"The adjustments of {number} contradict each other: {told}."
                for number, told in contradictions.items()
            ),
            ("remove one of them" if len(contradictions) == 1 else "remove one of each",),
        )
    return found


def _demand(rows: Sequence[Adjustment]) -> Demand:
    kinds = {row.kind for row in rows}
    least = max((row.persons or 0 for row in rows if row.kind in ("at_least", "exactly")), default=None)
    most = min((row.persons or 0 for row in rows if row.kind in ("at_most", "exactly")), default=None)
    asked = True if kinds & FORCE_IN else (False if "do_not_ask" in kinds else None)
    return Demand(asked, least, most, tuple(rows))


def _contradiction(rows: Sequence[Adjustment]) -> str | None:
    demand = _demand(rows)
    into = sorted({row.kind for row in rows} & FORCE_IN)
    if into and any(row.kind == "do_not_ask" for row in rows):
        return f"{into[0]} and do_not_ask"
    if demand.least is not None and demand.most is not None and demand.least > demand.most:
        return f"at least {demand.least} and at most {demand.most}"
    return None


def bounds(demand: Demand, floor: int, cap: int, unit: int) -> tuple[int, int]:
    """The lower and upper bound of a municipality's number, in units.

    ``at_least`` can only raise the floor, and ``at_most`` only lower the cap. Where one of them, or ``exactly``,
    lies beyond the other bound, the adjustment goes before the rule: it is a decision with a reason.

    Stated by: the rules ``floor``, ``cap`` and ``unit`` (for 2018 IMDi's letter 17/08381-1 of 2 October 2017: nobody
    is asked for fewer than ten).

    Returns:
        Lower and upper bound; the lower is above the upper where no multiple of the unit lies between them.
    """
    least = floor if demand.least is None else max(floor, demand.least)
    most = cap if demand.most is None else min(cap, demand.most)
    if demand.least is not None:
        most = max(most, demand.least)
    if demand.most is not None:
        least = min(least, most)
    return -(-least // unit), most // unit


def demand_of(demanded: Mapping[str, Demand], number: str) -> Demand:
    """The demand of one municipality, nothing where it has no adjustment."""
    return demanded.get(number, NOTHING)
