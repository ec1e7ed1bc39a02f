"""Nobody publishes a count before the last day counted."""

import shutil
from pathlib import Path

import pytest
from smallyear import SmallYear, small_year

from bosetting.inputs.year import check_year

DATA = Path(__file__).parents[3] / "data"


def faults(root: Path, year: int = 2018) -> list[str]:
    return [str(fault).removeprefix(f"data/{year}/") for fault in check_year(year, root).faults]


def early(table: str, published: str, **where: object):
    def change(year: SmallYear) -> None:
        if where.get("period") and not any(row["period"] == where["period"] for row in year.tables[table]):
            year.add(table, kommune_nr="0101", status="missing", published=published, **where)
        else:
            year.change(table, year.where(table, 0, **where), published=published)

    return change


def counted(published: str):
    return lambda year: year.add(
        "national",
        year=2016,
        measure="settled_by_date",
        group="all",
        persons=10000,
        date="2016-08-31",
        definition="Settled by then",
        published=published,
        source="A register",
    )


CASES = {
    "residents": (
        early("population", "2016-12-31", kommune_nr="0103"),
        "population.csv, row 4, published: 2016-12-31 is before 2017-01-01, the last day that is counted "
        "(reference_date). Expected at the earliest 2017-01-01. Correct one of the two.",
    ),
    "a quarter": (
        early("employment", "2014-12-30", kommune_nr="0102"),
        "employment.csv, row 4, published: 2014-12-30 is before 2014-12-31, the last day that is counted (period). "
        "Expected at the earliest 2014-12-31. Correct one of the two.",
    ),
    "the first quarter": (
        early("employment", "2014-03-30", period="2014-K1"),
        "employment.csv, row 9, published: 2014-03-30 is before 2014-03-31, the last day that is counted (period). "
        "Expected at the earliest 2014-03-31. Correct one of the two.",
    ),
    "results of a year": (
        early("programme_results", "2014-11-30", kommune_nr="0101", year=2014),
        "programme_results.csv, row 3, published: 2014-11-30 is before 2014-12-31, the last day that is counted "
        "(year). Expected at the earliest 2014-12-31. Correct one of the two.",
    ),
    "a day of the country": (
        counted("2016-08-30"),
        "national.csv, row {row}, published: 2016-08-30 is before 2016-08-31, the last day that is counted (date). "
        "Expected at the earliest 2016-08-31. Correct one of the two.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_count_is_not_public_before_it_is_made(case: str, tmp_path: Path) -> None:
    change, message = CASES[case]
    year = small_year(change)
    row = len(year.tables["national"]) + 1
    assert faults(year.write(tmp_path)) == [message.format(row=row)]


@pytest.mark.parametrize(
    "change",
    [
        early("population", "2017-01-01", kommune_nr="0103"),
        early("employment", "2014-12-31", kommune_nr="0102"),
        early("programme_results", "2014-12-31", kommune_nr="0101", year=2014),
        counted("2016-08-31"),
    ],
)
def test_on_the_last_day_it_can_be(change, tmp_path: Path) -> None:
    assert faults(small_year(change).write(tmp_path)) == []


def test_the_residents_of_next_year_do_not_reach_an_edition_of_this_one(tmp_path: Path) -> None:
    """A population said to be public before its day was used by an edition that could not know it."""
    shutil.copytree(DATA / "2018", tmp_path / "data" / "2018")
    path = tmp_path / "data" / "2018" / "population.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    wrong = [at for at, line in enumerate(lines) if ",2018-01-01," in line]
    for at in wrong:
        lines[at] = lines[at].replace("2018-03-01", "2017-03-01")
    path.write_text("".join(lines), encoding="utf-8")
    [told] = faults(tmp_path)
    assert told.startswith(
        "population.csv, published: 2017-03-01 is before 2018-01-01, the last day that is counted "
        f"(reference_date); so in {len(wrong)} rows, first row {wrong[0] + 1}. "
    )


def decided(day: str):
    def change(year: SmallYear) -> None:
        year.adjust("0101", "at_least", 5)
        year.change("adjustments", 0, date=day)

    return change


def total(day: str):
    return lambda year: year.add(
        "county_totals",
        fylke_nr="01",
        edition="november",
        persons=50,
        status="published",
        source="x",
        published=day,
    )


OF_ANOTHER_TIME = {
    "a decision": (
        decided("1017-03-01"),
        "adjustments.csv, row 2, date: 1017-03-01 is long before the request for 2018. "
        "Expected a day from 2015. Correct the date.",
    ),
    "a county's total": (
        total("2014-12-31"),
        "county_totals.csv, row 2, published: 2014-12-31 is long before the request for 2018. "
        "Expected a day from 2015. Correct the date.",
    ),
    "an earlier request": (
        early("published_requests", "1016-10-10", kommune_nr="0101"),
        "published_requests.csv, row 2, published: 1016-10-10 is long before 2017, the year of october_2016. "
        "Expected a day from 2014. Correct one of the two.",
    ),
}


@pytest.mark.parametrize("case", OF_ANOTHER_TIME)
def test_what_is_of_another_time_is_told(case: str, tmp_path: Path) -> None:
    change, message = OF_ANOTHER_TIME[case]
    assert faults(small_year(change).write(tmp_path)) == [message]


@pytest.mark.parametrize("change", [decided("2015-01-01"), total("2015-01-01"), decided("2017-10-02")])
def test_some_years_before_will_do(change, tmp_path: Path) -> None:
    assert faults(small_year(change).write(tmp_path)) == []
