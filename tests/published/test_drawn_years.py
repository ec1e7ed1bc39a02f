"""Every committed year is what the committed reference gives, to the byte."""

import csv
from pathlib import Path

import pytest

from bosetting.sources.draw.drawing import draw

ROOT = Path(__file__).resolve().parents[2]
YEARS = sorted(int(path.parent.name) for path in (ROOT / "data").glob("[0-9]*/draw.toml"))


def test_the_years_held() -> None:
    assert YEARS == [2018, 2019, 2026]


@pytest.mark.parametrize("year", YEARS)
def test_a_year_drawn_again_has_the_same_bytes(year: int) -> None:
    assert [str(change) for change in draw(ROOT, year).changes] == []


def rows(table: str, **wanted: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "reference" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[k] == v for k, v in wanted.items())]


@pytest.mark.parametrize("year", [2017, 2018, *range(2020, 2027)])
def test_residents_by_municipality_are_those_of_the_country(year: int) -> None:
    found = rows("population", period=f"{year}-01-01", measure="residents")
    (country,) = [r for r in rows("national", measure="residents") if r["date"] == f"{year}-01-01"]
    assert sum(int(row["value"]) for row in found) == int(country["value"])


@pytest.mark.parametrize(
    ("year", "version", "persons", "asked"),
    [
        ("2017", "october_2016", 12_988, 404),
        ("2018", "revised", 5350, 224),
        ("2019", "original", 5350, 235),
        ("2025", "adjusted_summer", 12_640, 331),
        ("2026", "original", 13_000, 332),
    ],
)
def test_requests_as_their_publisher_gave_them(year: str, version: str, persons: int, asked: int) -> None:
    found = [
        int(r["value"] or 0) for r in rows("requests", target_year=year, version=version, measure="request")
    ]
    assert (sum(found), sum(number > 0 for number in found)) == (persons, asked)


def test_nothing_says_that_haram_settled_nobody_before_it_was() -> None:
    early = [row for row in rows("settled", code="1580") if row["period"] < "2024"]
    assert {row["status"] for row in early if row["measure"] == "settled"} == {"missing"}
    assert not [row for row in early if row["value"]]


@pytest.mark.parametrize("year", YEARS)
def test_no_name_has_lost_a_letter(year: int) -> None:
    with (ROOT / "data" / str(year) / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        names = {row["kommune_nr"]: row["kommune"] for row in csv.DictReader(file)}
    assert [name for name in names.values() if "?" in name] == []
    if year >= 2024:
        assert (names["1853"], names["5610"]) == ("Evenes - Evenášši", "Kárášjohka - Karasjok")
