"""Exactly equal claims: where they were, and whom the stated rule put first.

The rule is the same everywhere: more residents first, then the lower code.
"""

from __future__ import annotations

from dataclasses import dataclass

from bosetting.allocation.adjustments import demand_of, demands
from bosetting.allocation.explained.all_divisions import all_divisions
from bosetting.allocation.request import Request
from bosetting.allocation.selection import Selection


@dataclass(frozen=True)
class DecidedTie:
    """A tie that decided who got a place.

    Attributes:
        where: ``selection``, or the name of a division (see ``all_divisions``).
        county: the number of the county whose division it is, else None.
        tied: codes with exactly the same claim, in the order that resolves ties.
        favoured: those of them that got a place.
    """

    where: str
    county: str | None
    tied: tuple[str, ...]
    favoured: tuple[str, ...]

    @property
    def others(self) -> tuple[str, ...]:
        """Those that did not."""
        return tuple(code for code in self.tied if code not in self.favoured)


def decided_ties(request: Request) -> tuple[DecidedTie, ...]:
    """Every tie that decided something: who is asked first, then the divisions in their order."""
    found = [
        DecidedTie(one.name, one.county, one.found.tied, one.found.favoured) for one in all_divisions(request)
    ]
    return (*_at_the_line(request), *(tie for tie in found if tie.others))


def equal_claims(selection: Selection) -> dict[str, tuple[str, ...]]:
    """By code, every other municipality with exactly the same claim to be asked; only where there is one."""
    groups: list[list[str]] = []
    for one, other in selection.ties:
        if groups and groups[-1][-1] == one:
            groups[-1].append(other)
        else:
            groups.append([one, other])
    return {code: tuple(c for c in group if c != code) for group in groups for code in group}


def _at_the_line(request: Request) -> tuple[DecidedTie, ...]:
    """The tie between the last one asked and the first one not asked, if there is one.

    Those whom an adjustment forces in or out had no part in it.
    """
    selection = request.selection
    last, first = selection.last_asked, selection.first_not_asked
    equal = equal_claims(selection)
    if last is None or first not in equal.get(last, ()):
        return ()
    demanded = demands(request.inputs.adjustments)
    group = {last, *equal[last]}
    tied = tuple(c for c in selection.order if c in group and demand_of(demanded, c).asked is None)
    return (DecidedTie("selection", None, tied, tuple(c for c in tied if c in selection.asked)),)
