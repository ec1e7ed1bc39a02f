"""Persons settled by municipality and year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.counted import counted_row, counted_table
from bosetting.sources.figures.dates import following_march
from bosetting.sources.figures.reading import Record, cell, grouped, municipality_codes, read
from bosetting.sources.figures.table import Row, Table

YEARS = range(2012, 2020)
LARGEST_HIDDEN = {2014: 3, 2016: 4, 2017: 4, 2018: 4, 2019: 4}
"""The largest number that is hidden: 4s are printed in 2014, nothing under 5 from 2016."""
COMPLETE = (2012, 2013, 2015)
"""Years with a printed number for every municipality then in being; a full stop marks a code not in use."""
FULL_STOP_IS_ZERO = (2014,)
"""Years in which a full stop is known to mean that nobody was settled."""
DESCRIPTION = (
    "Persons settled in the municipality during the year with a decision by the municipality, on the "
    "municipal structure of 2018 (parts summed). 2010 and 2011 are blank in the source and not here. "
    "suppressed: the publisher hides the number; low and high add the hidden parts as 1 to 3 in 2014, where "
    "4 is printed, and as 1 to 4 from 2016, where nothing under 5 is printed, to the printed parts. A full "
    "stop in the source means zero in 2014. From 2016 it is none or not applicable, and the row is missing: "
    "zeros are never printed from 2016, and the printed and hidden cells of 2016 leave room for at most 13 "
    "persons in its 17 full stops (15,291 settled, 51 of them with protected identity), so zero is likely "
    "but not stated. A full stop for a code not in use that year is left out. Persons whose municipality is "
    "not stated (protected identity; 112 in 2014, 74 in 2015) are in no row and stand in national.csv. "
    "published: 1 March of the following year, a declared assumption."
)


def settled(folder: Path) -> Table:
    """Settled persons by municipality of 2018 and year.

    Args:
        folder: the folder of source figures.

    Returns:
        one row per municipality and year from 2012 to 2019; unit persons; bounds where hidden. Source: IMDi.
    """
    records = read(folder, "municipal-2018/requests_decisions_settled_2010_2019.csv")
    by_code = grouped((r for r in records if r["variable"] == "bosatt"), "kommune_nr", "year")
    rows = [
        _row(code, when, by_code.get((code, str(when)), []))
        for code in municipality_codes(folder)
        for when in YEARS
    ]
    columns = {
        "year": "Year of settlement.",
        "persons": "Persons settled; blank unless status is ok.",
        "low": "Fewest that can have been settled; blank unless suppressed.",
        "high": "Most that can have been settled; blank unless suppressed.",
    }
    sources = (by.IMDI, by.MIRROR_TELEMARK)
    return counted_table("settled", "Persons settled", DESCRIPTION, sources, columns, rows)


def in_use(name: str, when: int) -> bool:
    """Whether a municipality existed in a year, by the years in brackets after its name."""
    last = re.search(r"t\.o\.m\. (\d{4})", name)
    first = re.search(r"f\.o\.m\. (\d{4})", name)
    return not (last and int(last[1]) < when) and not (first and int(first[1]) > when)


def _row(code: str, when: int, parts: Sequence[Record]) -> Row:
    row: Row = {"kommune_nr": code, "year": when, "published": following_march(when)}
    cells = [cell(part) for part in parts if cell(part) != "." or _counts(part, when)]
    if when in FULL_STOP_IS_ZERO:
        cells = ["0" if value == "." else value for value in cells]
    cells = [] if "." in cells else cells
    return counted_row(row, cells, LARGEST_HIDDEN.get(when, 0))


def _counts(part: Record, when: int) -> bool:
    """Whether a full stop says something of a municipality that existed."""
    return when not in COMPLETE and in_use(part["imdi_navn"], when)
