"""Who gains and who loses by the counties coming first, and by the floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bosetting.allocation.errors import Infeasible
from bosetting.allocation.explained.floor import floor_effects
from bosetting.allocation.request import Request, allocate


@dataclass(frozen=True)
class TradeOff:
    """What one part of the rule moves from some municipalities to others.

    Attributes:
        moved: persons.
        gains: who gets more by it, by code, most first.
        losses: who gets fewer by it, as numbers below 0, most first.
    """

    moved: int
    gains: tuple[tuple[str, int], ...]
    losses: tuple[tuple[str, int], ...]


def county_first(request: Request) -> TradeOff | None:
    """The division with counties first, less the division of the whole country in one stage.

    None where the edition is divided in one stage and cannot be divided with counties first.
    """
    rules = replace(request.inputs.rules, division="county_first")
    try:
        counties = (
            request if request.inputs.rules == rules else allocate(replace(request.inputs, rules=rules))
        )
    except Infeasible:
        return None
    return _trade_off({a.municipality.number: a.persons - a.persons_one_stage for a in counties.asked})


def floor(request: Request) -> TradeOff:
    """The numbers less those without the floor, county totals and adjustments unchanged."""
    return _trade_off({code: effect.persons for code, effect in floor_effects(request).items()})


def _trade_off(change: Mapping[str, int]) -> TradeOff:
    gains = sorted(((c, d) for c, d in change.items() if d > 0), key=lambda p: (-p[1], p[0]))
    losses = sorted(((c, d) for c, d in change.items() if d < 0), key=lambda p: (p[1], p[0]))
    return TradeOff(sum(d for _, d in gains), tuple(gains), tuple(losses))
