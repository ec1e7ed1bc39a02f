"""Everything that explains one municipality's number, as data; the words are the report's."""

from __future__ import annotations

from dataclasses import dataclass

from bosetting.allocation.adjustments import demand_of, demands
from bosetting.allocation.counties import CountyShare
from bosetting.allocation.explained.counterfactual import Counterfactual, counterfactuals
from bosetting.allocation.explained.floor import FloorEffect, floor_effects
from bosetting.allocation.explained.history import Earlier, histories
from bosetting.allocation.explained.neighbours import Neighbours, neighbours
from bosetting.allocation.explained.next_person import NextPerson, next_persons
from bosetting.allocation.explained.steps import Waterfall, waterfalls
from bosetting.allocation.request import Allotment, Request
from bosetting.inputs.model import Adjustment


@dataclass(frozen=True)
class Standing:
    """Where a municipality stands in the order of selection.

    Attributes:
        rank: its place, from 1.
        of: how many there are in the order.
        last_asked: the last that the rule itself asks; None if every place is forced.
        first_not_asked: the first that is left out without being forced out; None if nobody is.
    """

    rank: int
    of: int
    last_asked: Allotment | None
    first_not_asked: Allotment | None


@dataclass(frozen=True)
class Explanation:
    """One municipality's number explained, asked or not.

    Attributes:
        allotment: what the request says of it.
        standing: its place in the order of selection.
        waterfall: the steps that lead to its number.
        counterfactual: the smallest changes that alone would change whether it is asked.
        next_person: the total at which its next person comes; None where not asked or at its cap.
        floor: what the floor does to its number; None where it is not asked.
        neighbours: those most like it, and the others of its county.
        county: its county's part of the request.
        history: earlier requests, decisions and settlements, oldest first.
        adjustments: those that concern it, with reason, decider and date.
        displaced: those who lost their place to the ones brought in; empty unless it was brought in itself.
        brought_in: those who got a place by adjustments; empty unless it was displaced itself.
        moved_up: those who got a place of the ones left out; empty unless it was left out itself.
        removed: those left out by adjustments; empty unless it moved up itself.
    """

    allotment: Allotment
    standing: Standing
    waterfall: Waterfall
    counterfactual: Counterfactual
    next_person: NextPerson | None
    floor: FloorEffect | None
    neighbours: Neighbours
    county: CountyShare
    history: tuple[Earlier, ...]
    adjustments: tuple[Adjustment, ...]
    displaced: tuple[Allotment, ...]
    brought_in: tuple[Allotment, ...]
    moved_up: tuple[Allotment, ...]
    removed: tuple[Allotment, ...]


def explanations(request: Request) -> dict[str, Explanation]:
    """The explanation of every municipality, by code: all of them are hardly dearer than one."""
    steps, changes, nexts = waterfalls(request), counterfactuals(request), next_persons(request)
    floors, beside, before = floor_effects(request), neighbours(request), histories(request.inputs)
    demanded = demands(request.adjustments)
    counties = {county.number: county for county in request.counties}
    selection = request.selection
    # Each list once: all who were displaced have the same list of those brought in.
    displaced, brought_in = _named(request, selection.displaced), _named(request, selection.brought_in)
    moved_up, removed = _named(request, selection.moved_up), _named(request, selection.removed)
    return {
        code: Explanation(
            allotment=allotment,
            standing=_standing(request, allotment),
            waterfall=steps[code],
            counterfactual=changes[code],
            next_person=nexts[code],
            floor=floors.get(code),
            neighbours=beside[code],
            county=counties[allotment.municipality.county_number],
            history=before[code],
            adjustments=demand_of(demanded, code).adjustments,
            displaced=displaced if code in selection.brought_in else (),
            brought_in=brought_in if code in selection.displaced else (),
            moved_up=moved_up if code in selection.removed else (),
            removed=removed if code in selection.moved_up else (),
        )
        for code, allotment in request.by_code.items()
    }


def _standing(request: Request, allotment: Allotment) -> Standing:
    by_code, selection = request.by_code, request.selection
    last, first = selection.last_asked, selection.first_not_asked
    return Standing(
        rank=allotment.rank,
        of=len(selection.order),
        last_asked=None if last is None else by_code[last],
        first_not_asked=None if first is None else by_code[first],
    )


def _named(request: Request, codes: frozenset[str]) -> tuple[Allotment, ...]:
    return tuple(a for a in request.allotments if a.municipality.number in codes)
