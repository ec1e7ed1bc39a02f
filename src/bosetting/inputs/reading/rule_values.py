"""What the values of rules.toml must be: one converter a rule, with words for what it takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

Known = tuple[Callable[[Any], Any], str]
"""How a value is read, and what it must be."""
MOST = 10**7
"""More than any number of persons or municipalities that a rule can speak of in Norway."""
STEPS = ("continuity", "threshold", "priority", "all")
"""How municipalities can be selected: those asked in an earlier request, by size, by priority, everybody."""
WEIGHT_FORMS = ("additive", "multiplicative", "standardised")
COUNTY_SPLITS = ("published", "previous_request", "weights", "none")
MINORS_BASES = ("asked_for_minors_before", "all_asked", "listed")


def _whole(least: int, most: int = MOST) -> Known:
    def convert(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError
        return int(value)

    return convert, f"a whole number of at least {least} and at most {most}"


def _decimal(most: int, above: bool = False, places: int = 9, least: Decimal = Decimal(0)) -> Known:
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


def _one_of(*choices: str) -> Known:
    def convert(value: Any) -> str:
        if value not in choices:
            raise ValueError
        return str(value)

    return convert, "one of " + ", ".join(f'"{choice}"' for choice in choices)


def _steps(value: Any) -> tuple[str, ...]:
    if value == ["all"]:
        return ("all",)
    ordered = [step for step in STEPS if isinstance(value, list) and step in value]
    if not ordered or value != ordered or ordered[-1] != "priority":
        raise ValueError
    return tuple(ordered)


def _period(value: Any) -> tuple[date | str | int, ...]:
    """One day, quarter or year, or several of one kind; whole in order of time, so that lists compare."""
    periods = value if isinstance(value, list) else [value]
    kinds = {type(period) for period in periods}
    if len(kinds) != 1 or not kinds <= {date, str, int} or len(set(periods)) < len(periods):
        raise ValueError
    if any(
        not re.match(r"(19|20)[0-9]{2}(?![0-9])", str(period)) or len(str(period)) > 40 for period in periods
    ):
        raise ValueError
    return tuple(sorted(periods))


def _factors(value: Any) -> Mapping[str, Fraction]:
    if not isinstance(value, dict) or not value:
        raise ValueError
    number = _decimal(100, above=True, places=6)[0]
    return MappingProxyType({str(name): number(factor) for name, factor in value.items()})


def _codes(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise ValueError
    if len(set(value)) < len(value):
        raise ValueError
    return tuple(sorted(value))


def _request(value: Any) -> tuple[int, str]:
    found = re.fullmatch(r"((?:19|20)[0-9]{2})/([^/]+)", value) if isinstance(value, str) else None
    if found is None:
        raise ValueError
    return int(found[1]), found[2]


def _optional(value: Any) -> int | None:
    return None if value == "none" else _whole(1)[0](value)


def _day(value: Any) -> date:
    if type(value) is not date:
        raise ValueError
    return value


def _rates_year(value: Any) -> int | None:
    return None if value == "none" else _whole(1900, 2100)[0](value)


KNOWN: Mapping[str, Known] = MappingProxyType(
    {
        "selection": (_steps, 'steps in this order: "continuity", "threshold", "priority"; or "all" alone'),
        "number_asked": _whole(1),
        "threshold": _whole(0),
        "previous_request": (_request, 'a year and an edition as "YEAR/EDITION"'),
        "weight_form": _one_of(*WEIGHT_FORMS),
        "floor": _whole(1),
        "cap": (_optional, 'a whole number of at least 1, or "none"'),
        "unit": _whole(1),
        "division": _one_of("county_first", "one_stage"),
        "county_split": _one_of(*COUNTY_SPLITS),
        "minors_basis": _one_of(*MINORS_BASES),
        "minors_listed": (_codes, 'codes of municipalities such as ["0301"]'),
        "minors_floor": _whole(0),
        "grant_rates_of": (_rates_year, 'a year, or "none"'),
        "answer_by": (_day, "a date as YYYY-MM-DD"),
    }
)
"""Every rule that is not of one criterion."""

OF_CRITERION: Mapping[str, Known] = MappingProxyType(
    {
        "period": (_period, 'a date, a quarter as "YEAR-K4", a year, or a list of them'),
        "weight": _decimal(1),
        "exponent": _decimal(10, places=2),
        "kappa": _decimal(10**6, least=Decimal("0.01")),
        "mean": _decimal(1, above=True),
        "factors": (_factors, "a number above 0 for each class, such as { 1 = 1.0, 2 = 0.8 }"),
    }
)
"""Every rule that belongs to one criterion; its full name is this and the criterion's, as in weight_population."""
