"""data/2018 against sums and counts that the publishers state."""

import csv
import hashlib
import json
from functools import cache
from pathlib import Path

import pytest
from frictionless import Package

DATA = Path(__file__).parents[2] / "data" / "2018"


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def picked(table: str, **wanted: str) -> list[dict[str, str]]:
    return [row for row in rows(table) if all(row[name] == value for name, value in wanted.items())]


def total(found: list[dict[str, str]], column: str) -> int:
    return sum(int(row[column]) for row in found if row[column])


def test_package_is_valid() -> None:
    report = Package(str(DATA / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])


def test_files_are_those_described() -> None:
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (DATA / resource["path"]).read_bytes()
        assert len(content) == resource["bytes"]
        assert f"sha256:{hashlib.sha256(content).hexdigest()}" == resource["hash"]
        assert b"\r" not in content
        assert all({"title", "path"} <= source.keys() for source in resource["sources"])
        assert resource["sources"]


def test_municipalities_and_counties() -> None:
    assert len(rows("municipalities")) == 422
    assert len({row["fylke_nr"] for row in rows("municipalities")}) == 18
    assert len({row["kommune"] for row in rows("municipalities")}) == 422
    assert {row["kommune"] for row in rows("municipalities") if row["language"] == "unknown"} == {
        "Larvik",
        "Færder",
    }


@pytest.mark.parametrize(("day", "residents"), [("2017-01-01", 5_258_317), ("2018-01-01", 5_295_619)])
def test_population_of_norway(day: str, residents: int) -> None:
    found = picked("population", reference_date=day)
    assert (len(found), total(found, "residents")) == (422, residents)


def test_municipalities_by_size_on_both_structures() -> None:
    of_2018 = {
        r["kommune_nr"]: int(r["residents"]) for r in picked("population", reference_date="2017-01-01")
    }
    assert sum(n >= 5000 for n in of_2018.values()) == 201
    parts = rows("municipal_parts")
    merged = {row["kommune_nr"] for row in parts}
    of_2017 = [n for code, n in of_2018.items() if code not in merged] + [int(r["residents"]) for r in parts]
    assert len(of_2017) == 426
    assert sum(5000 <= n < 10000 for n in of_2017) == 88


def test_employment_is_complete() -> None:
    (national,) = picked("employment", kommune_nr="0000", period="2014-K4")
    assert (national["employed"], national["percent"]) == ("2649584", "69")
    for period in ("2014-K4", "2017-K4"):
        assert len(picked("employment", period=period)) == 423
        assert not picked("employment", period=period, status="missing")
    derived = {row["kommune_nr"] for row in picked("employment", period="2014-K4", status="derived")}
    assert derived == {"0710", "0712", "0715", "0729", "5054"}


def test_former_participants() -> None:
    """13,610 leavers; 10,073 in source rows with a printed number, 21 of them in parts of a hidden sum."""
    assert total(list(rows("programme_results")), "former_participants") == 13_610
    printed = [r for r in picked("programme_results", status="ok") if r["former_participants"] != "0"]
    assert total(printed, "former_participants") == 10_073 - 21
    codes = {row["kommune_nr"] for row in printed}
    known = {r["kommune_nr"] for r in rows("programme_results") if r["former_participants"] not in ("", "0")}
    assert (len(codes), len(known - codes)) == (166, 95)


def test_hidden_results_have_bounds_within_their_row() -> None:
    hidden = [r for r in picked("programme_results", status="suppressed") if r["former_participants"]]
    assert hidden
    for row in hidden:
        assert 1 <= int(row["low"]) <= int(row["high"]) < int(row["former_participants"])
        assert row["work_or_education"] == ""


def test_programme_participants_of_2015() -> None:
    """10,848 in 296 source rows with a printed number, 93 of them in parts of a hidden sum."""
    printed = picked("programme_participants", status="ok")
    assert (len(rows("programme_participants")), len(printed)) == (422, 291)
    assert total(printed, "persons") == 10_848 - 93
    hidden = picked("programme_participants", status="suppressed")
    assert len(hidden) == 43
    assert all(1 <= int(row["low"]) < int(row["high"]) for row in hidden)


@pytest.mark.parametrize(
    ("year", "persons"),
    [("2012", 5757), ("2013", 6511), ("2014", 7784 - 112), ("2015", 11342 - 74), ("2016", 15221)],
)
def test_settled_in_municipalities(year: str, persons: int) -> None:
    """Without the persons whose municipality is not stated: 112 in 2014 and 74 in 2015."""
    assert total(picked("settled", year=year), "persons") == persons
    not_stated = total(picked("national", measure="settled_municipality_not_stated", year=year), "persons")
    assert not_stated == {"2014": 112, "2015": 74}.get(year, 0)


def test_settled_of_2016_agrees_with_the_national_total() -> None:
    """15,291 settled, of them 51 with protected identity and in no municipality's row."""
    found = picked("settled", year="2016")
    printed = total(found, "persons")
    assert printed + total(found, "low") <= 15_291 - 51 <= printed + total(found, "high")


@pytest.mark.parametrize(
    ("edition", "year", "persons", "asked"),
    [
        ("october_2016", "2017", 12_988, 398),
        ("autumn_2016", "2016", 18_526, 422),
        ("adjusted", "2016", 18_517, 421),
        ("adjusted", "2017", 12_714, 397),
        ("original", "2019", 5_350, 235),
        ("revised", "2018", 5_350, 224),
    ],
)
def test_requests(edition: str, year: str, persons: int, asked: int) -> None:
    """On the structure of 2018; the 404 asked in October 2016 are 398 after the mergers of 2017 and 2018."""
    found = picked("published_requests", edition=edition, year=year)
    assert (len(found), total(found, "persons")) == (422, persons)
    assert sum(row["asked"] == "true" for row in found) == asked
    assert all((row["asked"] == "true") == (int(row["persons"]) > 0) for row in found)


def test_minors_requested_in_october_2016() -> None:
    found = picked("published_requests", edition="october_2016")
    assert total(found, "unaccompanied_minors") == 1136
    assert sum(row["unaccompanied_minors"] == "" for row in found) == 103 - 5


@pytest.mark.parametrize(
    ("year", "persons"), [("2010", 7344), ("2014", 8084), ("2016", 16_523), ("2017", 12_158), ("2019", 5259)]
)
def test_decisions(year: str, persons: int) -> None:
    assert total(picked("published_requests", edition="decision", year=year), "persons") == persons


def test_november_is_partial_and_says_so() -> None:
    found = {row["kommune_nr"]: row for row in picked("published_requests", edition="november")}
    assert len(found) == 17
    assert (found["0301"]["persons"], found["1037"]["persons"], found["5001"]["persons"]) == (
        "300",
        "10",
        "167",
    )
    assert (found["0219"]["persons"], found["0219"]["unaccompanied_minors"]) == ("65", "4")
    assert {code for code, row in found.items() if row["asked"] == "false"} == {
        "0631",
        "0632",
        "0633",
        "1573",
    }
    assert {code for code, row in found.items() if row["status"] == "missing"} == {"1535", "1539", "1548"}


def test_county_totals() -> None:
    november = {r["fylke_nr"]: r["persons"] for r in picked("county_totals", edition="november")}
    assert november == {"03": "300", "12": "420", "15": "248", "50": "462"}
    revised = picked("county_totals", edition="revised", status="outcome")
    assert (len(revised), total(revised, "persons")) == (18, 5350)


def test_forecasts() -> None:
    columns = ("edition", "as_of", "need", "requested", "unaccompanied_minors")
    assert [tuple(row[name] for name in columns) for row in rows("forecasts")] == [
        ("june", "2017-10-02", "4400", "4400", "210"),
        ("november", "2017-11-06", "4400", "4402", "150"),
        ("revised", "2018-12-31", "5350", "5350", "270"),
    ]


def test_what_november_2017_could_not_know_is_dated_later() -> None:
    later = [
        *picked("national", measure="settled", year="2017"),
        *picked("national", measure="participants_during_year", year="2017"),
        *picked("national", measure="settled_expected", group="decisions_end_of_table"),
        *picked("national", measure="programme_length_over_30_months_share"),
        *picked("published_requests", edition="decision", year="2017"),
    ]
    assert len(later) == 4 + 422
    assert all(row["published"] > "2017-11-06" for row in later)
    known = [
        *picked("population", reference_date="2017-01-01"),
        *picked("employment", period="2014-K4"),
        *rows("programme_results"),
        *picked("published_requests", edition="october_2016"),
    ]
    assert all(row["published"] <= "2017-10-02" for row in known)


@pytest.mark.parametrize(
    ("measure", "year", "persons", "published"),
    [
        ("participants_during_year", "2016", "23961", "2017-06-27"),
        ("participants_during_year", "2018", "27067", "2019-06-20"),
        ("settled", "2016", "15291", "2017-02-16"),
        ("settled", "2017", "11078", "2018-03-01"),
        ("settled", "2018", "4903", "2019-02-08"),
    ],
)
def test_national_figures(measure: str, year: str, persons: str, published: str) -> None:
    (row,) = picked("national", measure=measure, year=year)
    assert (row["persons"], row["published"]) == (persons, published)


def test_every_row_with_a_source_names_it() -> None:
    for table in ("national", "grant_rates", "forecasts", "county_totals"):
        assert all(row["source"] for row in rows(table))


def test_integration_grant_by_payment_year() -> None:
    known = picked("grant_rates", calendar_year="2017", scheme="integration_grant")
    assert {row["payment_year"] for row in known} == {"1", "2", "3", "4", "5"}
    rates = {(row["payment_year"], row["group"]): row["nok"] for row in known}
    assert (rates["1", "single_adult"], rates["2", "all"], rates["5", "all"]) == ("235000", "230000", "70500")
    unknown = picked("grant_rates", calendar_year="2018", scheme="integration_grant")
    assert len(unknown) == len(known)
    assert all((row["nok"], row["status"]) == ("", "missing") for row in unknown)
