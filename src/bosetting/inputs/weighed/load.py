"""Figures that the load on the introduction programme and the grants rest on: a year that passes can be computed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from bosetting.inputs.reading.tables import Table
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.weighed.checking import Check, Tables, fault

PERSONS = {
    "settled": 1,
    "settled_by_date": 1,
    "settled_children_in_families": 0,
    "settled_municipality_not_stated": 0,
    "settled_unaccompanied_minors": 0,
    "requested": 1,
    "participants_during_year": 1,
    "participants_at_year_end": 1,
    "participants_by_settlement_year": 1,
    "programme_left_during_year": 1,
    "programme_started_during_year": 1,
}
"""Measures of national.csv in persons, and the fewest there can be: what is divided by is not nobody."""
BEFOREHAND = ("requested",)
"""Those that may be published before their year begins."""
SHARES = (
    "participants_share_at_year_end",
    "participants_completed_share",
    "participants_left_to_work_or_education_share",
)
"""Where the participants of a year are at its end, in per cent of them."""
LARGEST_SHARE = dict.fromkeys(SHARES, 100) | {"programme_length_over_30_months_share": 50}
"""Per cent; half of the participants at least are done by the normal length of the programme, two years."""
BY_SETTLEMENT = "participants_by_settlement_year"
_SETTLED_IN = re.compile(r"settled_(19|20)[0-9]{2}")


def _measures_have_numbers(tables: Tables) -> Iterator[Fault]:
    table = tables["national"]
    for row in table:
        measure, persons, named = row["measure"], row["persons"], f"{row['measure']} of {row['year']}"
        least = PERSONS.get(measure)
        if least is not None and (persons is None or persons < least):
            what = f"{'no number' if persons is None else persons} for {named}"
            yield fault(
                table, row, "persons", what, f"at least {least}", "Give the number, or remove the row"
            )
        most = LARGEST_SHARE.get(measure)
        if most is not None and (row["percent"] is None or row["percent"] > most):
            what = f"{'no number' if row['percent'] is None else row['percent']} for {named}"
            do = "Give the number, or remove the row"
            yield fault(table, row, "percent", what, f"from 0 to {most}", do)
        if measure in PERSONS and measure not in BEFOREHAND and row["published"].year < row["year"]:
            what, expected = f"{named} was published on {row['published']}", "a day after the year began"
            yield fault(table, row, "published", what, expected, "Correct the year or the date")


def _measures_have_days(tables: Tables) -> Iterator[Fault]:
    table = tables["national"]
    for row in table:
        measure, day = row["measure"], row["date"]
        if day is None and measure == "settled_by_date":
            what = f"no date for {measure} of {row['year']}"
            yield fault(table, row, "date", what, "the day that the number is of", "Give it")
        elif measure == BY_SETTLEMENT and not _SETTLED_IN.fullmatch(row["group"]):
            what, expected = f'"{row["group"]}" for {measure}', "the year of settlement, as settled_YEAR"
            yield fault(table, row, "group", what, expected, "Correct the group")


def _shares_have_their_whole(tables: Tables) -> Iterator[Fault]:
    """What is a part of a year's participants stands beside the number of them."""
    table = tables["national"]
    whole = _by_year(table, "participants_during_year")
    for row in table:
        if row["measure"] in (SHARES[0], BY_SETTLEMENT) and row["year"] not in whole:
            what = f"{row['measure']} of {row['year']}, but no participants_during_year of {row['year']}"
            yield fault(table, row, "year", what, "the whole, with the group all", "Add its row")


def _parts_within_the_whole(tables: Tables) -> Iterator[Fault]:
    """Parts of a year's participants, or of those settled in it, are no more than all."""
    table = tables["national"]
    settled, took_part = (_by_year(table, m) for m in ("settled", "participants_during_year"))
    young = ("settled_children_in_families", "settled_unaccompanied_minors")
    yield from _within(table, SHARES, "percent", dict.fromkeys(range(1990, 2101), 100), "all")
    yield from _within(table, young, "persons", settled, "all")
    # Those settled in other years took part, too.
    others = {year: persons - 1 for year, persons in took_part.items()}
    yield from _within(table, (BY_SETTLEMENT,), "persons", others, None)


def _within(
    table: Table, measures: tuple[str, ...], column: str, most: Mapping[int, int], group: str | None
) -> Iterator[Fault]:
    sums: dict[int, Decimal] = {}
    for row in table:
        year, value = row["year"], row[column]
        if row["measure"] not in measures or group not in (None, row["group"]) or value is None:
            continue
        sums[year] = sums.get(year, Decimal(0)) + value
        if year in most and sums[year] > most[year]:
            what = f"{', '.join(measures)} of {year} sum to {sums[year]}"
            yield fault(table, row, column, what, f"at most {most[year]}", "Check which figure is wrong")


def _settled_by_a_day_fits_the_year(tables: Tables) -> Iterator[Fault]:
    """Arrivals rise or fall evenly over a year, at most from none to twice the mean."""
    table = tables["national"]
    settled = _by_year(table, "settled")
    for row in table:
        if row["measure"] != "settled_by_date" or row["date"] is None or not row["persons"]:
            continue
        year, month, whole = row["year"], row["date"].month, settled.get(row["year"])
        if month == 12:
            yield fault(table, row, "date", "a day of December", "January to November", "Remove the row")
        elif whole is not None:
            even, tilt = month * whole * 11, month * (12 - month) * whole
            if not even - tilt <= row["persons"] * 132 <= even + tilt:
                what = f"{row['persons']} settled by {row['date']}, of {whole} in {year}"
                expected = f"from {-(-(even - tilt) // 132)} to {(even + tilt) // 132}"
                yield fault(table, row, "persons", what, expected, "Check which of the two is wrong")


def _settled_years_have_their_country(tables: Tables) -> Iterator[Fault]:
    """A year that is counted by municipality is not unknown for the country."""
    table, national = tables["settled"], tables["national"]
    told, summed = _by_year(national, "settled"), dict[int, int]()
    for row in table if told else ():
        if row["persons"] and row["year"] > min(told):
            summed[row["year"]] = summed.get(row["year"], 0) + row["persons"]
    for year in sorted(summed.keys() - told.keys()):
        what = f"no settled of {year} with the group all, but settled.csv has {summed[year]} of that year"
        do = "Add the country's number, or draw the year again: that gives the sum as a lower bound"
        yield fault(national, None, "measure", what, "the country's number of every year in settled.csv", do)


def _hidden_settled_have_bounds(tables: Tables) -> Iterator[Fault]:
    table = tables["settled"]
    for row in table:
        for column in ("low", "high"):
            if row["status"] == "suppressed" and row[column] is None:
                do = "Give the least and the most that the publisher's rule allows"
                yield fault(table, row, column, "blank but the status suppressed", "a number", do)


def _appropriations_are_whole(tables: Tables) -> Iterator[Fault]:
    table = tables["grant_rates"]
    for row in table:
        for column in ("nok", "published"):
            if row["scheme"].startswith("appropriation") and row[column] is None:
                what = f"blank for {row['scheme']} of {row['calendar_year']}"
                yield fault(table, row, column, what, "a value", "Give it, or remove the row")


def _by_year(table: Table, measure: str) -> dict[int, int]:
    """Persons of a measure for everyone, by year."""
    return {
        row["year"]: row["persons"]
        for row in table
        if row["measure"] == measure and row["group"] == "all" and row["persons"] is not None
    }


LOAD_CHECKS = (
    Check(_measures_have_numbers, reads=("national",)),
    Check(_measures_have_days, reads=("national",)),
    Check(_shares_have_their_whole, whole=("national",)),
    Check(_parts_within_the_whole, reads=("national",)),
    Check(_settled_by_a_day_fits_the_year, reads=("national",)),
    Check(_settled_years_have_their_country, whole=("settled", "national")),
    Check(_hidden_settled_have_bounds, reads=("settled",)),
    Check(_appropriations_are_whole, reads=("grant_rates",)),
)
