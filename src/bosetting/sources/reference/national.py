"""The country's figures, grants and rules of the programme, in the reference's columns and back in a year's."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bosetting.sources.figures import grants, national, programme_rules
from bosetting.sources.figures.dates import following_march
from bosetting.sources.figures.table import Cell, Field, Row, Table, choice
from bosetting.sources.reference.columns import ASSUMED, CODE, STATUSES

COUNTRY = "0000"
OWN_DATE = "the source's own date"
UNIT = Field("unit", "string", "Unit of value, low and high.", "", {"required": True})
FROM = Field("published_from", "string", "The source of that day, or assumed.", "", {"required": True})
STATUS = choice("status", "ok, suppressed by the publisher, missing, or not_applicable.", *STATUSES)
VALUE = Field("value", "number", "The figure; blank where only bounds are known.", "", {"minimum": 0})
NATIONAL = {"year": "period"}
GRANTS = {"calendar_year": "period", "scheme": "measure", "nok": "value"}
COUNTED = "municipalities"
"""Measures whose unit is municipalities begin with this word."""


def national_figures(folder: Path) -> Table:
    """The country's figures by period, measure and group. Sources: row by row.

    Args:
        folder: the folder of source figures.
    """
    table = national.national(folder)
    kept = [field for field in table.fields if field.name not in ("persons", "percent")]
    fields = [replace(field, name=NATIONAL.get(field.name, field.name)) for field in kept]
    at = next(place for place, field in enumerate(fields) if field.name == "low")
    fields = [CODE, *fields[:at], VALUE, UNIT, *fields[at:], STATUS, FROM]
    rows = [_national(row) for row in table.rows]
    key = ("measure", "period", "group")
    return replace(table, fields=tuple(fields), key=key, rows=rows, title="The country's figures")


def grant_rates(folder: Path) -> Table:
    """Grants by calendar year, scheme, payment year and group; kroner. Source: IMDi, the Government, the Storting.

    Args:
        folder: the folder of source figures.
    """
    return _renamed(grants.grant_rates(folder), GRANTS)


def rules() -> list[Table]:
    """Programme lengths by date and group, the registers, the cohorts: rules, which have no figure a row."""
    return [
        programme_rules.regulations(),
        programme_rules.participant_series(),
        programme_rules.cohort_groups(),
    ]


def yearly(table: Table, rows: Sequence[Row]) -> list[Row]:
    """Rows of the reference as the year's table of the country's figures has them.

    Args:
        table: the year's table, for its columns.
        rows: of ``national_figures``.
    """
    names = [field.name for field in table.fields]
    return [{name: _yearly(row, name) for name in names} for row in rows]


def _yearly(row: Row, name: str) -> Cell:
    if name in ("persons", "percent"):
        return row["value"] if (name == "percent") == (row["unit"] == "per cent") else None
    return row.get(NATIONAL.get(name, name))


def _national(row: Row) -> Row:
    percent = row.get("percent") is not None or str(row["measure"]).endswith("_share")
    value = row.get("percent") if percent else row.get("persons")
    counts = COUNTED if str(row["measure"]).startswith(COUNTED) else "persons"
    more = {"code": COUNTRY, "period": row["year"], "value": value, "unit": "per cent" if percent else counts}
    kept = {name: cell for name, cell in row.items() if name not in ("year", "persons", "percent")}
    return {**kept, **more, "status": "ok", "published_from": said_from(row)}


def said_from(row: Row) -> str:
    """Whether the day of publication is the source's own or follows a rule.

    A month's last day and 1 March of the next year are what the rules give where the day is not known.
    """
    day, year = row.get("published"), row.get("year", row.get("calendar_year"))
    if not isinstance(day, date):
        return ASSUMED
    month_end = day.day == monthrange(day.year, day.month)[1]
    march = isinstance(year, int) and day in (following_march(year), date(year, 3, 1))
    return ASSUMED if month_end or march else OWN_DATE


def _renamed(table: Table, names: Mapping[str, str]) -> Table:
    fields = [replace(field, name=names.get(field.name, field.name)) for field in table.fields]
    rows: list[Row] = [
        {
            **{names.get(name, name): cell for name, cell in row.items()},
            "code": COUNTRY,
            "published_from": said_from(row),
        }
        for row in table.rows
    ]
    key = tuple(names.get(name, name) for name in table.key)
    return replace(table, fields=(CODE, *fields, FROM), key=key, rows=rows)
