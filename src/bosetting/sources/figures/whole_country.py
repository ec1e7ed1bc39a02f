"""The whole country as published, to check the municipal tables against: it is not their sum."""

from __future__ import annotations

from datetime import date

from bosetting.sources.figures.dates import assumed_release
from bosetting.sources.figures.table import Row

RESIDENTS = {
    date(2017, 1, 1): 5258317,
    date(2018, 1, 1): 5295619,
    date(2020, 1, 1): 5367580,
    date(2021, 1, 1): 5391369,
    date(2022, 1, 1): 5425270,
    date(2023, 1, 1): 5488984,
    date(2024, 1, 1): 5550203,
    date(2025, 1, 1): 5594340,
    date(2026, 1, 1): 5627400,
}
"""Residents of Norway, as Statistics Norway publishes them (table 07459, the whole country)."""
MUNICIPALITIES = {
    date(2018, 1, 1): 422,
    date(2019, 1, 1): 422,
    date(2020, 1, 1): 356,
    date(2021, 1, 1): 356,
    date(2022, 1, 1): 356,
    date(2023, 1, 1): 356,
    date(2024, 1, 1): 357,
    date(2025, 1, 1): 357,
    date(2026, 1, 1): 357,
}
"""Municipalities of Norway, as Statistics Norway lists them (KLASS 131)."""


def whole_country() -> list[Row]:
    """Residents and municipalities of the country on a day; units persons and municipalities."""
    residents = [
        _row(
            "residents",
            day,
            persons,
            assumed_release(day),
            "Residents of the whole country on this day, as published",
            "SSB, table 07459, https://www.ssb.no/statbank/table/07459",
        )
        for day, persons in RESIDENTS.items()
    ]
    municipalities = [
        _row(
            "municipalities",
            day,
            number,
            day,
            "Municipalities in the register on this day",
            "SSB, KLASS 131, https://www.ssb.no/klass/klassifikasjoner/131",
        )
        for day, number in MUNICIPALITIES.items()
    ]
    return [*residents, *municipalities]


def _row(measure: str, day: date, number: int, published: date, definition: str, source: str) -> Row:
    return {
        "year": day.year,
        "measure": measure,
        "group": "all",
        "persons": number,
        "date": day,
        "definition": definition,
        "published": published,
        "source": source,
    }
