"""IMDi's municipal tables: the code that a row is of, and when a page was read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.reading import Record, read
from bosetting.sources.reference.columns import Origin

LAST_OF_2018 = 2017
UNTIL_2019 = f"IMDi, municipal table ({by.MIRROR_TELEMARK.title.lower()})"
PAGES = "IMDi, key figures pages, https://www.imdi.no/planlegging-og-bosetting/bosettingstall/"
READ_2025 = Origin(date(2026, 3, 1), PAGES)
READ_2026 = Origin(date(2026, 9, 28), PAGES, "the page, as of that day")


def recoded_2018(folder: Path) -> dict[str, str]:
    """The code until 2017 of each municipality that only changed code on 1 January 2018.

    Args:
        folder: the folder of source figures.
    """
    rows = read(folder, "municipal-2024/code_changes_2017_2024.csv")
    return {r["new_nr"]: r["old_nr"] for r in rows if r["to_year"] == "2018" and r["kind"] == "recoded"}


def publishers_code(record: Record, recoded: Mapping[str, str]) -> str:
    """The code of a row of the table of 2010 to 2019, on the structure of its year.

    It is the row's own where it joined another by 2018, else that of 2018 or the one that was replaced by it.
    """
    last = re.search(r"t\.o\.m\. (\d{4})", record["imdi_navn"])
    if not record["imdi_navn"] or (last and int(last[1]) <= LAST_OF_2018):
        return record["imdi_kode"]
    code = record["kommune_nr"]
    return recoded.get(code, code) if int(record["year"]) <= LAST_OF_2018 else code


def in_use(name: str, when: int) -> bool:
    """Whether a municipality existed in a year, by the years in brackets after its name."""
    last = re.search(r"t\.o\.m\. (\d{4})", name)
    first = re.search(r"f\.o\.m\. (\d{4})", name)
    return not (last and int(last[1]) < when) and not (first and int(first[1]) > when)
