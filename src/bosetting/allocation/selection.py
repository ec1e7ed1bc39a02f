"""Who is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bosetting.allocation.adjustments import Demand, demand_of
from bosetting.allocation.criteria.indicators import Indicators
from bosetting.allocation.errors import Infeasible
from bosetting.inputs.model import Municipality
from bosetting.inputs.rules import Rules


@dataclass(frozen=True)
class Selection:
    """Which municipalities are asked.

    Attributes:
        order: every code in the rule's order, first the one the rule asks first.
        asked: the codes that are asked, adjustments included.
        by_rule: the codes that the rule alone would ask.
        forced_in: the codes that an adjustment asks for.
        forced_out: the codes that an adjustment leaves out.
        last_asked: the last in order that is asked by the rule's own force; None if every place is forced.
        first_not_asked: the first in order that is left out without being forced out; None if nobody is.
        ties: pairs of neighbours in the order with the same claim, where more residents, then the lower code,
            decided.
    """

    order: tuple[str, ...]
    asked: frozenset[str]
    by_rule: frozenset[str]
    forced_in: frozenset[str]
    forced_out: frozenset[str]
    last_asked: str | None
    first_not_asked: str | None
    ties: tuple[tuple[str, str], ...]

    @cached_property
    def rank(self) -> dict[str, int]:
        """Place in the order, from 1, by code."""
        return {number: place for place, number in enumerate(self.order, start=1)}

    @cached_property
    def displaced(self) -> frozenset[str]:
        """Codes that the rule would ask but that lost their place to those that adjustments brought in."""
        return self.by_rule - self.asked - self.forced_out

    @cached_property
    def brought_in(self) -> frozenset[str]:
        """Codes that the rule would not ask but an adjustment does."""
        return self.forced_in - self.by_rule

    @cached_property
    def removed(self) -> frozenset[str]:
        """Codes that the rule would ask but an adjustment leaves out."""
        return self.by_rule & self.forced_out

    @cached_property
    def moved_up(self) -> frozenset[str]:
        """Codes that the rule would not ask but that got a place of those that adjustments leave out."""
        return self.asked - self.by_rule - self.forced_in


def select(
    municipalities: Sequence[Municipality],
    by_code: Mapping[str, Indicators],
    rules: Rules,
    demanded: Mapping[str, Demand],
) -> Selection:
    """Choose exactly ``number_asked`` municipalities.

    The steps of the rule ``selection`` come one after the other: ``continuity`` takes those asked in the earlier
    request, ``threshold`` everyone with at least so many residents, ``priority`` and ``all`` the rest; within a
    step they come by priority. Those whom an adjustment forces in or out come first; the rule fills the other
    places.

    Stated by: the rules ``selection``, ``threshold`` and ``number_asked`` of the edition, each with publisher, date
    and address, or the reason for assuming it (for 2018 KS, November 2017: everyone from 5,000 residents).

    Raises:
        Infeasible: fewer places than are forced, or fewer municipalities than places.
    """
    ordered = sorted(municipalities, key=lambda m: _place(m, by_code[m.number], rules))
    order = tuple(m.number for m in ordered)
    forced_in = [number for number in order if demand_of(demanded, number).asked is True]
    free = [number for number in order if demand_of(demanded, number).asked is None]
    # Everybody is everybody whom no decision leaves out: with "all" no number of places is stated.
    places = len(free) if rules.selection == ("all",) else rules.number_asked - len(forced_in)
    if places < 0:
        raise Infeasible(
            (
                f"{len(forced_in)} municipalities are forced in, but only {rules.number_asked} are to be asked.",
            ),
            (f"raise number_asked to {len(forced_in)}", f"remove {-places} of the adjustments"),
        )
    if places > len(free):
        can = len(forced_in) + len(free)
        raise Infeasible(
            (f"{rules.number_asked} municipalities are to be asked, but only {can} can be.",),
            (f"lower number_asked to {can}",),
        )
    return Selection(
        order=order,
        asked=frozenset(forced_in) | frozenset(free[:places]),
        by_rule=frozenset(order[: rules.number_asked]),
        forced_in=frozenset(forced_in),
        forced_out=frozenset(order) - frozenset(forced_in) - frozenset(free),
        last_asked=free[places - 1] if places else None,
        first_not_asked=free[places] if places < len(free) else None,
        ties=tuple(
            (one.number, other.number)
            for one, other in pairwise(ordered)
            if _claim(one, by_code[one.number], rules) == _claim(other, by_code[other.number], rules)
        ),
    )


def step_of(municipality: Municipality, rules: Rules) -> int:
    """The place in the rule ``selection`` of the first step that takes a municipality."""
    return step_with(municipality.residents, municipality, rules)


def step_with(residents: int, municipality: Municipality, rules: Rules) -> int:
    """The same if it had another number of residents."""
    for place, step in enumerate(rules.selection):
        if step == "continuity" and not municipality.previously_asked:
            continue
        if step == "threshold" and residents < (rules.threshold or 0):
            continue
        return place
    return len(rules.selection)


def continued(municipalities: Sequence[Municipality], rules: Rules) -> int | None:
    """How many the step of continuity takes, as far as there are places; None where there is no such step."""
    if "continuity" not in rules.selection:
        return None
    return sum(1 for m in municipalities if m.previously_asked)


def above_threshold(municipality: Municipality, rules: Rules) -> bool:
    """Whether the rule takes the municipality for its size, before any priority."""
    place = step_of(municipality, rules)
    return place < len(rules.selection) and rules.selection[place] == "threshold"


def _claim(municipality: Municipality, indicators: Indicators, rules: Rules) -> tuple[int, int]:
    return step_of(municipality, rules), -indicators.claim


def _place(municipality: Municipality, indicators: Indicators, rules: Rules) -> tuple[int, int, int, str]:
    return (*_claim(municipality, indicators, rules), -municipality.residents, municipality.number)
