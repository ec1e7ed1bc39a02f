"""Whom the municipality can compare itself with: others like it, its county, and its own earlier years."""

from __future__ import annotations

from collections.abc import Iterable

from bosetting.allocation.compared.follow_up import COUNTED, FollowUp
from bosetting.allocation.explained.history import Earlier
from bosetting.allocation.explained.neighbours import per_thousand
from bosetting.allocation.request import Allotment
from bosetting.report.blocks.kinds import Block, Column, Table, Words
from bosetting.report.chapters.through_the_year import count_cell, is_whole
from bosetting.report.language.criteria import criterion_names
from bosetting.report.language.numbers import format_integer
from bosetting.report.municipality.opening import MunicipalView


def beside(view: MunicipalView) -> list[Block]:
    """The five most like it, and the others of its county."""
    found = view.found.neighbours
    rules = view.inputs.rules
    prose = view.prose("municipality_beside", criteria=criterion_names(rules, view.language))
    alike = _table(
        view,
        "alike",
        view.label("municipality.alike_caption"),
        [found.own, *(n.allotment for n in found.alike)],
    )
    caption = view.label("municipality.county_caption", county=view.municipality.county)
    return [prose, alike, _table(view, "county", caption, found.within)]


def _table(view: MunicipalView, id: str, caption: str, allotments: Iterable[Allotment]) -> Table:
    no = Words(view.label("numbers.not_asked_cell"))
    rows = tuple(
        (
            a.municipality.name,
            a.persons if a.asked else no,
            per_thousand(a),
            a.municipality.residents,
        )
        for a in allotments
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("municipality.persons_column"), "integer"),
        Column(view.label("municipality.per_thousand_column"), "decimal", decimals=1),
        Column(view.label("numbers.residents"), "integer"),
    )
    return Table(id, caption, columns, rows)


def earlier(view: MunicipalView) -> list[Block]:
    """What it was asked for, decided and settled before, and in the year itself; nothing where nothing is public."""
    years: dict[int, dict[str, Earlier]] = {}
    for row in view.found.history:
        if row.status != "not_applicable":
            years.setdefault(row.year, {})[row.measure] = row  # of several requests the last
    followed = view.computation.followed
    own = _of_the_year(view, followed)
    if not years and own is None:
        return []
    measures = ("request", "decision", "settled")
    rows = tuple(
        (year, *(_figure(view, figures.get(measure)) for measure in measures))
        for year, figures in sorted(years.items(), reverse=True)
    )
    columns = (
        Column(view.label("municipality.year"), "year"),
        *(Column(view.label(f"municipality.{measure}"), "integer") for measure in measures),
    )
    caption = view.label("municipality.earlier_caption", name=view.name)
    prose = view.prose(
        "municipality_earlier",
        year="" if own is None else str(view.inputs.year),
        as_of=None if followed is None else followed.as_of,
        whole=followed is not None and is_whole(followed),
        counted_to=None if followed is None else followed.origins["settled"].counted_to,
    )
    shown = (*([] if own is None else [own]), *rows)
    note = view.label("municipality.not_known") if any(None in row for row in shown) else ""
    return [prose, Table("earlier-years", caption, columns, shown, note=note)]


def _of_the_year(view: MunicipalView, followed: FollowUp | None) -> tuple[object, ...] | None:
    """The row of the year itself, of what happened afterwards; None where nothing is held of it."""
    found = () if followed is None else followed.municipalities
    counts = next((one.counts for one in found if one.code == view.code), None)
    if counts is None:
        return None
    return (view.inputs.year, *(count_cell(view, counts[measure]) for measure in COUNTED))


def _figure(view: MunicipalView, row: Earlier | None) -> int | Words | None:
    if row is None or row.persons is not None:
        return None if row is None else row.persons
    if row.low is not None and row.high is not None:
        low, high = (format_integer(end, view.language) for end in (row.low, row.high))
        return Words(f"{low}–{high}")
    return Words(view.label("history.hidden")) if row.status == "suppressed" else None
