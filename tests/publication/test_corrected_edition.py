"""From a slip that is found to the corrected edition: what a published edition asks for before it changes."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from smallyear import SmallYear, small_year

from bosetting.cli import main

DAY = date(2017, 11, 8)
EDITION = "reports/2018/november"


def build(out: Path, year: SmallYear, *options: str) -> int:
    """Build the year's edition to a place; each year has a root of its own, for what is computed is kept by root."""
    root = year.write(out / f"root-{len(list(out.glob('root-*')))}")
    try:
        main(["--root", str(root), "build", "2018", "--out", str(out / EDITION), *options])
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


def slipped(year: SmallYear) -> None:
    """The figure that is found to be wrong afterwards, put right."""
    year.change("population", year.where("population", 0, kommune_nr="0101"), residents=9600)
    year.tables["municipal_parts"].clear()


def publish(year: SmallYear) -> None:
    year.publish("november", DAY)


def persons(root: Path) -> dict[str, str]:
    text = (root / EDITION / "data" / "requests.csv").read_text(encoding="utf-8")
    return {row["kommune_nr"]: row["persons"] for row in csv.DictReader(text.splitlines())}


def add_row(year: SmallYear, **cells: object) -> None:
    if "corrections" not in year.tables:
        year.add_corrections()
    year.add(
        "corrections",
        **(
            {
                "edition": "november",
                "date": "2017-11-10",
                "what_nb": "Folketallet i Nordvik var feil.",
                "what_nn": "Folketalet i Nordvik var feil.",
                "what_en": "The residents of Nordvik were wrong.",
                "measure": "persons",
                "reason": "A slip",
            }
            | cells
        ),
    )


@pytest.mark.long
@pytest.mark.usefixtures("quick")
def test_a_draft_is_replaced_and_a_published_edition_only_with_a_correction(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(tmp_path, small_year()) == 0
    manifest = tmp_path / EDITION / "manifest.json"
    assert "published" not in json.loads(manifest.read_text())
    assert build(tmp_path, small_year(publish)) == 1
    assert "To replace it all the same, add --replace." in capsys.readouterr().err
    assert build(tmp_path, small_year(publish), "--replace") == 0
    assert build(tmp_path, small_year(publish)) == 0
    assert json.loads(manifest.read_text())["published"] == {"date": "2017-11-08", "corrections": []}
    old, kept = persons(tmp_path), manifest.read_bytes()

    capsys.readouterr()
    assert build(tmp_path, small_year(publish, slipped), "--replace") == 1
    told = capsys.readouterr().err
    assert f"{tmp_path / EDITION} was published before, and this would change or go:" in told
    assert "inputs/population.csv, " in told
    assert f"data/requests.csv, 0101, persons: {old['0101']} → " in told
    assert told.endswith(
        "corrections.csv: no new row says what was wrong in edition november\n"
        "Nothing was changed. To correct it, add a row to corrections.csv that says what was wrong, and --replace.\n"
    )
    assert manifest.read_bytes() == kept
    assert build(tmp_path, small_year(slipped), "--replace") == 1, "no draft again"
    capsys.readouterr()

    # A row about one municipality does not do for the others.
    wrong = small_year(publish, slipped, lambda y: add_row(y, kommune_nr="0103", old=1, new=2))
    assert build(tmp_path, wrong, "--replace") == 1
    assert f"corrections.csv: no new row says 0101, persons: {old['0101']} → " in capsys.readouterr().err
    right = small_year(publish, slipped, lambda y: add_row(y, measure="text", old="9000", new="9600"))
    assert build(tmp_path, right) == 1, "only with --replace"
    assert build(tmp_path, right, "--replace") == 0
    assert persons(tmp_path) != old
    assert len(json.loads(manifest.read_text())["published"]["corrections"]) == 1

    # The correction that was published stays, and serves once.
    capsys.readouterr()
    gone = small_year(publish, slipped, lambda y: add_row(y, measure="text", old="8000", new="9600"))
    assert build(tmp_path, gone, "--replace") == 1
    assert "corrections.csv: a correction that was published is gone" in capsys.readouterr().err
    again = small_year(publish, lambda y: add_row(y, measure="text", old="9000", new="9600"))
    assert build(tmp_path, again, "--replace") == 1


@pytest.mark.usefixtures("quick")
def test_each_number_that_changes_has_a_row_with_the_old_and_the_new(tmp_path: Path) -> None:
    assert build(tmp_path, small_year(publish)) == 0
    old = persons(tmp_path)
    assert build(tmp_path / "other", small_year(publish, slipped)) == 0
    new = persons(tmp_path / "other")
    changed = [code for code in old if old[code] != new[code]]
    assert changed

    def rows(year: SmallYear) -> None:
        for code in changed:
            add_row(year, kommune_nr=code, old=old[code], new=new[code])

    assert build(tmp_path, small_year(publish, slipped, rows), "--replace") == 0
    assert persons(tmp_path) == new
