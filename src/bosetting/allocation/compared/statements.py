"""What the publisher's own counts prove of the rule, where the whole letter is not public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bosetting.allocation.request import Request

SIZE = 5_000
"""Residents: the size that the published counts are about."""
MEASURE = "statement_municipalities_asked"


@dataclass(frozen=True)
class Proof:
    """So many statuses must differ from the published ones, whoever they are.

    Attributes:
        places: municipalities asked, as published.
        below: at least so many of them have fewer than ``SIZE`` residents, as published.
        above: municipalities with at least ``SIZE`` residents.
        left_out: at least so many of those were not asked.
        differ: at least so many statuses of the edition differ from the published ones.
        published: when the counts were.
    """

    places: int
    below: int
    above: int
    left_out: int
    differ: int
    published: date


def proof(request: Request) -> Proof | None:
    """What the published counts prove; None where they are not known, or are of another number asked.

    If more small ones were asked than the edition asks, at least as many large ones that it asks were not.
    """
    national = request.inputs.tables["national"]
    rows = national[(national["measure"] == MEASURE) & (national["year"] == request.inputs.year)]
    stated = {row["group"]: row for row in rows.to_dict("records")}
    small = f"residents_below_{SIZE}"
    if "all" not in stated or small not in stated:
        return None
    places, below = int(stated["all"]["persons"]), int(stated[small]["low"])
    if places != len(request.asked):
        return None
    above = sum(1 for a in request.allotments if a.municipality.residents >= SIZE)
    own_below = sum(1 for a in request.asked if a.municipality.residents < SIZE)
    more = max(0, below - own_below)
    return Proof(places, below, above, max(0, above - (places - below)), 2 * more, stated["all"]["published"])
