"""What a municipality was asked for, decided and settled in earlier years, as far as it is public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from bosetting.inputs.model import Inputs

Measure = Literal["request", "decision", "settled"]
DECISION = "decision"
"""What published_requests.csv calls the municipalities' own numbers, which are no request."""
_ORDER = {"request": 0, "decision": 1, "settled": 2}


@dataclass(frozen=True)
class Earlier:
    """One figure of an earlier year.

    Attributes:
        year: that it is for.
        measure: request, decision (the municipality's own) or settled.
        edition: which request of the year, as published_requests.csv names it; empty for the others.
        persons: None where not known.
        low: fewest persons where the publisher hides the number.
        high: most persons, likewise.
        published: when; of two requests for one year the later counts.
        status: ok, suppressed (hidden by the publisher), missing (not published) or not_applicable.
    """

    year: int
    measure: Measure
    edition: str
    persons: int | None
    low: int | None
    high: int | None
    published: date
    status: str

    @property
    def place(self) -> tuple[int, int, date]:
        """Its place in a history: by year, then as it came about."""
        return self.year, _ORDER[self.measure], self.published


def histories(inputs: Inputs) -> dict[str, tuple[Earlier, ...]]:
    """Figures of the years before the request that were public by the edition's date, by code, oldest first."""
    rows: dict[str, list[Earlier]] = defaultdict(list)
    for name in ("published_requests", "settled"):
        for row in _rows(inputs.tables[name]):
            if row["year"] < inputs.year and row["published"] <= inputs.edition.as_of:
                rows[row["kommune_nr"]].append(_earlier(row))
    return {m.number: tuple(sorted(rows[m.number], key=lambda e: e.place)) for m in inputs.municipalities}


def _rows(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows as plain values, column by column: much quicker than cell by cell in a table of hundred thousands."""
    columns = [table[name].tolist() for name in table.columns]
    return (dict(zip(table.columns, cells, strict=True)) for cells in zip(*columns, strict=True))


def _earlier(row: dict[Any, Any]) -> Earlier:
    edition = row.get("edition", "")
    measure: Measure = "settled" if not edition else "decision" if edition == DECISION else "request"
    return Earlier(
        year=int(row["year"]),
        measure=measure,
        edition=edition if measure == "request" else "",
        persons=_whole(row["persons"]),
        low=_whole(row.get("low")),
        high=_whole(row.get("high")),
        published=row["published"],
        status=row["status"],
    )


def _whole(value: Any) -> int | None:
    return None if value is None or pd.isna(value) else int(value)
