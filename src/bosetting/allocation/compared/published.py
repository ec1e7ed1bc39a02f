"""What was in fact asked: the published request of an edition, as far as it is known.

It serves comparison only and never steers an allocation, so it may be newer than the edition.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bosetting.inputs.model import CountyTotal, Inputs


@dataclass(frozen=True)
class Published:
    """What is known of one municipality's published request.

    Attributes:
        asked: None where not known.
        persons: 0 for one that was not asked; None where not known.
    """

    asked: bool | None
    persons: int | None


@dataclass(frozen=True)
class Latest:
    """The last request of the year that is known of one municipality.

    Attributes:
        persons: 0 for one that was not asked.
        published: the day it became public.
    """

    persons: int
    published: date


def published_request(inputs: Inputs) -> dict[str, Published]:
    """The edition's own request as published, by code; only those of whom something is known."""
    return {code: Published(*row) for code, row in inputs.published_rows.items()}


def published_of(inputs: Inputs, code: str) -> Published | None:
    """The edition's own request of one municipality as published; None where nothing is known of it."""
    row = inputs.published_rows.get(code)
    return None if row is None else Published(*row)


def latest_of(inputs: Inputs, code: str) -> Latest | None:
    """The last request of the year to one municipality, where it says more than the edition's own; else None."""
    row = inputs.latest_rows.get(code)
    own = published_of(inputs, code)
    if row is None or (own is not None and own.persons == row[0]):
        return None
    return Latest(*row)


def outcome_totals(inputs: Inputs) -> tuple[CountyTotal, ...]:
    """The county sums read off the edition's outcome; empty where there are none."""
    table = inputs.tables["county_totals"]
    rows = table[(table["edition"] == inputs.edition.name) & (table["status"] == "outcome")]
    return tuple(
        CountyTotal(row["fylke_nr"], int(row["persons"]), row["source"]) for row in rows.to_dict("records")
    )
