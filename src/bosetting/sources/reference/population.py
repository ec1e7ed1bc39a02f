"""Residents on 1 January, whole and by broad age."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.reading import read, whole
from bosetting.sources.figures.table import Row, Source, Table
from bosetting.sources.reference.columns import Origin, figure, figures_table

MIRROR_CSDATA = Source("Public copy: CRAN csdata", "https://cran.r-project.org/package=csdata")
DESCRIPTION = (
    "Residents on 1 January (period) by municipality, on the structure of that day; measures residents and, by age, "
    "residents_15_74, residents_20_66, residents_0_19 and residents_67_plus, in persons. Sandefjord and the two that "
    "joined it lack 2015 and 2016; 2019 is not held. Statistics Norway releases the population of 1 January in the "
    "second half of February; published is assumed: 1 March of the same year, which is never too early."
)
FILES = (
    ("municipal-2018/population_2015_2018.csv", by.MIRROR_FHIDATA),
    ("municipal-2024/population_2020_2023_codes2020.csv", MIRROR_CSDATA),
    ("municipal-2024/population_2024_2026.csv", MIRROR_CSDATA),
)
MEASURES = {
    "folketall_1jan": "residents",
    "folketall_1jan_15_74": "residents_15_74",
    "folketall_1jan_20_66": "residents_20_66",
    "population": "residents",
    "population_0_19": "residents_0_19",
    "population_20_66": "residents_20_66",
    "population_67_plus": "residents_67_plus",
}


def population(folder: Path) -> Table:
    """Residents by municipality and 1 January; unit persons. Source: SSB table 07459.

    Args:
        folder: the folder of source figures.
    """
    rows = [row for name, copy in FILES for row in _rows(folder, name, copy)]
    sources = (by.SSB_POPULATION, by.MIRROR_FHIDATA, MIRROR_CSDATA)
    return figures_table("population", "Residents on 1 January", DESCRIPTION, sources, rows)


def _rows(folder: Path, name: str, copy: Source) -> list[Row]:
    return [
        figure(
            record["kommune_nr"],
            f"{record['year']}-01-01",
            MEASURES[record["variable"]],
            Origin(date(int(record["year"]), 3, 1), f"SSB, table 07459 ({copy.title.lower()})"),
            whole(record["value"]),
        )
        for record in read(folder, name)
    ]
