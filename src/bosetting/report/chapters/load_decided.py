"""The load once municipalities have decided: how anyone computes it, and what it is where decisions are held."""

from __future__ import annotations

from bosetting.allocation.compared.follow_up import FollowUp
from bosetting.programme.load import Load
from bosetting.report.blocks.kinds import Block, Column, Table
from bosetting.report.view import View


def load_decided(view: View) -> list[Block]:
    """The command and its file; and the country's load under the year's decisions, beside that of the request."""
    found, load, after = view.computation.followed, view.computation.load, view.computation.load_decided
    decided = [] if found is None else [one.counts["decided"].status for one in found.municipalities]
    prose = view.prose(
        "load_decided",
        year=str(load.target),
        as_of=None if found is None else found.origins["decided"].published,
        decided=None if after is None else after.persons,
        asked=load.persons,
        answered=_answered(found, load),
        hidden="suppressed" in decided,
        unknown="missing" in decided,
    )
    return [prose] if after is None else [prose, _beside(view, load, after)]


def _answered(found: FollowUp | None, load: Load) -> int | None:
    """Persons of the request that was decided on; None where they are the edition's own."""
    persons = None if found is None else found.country.counts["requested"].persons
    return None if persons == load.persons else persons


def _beside(view: View, load: Load, after: Load) -> Table:
    asked = {(row.measure, row.period): row.central for row in load.national}
    decided = {(row.measure, row.period): row.central for row in after.national}
    years = sorted({row.year for row in load.municipal})
    rows = tuple(
        (
            year,
            *(
                numbers[measure, str(year)]
                for measure in ("during_year", "at_year_end")
                for numbers in (asked, decided)
            ),
        )
        for year in years
    )
    columns = (
        Column(view.label("municipality.year"), "year"),
        Column(view.label("load_decided.during_asked"), "decimal"),
        Column(view.label("load_decided.during_decided"), "decimal"),
        Column(view.label("load_decided.end_asked"), "decimal"),
        Column(view.label("load_decided.end_decided"), "decimal"),
    )
    return Table("load-decided", view.label("load_decided.caption"), columns, rows)
