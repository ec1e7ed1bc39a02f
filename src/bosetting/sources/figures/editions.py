"""The forecasts, and what belongs to an edition: county totals and adjustments."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

from bosetting.sources.figures import dates
from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.reading import read, whole
from bosetting.sources.figures.requests import PRESS, revised
from bosetting.sources.figures.table import (
    Cell,
    Field,
    Row,
    Table,
    choice,
    cited,
    count,
    municipality_code,
    published,
)

KS = f"KS and IMDi, the request for 2018, {by.KS.path}"
LETTER = (
    "Beregningsgruppa's forecast of June 2017, in IMDi's letter 17/08381-1 of 2 October 2017 and at "
    "https://www.imdi.no/arkiv/arkiverte-nyheter/nyheter-2017/farre-flyktninger-skal-bosettes/"
)
RAISED = (
    "IMDi, the request for 2018 as raised during that year, in a written question to the Storting, "
    "https://www.stortinget.no/no/Saker-og-publikasjoner/Sporsmal/Skriftlige-sporsmal-og-svar/Skriftlig-sporsmal/"
    "?qid=73103; minors in Kommunal Rapport, December 2018, "
    "https://kommunal-rapport.no/2018/12/kommunene-bes-om-bosette-over-5000-flyktninger"
)
FORECASTS: tuple[tuple[str, date, int, int, int, str], ...] = (
    ("june", date(2017, 10, 2), 4400, 4400, 210, LETTER),
    ("november", dates.REQUEST_NOVEMBER_2017, 4400, 4402, 150, KS),
    ("revised", date(2018, 12, 31), 5350, 5350, 270, RAISED),
)
"""Edition, as_of, need, requested, unaccompanied minors, source."""
EDITIONS = tuple(row[0] for row in FORECASTS)
FORECASTS_DESCRIPTION = (
    "The forecasts of how many persons need settling in 2018, each an edition of the report. A changed "
    "forecast is a new row with a new name. as_of: the edition uses only what was public by that day; june "
    "takes the day of the letter that used the forecast, revised the last day of the month of the source "
    "for its minors, whose day is not known. requested is what was divided among municipalities; low and "
    "high are blank because none were published."
)
COUNTIES_DESCRIPTION = (
    "Sums of the request for 2018 by county. november: the four totals that are publicly known (status "
    "published). revised: the sum over each county's municipalities of the request as raised during 2018, "
    "taken from the outcome (status outcome), so for comparison only. Counties of 2018; a county without a "
    "row has no known total. published for revised is the first known public mention of that request, a "
    "declared assumption."
)
ADJUSTMENTS_DESCRIPTION = (
    "Deviations from the rule, decided by a named body for a stated reason. Empty for 2018: no deviation is "
    "known one by one, though more than 20 municipalities below the threshold were asked and at least 12 "
    "above it were not."
)
COUNTY_PRESS = {"fvn.no": PRESS[0], "nrk.no": PRESS[1]}
EDITION = Field("edition", "string", "Edition, as in forecasts.csv.", "", {"required": True})


def forecasts() -> Table:
    """The editions.

    Returns:
        one row per edition: need, requested and unaccompanied minors in persons. Source: IMDi, KS.
    """
    names = ("edition", "as_of", "need", "requested", "unaccompanied_minors", "source")
    rows: list[Row] = [dict[str, Cell](zip(names, values, strict=True)) for values in FORECASTS]
    fields = (
        Field(
            "edition",
            "string",
            "Name of the edition.",
            "",
            {"required": True, "pattern": "^[a-z][a-z0-9_]*$"},
        ),
        Field(
            "as_of", "date", "The edition uses only what was public by this day.", "date", {"required": True}
        ),
        count("need", "Forecast of persons to settle.", required=True),
        count("requested", "Persons divided among the municipalities; the need where blank."),
        count("unaccompanied_minors", "Of the requested, unaccompanied minors; blank where unknown."),
        count("low", "Lower end of the forecast; blank where not published."),
        count("high", "Upper end of the forecast; blank where not published."),
        cited(),
    )
    sources = (by.IMDI, by.KS, by.STORTINGET)
    return Table(
        "forecasts",
        "Forecasts, one an edition",
        FORECASTS_DESCRIPTION,
        "",
        sources,
        fields,
        ("edition",),
        rows,
    )


def county_totals(folder: Path) -> Table:
    """Requests by county.

    Args:
        folder: the folder of source figures.

    Returns:
        the published totals of ``november`` and the sums of ``revised`` by county, in persons. Source: IMDi,
        through the press (november) and a public copy of its municipal table (revised).
    """
    rows = [*_november(folder), *_revised(folder)]
    fields = (
        Field("fylke_nr", "string", "County, two digits.", "", {"required": True, "pattern": "^[0-9]{2}$"}),
        EDITION,
        count("persons", "Persons requested in the county.", required=True),
        choice(
            "status",
            "published before the municipalities were known, or the sum of the outcome.",
            "published",
            "outcome",
        ),
        cited(),
        published(),
    )
    return Table(
        "county_totals",
        "Requests by county",
        COUNTIES_DESCRIPTION,
        "2018",
        (by.IMDI, *PRESS[:2], by.MIRROR_TELEMARK),
        fields,
        ("edition", "fylke_nr"),
        rows,
    )


def adjustments() -> Table:
    """The table of deviations from the rule, without rows."""
    fields = (
        municipality_code(description="Municipality."),
        EDITION,
        choice("kind", "What is decided.", "ask", "do_not_ask", "at_least", "at_most", "exactly"),
        count("persons", "The number that at_least, at_most and exactly need."),
        Field("reason", "string", "Why the rule is not followed.", "", {"required": True}),
        Field("decided_by", "string", "Who decided.", "", {"required": True}),
        Field("date", "date", "When.", "date", {"required": True}),
    )
    return Table(
        "adjustments",
        "Deviations from the rule",
        ADJUSTMENTS_DESCRIPTION,
        "2018",
        (by.IMDI,),
        fields,
        ("edition", "kommune_nr", "kind"),
        (),
        municipal=True,
    )


def _november(folder: Path) -> list[Row]:
    rows: list[Row] = []
    for record in read(folder, "municipal-2018/requests_2018_original_counties.csv"):
        press = next(source for host, source in COUNTY_PRESS.items() if host in record["source"])
        rows.append(
            {
                "fylke_nr": record["fylke_nr"],
                "edition": "november",
                "persons": whole(record["value"]),
                "status": "published",
                "source": f"IMDi, reported by {press.title.partition(',')[0]}, {press.path}",
                "published": dates.REQUEST_NOVEMBER_2017,
            }
        )
    return rows


def _revised(folder: Path) -> list[Row]:
    sums: dict[str, int] = defaultdict(int)
    for code, persons in revised(folder).items():
        sums[code[:2]] += persons
    source = f"Sum of IMDi's municipal table (public copy: {by.MIRROR_TELEMARK.path})"
    return [
        {
            "fylke_nr": county,
            "edition": "revised",
            "persons": persons,
            "status": "outcome",
            "source": source,
            "published": dates.REQUEST_REVISED_2018,
        }
        for county, persons in sums.items()
    ]
