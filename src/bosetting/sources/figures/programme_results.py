"""Former participants in the introduction programme, one year after they left it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.counted import by_municipality_and_year, count_status
from bosetting.sources.figures.reading import Record, cell, grouped, municipality_codes, read, whole
from bosetting.sources.figures.table import Row, Table, count, year

YEARS = (2011, 2012, 2013, 2014)
LEFT, WORKING = "intro_tidligere_deltakere_1aar_n", "intro_1aar_arbutd_n"
OTHERS = ("intro_1aar_ledig_tiltak_n", "intro_1aar_annet_n")
DESCRIPTION = (
    "Persons who left the introduction programme, by their status in November one year later; year is the "
    "year of that status. On the municipal structure of 2018. work_or_education is printed only where "
    "status is ok. suppressed: Statistics Norway hides the cell, either because it is small (1 or 2, and 3 "
    "as a rule) or to protect another cell of the row, so that it may well be large. Zeros are printed, so "
    "a hidden cell is at least 1: high is the former participants less the printed cells less 1 for each "
    "other hidden cell; low is 1, or the same as high where no other cell of the row is hidden. Where "
    "former_participants is hidden too, all numbers are blank. Parts of a merged municipality are summed, "
    "counts and bounds alike; a part whose number of former participants is hidden is left out and counted "
    "in parts_hidden (1 for a municipality of one part whose number is hidden), and where the known parts "
    "had none the row is suppressed. Zero former participants: status ok, 0. missing: not in the table. The "
    "table has no national row. published: releases of this statistic come in December a year after the "
    "status; set to 1 March of the second year after it, a declared assumption."
)


@dataclass(frozen=True)
class Part:
    """One source row: former participants (None where hidden), bounds of those in work or education."""

    left: int | None
    low: int
    high: int
    printed: bool


def programme_results(folder: Path) -> Table:
    """Results of the introduction programme by municipality of 2018 and year.

    Args:
        folder: the folder of source figures.

    Returns:
        one row per municipality and year of status; in persons; bounds where the number is hidden.
        Source: SSB table 10824.
    """
    by_code = grouped(
        read(folder, "municipal-2018/programme_results_2011_2014.csv"), "kommune_nr_2018", "year"
    )
    rows = [
        _row(code, status_year, parts_of(by_code.get((code, str(status_year)), [])))
        for code in municipality_codes(folder)
        for status_year in YEARS
    ]
    fields = (
        year("year", "Year of the status, in November."),
        count("former_participants", "Persons who left the programme the year before."),
        count("work_or_education", "Of them in work or education; blank unless status is ok."),
        count("low", "Fewest that can be in work or education; blank unless suppressed with known bounds."),
        count("high", "Most that can be in work or education; blank unless suppressed with known bounds."),
        count_status(),
        count("parts_hidden", "Parts whose number of former participants is hidden.", "parts", required=True),
    )
    title = "Former participants in work or education one year after"
    sources = (by.SSB_RESULTS, by.MIRROR_IMDIKATOR)
    return by_municipality_and_year("programme_results", title, DESCRIPTION, sources, fields, rows)


def parts_of(records: Sequence[Record]) -> list[Part]:
    """The source rows of one municipality and year, with bounds."""
    parts = []
    for members in grouped(records, "kommune_nr").values():
        values = {record["variable"]: cell(record) for record in members}
        parts.append(bounded(values[LEFT], values[WORKING], [values[name] for name in OTHERS]))
    return parts


def bounded(left: str, working: str, others: Sequence[str]) -> Part:
    """One source row with the bounds of its number in work or education.

    Args:
        left: former participants, ``:`` where hidden.
        working: of them in work or education, ``:`` where hidden.
        others: the other cells that add up to ``left`` with ``working``, ``:`` where hidden.

    Raises:
        ValueError: the row leaves no room for the hidden number.
    """
    if left == ":":
        return Part(None, 0, 0, printed=False)
    n = whole(left)
    if working != ":":
        return Part(n, whole(working), whole(working), printed=True)
    hidden = sum(other == ":" for other in others)
    high = n - sum(whole(other) for other in others if other != ":") - hidden
    low = 1 if hidden else high
    if not 1 <= low <= high:
        raise ValueError(f"no room for a hidden number in {left}, {working}, {', '.join(others)}")
    return Part(n, low, high, printed=False)


def _row(code: str, status_year: int, parts: Sequence[Part]) -> Row:
    known = [part for part in parts if part.left is not None]
    hidden = len(parts) - len(known)
    row: dict[str, str | int | date | None] = {
        "kommune_nr": code,
        "year": status_year,
        "parts_hidden": hidden,
        "published": date(status_year + 2, 3, 1),
    }
    left = sum(part.left or 0 for part in known)
    if not parts:
        return {**row, "status": "missing"}
    if not known or (left == 0 and hidden):
        return {**row, "status": "suppressed"}
    row["former_participants"] = left
    low, high = sum(part.low for part in known), sum(part.high for part in known)
    if all(part.printed for part in known):
        return {**row, "work_or_education": low, "status": "ok"}
    return {**row, "low": low, "high": high, "status": "suppressed"}
