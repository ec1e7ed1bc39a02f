"""The tables of a year against the whole country: who is in them, and what they sum to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bosetting.inputs.model import NATIONAL, Edition
from bosetting.inputs.reading.tables import Row
from bosetting.inputs.rules import Rules
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.weighed.checking import Check, Tables, by_code, fault, grouped, known_codes, missing_on

MOST_REQUESTED = 10
"""Per cent of the country's residents that a year's request can be; 38,000 persons in 2023 were less than one."""
NEARLY = 100
"""A sum that was reported is off by no more than one in so many: 13,000 was said of 12,988."""
EVERYONE_IN = ("programme_results", "settled")
"""Where no rule asks for a certain date or quarter."""


def _country_is_no_municipality(tables: Tables) -> Iterator[Fault]:
    table = tables["municipalities"]
    for row in table:
        if row["kommune_nr"] == NATIONAL:
            what = f"{NATIONAL} stands for the whole country, not for a municipality"
            yield fault(table, row, "kommune_nr", what, "the code of a municipality", "Remove the row")


def _number_of_municipalities(tables: Tables) -> Iterator[Fault]:
    """As many as the register had when it was last counted."""
    table, count = tables["municipalities"], len(tables["municipalities"].rows)
    rows = [row for row in tables["national"] if row["measure"] == "municipalities" and row["persons"]]
    register = max(rows, key=lambda row: int(row["year"]), default=None)
    if register is not None and register["persons"] != count:
        listed = f"the register had {register['persons']} (national.csv, row {register.line})"
        do = "Carry every municipality over, with its rows in the other tables"
        what = f"{count} municipalities, but {listed}"
        yield fault(table, None, "kommune_nr", what, str(register["persons"]), do)


def _everyone_is_in(tables: Tables) -> Iterator[Fault]:
    """A table that has rows of municipalities has some of every one."""
    known = known_codes(tables)
    for name in EVERYONE_IN:
        table = tables.get(name)
        if table is None or not table.whole or not table.rows:
            continue
        held = {row["kommune_nr"] for row in table}
        for code, municipality in known.items():
            if code not in held:
                what = f"{code} {municipality} has no row at all"
                do = "Add its rows; say missing where a figure is not known"
                yield fault(table, None, "kommune_nr", what, "rows of every municipality", do)


def _everyone_on_every_date(tables: Tables) -> Iterator[Fault]:
    """Residents of a date are those of the whole country, to the person."""
    table, known = tables["population"], known_codes(tables)
    totals = _national_residents(tables)
    dates = grouped((row for row in table if row["kommune_nr"] in known), "reference_date")
    for (day,), rows in sorted(dates.items()):
        residents = {code: row["residents"] for code, row in by_code(rows).items()}
        missing = [code for code in known if code not in residents]
        for code in missing:
            yield missing_on(table, f"{code} {known[code]}", day)
        if day not in totals:
            what = f"no residents of the whole country on {day}, which population.csv has rows of"
            expected = "a row with the measure residents, that date and the publisher's number"
            yield fault(tables["national"], None, "measure", what, expected, "Add it")
        elif not missing and sum(residents.values()) != totals[day]["persons"]:
            country = totals[day]
            what = f"the residents of {day} sum to {sum(residents.values())}"
            expected = f"{country['persons']}, the whole country in row {country.line} of national.csv"
            do = "Find the row that is missing or wrong, or correct the number of the country"
            yield fault(table, None, "residents", what, expected, do)


def _national_residents(tables: Tables) -> dict[date, Row]:
    return {
        row["date"]: row
        for row in tables["national"]
        if row["measure"] == "residents" and row["date"] is not None and row["persons"] is not None
    }


def _requests_sum_to_the_country(tables: Tables) -> Iterator[Fault]:
    """A version of a request that national.csv has the sum of, under the same name or of the same day."""
    table, everyone = tables["published_requests"], known_codes(tables).keys()
    requests = grouped((row for row in table if row["persons"] is not None), "year", "edition")
    told = [row for row in tables["national"] if row["measure"] == "requested" and row["persons"] is not None]
    for (year, edition), rows in requests.items():
        found = by_code(rows)
        if found.keys() != everyone:
            continue
        total, days = sum(one["persons"] for one in found.values()), {one["published"] for one in rows}
        for row in told:
            named = row["group"] == edition
            if row["year"] != year or not (named or days == {row["published"]}):
                continue
            # As it was reported on the day, it may be rounded.
            if abs(total - row["persons"]) > (0 if named else row["persons"] // NEARLY):
                what = f"the request of {year}/{edition} sums to {total}"
                expected = f"{row['persons']}, the whole country in row {row.line} of national.csv"
                yield fault(table, None, "persons", what, expected, "Check which of the two is wrong")


def _total_within_the_country(tables: Tables, edition: Edition, rules: Rules) -> Iterator[Fault]:
    table = tables["forecasts"]
    people = sum(
        row["residents"] for row in tables["population"] if row["reference_date"] in rules.size.period
    )
    most = people * MOST_REQUESTED // 100
    row = next((row for row in table if row["edition"] == edition.name), None)
    if row is None or not people:
        return
    for column in ("need", "requested", "low", "high"):
        if row[column] is not None and row[column] > most:
            what = f"{row[column]} persons for a country of {people} residents"
            expected = f"at most {most}, {MOST_REQUESTED} per cent of the residents"
            yield fault(table, row, column, what, expected, "Correct the number")


def _forecast_within_its_range(tables: Tables, edition: Edition, rules: Rules) -> Iterator[Fault]:
    table = tables["forecasts"]
    row = next((row for row in table if row["edition"] == edition.name), None)
    if row is None:
        return
    if row["low"] is not None and row["low"] > row["need"]:
        what, expected = f"{row['low']} is more than the need, {row['need']}", "low ≤ need"
        yield fault(table, row, "low", what, expected, "Correct one of them")
    if row["high"] is not None and row["high"] < row["need"]:
        what, expected = f"{row['high']} is less than the need, {row['need']}", "need ≤ high"
        yield fault(table, row, "high", what, expected, "Correct one of them")


COUNTRY_CHECKS = (
    Check(_country_is_no_municipality, reads=("municipalities",)),
    Check(_number_of_municipalities, whole=("municipalities", "national")),
    Check(_everyone_is_in, whole=("municipalities",)),
    Check(_everyone_on_every_date, whole=("municipalities", "population", "national")),
    Check(_requests_sum_to_the_country, whole=("municipalities", "published_requests", "national")),
)
COUNTRY_EDITION_CHECKS = (
    Check(_total_within_the_country, reads=("forecasts",), whole=("population",)),
    Check(_forecast_within_its_range, reads=("forecasts",)),
)
