"""What municipalities were asked for, and what they decided: every version under its own name, date and rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bosetting.sources.figures import dates
from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.reading import Record, cell, read, whole
from bosetting.sources.figures.table import Field, Row, Table, count, year
from bosetting.sources.reference.columns import CODE, FIGURE, MEASURE, Origin
from bosetting.sources.reference.imdi import (
    PAGES,
    READ_2025,
    READ_2026,
    UNTIL_2019,
    publishers_code,
    recoded_2018,
)
from bosetting.sources.reference.settled import MEASURES as SETTLED

DESCRIPTION = (
    "Requests to settle refugees in a year (target_year), every version under its own name, and what the municipality "
    "answered. version_date is the day of the letters or of the news of it, blank where not known; rank counts the "
    "versions of one year in their order, so that of two with the same day the higher is the later. Measures, in "
    "persons: request, request_minors (unaccompanied), decision, decision_minors, agreed and "
    "agreed_collective_protection (placed, not yet settled). Municipalities (four digits) or counties (two). "
    "adjusted: IMDi's table as it ended, 2010 to 2017; revised: 2018 as raised during that year; original: as first "
    "sent (2019 and 2026); october_2016: 2017 as first sent on 10 October 2016; autumn_2016: 2016 as it stood that "
    "autumn; november: what is publicly known of 2018 as first sent on 6 November 2017, some municipalities and four "
    "counties; adjusted_summer: 2025 as adjusted in the summer of that year (12,640; first 18,900). A decision stands "
    "under the last version of its year, as known at the end. status of a request: not_applicable, not asked by that "
    "table (a full stop); 0, stated not to be asked; missing, asked, the number not known. Of a decision: "
    "not_applicable, none registered; missing, awaited. Blank minors: missing, unknown and not zero. Codes as in "
    "settled.csv. published: the letters' day where known (10 October 2016, 6 November 2017, 12 December 2018); otherwise "
    "assumed: 1 March of the next year for the tables as they ended, the end of the next month for autumn_2016, the first known "
    "mention for revised (6 September 2018), 31 August 2025 for 2025, and the deadline for answers, 10 February "
    "2026, for 2026: never too early."
)
KEY = ("target_year", "version", "measure", "code")
AUTUMN = "municipal-2018/requests_2016_2017_with_minors.csv"
MUNCH = f"IMDi, municipal table ({by.MIRROR_IMDIKATOR.title.lower()})"
LETTERS_2019 = "https://www.gd.no/ringsaker/flyktninger/integrering/ber-ringsaker-bosette-32-flyktninger-neste-ar/s/5-18-809752"


@dataclass(frozen=True)
class Version:
    """A version of a year's request.

    Attributes:
        year: the target year.
        name: its name.
        day: of its letters; None where not known.
        rank: its place among the versions of the year.
        origin: when and where it was first public.
    """

    year: int
    name: str
    day: date | None
    rank: int
    origin: Origin


OCTOBER_2016 = Version(
    2017,
    "october_2016",
    dates.REQUEST_OCTOBER_2016,
    1,
    Origin(dates.REQUEST_OCTOBER_2016, MUNCH, "IMDi, the letters' day, reported by Aftenposten"),
)
AUTUMN_2016 = Version(2016, "autumn_2016", None, 2, Origin(date(2016, 11, 30), MUNCH))
NOVEMBER_2017 = Version(
    2018,
    "november",
    dates.REQUEST_NOVEMBER_2017,
    1,
    Origin(dates.REQUEST_NOVEMBER_2017, "IMDi, reported by others", "KS and IMDi, the letters' day"),
)
REVISED_2018 = Version(2018, "revised", None, 2, Origin(dates.REQUEST_REVISED_2018, UNTIL_2019))
DECEMBER_2018 = Version(
    2019, "original", date(2018, 12, 12), 1, Origin(date(2018, 12, 12), UNTIL_2019, LETTERS_2019)
)
SUMMER_2025 = Version(2025, "adjusted_summer", None, 2, Origin(date(2025, 8, 31), PAGES))
FIRST_2026 = Version(2026, "original", None, 1, Origin(date(2026, 2, 10), PAGES))
PAGE_MEASURES = {
    "anmodning": "request",
    "vedtak": "decision",
    "avtalt": "agreed",
    "avtalt_kollektiv": "agreed_collective_protection",
}


def requests(folder: Path) -> Table:
    """Requests and decisions by municipality or county, target year and version; persons. Source: IMDi, the press.

    Args:
        folder: the folder of source figures.
    """
    rows = [
        *_table(folder),
        *_autumn(folder, OCTOBER_2016, {"anmodning_opprinnelig_okt2016": "request", **_MINORS}),
        *_autumn(folder, AUTUMN_2016, {"anmodning": "request", **_MINORS}),
        *_november(folder),
        *_pages(folder, SUMMER_2025, READ_2025),
        *_pages(folder, FIRST_2026, READ_2026),
    ]
    fields = (
        CODE,
        year("target_year", "The year the persons are to be settled in."),
        Field("version", "string", "Which version.", "", {"required": True, "pattern": "^[a-z][a-z0-9_]*$"}),
        Field("version_date", "date", "Day of its letters; blank where not known.", "date"),
        count("rank", "Place among the versions of the year, the first first.", "", required=True),
        MEASURE,
        *FIGURE,
    )
    sources = (by.IMDI, by.MIRROR_TELEMARK, by.MIRROR_IMDIKATOR, *by.PRESS)
    return Table("requests", "Requests and decisions", DESCRIPTION, "", sources, fields, KEY, rows)


_MINORS = {
    "anmodning_em": "request_minors",
    "vedtak_per_nov2016": "decision_by_november",
    "vedtak_em_per_nov2016": "decision_minors_by_november",
}


def version_of(when: int) -> Version:
    """The version that IMDi's table of 2010 to 2019 holds of a year."""
    known = {2018: REVISED_2018, 2019: DECEMBER_2018}
    return known.get(when) or Version(
        when, "adjusted", None, 3, Origin(dates.following_march(when), UNTIL_2019)
    )


def row(
    code: str,
    version: Version,
    measure: str,
    value: int | None,
    status: str = "ok",
    origin: Origin | None = None,
) -> Row:
    """A row of the table; by default as the version was published."""
    return {
        "code": code,
        "target_year": version.year,
        "version": version.name,
        "version_date": version.day,
        "rank": version.rank,
        "measure": measure,
        "value": value,
        "status": status,
        **(origin or version.origin).cells(),
    }


def _table(folder: Path) -> list[Row]:
    rows: list[Row] = []
    recoded = recoded_2018(folder)
    for record in read(folder, "municipal-2018/requests_decisions_settled_2010_2019.csv"):
        measure = {"anmodning": "request", "vedtak": "decision"}.get(record["variable"])
        if not measure or not record["kommune_nr"]:
            continue
        version = version_of(int(record["year"]))
        ended = Origin(dates.following_march(version.year), UNTIL_2019)
        origin = ended if measure == "decision" else None
        rows.append(_cell(record, publishers_code(record, recoded), version, measure, origin))
    return rows


def _cell(
    record: Record,
    code: str,
    version: Version,
    measure: str,
    origin: Origin | None,
    none: str = "not_applicable",
) -> Row:
    value = cell(record)
    if value == ":":
        return {**row(code, version, measure, None, "suppressed", origin), "low": 1, "high": 4}
    if value == ".":
        return row(code, version, measure, None, none, origin)
    return row(code, version, measure, whole(value), "ok", origin)


def _autumn(folder: Path, version: Version, measures: dict[str, str]) -> list[Row]:
    answered = AUTUMN_2016.origin
    return [
        _cell(
            r,
            r["kommune_nr"],
            version,
            measures[r["variable"]],
            answered if r["variable"].startswith("vedtak") else None,
            _blank(r["variable"]),
        )
        for r in read(folder, AUTUMN)
        if r["year"] == str(version.year) and r["variable"] in measures and r["kommune_nr_2018"]
    ]


def _blank(variable: str) -> str:
    return (
        "not_applicable"
        if variable.startswith(("anmodning_opp", "vedtak")) or variable == "anmodning"
        else "missing"
    )


def _november(folder: Path) -> list[Row]:
    """What is known of the request for 2018 as first sent: municipalities, their minors, and counties."""
    values: dict[str, int | None] = {}
    for record in read(folder, "municipal-2018/requests_2018_original_partial.csv"):
        numbered = record["variable"] == "anmodning_opprinnelig_nov2017"
        values[record["kommune_nr"]] = whole(record["value"]) if numbered else None
    for record in read(folder, "municipal-2018/requests_2018_original_counties.csv"):
        values[record["fylke_nr"]] = whole(record["value"])
    minors: dict[str, int] = {}
    for letter in _letters(folder):
        values.setdefault(letter["kommune_nr"], whole(letter["request_total"]))
        if letter["em"]:
            minors[letter["kommune_nr"]] = whole(letter["em"])
    rows = [_known(code, "request", persons) for code, persons in values.items()]
    return [*rows, *(_known(code, "request_minors", persons) for code, persons in minors.items())]


def _letters(folder: Path) -> Sequence[Record]:
    records = read(folder, "national/minors_requests.csv")
    return [r for r in records if r["vintage"] == "original Nov 2017" and r["kommune_nr"]]


def _known(code: str, measure: str, persons: int | None) -> Row:
    return row(code, NOVEMBER_2017, measure, persons, "missing" if persons is None else "ok")


def _pages(folder: Path, version: Version, read_on: Origin) -> list[Row]:
    rows: list[Row] = []
    for record in read(folder, f"municipal-2024/requests_decisions_settled_{version.year}.csv"):
        if record["variable"] in SETTLED:
            continue
        measure = PAGE_MEASURES[record["variable"]]
        origin = None if measure == "request" else read_on
        made = _cell(record, record["kommune_nr"], version, measure, origin)
        if record["note"].startswith("prikket"):
            made = {**made, "status": "suppressed", "low": 1, "high": 4}
        elif record["note"].startswith("avventer"):
            made = {**made, "status": "missing"}
        rows.append(made)
    return rows
