"""Results as plain values that JSON can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bosetting.inputs.model import Municipality


def plain(value: object) -> object:  # noqa: PLR0911 - a line a kind of value
    """The value with dataclasses as objects, decimals as printed, fractions as floats and dates in ISO form.

    A municipality becomes its number and name: whoever needs more of it finds it in the open data.
    """
    if isinstance(value, Municipality):
        return {"number": value.number, "name": value.name, "county": value.county}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)
