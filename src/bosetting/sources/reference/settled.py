"""Persons settled by municipality and year: all, unaccompanied minors, from Ukraine, under collective protection."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.dates import following_march
from bosetting.sources.figures.reading import Record, cell, read, whole
from bosetting.sources.figures.table import Row, Source, Table
from bosetting.sources.reference.columns import Origin, counted, figure, figures_table
from bosetting.sources.reference.imdi import (
    READ_2025,
    READ_2026,
    UNTIL_2019,
    in_use,
    publishers_code,
    recoded_2018,
)

MIRROR_SAMARBEIDSDESKEN = Source(
    "Public copy: Samarbeidsdesken/p02-ukraina", "https://github.com/Samarbeidsdesken/p02-ukraina"
)
DESCRIPTION = (
    "Persons settled in the municipality in the year (period): settled, and of them settled_minors (unaccompanied), "
    "settled_ukraine (2022 and 2023) and settled_collective_protection (from 2025); settled_by_date (period: a day) "
    "counts from 1 January to that day. Codes: of the structure of the year until 2018, of 2018 for 2019, of 2020 for 2020 "
    "to 2022 and of 2024 from 2023. suppressed: "
    "hidden, 1 to 3 in 2014, where 4 is printed, and 1 to 4 from 2016, where nothing under 5 is printed. A full stop "
    "is zero in 2014; from 2016 it is none or not applicable, and the row is missing. A full stop for a code not in "
    "use that year is left out. A blank of 2020 to 2022 is hidden or none: suppressed, 0 to 4; the printed rows of 2020 "
    "are 60 persons short of the country's total with 166 blanks. The copy with 2022 and 2023 on the codes of 2024 "
    "prints 0 for Haram, which was part of Ålesund until then: not_applicable for Ålesund and Haram is not known apart, so "
    "both are missing in 2023, and 2022 is taken from the copy on the codes of 2020. 2010 and 2011 are blank in the source. "
    "Of 2024 and 2026 the persons are those settled by 28 November and 28 September. published is assumed: 1 March of the next year; for 2025 "
    "and 2026 not later than the day the page was read."
)

UKRAINE = f"IMDi, municipal table ({MIRROR_SAMARBEIDSDESKEN.title.lower()})"
LARGEST_HIDDEN = {2014: 3, 2016: 4, 2017: 4, 2018: 4, 2019: 4}
"""The largest number that is hidden: 4s are printed in 2014, nothing under 5 from 2016."""
COMPLETE = (2012, 2013, 2015)
"""Years with a printed number for every municipality then in being; a full stop marks a code not in use."""
FULL_STOP_IS_ZERO = (2014,)
"""Years in which a full stop is known to mean that nobody was settled."""
MEASURES = {
    "bosatt": "settled",
    "bosatt_enslige_mindreaarige": "settled_minors",
    "bosatt_ukraina": "settled_ukraine",
    "bosatt_kollektiv": "settled_collective_protection",
}
IN_2024 = Origin(date(2024, 11, 28), UKRAINE, "the day the copy was made")
"""IMDi had settled just under 23,000 by then, and the table sums to less: the year is not whole."""
PARTED_2024 = ("1508", "1580")


def settled(folder: Path) -> Table:
    """Settled persons by municipality and year; unit persons. Source: IMDi.

    Args:
        folder: the folder of source figures.
    """
    rows = [*_until_2019(folder), *_from_2020(folder), *_from_2023(folder), *_pages(folder), *_autumn(folder)]
    sources = (by.IMDI, by.MIRROR_TELEMARK, MIRROR_SAMARBEIDSDESKEN, by.MIRROR_IMDIKATOR)
    return figures_table("settled", "Persons settled", DESCRIPTION, sources, rows)


def _until_2019(folder: Path) -> list[Row]:
    records = read(folder, "municipal-2018/requests_decisions_settled_2010_2019.csv")
    recoded = recoded_2018(folder)
    chosen = (r for r in records if r["variable"] == "bosatt" and int(r["year"]) >= 2012 and r["kommune_nr"])
    return [row for record in chosen for row in _imdi_row(record, publishers_code(record, recoded))]


def _imdi_row(record: Record, code: str) -> list[Row]:
    when = int(record["year"])
    origin = Origin(following_march(when), UNTIL_2019)
    if cell(record) == ".":
        if when in COMPLETE or not in_use(record["imdi_navn"], when):
            return []
        if when in FULL_STOP_IS_ZERO:
            return [figure(code, record["year"], "settled", origin, 0)]
    return [counted(record, code, "settled", origin, (1, LARGEST_HIDDEN.get(when, 0)))]


def _from_2020(folder: Path) -> list[Row]:
    rows = []
    for record in read(folder, "municipal-2024/settled_2015_2023.csv"):
        if not 2020 <= int(record["year"]) <= 2022:
            continue
        origin = Origin(following_march(int(record["year"])), UNTIL_2019)
        rows.append(_or_none(record, "settled", origin))
    return rows


def _or_none(record: Record, measure: str, origin: Origin) -> Row:
    """A blank is hidden or none."""
    code, year = record["kommune_nr"], record["year"]
    if not record["value"]:
        return figure(code, year, measure, origin, None, "suppressed", (0, 4))
    return figure(code, year, measure, origin, whole(record["value"]))


def _from_2023(folder: Path) -> list[Row]:
    rows = []
    for record in read(folder, "municipal-2024/settled_2022_2024_codes2024.csv"):
        measure, when = MEASURES[record["variable"]], int(record["year"])
        if when < 2023 and measure == "settled":
            continue
        origin = Origin(following_march(when), UKRAINE) if when < 2024 else IN_2024
        if when < 2024 and record["kommune_nr"] in PARTED_2024:
            rows.append(figure(record["kommune_nr"], record["year"], measure, origin, None, "missing"))
        elif record["note"]:
            hidden = (1, 4)
            rows.append(
                figure(record["kommune_nr"], record["year"], measure, origin, None, "suppressed", hidden)
            )
        else:
            rows.append(_or_none(record, measure, origin))
    return [_by_date(row, IN_2024.published) if row["period"] == "2024" else row for row in rows]


def _pages(folder: Path) -> list[Row]:
    rows = []
    for year, origin in (("2025", READ_2025), ("2026", READ_2026)):
        for record in read(folder, f"municipal-2024/requests_decisions_settled_{year}.csv"):
            if record["variable"] in MEASURES:
                measure = MEASURES[record["variable"]]
                row = _or_none(record, measure, origin)
                rows.append(row if year == "2025" else _by_date(row, origin.published))
    return rows


def _by_date(row: Row, day: date) -> Row:
    return {**row, "period": day.isoformat(), "measure": f"{row['measure']}_by_date"}


def _autumn(folder: Path) -> list[Row]:
    origin = Origin(date(2016, 11, 30), f"IMDi, municipal table ({by.MIRROR_IMDIKATOR.title.lower()})")
    return [
        {**counted(r, r["kommune_nr"], "settled_by_date", origin, (1, 4)), "period": "2016-10-31"}
        for r in read(folder, "municipal-2018/requests_2016_2017_with_minors.csv")
        if r["variable"] == "bosatt_per_31okt2016" and r["year"] == "2016"
    ]
