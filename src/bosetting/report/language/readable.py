"""What may stand in print: words, and never a name that only the program knows."""

from __future__ import annotations

import re
from datetime import date

from bosetting.inputs.years import YEAR
from bosetting.report.language.numbers import format_date

IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
"""A name of the program or of a table, such as before_merger."""
_DAY = re.compile(rf"(?<![\w/-])({YEAR})-(\d\d)(?:-(\d\d))?(?![\w-])")


class Quoted(str):
    """Words that somebody else wrote, such as the reason for a deviation: shown as they stand."""

    __slots__ = ()


def readable(text: str, language: str) -> str:
    """Gives a text as it may be printed: dates are written as the language writes them.

    Raises:
        ValueError: the text is an identifier. A value of a table needs a label before it is shown.
    """
    if isinstance(text, Quoted):
        return text
    if IDENTIFIER.fullmatch(text):
        message = f"{text} stands where words are due. Expected a text. Give it a label."
        raise ValueError(message)
    return _DAY.sub(lambda found: _written_day(found, language), text)


def _written_day(found: re.Match[str], language: str) -> str:
    """A date such as 2017-11-06 or 2017-11 in words; what only looks like one stays as it is."""
    year, month, day = found.groups()
    try:
        known = date(int(year), int(month), int(day or 1))
    except ValueError:
        return found.group()
    return format_date(known, language, "long" if day else "month")
