"""The year that a folder is named after, against the year that its description and its rules speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bosetting.inputs.model import Edition
from bosetting.inputs.reading.files import read_json
from bosetting.inputs.reading.rule_values import OF_CRITERION
from bosetting.inputs.rule import Rule
from bosetting.inputs.rules import Rules
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.years import YEAR

EARLIEST, LATEST = 3, 1
"""An edition is dated at most so many years before the target year, and after it."""


def year_faults(folder: Path, shown: str, year: int) -> list[Fault]:
    """Where name or title of datapackage.json speak of other years than the folder's.

    Args:
        folder: the year folder.
        shown: the folder as the user knows it.
        year: the year that the folder is named after.
    """
    try:
        package = read_json(folder / "datapackage.json")
    except (OSError, ValueError):
        return []  # told where the tables are read
    faults = []
    for key in ("name", "title"):
        text = package.get(key) if isinstance(package, dict) else None
        years = re.findall(rf"(?<![0-9]){YEAR}(?![0-9])", text) if isinstance(text, str) else []
        if years and str(year) not in years:
            what = f"the description is of {years[0]}, but the folder is named {year}"
            do = "Describe the year whose tables these are, or rename the folder"
            faults.append(Fault(f"{shown}/datapackage.json", None, key, what, str(year), do))
    return faults


def rules_of_another_year(rules: Rules, edition: Edition, year: int, shown: str) -> list[Fault]:
    """Dates in the rules and of the edition that cannot belong to the target year.

    Args:
        rules: of the edition.
        edition: which forecast.
        year: the target year.
        shown: the year folder as the user knows it.
    """
    faults = []
    for where, found, last in _dated(rules, year):
        if found > last:
            what = f"{where} is later than a request for {year} can use"
            do = "Correct the rule, or the folder's name"
            faults.append(Fault(f"{shown}/rules.toml", None, where, what, f"at the latest {last}", do))
    if not year - EARLIEST <= edition.as_of.year <= year + LATEST:
        what = f"edition {edition.name} is of {edition.as_of}, and the folder of {year}"
        expected = f"a date from {year - EARLIEST} to {year + LATEST}"
        do = "Correct the date, or move the edition to its own year"
        faults.append(Fault(f"{shown}/forecasts.csv", None, "as_of", what, expected, do))
    for entry in rules.entries.values():
        where = f"edition.{edition.name}.{entry.name}" if entry.overridden else _section(entry, rules)
        for field, what, expected, do in _copied(entry, year):
            faults.append(Fault(f"{shown}/rules.toml", None, f"{where}.{field}", what, expected, do))
    return faults


def _dated(rules: Rules, year: int) -> Iterator[tuple[str, int, int]]:
    """Where in rules.toml a period stands, its last year, and the last that it can be."""
    for criterion in rules.criteria:
        for period in criterion.period:
            yield f"criterion.{criterion.name}.period", int(str(period)[:4]), year
    if rules.previous_request is not None:
        yield "rule.previous_request", rules.previous_request[0], year - 1


def _section(rule: Rule, rules: Rules) -> str:
    """Where a rule stands in rules.toml: with its criterion, or by itself."""
    for criterion in rules.criteria:
        kind = rule.name.removesuffix(f"_{criterion.name}")
        if kind in OF_CRITERION and kind != rule.name:
            return f"criterion.{criterion.name}.{kind}"
    return f"rule.{rule.name}"


def _copied(rule: Rule, year: int) -> Iterator[tuple[str, str, str, str]]:
    """A reason or a source that was written for another year: an assumption is made anew for each."""
    if rule.status != "published":
        if rule.valid_from.year < year - 1:
            what = f"the reason is of {rule.valid_from}, and the request is for {year}"
            do = "Decide it anew, with the reason of this year and its day"
            yield "valid_from", what, f"a day from {year - 1}", do
        return
    days = re.findall(r"(?<![0-9/-])((?:19|20)[0-9]{2})-[0-9]{2}(?![0-9])", rule.source)
    if days and int(max(days)) < rule.valid_from.year:
        what = f"the source is of {max(days)}, and the rule is known from {rule.valid_from}"
        do = "Name the source of this year, or say in valid_from when it was known"
        yield "source", what, f"a source of {rule.valid_from.year}", do
