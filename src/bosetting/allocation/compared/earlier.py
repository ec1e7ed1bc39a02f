"""The requests of earlier years, as far as a whole one was public by the edition's date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from bosetting.allocation.explained.history import DECISION
from bosetting.inputs.model import Inputs


@dataclass(frozen=True)
class Asked:
    """One year's request.

    Attributes:
        year: that it was for.
        version: its name in published_requests.csv.
        persons: by the codes of the edition; 0 where nobody was asked for.
    """

    year: int
    version: str
    persons: Mapping[str, int]

    @cached_property
    def total(self) -> int:
        """Persons asked for."""
        return sum(self.persons.values())

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """Codes of those asked, in order."""
        return tuple(code for code, persons in sorted(self.persons.items()) if persons)


def earlier_requests(inputs: Inputs) -> tuple[Asked, ...]:
    """Every earlier year's request, oldest first: of its versions the last one published of all municipalities.

    A version of which some numbers are missing is passed over: its rest cannot be guessed.
    """
    table = inputs.tables["published_requests"]
    known = table[
        (table["year"] < inputs.year)
        & (table["published"] <= inputs.edition.as_of)
        & (table["edition"] != DECISION)
        & table["persons"].notna()
    ]
    codes = {m.number for m in inputs.municipalities}
    found: dict[int, tuple[date, Asked]] = {}
    for key, rows in known.groupby(["year", "edition"], sort=False):
        year, version = int(str(key[0])), str(key[1])
        persons, last = _persons(rows), max(rows["published"])
        whole = persons.keys() == codes and any(persons.values())
        if whole and (year not in found or last >= found[year][0]):
            found[year] = last, Asked(year, version, persons)
    return tuple(asked for _, (_, asked) in sorted(found.items()))


def _persons(rows: pd.DataFrame) -> dict[str, int]:
    return {code: int(n) for code, n in zip(rows["kommune_nr"], rows["persons"], strict=True)}
