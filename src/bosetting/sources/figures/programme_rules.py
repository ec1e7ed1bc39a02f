"""What the load on the introduction programme rests on: lengths by date and group, registers, young cohorts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.table import Cell, Field, Row, Table, choice, cited, count, published, year

LAW = (
    "id",
    "group",
    "valid_from",
    "published",
    "normal_months",
    "longest_months",
    "take_up",
    "take_up_published",
    "take_up_source",
    "source",
    "assumption",
)
REGULATIONS: tuple[tuple[Cell, ...], ...] = (
    (
        "act_2003",
        "all",
        date(2004, 9, 1),
        date(2003, 7, 4),
        24,
        36,
        None,
        None,
        None,
        "Introduksjonsloven (LOV-2003-07-04-80) section 5: up to two years, up to three for special reasons",
        None,
    ),
    (
        "act_2020",
        "all",
        date(2021, 1, 1),
        date(2020, 11, 6),
        24,
        48,
        None,
        None,
        None,
        "Integreringsloven (LOV-2020-11-06-127) section 13: three months to four years by education and goal",
        "24 months is the usual length",
    ),
    (
        "act_2022_temporary",
        "ukraine",
        date(2022, 6, 15),
        date(2022, 6, 15),
        6,
        12,
        Decimal(70),
        date(2024, 6, 30),
        "NAV, about 70 per cent have taken part, "
        "https://arbeidogvelferd.nav.no/journal/2024/2/m-454/Ukrainske_flyktningers_vei_inn_på_arbeidsmarkedet",
        "Integreringsloven, temporary provisions for collective protection: six months, at most one year",
        "public on the day it came into force; the article with the take-up bears the second quarter of 2024, "
        "published is its last day",
    ),
)
"""Rows of regulations.csv, in the order of ``LAW``."""
REGULATIONS_DESCRIPTION = (
    "How long the introduction programme lasts, by the day a participant starts and by group. group: all, or "
    "a group with regulations of its own, for which those of all hold before. normal_months: the length most "
    "have; longest_months: the most there can be with an extension. An edition uses only what was published "
    "by its date, so those of 2018 use the act of 2003 alone. take_up: per cent of the group who take part, "
    "against those who must by the act; blank where nobody has said. How many of each cohort are in a group "
    "stands in cohort_groups.csv. assumption: what the law does not say and the row assumes."
)
SERIES = ("measure", "register", "first_year", "last_year", "use", "leavers_go_on", "source")
COUNTS = "SSB, introduction programme for immigrants, https://www.ssb.no/en/introinnv"
SHARES = "as the source of each figure in national.csv"
PARTICIPANT_SERIES: tuple[tuple[Cell, ...], ...] = (
    ("participants_during_year", "KOSTRA", None, 2016, "fit", False, COUNTS),
    ("participants_during_year", "NIR", 2017, None, "fit", False, COUNTS),
    ("participants_share_at_year_end", "KOSTRA", None, 2016, "fit", True, SHARES),
    ("programme_started_during_year", "NIR", 2017, None, "fit", False, SHARES),
    ("programme_left_during_year", "NIR", 2017, None, "fit", False, SHARES),
)
"""Rows of participant_series.csv, in the order of ``SERIES``."""
SERIES_DESCRIPTION = (
    "From which register national figures of participants are counted, and what they serve. SSB counts from "
    "KOSTRA to 2016 and from the national introduction register (NIR) from 2017. first_year and last_year: "
    "of the figures, blank where open. use: fit, the calibration of the load may use the figures that were "
    "public by an edition's date; check, they are only compared. Figures without a row are only compared. "
    "leavers_go_on: true where the register counts those who move, break off or leave otherwise as out of "
    "the programme, though some go on or come back."
)
GROUPS = ("id", "year", "share", "size_over", "published", "source", "assumption")
STATE = "https://www.regjeringen.no/no"
COHORT_GROUPS: tuple[tuple[Cell, ...], ...] = (
    (
        "ukraine",
        2022,
        Decimal("85.7"),
        None,
        date(2022, 3, 18),
        "IMDi, 30,000 of the 35,000 requested, https://www.imdi.no/arkiv/arkiverte-nyheter/nyheter-2022/"
        "kommunene-blir-bedt-om-a-bosette-35-000-flyktninger-i-2022/",
        None,
    ),
    (
        "ukraine",
        2022,
        Decimal("86.6"),
        None,
        date(2023, 3, 1),
        f"Government of Norway, 27,058 of the 31,258 settled, {STATE}/tema/innvandring-og-integrering/asd/"
        "bosetting-av-flyktninger/id2343754/",
        "the page bears no day: 1 March of the following year",
    ),
    (
        "ukraine",
        2023,
        Decimal("87.9"),
        None,
        date(2024, 1, 31),
        f"Government of Norway, over 29,000 of over 33,000 settled, {STATE}/aktuelt/"
        "rekordmange-flykninger-bosatt-i-2023/id3021169/",
        None,
    ),
    (
        "ukraine",
        2025,
        Decimal("82.0"),
        None,
        date(2024, 11, 30),
        "IMDi, 15,500 of the 18,900 requested, https://grannar.no/2024/11/"
        "kommunane-blir-bedne-om-a-busetje-18-900-flyktningar-til-neste-ar/",
        None,
    ),
    (
        "young",
        None,
        None,
        Decimal("1.5"),
        None,
        COUNTS,
        "A cohort of more than one and a half times the mean of the others before is mostly young single adults: "
        "men were 49 per cent of the participants of 2013 and 61 per cent of those of 2016, so more of each "
        "settled person starts",
    ),
)
"""Rows of cohort_groups.csv, in the order of ``GROUPS``."""
GROUPS_DESCRIPTION = (
    "Settled persons unlike the others. A group of regulations.csv: share is its part of everyone settled in "
    "the year, in per cent; of several figures for a year the last published by an edition's date counts, "
    "and a later year without one is as the year before. young: cohorts of which more start in the programme "
    "for each settled person; how many more is fitted. A cohort is young that is more than size_over times "
    "the mean of the cohorts before it that are not young, a declared assumption; persons of a group are not "
    "counted in it."
)
IDENTIFIER = {"required": True, "pattern": "^[a-z][a-z0-9_]*$"}


def regulations() -> Table:
    """Programme lengths by date and group; unit months. Source: the acts, and the Government for the share."""
    fields = (
        Field("id", "string", "Name of the regulation.", "", IDENTIFIER),
        Field("group", "string", "Whom it concerns: all, or a group.", "", IDENTIFIER),
        Field("valid_from", "date", "Who starts on this day or later has it.", "date", {"required": True}),
        published("When the regulation was public."),
        count("normal_months", "The length most have.", "months", required=True),
        count("longest_months", "The most there can be with an extension.", "months", required=True),
        Field(
            "take_up",
            "number",
            "Of the group, those who take part; blank where not published.",
            "per cent",
            {"minimum": 0, "maximum": 100},
        ),
        Field("take_up_published", "date", "When the take-up was public.", "date"),
        Field("take_up_source", "string", "Who published the take-up, and where.", ""),
        Field("source", "string", "The law.", "", {"required": True}),
        _assumption(),
    )
    return Table(
        "regulations",
        "Programme lengths by date and group",
        REGULATIONS_DESCRIPTION,
        "",
        (by.ACTS, by.GOVERNMENT),
        fields,
        ("group", "valid_from"),
        [_row(LAW, values) for values in REGULATIONS],
    )


def participant_series() -> Table:
    """Registers of participants by measure and year. Source: SSB."""
    fields = (
        choice(
            "measure",
            "As in national.csv.",
            "participants_during_year",
            "participants_share_at_year_end",
            "programme_started_during_year",
            "programme_left_during_year",
        ),
        Field("register", "string", "From which the publisher counts.", "", {"required": True}),
        year("first_year", "First year of the figures; blank where open.", required=False),
        year("last_year", "Last year of the figures; blank where open.", required=False),
        choice("use", "fit or check.", "fit", "check"),
        Field("leavers_go_on", "boolean", "Whether some counted as out go on.", "", {"required": True}),
        cited(),
    )
    return Table(
        "participant_series",
        "Registers of participants",
        SERIES_DESCRIPTION,
        "",
        (by.SSB_PARTICIPANTS,),
        fields,
        ("measure", "register"),
        [_row(SERIES, values) for values in PARTICIPANT_SERIES],
    )


def cohort_groups() -> Table:
    """Settled persons unlike the others. Source: SSB, the Government, IMDi."""
    fields = (
        Field("id", "string", "young, or a group of regulations.csv.", "", IDENTIFIER),
        year("year", "Year of settlement; blank for young.", required=False),
        Field(
            "share",
            "number",
            "Of everyone settled in the year, those of the group; blank for young.",
            "per cent",
            {"minimum": 0, "maximum": 100},
        ),
        Field("size_over", "number", "Times the mean of the cohorts before; young only.", "", {"minimum": 0}),
        Field("published", "date", "When the share was public; blank for young.", "date"),
        cited(),
        _assumption(),
    )
    return Table(
        "cohort_groups",
        "Cohorts unlike the others",
        GROUPS_DESCRIPTION,
        "",
        (by.SSB_PARTICIPANTS, by.GOVERNMENT, by.IMDI),
        fields,
        ("id", "year", "published"),
        [_row(GROUPS, values) for values in COHORT_GROUPS],
    )


def _row(names: tuple[str, ...], values: tuple[Cell, ...]) -> Row:
    return dict[str, Cell](zip(names, values, strict=True))


def _assumption() -> Field:
    return Field("assumption", "string", "What the source does not say and the row assumes.", "")
