"""Grants to municipalities: rates by year, and appropriations."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures import table
from bosetting.sources.figures.dates import release
from bosetting.sources.figures.national import cited
from bosetting.sources.figures.reading import Record, read, whole
from bosetting.sources.figures.table import Field, Row, Source, Table, choice, count, year

LAST = 2019
DESCRIPTION = (
    "Grants to municipalities for settled refugees, in kroner of the calendar year, and appropriations for "
    "them, 2014 to 2019. The integration grant is paid over five years: payment_year 1 is the year of "
    "settlement, so that in 2017 a person settled in 2015 is in year 3. Its rates of 2017 are known for all "
    "five payment years; those of 2018 were not found: nok is blank and the status missing. payment_year is "
    "blank where the grant is not tied to one. status: ok in force; proposal of the Government to the "
    "Storting; announced. Appropriations are for the whole country; 2018_change is a change proposed late "
    "in the year. Rates of 2023 and 2024 are left out: proposals and secondary sources that conflict. "
    "published: rates in force are set to 1 March of their year, a declared assumption, since they are "
    "stated with the budget of the year before; the appropriations for 2018 to 13 October 2017, the day of "
    "IMDi's account of the budget proposal they stand in; blank where nothing was found."
)
STATUSES = {"in force": "ok", "proposal": "proposal", "announced": "announced"}
GROUPS = {
    "adult or child (not single adult)": "adult_or_child",
    "single adult": "single_adult",
    "unaccompanied minor": "unaccompanied_minor",
    "per minor": "unaccompanied_minor",
    "extra per minor settled in 2016": "unaccompanied_minor",
    "child 0-5": "child_0_5",
    "person 60+": "person_60_plus",
}
SCHEMES = {
    ("integreringstilskudd", "sum years 1-5"): "integration_grant_five_years",
    ("integreringstilskudd", ""): "integration_grant",
    ("saerskilt tilskudd enslige mindrearige", "per year"): "minors_grant_per_year",
    ("saerskilt tilskudd enslige mindrearige", "one-off"): "minors_grant_extra_2016",
    ("barnehagetilskudd", ""): "kindergarten_grant",
    ("eldretilskudd", ""): "elderly_grant",
}
MORE = {
    ("2018", "kap. 496 post 60 integreringstilskudd"): ("appropriation_integration_grant", "all"),
    ("2018", "kap. 496 post 61 enslige mindrearige"): ("appropriation_minors_grant", "unaccompanied_minor"),
    ("2018", "kap. 291 post 60 integreringstilskudd"): ("appropriation_integration_grant_change", "all"),
    ("2018", "kap. 291 post 61 enslige mindrearige"): (
        "appropriation_minors_grant_change",
        "unaccompanied_minor",
    ),
    ("2018", "ekstratilskudd for bosetting av flyktninger"): ("extra_grant", "all"),
    ("2016", "extra grant above the request"): ("extra_grant_above_request", "all"),
    ("2019", "norsktilskudd per capita over 3 years"): ("norwegian_training_grant_three_years", ""),
    ("2019", "tilskudd nedsatt funksjonsevne"): ("disability_grant", ""),
}
"""Scheme and group of the other components; an empty group is made from the component's name."""
NEWS = {
    "statsbudsjettet.no": "Government of Norway",
    "ks.no": "KS, on the budget proposal",
    "newsinenglish.no": "Government of Norway, reported by News in English",
}
BUDGET_2018 = date(2017, 10, 13)
EXTRA_2016 = date(2016, 5, 6)


def grant_rates(folder: Path) -> Table:
    """Rates and appropriations by calendar year, scheme, payment year and group.

    Args:
        folder: the folder of source figures.

    Returns:
        one row per rate in kroner; the integration grant of 2018 present and blank. Source: IMDi, the
        Government, the Storting, KS.
    """
    rates = [record for record in read(folder, "national/grant_rates.csv") if int(record["year"]) <= LAST]
    rows = [_rate(record) for record in rates]
    unknown = [
        _unknown(row) for row in rows if row["calendar_year"] == 2017 and row["scheme"] == "integration_grant"
    ]
    more = [record for record in read(folder, "national/grants_more.csv") if int(record["year"]) <= LAST]
    rows += [*unknown, *(_other(record) for record in more if (record["year"], record["scheme"]) in MORE)]
    return replace(blank(), rows=rows)


def blank() -> Table:
    """The table without rows."""
    sources = (
        by.IMDI,
        by.GOVERNMENT,
        by.STORTINGET,
        Source(
            "KS, on the budget proposal for 2019", "https://www.ks.no/fagomrader/innvandring-og-integrering/"
        ),
    )
    return Table(
        "grant_rates",
        "Grants to municipalities",
        DESCRIPTION,
        "",
        sources,
        _fields(),
        ("calendar_year", "scheme", "payment_year", "group"),
        (),
    )


def payment_year(words: str) -> int | None:
    """The payment year in words such as ``year 3 (settled 2015)``; None where there is none."""
    found = re.search(r"\byear (\d)\b", words)
    return int(found[1]) if found else None


def _rate(record: Record) -> Row:
    words = record["payment_year"]
    scheme = SCHEMES.get((record["scheme"], words)) or SCHEMES[record["scheme"], ""]
    in_force = record["status"] == "in force"
    released = date(int(record["year"]), 3, 1) if in_force else release(record["as_of"])
    return {
        "calendar_year": int(record["year"]),
        "payment_year": payment_year(words),
        "group": GROUPS.get(record["group_or_component"], record["group_or_component"]),
        "scheme": scheme,
        "nok": whole(record["nok"]),
        "status": STATUSES[record["status"]],
        "source": _cited(record["source_url"]),
        "published": EXTRA_2016 if scheme == "minors_grant_extra_2016" else released,
    }


def _unknown(row: Row) -> Row:
    missing = {"nok": None, "status": "missing", "published": None}
    return {**row, "calendar_year": 2018, **missing, "source": "IMDi; the rates of 2018 were not found"}


def _other(record: Record) -> Row:
    scheme, group = MORE[record["year"], record["scheme"]]
    proposed_2018 = record["as_of"] == "2017-12"
    return {
        "calendar_year": int(record["year"]),
        "payment_year": None,
        "group": group
        or record["component"].removesuffix(" per year").replace("tilskudd", "level").replace(" ", "_"),
        "scheme": scheme,
        "nok": whole(record["nok"]),
        "status": STATUSES[record["status"]],
        "source": _cited(record["source"]),
        "published": BUDGET_2018 if proposed_2018 else release(record["as_of"]),
    }


def _cited(url: str) -> str:
    for host, publisher in NEWS.items():
        if f"www.{host}/" in url:
            return f"{publisher}, {url}"
    return cited(url)


def _fields() -> tuple[Field, ...]:
    return (
        year("calendar_year", "Year the rate or appropriation is for."),
        Field(
            "payment_year",
            "integer",
            "1 is the year of settlement; blank where not tied to one.",
            "",
            {"minimum": 1, "maximum": 5},
        ),
        Field("group", "string", "Whom it is for.", "", {"required": True}),
        Field("scheme", "string", "Which grant.", "", {"required": True, "pattern": "^[a-z][a-z0-9_]*$"}),
        count("nok", "Rate per person, or the appropriation; blank where not known.", "NOK"),
        choice(
            "status",
            "ok in force, proposal, announced, or missing.",
            "ok",
            "proposal",
            "announced",
            "missing",
        ),
        table.cited(),
        Field("published", "date", "When the publisher first made it public; blank where not found.", "date"),
    )
