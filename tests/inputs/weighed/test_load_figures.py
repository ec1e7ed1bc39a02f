"""Figures of the load and the grants that could not be computed are faults of the folder, each with its remedy."""

import pytest
from smallyear import small_year

from bosetting.inputs.year import check_year

REMOVE = "Give the number, or remove the row."


def national(**cells):
    given = {"group": "all", "definition": "A figure", "source": "A letter", "published": "2017-03-01"}
    return lambda year: year.add("national", **(given | cells))


def grant(**cells):
    given = {"calendar_year": 2018, "group": "all", "scheme": "appropriation_integration_grant"}
    given |= {"status": "proposal", "source": "The Storting", "nok": 5, "published": "2017-10-01"}
    return lambda year: year.add("grant_rates", **(given | cells))


def of(year, measure, **cells):
    return lambda y: y.change("national", y.where("national", 0, measure=measure, year=year), **cells)


def three_shares(year):
    names = ("share_at_year_end", "completed_share", "left_to_work_or_education_share")
    for name in names:
        national(year=2015, measure=f"participants_{name}", percent=40)(year)


def children(year):
    national(year=2015, measure="settled_children_in_families", persons=90000)(year)


def forgotten(year):
    row = year.where("national", 0, measure="settled", year=2016)
    year.change("national", row, measure="settled_elsewhere")


CASES = {
    "a year counted by municipality and not for the country": (
        forgotten,
        "national.csv, measure: no settled of 2016 with the group all, but settled.csv has 190 of that year. "
        "Expected the country's number of every year in settled.csv. "
        "Add the country's number, or draw the year again: that gives the sum as a lower bound.",
    ),
    "nobody settled": (
        of(2015, "settled", persons=0),
        f"row 28, persons: 0 for settled of 2015. Expected at least 1. {REMOVE}",
    ),
    "no participants": (
        of(2015, "participants_during_year", persons=""),
        f"row 10, persons: no number for participants_during_year of 2015. Expected at least 1. {REMOVE}",
    ),
    "a count before its year": (
        national(year=2050, measure="participants_at_year_end", persons=9),
        "row 37, published: participants_at_year_end of 2050 was published on 2017-03-01. "
        "Expected a day after the year began. Correct the year or the date.",
    ),
    "a share without its number": (
        national(year=2015, measure="programme_length_over_30_months_share"),
        "row 37, percent: no number for programme_length_over_30_months_share of 2015. "
        f"Expected from 0 to 50. {REMOVE}",
    ),
    "nearly everybody in the programme for more than 30 months": (
        national(year=2015, measure="programme_length_over_30_months_share", percent=95),
        "row 37, percent: 95 for programme_length_over_30_months_share of 2015. "
        f"Expected from 0 to 50. {REMOVE}",
    ),
    "a share of nobody": (
        national(year=1999, measure="participants_share_at_year_end", percent=50),
        "row 37, year: participants_share_at_year_end of 1999, but no participants_during_year of 1999. "
        "Expected the whole, with the group all. Add its row.",
    ),
    "three shares": (
        three_shares,
        "row 39, percent: participants_share_at_year_end, participants_completed_share, "
        "participants_left_to_work_or_education_share of 2015 sum to 120. Expected at most 100. "
        "Check which figure is wrong.",
    ),
    "more children than persons": (
        children,
        "row 37, persons: settled_children_in_families, settled_unaccompanied_minors of 2015 sum to 90000. "
        "Expected at most 11342. Check which figure is wrong.",
    ),
    "a year of settlement in other words": (
        national(year=2015, measure="participants_by_settlement_year", persons=5, group="earlier"),
        'row 37, group: "earlier" for participants_by_settlement_year. '
        "Expected the year of settlement, as settled_YEAR. Correct the group.",
    ),
    "a part as large as the whole": (
        national(year=2015, measure="participants_by_settlement_year", persons=10**6, group="settled_2014"),
        "row 37, persons: participants_by_settlement_year of 2015 sum to 1000000. Expected at most 17899. "
        "Check which figure is wrong.",
    ),
    "settled by no day": (
        national(year=2015, measure="settled_by_date", persons=5000),
        "row 37, date: no date for settled_by_date of 2015. Expected the day that the number is of. Give it.",
    ),
    "settled by the end of the year": (
        national(year=2015, measure="settled_by_date", persons=5000, date="2015-12-31"),
        "row 37, date: a day of December. Expected January to November. Remove the row.",
    ),
    "hardly anybody settled by August": (
        national(year=2015, measure="settled_by_date", persons=5, date="2015-08-31"),
        "row 37, persons: 5 settled by 2015-08-31, of 11342 in 2015. Expected from 4812 to 10310. "
        "Check which of the two is wrong.",
    ),
    "settled, hidden and without bounds": (
        lambda y: y.change("settled", 0, status="suppressed", persons=""),
        "settled.csv, row 2, low: blank but the status suppressed. Expected a number. "
        "Give the least and the most that the publisher's rule allows.",
    ),
    "an appropriation without a sum": (
        grant(nok=""),
        "grant_rates.csv, row 2, nok: blank for appropriation_integration_grant of 2018. Expected a value. "
        "Give it, or remove the row.",
    ),
    "an appropriation without a day": (
        grant(published=""),
        "grant_rates.csv, row 2, published: blank for appropriation_integration_grant of 2018. "
        "Expected a value. Give it, or remove the row.",
    ),
}


@pytest.mark.parametrize(("change", "told"), CASES.values(), ids=CASES.keys())
def test_what_the_load_cannot_be_computed_from_is_told(tmp_path, change, told):
    found = [
        str(fault).removeprefix("data/2018/")
        for fault in check_year(2018, small_year(change).write(tmp_path)).faults
    ]
    assert found[0] == (told if ".csv" in told else f"national.csv, {told}")


@pytest.mark.parametrize(
    "change",
    [
        grant(),
        national(year=2015, measure="settled_by_date", persons=5000, date="2015-08-31"),
        national(year=2015, measure="participants_by_settlement_year", persons=100, group="settled_2014"),
        national(year=2019, measure="requested", persons=100, group="adjusted"),
    ],
)
def test_what_it_can_be_computed_from_passes(tmp_path, change):
    assert check_year(2018, small_year(change).write(tmp_path)).faults == ()


def test_columns_that_the_load_reads_are_described(tmp_path):
    def change(year):
        fields = year.resource("national")["schema"]["fields"]
        fields[:] = [field for field in fields if field["name"] != "percent"]
        for row in year.tables["national"]:
            del row["percent"]

    found = [str(fault) for fault in check_year(2018, small_year(change).write(tmp_path)).faults]
    assert len(found) == 1
    assert "percent" in found[0]
