"""The request beside last year's, as published: everyone, across mergers."""

from __future__ import annotations

from bosetting.allocation.compared.earlier import Asked
from bosetting.allocation.compared.last_year import LastYear, last_year
from bosetting.report.blocks.kinds import Block, Column, Table
from bosetting.report.language.readable import Quoted
from bosetting.report.view import View


def since_last_year(view: View) -> list[Block]:
    """Who is asked again, newly and no longer; nothing where no whole earlier request is known."""
    found = last_year(view.request)
    if found is None:
        return []
    prose = view.prose(
        "since_last_year",
        year=str(found.last.year),
        version=_version(view, found.last),
        before=found.last.total,
        now=view.inputs.edition.requested,
        both=len(found.of("both")),
        new=len(found.of("new")),
        gone=len(found.of("gone")),
        more=sum(row.now > row.before for row in found.of("both")),
        fewer=sum(row.now < row.before for row in found.of("both")),
    )
    return [prose, _everyone(view, found)]


def _version(view: View, last: Asked) -> str:
    """Which of the year's requests it is, in the year's own words; blank where it has none."""
    written = view.inputs.word(view.language, "request", f"{last.year}/{last.version}")
    return "" if written is None else Quoted(written)


def _everyone(view: View, found: LastYear) -> Table:
    label, by_code = view.label, view.request.by_code
    rows = tuple(
        (
            by_code[row.code].municipality.name,
            by_code[row.code].municipality.county,
            row.before,
            row.now,
            row.now - row.before,
            label(f"last_year.{row.standing}"),
        )
        for row in found.rows
    )
    columns = (
        Column(label("numbers.municipality")),
        Column(label("numbers.county")),
        Column(str(found.last.year), "integer"),
        Column(str(view.inputs.year), "integer"),
        Column(label("changes.change"), "integer"),
        Column(label("last_year.standing")),
    )
    return Table(
        "last-year", label("last_year.caption", year=str(found.last.year)), columns, rows, searchable=True
    )
