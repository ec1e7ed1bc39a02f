"""Letters in the tables and rules that the report's font lacks, told before anything is built."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bosetting.inputs.reading.cells import short
from bosetting.inputs.reading.tables import Table
from bosetting.inputs.told.faults import BadInput, Fault, collected
from bosetting.inputs.year import Checked, check_year
from bosetting.report.drawing.fonts import FAMILY, letters

_SHOWS_NOTHING = frozenset("\u00ad\u200d\ufe0e\ufe0f")
"""What only says how its neighbours are written: it needs no glyph."""


def with_unwritable(checked: Checked) -> Checked:
    """What was checked, with a fault for every text that has letters the report's font lacks.

    With such a letter there would be a page, but no PDF.

    Raises:
        FontError: The font is not installed.
    """
    faults = [
        _fault(table.file, row.line, column, text)
        for table in checked.tables.values()
        for column in _text_columns(table)
        for row in table
        if (text := row[column]) and _lacking(text)
    ]
    rules = _texts(checked.rules, "")
    faults += [_fault(checked.rules_file, None, name, text) for name, text in rules if _lacking(text)]
    folder = checked.rules_file.removesuffix("rules.toml")
    faults += [
        _fault(f"{folder}words.{language}.toml", None, name, text)
        for language, words in checked.words.items()
        for name, text in _texts(words, "")
        if _lacking(text)
    ]
    return replace(checked, faults=collected((*checked.faults, *faults))) if faults else checked


def refuse_unwritable(year: int, root: Path) -> None:
    """Letters the font lacks are told by row before anything is set, and not by the PDF when all else is done.

    Args:
        year: the target year, whose folder is otherwise in order.
        root: the folder that holds ``data/``.

    Raises:
        BadInput: naming every such text.
        FontError: The font is not installed.
    """
    checked = check_year(year, root)
    found = [fault for fault in with_unwritable(checked).faults if fault not in checked.faults]
    if found:
        raise BadInput(found)


def _text_columns(table: Table) -> list[str]:
    return [field["name"] for field in table.schema["fields"] if field["type"] == "string"]


def _texts(section: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """Every text of a document by its dotted name."""
    for key, value in section.items():
        if isinstance(value, Mapping):
            yield from _texts(value, f"{name}{key}.")
        elif isinstance(value, str):
            yield f"{name}{key}", value


def _lacking(text: str) -> list[str]:
    """The letters that cannot be set, each once; those that can be put together of two are not among them."""
    if text.isascii():
        return []
    known = letters() | _SHOWS_NOTHING
    whole = dict.fromkeys(unicodedata.normalize("NFC", text))
    return [
        sign
        for sign in whole
        if sign not in known
        and not sign.isspace()
        and not known.issuperset(unicodedata.normalize("NFD", sign))
    ]


def _fault(file: str, row: int | None, column: str, text: str) -> Fault:
    named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in _lacking(text)[:5])
    what = f"{short(text)} holds {named}, which the report's font lacks"
    expected = f"letters of {FAMILY}, which has Latin, Greek and Cyrillic ones"
    return Fault(file, row, column, what, expected, "Write it with other letters")
