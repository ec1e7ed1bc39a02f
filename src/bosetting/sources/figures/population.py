"""Residents on 1 January, and the parts of municipalities that merged on 1 January 2018."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.reading import Record, codes_2018, read, whole
from bosetting.sources.figures.table import Field, Row, Table, count, municipality_code, published

ASSUMED = (
    "Statistics Norway releases the population of 1 January in the second half of February; published is "
    "set to 1 March of the same year, a declared assumption that is never too early."
)
DESCRIPTION = (
    "Residents on 1 January 2017 and 2018, on the municipal structure of 2018: the parts of a merged "
    f"municipality are summed. The rows of 2018 serve comparison only. Nothing is blank. {ASSUMED}"
)
PARTS = (
    "The municipalities of 2017 that became part of another on 1 January 2018, with the residents of 1 "
    "January 2017 of each part, so that one can count on the structure of 2017 (426 municipalities, 88 of "
    "them with 5,000 to 9,999 residents). A change of code alone, as in Trøndelag, is not a merger and is "
    f"not here. {ASSUMED}"
)
SOURCES = (by.SSB_POPULATION, by.SSB_CODES, by.MIRROR_FHIDATA)


def population(folder: Path) -> Table:
    """Residents by municipality of 2018 and reference date.

    Args:
        folder: the folder of source figures.

    Returns:
        one row per municipality and 1 January of 2017 and 2018; unit persons. Source: SSB table 07459.
    """
    codes = codes_2018(folder)
    sums: dict[tuple[str, date], int] = defaultdict(int)
    for year in (2017, 2018):
        for record in _residents(folder, year):
            sums[codes[record["kommune_nr"]], date(year, 1, 1)] += whole(record["value"])
    rows: list[Row] = [
        {"kommune_nr": code, "reference_date": day, "residents": persons, "published": assumed_release(day)}
        for (code, day), persons in sums.items()
    ]
    fields = (
        municipality_code(),
        _reference_date(),
        count("residents", "Residents.", required=True),
        published(),
    )
    return Table(
        "population",
        "Residents on 1 January",
        DESCRIPTION,
        "2018",
        SOURCES,
        fields,
        ("kommune_nr", "reference_date"),
        rows,
        municipal=True,
    )


def municipal_parts(folder: Path) -> Table:
    """Residents of the parts that merged on 1 January 2018.

    Args:
        folder: the folder of source figures.

    Returns:
        one row per part of a merger: the code of 2018, the code and name of 2017, residents on 1 January 2017
        in persons. Source: SSB table 07459 and KLASS 131.
    """
    codes = codes_2018(folder)
    parts: dict[str, list[Record]] = defaultdict(list)
    for record in _residents(folder, 2017):
        parts[codes[record["kommune_nr"]]].append(record)
    rows = [_part(code, record) for code, members in parts.items() if len(members) > 1 for record in members]
    fields = (
        municipality_code(),
        municipality_code("part_nr", "Code of the part until 31 December 2017."),
        Field("part", "string", "Name of the part.", "", {"required": True}),
        _reference_date(),
        count("residents", "Residents of the part.", required=True),
        published(),
    )
    return Table(
        "municipal_parts",
        "Parts of the municipalities that merged on 1 January 2018",
        PARTS,
        "2018 and 2017",
        SOURCES,
        fields,
        ("kommune_nr", "part_nr"),
        rows,
        municipal=True,
    )


def assumed_release(day: date) -> date:
    """1 March of the year of the reference date."""
    return date(day.year, 3, 1)


def _residents(folder: Path, year: int) -> list[dict[str, str]]:
    rows = read(folder, "municipal-2018/population_2015_2018.csv")
    return [row for row in rows if row["year"] == str(year) and row["variable"] == "folketall_1jan"]


def _part(code: str, record: Record) -> Row:
    day = date(2017, 1, 1)
    return {
        "kommune_nr": code,
        "part_nr": record["kommune_nr"],
        "part": record["kommune_navn"].removesuffix(" (-2017)"),
        "reference_date": day,
        "residents": whole(record["value"]),
        "published": assumed_release(day),
    }


def _reference_date() -> Field:
    return Field("reference_date", "date", "The day the residents are counted.", "date", {"required": True})
