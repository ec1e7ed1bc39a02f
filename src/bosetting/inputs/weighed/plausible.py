"""Figures weighed against each other: what cannot be true beside the row next to it is a fault.

The limits are wide. No published figure of Norway comes near them, but a misplaced point, a share for a per
cent, a digit too many or columns that are swapped do not pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from bosetting.inputs.model import NATIONAL
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.weighed.checking import (
    Check,
    Tables,
    by_code,
    fault,
    first_residents,
    grouped,
    known_codes,
    named,
)

LEAST_EMPLOYED = 20
"""Per cent of residents 15-74; in the figures of 2014 and 2017 no municipality is below 52."""
WORKING_AGE = (50, 95)
"""Residents 15-74 in per cent of all residents; in the figures of 2014 and 2017 from 65 to 82."""
NEAR_THE_MEAN = 5
"""Percentage points between the figure of the country and the mean of the municipalities."""
MOST_CHANGE = 20
"""Per cent that a number of residents changes in a year; at most 5 from 2017 to 2018."""
LEEWAY = 20
"""Persons that no limit in per cent of residents goes below, for the smallest municipalities."""
DECIDED = 15
"""Per cent of the residents that a place can be asked for, decide or settle in a year."""
LIMITS = (
    ("programme_results", "former_participants", 2),
    ("programme_participants", "persons", 5),
    ("programme_participants", "high", 5),
    ("settled", "persons", DECIDED),
    ("settled", "high", DECIDED),
    ("published_requests", "persons", DECIDED),
    ("published_requests", "unaccompanied_minors", 5),
    ("adjustments", "persons", DECIDED),
)
"""Table, column and the most persons in per cent of the municipality's residents."""


def _people_live_there(tables: Tables) -> Iterator[Fault]:
    names = known_codes(tables)
    for name in ("population", "municipal_parts"):
        for row in tables.get(name, ()):
            if row["residents"] < 1:
                what = f"{row['residents']} residents in {named(names, row['kommune_nr'])}"
                yield fault(tables[name], row, "residents", what, "at least 1", "Correct the number")


def _residents_change_little(tables: Tables) -> Iterator[Fault]:
    names = known_codes(tables)
    table = tables["population"]
    for (code,), rows in grouped(table, "kommune_nr").items():
        ordered = sorted(rows, key=lambda row: row["reference_date"])
        for before, after in pairwise(ordered):
            years = max(1, round((after["reference_date"] - before["reference_date"]).days / 365))
            least, most = sorted((before["residents"], after["residents"]))
            if most - least > LEEWAY and most * 100**years > least * (100 + MOST_CHANGE) ** years:
                what = (
                    f"{after['residents']} residents in {named(names, code)} on {after['reference_date']}, "
                    f"but {before['residents']} on {before['reference_date']} (row {before.line})"
                )
                expected = f"a change of at most {MOST_CHANGE} per cent a year"
                yield fault(table, after, "residents", what, expected, "Check which of the two is wrong")


def _per_cent_fits_persons(tables: Tables) -> Iterator[Fault]:
    """Per cent and persons give the base, residents 15-74, which is most of the residents."""
    names = known_codes(tables)
    table, residents = tables["employment"], first_residents(tables)
    residents[NATIONAL] = sum(residents.values())
    least, most = WORKING_AGE
    for row in table:
        code, percent, employed = row["kommune_nr"], row["percent"], row["employed"]
        if percent is None:
            continue
        if percent < LEAST_EMPLOYED or percent > 100:
            do = "Write per cent, not a share" if 0 < percent <= 1 else "Correct the number"
            what = f"{percent} per cent employed in {named(names, code)}"
            yield fault(table, row, "percent", what, f"from {LEAST_EMPLOYED} to 100 per cent", do)
        elif employed is not None and employed <= residents.get(code, 0):
            base = Decimal(employed) * 100 / percent
            if not least * residents[code] <= base * 100 <= most * residents[code]:
                what = (
                    f"{employed} employed and {percent} per cent make {base:.0f} residents 15-74 "
                    f"of {residents[code]} residents in {named(names, code)}"
                )
                expected = f"from {least} to {most} per cent of the residents"
                do = "Check the persons, the per cent and the residents"
                yield fault(table, row, "percent", what, expected, do)


def _country_is_the_mean(tables: Tables) -> Iterator[Fault]:
    """The per cent for the whole country is near the municipalities' own, weighted by residents."""
    table, residents = tables["employment"], first_residents(tables)
    known = (row for row in table if row["percent"] is not None)
    for (period,), found in grouped(known, "period").items():
        rows = by_code(found)
        country = rows.pop(NATIONAL, None)
        people = sum(residents.get(code, 0) for code in rows)
        told = any(row["percent"] < LEAST_EMPLOYED for row in (country, *rows.values()) if row)
        if country is None or not people or told or rows.keys() != residents.keys():
            continue
        mean = sum(row["percent"] * residents[code] for code, row in rows.items()) / people
        if abs(mean - country["percent"]) > NEAR_THE_MEAN:
            what = (
                f"{country['percent']} per cent for the whole country in {period}, "
                f"but {mean:.1f} as the mean of the municipalities"
            )
            expected = f"at most {NEAR_THE_MEAN} percentage points between them"
            yield fault(table, country, "percent", what, expected, "Check which of the two is wrong")


def most_persons(residents: int, percent: int) -> tuple[int, str]:
    """The most persons that a place can be asked for, decide or hold, and how that is said.

    Args:
        residents: who live there.
        percent: of them.
    """
    most = max(LEEWAY, residents * percent // 100)
    return most, f"at most {most} ({percent} per cent, or {LEEWAY} persons)"


def _counts_within_residents(tables: Tables) -> Iterator[Fault]:
    """Nobody settles, is asked for or has left the programme in numbers that the place cannot hold."""
    names = known_codes(tables)
    residents = first_residents(tables)
    for name, column, percent in LIMITS:
        for row in tables.get(name, ()):
            code, value = row["kommune_nr"], row[column]
            if value is None or code not in residents:
                continue
            most, expected = most_persons(residents[code], percent)
            if value > most:
                what = f"{value} persons in {named(names, code)}, which has {residents[code]} residents"
                yield fault(tables[name], row, column, what, expected, "Correct the number")


def _points_are_in_norway(tables: Tables) -> Iterator[Fault]:
    table = tables["municipalities"]
    for row in table:
        lat, lon = row["lat"], row["lon"]
        if not _in_norway(float(lat), float(lon)):
            swapped = " (latitude and longitude are swapped)" if _in_norway(float(lon), float(lat)) else ""
            what = f"{row['kommune_nr']} {row['kommune']} lies at {lat} north, {lon} east{swapped}"
            yield fault(table, row, "lat", what, "a point in Norway", "Correct lat and lon")


def _in_norway(lat: float, lon: float) -> bool:
    """Whether a point lies in mainland Norway, by three boxes from south to north."""
    boxes = ((57.9, 63.5, 4.4, 12.9), (61.5, 67.0, 7.0, 16.5), (65.0, 71.3, 10.5, 31.3))
    return any(south <= lat <= north and west <= lon <= east for south, north, west, east in boxes)


PLAUSIBLE_CHECKS = (
    Check(_people_live_there, reads=("municipalities", "population")),
    Check(_residents_change_little, reads=("municipalities", "population")),
    Check(_per_cent_fits_persons, reads=("municipalities", "employment"), whole=("population",)),
    Check(_country_is_the_mean, whole=("population", "employment")),
    Check(_counts_within_residents, reads=("municipalities",), whole=("population",)),
    Check(_points_are_in_norway, reads=("municipalities",)),
)
