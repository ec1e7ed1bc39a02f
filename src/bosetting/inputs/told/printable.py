"""Text from data, manifests and file names made safe to show: it cannot steer a terminal or reorder a line."""

from __future__ import annotations

import re
import unicodedata

_KEPT = frozenset("\u00ad\u200d")
"""Formatting characters that stand in running text and do nothing to the line: soft hyphen and joiner."""


def invisible(sign: str) -> bool:
    """Whether a character shows nothing of its own: every one but letters, signs and the plain space."""
    return sign != " " and unicodedata.category(sign)[0] in "CZ"


def disturbing(sign: str) -> bool:
    """Whether an invisible character has no place in running text, which may have other spaces and hyphens.

    It steers the screen, turns the direction of the line, breaks it, or means nothing to anybody else.
    """
    return invisible(sign) and sign not in _KEPT and unicodedata.category(sign) != "Zs"


def printable(text: str) -> str:
    r"""Text of several lines in which nothing but the line ends steers the terminal.

    What would is written as JSON writes it, such as ``\u001b``, so that JSON stays the same JSON.
    """
    if text.isprintable():
        return text
    return "".join(_escaped(sign) if sign != "\n" and disturbing(sign) else sign for sign in text)


def one_line(text: str, most: int) -> str:
    """Text on one line and cut to so many characters, with spaces for its line ends."""
    if text.isprintable() and len(text) <= most:
        return text
    # Cut before it is rewritten: a cell may be as long as a file.
    start = re.sub(r"[\t\n\v\f\r\x85\u2028\u2029]+", " ", text[: most + 1])
    line = printable(start)
    return line if len(line) <= most and len(text) <= most else line[: most - 1].rstrip() + "…"


def _escaped(sign: str) -> str:
    number = ord(sign)
    if number > 0xFFFF:
        number -= 0x10000
        return f"\\u{0xD800 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"
    return f"\\u{number:04x}"
