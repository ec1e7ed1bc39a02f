"""What was wrong in the edition after it was published: the old number beside the new."""

from __future__ import annotations

from bosetting.report.blocks.kinds import Block, Column, Link, Table
from bosetting.report.edition_line import corrected_value
from bosetting.report.language.readable import Quoted
from bosetting.report.view import View


def corrected(view: View) -> list[Block]:
    """Each correction with its reason; nothing where there is none."""
    corrections, by_code = view.inputs.corrections, view.request.by_code
    if not corrections:
        return []
    rows = tuple(
        (
            c.date,
            by_code[c.municipality].municipality.name if c.municipality else view.label("correction.all"),
            Quoted(c.what[view.language]),
            view.label(f"correction.{c.measure}"),
            corrected_value(c, c.old, view.language),
            corrected_value(c, c.new, view.language),
            Link(Quoted(c.reason), ""),
        )
        for c in corrections
    )
    columns = (
        Column(view.label("correction.date"), "date"),
        Column(view.label("numbers.municipality")),
        Column(view.label("correction.what")),
        Column(view.label("correction.measure")),
        Column(view.label("correction.old")),
        Column(view.label("correction.new")),
        Column(view.label("assumptions.reason")),
    )
    prose = view.prose("corrections", published=view.inputs.published, number=len(corrections))
    return [prose, Table("corrections", view.label("correction.caption"), columns, rows)]
