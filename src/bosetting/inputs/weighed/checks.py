"""What must hold between the rows and the tables of a year folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from bosetting.inputs.corrections import COLUMNS as CORRECTION_COLUMNS
from bosetting.inputs.corrections import TABLE as CORRECTIONS
from bosetting.inputs.model import NATIONAL, Edition
from bosetting.inputs.reading.tables import Row
from bosetting.inputs.rules import Rules, needs_previous
from bosetting.inputs.statements import COLUMNS as STATEMENT_COLUMNS
from bosetting.inputs.statements import TABLE as STATEMENTS
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.weighed.checking import Check, Tables, fault, known_codes
from bosetting.inputs.weighed.country import COUNTRY_CHECKS, COUNTRY_EDITION_CHECKS
from bosetting.inputs.weighed.criteria import CRITERIA_CHECKS
from bosetting.inputs.weighed.dated import DATED_CHECKS
from bosetting.inputs.weighed.load import LOAD_CHECKS
from bosetting.inputs.weighed.naming import NAME_CHECKS
from bosetting.inputs.weighed.other_years import OTHER_YEARS_CHECKS
from bosetting.inputs.weighed.plausible import PLAUSIBLE_CHECKS
from bosetting.inputs.weighed.programme import OPTIONAL, PROGRAMME_CHECKS, PROGRAMME_EDITION_CHECKS

_CODE = {"kommune_nr": "string"}
REQUIRED: Mapping[str, Mapping[str, str]] = {
    "municipalities": _CODE
    | dict.fromkeys(("kommune", "fylke_nr", "fylke", "language"), "string")
    | dict.fromkeys(("lat", "lon"), "number"),
    "municipal_parts": _CODE
    | {"part_nr": "string", "part": "string", "reference_date": "date", "residents": "integer"},
    "population": _CODE | {"reference_date": "date", "residents": "integer", "published": "date"},
    "settled": _CODE
    | dict.fromkeys(("year", "persons", "low", "high"), "integer")
    | {"status": "string", "published": "date"},
    "published_requests": _CODE
    | {"year": "integer", "edition": "string", "asked": "boolean", "persons": "integer"}
    | {"unaccompanied_minors": "integer", "status": "string", "published": "date"},
    "county_totals": dict.fromkeys(("fylke_nr", "edition", "status", "source"), "string")
    | {"persons": "integer", "published": "date"},
    "adjustments": _CODE
    | dict.fromkeys(("edition", "kind", "reason", "decided_by"), "string")
    | {"persons": "integer", "date": "date"},
    "forecasts": {"edition": "string", "as_of": "date", "source": "string"}
    | dict.fromkeys(("need", "requested", "unaccompanied_minors", "low", "high"), "integer"),
    "national": dict.fromkeys(("measure", "group", "definition", "source"), "string")
    | {"year": "integer", "persons": "integer", "date": "date", "published": "date"}
    | dict.fromkeys(("percent", "low", "high"), "number"),
    "grant_rates": dict.fromkeys(("group", "scheme", "status", "source"), "string")
    | dict.fromkeys(("calendar_year", "payment_year", "nok"), "integer")
    | {"published": "date"},
}
"""Tables that every year folder has, if only with a header, and the columns that are read, with their types."""
WEIGHED: Mapping[str, Mapping[str, str]] = {
    "employment": _CODE
    | {"period": "string", "employed": "integer", "status": "string", "published": "date"}
    | dict.fromkeys(("percent", "low", "high"), "number"),
    "programme_results": _CODE
    | dict.fromkeys(("year", "former_participants", "work_or_education", "low", "high"), "integer")
    | {"status": "string", "parts_hidden": "integer", "published": "date"},
    "programme_participants": _CODE
    | dict.fromkeys(("year", "persons", "low", "high"), "integer")
    | {"status": "string", "published": "date"},
}
"""Tables that a criterion may name: where they are described, they are held against the others."""
OUTCOMES = "outcomes"
OF_MUNICIPALITIES = {*REQUIRED, "programme_results", "programme_participants", OUTCOMES}
"""Tables without a row for the whole country."""
OF_THE_YEAR: Mapping[str, Mapping[str, str]] = {
    STATEMENTS: STATEMENT_COLUMNS,
    CORRECTIONS: CORRECTION_COLUMNS,
    OUTCOMES: _CODE
    | dict.fromkeys(("measure", "version", "status", "source"), "string")
    | dict.fromkeys(("persons", "low", "high"), "integer")
    | dict.fromkeys(("counted_to", "published"), "date"),
    "outline": dict.fromkeys(("ring", "order"), "integer") | dict.fromkeys(("lon", "lat"), "number"),
}
"""Tables that a year may leave out, likewise."""
OF_ANY_TABLE: Mapping[str, tuple[str, ...]] = {
    "kommune_nr": ("string",),
    "fylke_nr": ("string",),
    "published": ("date",),
    "status": ("string",),
    "parts_hidden": ("integer",),
    "low": ("number", "integer"),
    "high": ("number", "integer"),
}
"""Columns that mean the same wherever they stand, also in a table of a criterion of one's own, and their types."""


def check_described(described: Mapping[str, Mapping[str, str]], shown: str) -> list[Fault]:
    """Tables and columns that datapackage.json does not describe, or describes as another type."""
    file = f"{shown}/datapackage.json"
    faults = []
    held = {
        name: columns for name, columns in {**WEIGHED, **OPTIONAL, **OF_THE_YEAR}.items() if name in described
    }
    for name, columns in {**REQUIRED, **held}.items():
        if name not in described:
            expected = f"the tables {', '.join(REQUIRED)}"
            what = f"{name}.csv is not described"
            faults.append(Fault(file, None, "resources", what, expected, "Describe it"))
            continue
        faults += [
            _other_type(file, name, column, described[name].get(column), kind)
            for column, kind in columns.items()
            if described[name].get(column) != kind
        ]
    return [*faults, *_other_types_of_any(described, {**REQUIRED, **held}, file)]


def _other_types_of_any(
    described: Mapping[str, Mapping[str, str]], known: Collection[str], file: str
) -> list[Fault]:
    return [
        _other_type(file, name, column, columns[column], " or ".join(kinds))
        for name, columns in described.items()
        for column, kinds in OF_ANY_TABLE.items()
        if name not in known and columns.get(column, kinds[0]) not in kinds
    ]


def _other_type(file: str, name: str, column: str, found: str | None, kind: str) -> Fault:
    what = f"{name}.csv has no field {column}"
    if found is not None:
        what = f"the field {column} of {name}.csv has the type {found}"
    return Fault(file, None, "resources", what, f"{column} with the type {kind}", "Describe the field so")


def check_year_tables(tables: Tables) -> list[Fault]:
    """Faults that do not depend on the edition, in as much of the tables as could be read."""
    return [found for check in _YEAR_CHECKS if check.can_run(tables) for found in check.of(tables)]


def check_edition(tables: Tables, edition: Edition, rules: Rules) -> list[Fault]:
    """Faults in what one edition uses: figures missing, from the future, or more than the total."""
    return [
        found
        for check in _EDITION_CHECKS
        if check.can_run(tables)
        for found in check.of(tables, edition, rules)
    ]


def _codes_are_known(tables: Tables) -> Iterator[Fault]:
    known = known_codes(tables)
    counties = {row["fylke_nr"] for row in tables["municipalities"]}
    if not known:
        table = tables["municipalities"]
        yield fault(table, None, None, "no municipalities", "at least one row", "Add them")
        return
    for table in tables.values():
        for row in table:
            code = row.values.get("kommune_nr")
            if (
                code is not None
                and code not in known
                and not (table.name not in OF_MUNICIPALITIES and code == NATIONAL)
            ):
                do = "Correct the code, or carry the figures over to the municipality that it became part of"
                yield fault(
                    table, row, "kommune_nr", f"{code} is not known", "a code of municipalities.csv", do
                )
            county = row.values.get("fylke_nr")
            if county is not None and county not in counties:
                expected = "a county of municipalities.csv"
                yield fault(table, row, "fylke_nr", f"{county} is not known", expected, "Correct the code")


def _counties_are_one(tables: Tables) -> Iterator[Fault]:
    table = tables["municipalities"]
    names: dict[str, tuple[str, int]] = {}
    for row in table:
        name, line = names.setdefault(row["fylke_nr"], (row["fylke"], row.line))
        if row["fylke"] != name:
            what = f"county {row['fylke_nr']} is {row['fylke']} here and {name} in row {line}"
            yield fault(table, row, "fylke", what, "one name", "Correct the name or the number")
        if not row["kommune_nr"].startswith(row["fylke_nr"]):
            what = f"{row['fylke_nr']} is not the county of {row['kommune_nr']} {row['kommune']}"
            expected = f"{row['kommune_nr'][:2]}, the first two digits of the code"
            yield fault(table, row, "fylke_nr", what, expected, "Correct the county or the code")


def _editions_are_known(tables: Tables) -> Iterator[Fault]:
    names = [row["edition"] for row in tables["forecasts"]]
    for name in ("county_totals", "adjustments"):
        for row in tables.get(name, ()):
            if row["edition"] not in names:
                what = f'there is no edition "{row["edition"]}"'
                near = get_close_matches(row["edition"], names, n=1, cutoff=0)
                do = f'Correct the name (the nearest is "{near[0]}")' if near else "Correct the name"
                yield fault(tables[name], row, "edition", what, "an edition of forecasts.csv", do)


def _employed_within_residents(tables: Tables) -> Iterator[Fault]:
    known = known_codes(tables)
    residents: dict[str, int] = defaultdict(int)
    for row in tables["population"]:
        residents[row["kommune_nr"]] = max(residents[row["kommune_nr"]], row["residents"])
    for row in tables["employment"]:
        base = residents.get(row["kommune_nr"])
        if base is not None and row["employed"] is not None and row["employed"] > base:
            name = f"{row['kommune_nr']} {known.get(row['kommune_nr'], '')}".strip()
            what = f"{row['employed']} is more than the base {base} for {name}"
            do = "Check whether the columns are swapped"
            yield fault(tables["employment"], row, "employed", what, "employed ≤ base", do)


def _results_within_bounds(tables: Tables) -> Iterator[Fault]:
    table = tables["programme_results"]
    for row in table:
        n = row["former_participants"]
        for column in ("work_or_education", "low", "high"):
            if n is not None and row[column] is not None and row[column] > n:
                what = f"{row[column]} is more than the {n} former participants"
                yield fault(table, row, column, what, f"at most {n}", "Check whether the columns are swapped")


def _bounds_in_order(tables: Tables) -> Iterator[Fault]:
    for table in tables.values():
        if not {"low", "high"} <= set(table.columns):
            continue
        for row in table:
            if row["low"] is not None and row["high"] is not None and row["low"] > row["high"]:
                what = f"{row['low']} is more than high, {row['high']}"
                yield fault(table, row, "low", what, "low ≤ high", "Check whether the columns are swapped")


_COUNTED = {
    "programme_results": "work_or_education",
    "settled": "persons",
    "programme_participants": "persons",
    "employment": "percent",
    OUTCOMES: "persons",
}


def _counts_match_status(tables: Tables) -> Iterator[Fault]:
    """A number stands where the status is ok or derived, and nowhere else."""
    for name, column in _COUNTED.items():
        for row in tables.get(name, ()):
            status, value = row["status"], row[column]
            if status in ("ok", "derived") and value is None:
                do = "Give the number, or say suppressed, missing or not_applicable"
                yield fault(tables[name], row, column, f"no number but the status {status}", "a number", do)
            elif status == "missing" and value is not None:
                do = "Correct the status, or remove the number"
                yield fault(tables[name], row, column, f"{value} but the status missing", "a blank cell", do)


def _hidden_results_have_bounds(tables: Tables) -> Iterator[Fault]:
    table = tables["programme_results"]
    for row in table:
        bounds = row["low"] is not None and row["high"] is not None
        if row["status"] != "ok" and row["former_participants"] and not bounds:
            do = "Work them out from the row's other figures and the table's threshold"
            what = f"{row['status']} without bounds among {row['former_participants']} former participants"
            yield fault(table, row, "low", what, "low and high", do)


def _parts_sum_to_whole(tables: Tables) -> Iterator[Fault]:
    table = tables["municipal_parts"]
    whole = {(row["kommune_nr"], row["reference_date"]): row["residents"] for row in tables["population"]}
    sums: dict[tuple[str, Any], int] = defaultdict(int)
    last: dict[tuple[str, Any], Row] = {}
    for row in table:
        key = (row["kommune_nr"], row["reference_date"])
        sums[key] += row["residents"]
        last[key] = row
    for key, total in sums.items():
        if key in whole and whole[key] != total:
            what = f"the parts of {key[0]} sum to {total}"
            expected = f"{whole[key]}, the residents in population.csv"
            yield fault(table, last[key], "residents", what, expected, "Check which of the two is wrong")


def _requests_are_whole(tables: Tables) -> Iterator[Fault]:
    table = tables["published_requests"]
    for row in table:
        minors, persons = row["unaccompanied_minors"], row["persons"]
        if minors is not None and persons is not None and minors > persons:
            what = f"{minors} minors of {persons} persons"
            do = "Check whether the columns are swapped"
            yield fault(table, row, "unaccompanied_minors", what, f"at most {persons}", do)


def _forecasts_make_sense(tables: Tables) -> Iterator[Fault]:
    table = tables["forecasts"]
    if not table.rows:
        yield fault(table, None, None, "no editions", "at least one row", "Add the forecast")
    for row in table:
        total = row["need"] if row["requested"] is None else row["requested"]
        minors = row["unaccompanied_minors"]
        if minors is not None and minors > total:
            what = f"{minors} minors of {total} persons"
            do = "Correct the number; the minors are part of the total"
            yield fault(table, row, "unaccompanied_minors", what, f"at most {total}", do)


_WITH_PERSONS = ("at_least", "at_most", "exactly")


def _adjustments_are_complete(tables: Tables) -> Iterator[Fault]:
    table = tables["adjustments"]
    for row in table:
        for column, expected in (
            ("reason", "why the rule is not followed"),
            ("decided_by", "who decided it"),
            ("date", "when it was decided"),
        ):
            if row[column] is None or (isinstance(row[column], str) and not row[column].strip()):
                do = "Give it: a deviation without it is not published"
                yield fault(table, row, column, "the cell is blank", expected, do)
        if row["kind"] in _WITH_PERSONS and row["persons"] == 0:
            do = "Use do_not_ask for a municipality that is to settle nobody"
            yield fault(table, row, "persons", f"{row['kind']} with 0 persons", "at least 1", do)
        if row["kind"] in _WITH_PERSONS and row["persons"] is None:
            yield fault(
                table, row, "persons", f"{row['kind']} without a number", "persons", "Give the number"
            )
        elif row["kind"] not in _WITH_PERSONS and row["persons"] is not None:
            do = "Remove the number, or use at_least, at_most or exactly"
            yield fault(table, row, "persons", f"{row['kind']} with a number", "a blank cell", do)


def _previous_request_exists(tables: Tables, edition: Edition, rules: Rules) -> Iterator[Fault]:
    table = tables["published_requests"]
    if rules.previous_request is None or not needs_previous(edition, rules):
        return  # no rule reads it
    year, name = rules.previous_request
    if not any(row["year"] == year and row["edition"] == name and row["persons"] for row in table):
        what = f"nobody is asked in {year}/{name}, which previous_request of rules.toml names"
        yield fault(table, None, "edition", what, "rows of that request", "Add them or correct the rule")


def _nothing_from_the_future(tables: Tables, edition: Edition, rules: Rules) -> Iterator[Fault]:
    """Earlier requests and county totals that steer the allocation were public by the edition's date."""
    used: dict[str, Callable[[Row], bool]] = {
        "published_requests": lambda row: (row["year"], row["edition"]) == rules.previous_request,
        "county_totals": lambda row: row["edition"] == edition.name and row["status"] == "published",
    }
    for table_name, is_used in used.items():
        if table_name not in tables:
            continue
        table = tables[table_name]
        for row in table:
            if is_used(row) and row["published"] is not None and row["published"] > edition.as_of:
                what = f"{row['published']} is after {edition.as_of}, the date of edition {edition.name}"
                do = "Use figures published by then, or correct the date"
                yield fault(table, row, "published", what, f"at the latest {edition.as_of}", do)


def _decided_by_then(tables: Tables, edition: Edition, rules: Rules) -> Iterator[Fault]:
    """An edition knows no decision that was made after it."""
    table = tables["adjustments"]
    for row in table:
        if row["edition"] == edition.name and row["date"] is not None and row["date"] > edition.as_of:
            what = f"{row['date']} is after {edition.as_of}, the date of edition {edition.name}"
            do = "Correct the date, or make a new edition that the decision is part of"
            yield fault(table, row, "date", what, f"at the latest {edition.as_of}", do)


def _county_totals_within(tables: Tables, edition: Edition, rules: Rules) -> Iterator[Fault]:
    table = tables["county_totals"]
    given = [row for row in table if row["edition"] == edition.name and row["status"] == "published"]
    total = sum(row["persons"] for row in given)
    counties = {row["fylke_nr"] for row in tables["municipalities"]}
    everyone = {row["fylke_nr"] for row in given} == counties
    if not given:
        return
    if total > edition.requested or (everyone and total != edition.requested):
        what = f"the county totals of edition {edition.name} sum to {total}"
        expected = f"{'exactly' if everyone else 'at most'} {edition.requested}, the total of forecasts.csv"
        yield fault(table, given[-1], "persons", what, expected, "Check which of the two is wrong")


_YEAR_CHECKS = (
    Check(_codes_are_known, whole=("municipalities",)),
    Check(_counties_are_one, reads=("municipalities",)),
    Check(_editions_are_known, whole=("forecasts",)),
    Check(_employed_within_residents, reads=("municipalities", "employment"), whole=("population",)),
    Check(_results_within_bounds, reads=("programme_results",)),
    Check(_bounds_in_order),
    Check(_counts_match_status),
    Check(_hidden_results_have_bounds, reads=("programme_results",)),
    Check(_parts_sum_to_whole, whole=("municipal_parts", "population")),
    Check(_requests_are_whole, reads=("published_requests",)),
    Check(_forecasts_make_sense, reads=("forecasts",)),
    Check(_adjustments_are_complete, reads=("adjustments",)),
    *NAME_CHECKS,
    *PLAUSIBLE_CHECKS,
    *DATED_CHECKS,
    *OTHER_YEARS_CHECKS,
    *COUNTRY_CHECKS,
    *LOAD_CHECKS,
    *PROGRAMME_CHECKS,
)
_EDITION_CHECKS = (
    *CRITERIA_CHECKS,
    Check(_previous_request_exists, whole=("published_requests",)),
    Check(_nothing_from_the_future),
    Check(_decided_by_then, reads=("adjustments",)),
    Check(_county_totals_within, reads=("municipalities",), whole=("county_totals",)),
    *COUNTRY_EDITION_CHECKS,
    *PROGRAMME_EDITION_CHECKS,
)
