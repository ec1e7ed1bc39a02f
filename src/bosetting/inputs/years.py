"""What a year and an edition's name are, wherever one is written: in a table, in a rule, in a manifest."""

from __future__ import annotations

import re

YEAR = r"[12][0-9]{3}"
"""A year as a regular expression: four digits, of this millennium or the one before."""

FIRST, LAST = 1995, 2100
"""What a year of a table, and a target year, can be."""

_EDITION = re.compile(r"\w[\w-]{0,63}")
EDITION = "a name of letters, digits, _ and -"
"""What the name of an edition must be: it is a folder's name, on every system, and nothing that leads elsewhere."""


def is_year(value: object) -> bool:
    """Whether a value is a whole number that can be a year."""
    return type(value) is int and re.fullmatch(YEAR, str(value)) is not None


def is_edition_name(value: object) -> bool:
    """Whether a value can be the name of an edition, which its folder has."""
    return isinstance(value, str) and _EDITION.fullmatch(value) is not None
