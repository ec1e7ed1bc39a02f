"""One cell of a table: what its field says it must hold, and how Norwegian Excel may have written it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bosetting.inputs.told.nearest import nearest
from bosetting.inputs.told.printable import disturbing

TYPES = {
    "integer": ("a whole number", " without spaces or separators"),
    "number": ("a number", " with a decimal point"),
    "date": ("a date", " written YYYY-MM-DD"),
    "boolean": ("true or false", ""),
    "string": ("text", " on one line"),
}
"""What a cell of each type holds, and how it is written."""
NEEDED = "bosetting:needed"
"""Where a field has the constraints that the code needs, beside its own."""
LONGEST_WITH_PATTERN = 100
"""Characters of a cell that a pattern is tried on."""
_NUMBER = r"-?[0-9]{1,15}"


class Wrong(Exception):
    """A cell's value is not what its field says."""

    def __init__(self, what: str, expected: str, do: str) -> None:
        super().__init__(what)
        self.what, self.expected, self.do = what, expected, do


def value(field: Mapping[str, Any], raw: str, suggest: bool = True) -> Any:
    """The typed value of a cell; None where it is blank.

    Args:
        field: as the Table Schema has it.
        raw: the cell without spaces around it.
        suggest: whether the known value nearest to an unknown one is looked for.

    Raises:
        Wrong: saying what is wrong and what to do.
    """
    asked = (field.get("constraints", {}), field.get(NEEDED, {}))
    if raw == "":
        if any(constraints.get("required") for constraints in asked):
            raise Wrong("the cell is blank", "a value", "Give it, or remove the row")
        return None
    parsed = _parsed(field["type"], raw)
    for constraints in asked:
        _check(constraints, raw, parsed, suggest)
    return parsed


def short(raw: str) -> str:
    """A value cut to what fits in a message, on one line."""
    start = raw[:200]
    line = " ".join("".join(" " if unicodedata.category(s) == "Cc" else s for s in start).split())
    return line if len(line) <= 40 and len(raw) <= 200 else line[:39] + "…"


def _parsed(kind: str, raw: str) -> Any:
    try:
        if kind == "integer" and re.fullmatch(_NUMBER, raw):
            return int(raw)
        if kind == "number" and re.fullmatch(_NUMBER + r"(\.[0-9]{1,15})?", raw):
            return Decimal(raw)
        if kind == "date" and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
            return date.fromisoformat(raw)
        if kind == "boolean" and raw in ("true", "false"):
            return raw == "true"
        if kind == "string" and (raw.isprintable() or not any(map(disturbing, raw))):
            return raw
    except (ValueError, InvalidOperation):
        pass
    raise _unparsed(kind, raw)


def _unparsed(kind: str, raw: str) -> Wrong:
    expected = "".join(TYPES[kind])
    if kind != "string":
        return Wrong(f'"{short(raw)}" is not {TYPES[kind][0]}', expected, _remedy(kind, raw))
    sign = next(filter(disturbing, raw))
    named = f"the invisible character U+{ord(sign):04X}"
    if unicodedata.category(sign) in ("Cc", "Zl", "Zp"):
        named = "a line break or another control character"
    return Wrong(f'"{short(raw)}" holds {named}', expected, "Remove the character")


_REMEDIES = (
    (("integer", "number", "date"), r"#+", "Widen the column where the file was saved, and save it again"),
    (
        ("integer", "number", "string"),
        r"[-−]?[0-9]+([.,][0-9]+)?[eE][-+−]?[0-9]+",
        "Get the number anew, with all its digits",
    ),
    (("integer", "number"), r".*−.*", 'Write "-" (hyphen-minus) for minus'),
    (("number",), r".*,.*", "Write it with a point"),
    (("date",), r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2,4}", "Save it with year-month-day"),
    (("boolean",), r"(?i:sann|usann|true|false)", "Save it with true/false"),
)
"""What to do about what Excel does to values: types, form of the value, remedy."""


def _remedy(kind: str, raw: str) -> str:
    found = (do for kinds, form, do in _REMEDIES if kind in kinds and re.fullmatch(form, raw))
    return next(found, "Correct the value")


def _check(constraints: Mapping[str, Any], raw: str, parsed: Any, suggest: bool) -> None:
    pattern = constraints.get("pattern")
    if pattern and (len(raw) > LONGEST_WITH_PATTERN or not re.fullmatch(pattern, raw)):
        raise _of_another_form(pattern, raw)
    choices = constraints.get("enum")
    if choices and raw not in choices:
        near = nearest(raw, choices) if suggest else None
        do = f'The nearest is "{near}"' if near else "Write one of them"
        raise Wrong(f'"{short(raw)}" is not known', f"one of {', '.join(choices)}", do)
    if "minimum" in constraints and parsed < Decimal(str(constraints["minimum"])):
        least = constraints["minimum"]
        raise Wrong(f"{raw} is less than {least}", f"at least {least}", "Correct the value")
    if "maximum" in constraints and parsed > Decimal(str(constraints["maximum"])):
        most = constraints["maximum"]
        raise Wrong(f"{raw} is more than {most}", f"at most {most}", "Correct the value")


def _of_another_form(pattern: str, raw: str) -> Wrong:
    digits = re.fullmatch(r"\^?\[0-9\]\{(\d)\}\$?", pattern)
    if digits and raw.isascii() and raw.isdigit() and len(raw) < int(digits[1]):
        whole = raw.zfill(int(digits[1]))
        do = f"A leading zero is lost: write {whole} and keep the column as text"
        return Wrong(f'"{raw}" has {len(raw)} digits', f"{digits[1]} digits", do)
    expected = f"{digits[1]} digits" if digits else f"the form {pattern.strip('^$')}"
    return Wrong(f'"{short(raw)}" does not have the right form', expected, _remedy("string", raw))
