"""The introduction programme by municipality: participants, and former participants one year after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.reading import Record, cell, grouped, read, whole
from bosetting.sources.figures.table import Cell, Row, Source, Table
from bosetting.sources.reference.columns import Origin, counted, figure, figures_table

LEFT, WORKING = "intro_tidligere_deltakere_1aar_n", "intro_1aar_arbutd_n"
OTHERS = ("intro_1aar_ledig_tiltak_n", "intro_1aar_annet_n")
IMDI_RESULTS = Source(
    "Directorate of Integration and Diversity (IMDi), after the introduction programme, by county",
    "https://www.imdi.no/introduksjonsprogram/",
)
RESULTS_DESCRIPTION = (
    "Former participants in the introduction programme by their status in November (period: its year) one year after "
    "they left. former_participants and of them work_or_education, unemployed_or_measures and other, in persons, by "
    "municipality; work_or_education_percent by county (of the structure of 2020, two digits), whole per cent as "
    "printed. suppressed: the publisher hides a cell that is small (1 or 2, and 3 as a rule) or to protect another of "
    "the row. Zeros are printed, so a hidden cell is at least 1; the most it can be follows from its row: former "
    "participants less the printed cells less 1 for each other hidden cell; where former_participants is hidden too, "
    "no bound is known. Not in the table: not known. published: Statistics Norway releases it in December a year after "
    "the status; the status of 2014 was reported on 21 December 2015; other years assumed: 1 March of the second "
    "year after the status, and for the counties 1 January after it."
)
RESULTS = {
    LEFT: "former_participants",
    WORKING: "work_or_education",
    OTHERS[0]: "unemployed_or_measures",
    OTHERS[1]: "other",
}
REPORTED = {
    "2014": (
        date(2015, 12, 21),
        "https://www.liberaleren.no/2015/12/21/seks-av-ti-tidligere-deltakere-i-arbeid-eller-utdanning/",
    )
}
"""First known notice of a release, by year of status."""
SSB_10824 = f"SSB, table 10824 ({by.MIRROR_IMDIKATOR.title.lower()})"
COUNTIES = {
    "Oslo": "03",
    "Rogaland": "11",
    "Møre og Romsdal": "15",
    "Nordland": "18",
    "Viken": "30",
    "Innlandet": "34",
    "Vestfold og Telemark": "38",
    "Agder": "42",
    "Vestland": "46",
    "Trøndelag": "50",
    "Troms og Finnmark": "54",
    "Hele landet": "0000",
    "Landet": "0000",
    "Norge": "0000",
}
PARTICIPANTS_DESCRIPTION = (
    "Participants in the introduction programme by municipality, from the national introduction register (NIR): "
    "participants, participants_women and participants_men, in persons. The publisher does not say whether the number "
    "is a stock or everyone who took part in the year, nor on which day. suppressed: hidden, 1 to 4 since nothing "
    "under 5 is printed. not_applicable: a full stop, none or not applicable. published is assumed: 1 March of the "
    "next year."
)
PARTICIPANTS = {
    "intro_deltakere_n_alle": "participants",
    "intro_deltakere_n_kvinner": "participants_women",
    "intro_deltakere_n_menn": "participants_men",
}


def programme_results(folder: Path) -> Table:
    """Former participants by municipality and year of status; persons. Source: SSB table 10824; IMDi by county.

    Args:
        folder: the folder of source figures.
    """
    records = read(folder, "municipal-2018/programme_results_2011_2014.csv")
    rows = [
        row
        for (code, year), members in grouped(records, "kommune_nr", "year").items()
        for row in _results(code, year, {record["variable"]: cell(record) for record in members})
    ]
    counties = read(folder, "municipal-2024/programme_results_counties_2021_2024.csv")
    rows += [_county(record) for record in counties if record["value"]]
    sources = (by.SSB_RESULTS, IMDI_RESULTS, by.MIRROR_IMDIKATOR, by.MIRROR_TELEMARK)
    title = "Former participants one year after"
    return figures_table("programme_results", title, RESULTS_DESCRIPTION, sources, rows)


def programme_participants(folder: Path) -> Table:
    """Participants by municipality and year; persons. Source: IMDi (NIR).

    Args:
        folder: the folder of source figures.
    """
    source = f"IMDi, NIR ({by.MIRROR_IMDI_DATASET.title.lower()})"
    rows = [
        counted(
            record,
            record["kommune_nr"],
            PARTICIPANTS[record["variable"]],
            Origin(date(int(record["year"]) + 1, 3, 1), source),
            (1, 4),
            "not_applicable",
        )
        for record in read(folder, "municipal-2018/programme_participants_2015.csv")
    ]
    sources = (by.IMDI_PARTICIPANTS, by.MIRROR_IMDI_DATASET)
    title = "Participants in the introduction programme"
    return figures_table("programme_participants", title, PARTICIPANTS_DESCRIPTION, sources, rows)


def _results(code: str, year: str, cells: Mapping[str, str]) -> list[Row]:
    day, said = REPORTED.get(year, (date(int(year) + 2, 3, 1), "assumed"))
    origin = Origin(day, SSB_10824, said)
    rows = []
    for variable, measure in RESULTS.items():
        value = cells[variable]
        if value == ":":
            rows.append(figure(code, year, measure, origin, None, "suppressed", _bounds(cells, variable)))
        else:
            rows.append(figure(code, year, measure, origin, whole(value)))
    return rows


def _bounds(cells: Mapping[str, str], variable: str) -> tuple[Cell, Cell]:
    if variable == LEFT or cells[LEFT] == ":":
        return 1, None
    others = [cells[name] for name in (WORKING, *OTHERS) if name != variable]
    return bounded(cells[LEFT], others)


def _county(record: Record) -> Row:
    year = int(record["year"])
    origin = Origin(date(year + 1, 1, 1), f"{record['source']} ({by.MIRROR_TELEMARK.title.lower()})")
    code = COUNTIES[record["fylke_2020inndeling"].partition(" - ")[0]]
    return figure(code, str(year), "work_or_education_percent", origin, whole(record["value"]))


def bounded(left: str, others: Sequence[str]) -> tuple[int, int]:
    """The least and the most that a hidden cell can be.

    Args:
        left: former participants.
        others: the other cells that add up to ``left`` with it, ``:`` where hidden.

    Raises:
        ValueError: the row leaves no room for the hidden number.
    """
    hidden = sum(other == ":" for other in others)
    high = whole(left) - sum(whole(other) for other in others if other != ":") - hidden
    low = 1 if hidden else high
    if not 1 <= low <= high:
        raise ValueError(f"no room for a hidden number in {left}, {', '.join(others)}")
    return low, high
