"""rules.toml: every rule value with its date and its source, or the reason for assuming it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bosetting.inputs.reading.files import is_link_or_device, read_utf8, why
from bosetting.inputs.reading.toml import read_toml
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.told.nearest import SUGGESTED, nearest

STATUSES = ("published", "assumption", "estimated")
RATINGS = ("green", "amber", "red")


@dataclass(frozen=True)
class Rule:
    """One rule as it stands for an edition.

    Attributes:
        name: as in rules.toml.
        value: as written there: whole number, decimal, date, text or list.
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
class Rules:
    """The rule values of one edition, typed, with the rules they come from.

    Attributes:
        population_date: residents are counted on this date.
        employment_period: quarter of the employment figures, for example 2014-K4.
        results_years: years of the programme results.
        previous_request: year and edition of the earlier request, for example (2017, "october_2016").
        number_asked: municipalities to ask.
        selection: ``threshold_then_priority`` or ``priority``.
        threshold: residents; with the first selection everyone at or above it comes first.
        exponent_employment: a in the priority P * e^a * r^b.
        exponent_results: b.
        weight_population: w_P in the weight P * (w_P + w_E * e + w_R * r).
        weight_employment: w_E.
        weight_results: w_R.
        weight_form: ``additive``, ``multiplicative`` or ``standardised``: how the three make one weight.
        floor: fewest persons a municipality is asked for.
        cap: most persons; None for no cap.
        unit: numbers are multiples of it.
        division: ``county_first`` or ``one_stage``.
        county_split: ``previous_request`` or ``weights``: how the rest goes to counties without a given total.
        minors_floor: fewest unaccompanied minors for a municipality that is asked to take any.
        grant_rates_of: the year whose rates stand for those not published; None to leave gaps.
        results_kappa: persons; how many former participants the national share counts for.
        results_share: national share in work or education.
        entries: the rules by name.
    """

    population_date: date
    employment_period: str
    results_years: tuple[int, ...]
    previous_request: tuple[int, str]
    number_asked: int
    selection: str
    threshold: int
    exponent_employment: Fraction
    exponent_results: Fraction
    weight_population: Fraction
    weight_employment: Fraction
    weight_results: Fraction
    weight_form: str
    floor: int
    cap: int | None
    unit: int
    division: str
    county_split: str
    minors_floor: int
    grant_rates_of: int | None
    results_kappa: Fraction
    results_share: Fraction
    entries: Mapping[str, Rule]


MOST = 10**7
"""More than any number of persons or municipalities that a rule can speak of in Norway."""


def _whole(least: int, most: int = MOST) -> tuple[Callable[[Any], int], str]:
    def convert(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError
        return int(value)

    return convert, f"a whole number of at least {least} and at most {most}"


def _decimal(
    most: int, above: bool = False, places: int = 9, least: Decimal = Decimal(0)
) -> tuple[Callable[[Any], Fraction], str]:
    def convert(value: Any) -> Fraction:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise ValueError
        # Not a number, infinite, or so large or long that exact arithmetic with it would take the day.
        exact = Decimal(value)
        if not exact.is_finite() or exact > most or exact != round(exact, places):
            raise ValueError
        if exact < least or (above and exact == 0):
            raise ValueError
        return Fraction(exact)

    lowest = "a number above 0" if above else f"a number of at least {least}"
    return convert, f"{lowest} and at most {most}, with at most {places} decimals"


def _one_of(*choices: str) -> tuple[Callable[[Any], str], str]:
    def convert(value: Any) -> str:
        if value not in choices:
            raise ValueError
        return str(value)

    return convert, "one of " + ", ".join(f'"{choice}"' for choice in choices)


def _date(value: Any) -> date:
    if type(value) is not date:
        raise ValueError
    return value


def _period(value: Any) -> str:
    if not (isinstance(value, str) and re.fullmatch(r"(19|20)[0-9]{2}-K[1-4]", value)):
        raise ValueError
    return value


def _years(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list) or not value or not all(type(year) is int for year in value):
        raise ValueError
    if len(set(value)) < len(value) or not all(1900 < year < 2100 for year in value):
        raise ValueError
    return tuple(sorted(value))


def _request(value: Any) -> tuple[int, str]:
    found = re.fullmatch(r"((?:19|20)[0-9]{2})/([^/]+)", value) if isinstance(value, str) else None
    if found is None:
        raise ValueError
    return int(found[1]), found[2]


def _optional(value: Any) -> int | None:
    return None if value == "none" else _whole(1)[0](value)


def _rates_year(value: Any) -> int | None:
    return None if value == "none" else _whole(1900, 2099)[0](value)


KNOWN: Mapping[str, tuple[Callable[[Any], Any], str]] = MappingProxyType(
    {
        "population_date": (_date, "a date such as 2017-01-01"),
        "employment_period": (_period, 'a quarter such as "2014-K4"'),
        "results_years": (_years, "a list of years such as [2011, 2012]"),
        "previous_request": (_request, 'a year and an edition such as "2017/october_2016"'),
        "number_asked": _whole(1),
        "selection": _one_of("threshold_then_priority", "priority"),
        "threshold": _whole(0),
        "exponent_employment": _decimal(10, places=2),
        "exponent_results": _decimal(10, places=2),
        "weight_population": _decimal(1),
        "weight_employment": _decimal(1),
        "weight_results": _decimal(1),
        "weight_form": _one_of("additive", "multiplicative", "standardised"),
        "floor": _whole(1),
        "cap": (_optional, 'a whole number of at least 1, or "none"'),
        "unit": _whole(1),
        "division": _one_of("county_first", "one_stage"),
        "county_split": _one_of("previous_request", "weights"),
        "minors_floor": _whole(0),
        "grant_rates_of": (_rates_year, 'a year such as 2017, or "none"'),
        "results_kappa": _decimal(10**6, least=Decimal("0.01")),
        "results_share": _decimal(1, above=True),
    }
)
"""Every rule: how its value is read, and what it must be."""

_KEYS = (
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
_SECTIONS = ("default_edition", "publisher", "rule", "edition")


def read_document(path: Path, shown: str) -> tuple[dict[str, Any], list[Fault]]:
    """The parsed rules.toml, or the fault that stops it from being read."""
    try:
        if is_link_or_device(path):
            do = "Put the file itself there, or remove it"
            return {}, [Fault(shown, None, None, "this is a link or no file at all", "a file", do)]
        document = read_toml(read_utf8(path))
    except FileNotFoundError:
        return {}, [Fault(shown, None, None, "the file is missing", "the rules of the year", "Write it")]
    except (ValueError, RecursionError, OSError) as error:
        what = f"the file is not TOML: {why(error)}"
        return {}, [Fault(shown, None, None, what, "TOML 1.0 in UTF-8", "Mend the file")]
    faults: list[Fault] = []
    for name in document:
        if name not in _SECTIONS:
            expected = f"one of {', '.join(_SECTIONS)}" + _the_nearest(name, _SECTIONS, len(faults))
            faults.append(Fault(shown, None, name, "no such section", expected, "Correct the name"))
    return document, faults


def default_edition(document: Mapping[str, Any]) -> str | None:
    """The edition that is built when none is named."""
    name = document.get("default_edition")
    return name if isinstance(name, str) else None


def rules_for(
    document: Mapping[str, Any], edition: str, as_of: date, shown: str
) -> tuple[Rules | None, list[Fault]]:
    """The rules of one edition and every fault in them.

    Args:
        document: the parsed file.
        edition: name of the edition; its own section overrides single fields.
        as_of: a published rule must have been known by then.
        shown: the file's path as the user knows it.

    Returns:
        The rules, or None where a value cannot be used, and the faults. Rules with faults serve to look for
        more faults only.
    """
    base = _table(document.get("rule"))
    editions = _table(document.get("edition"))
    own = _table(editions.get(edition))
    faults = _unknown_names(
        {"rule": base} | {f"edition.{name}": _table(section) for name, section in editions.items()}, shown
    )
    entries: dict[str, Rule] = {}
    values: dict[str, Any] = {}
    for name in KNOWN:
        where = f"edition.{edition}.{name}" if name in own else f"rule.{name}"
        if name not in base and name not in own:
            do = f"Add [rule.{name}] with value, unit, valid_from, status and source"
            faults.append(Fault(shown, None, where, "the rule is missing", KNOWN[name][1], do))
            continue
        fields = {**_table(base.get(name)), **_table(own.get(name))}
        rule, found = _rule(name, fields, name in own, where, shown)
        faults += found
        if rule is not None:
            faults += _from_the_future(rule, edition, as_of, where, shown)
            entries[name] = rule
        try:
            if "value" in fields:
                values[name] = KNOWN[name][0](fields["value"])
        except (ValueError, TypeError):
            what = f"{_written(fields['value'])} cannot be used"
            faults.append(Fault(shown, None, f"{where}.value", what, KNOWN[name][1], "Correct the value"))
    faults += _weights_must_sum(values, shown) + _floor_within_cap(values, shown)
    if len(values) < len(KNOWN):
        return None, faults
    return Rules(**values, entries=MappingProxyType(entries)), faults


def _written(value: Any) -> str:
    """A value as it stands in the file, nearly, and never long."""
    plain = isinstance(value, Decimal | date)
    text = str(value) if plain else json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _unknown_names(sections: Mapping[str, Mapping[str, Any]], shown: str) -> list[Fault]:
    faults: list[Fault] = []
    for where, section in sections.items():
        for name in section:
            if name not in KNOWN:
                expected = "a known rule" + _the_nearest(name, KNOWN, len(faults))
                do = "Correct the name or remove the rule"
                faults.append(Fault(shown, None, f"{where}.{name}", "no such rule", expected, do))
    return faults


def _the_nearest(name: str, names: Collection[str], before: int) -> str:
    """The end of a sentence with the nearest name, for the first unknown names of a file."""
    return f'; the nearest is "{nearest(name, names)}"' if before < SUGGESTED else ""


def _rule(
    name: str, fields: Mapping[str, Any], overridden: bool, where: str, shown: str
) -> tuple[Rule | None, list[Fault]]:
    faults: list[Fault] = []

    def fault(column: str, what: str, expected: str, do: str) -> None:
        faults.append(Fault(shown, None, f"{where}.{column}", what, expected, do))

    for key in fields:
        if key not in _KEYS:
            expected = f"one of {', '.join(_KEYS)}" + _the_nearest(key, _KEYS, len(faults))
            fault(key, "no such field", expected, "Correct it")
    if "value" not in fields:
        fault("value", "the value is missing", KNOWN[name][1], "Give it")
    status = fields.get("status")
    if status not in STATUSES:
        fault("status", f"{status!s} is not a status", f"one of {', '.join(STATUSES)}", "Say which it is")
    if type(fields.get("valid_from")) is not date:
        fault("valid_from", "the date is missing", "a date such as 2017-11-06", "Say when it was known")
    source = fields.get("source", "")
    reason = {k: v for k, v in _table(fields.get("reason")).items() if isinstance(v, str) and v.strip()}
    if status == "published" and not (isinstance(source, str) and source.strip()):
        fault("source", "the source is missing", "publisher, title and address", "Say where it is published")
    if status in ("assumption", "estimated"):
        if "nb" not in reason:
            fault("reason", "the reason is missing", "a reason in nb at least", "Say why it is assumed")
        for rating in ("quality", "impact"):
            if fields.get(rating) not in RATINGS:
                found = f"{fields[rating]!s} is not a rating" if rating in fields else "the rating is missing"
                fault(rating, found, f"one of {', '.join(RATINGS)}", "Rate the assumption")
    faults += _interval_faults(name, fields, where, shown)
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
            overridden=overridden,
        ),
        [],
    )


def _interval_faults(name: str, fields: Mapping[str, Any], where: str, shown: str) -> list[Fault]:
    faults = []
    for end in ("low", "high"):
        if end in fields and not _is_bound(name, fields, end):
            what = f"{_written(fields[end])} cannot be the {end} end of {_written(fields.get('value'))}"
            expected = f"{KNOWN[name][1]}, and low ≤ value ≤ high"
            faults.append(Fault(shown, None, f"{where}.{end}", what, expected, "Correct the interval"))
    return faults


def _is_bound(name: str, fields: Mapping[str, Any], end: str) -> bool:
    """Whether one end of a rule's interval is a number that the rule can have, on its side of the value."""
    convert = KNOWN[name][0]
    try:
        bound, value = convert(fields[end]), convert(fields["value"])
    except (ValueError, TypeError, KeyError):
        return False
    numbers = isinstance(bound, int | Fraction) and isinstance(value, int | Fraction)
    return numbers and bool(bound <= value if end == "low" else bound >= value)


def _from_the_future(rule: Rule, edition: str, as_of: date, where: str, shown: str) -> list[Fault]:
    if rule.status != "published" or rule.valid_from <= as_of:
        return []
    return [
        Fault(
            shown,
            None,
            f"{where}.valid_from",
            f"{rule.valid_from} is after {as_of}, the date of edition {edition}",
            "a rule published by then",
            f"Override it as an assumption in [edition.{edition}.{rule.name}], with the reason",
        )
    ]


def _floor_within_cap(values: Mapping[str, Any], shown: str) -> list[Fault]:
    floor, cap = values.get("floor"), values.get("cap")
    if floor is None or cap is None or floor <= cap:
        return []
    what = f"the cap of {cap} is less than the floor of {floor}"
    return [Fault(shown, None, "rule.cap", what, "floor ≤ cap", "Correct one of them")]


def _weights_must_sum(values: Mapping[str, Any], shown: str) -> list[Fault]:
    names = ("weight_population", "weight_employment", "weight_results")
    if not all(name in values for name in names):
        return []
    total = sum((values[name] for name in names), Fraction(0))
    if total == 1:
        return []
    what = f"the three weights sum to {float(total):g}"
    return [Fault(shown, None, "rule.weight_population", what, "the sum 1", "Correct the weights")]
