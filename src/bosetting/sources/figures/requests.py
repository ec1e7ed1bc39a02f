"""What municipalities were asked for, and what they decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bosetting.sources.figures import dates
from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.reading import Record, cell, grouped, municipality_codes, read, total, whole
from bosetting.sources.figures.table import (
    Field,
    Row,
    Source,
    Table,
    choice,
    count,
    municipality_code,
    published,
    year,
)

YEARS = range(2010, 2020)


@dataclass(frozen=True)
class Version:
    """A version of a year's request, or its decisions."""

    edition: str
    year: int
    published: date


OCTOBER_2016 = Version("october_2016", 2017, dates.REQUEST_OCTOBER_2016)
AUTUMN_2016 = Version("autumn_2016", 2016, date(2016, 11, 30))
DESCRIPTION = (
    "Requests to settle refugees by year and edition, and decisions, on the municipal structure of 2018 "
    "(parts summed). adjusted: IMDi's municipal table as adjusted during the year, 2010 to 2017 and 2019 "
    "(2019 is as first sent); a full stop there means not asked. october_2016: the request for 2017 as sent "
    "on 10 October 2016. autumn_2016: the request for 2016 as it stood in that autumn. november: what is "
    "publicly known of the request for 2018 as sent on 6 November 2017: some municipalities, two of them "
    "from the press a month later; most have no row. revised: the request for 2018 as raised during that "
    "year. decision: what the municipality decided, at the end of the table's life (the sum for 2017, "
    "12,158, was not known in November 2017); asked then says whether it was asked that year, and a part "
    "without a registered decision is left out. Blank persons: suppressed (hidden by IMDi), missing (asked, "
    "number not known or no decision registered) or not_applicable (not asked, no decision). Blank "
    "unaccompanied_minors is unknown, not zero. In october_2016 the field is blank in 103 of 428 source "
    "rows; for Sandefjord, Larvik, Holmestrand and Færder it is blank for the smaller parts and the number "
    "here is that of the parts where it is known, a lower bound. published: adjusted and decision, 1 March "
    "of the following year; autumn_2016, 30 November 2016, since its columns run to that month; revised, "
    "the first known public mention: all declared assumptions."
)
PRESS = (
    Source(
        "Fædrelandsvennen, on the request for 2018",
        "https://www.fvn.no/nyheter/lokalt/i/vEj5L/Norske-kommuner-skal-bosette-4400-flyktninger-neste-ar",
    ),
    Source("NRK Møre og Romsdal, on the request for 2018", "https://www.nrk.no/mr/1.13766749"),
    Source("Romsdals Budstikke, on the request for 2018", "http://www.rbnett.no/"),
    Source(
        "Adresseavisen, on the request for 2018",
        "https://www.adressa.no/nyheter/trondheim/i/dnmRW1/ber-trondheim-ta-imot-167-flyktninger-neste-ar",
    ),
    Source(
        "Laagendalsposten, on the request for 2018",
        "https://www.laagendalsposten.no/nyheter/flyktninger/kongsberg/"
        "sa-mange-flyktninger-vil-imdi-bosette-neste-ar/s/5-64-425647",
    ),
    Source(
        "Lister24, on Kvinesdal's request for 2018",
        "https://www.lister24.no/nyheter/i/8mndKw/bosetter-ti-flyktninger",
    ),
    Source(
        "Bærum municipality, on its request for 2018",
        "https://www.baerum.kommune.no/aktuelt/bosetting-av-flyktninger/",
    ),
    Source(
        "Public document listing requests in Akershus, by its title at Docplayer", "https://docplayer.me/"
    ),
)


def published_requests(folder: Path) -> Table:
    """Requests and decisions by municipality of 2018, year and edition.

    Args:
        folder: the folder of source figures.

    Returns:
        one row per municipality, year and edition: asked or not, persons, of them unaccompanied minors.
        Source: IMDi; for ``november`` also the press and a municipality.
    """
    rows = [
        *_adjusted(folder),
        *_decisions(folder),
        *_with_minors(folder, OCTOBER_2016, "anmodning_opprinnelig_okt2016"),
        *_with_minors(folder, AUTUMN_2016, "anmodning"),
        *november(folder),
    ]
    sources = (by.IMDI, by.MIRROR_TELEMARK, by.MIRROR_IMDIKATOR, *PRESS)
    return Table(
        "published_requests",
        "Requests and decisions",
        DESCRIPTION,
        "2018",
        sources,
        _fields(),
        ("year", "edition", "kommune_nr"),
        rows,
        municipal=True,
    )


def revised(folder: Path) -> dict[str, int]:
    """Persons in the revised request for 2018, by municipality; 0 where not asked."""
    rows = [row for row in _adjusted(folder) if row["edition"] == "revised"]
    return {str(row["kommune_nr"]): int(str(row["persons"])) for row in rows}


def november(folder: Path) -> list[Row]:
    """The publicly known part of the request for 2018 as sent on 6 November 2017."""
    values: dict[str, int | None] = {}
    for record in read(folder, "municipal-2018/requests_2018_original_partial.csv"):
        numbered = record["variable"] == "anmodning_opprinnelig_nov2017"
        values[record["kommune_nr"]] = whole(record["value"]) if numbered else None
    minors: dict[str, int] = {}
    for record in read(folder, "national/minors_requests.csv"):
        if record["vintage"] == "original Nov 2017" and record["kommune_nr"]:
            values.setdefault(record["kommune_nr"], whole(record["request_total"]))
            if record["em"]:
                minors[record["kommune_nr"]] = whole(record["em"])
    version = Version("november", 2018, dates.REQUEST_NOVEMBER_2017)
    return [_stated(code, version, persons, minors.get(code)) for code, persons in values.items()]


def _stated(code: str, version: Version, persons: int | None, minors: int | None) -> Row:
    status = "missing" if persons is None else "ok"
    return _row(code, version, asked=persons != 0, persons=persons, status=status, minors=minors)


def _table(folder: Path, variable: str) -> dict[tuple[str, ...], list[Record]]:
    records = read(folder, "municipal-2018/requests_decisions_settled_2010_2019.csv")
    return grouped((record for record in records if record["variable"] == variable), "kommune_nr", "year")


def _adjusted(folder: Path) -> list[Row]:
    requests = _table(folder, "anmodning")
    rows: list[Row] = []
    for when in YEARS:
        version = Version("adjusted", when, dates.following_march(when))
        if when == 2018:
            version = Version("revised", when, dates.REQUEST_REVISED_2018)
        for code in municipality_codes(folder):
            persons = _known(requests.get((code, str(when)), []))
            rows.append(_row(code, version, asked=persons > 0, persons=persons))
    return rows


def _known(parts: Sequence[Record]) -> int:
    return total([cell(part) for part in parts if cell(part) != "."])


def _decisions(folder: Path) -> list[Row]:
    requests, decisions = _table(folder, "anmodning"), _table(folder, "vedtak")
    rows: list[Row] = []
    for when in YEARS:
        version = Version("decision", when, dates.following_march(when))
        for code in municipality_codes(folder):
            asked = _known(requests.get((code, str(when)), [])) > 0
            status, persons = decision(asked, [cell(part) for part in decisions.get((code, str(when)), [])])
            rows.append(_row(code, version, asked=asked, persons=persons, status=status))
    return rows


def decision(asked: bool, parts: Sequence[str]) -> tuple[str, int | None]:
    """Status and persons of a municipality's decision.

    Args:
        asked: whether it was asked that year.
        parts: the decision of each part, ``.`` where none is registered and ``:`` where hidden.
    """
    registered = [part for part in parts if part != "."]
    if ":" in registered:
        return "suppressed", None
    if registered:
        return "ok", total(registered)
    return ("missing" if asked else "not_applicable"), None


def _with_minors(folder: Path, version: Version, variable: str) -> list[Row]:
    records = read(folder, "municipal-2018/requests_2016_2017_with_minors.csv")
    records = [r for r in records if r["year"] == str(version.year) and r["kommune_nr_2018"]]
    persons = grouped((r for r in records if r["variable"] == variable), "kommune_nr_2018")
    minors = grouped((r for r in records if r["variable"] == "anmodning_em"), "kommune_nr_2018")
    rows: list[Row] = []
    for (code,), parts in persons.items():
        known = [part for part in minors.get((code,), []) if cell(part) != "."]
        asked = _known(parts)
        number = _known(known) if known else None
        rows.append(_row(code, version, asked=asked > 0, persons=asked, minors=number))
    return rows


def _row(
    code: str,
    version: Version,
    *,
    asked: bool,
    persons: int | None,
    status: str = "ok",
    minors: int | None = None,
) -> Row:
    return {
        "kommune_nr": code,
        "year": version.year,
        "edition": version.edition,
        "asked": asked,
        "persons": persons,
        "unaccompanied_minors": minors,
        "status": status,
        "published": version.published,
    }


EDITION = (
    "Which version, by any name; decision is what the municipality decided. See the table's description."
)


def _fields() -> tuple[Field, ...]:
    return (
        municipality_code(),
        year("year", "The year the persons are to be settled in."),
        Field("edition", "string", EDITION, "", {"required": True, "pattern": "^[a-z][a-z0-9_]*$"}),
        Field("asked", "boolean", "Whether the municipality was asked.", "", {"required": True}),
        count("persons", "Persons asked for or decided; 0 where not asked."),
        count("unaccompanied_minors", "Of them unaccompanied minors; blank where unknown."),
        choice("status", "Of persons.", "ok", "suppressed", "missing", "not_applicable"),
        published(),
    )
