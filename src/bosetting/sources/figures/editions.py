"""What people write of a year's editions: forecasts, county totals and deviations from the rule."""

from __future__ import annotations

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.table import Field, Table, choice, cited, count, municipality_code, published

EDITION = Field("edition", "string", "Edition, as in forecasts.csv.", "", {"required": True})
FORECASTS = Table(
    "forecasts",
    "Forecasts, one an edition",
    "The forecasts of how many persons need settling, each an edition of the report. A changed forecast is a new row "
    "with a new name. as_of: the edition uses only what was public by that day. requested is what is divided among "
    "municipalities; low and high are blank where none were published.",
    "",
    (by.IMDI,),
    (
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
    ),
    ("edition",),
    (),
)
COUNTY_TOTALS = Table(
    "county_totals",
    "Requests by county",
    "Sums of the request by county: published before the municipalities were known, or outcome, the sum over a "
    "county's municipalities of a request known afterwards, for comparison only. A county without a row has no known "
    "total.",
    "",
    (by.IMDI,),
    (
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
    ),
    ("edition", "fylke_nr"),
    (),
)
ADJUSTMENTS = Table(
    "adjustments",
    "Deviations from the rule",
    "Deviations from the rule, decided by a named body for a stated reason. Without rows: none.",
    "",
    (by.IMDI,),
    (
        municipality_code(description="Municipality."),
        EDITION,
        choice("kind", "What is decided.", "ask", "do_not_ask", "at_least", "at_most", "exactly"),
        count("persons", "The number that at_least, at_most and exactly need."),
        Field("reason", "string", "Why the rule is not followed.", "", {"required": True}),
        Field("decided_by", "string", "Who decided.", "", {"required": True}),
        Field("date", "date", "When.", "date", {"required": True}),
    ),
    ("edition", "kommune_nr", "kind"),
    (),
    municipal=True,
)
