"""IMDi's municipal tables: the code that a row is of, and when a page was read."""

from __future__ import annotations

import re
from datetime import date

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.reading import Record
from bosetting.sources.reference.columns import Origin

LAST_OF_2018 = 2017
UNTIL_2019 = f"IMDi, municipal table ({by.MIRROR_TELEMARK.title.lower()})"
PAGES = "IMDi, key figures pages, https://www.imdi.no/planlegging-og-bosetting/bosettingstall/"
READ_2025 = Origin(date(2026, 3, 1), PAGES)
READ_2026 = Origin(date(2026, 9, 28), PAGES, "the page, as of that day")


def publishers_code(record: Record) -> str:
    """The code of a row of the table of 2010 to 2019: its own where it joined another by 2018, else that of 2018."""
    last = re.search(r"t\.o\.m\. (\d{4})", record["imdi_navn"])
    ended = not record["imdi_navn"] or (last and int(last[1]) <= LAST_OF_2018)
    return record["imdi_kode"] if ended else record["kommune_nr"]
