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


def demands(adjustments: Sequence[Adjustment]) -> dict[str, Demand]:
    """The demands by municipality.

    ``at_least`` and ``exactly`` demand persons, so they demand that the municipality is asked; ``at_most``
    leaves that to the rule.

    Raises:
        Infeasible: two adjustments of one municipality contradict each other.
    """
    rows: dict[str, list[Adjustment]] = defaultdict(list)
    for adjustment in adjustments:
        rows[adjustment.municipality].append(adjustment)
    return {number: _demand(number, found) for number, found in rows.items()}


def _demand(number: str, rows: Sequence[Adjustment]) -> Demand:
    kinds = {row.kind for row in rows}
    into = kinds & {"ask", "at_least", "exactly"}
    if into and "do_not_ask" in kinds:
        raise Infeasible(
            f"The adjustments of {number} contradict each other: {sorted(into)[0]} and do_not_ask.",
            "Remove one of them.",
        )
    least = max((row.persons or 0 for row in rows if row.kind in ("at_least", "exactly")), default=None)
    most = min((row.persons or 0 for row in rows if row.kind in ("at_most", "exactly")), default=None)
    if least is not None and most is not None and least > most:
        raise Infeasible(
            f"The adjustments of {number} contradict each other: at least {least} and at most {most}.",
            f"Change one of them by {least - most}.",
        )
    asked = True if into else (False if "do_not_ask" in kinds else None)
    return Demand(asked, least, most, tuple(rows))


def bounds(demand: Demand, floor: int, cap: int, unit: int) -> tuple[int, int]:
    """The lower and upper bound of a municipality's number, in units.

    An adjustment is a decision with a reason, so it goes before the floor and the cap.

    Raises:
        Infeasible: no multiple of the unit lies between the bounds.
    """
    least = floor if demand.least is None else demand.least
    most = cap if demand.most is None else demand.most
    if demand.least is None:
        least = min(least, most)
    if demand.most is None:
        most = max(least, most)
    lower, upper = -(-least // unit), most // unit
    if lower > upper:
        raise Infeasible(
            f"No multiple of {unit} lies between {least} and {most}.",
            f"Change a bound so that it reaches {lower * unit} or {upper * unit}.",
        )
    return lower, upper


def demand_of(demanded: Mapping[str, Demand], number: str) -> Demand:
    """The demand of one municipality, nothing where it has no adjustment."""
    return demanded.get(number, NOTHING)
