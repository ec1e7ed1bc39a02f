"""The open data's own description: every table and column, and what an independent library makes of it."""

import json
from pathlib import Path

import pytest
from frictionless import Package

from bosetting.compute import compute
from bosetting.publication.open_data.describe import package_bytes
from bosetting.publication.open_data.tables import data_files

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    computation = compute(2018, "november", ROOT)
    files = data_files(computation)
    for name, content in {**files, "datapackage.json": package_bytes(files, computation)}.items():
        (folder / name).write_bytes(content)
    return folder


def test_the_published_tables_are_as_they_are_described(written):
    report = Package(str(written / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:10]


def test_every_table_is_described_to_the_last_column(written):
    package = json.loads((written / "datapackage.json").read_text(encoding="utf-8"))
    assert {r["path"] for r in package["resources"]} == {path.name for path in written.glob("*.csv")}
    for resource in package["resources"]:
        header = (written / resource["path"]).read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_the_low_end_of_a_divisors_interval_is_not_said_to_give_the_numbers(written):
    """At it someone's quotient is exactly half, which rounded up is one more."""
    package = json.loads((written / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            if field["name"] == "divisor_low":
                assert "above this" in field["description"]
            if field["name"] == "divisor_high":
                assert "largest divisor that gives the same" in field["description"]
    for division in compute(2018, "november", ROOT).request.divisions:
        found = division.division
        weights = compute(2018, "november", ROOT).request.by_code
        quotients = [weights[code].indicators.micro_weight / found.low for code in division.codes]
        assert any(quotient.denominator == 2 for quotient in quotients)


def test_a_table_nobody_has_described_is_an_error():
    computation = compute(2018, "november", ROOT)
    with pytest.raises(KeyError, match="secret"):
        package_bytes({"secret.csv": b"a\n1\n"}, computation)
