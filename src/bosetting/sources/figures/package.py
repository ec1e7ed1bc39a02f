"""The folder's tables as files, and the Data Package that describes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from bosetting.sources.figures.editions import adjustments, county_totals, forecasts
from bosetting.sources.figures.employment import employment
from bosetting.sources.figures.grants import grant_rates
from bosetting.sources.figures.municipalities import municipalities
from bosetting.sources.figures.national import national
from bosetting.sources.figures.own_words import STATEMENTS, words
from bosetting.sources.figures.population import municipal_parts, population
from bosetting.sources.figures.programme_participants import programme_participants
from bosetting.sources.figures.programme_results import programme_results
from bosetting.sources.figures.programme_rules import cohort_groups, participant_series, regulations
from bosetting.sources.figures.requests import published_requests
from bosetting.sources.figures.settlement import settled
from bosetting.sources.figures.table import Table

YEAR = 2018
"""The year whose tables this package makes; each module says which source figures it reads for it."""
PACKAGE: dict[str, object] = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": f"bosetting-{YEAR}",
    "title": "What was known when municipalities were asked to settle refugees in 2018",
    "description": (
        "Figures for dividing the request to settle refugees in 2018 among Norway's municipalities, and for "
        "the number of participants in the introduction programme that follows. Every figure names its "
        "publisher and, where it was read from a public copy rather than from the publisher, that copy. "
        "Blank means unknown: nothing is interpolated. Statuses: ok, derived (worked out, see the table), "
        "suppressed (hidden by the publisher), missing, not_applicable. published is when the publisher "
        "first made a figure public; where that is not known, an assumption stated with the table. Figures "
        "of Statistics Norway and IMDi are under NLOD 2.0 or CC BY 4.0; the compilation is under CC BY 4.0."
    ),
    "version": "1.0.0",
    "licenses": [
        {
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0 International (this compilation)",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        },
        {
            "name": "NLOD-2.0",
            "title": "Norwegian Licence for Open Government Data 2.0 (the sources)",
            "path": "https://data.norge.no/nlod/en/2.0",
        },
    ],
}


def tables(folder: Path) -> list[Table]:
    """Every table of the year folder, in the order of the package.

    Args:
        folder: the folder of source figures.
    """
    return [
        municipalities(folder),
        municipal_parts(folder),
        population(folder),
        employment(folder),
        programme_results(folder),
        programme_participants(folder),
        settled(folder),
        published_requests(folder),
        county_totals(folder),
        adjustments(),
        forecasts(),
        national(folder),
        grant_rates(folder),
        regulations(),
        participant_series(),
        cohort_groups(),
    ]


def check_year(target: Path) -> None:
    """Refuse a year folder of another year than the one whose tables are made here.

    Raises:
        ValueError: its name is another; the message says what to do.
    """
    name = target.absolute().name
    if name != str(YEAR):
        raise ValueError(
            f"{target}: there are no source tables for {name}. Expected a folder named {YEAR}. "
            "Name that folder, or write the tables of another year in a package of their own."
        )


def write(made: Sequence[Table], target: Path) -> None:
    """Write the tables and ``datapackage.json``; the same tables give the same bytes.

    Args:
        made: the tables.
        target: the year folder; made if it is not there. Other files in it are left alone; what is written by
            hand, its statements and words, is described as it lies there.
    """
    target.mkdir(parents=True, exist_ok=True)
    resources = []
    for table in made:
        content = table.csv().encode()
        (target / f"{table.name}.csv").write_bytes(content)
        resources.append(resource(table, content))
    stated = target / f"{STATEMENTS.name}.csv"
    if stated.is_file():
        resources.append(resource(STATEMENTS, stated.read_bytes()))
    resources += words(target)
    package = json.dumps({**PACKAGE, "resources": resources}, ensure_ascii=False, indent=2)
    (target / "datapackage.json").write_bytes(f"{package}\n".encode())


def resource(table: Table, content: bytes) -> dict[str, object]:
    """The table in the words of Data Package."""
    result: dict[str, object] = {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "sources": [{"title": source.title, "path": source.path} for source in table.sources],
        "schema": _schema(table),
    }
    if table.structure:
        result["bosetting:structure"] = table.structure
    return result


def _schema(table: Table) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [column.descriptor() for column in table.fields],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    if table.municipal:
        reference = {"resource": "municipalities", "fields": ["kommune_nr"]}
        schema["foreignKeys"] = [{"fields": ["kommune_nr"], "reference": reference}]
    return schema
