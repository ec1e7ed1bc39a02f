"""corrections.csv and the day of publication: what a year may say of them, and what is refused."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from smallyear import SmallYear, small_year

from bosetting.inputs.year import check_year

DAY = date(2017, 11, 8)


def corrected(year: SmallYear, **cells: object) -> None:
    """A published edition and a correction of it in which only the named cells differ."""
    if "corrections" not in year.tables:
        year.add_corrections()
        year.publish("november", DAY)
    whole = {
        "edition": "november",
        "date": "2017-11-10",
        "what_nb": "Nordvik skulle ikke ha så mange.",
        "what_nn": "Nordvik skulle ikkje ha så mange.",
        "what_en": "Nordvik was not to have so many.",
        "kommune_nr": "0101",
        "measure": "persons",
        "old": "34",
        "new": "33",
        "reason": "A slip of the pen",
    }
    year.add("corrections", **(whole | cells))


def with_cells(**cells: object) -> Callable[[SmallYear], None]:
    return lambda year: corrected(year, **cells)


def test_corrections_are_typed_in_order_of_date_and_of_their_edition_alone(tmp_path: Path) -> None:
    year = small_year(
        with_cells(date="2017-11-12", kommune_nr="", measure="text", old="a", new="b"), with_cells()
    )
    root = year.write(tmp_path)
    assert check_year(2018, root).faults == ()
    first, second = year.read(tmp_path / "again").corrections
    assert (first.date, first.municipality, first.measure) == (date(2017, 11, 10), "0101", "persons")
    assert (first.old, first.new, first.what["nn"]) == ("34", "33", "Nordvik skulle ikkje ha så mange.")
    assert second.municipality is None
    assert year.read(tmp_path / "june", "june").corrections == ()


def test_an_edition_is_a_draft_until_its_day_is_given(tmp_path: Path) -> None:
    assert small_year().read(tmp_path / "draft").published is None
    assert small_year().read(tmp_path / "none").corrections == ()
    year = small_year(lambda y: y.publish("november", DAY))
    assert year.read(tmp_path / "published").published == DAY
    assert year.read(tmp_path / "june", "june").published is None


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            {"edition": "novembre"},
            'edition: there is no edition "novembre". Expected an edition of forecasts.csv. '
            'Correct the name (the nearest is "november").',
        ),
        (
            {"edition": "june"},
            "edition: edition june is a draft. Expected an edition that is published. Give the day under "
            "publisher.published in data/2018/rules.toml, or remove the row: a draft is built anew.",
        ),
        (
            {"date": "2017-11-07"},
            "date: 2017-11-07 is before 2017-11-08, when edition november was published. "
            "Expected the day it was corrected. Correct it, or the day in data/2018/rules.toml.",
        ),
        (
            {"kommune_nr": "9999"},
            "kommune_nr: 9999 is not known. Expected a code of municipalities.csv. "
            "Correct the code, or carry the figures over to the municipality that it became part of.",
        ),
        (
            {"measure": "people"},
            'measure: there is no measure "people". Expected one of persons, unaccompanied_minors, asked, text. '
            "Correct it; text is for all else.",
        ),
        (
            {"new": "34"},
            "new: new is the same as old, 34. Expected another value than old. Correct one of them.",
        ),
        (
            {"new": "many"},
            'new: "many" is no whole number. Expected persons, a whole number. Correct it.',
        ),
        (
            {"measure": "asked", "old": "true", "new": "no"},
            'new: "no" cannot be used. Expected true or false. Correct it.',
        ),
        ({"reason": ""}, "reason: the cell is blank. Expected a value. Give it, or remove the row."),
        ({"what_nn": ""}, "what_nn: the cell is blank. Expected a value. Give it, or remove the row."),
    ],
)
def test_a_row_that_corrects_nothing_is_refused(
    cells: dict[str, object], message: str, tmp_path: Path
) -> None:
    root = small_year(with_cells(**cells)).write(tmp_path)
    faults = check_year(2018, root).faults
    assert [str(fault) for fault in faults] == [f"data/2018/corrections.csv, row 2, {message}"]


@pytest.mark.parametrize(
    ("published", "message"),
    [
        (
            {"novembre": DAY},
            'published.novembre: there is no edition "novembre". Expected an edition of forecasts.csv. '
            'Correct the name (the nearest is "november").',
        ),
        (
            {"november": "yesterday"},
            "published.november: this is no day. Expected a date as YYYY-MM-DD. "
            "Correct it, or leave it out while the edition is a draft.",
        ),
        (
            {"november": date(2017, 11, 5)},
            "published.november: 2017-11-05 is before 2017-11-06, the date of edition november. "
            "Expected the day the edition was published. "
            "Correct it, or the as_of of november in forecasts.csv.",
        ),
        (
            DAY,
            "published: this is no table. Expected a day by edition. "
            "Write it as published = { EDITION = YYYY-MM-DD }.",
        ),
    ],
)
def test_a_day_of_publication_that_cannot_be_is_refused(published: Any, message: str, tmp_path: Path) -> None:
    year = small_year()
    year.rules["publisher"]["published"] = published
    faults = check_year(2018, year.write(tmp_path)).faults
    assert [str(fault) for fault in faults] == [f"data/2018/rules.toml, publisher.{message}"]
