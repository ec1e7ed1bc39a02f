"""Results as JSON and back: exact, and checked against their types, so that a file can hold values and nothing else."""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

_DECIMAL = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?(E[+-]?[0-9]{1,3})?")
_FRACTION = re.compile(r"-?[0-9]{1,40}/[1-9][0-9]{0,39}")


def to_plain(value: Any) -> Any:
    """A result as what JSON can write; floats are written so that every bit comes back.

    Raises:
        TypeError: something else than dataclasses, tuples, mappings, numbers, dates and text is in it.
    """
    if dataclasses.is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return [[to_plain(key), to_plain(item)] for key, item in value.items()]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Decimal | date):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not kept")


def from_plain(kind: Any, plain: Any) -> Any:
    """The result of a type from what ``to_plain`` made of it.

    Args:
        kind: the type as it is annotated.
        plain: what was read; nobody knows who wrote it.

    Raises:
        ValueError: it is not of the type.
    """
    if dataclasses.is_dataclass(kind):
        return _dataclass(kind, plain)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _one_of(inner, plain)
    if origin is Literal:
        return _checked(plain, isinstance(plain, str) and plain in inner)
    if origin is tuple:
        return _tuple(inner, plain)
    if origin is not None and issubclass(origin, Mapping):
        _checked(plain, isinstance(plain, list) and all(isinstance(p, list) and len(p) == 2 for p in plain))
        return {from_plain(inner[0], key): from_plain(inner[1], item) for key, item in plain}
    return _single(kind, plain)


def _dataclass(kind: Any, plain: Any) -> Any:
    fields = _fields(kind)
    _checked(plain, isinstance(plain, dict) and plain.keys() == fields.keys())
    return kind(**{name: from_plain(hint, plain[name]) for name, hint in fields.items()})


@cache
def _fields(kind: Any) -> dict[str, Any]:
    """The types of a dataclass's fields by name; worked out once, since a result has thousands of rows."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _one_of(kinds: tuple[Any, ...], plain: Any) -> Any:
    if plain is None:
        return _checked(None, types.NoneType in kinds)
    (kind,) = (kind for kind in kinds if kind is not types.NoneType)
    return from_plain(kind, plain)


def _tuple(inner: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    _checked(plain, isinstance(plain, list))
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(from_plain(inner[0], item) for item in plain)
    _checked(plain, len(plain) == len(inner))
    return tuple(from_plain(kind, item) for kind, item in zip(inner, plain, strict=True))


def _single(kind: Any, plain: Any) -> Any:
    if kind is date:
        return date.fromisoformat(_checked(plain, isinstance(plain, str)))
    if kind is Decimal:
        return Decimal(_checked(plain, isinstance(plain, str) and _DECIMAL.fullmatch(plain) is not None))
    if kind is Fraction:
        return Fraction(_checked(plain, isinstance(plain, str) and _FRACTION.fullmatch(plain) is not None))
    if kind is float:  # a whole number does where a float is annotated
        return _checked(plain, isinstance(plain, float | int) and not isinstance(plain, bool))
    return _checked(plain, kind in (bool, int, str, types.NoneType) and type(plain) is kind)


def _checked(plain: Any, right: bool) -> Any:
    if not right:
        raise ValueError("the value is not of the type that is expected")
    return plain
