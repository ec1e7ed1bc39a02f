"""Participants in the introduction programme by municipality."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.counted import counted_row, counted_table
from bosetting.sources.figures.dates import following_march
from bosetting.sources.figures.reading import Record, cell, grouped, municipality_codes, read
from bosetting.sources.figures.table import Row, Table

YEARS = (2015,)
LARGEST_HIDDEN = 4
"""The smallest number that is printed is 5."""
DESCRIPTION = (
    "Participants in the introduction programme by municipality, from the national introduction register "
    "(NIR), on the municipal structure of 2018 (parts summed). The publisher does not say whether the number "
    "is a stock or everyone who took part in the year, nor on which day; it is used as an outside check only. "
    "suppressed: the publisher hides the number; low and high add hidden parts as 1 to 4, since nothing under "
    "5 is printed, to the printed parts. missing: every part has a full stop, which is none or not "
    "applicable. published: 1 March of the following year, a declared assumption."
)


def programme_participants(folder: Path) -> Table:
    """Programme participants by municipality of 2018.

    Args:
        folder: the folder of source figures.

    Returns:
        one row per municipality and year; unit persons; bounds where hidden. Source: IMDi (NIR).
    """
    records = read(folder, "municipal-2018/programme_participants_2015.csv")
    everyone = (r for r in records if r["variable"] == "intro_deltakere_n_alle")
    by_code = grouped(everyone, "kommune_nr_2018", "year")
    rows = [
        _row(code, when, by_code.get((code, str(when)), []))
        for code in municipality_codes(folder)
        for when in YEARS
    ]
    columns = {
        "year": "Year of the figure.",
        "persons": "Participants; blank unless status is ok.",
        "low": "Fewest there can have been; blank unless suppressed.",
        "high": "Most there can have been; blank unless suppressed.",
    }
    title = "Participants in the introduction programme"
    sources = (by.IMDI_PARTICIPANTS, by.MIRROR_IMDI_DATASET)
    return counted_table("programme_participants", title, DESCRIPTION, sources, columns, rows)


def _row(code: str, when: int, parts: Sequence[Record]) -> Row:
    row: Row = {"kommune_nr": code, "year": when, "published": following_march(when)}
    cells = [value for value in map(cell, parts) if value != "."]
    return counted_row(row, cells, LARGEST_HIDDEN)
