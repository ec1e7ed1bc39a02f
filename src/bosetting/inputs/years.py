"""What a year is, wherever one is written: in a table, in a rule, in a name, in a manifest."""

from __future__ import annotations

import re

YEAR = r"[12][0-9]{3}"
"""A year as a regular expression: four digits, of this millennium or the one before."""


def is_year(value: object) -> bool:
    """Whether a value is a whole number that can be a year."""
    return type(value) is int and re.fullmatch(YEAR, str(value)) is not None
