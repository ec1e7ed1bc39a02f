"""Names as they are stored: one way to write each, and no two alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from bosetting.inputs.lookup import fold
from bosetting.inputs.reading.tables import Table
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.told.printable import invisible
from bosetting.inputs.weighed.checking import Check, Tables, fault
from bosetting.inputs.years import EDITION, is_edition_name

NAMES = (("municipalities", "kommune"), ("municipalities", "fylke"), ("municipal_parts", "part"))
"""Tables and columns that hold names of places."""


def _names_are_clean(tables: Tables) -> Iterator[Fault]:
    """A character that nobody sees, or a letter stored as two, makes a name that is never found again."""
    for name, column in NAMES:
        if name in tables:
            yield from _in_column(tables[name], column)


def _in_column(table: Table, column: str) -> Iterator[Fault]:
    for row in table:
        text = row[column]
        hidden = list(filter(invisible, text))
        shown = "".join("?" if invisible(sign) else sign for sign in text)
        if hidden:
            what = f'"{shown}" holds the invisible character U+{ord(hidden[0]):04X}'
            yield fault(table, row, column, what, "letters that can be seen", "Type the name anew")
        elif text != unicodedata.normalize("NFC", text):
            what = f'"{text}" has an accent stored apart from its letter'
            yield fault(table, row, column, what, "Unicode in the form NFC", "Type the name anew")
        elif text != " ".join(text.split()):
            what = f'"{text}" has spaces too many'
            yield fault(table, row, column, what, "one space between words", "Remove them")
        elif not fold(text):
            yield fault(table, row, column, f'"{text}" has no letters', "a name", "Give the name")


def _names_differ(tables: Tables) -> Iterator[Fault]:
    """Two municipalities of one county never share a name, whatever the case."""
    table = tables["municipalities"]
    first: dict[tuple[str, str], tuple[str, int]] = {}
    for row in table:
        key = row["fylke_nr"], " ".join(unicodedata.normalize("NFKC", row["kommune"]).casefold().split())
        code, line = first.setdefault(key, (row["kommune_nr"], row.line))
        if line != row.line:
            what = f"{row['kommune']} is {code} in row {line} already, in the same county"
            yield fault(
                table, row, "kommune", what, "one name, one municipality", "Correct the name or the code"
            )


def _editions_are_names(tables: Tables) -> Iterator[Fault]:
    """An edition's name becomes a folder's, whatever the description of the table lets pass."""
    table = tables["forecasts"]
    for row in table:
        if not is_edition_name(row["edition"]):
            what = f'"{row["edition"]}" cannot be the name of a folder'
            yield fault(table, row, "edition", what, EDITION, "Correct the name")


NAME_CHECKS = (
    Check(_editions_are_names, reads=("forecasts",)),
    Check(_names_are_clean),
    Check(_names_differ, reads=("municipalities",)),
)
