"""What changed since the edition before and since last year, and what became of the request through its year."""

from __future__ import annotations

from bosetting.allocation.compared.revision import Change, Revision, sums_by_cause
from bosetting.report.blocks.kinds import Block, Column, Table
from bosetting.report.chapters.corrected import corrected
from bosetting.report.chapters.since_last_year import since_last_year
from bosetting.report.chapters.through_the_year import through_the_year
from bosetting.report.language.criteria import capital
from bosetting.report.view import View, edition_name

LARGEST = 10
"""How many of the largest changes in number are listed."""


def changes(view: View) -> list[Block]:
    """Since the edition before: who is new, who is gone, whose number changed, and why; corrections; last year; the year."""
    return [*_since_edition(view), *corrected(view), *since_last_year(view), *through_the_year(view)]


def _since_edition(view: View) -> list[Block]:
    earlier, found = view.computation.before, view.computation.revision
    if earlier is None or found is None:
        return [view.prose("changes_first", year=str(view.inputs.year))]
    before = earlier.inputs.edition
    differing = [change for change in found.changes if change.change]
    totals = sums_by_cause(found)
    blocks: list[Block] = [
        view.prose(
            "changes",
            before=edition_name(view.inputs, view.language, before.name),
            before_as_of=before.as_of,
            before_persons=before.requested,
            persons=view.inputs.edition.requested,
            before_asked=len(earlier.request.asked),
            asked=len(view.request.asked),
            new=[change.name for change in differing if change.newly_asked],
            gone=[change.name for change in differing if change.no_longer_asked],
            differing=len(differing),
            same=len(found.changes) - len(differing),
            causes=[
                view.label("changes.by_cause", cause=_cause(view, cause), moved=moved, more=totals[cause])
                for cause, moved in found.moved_by.items()
                if moved
            ],
        )
    ]
    return [*blocks, _largest(view, differing, found, before.name)] if differing else blocks


def _largest(view: View, differing: list[Change], found: Revision, before: str) -> Table:
    by_size = sorted(differing, key=lambda change: (-abs(change.change), change.code))[:LARGEST]
    used = [i for i, cause in enumerate(found.causes) if found.moved_by[cause]]
    own = view.inputs.edition.name
    rows = tuple(
        (change.name, change.before, change.after, change.change, *(change.parts[i] for i in used))
        for change in by_size
    )
    columns = (
        Column(view.label("numbers.municipality")),
        *(Column(_heading(view, name), "integer") for name in (before, own)),
        Column(view.label("changes.change"), "integer"),
        *(Column(capital(_cause(view, found.causes[i])), "integer") for i in used),
    )
    return Table("changes", view.label("changes.caption"), columns, rows, note=view.label("changes.note"))


def _cause(view: View, cause: str) -> str:
    """A cause in words; several that could not be told apart are said together."""
    return view.label("changes.together", causes=[view.label(f"cause.{one}") for one in cause.split("+")])


def _heading(view: View, edition: str) -> str:
    """An edition's name as a heading has it."""
    name = edition_name(view.inputs, view.language, edition)
    return name[:1].upper() + name[1:]
