"""Why numbers changed from one edition to another: the change of every municipality, cause by cause.

The earlier edition becomes the later one step by step, and each step's request is computed: its figures, its rules,
the number of municipalities to ask, the need, the county totals, the adjustments. What a municipality's number
changes by in a step is that cause's part, so the parts add up to the whole change, exactly. In another order the
same change has other parts; the order is stated. A step that cannot be divided is taken together with the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from bosetting.allocation.errors import Infeasible
from bosetting.allocation.request import allocate
from bosetting.inputs.model import Inputs

CAUSES = ("structure", "figures", "rules", "number_asked", "need", "county_totals", "adjustments")
"""In the order they are taken; ``structure`` where the two have other municipalities, ``figures`` otherwise."""


@dataclass(frozen=True)
class Change:
    """One municipality in both editions.

    Attributes:
        code: of the structure it is in.
        name: in the later edition, or in the earlier one where it is gone.
        before: persons; None where it was no municipality then.
        after: persons; None where it is one no longer.
        parts: persons that each cause adds, in the order of ``Revision.causes``.
        made_of: the earlier municipalities whose numbers ``before`` is the sum of; empty where it is of one.
        comparable: False where a municipality was split and nobody knows how its number was divided.
    """

    code: str
    name: str
    before: int | None
    after: int | None
    parts: tuple[int, ...]
    made_of: tuple[str, ...] = ()
    comparable: bool = True

    @property
    def change(self) -> int:
        """Persons more or fewer."""
        return (self.after or 0) - (self.before or 0)

    @property
    def newly_asked(self) -> bool:
        """Asked now and not before."""
        return self.comparable and bool(self.after) and not self.before

    @property
    def no_longer_asked(self) -> bool:
        """Asked before and not now."""
        return self.comparable and bool(self.before) and not self.after


@dataclass(frozen=True)
class Revision:
    """Two editions compared.

    Attributes:
        causes: what changed, each one or several of ``CAUSES`` joined by ``+``; those that moved nobody included.
        changes: every municipality of either, in order of code.
    """

    causes: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def moved_by(self) -> dict[str, int]:
        """By cause half the sum of absolute parts, rounded up: about how many persons it moves."""
        sums = [sum(abs(change.parts[i]) for change in self.changes) for i in range(len(self.causes))]
        return {cause: -(-total // 2) for cause, total in zip(self.causes, sums, strict=True)}


def revision(before: Inputs, after: Inputs) -> Revision:
    """Compare two editions, of one year or of two.

    Raises:
        Infeasible: one of the two cannot be divided.
    """
    levels = [allocate(before).persons]
    causes: list[str] = []
    waiting: list[str] = []
    for cause, inputs in _steps(before, after):
        waiting.append(cause)
        try:
            persons = allocate(inputs).persons
        except Infeasible:
            if inputs is after:
                raise
            continue
        causes.append("+".join(waiting))
        levels.append(persons)
        waiting = []
    names = {m.number: m.name for inputs in (before, after) for m in inputs.municipalities}
    return Revision(tuple(causes), tuple(_change(code, names[code], levels) for code in sorted(names)))


def _change(code: str, name: str, levels: list[dict[str, int]]) -> Change:
    numbers = [level.get(code, 0) for level in levels]
    parts = tuple(later - earlier for earlier, later in pairwise(numbers))
    return Change(code, name, levels[0].get(code), levels[-1].get(code), parts)


def _steps(before: Inputs, after: Inputs) -> Iterator[tuple[str, Inputs]]:
    """The earlier edition with ever more of the later one's, up to the later one itself."""
    same_places = {m.number: m.county_number for m in before.municipalities} == {
        m.number: m.county_number for m in after.municipalities
    }
    same_criteria = [c.name for c in before.rules.criteria] == [c.name for c in after.rules.criteria]
    steps: list[tuple[str, Callable[[Inputs], Inputs]]] = [
        ("figures" if same_places else "structure", lambda i: _with_figures(i, after)),
        ("rules", lambda i: replace(i, rules=replace(after.rules, number_asked=i.rules.number_asked))),
        ("number_asked", lambda i: replace(i, rules=after.rules)),
        ("need", lambda i: replace(i, edition=after.edition)),
        ("county_totals", lambda i: replace(i, county_totals=after.county_totals)),
        ("adjustments", lambda _: after),
    ]
    if not same_criteria:
        # Figures of criteria that the earlier rules do not name mean nothing to them: both change at once.
        (figures, first), (rules, second), *rest = steps
        steps = [(f"{figures}+{rules}", lambda i: second(first(i))), *rest]
    if not same_places:
        # County totals and adjustments of places that are gone go with them.
        first_cause, first_step = steps[0]
        steps[0] = first_cause, lambda i: replace(first_step(i), county_totals=(), adjustments=())
    inputs = before
    for cause, step in steps:
        inputs = step(inputs)
        yield cause, inputs


def _with_figures(inputs: Inputs, after: Inputs) -> Inputs:
    return replace(
        inputs,
        year=after.year,
        municipalities=after.municipalities,
        national=after.national,
        tables=after.tables,
    )


def sums_by_cause(found: Revision) -> Mapping[str, int]:
    """What each cause adds to the whole country's number."""
    return {cause: sum(change.parts[i] for change in found.changes) for i, cause in enumerate(found.causes)}
