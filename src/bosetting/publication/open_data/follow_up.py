"""The year's request as it went afterwards: its rows of the open data."""

from __future__ import annotations

from bosetting.allocation.compared.follow_up import FollowUp, Measure, Origin

FOLLOW_UP_COLUMNS = (
    *("level", "code", "name", "measure", "persons", "low", "high", "status"),
    *("counted_to", "published", "source"),
)


def follow_up_rows(found: FollowUp | None) -> list[dict[str, str | int | None]]:
    """The country, each county and each municipality, a row a measure; the columns are ``FOLLOW_UP_COLUMNS``."""
    if found is None:
        return []
    return [
        {
            "level": one.level,
            "code": one.code,
            "name": one.name,
            "measure": measure,
            "persons": count.persons,
            "low": count.low,
            "high": count.high,
            "status": count.status,
            **_origin(found, measure, of_country=one.level == "country"),
        }
        for one in (found.country, *found.counties, *found.municipalities)
        for measure, count in one.counts.items()
    ]


def _origin(found: FollowUp, measure: Measure, *, of_country: bool) -> dict[str, str | None]:
    """Where a count is from; a difference is of the day when both its parts were public."""
    settled = found.total if of_country and found.total is not None else found.origins["settled"]
    requested, decided = found.origins["requested"], found.origins["decided"]
    parts: dict[Measure, tuple[Origin, ...]] = {
        "requested": (requested,),
        "decided": (decided,),
        "undecided": (requested, decided),
        "settled": (settled,),
        "rest": (decided, settled),
    }
    behind = parts[measure]
    counted_to = max((one.counted_to for one in behind if one.counted_to is not None), default=None)
    return {
        "counted_to": None if counted_to is None else counted_to.isoformat(),
        "published": max(one.published for one in behind).isoformat(),
        "source": "; ".join(dict.fromkeys(one.source for one in behind)),
    }
