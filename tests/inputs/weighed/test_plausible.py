"""Figures that contradict the row beside them, the next date or the country are faults, each told once."""

import shutil
import time
from pathlib import Path

import pytest
from smallyear import small_year

from bosetting.inputs.year import check_year

DATA = Path(__file__).parents[3] / "data" / "2018"


def faults(root):
    return [str(fault).removeprefix("data/2018/") for fault in check_year(2018, root).faults]


def small_faults(tmp_path, *changes):
    return faults(small_year(*changes).write(tmp_path))


def next_year(residents):
    """A second count of everyone, with another number for the first municipality."""

    def change(year):
        for row in list(year.tables["population"]):
            number = residents if row["kommune_nr"] == "0101" else row["residents"]
            year.add(
                "population",
                kommune_nr=row["kommune_nr"],
                reference_date="2018-01-01",
                residents=number,
                published="2018-03-01",
            )

    return change


def fitted_to_nothing(year):
    year.tables["national"] = []


def country_of(residents):
    return lambda year: year.add(
        "national",
        year=2017,
        measure="residents",
        group="all",
        persons=residents,
        date="2017-01-01",
        definition="Residents",
        published="2017-03-01",
        source="A register",
    )


def listed(number):
    return lambda year: year.add(
        "national",
        year=2018,
        measure="municipalities",
        group="all",
        persons=number,
        definition="Municipalities",
        published="2018-01-01",
        source="A register",
    )


def without(code):
    def change(year):
        for table in year.tables:
            year.tables[table] = [row for row in year.tables[table] if row.get("kommune_nr") != code]

    return change


CASES = {
    "a share for a per cent": (
        [lambda y: y.change("employment", 1, percent=0.7)],
        [
            "employment.csv, row 3, percent: 0.7 per cent employed in 0101 Nordvik. "
            "Expected from 20 to 100 per cent. Write per cent, not a share."
        ],
    ),
    "nobody employed": (
        [lambda y: y.change("employment", 1, percent=0)],
        [
            "employment.csv, row 3, percent: 0 per cent employed in 0101 Nordvik. "
            "Expected from 20 to 100 per cent. Correct the number."
        ],
    ),
    "too few employed for the per cent": (
        [lambda y: y.change("employment", 1, employed=450)],
        [
            "employment.csv, row 3, percent: 450 employed and 70 per cent make 643 residents 15-74 "
            "of 9000 residents in 0101 Nordvik. Expected from 50 to 95 per cent of the residents. "
            "Check the persons, the per cent and the residents."
        ],
    ),
    "a country unlike its municipalities": (
        [lambda y: y.change("employment", 0, percent=80)],
        [
            "employment.csv, row 2, percent: 80 per cent for the whole country in 2014-K4, but 68.5 as the mean "
            "of the municipalities. Expected at most 5 percentage points between them. "
            "Check which of the two is wrong."
        ],
    ),
    "ten times as many the next year": (
        [next_year(90000)],
        [
            "population.csv, row 8, residents: 90000 residents in 0101 Nordvik on 2018-01-01, but 9000 on 2017-01-01 "
            "(row 2). Expected a change of at most 20 per cent a year. Check which of the two is wrong."
        ],
    ),
    "a sum that is not the country": (
        [country_of(37501)],
        [
            "population.csv, residents: the residents of 2017-01-01 sum to 37500. "
            "Expected 37501, the whole country in row 37 of national.csv. "
            "Find the row that is missing or wrong, or correct the number of the country."
        ],
    ),
    "a municipality whose rows are all gone": (
        [country_of(37500), without("0103")],
        [
            "population.csv, residents: the residents of 2017-01-01 sum to 36600. "
            "Expected 37500, the whole country in row 37 of national.csv. "
            "Find the row that is missing or wrong, or correct the number of the country."
        ],
    ),
    "a number of municipalities that is not the register's": (
        [listed(7)],
        [
            "municipalities.csv, kommune_nr: 6 municipalities, but the register had 7 (national.csv, row 37). "
            "Expected 7. Carry every municipality over, with its rows in the other tables."
        ],
    ),
    "no figures of the country": (
        [fitted_to_nothing],
        [
            f"national.csv, measure: no {measure} was published by {as_of}, the date of edition "
            f"{edition}. Expected at least one year, with the group all{series}. "
            "Add the figures that were public by then, or correct the date."
            for edition, as_of in (("june", "2017-10-02"), ("november", "2017-11-06"))
            for measure, series in (
                ("settled", ""),
                ("participants_during_year", ", in a series that participant_series.csv has for a fit"),
            )
        ],
    ),
    "no residents": (
        [lambda y: y.change("population", 2, residents=0)],
        [
            "employment.csv, row 5, employed: 495 is more than the base 0 for 0103 Smådal. "
            "Expected employed ≤ base. Check whether the columns are swapped.",
            "population.csv, row 4, residents: 0 residents in 0103 Smådal. "
            "Expected at least 1. Correct the number.",
        ],
    ),
    "more former participants than can be": (
        [lambda y: y.change("programme_results", 0, former_participants=10_000_000, work_or_education=5)],
        [
            "programme_results.csv, row 2, former_participants: 10000000 persons in 0101 Nordvik, "
            "which has 9000 residents. Expected at most 180 (2 per cent, or 20 persons). Correct the number."
        ],
    ),
    "more settled than can be": (
        [lambda y: y.change("settled", 0, persons=9000)],
        [
            "settled.csv, row 2, persons: 9000 persons in 0101 Nordvik, which has 9000 residents. "
            "Expected at most 1350 (15 per cent, or 20 persons). Correct the number."
        ],
    ),
    "a point that is swapped": (
        [lambda y: y.change("municipalities", 0, lat=57, lon=31)],
        [
            "municipalities.csv, row 2, lat: 0101 Nordvik lies at 57 north, 31 east. "
            "Expected a point in Norway. Correct lat and lon."
        ],
    ),
    "a total beyond the country": (
        [lambda y: y.change("forecasts", 1, requested=10**14)],
        [
            "forecasts.csv, row 3, requested: 100000000000000 persons for a country of 37500 residents. "
            "Expected at most 3750, 10 per cent of the residents. Correct the number."
        ],
    ),
    "a need below its low end": (
        [lambda y: y.change("forecasts", 1, low=101, high=120)],
        [
            "forecasts.csv, row 3, low: 101 is more than the need, 100. Expected low ≤ need. Correct one of them."
        ],
    ),
    "a name with an invisible character": (
        [lambda y: y.change("municipalities", 0, kommune="Nord\u200bvik")],
        [
            'municipalities.csv, row 2, kommune: "Nord\\u200bvik" holds the invisible character U+200B. '
            "Expected text on one line. Remove the character."
        ],
    ),
    "a name that turns the text around": (
        [lambda y: y.change("municipalities", 0, kommune="Nord\u202evik")],
        [
            'municipalities.csv, row 2, kommune: "Nord\\u202evik" holds the invisible character U+202E. '
            "Expected text on one line. Remove the character."
        ],
    ),
    "a name stored in parts": (
        [lambda y: y.change("municipalities", 2, kommune="Sma\u030adal")],
        [
            'municipalities.csv, row 4, kommune: "Sma\u030adal" has an accent stored apart from its letter. '
            "Expected Unicode in the form NFC. Type the name anew."
        ],
    ),
    "a name twice in a county": (
        [lambda y: y.change("municipalities", 1, kommune="NORDVIK")],
        [
            "municipalities.csv, row 3, kommune: NORDVIK is 0101 in row 2 already, in the same county. "
            "Expected one name, one municipality. Correct the name or the code."
        ],
    ),
    "a description of another year": (
        [lambda y: y.package.update(title="What was known of 2019")],
        [
            "datapackage.json, title: the description is of 2019, but the folder is named 2018. Expected 2018. "
            "Describe the year whose tables these are, or rename the folder."
        ],
    ),
    "an edition of another year": (
        [lambda y: y.change("forecasts", 1, as_of="2081-11-06")],
        [
            "forecasts.csv, as_of: edition november is of 2081-11-06, and the folder of 2018. "
            "Expected a date from 2015 to 2019. Correct the date, or move the edition to its own year.",
            "rules.toml, publisher.made: 2026-11-25 is before 2081-11-06, the date of edition november. "
            "Expected a day when all that the editions use was public. "
            "Correct it, or the as_of of november in forecasts.csv.",
        ],
    ),
    "no rules": (
        [lambda y: y.raw.update({"rules.toml": b"# nothing yet\n"})],
        [
            "rules.toml: the file holds no rules. "
            "Expected default_edition and a [rule.NAME] for every rule. Write the rules."
        ],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), CASES.values(), ids=CASES.keys())
def test_what_cannot_be_true_is_told(tmp_path, changes, expected):
    started = time.perf_counter()
    assert small_faults(tmp_path, *changes) == expected
    assert time.perf_counter() - started < 5


def test_the_whole_country_is_no_municipality(tmp_path):
    def change(year):
        year.change("municipalities", 0, kommune_nr="0000", fylke_nr="00", fylke="Norge")

    assert (
        "municipalities.csv, row 2, kommune_nr: 0000 stands for the whole country, not for a municipality. "
        "Expected the code of a municipality. Remove the row."
    ) in small_faults(tmp_path, change)


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("value", [[], "x", "", [{"a": 1}], 1e-308, float("nan"), float("inf"), -5, True])
def test_an_interval_that_is_none_is_told(tmp_path, end, value):
    found = small_faults(tmp_path, lambda y: y.set_rule("kappa_results", **{end: value}))
    assert len(found) == 1
    assert found[0].startswith(f"rules.toml, criterion.results.kappa.{end}: ")
    assert found[0].endswith(
        f"cannot be the {end} end of 40. Expected a number of at least 0.01 and at most 1000000, "
        "with at most 9 decimals, and low ≤ value ≤ high. Correct the interval."
    )


def test_a_request_that_no_rule_reads_need_not_be_there(tmp_path):
    def change(year):
        year.set_rule("county_split", value="weights")
        year.tables["published_requests"] = []
        for place in (0, 1):
            year.change("forecasts", place, unaccompanied_minors="")

    assert small_faults(tmp_path, change) == []


def edited(tmp_path, table, *pairs):
    shutil.copytree(DATA, tmp_path / "data" / "2018")
    path = tmp_path / "data" / "2018" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return faults(tmp_path)


def test_the_real_year_has_no_contradictions():
    assert check_year(2018, DATA.parents[1]).faults == ()


def test_residents_with_a_digit_too_many_in_the_real_year(tmp_path):
    found = edited(tmp_path, "population", ("0101,2017-01-01,30790,", "0101,2017-01-01,307900,"))
    assert [fault.split(": ")[0] for fault in found] == [
        "population.csv, row 3, residents",
        "employment.csv, row 3, percent",
        "employment.csv, row 426, percent",
        "population.csv, residents",
    ]
