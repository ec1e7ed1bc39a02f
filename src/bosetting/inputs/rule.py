"""One rule of rules.toml: a value with its date and its source, or the reason for assuming it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from bosetting.inputs.reading.rule_values import Known
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.told.nearest import SUGGESTED, nearest

STATUSES = ("published", "assumption", "estimated")
UNDECIDED = "undecided"
"""What stands for a value that a new year has not decided."""
RATINGS = ("green", "amber", "red")
KEYS = (
    "value",
    "unit",
    "valid_from",
    "status",
    "source",
    "address",
    "reason",
    "quality",
    "impact",
    "low",
    "high",
)


@dataclass(frozen=True)
class Rule:
    """One rule as it stands for an edition.

    Attributes:
        name: as in rules.toml; of a criterion's rule with the criterion's name after it: weight_population.
        value: as written there: whole number, decimal, date, text, list or table.
        unit: persons, municipalities, share, ...
        valid_from: from when the rule is known; for a published rule the day it was first public.
        status: published, assumption or estimated.
        source: publisher, date and title, as the publisher has them; or what it was estimated from.
        address: where it can be read; empty where unknown.
        reason: why it is assumed or how it was estimated, by language.
        quality: how well founded an assumption is: green, amber or red; None for a published rule.
        impact: how much hangs on it, likewise.
        low: lower end of an estimate's interval.
        high: upper end.
        overridden: True where the edition's own section sets it.
    """

    name: str
    value: Any
    unit: str
    valid_from: date
    status: str
    source: str
    address: str
    reason: Mapping[str, str]
    quality: str | None
    impact: str | None
    low: Decimal | None
    high: Decimal | None
    overridden: bool


@dataclass(frozen=True)
class Place:
    """Where a rule stands in the file.

    Attributes:
        file: its path as the user knows it.
        where: the section, for example rule.floor or criterion.population.weight.
        overridden: True where the edition's own section sets the rule.
    """

    file: str
    where: str
    overridden: bool = False


def read_rule(
    name: str, fields: Mapping[str, Any], known: Known, place: Place
) -> tuple[Rule | None, list[Fault]]:
    """A rule from its fields, or None with the faults in them."""
    faults: list[Fault] = []

    def fault(column: str, what: str, expected: str, do: str) -> None:
        faults.append(Fault(place.file, None, f"{place.where}.{column}", what, expected, do))

    if is_undecided(fields):
        fault("value", UNDECIDED, known[1], "Decide it, and say from when, and by whom or why")
        return None, faults
    for told in (*_unwritten(fields), *_unknown(fields)):
        fault(*told)
    if "value" not in fields:
        fault("value", "the value is missing", known[1], "Give it")
    status = fields.get("status")
    if status not in STATUSES:
        fault("status", f"{status!s} is not a status", f"one of {', '.join(STATUSES)}", "Say which it is")
    if type(fields.get("valid_from")) is not date:
        fault("valid_from", "the date is missing", "a date as YYYY-MM-DD", "Say when it was known")
    source = fields.get("source", "")
    reason = {k: v for k, v in table(fields.get("reason")).items() if isinstance(v, str) and v.strip()}
    if status == "published" and not (isinstance(source, str) and source.strip()):
        fault("source", "the source is missing", "publisher, title and address", "Say where it is published")
    if status in ("assumption", "estimated"):
        if "nb" not in reason:
            fault("reason", "the reason is missing", "a reason in nb at least", "Say why it is assumed")
        for rating in ("quality", "impact"):
            if fields.get(rating) not in RATINGS:
                found = f"{fields[rating]!s} is not a rating" if rating in fields else "the rating is missing"
                fault(rating, found, f"one of {', '.join(RATINGS)}", "Rate the assumption")
    faults += _interval_faults(fields, known, place)
    if faults:
        return None, faults
    return (
        Rule(
            name=name,
            value=fields["value"],
            unit=str(fields.get("unit", "")),
            valid_from=fields["valid_from"],
            status=str(status),
            source=str(source),
            address=str(fields.get("address", "")),
            reason=MappingProxyType(reason),
            quality=fields.get("quality"),
            impact=fields.get("impact"),
            low=fields.get("low"),
            high=fields.get("high"),
            overridden=place.overridden,
        ),
        [],
    )


def is_undecided(fields: Mapping[str, Any]) -> bool:
    """Whether a rule waits to be decided: its value, or the day it is known from."""
    return UNDECIDED in (fields.get("value"), fields.get("valid_from"))


def _unwritten(fields: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """What says by whom or why a value holds and waits to be written for a new year: column, what, expected, remedy."""
    do = "Write it anew for this year"
    for key, expected in (("source", "who says it, and when"), ("address", "where it can be read")):
        if fields.get(key) == UNDECIDED:
            yield key, UNDECIDED, expected, do
    waiting = [language for language, text in table(fields.get("reason")).items() if text == UNDECIDED]
    if waiting:
        yield "reason", f"{UNDECIDED} in {', '.join(waiting)}", "the reason of this year", do


def _unknown(fields: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Fields that no rule has, likewise."""
    for place, key in enumerate(key for key in fields if key not in KEYS):
        expected = f"one of {', '.join(KEYS)}" + the_nearest(key, KEYS, place)
        yield key, "no such field", expected, "Correct it"


def from_the_future(rule: Rule, edition: str, as_of: date, place: Place) -> list[Fault]:
    """A published rule that was not yet known on the edition's date."""
    if rule.status != "published" or rule.valid_from <= as_of:
        return []
    return [
        Fault(
            place.file,
            None,
            f"{place.where}.valid_from",
            f"{rule.valid_from} is after {as_of}, the date of edition {edition}",
            "a rule published by then",
            f"Override it as an assumption in [edition.{edition}.{rule.name}], with the reason",
        )
    ]


def written(value: Any) -> str:
    """A value as it stands in the file, nearly, and never long."""
    plain = isinstance(value, Decimal | date)
    text = str(value) if plain else json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"


def table(value: Any) -> dict[str, Any]:
    """A section, or an empty one where something else stands."""
    return value if isinstance(value, dict) else {}


def the_nearest(name: str, names: Collection[str], before: int) -> str:
    """The end of a sentence with the nearest name, for the first unknown names of a file."""
    return f'; the nearest is "{nearest(name, names)}"' if before < SUGGESTED else ""


def _interval_faults(fields: Mapping[str, Any], known: Known, place: Place) -> list[Fault]:
    faults = []
    for end in ("low", "high"):
        if end in fields and not _is_bound(fields, known, end):
            what = f"{written(fields[end])} cannot be the {end} end of {written(fields.get('value'))}"
            expected = f"{known[1]}, and low ≤ value ≤ high"
            faults.append(
                Fault(place.file, None, f"{place.where}.{end}", what, expected, "Correct the interval")
            )
    return faults


def _is_bound(fields: Mapping[str, Any], known: Known, end: str) -> bool:
    """Whether one end of a rule's interval is a number that the rule can have, on its side of the value."""
    convert = known[0]
    try:
        bound, value = convert(fields[end]), convert(fields["value"])
    except (ValueError, TypeError, KeyError):
        return False
    numbers = isinstance(bound, int | Fraction) and isinstance(value, int | Fraction)
    return numbers and bool(bound <= value if end == "low" else bound >= value)
