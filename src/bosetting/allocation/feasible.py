"""Whether rules, adjustments and totals can all be met: seen before anything is divided.

A division within bounds works exactly if its total lies between the sums of the bounds. So everything that
collides can be listed at once, and each change that is named has been tried: with it nothing collides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bosetting.allocation.adjustments import Demand, bounds, demand_of, demands
from bosetting.allocation.criteria.indicators import Indicators
from bosetting.allocation.division.named import Limits
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.selection import Selection, select
from bosetting.inputs.model import Adjustment, Inputs, Municipality
from bosetting.inputs.rules import Rules

NAMED = 3
"""So many adjustments are named in one sentence."""


@dataclass(frozen=True)
class Plan:
    """What is to be divided among whom, within which bounds.

    Attributes:
        inputs: rules and totals.
        indicators: of every municipality, by code; adjustments and bounds do not change them.
        demanded: what the adjustments demand, by code.
        selection: who is asked.
        asked: those municipalities, in the order that resolves ties.
        limits: their lower and upper bounds in units, by code. Where no cap applies the upper one is more than
            the total.
    """

    inputs: Inputs
    indicators: Mapping[str, Indicators]
    demanded: Mapping[str, Demand]
    selection: Selection
    asked: tuple[Municipality, ...]
    limits: Limits

    @property
    def members(self) -> dict[str, list[str]]:
        """The codes of those asked by county number, in the order that resolves ties."""
        found: dict[str, list[str]] = defaultdict(list)
        for municipality in self.asked:
            found[municipality.county_number].append(municipality.number)
        return dict(found)

    @property
    def given(self) -> dict[str, int]:
        """The given county totals that steer the division, in persons by county number."""
        if self.inputs.rules.division == "one_stage":
            return {}
        return {total.county_number: total.persons for total in self.inputs.county_totals}

    @property
    def rest(self) -> list[str]:
        """The codes of those asked in counties without a given total."""
        return [code for number, codes in self.members.items() if number not in self.given for code in codes]

    def sums(self, codes: Sequence[str]) -> tuple[int, int]:
        """The sums of the bounds, in persons."""
        unit = self.inputs.rules.unit
        return unit * sum(self.limits[c][0] for c in codes), unit * sum(self.limits[c][1] for c in codes)


def plan(inputs: Inputs, by_code: Mapping[str, Indicators]) -> Plan:
    """Who is asked, and within which bounds.

    Raises:
        Infeasible: adjustments contradict each other, or more or fewer are demanded than can be asked.
    """
    demanded = demands(inputs.adjustments)
    selection = select(inputs.municipalities, by_code, inputs.rules, demanded)
    chosen = (m for m in inputs.municipalities if m.number in selection.asked)
    asked = tuple(sorted(chosen, key=lambda m: (-m.residents, m.number)))
    rules = inputs.rules
    # Stands for no cap: more than anyone can get.
    cap = max(inputs.edition.requested, rules.floor) + rules.unit if rules.cap is None else rules.cap
    limits = {m.number: bounds(demand_of(demanded, m.number), rules.floor, cap, rules.unit) for m in asked}
    return Plan(inputs, by_code, demanded, selection, asked, limits)


def refuse_collisions(planned: Plan) -> None:
    """Refuse a plan that cannot be met.

    Raises:
        Infeasible: every figure that collides, and changes each of which alone would do.
    """
    if found := tuple(collisions(planned)):
        raise Infeasible(found, tuple(_remedies(planned)) or tuple(_together(planned))[:1])


def collisions(planned: Plan) -> Iterator[str]:
    """What collides, one sentence each; nothing where the plan can be met."""
    yield from _units(planned)
    inputs, members, given = planned.inputs, planned.members, planned.given
    for number, persons in given.items():
        name = inputs.counties[number]
        if number in members:
            yield from _outside(planned, name, persons, members[number])
        elif persons:
            yield f"{name} is given {persons} persons, but none of its municipalities is asked."
    total, rest = inputs.edition.requested, planned.rest
    if rest and (without := _without_a_total(planned)):
        yield f"county_split is published, but no total is given for {', '.join(without)}."
    left = total - sum(given.values())
    if left < 0:
        yield f"The county totals sum to {total - left}, more than the {total} to divide."
    elif rest:
        where = "Counties without a published total" if given else "The whole country"
        yield from _outside(planned, where, left, rest)
    elif left:
        yield f"{left} persons are left when every county with someone to ask has its published total."


def _without_a_total(planned: Plan) -> list[str]:
    """The counties that have someone to ask and no given total, where the rule wants one for each."""
    rules = planned.inputs.rules
    if rules.division == "one_stage" or rules.county_split != "published":
        return []
    return [planned.inputs.counties[number] for number in planned.members if number not in planned.given]


def _units(planned: Plan) -> Iterator[str]:
    inputs, unit = planned.inputs, planned.inputs.rules.unit
    totals = {f"The published total of {inputs.counties[n]}": persons for n, persons in planned.given.items()}
    for what, persons in {"The total": inputs.edition.requested, **totals}.items():
        if persons % unit:
            yield f"{what} of {persons} is not a multiple of {unit}."
    crossed = [m for m in planned.asked if planned.limits[m.number][0] > planned.limits[m.number][1]]
    own = [m for m in crossed if m.number in planned.demanded]
    if len(own) < len(crossed):
        yield f"No multiple of {unit} lies between the floor of {inputs.rules.floor} and the cap of {inputs.rules.cap}."
    for municipality in own:
        told = _told(planned.demanded[municipality.number].adjustments, planned)
        yield f"No multiple of {unit} is what these demand: {told}."


def _outside(planned: Plan, where: str, persons: int, codes: Sequence[str]) -> Iterator[str]:
    """The collision of one total with the bounds of those who share it."""
    least, most = planned.sums(codes)
    if persons < least:
        told = _demanding(planned, codes, "floor")
        yield f"{where}: {persons} persons are fewer than the {least} that {told} demand."
    elif persons > most:
        told = _demanding(planned, codes, "cap")
        yield f"{where}: {persons} persons are more than the {most} that {told} allow."


def _demanding(planned: Plan, codes: Sequence[str], rule: Literal["floor", "cap"]) -> str:
    """What makes a sum of bounds: the rule, and the adjustments on the same side by name."""
    rules, kind = planned.inputs.rules, {"floor": "at_least", "cap": "at_most"}[rule]
    value = rules.floor if rule == "floor" else rules.cap
    bound = f"the {rule}s" if value is None else f"the {rule}s of {value}"
    rows = [
        row
        for code in codes
        for row in demand_of(planned.demanded, code).adjustments
        if row.kind in (kind, "exactly")
    ]
    return f"{bound} and {_told(rows, planned)}" if rows else bound


def _told(rows: Sequence[Adjustment], planned: Plan) -> str:
    names = {m.number: m.name for m in planned.inputs.municipalities}
    shown = [
        f"{row.kind}{'' if row.persons is None else f' {row.persons}'} for {row.municipality} {names[row.municipality]}"
        for row in rows[:NAMED]
    ]
    left = len(rows) - NAMED
    return ", ".join(shown) + (f" and {left} more" if left > 0 else "")


def _remedies(planned: Plan) -> Iterator[str]:
    """Changes of one kind each; with any of them alone nothing collides any more."""
    yield from _other_floor(planned)
    yield from _other_cap(planned)
    yield from _without_an_adjustment(planned)
    yield from _other_totals(planned)
    yield from _other_split(planned)


def _other_split(planned: Plan) -> Iterator[str]:
    rules = planned.inputs.rules
    if _without_a_total(planned) and _with_rules(planned, replace(rules, county_split="weights")):
        yield "set county_split to weights"


def _together(planned: Plan) -> Iterator[str]:
    """Changes of several kinds at once, the fewest first, for where none alone would do."""
    inputs, rules = planned.inputs, planned.inputs.rules
    no_cap, no_adjustments = replace(rules, cap=None), "remove the adjustments"
    for told, changed in (
        ("remove the cap", replace(inputs, rules=no_cap)),
        (no_adjustments, replace(inputs, adjustments=())),
        (f"{no_adjustments} and the cap", replace(inputs, rules=no_cap, adjustments=())),
    ):
        if changed != inputs:
            for totals in _other_totals(plan(changed, planned.indicators)):
                yield f"{told} and {totals}"


def _with_rules(planned: Plan, rules: Rules) -> bool:
    """Whether other rules would do."""
    return _works(replace(planned.inputs, rules=rules), planned)


def _works(inputs: Inputs, planned: Plan) -> bool:
    try:
        return not any(collisions(plan(inputs, planned.indicators)))
    except Infeasible:
        return False


def _other_floor(planned: Plan) -> Iterator[str]:
    """The highest lower floor; the lower the floor, the more fits."""
    rules = planned.inputs.rules

    def works(floor: int) -> bool:
        return _with_rules(planned, replace(rules, floor=floor))

    if rules.floor > 1 and works(1):
        yield f"lower the floor to {_last(works, 1, rules.floor)}"


def _other_cap(planned: Plan) -> Iterator[str]:
    """The lowest higher cap; the higher the cap, the more fits."""
    rules = planned.inputs.rules

    def works(cap: int) -> bool:
        return _with_rules(planned, replace(rules, cap=cap))

    # A cap that nobody can reach is none.
    none = max(planned.inputs.edition.requested, rules.floor) + rules.unit
    if rules.cap is not None and works(none):
        yield f"raise the cap to {_last(works, none, rules.cap)}"


def _last(works: Callable[[int], bool], good: int, bad: int) -> int:
    """The number nearest to ``bad`` that works, where everything on the side of ``good`` does."""
    while abs(bad - good) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if works(middle) else (good, middle)
    return good


def _without_an_adjustment(planned: Plan) -> Iterator[str]:
    inputs = planned.inputs
    rows = inputs.adjustments

    def works(kept: Sequence[Adjustment]) -> bool:
        return _works(replace(inputs, adjustments=tuple(kept)), planned)

    if not rows or not works(()):
        return
    single = [row for row in rows if works([other for other in rows if other is not row])]
    for row in single[:NAMED]:
        yield f"remove {_told([row], planned)}"
    if not single:
        yield "remove the adjustments"


def _other_totals(planned: Plan) -> Iterator[str]:
    """Every total at the nearest number that fits: first the counties' own, then the country's."""
    inputs, given, members = planned.inputs, planned.given, planned.members
    unit = inputs.rules.unit
    fitting = {
        number: _nearest(persons, *planned.sums(members.get(number, [])), unit)
        for number, persons in given.items()
    }
    placed, (least, most) = sum(fitting.values()), planned.sums(planned.rest)
    total = _nearest(inputs.edition.requested, placed + least, placed + most, unit)
    changes = [f"the total of {inputs.counties[n]} to {fitting[n]}" for n in given if fitting[n] != given[n]]
    if total != inputs.edition.requested:
        changes.append(f"the total to {total}")
    changed = replace(
        inputs,
        edition=replace(inputs.edition, requested=total),
        county_totals=tuple(
            replace(t, persons=fitting.get(t.county_number, t.persons)) for t in inputs.county_totals
        ),
    )
    if _works(changed, planned):
        yield "set " + " and ".join(changes)


def _nearest(value: int, least: int, most: int, unit: int) -> int:
    """The multiple of the unit in the range that is nearest; the lower one of two. The ends are multiples."""
    below = value // unit * unit
    rounded = below if value - below <= below + unit - value else below + unit
    return min(most, max(least, rounded))
