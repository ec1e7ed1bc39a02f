"""What the criteria of an edition need of the tables: a figure for everyone, of the period, known by then."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bosetting.inputs.criteria import Criterion
from bosetting.inputs.figures import OF_COUNTRY, class_of, figures_of, rows_of, sizes, when_column
from bosetting.inputs.model import NATIONAL, Edition
from bosetting.inputs.reading.tables import Row
from bosetting.inputs.rule import the_nearest
from bosetting.inputs.rules import Rules
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.weighed.checking import Check, Tables, fault, known_codes

NUMBERS = ("integer", "number")
BOUNDS = ("low", "high", "status")
"""Columns beside a share of few persons: what hides it, and within what."""


def tables_not_described(rules: Rules, described: Collection[str], file: str) -> list[Fault]:
    """Criteria that name a table which datapackage.json does not describe.

    Args:
        rules: of an edition.
        described: names of the tables, without ``.csv``.
        file: rules.toml as the user knows it.
    """
    do = "Add and describe it, or leave the criterion out"
    return [
        Fault(
            file,
            None,
            f"criterion.{each.name}.table",
            f"there is no table {each.table}.csv",
            "a table of datapackage.json" + the_nearest(each.table, described, 0),
            do,
        )
        for each in rules.criteria
        if each.table not in described
    ]


def _criteria(tables: Tables, edition: Edition, rules: Rules) -> Iterator[Fault]:
    for criterion in rules.criteria:
        if criterion.table not in tables:
            continue  # not described, or not readable: both are told where the folder is read
        written = list(_as_described(tables, criterion))
        yield from written
        if not written and tables[criterion.table].whole:
            yield from _figures(tables, criterion)
            yield from _from_the_future(tables, criterion, edition)


def _as_described(tables: Tables, criterion: Criterion) -> Iterator[Fault]:
    """A criterion names a table, columns and periods that are there."""
    file = tables["municipalities"].file.rsplit("/", 1)[0] + "/rules.toml"
    where = f"criterion.{criterion.name}"

    def told(column: str, what: str, expected: str, do: str) -> Fault:
        return Fault(file, None, f"{where}.{column}", what, expected, do)

    table = tables[criterion.table]
    types = {field["name"]: field["type"] for field in table.schema["fields"]}
    beside = (criterion.of, *BOUNDS) if criterion.index == "shrunk_share" else ()
    for key, column in (
        ("column", criterion.column),
        *(("of", name) for name in beside),
        *(("where", name) for name in criterion.where),
        ("table", "kommune_nr"),
    ):
        if column not in types:
            what = f"{criterion.table}.csv has no column {column}"
            yield told(key, what, f"one of {', '.join(types)}", "Correct the name")
    if types.get(criterion.column, "number") not in NUMBERS and criterion.index != "class":
        what = (
            f"the column {criterion.column} of {criterion.table}.csv has the type {types[criterion.column]}"
        )
        yield told("column", what, "a column of numbers", "Name the column with the figure")
    if types.get(criterion.of or "", "integer") != "integer":
        what = f"the column {criterion.of} of {criterion.table}.csv has the type {types[criterion.of]}"
        yield told("of", what, "a column of whole numbers", "Name the column with the persons")
    if when_column(table.columns) is not None and not criterion.period:
        yield told("period", "it is missing", "which rows of the table count", "Give it")
    if criterion.index != "shrunk_share" and len(criterion.period) > 1:
        what = f"{len(criterion.period)} periods"
        yield told("period", what, "one; only shrunk_share adds several", "Name one")


def _figures(tables: Tables, criterion: Criterion) -> Iterator[Fault]:
    table, known = tables[criterion.table], known_codes(tables)
    found = sizes(tables, criterion) if criterion.index == "size" else figures_of(tables, criterion)
    when = when_column(table.columns)
    held = {row[when] for row in table} if when is not None else set(criterion.period)
    for period in criterion.period:
        if period not in held:
            what = f"there is no row of {period}, which the criterion {criterion.name} of rules.toml names"
            yield fault(table, None, when, what, "rows of every period named", "Add them or correct the rule")
    of = f" of {criterion.period[0]}" if len(criterion.period) == 1 else ""
    # Of the residents it is told for every date, whether or not a rule names it.
    if criterion.missing == "refuse" and criterion.table != "population" and held >= set(criterion.period):
        for code, name in known.items():
            if code not in found:
                what = f"{code} {name} has no {criterion.column}{of}"
                yield fault(table, None, "kommune_nr", what, "a row for every municipality", "Add it")
    if criterion.index in OF_COUNTRY and held >= set(criterion.period):
        yield from _of_country(tables, criterion, of)
    yield from _usable(tables, criterion)


def _of_country(tables: Tables, criterion: Criterion, of: str) -> Iterator[Fault]:
    table, rows = tables[criterion.table], list(rows_of(tables, criterion))
    if criterion.index == "share":
        if not any(row[criterion.column] for row in rows):
            what = f"no {criterion.column} above 0{of}"
            yield fault(table, None, criterion.column, what, "a total to have a share of", "Add the figures")
    elif not any(row["kommune_nr"] == NATIONAL and row[criterion.column] for row in rows):
        what = f"the whole country has no {criterion.column} above 0{of}"
        yield fault(table, None, "kommune_nr", what, f"a row with code {NATIONAL}", "Add it")


def _usable(tables: Tables, criterion: Criterion) -> Iterator[Fault]:
    """Every figure is one that the index can be made of."""
    table = tables[criterion.table]
    # Where the table's own key says that a municipality stands once, its own check tells who stands twice.
    of_one = {"kommune_nr", when_column(table.columns), *criterion.where}
    keyed = any({*key} <= of_one for key in table.keys)
    seen: dict[str, Row] = {}
    for row in rows_of(tables, criterion):
        value, code = row[criterion.column], row["kommune_nr"]
        if not keyed and code in seen and criterion.index != "shrunk_share":
            what = f"{code} has a second row of the criterion {criterion.name}, beside row {seen[code].line}"
            yield fault(table, row, "kommune_nr", what, "one", "Remove one, or say in where which counts")
        seen[code] = row
        if value is None or code == NATIONAL:
            continue
        if criterion.index == "class":
            category = class_of(value)
            if category not in criterion.factors:
                what = f"the class {category} has no factor in criterion.{criterion.name}.factors"
                expected = f"one of {', '.join(criterion.factors)}"
                yield fault(table, row, criterion.column, what, expected, "Give it a factor, or correct it")
        elif value < 0 or (criterion.index == "inverse_ratio" and value == 0):
            least = "above 0" if criterion.index == "inverse_ratio" else "of at least 0"
            what = f"{value} cannot be the figure of the criterion {criterion.name}"
            yield fault(table, row, criterion.column, what, f"a number {least}", "Correct it")


def _from_the_future(tables: Tables, criterion: Criterion, edition: Edition) -> Iterator[Fault]:
    """Figures that steer the allocation were public by the edition's date."""
    table = tables[criterion.table]
    if "published" in table.columns:
        for row in rows_of(tables, criterion):
            if row["published"] is not None and row["published"] > edition.as_of:
                what = f"{row['published']} is after {edition.as_of}, the date of edition {edition.name}"
                do = "Use figures published by then, or correct the date"
                yield fault(table, row, "published", what, f"at the latest {edition.as_of}", do)


CRITERIA_CHECKS = (Check(_criteria, reads=("municipalities",), whole=("municipalities",)),)
