"""The reference as it lies in its folder."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import pandas as pd

from bosetting.inputs.reading.encoding import Unreadable
from bosetting.inputs.reading.files import read_rows, read_text, why
from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.sources.draw.reference_cells import ANEW, checked
from bosetting.sources.figures.table import Cell

Record = Mapping[str, str]


class Reference:
    """The tables of a folder, each read once.

    Attributes:
        folder: where they lie.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, list[dict[str, str]]] = {}

    def rows(self, table: str) -> list[dict[str, str]]:
        """Rows of a table, every cell as text.

        Raises:
            BadInput: the table is not there or cannot be read.
        """
        if table not in self._read:
            self._read[table] = self._rows(table)
        return self._read[table]

    def frame(self, table: str, chosen: Callable[[Record], bool]) -> pd.DataFrame:
        """The chosen rows of a table as a frame of text, blanks as they stand."""
        kept = [row for row in self.rows(table) if chosen(row)]
        columns = list(self.rows(table)[0]) if self.rows(table) else []
        return pd.DataFrame(kept, columns=columns, dtype=object)

    @cached_property
    def changes(self) -> pd.DataFrame:
        """The changes of municipalities."""
        return self.frame("changes", lambda row: True)

    def _rows(self, table: str) -> list[dict[str, str]]:
        file = f"data/reference/{table}.csv"
        try:
            lines = read_rows(read_text(self.folder / f"{table}.csv").text).rows
        except FileNotFoundError:
            do = "Fill the reference, or leave the table out of draw.toml"
            raise BadInput([Fault(file, None, None, "is not there", "", do)]) from None
        except Unreadable as error:
            raise BadInput([Fault(file, error.row, None, error.what, error.expected, error.do)]) from None
        except (ValueError, csv.Error, OSError) as error:
            what = f"the file cannot be read: {why(error)}"
            raise BadInput([Fault(file, None, None, what, "CSV in UTF-8", ANEW)]) from None
        return checked(lines, table, file)


def number(text: str) -> int | Decimal | None:
    """A cell as a number; None where it is blank."""
    if not text:
        return None
    return int(text) if text.isdecimal() else Decimal(text)


def day(text: str) -> date:
    """A cell as a date."""
    return date.fromisoformat(text)


def last_day(rows: Iterable[Record]) -> date:
    """When the last of some figures was first public."""
    return max(day(row["published"]) for row in rows)


def whole(cell: Cell | object) -> int | None:
    """A number of carried persons as a whole one; None where there is none."""
    text = "" if cell is None else str(cell)
    return int(text) if text and text != "nan" else None
