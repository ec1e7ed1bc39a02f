"""Unaccompanied minors."""

from __future__ import annotations

from bosetting.allocation.division.named import persons_per_place
from bosetting.report.blocks.kinds import Block, Column, Table
from bosetting.report.chapters.told import last_told
from bosetting.report.view import View


def minors(view: View) -> list[Block]:
    """Who is asked to take unaccompanied minors, and how their number is divided; one sentence where none are."""
    division = view.request.minors
    if division is None:
        return [view.prose("minors_unknown", nobody=view.inputs.edition.unaccompanied_minors == 0)]
    eligible = [view.request.by_code[code] for code in division.codes]
    receiving = [a for a in eligible if a.unaccompanied_minors]
    by_last = view.inputs.rules.minors_basis == "asked_for_minors_before"
    unknown = [a for a in view.request.asked if by_last and a.municipality.previous_minors is None]
    known = any(a.municipality.previous_minors is not None for a in receiving)
    prose = view.prose(
        "minors",
        year=str(view.inputs.year),
        number=view.inputs.edition.unaccompanied_minors,
        basis=view.inputs.rules.minors_basis,
        eligible=len(eligible),
        without=len(eligible) - len(receiving),
        asked=len(view.request.asked),
        unknown=len(unknown),
        floor=view.inputs.rules.minors_floor,
        previous_year=view.previous_year,
        divisor=persons_per_place(division.division.divisor),
        issues=view.inputs.publisher.issues,
        agency=view.agency,
        bufetat=last_told(view, "minors_settled_by_bufetat"),
    )
    rows = tuple(
        (
            a.municipality.name,
            a.municipality.county,
            *([a.municipality.previous_minors] if known else []),
            a.persons,
            a.unaccompanied_minors,
        )
        for a in sorted(receiving, key=lambda a: (-(a.unaccompanied_minors or 0), a.municipality.number))
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.county")),
        *([Column(view.label("minors.previous", year=view.previous_year), "integer")] if known else []),
        Column(view.label("minors.persons"), "integer"),
        Column(view.label("numbers.minors"), "integer"),
    )
    return [prose, Table("minors", view.label("minors.caption"), columns, rows, searchable=True)]
