"""The introduction programme by municipality of the year: former participants one year after, and participants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bosetting.sources.draw.followed import Parts, parts
from bosetting.sources.draw.held import Reference, last_day, whole
from bosetting.sources.draw.municipalities import in_force
from bosetting.sources.draw.plan import Plan
from bosetting.sources.figures import drawn_texts as said
from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.counted import by_municipality_and_year, count_status, counted_table
from bosetting.sources.figures.table import Row, Table, count, year

LEFT, WORKING = "former_participants", "work_or_education"
Cells = Mapping[str, str]


def programme_results(reference: Reference, plan: Plan) -> Table:
    """Results by municipality and year of status; persons; bounds where hidden. Source: SSB table 10824.

    Args:
        reference: the reference.
        plan: what is drawn.
    """
    rows = [
        _result(code, period, behind, cells, when)
        for period, cells, when in _periods(reference, plan, "programme_results", (LEFT, WORKING))
        for code, behind in _behind(reference, plan, cells).items()
    ]
    fields = (
        year("year", "Year of the status, in November."),
        count(LEFT, "Persons who left the programme the year before."),
        count(WORKING, "Of them in work or education; blank unless status is ok."),
        count("low", "Fewest that can be in work or education; blank unless suppressed with known bounds."),
        count("high", "Most that can be in work or education; blank unless suppressed with known bounds."),
        count_status(),
        count("parts_hidden", "Parts whose number of former participants is hidden.", "parts", required=True),
    )
    title = "Former participants in work or education one year after"
    description = said.RESULTS.format(structure=plan.structure) + plan.note("programme_results")
    sources = (by.SSB_RESULTS, by.MIRROR_IMDIKATOR)
    made = by_municipality_and_year("programme_results", title, description, sources, fields, rows)
    return replace(made, structure=str(plan.structure.year))


def programme_participants(reference: Reference, plan: Plan) -> Table:
    """Participants by municipality and year; persons; bounds where hidden. Source: IMDi (NIR).

    Args:
        reference: the reference.
        plan: what is drawn.
    """
    rows = [
        _participants(code, period, behind, cells, when)
        for period, cells, when in _periods(reference, plan, "programme_participants", ("participants",))
        for code, behind in _behind(reference, plan, cells).items()
    ]
    columns = {
        "year": "Year of the figure.",
        "persons": "Participants; blank unless status is ok.",
        "low": "Fewest there can have been; blank unless suppressed.",
        "high": "Most there can have been; blank unless suppressed.",
    }
    title = "Participants in the introduction programme"
    description = said.PARTICIPANTS.format(structure=plan.structure) + plan.note("programme_participants")
    sources = (by.IMDI_PARTICIPANTS, by.MIRROR_IMDI_DATASET)
    made = counted_table("programme_participants", title, description, sources, columns, rows)
    return replace(made, structure=str(plan.structure.year))


Held = dict[str, dict[str, Cells]]


def _periods(
    reference: Reference, plan: Plan, table: str, measures: Sequence[str]
) -> list[tuple[str, Held, date]]:
    held = [
        row
        for row in reference.rows(table)
        if row["measure"] in measures and plan.wants(table, row["period"], row["published"])
    ]
    result = []
    for period in sorted({row["period"] for row in held}):
        of_period = [row for row in held if row["period"] == period]
        cells: Held = {}
        for row in of_period:
            cells.setdefault(row["code"], {})[row["measure"]] = row
        result.append((period, cells, last_day(of_period)))
    return result


def _behind(reference: Reference, plan: Plan, cells: Held) -> dict[str, Parts]:
    found = parts(cells, reference.changes, plan.structure)
    codes = [row["code"] for row in in_force(reference, plan.structure)]
    return {code: found.get(code, Parts(())) for code in codes}


def _result(code: str, period: str, behind: Parts, cells: Held, when: date) -> Row:
    found = [cells[part] for part in behind.codes]
    known = [each for each in found if each[LEFT]["status"] == "ok"]
    hidden = len(found) - len(known)
    row: Row = {"kommune_nr": code, "year": int(period), "parts_hidden": hidden, "published": when}
    left = sum(int(each[LEFT]["value"]) for each in known)
    if not found or behind.torn:
        return {**row, "parts_hidden": 0 if behind.torn else hidden, "status": "missing"}
    if not known or (left == 0 and hidden):
        return {**row, "status": "suppressed"}
    low, high = (sum(_bound(each[WORKING], name) for each in known) for name in ("low", "high"))
    row = {**row, LEFT: left}
    if all(each[WORKING]["status"] == "ok" for each in known):
        return {**row, WORKING: low, "status": "ok"}
    return {**row, "low": low, "high": high, "status": "suppressed"}


def _bound(cell: Cells, name: str) -> int:
    return whole(cell["value"]) or whole(cell[name]) or 0


def _participants(code: str, period: str, behind: Parts, cells: Held, when: date) -> Row:
    row: Row = {"kommune_nr": code, "year": int(period), "published": when}
    found = [cells[part]["participants"] for part in behind.codes]
    counted = [each for each in found if each["status"] in ("ok", "suppressed")]
    if behind.torn or not counted:
        return {**row, "status": "missing"}
    low, high = (sum(_bound(each, name) for each in counted) for name in ("low", "high"))
    if all(each["status"] == "ok" for each in counted):
        return {**row, "persons": low, "status": "ok"}
    return {**row, "low": low, "high": high, "status": "suppressed"}
