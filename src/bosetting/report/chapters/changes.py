"""What changed since the edition before."""

from __future__ import annotations

from bosetting.allocation.request import Allotment, Request
from bosetting.compute import compute
from bosetting.inputs.model import Edition
from bosetting.report.blocks.kinds import Block, Column, Table
from bosetting.report.view import View, edition_name

LARGEST = 10
"""How many of the largest changes in number are listed."""


def changes(view: View) -> list[Block]:
    """Who is new, who is gone, and whose number changed most."""
    before = _edition_before(view)
    if before is None:
        return [view.prose("changes_first", year=str(view.inputs.year))]
    earlier = compute(view.inputs.year, before.name, view.computation.root).request
    now, then = view.request.by_code, earlier.by_code
    pairs = [(now[code], then[code]) for code in now if code in then]
    new = [a for a, b in pairs if a.asked and not b.asked]
    gone = [a for a, b in pairs if b.asked and not a.asked]
    differing = [(a, b) for a, b in pairs if a.persons != b.persons]
    blocks: list[Block] = [
        view.prose(
            "changes",
            before=edition_name(view.inputs, view.language, before.name),
            before_as_of=before.as_of,
            before_persons=before.requested,
            persons=view.inputs.edition.requested,
            before_asked=len(earlier.asked),
            asked=len(view.request.asked),
            new=[a.municipality.name for a in new],
            gone=[a.municipality.name for a in gone],
            differing=len(differing),
            same=len(pairs) - len(differing),
        )
    ]
    if differing:
        blocks.append(_largest(view, differing, earlier))
    return blocks


def _edition_before(view: View) -> Edition | None:
    """The latest edition with an earlier date."""
    earlier = [e for e in view.inputs.editions if e.as_of < view.inputs.edition.as_of]
    return max(earlier, key=lambda e: e.as_of, default=None)


def _largest(view: View, differing: list[tuple[Allotment, Allotment]], earlier: Request) -> Table:
    by_size = sorted(differing, key=lambda p: (-abs(p[0].persons - p[1].persons), p[0].municipality.number))
    own = view.inputs.edition.name
    rows = tuple(
        (a.municipality.name, a.municipality.county, b.persons, a.persons, a.persons - b.persons)
        for a, b in by_size[:LARGEST]
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.county")),
        *(Column(_heading(view, name), "integer") for name in (earlier.inputs.edition.name, own)),
        Column(view.label("changes.change"), "integer"),
    )
    return Table("changes", view.label("changes.caption"), columns, rows)


def _heading(view: View, edition: str) -> str:
    """An edition's name as a heading has it."""
    name = edition_name(view.inputs, view.language, edition)
    return name[:1].upper() + name[1:]
