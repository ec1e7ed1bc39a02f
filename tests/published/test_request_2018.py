"""The request of 2018 against what is publicly known of it, and against its own published figures."""

import csv
import shutil
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from bosetting.allocation.request import Request
from bosetting.allocation.selection import above_threshold
from bosetting.compute import compute
from bosetting.publication.open_data.tables import (
    COUNTY_COLUMNS,
    county_rows,
    csv_bytes,
    request_columns,
    request_rows,
)

ROOT = Path(__file__).parents[2]
EDITIONS = ("november", "june", "revised")


def request(edition: str, root: Path = ROOT) -> Request:
    return compute(2018, edition, root).request


@cache
def rows(edition: str) -> tuple[dict[str, str], ...]:
    """The rows of data/requests.csv as anyone reads them."""
    content = csv_bytes(request_columns(request(edition).inputs.rules), request_rows(request(edition)))
    return tuple(csv.DictReader(content.decode().splitlines()))


@cache
def counties(edition: str) -> dict[str, dict[str, str]]:
    content = csv_bytes(COUNTY_COLUMNS, county_rows(request(edition)))
    return {row["fylke_nr"]: row for row in csv.DictReader(content.decode().splitlines())}


def asked(edition: str) -> list[dict[str, str]]:
    return [row for row in rows(edition) if row["asked"] == "true"]


@pytest.mark.parametrize(
    ("edition", "persons", "municipalities", "minors"),
    [("november", 4402, 210, 150), ("june", 4400, 210, 210), ("revised", 5350, 224, 270)],
)
def test_totals(edition: str, persons: int, municipalities: int, minors: int) -> None:
    assert len(rows(edition)) == 422
    assert sum(int(row["persons"]) for row in rows(edition)) == persons
    assert sum(int(row["unaccompanied_minors"]) for row in rows(edition)) == minors
    assert len(asked(edition)) == municipalities
    assert min(int(row["persons"]) for row in asked(edition)) == 10
    assert {row["persons"] for row in rows(edition) if row["asked"] == "false"} == {"0"}
    assert all(int(row["unaccompanied_minors"]) <= int(row["persons"]) for row in rows(edition))


def test_the_four_published_county_totals_of_november() -> None:
    given = {
        number: row["persons"] for number, row in counties("november").items() if row["status"] == "published"
    }
    assert given == {"03": "300", "12": "420", "15": "248", "50": "462"}
    assert next(row["persons"] for row in rows("november") if row["kommune"] == "Oslo") == "300"
    sums: Counter[str] = Counter()
    for row in rows("november"):
        sums[row["fylke_nr"]] += int(row["persons"])
    assert {number: str(total) for number, total in sums.items()} == {
        number: row["persons"] for number, row in counties("november").items()
    }


@pytest.mark.parametrize("edition", ["june", "revised"])
def test_other_editions_know_no_county_total_beforehand(edition: str) -> None:
    assert {row["status"] for row in counties(edition).values()} == {"computed"}


def test_no_adjustment_is_needed() -> None:
    for edition in EDITIONS:
        assert request(edition).adjustments == ()
        assert {row["reason"] for row in rows(edition)} == {"threshold", "priority", "not_reached"}


def test_everyone_above_the_threshold_is_asked_and_the_rest_by_priority() -> None:
    inputs = request("november").inputs
    large = {m.number for m in inputs.municipalities if above_threshold(m, inputs.rules)}
    assert len(large) == 201
    assert large == {row["kommune_nr"] for row in rows("november") if int(row["residents"]) >= 5000}
    assert Counter(row["reason"] for row in asked("november")) == {"threshold": 201, "priority": 9}
    assert Counter(row["reason"] for row in asked("revised")) == {"threshold": 201, "priority": 23}
    by_rank = sorted(rows("november"), key=lambda row: int(row["priority_rank"]))
    assert [row["asked"] for row in by_rank] == ["true"] * 210 + ["false"] * 212


def test_municipalities_of_5000_to_9999_on_the_structure_of_2017() -> None:
    inputs = request("november").inputs
    parts = inputs.tables["municipal_parts"]
    merged = set(parts["kommune_nr"])
    of_2017 = [m.residents for m in inputs.municipalities if m.number not in merged] + list(
        parts["residents"]
    )
    assert len(of_2017) == 426
    assert sum(5000 <= residents < 10_000 for residents in of_2017) == 88


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_number_follows_from_the_published_divisor(edition: str) -> None:
    """With nothing but the two published files: max(10, the quotient rounded), for any divisor between."""
    for row in asked(edition):
        county = counties(edition)[row["fylke_nr"]]
        if not county["divisor"]:
            assert county["persons"] == str(10 * int(county["asked"]))
            continue
        low, high = (Fraction(county[f"divisor_{end}"] or county["divisor"]) for end in ("low", "high"))
        for divisor in (Fraction(county["divisor"]), (low + high) / 2):
            quotient = Fraction(row["weight"]) / divisor
            assert max(10, (quotient + Fraction(1, 2)).__floor__()) == int(row["persons"])
        floored = quotient < Fraction(19, 2)
        assert row["bound"] == ("floor" if floored else "none")


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_weight_follows_from_the_published_indices(edition: str) -> None:
    rules = request(edition).inputs.rules
    assert {each.name: each.weight for each in rules.criteria} == {
        "population": Fraction(7, 10),
        "employment": Fraction(2, 10),
        "results": Fraction(1, 10),
    }
    for row in rows(edition):
        share = (
            Decimal("0.7")
            + Decimal("0.2") * Decimal(row["employment_index"])
            + Decimal("0.1") * Decimal(row["results_index"])
        )
        assert Decimal(row["weight"]) == (int(row["residents"]) * share).quantize(Decimal("1e-6"))


@pytest.mark.parametrize("edition", EDITIONS)
def test_within_a_county_more_weight_is_never_fewer_persons(edition: str) -> None:
    by_weight = sorted(asked(edition), key=lambda row: Decimal(row["weight"]))
    for number in counties(edition):
        persons = [int(row["persons"]) for row in by_weight if row["fylke_nr"] == number]
        assert persons == sorted(persons)


def root_with_forecast(folder: Path, row: str) -> Path:
    shutil.copytree(ROOT / "data", folder / "data")
    with (folder / "data" / "2018" / "forecasts.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(row)
    return folder


def check_5000(found: Request) -> None:
    assert sum(a.persons for a in found.asked) == 5000
    assert len(found.asked) == 210
    assert {a.unaccompanied_minors for a in found.allotments} == {None}
    assert {county.status for county in found.counties} == {"computed"}


def test_a_changed_forecast_is_a_new_row(tmp_path: Path) -> None:
    root = root_with_forecast(tmp_path, "test,2017-11-07,5000,5000,,,,A new forecast\n")
    check_5000(request("test", root))
    assert sum(a.persons for a in request("november", root).asked) == 4402


def test_a_changed_forecast_of_the_same_day_needs_no_more_than_its_number_and_source(tmp_path: Path) -> None:
    root = root_with_forecast(tmp_path, "test,2017-11-06,5000,,,,,A new forecast\n")
    check_5000(request("test", root))
