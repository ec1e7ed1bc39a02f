"""What must hold between the rows and the tables of a year folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bosetting.inputs.faults import Fault
from bosetting.inputs.model import NATIONAL, Edition
from bosetting.inputs.rules import Rules
from bosetting.inputs.tables import Row, Table

REQUIRED = (
    "municipalities",
    "municipal_parts",
    "population",
    "employment",
    "programme_results",
    "settled",
    "published_requests",
    "county_totals",
    "adjustments",
    "forecasts",
    "national",
    "grant_rates",
)
"""Tables that every year folder has, if only with a header."""

Tables = Mapping[str, Table]


def check_year_tables(tables: Tables, shown: str) -> list[Fault]:
    """Faults that do not depend on the edition."""
    missing = [name for name in REQUIRED if name not in tables]
    if missing:
        return [
            Fault(
                f"{shown}/datapackage.json",
                None,
                "resources",
                f"{name}.csv is not described",
                f"the tables {', '.join(REQUIRED)}",
                "Describe it",
            )
            for name in missing
        ]
    checks: tuple[Callable[[Tables], Iterator[Fault]], ...] = (
        _codes_are_known,
        _editions_are_known,
        _employed_within_residents,
        _results_within_bounds,
        _bounds_in_order,
        _counts_match_status,
        _parts_sum_to_whole,
        _requests_are_whole,
        _forecasts_make_sense,
        _adjustments_are_complete,
    )
    return [fault for check in checks for fault in check(tables)]


def check_edition(tables: Tables, edition: Edition, rules: Rules) -> list[Fault]:
    """Faults in what one edition uses: figures missing, from the future, or more than the total."""
    return [
        *_every_municipality(tables, rules),
        *_nothing_from_the_future(tables, edition, rules),
        *_county_totals_within(tables, edition),
    ]


def _known_codes(tables: Tables) -> dict[str, str]:
    return {row["kommune_nr"]: row["kommune"] for row in tables["municipalities"]}


def _fault(table: Table, row: Row | None, column: str | None, what: str, expected: str, do: str) -> Fault:
    return Fault(table.file, None if row is None else row.line, column, what, expected, do)


def _codes_are_known(tables: Tables) -> Iterator[Fault]:
    known = _known_codes(tables)
    counties = {row["fylke_nr"] for row in tables["municipalities"]}
    for table in tables.values():
        for row in table:
            code = row.values.get("kommune_nr")
            if (
                code is not None
                and code not in known
                and not (table.name == "employment" and code == NATIONAL)
            ):
                do = "Correct the code, or carry the figures over to the municipality that it became part of"
                yield _fault(
                    table, row, "kommune_nr", f"{code} is not known", "a code of municipalities.csv", do
                )
            county = row.values.get("fylke_nr")
            if county is not None and county not in counties:
                expected = "a county of municipalities.csv"
                yield _fault(table, row, "fylke_nr", f"{county} is not known", expected, "Correct the code")
    table = tables["municipalities"]
    for row in table:
        if not row["kommune_nr"].startswith(row["fylke_nr"]):
            what = f"{row['fylke_nr']} is not the county of {row['kommune_nr']} {row['kommune']}"
            expected = f"{row['kommune_nr'][:2]}, the first two digits of the code"
            yield _fault(table, row, "fylke_nr", what, expected, "Correct the county or the code")


def _editions_are_known(tables: Tables) -> Iterator[Fault]:
    names = [row["edition"] for row in tables["forecasts"]]
    for name in ("adjustments", "county_totals"):
        for row in tables[name]:
            if row["edition"] not in names:
                what = f'there is no edition "{row["edition"]}"'
                expected = f"an edition of forecasts.csv ({', '.join(names)})"
                yield _fault(tables[name], row, "edition", what, expected, "Correct the name")


def _employed_within_residents(tables: Tables) -> Iterator[Fault]:
    known = _known_codes(tables)
    residents: dict[str, int] = defaultdict(int)
    for row in tables["population"]:
        residents[row["kommune_nr"]] = max(residents[row["kommune_nr"]], row["residents"])
    for row in tables["employment"]:
        base = residents.get(row["kommune_nr"])
        if base is not None and row["employed"] is not None and row["employed"] > base:
            name = f"{row['kommune_nr']} {known.get(row['kommune_nr'], '')}".strip()
            what = f"{row['employed']} is more than the base {base} for {name}"
            do = "Check whether the columns are swapped"
            yield _fault(tables["employment"], row, "employed", what, "employed ≤ base", do)


def _results_within_bounds(tables: Tables) -> Iterator[Fault]:
    table = tables["programme_results"]
    for row in table:
        n = row["former_participants"]
        for column in ("work_or_education", "low", "high"):
            if n is not None and row[column] is not None and row[column] > n:
                what = f"{row[column]} is more than the {n} former participants"
                yield _fault(
                    table, row, column, what, f"at most {n}", "Check whether the columns are swapped"
                )


def _bounds_in_order(tables: Tables) -> Iterator[Fault]:
    for table in tables.values():
        if not {"low", "high"} <= set(table.columns):
            continue
        for row in table:
            if row["low"] is not None and row["high"] is not None and row["low"] > row["high"]:
                what = f"{row['low']} is more than high, {row['high']}"
                yield _fault(table, row, "low", what, "low ≤ high", "Check whether the columns are swapped")


_COUNTED = {
    "programme_results": "work_or_education",
    "settled": "persons",
    "employment": "percent",
}


def _counts_match_status(tables: Tables) -> Iterator[Fault]:
    """A number stands where the status is ok or derived, and nowhere else."""
    for name, column in _COUNTED.items():
        for row in tables[name]:
            status, value = row["status"], row[column]
            if status in ("ok", "derived") and value is None:
                do = "Give the number, or say suppressed, missing or not_applicable"
                yield _fault(tables[name], row, column, f"no number but the status {status}", "a number", do)
            elif status == "missing" and value is not None:
                do = "Correct the status, or remove the number"
                yield _fault(tables[name], row, column, f"{value} but the status missing", "a blank cell", do)
    table = tables["programme_results"]
    for row in table:
        bounds = row["low"] is not None and row["high"] is not None
        if row["status"] == "suppressed" and row["former_participants"] is not None and not bounds:
            do = "Work them out from the row's other figures and the table's threshold"
            yield _fault(table, row, "low", "hidden without bounds", "low and high", do)


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
            yield _fault(table, last[key], "residents", what, expected, "Check which of the two is wrong")


def _requests_are_whole(tables: Tables) -> Iterator[Fault]:
    table = tables["published_requests"]
    for row in table:
        minors, persons = row["unaccompanied_minors"], row["persons"]
        if minors is not None and persons is not None and minors > persons:
            what = f"{minors} minors of {persons} persons"
            do = "Check whether the columns are swapped"
            yield _fault(table, row, "unaccompanied_minors", what, f"at most {persons}", do)


def _forecasts_make_sense(tables: Tables) -> Iterator[Fault]:
    table = tables["forecasts"]
    if not table.rows:
        yield _fault(table, None, None, "no editions", "at least one row", "Add the forecast")
    for row in table:
        total = row["need"] if row["requested"] is None else row["requested"]
        minors = row["unaccompanied_minors"]
        if minors is not None and minors > total:
            what = f"{minors} minors of {total} persons"
            do = "Correct the number; the minors are part of the total"
            yield _fault(table, row, "unaccompanied_minors", what, f"at most {total}", do)


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
                yield _fault(table, row, column, "the cell is blank", expected, do)
        if row["kind"] in _WITH_PERSONS and row["persons"] is None:
            yield _fault(
                table, row, "persons", f"{row['kind']} without a number", "persons", "Give the number"
            )
        elif row["kind"] not in _WITH_PERSONS and row["persons"] is not None:
            do = "Remove the number, or use at_least, at_most or exactly"
            yield _fault(table, row, "persons", f"{row['kind']} with a number", "a blank cell", do)


def _every_municipality(tables: Tables, rules: Rules) -> Iterator[Fault]:
    known = _known_codes(tables)
    population, employment = tables["population"], tables["employment"]
    counted = {row["kommune_nr"] for row in population if row["reference_date"] == rules.population_date}
    worked = {
        row["kommune_nr"]
        for row in employment
        if row["period"] == rules.employment_period and row["percent"] is not None
    }
    for number, name in known.items():
        if number not in counted:
            what = f"{number} {name} is missing on {rules.population_date}"
            yield _fault(population, None, "kommune_nr", what, "a row for every municipality", "Add it")
        if number not in worked:
            what = f"{number} {name} has no per cent in {rules.employment_period}"
            yield _fault(employment, None, "kommune_nr", what, "a row for every municipality", "Add it")
    if NATIONAL not in worked:
        what = f"the whole country has no per cent in {rules.employment_period}"
        yield _fault(employment, None, "kommune_nr", what, f"a row with code {NATIONAL}", "Add it")


def _nothing_from_the_future(tables: Tables, edition: Edition, rules: Rules) -> Iterator[Fault]:
    """Figures that steer the allocation were public by the edition's date."""
    year, name = rules.previous_request
    used: dict[str, Callable[[Row], bool]] = {
        "population": lambda row: row["reference_date"] == rules.population_date,
        "employment": lambda row: row["period"] == rules.employment_period,
        "programme_results": lambda row: row["year"] in rules.results_years,
        "published_requests": lambda row: row["year"] == year and row["edition"] == name,
        "county_totals": lambda row: row["edition"] == edition.name and row["status"] == "published",
    }
    for table_name, is_used in used.items():
        table = tables[table_name]
        for row in table:
            if is_used(row) and row["published"] is not None and row["published"] > edition.as_of:
                what = f"{row['published']} is after {edition.as_of}, the date of edition {edition.name}"
                do = "Use figures published by then, or correct the date"
                yield _fault(table, row, "published", what, f"at the latest {edition.as_of}", do)


def _county_totals_within(tables: Tables, edition: Edition) -> Iterator[Fault]:
    table = tables["county_totals"]
    given = [row for row in table if row["edition"] == edition.name and row["status"] == "published"]
    total = sum(row["persons"] for row in given)
    counties = {row["fylke_nr"] for row in tables["municipalities"]}
    everyone = {row["fylke_nr"] for row in given} == counties
    if total > edition.requested or (everyone and total != edition.requested):
        what = f"the county totals of edition {edition.name} sum to {total}"
        expected = f"{'exactly' if everyone else 'at most'} {edition.requested}, the total of forecasts.csv"
        yield _fault(table, given[-1], "persons", what, expected, "Check which of the two is wrong")
