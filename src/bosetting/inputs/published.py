"""Which editions are published and since when: ``published`` in the section [publisher] of rules.toml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bosetting.inputs.told.faults import Fault
from bosetting.inputs.told.nearest import nearest

_WHERE = "publisher.published"


def published_faults(section: Any, as_of: Mapping[str, date], shown: str) -> list[Fault]:
    """What is wrong with the days.

    Args:
        section: as it was parsed; a day by edition.
        as_of: the day of what each edition knows, by its name; empty where it could not be read.
        shown: the file's path as the user knows it.
    """
    if not isinstance(section, dict):
        do = "Write it as published = { EDITION = YYYY-MM-DD }"
        return [Fault(shown, None, _WHERE, "this is no table", "a day by edition", do)]
    return [fault for name, day in section.items() for fault in _faults(name, day, as_of, shown)]


def _faults(name: str, day: Any, as_of: Mapping[str, date], shown: str) -> list[Fault]:
    where = f"{_WHERE}.{name}"
    if as_of and name not in as_of:
        do = f'Correct the name (the nearest is "{nearest(name, list(as_of))}")'
        what = f'there is no edition "{name}"'
        return [Fault(shown, None, where, what, "an edition of forecasts.csv", do)]
    if type(day) is not date:
        do = "Correct it, or leave it out while the edition is a draft"
        return [Fault(shown, None, where, "this is no day", "a date as YYYY-MM-DD", do)]
    if name in as_of and day < as_of[name]:
        what = f"{day} is before {as_of[name]}, the date of edition {name}"
        do = f"Correct it, or the as_of of {name} in forecasts.csv"
        return [Fault(shown, None, where, what, "the day the edition was published", do)]
    return []


def published_of(document: Mapping[str, Any]) -> dict[str, date]:
    """The days that can be used of a parsed rules.toml, whatever else is wrong with it."""
    publisher = document.get("publisher")
    section = publisher.get("published") if isinstance(publisher, dict) else None
    days = section.items() if isinstance(section, dict) else ()
    return {name: day for name, day in days if type(day) is date}
