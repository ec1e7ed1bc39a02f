"""National figures: settled persons, participants, requests."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.dates import following_march, release
from bosetting.sources.figures.reading import Record, read, whole
from bosetting.sources.figures.statements import statements
from bosetting.sources.figures.table import Cell, Field, Row, Table, count, published, year
from bosetting.sources.figures.whole_country import whole_country

DESCRIPTION = (
    "National figures, one a row: what is measured (measure, group), the number, and what it means "
    "(definition). persons holds persons, except for municipalities and "
    "municipalities_asked, where it holds municipalities; percent holds per cent; low and high "
    "are in the same unit. A rounded figure has low and high of its rounding; a lower bound has low and no "
    "high; both blank: exact as published. Two measures of participants are never the same: "
    "participants_during_year (everyone who took part at some time; SSB counts from KOSTRA to 2016 and from "
    "the national introduction register, NIR, from 2017) and participants_at_year_end (a stock; here computed, "
    "not published). What was said without saying which stands in statements.csv. settled for 2012, 2013, "
    "2014 and 2019 is a sum of printed municipal rows, not a published total. requested and "
    "municipalities_asked: one group per version of a year's request. settled_expected: what was known or "
    "expected of 2017 before it ended, and the decisions at the end of the table. settled_by_date: persons "
    "settled from 1 January to the date. programme_started_during_year and programme_left_during_year: "
    "persons, counted in NIR. participants_completed_share and "
    "participants_left_to_work_or_education_share: of everyone who took part in the year; with "
    "participants_share_at_year_end they leave a rest that moved, broke off or left otherwise. residents and municipalities are what the "
    "municipal tables are checked against. "
    "The figures of later years serve comparison only. published: the day the source bears; the last day of "
    "a month where only the month is known; 1 March of the following year where only a year is known or, "
    "for sums of municipal rows, none; settled: no later than that day, though the source read is later; "
    "counts in the programme: 30 June of the following year where the source bears a day after July, since they "
    "come each June or July: declared assumptions."
)
SUM_OF_MUNICIPALITIES = (
    "Lower bound: sum of the printed municipal rows; persons outside the table are missing"
)
"""The definition of a number of settled persons that nobody published for the whole country."""
FIELDS = (
    year("year", "Year the figure is about."),
    Field("measure", "string", "What is measured.", "", {"required": True, "pattern": "^[a-z][a-z0-9_]*$"}),
    Field("group", "string", "Of whom, or which version.", "", {"required": True}),
    count(
        "persons",
        "The number; municipalities where the measure counts municipalities.",
        "persons or municipalities",
    ),
    Field("percent", "number", "The share.", "per cent", {"minimum": 0, "maximum": 100}),
    Field("low", "number", "Lower end, in the unit of the figure.", "", {"minimum": 0}),
    Field("high", "number", "Upper end, in the unit of the figure.", "", {"minimum": 0}),
    Field("date", "date", "The day a stock is taken; blank otherwise.", "date"),
    Field("definition", "string", "What the number means.", "", {"required": True}),
    published(),
    Field("source", "string", "Who published it, and where it was read.", "", {"required": True}),
)
PUBLISHERS = {
    "ssb.no": "SSB",
    "imdi.no": "IMDi",
    "regjeringen.no": "Government of Norway",
    "stortinget.no": "The Storting",
    "aftenposten.no": "IMDi, reported by Aftenposten",
    "nrk.no": "IMDi, reported by NRK",
    "fvn.no": "IMDi, reported by Fædrelandsvennen",
    "abcnyheter.no": "IMDi, reported by ABC Nyheter",
    "sos-rasisme.no": "IMDi, reported by SOS Rasisme",
    "norwaytoday.info": "SSB, reported by Norway Today",
    "kommunal-rapport.no": "IMDi, reported by Kommunal Rapport",
    "grannar.no": "IMDi, reported by Grannar",
    "document.news": "NRK, reported by Document",
}
SHARES: dict[str, tuple[str, str]] = {
    "2013": (
        "2015",
        "https://www.regjeringen.no/no/aktuelt/fleire-deltok-i-introduksjonsprogram-i-2014/id2427671/",
    ),
    "2014": (
        "2015",
        "https://www.regjeringen.no/no/aktuelt/fleire-deltok-i-introduksjonsprogram-i-2014/id2427671/",
    ),
    "2015": ("2016", "https://norwaytoday.info/news/participants-introduction-programme/"),
    "2016": (
        "2017-08-28",
        "https://www.imdi.no/arkiv/arkiverte-nyheter/nyheter-2017/rekordmange-deltok-i-introduksjonsprogram/",
    ),
}
"""Release and source of the share still in the programme at the end of the year."""
ROUNDED_TO = {"2014": 100, "2015": 100, "2020": 100, "2022": 1000}
VERSIONS = {
    "final_or_adjusted_in_IMDi_table": "adjusted",
    "original_in_IMDi_table": "original_in_table",
    "municipal_table": "municipal_table",
}
YEARS = range(2007, 2027)
NIR = "counted in the national introduction register (NIR)"
TELEMARK = f"IMDi, municipal table (public copy: {by.MIRROR_TELEMARK.path})"
SPRING_2017 = date(2017, 6, 30)
"""IMDi's page on the request for 2017 as lowered is undated; it speaks of that year's need in the present
tense and its decisions are still few in Hordaland and Vestfold."""
DOUBTFUL = {("2019", "reported")}
"""A page whose 210 municipalities and 270 minors are those of 2018."""


def national(folder: Path) -> Table:
    """National figures by year, measure and group.

    Args:
        folder: the folder of source figures.

    Returns:
        one row per year, measure and group: persons or per cent, with low and high. Sources: SSB, IMDi, KS,
        the Government and the Storting; in the column ``source`` row by row.
    """
    rows = [*_settled(folder), *_participants(folder), *_requests(folder), *statements(), *whole_country()]
    return replace(blank(), rows=rows)


def blank() -> Table:
    """The table without rows."""
    sources = (
        by.IMDI,
        by.SSB_PARTICIPANTS,
        by.SSB_POPULATION,
        by.SSB_CODES,
        by.KS,
        by.GOVERNMENT,
        by.STORTINGET,
        by.MIRROR_TELEMARK,
    )
    return Table(
        "national", "National figures", DESCRIPTION, "", sources, FIELDS, ("measure", "year", "group"), ()
    )


def cited(url: str) -> str:
    """Publisher and address of a figure, and the copy where it was read from one.

    Raises:
        KeyError: the address belongs to no known publisher.
    """
    if "evensrii/Telemark" in url:
        return TELEMARK
    if "Samarbeidsdesken" in url:
        return "IMDi, municipal table (public copy: https://github.com/Samarbeidsdesken/p02-ukraina)"
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    for known, publisher in PUBLISHERS.items():
        if host == known or host.endswith(f".{known}"):
            return f"{publisher}, {url}"
    raise KeyError(f"no publisher is known for {url}")


def rounding(value: int, unit: int) -> tuple[int, int]:
    """The least and the most that round to a value."""
    return value - unit // 2, value + unit // 2 - 1


def _row(when: int, measure: str, definition: str, origin: Row, **more: Cell) -> Row:
    return {"year": when, "measure": measure, "group": "all", "definition": definition, **origin, **more}


def _origin(record: Record, released: date | None = None) -> Row:
    """When and where a record was published; by default the day or period it bears."""
    return {"published": released or release(record["as_of"]), "source": cited(record["source_url"])}


def _settled(folder: Path) -> list[Row]:
    rows: list[Row] = []
    for record in read(folder, "national/settled_by_year.csv"):
        when = int(record["year"])
        if when not in YEARS:
            continue
        rows.append(_settled_row(record, when))
        minors = record["of_which_unaccompanied_minors"]
        if minors:
            what = "Of those settled, unaccompanied minors"
            origin = _origin(record)
            rows.append(_row(when, "settled_unaccompanied_minors", what, origin, persons=whole(minors)))
    return rows


def _settled_row(record: Record, when: int) -> Row:
    persons = whole(record["settled_total"])
    if record["precision"] == "partial_year":
        origin = _origin(record)
        what = (
            "Persons settled from the start of the year to this day, just under; the day is the month's last"
        )
        day: Row = {"date": origin["published"], "high": persons}
        return _row(when, "settled_by_date", what, origin, group="reported", persons=persons, **day)
    what = "Persons settled in municipalities during the year"
    if record["precision"] == "lower_bound_computed":
        origin = _origin(record, following_march(when))
        return _row(when, "settled", SUM_OF_MUNICIPALITIES, origin, persons=persons, low=persons)
    if record["precision"] == "rounded_over":
        return _row(when, "settled", f"{what}: more than", _origin(record), persons=persons, low=persons)
    told = release(record["as_of"])
    origin = _origin(record, min(told, following_march(when)))
    return _row(when, "settled", f"{what}, as published", origin, persons=persons)


def _participants(folder: Path) -> list[Row]:
    rows: list[Row] = []
    for record in read(folder, "national/participants_by_year.csv"):
        when, persons = int(record["year"]), whole(record["participants_during_year"])
        more: dict[str, Cell] = {"persons": persons}
        if record["precision"] == "rounded":
            more["low"], more["high"] = rounding(persons, ROUNDED_TO[record["year"]])
        what = _register(record, when)
        rows.append(_row(when, "participants_during_year", what, _origin(record, _counted(record)), **more))
        if record["share_still_in_programme_at_year_end_pct"]:
            rows.append(_share(record, when))
        rows += _moves(record, when)
    return rows


MOVES = {
    "started": "Persons who started in the programme",
    "ended": "Persons who ended or left the programme",
}
MOVES_TOLD: dict[int, Row] = {
    2023: {
        "published": date(2024, 6, 24),
        "source": "IMDi, https://www.imdi.no/nokkeltall-for-introduksjonsprogrammet-2023/",
    }
}
"""Where the remark is told of the record of another publisher."""
MEASURES = {"started": "programme_started_during_year", "ended": "programme_left_during_year"}


def _moves(record: Record, when: int) -> list[Row]:
    """Started and ended in the year, as IMDi tells them from the register (NIR) in a remark."""
    rows: list[Row] = []
    for about, number, move in re.findall(r"(about )?(\d+ \d{3}) (started|ended)", record["note"]):
        persons = int(number.replace(" ", ""))
        more: dict[str, Cell] = {"persons": persons}
        if about:
            more["low"], more["high"] = rounding(persons, 100)
        what = f"{MOVES[move]} in the year, {NIR} by IMDi{', rounded to hundreds' if about else ''}"
        origin = {**_origin(record, _counted(record)), **MOVES_TOLD.get(when, {})}
        rows.append(_row(when, MEASURES[move], what, origin, **more))
    return rows


def _counted(record: Record) -> date:
    """When a count was public: they come each June or July, so one that bears a later day was by the end of June."""
    told, after = release(record["as_of"]), int(record["year"]) + 1
    return told if told <= date(after, 7, 31) else date(after, 6, 30)


def _register(record: Record, when: int) -> str:
    counted = (
        f"Everyone who took part at some time in the year, {NIR if when > 2016 else 'counted from KOSTRA'}"
    )
    counter = "IMDi" if record["definition"].startswith("IMDi") else "SSB"
    rounded = ", rounded" if record["precision"] == "rounded" else ""
    return f"{counted} by {counter}{rounded}"


def _share(record: Record, when: int) -> Row:
    percent = whole(record["share_still_in_programme_at_year_end_pct"])
    known, url = SHARES[record["year"]]
    half = Decimal("0.5")
    what = "Share of the year's participants still in the programme at its end, whole per cent"
    origin: Row = {"published": release(known), "source": cited(url), "date": date(when, 12, 31)}
    return _row(
        when,
        "participants_share_at_year_end",
        what,
        origin,
        percent=percent,
        low=percent - half,
        high=percent + half,
    )


COLUMNS = (
    ("requested_total", "requested", "Persons municipalities were asked to settle"),
    ("requested_unaccompanied_minors", "requested_unaccompanied_minors", "Of those, unaccompanied minors"),
    ("municipalities_asked", "municipalities_asked", "Number of municipalities asked"),
)


def _requests(folder: Path) -> list[Row]:
    rows: list[Row] = []
    for record in read(folder, "national/requests_by_year.csv"):
        when = int(record["year"])
        if when not in YEARS or (record["year"], record["kind"]) in DOUBTFUL:
            continue
        group = VERSIONS.get(record["kind"], record["kind"])
        how = "as reported" if record["method"] == "reported" else "sum of municipal rows"
        origin = _origin(record, _request_release(record, when))
        rows += [
            _row(when, measure, f"{what}, {how}", origin, group=group, persons=whole(record[column]))
            for column, measure, what in COLUMNS
            if record[column]
        ]
    return rows


def _request_release(record: Record, when: int) -> date:
    if (record["year"], record["kind"]) == ("2017", "reported_adjusted"):
        return SPRING_2017
    if record["method"] != "reported" and record["kind"] != "municipal_table":
        return following_march(when)
    letter = record["letter_date"]
    return release(letter if "-" in letter else record["as_of"])
