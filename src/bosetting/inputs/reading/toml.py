"""TOML from people, refused where reading it would take forever or where no rule could hold it."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

from bosetting.inputs.told.printable import disturbing

LARGEST, DEEPEST, MOST_NAMES, LONGEST = 1024 * 1024, 20, 20_000, 10_000
"""Characters, levels, names, and characters of a name or text: far more than the rules of a year."""
_QUOTED = re.compile(r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*')


def read_toml(text: str) -> dict[str, Any]:
    """The parsed document, with decimals as they are written.

    Raises:
        ValueError: it is not TOML, or deeper, larger or stranger than rules can be.
    """
    if len(text) > LARGEST:
        raise ValueError(f"it has more than {LARGEST:,} characters")
    # Asked before it is parsed: the time that takes grows with the square of the depth.
    if _is_deep(text):
        raise ValueError(f"it is nested deeper than {DEEPEST} levels")
    document = tomllib.loads(text, parse_float=Decimal)
    _refuse_strange(document)
    return document


def _is_deep(text: str) -> bool:
    depth = dots = 0
    for sign in _QUOTED.sub("s", text):
        if sign == ".":
            dots += 1
        elif sign in "\n,=[]{}":
            dots = 0
            depth += (sign in "[{") - (sign in "]}")
        if max(depth, dots) > DEEPEST:
            return True
    return False


def _refuse_strange(document: dict[str, Any]) -> None:
    waiting: list[Any] = [document]
    names = 0
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            names += len(value)
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            names += len(value)
            waiting += value
        elif isinstance(value, str):
            _refuse_text(value)
        elif isinstance(value, int) and value.bit_length() > 63:
            raise ValueError("it holds a whole number of more than 63 bits")
        if names > MOST_NAMES:
            raise ValueError(f"it holds more than {MOST_NAMES:,} names and values")


def _refuse_text(text: str) -> None:
    if len(text) > LONGEST:
        raise ValueError(f"it holds a text of {len(text):,} characters, more than {LONGEST:,}")
    hidden = next((sign for sign in text if disturbing(sign) and sign not in "\n\t"), None)
    if hidden is not None:
        raise ValueError(f"it holds the invisible character U+{ord(hidden):04X}")
