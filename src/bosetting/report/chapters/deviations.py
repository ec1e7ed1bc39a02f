"""Deviations from the rule, and who decided them."""

from __future__ import annotations

from bosetting.report.blocks.kinds import Block, Column, Link, Table, Words
from bosetting.report.chapters.told import last_told
from bosetting.report.language.readable import Quoted
from bosetting.report.view import View


def deviations(view: View) -> list[Block]:
    """Every adjustment with its reason, in the language it was written in; who was brought in and who lost a place."""
    adjustments = view.request.adjustments
    by_code = view.request.by_code
    selection = view.request.selection
    moves = {
        "brought_in": selection.brought_in,
        "displaced": selection.displaced,
        "removed": selection.removed,
        "moved_up": selection.moved_up,
    }
    prose = view.prose(
        "deviations",
        number=len(adjustments),
        issues=view.inputs.publisher.issues,
        said=last_told(view, "judgement"),
        **{name: [by_code[c].municipality.name for c in sorted(codes)] for name, codes in moves.items()},
    )
    if not adjustments:
        return [prose]
    rows = tuple(
        (
            by_code[a.municipality].municipality.name,
            view.label(f"kind.{a.kind}"),
            Words(view.label("deviations.no_number")) if a.persons is None else a.persons,
            Link(Quoted(a.reason), ""),
            Link(Quoted(a.decided_by), ""),
            a.date,
        )
        for a in adjustments
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("deviations.kind")),
        Column(view.label("numbers.persons"), "integer"),
        Column(view.label("assumptions.reason")),
        Column(view.label("deviations.decided_by")),
        Column(view.label("deviations.date"), "date"),
    )
    return [prose, Table("deviations", view.label("deviations.caption"), columns, rows)]
