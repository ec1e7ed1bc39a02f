"""What the code needs is asked for also where the folder's own description asks for nothing."""

import json
from pathlib import Path

import pytest
from smallyear import SmallYear, small_year

from bosetting.inputs.weighed.checks import OF_THE_YEAR, REQUIRED, WEIGHED
from bosetting.inputs.weighed.needed import NEEDED
from bosetting.inputs.year import check_year

DATA = Path(__file__).parents[3] / "data"
YEARS = ("2018", "2019", "2026")
HERE_AND_ELSEWHERE = {
    "adjustments": {"reason", "decided_by", "date"},
    "forecasts": {"edition"},
    "published_requests": {"edition"},
    "national": {"measure"},
    "grant_rates": {"scheme"},
}
"""Columns that are checked with messages of their own, or of which only the form of the name is not asked for."""
READ = {**REQUIRED, **WEIGHED, **OF_THE_YEAR}
VALUES = ("", "-1", "xx", "1", "99999999")


def asking_for_nothing(year: SmallYear) -> None:
    for resource in year.package["resources"]:
        schema = resource.get("schema", {"fields": []})
        schema.pop("primaryKey", None)
        for field in schema["fields"]:
            field.pop("constraints", None)


def faults(root: Path) -> list[str]:
    return [str(fault) for fault in check_year(2018, root).faults]


def held(year: SmallYear) -> list[tuple[str, str]]:
    return [(table, column) for table in NEEDED if year.tables.get(table) for column in year.columns(table)]


@pytest.mark.parametrize("year", YEARS)
def test_the_descriptions_of_the_years_ask_for_the_same(year: str) -> None:
    package = json.loads((DATA / year / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {r["name"]: r["schema"] for r in package["resources"] if "schema" in r}
    for name in NEEDED.keys() & schemas.keys():
        assert tuple(schemas[name]["primaryKey"]) == NEEDED[name].key
        stated = {field["name"]: field.get("constraints", {}) for field in schemas[name]["fields"]}
        for column, needed in NEEDED[name].columns.items():
            assert needed.items() <= stated[column].items(), (name, column)
            if column not in HERE_AND_ELSEWHERE.get(name, ()):
                assert needed == stated[column], (name, column)


def test_every_column_that_is_read_and_that_the_years_ask_for_is_needed() -> None:
    package = json.loads((DATA / "2018" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        name = resource["name"]
        if name in NEEDED:
            asked = {field["name"] for field in resource["schema"]["fields"] if field.get("constraints")}
            elsewhere = HERE_AND_ELSEWHERE.get(name, set())
            assert (asked & READ.get(name, {}).keys()) - NEEDED[name].columns.keys() <= elsewhere


@pytest.mark.parametrize("value", [VALUES[0], *(pytest.param(v, marks=pytest.mark.long) for v in VALUES[1:])])
def test_a_lax_description_hides_no_fault(value: str, tmp_path: Path) -> None:
    """Each cell in turn is blank, below 0, no known word, or too large: told alike, and never an error of the program."""
    for place, (table, column) in enumerate(held(small_year())):
        elsewhere = column in HERE_AND_ELSEWHERE.get(table, ())

        def change(year: SmallYear, table: str = table, column: str = column) -> None:
            year.change(table, 0, **{column: value})

        strict = faults(small_year(change).write(tmp_path / f"{place}"))
        lax = faults(small_year(change, asking_for_nothing).write(tmp_path / f"{place}lax"))
        if elsewhere:
            assert lax or value, (table, column)
        else:
            assert lax == strict, (table, column)


def test_a_row_that_stands_twice_is_told_whatever_the_key(tmp_path: Path) -> None:
    for place, table in enumerate(name for name in NEEDED if small_year().tables.get(name)):

        def twice(year: SmallYear, table: str = table) -> None:
            year.tables[table].append(year.tables[table][0])

        strict = faults(small_year(twice).write(tmp_path / f"{place}"))
        lax = faults(small_year(twice, asking_for_nothing).write(tmp_path / f"{place}lax"))
        assert any("already. Expected each " in fault for fault in lax), table
        assert lax == strict, table


def test_a_narrower_key_of_the_folder_counts_too(tmp_path: Path) -> None:
    def narrow(year: SmallYear) -> None:
        year.resource("adjustments")["schema"]["primaryKey"] = ["kommune_nr"]
        year.adjust("0101", "at_least", 5)
        year.adjust("0101", "at_most", 50)

    assert faults(small_year(narrow).write(tmp_path)) == [
        "data/2018/adjustments.csv, row 3, kommune_nr: 0101 stands in row 2 already. Expected each kommune_nr once. "
        "Remove one of the rows."
    ]


@pytest.mark.parametrize("name", ["..", ".november", "-x", "A B", "a/../../x", "../../../escaped", "x" * 65])
def test_an_edition_s_name_leads_nowhere(name: str, tmp_path: Path) -> None:
    def change(year: SmallYear) -> None:
        year.change("forecasts", 0, edition=name)

    root = small_year(change, asking_for_nothing).write(tmp_path)
    assert faults(root) == [
        f'data/2018/forecasts.csv, row 2, edition: "{name}" cannot be the name of a folder. '
        "Expected a name of letters, digits, _ and -. Correct the name."
    ]


def test_a_name_of_letters_and_digits_will_do(tmp_path: Path) -> None:
    root = small_year(lambda y: y.change("forecasts", 0, edition="Ny-1_å"), asking_for_nothing)
    assert faults(root.write(tmp_path)) == []


def with_own_table(**types: str):
    """A table of a criterion of one's own, which nothing else names."""

    def change(year: SmallYear) -> None:
        fields = [{"name": name, "type": kind} for name, kind in types.items()]
        year.package["resources"].append(
            {"name": "housing", "type": "table", "path": "housing.csv", "schema": {"fields": fields}}
        )
        year.tables["housing"] = []

    return change


@pytest.mark.parametrize(
    ("column", "kind", "expected"),
    [
        ("published", "string", "date"),
        ("low", "string", "number or integer"),
        ("high", "boolean", "number or integer"),
        ("kommune_nr", "integer", "string"),
        ("parts_hidden", "string", "integer"),
        ("status", "integer", "string"),
    ],
)
def test_a_column_means_the_same_in_every_table(
    column: str, kind: str, expected: str, tmp_path: Path
) -> None:
    types = {"kommune_nr": "string", "low": "integer", "high": "number", "share": "number"} | {column: kind}
    assert faults(small_year(with_own_table(**types)).write(tmp_path)) == [
        f"data/2018/datapackage.json, resources: the field {column} of housing.csv has the type {kind}. "
        f"Expected {column} with the type {expected}. Describe the field so."
    ]


@pytest.mark.parametrize("table", ["programme_participants", "outline"])
def test_what_a_table_must_have_is_told_before_it_is_read(table: str, tmp_path: Path) -> None:
    package = json.loads((DATA / "2018" / "datapackage.json").read_text(encoding="utf-8"))
    described = next(r for r in package["resources"] if r["name"] == table)
    gone = described["schema"]["fields"].pop()["name"]

    def change(year: SmallYear) -> None:
        year.package["resources"] = [r for r in year.package["resources"] if r["name"] != table]
        year.package["resources"].append(described | {"schema": {"fields": described["schema"]["fields"]}})
        year.tables[table] = []

    [told] = faults(small_year(change).write(tmp_path))
    assert told.startswith(f"data/2018/datapackage.json, resources: {table}.csv has no field {gone}. ")
