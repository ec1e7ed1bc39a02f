"""What must hold in the tables that the load rests on, message by message."""

from collections.abc import Callable
from pathlib import Path

import pytest
from smallyear import SmallYear, small_year

from bosetting.inputs.year import check_year

CASES: dict[str, tuple[Callable[[SmallYear], object], str]] = {
    "a length that is none": (
        lambda y: y.change("regulations", 0, normal_months=0),
        "regulations.csv, row 2, normal_months: a programme of 0 months. Expected at least 1. Correct the length.",
    ),
    "lengths swapped": (
        lambda y: y.change("regulations", 1, normal_months=48, longest_months=24),
        "regulations.csv, row 3, longest_months: 24 is not more than normal_months, 48. "
        "Expected normal < longest. Check whether they are swapped.",
    ),
    "a series that ends before it begins": (
        lambda y: y.change("participant_series", 2, first_year=2017),
        "participant_series.csv, row 4, first_year: 2017 is after last_year, 2016. "
        "Expected first ≤ last. Check whether they are swapped.",
    ),
    "a year in two series": (
        lambda y: y.change("participant_series", 1, first_year=2016),
        "participant_series.csv, row 3, first_year: the years of participants_during_year are also those of row 2. "
        "Expected each year in one series. End the one series before the other begins.",
    ),
    "a share without its year": (
        lambda y: y.change("cohort_groups", 0, year=""),
        "cohort_groups.csv, row 2, year: the cell is blank, for ukraine. Expected a value. "
        "Give it, or remove the row.",
    ),
    "a share of nobody": (
        lambda y: y.change("cohort_groups", 0, share="0"),
        "cohort_groups.csv, row 2, share: 0. Expected more than 0. Correct the number.",
    ),
    "young ones without a size": (
        lambda y: y.change("cohort_groups", 4, size_over=""),
        "cohort_groups.csv, row 6, size_over: the cell is blank, for young. Expected a value. "
        "Give it, or remove the row.",
    ),
    "a field that is not described": (
        lambda y: y.resource("regulations")["schema"]["fields"].pop(3),
        "datapackage.json, resources: regulations.csv has no field published. "
        "Expected published with the type date. Describe the field so.",
    ),
}
FREE: dict[str, tuple[Callable[[SmallYear], object], str]] = {
    "a blank length": (
        lambda y: y.change("regulations", 0, longest_months=""),
        "regulations.csv, row 2, longest_months: the cell is blank. Expected a value. Give it, or remove the row.",
    ),
    "a use that is none": (
        lambda y: y.change("participant_series", 1, use="train"),
        'participant_series.csv, row 3, use: "train" is not known. Expected one of fit, check. Write one of them.',
    ),
    "a measure that no fit knows": (
        lambda y: y.change("participant_series", 2, measure="settled"),
        'participant_series.csv, row 4, measure: "settled" is not known. Expected one of '
        "participants_during_year, participants_share_at_year_end, programme_started_during_year, "
        "programme_left_during_year. Write one of them.",
    ),
    "a group that no model knows": (
        lambda y: y.change("cohort_groups", 0, id="old"),
        'cohort_groups.csv, row 2, id: "old" is not known. Expected one of young, ukraine. '
        "Write one of them.",
    ),
    "a group twice": (
        lambda y: y.tables["cohort_groups"].append(dict(y.tables["cohort_groups"][0])),
        "cohort_groups.csv, row 7, id: ukraine stands in row 2 already. Expected each id, year and published once. "
        "Remove one of the rows.",
    ),
}


def faults(root: Path, year: SmallYear) -> list[str]:
    if year.resource("regulations")["schema"]["fields"][3]["name"] != "published":
        for row in year.tables["regulations"]:
            del row["published"]
    return [str(fault).removeprefix("data/2018/") for fault in check_year(2018, year.write(root)).faults]


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_named(tmp_path: Path, case: str) -> None:
    change, message = CASES[case]
    assert faults(tmp_path, small_year(change)) == [message]


@pytest.mark.parametrize("case", FREE)
def test_a_fault_is_named_where_the_description_asks_for_nothing(tmp_path: Path, case: str) -> None:
    change, message = FREE[case]
    year = small_year(change)
    for table in ("regulations", "participant_series", "cohort_groups"):
        schema = year.resource(table)["schema"]
        schema.pop("primaryKey", None)
        for field in schema["fields"]:
            field.pop("constraints", None)
    assert faults(tmp_path, year) == [message]


def test_an_edition_needs_a_length_that_was_public(tmp_path: Path) -> None:
    year = small_year(lambda y: y.change("regulations", 0, published="2017-10-20"))
    assert faults(tmp_path, year) == [
        "regulations.csv, published: no regulation of the group all was published by 2017-10-02, the date of "
        "edition june. Expected at least one. Add the one that held then, or correct the date."
    ]


def test_figures_in_no_series_for_a_fit_are_nothing_to_fit_to(tmp_path: Path) -> None:
    year = small_year(lambda y: y.change("participant_series", 0, use="check"))
    found = faults(tmp_path, year)
    assert found == [
        "national.csv, measure: no participants_during_year of 2007 or later was published by "
        f"{day}, the date of edition {edition}. Expected at least one year, with the group all, in a series that "
        "participant_series.csv has for a fit. Add the figures that were public by then, or correct the date."
        for edition, day in (("june", "2017-10-02"), ("november", "2017-11-06"))
    ]
