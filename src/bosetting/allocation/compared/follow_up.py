"""What became of the year's request: decided and settled, and what is left, with bounds where a number is hidden.

Nothing here steers a number: it is what happened after the edition's day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import pandas as pd

from bosetting.inputs.model import NATIONAL, Inputs

Measure = Literal["requested", "decided", "undecided", "settled", "rest"]
MEASURES: tuple[Measure, ...] = ("requested", "decided", "undecided", "settled", "rest")
COUNTED: tuple[Measure, ...] = ("requested", "decided", "settled")
Status = Literal["ok", "bounded", "suppressed", "missing", "not_applicable"]
Level = Literal["country", "county", "municipality"]


@dataclass(frozen=True)
class Count:
    """Persons, as far as they are known.

    Attributes:
        low: fewest; None where not known.
        high: most; None where not known. Of a number that is known both ends are that number.
        status: ok; suppressed, hidden by the publisher; bounded, worked out from hidden or unknown numbers; missing; or
            not_applicable, neither asked nor with a decision.
    """

    low: int | None
    high: int | None
    status: Status

    @property
    def persons(self) -> int | None:
        """The number; None where it is not known."""
        return self.low if self.status == "ok" else None


@dataclass(frozen=True)
class Followed:
    """One municipality, county or the country.

    Attributes:
        level: which of them.
        code: four digits, two, or 0000.
        name: blank for the country.
        counts: by measure; undecided is requested less decided, rest is decided less settled.
    """

    level: Level
    code: str
    name: str
    counts: Mapping[Measure, Count]


@dataclass(frozen=True)
class Origin:
    """When the figures of a measure became public, and where.

    Attributes:
        published: the day of the last of them.
        counted_to: the last day that settled persons are counted; None for the others.
        source: who published them; of several, one after another.
    """

    published: date
    counted_to: date | None
    source: str


@dataclass(frozen=True)
class FollowUp:
    """The year as it went.

    Attributes:
        version: which request of the year was decided on, as published_requests.csv names it.
        origins: by measure that is counted: requested, decided, settled.
        total: of the country's own number of settled persons; None where it is the sum of the municipalities.
        country: the whole country.
        counties: in order of code.
        municipalities: in order of code.
    """

    version: str
    origins: Mapping[Measure, Origin]
    total: Origin | None
    country: Followed
    counties: tuple[Followed, ...]
    municipalities: tuple[Followed, ...]

    @property
    def as_of(self) -> date:
        """The day it stands of: when the last of its figures became public."""
        origins = [*self.origins.values(), *([] if self.total is None else [self.total])]
        return max(origin.published for origin in origins)

    @property
    def decisions(self) -> dict[str, int]:
        """Persons decided by code: the fewest where the number is hidden, 0 where none is known."""
        return {one.code: one.counts["decided"].low or 0 for one in self.municipalities}


def follow_up(inputs: Inputs) -> FollowUp | None:
    """Follow the request through its year; None where nothing is held of what was decided and settled.

    Args:
        inputs: outcomes.csv, and the country's number of settled persons in national.csv.
    """
    table = inputs.tables.get("outcomes")
    if table is None or table.empty or set(table["measure"]) != set(COUNTED):
        return None
    known = _counts(table)
    municipalities = tuple(
        Followed("municipality", m.number, m.name, _with_differences(known[m.number]))
        for m in inputs.municipalities
        if m.number in known
    )
    counties = _counties(inputs, municipalities)
    country = _sum("country", NATIONAL, "", municipalities)
    origins = {measure: _origin(table, measure) for measure in COUNTED}
    whole = _settled_in_all(inputs)
    printed = country.counts["settled"].low or 0
    if whole is not None and printed <= whole[0]:
        counties = _within(counties, whole[0] - printed)
        settled = Count(whole[0], whole[0], "ok")
        country = replace(country, counts=_with_differences({**country.counts, "settled": settled}))
    else:
        whole = None
    version = str(table.loc[table["measure"] == "requested", "version"].iloc[0])
    return FollowUp(version, origins, None if whole is None else whole[1], country, counties, municipalities)


def _counts(table: pd.DataFrame) -> dict[str, dict[Measure, Count]]:
    found: dict[str, dict[Measure, Count]] = {}
    names = ("kommune_nr", "measure", "persons", "low", "high", "status")
    for code, measure, persons, low, high, status in zip(*(table[n].tolist() for n in names), strict=True):
        ends = (persons, persons) if status == "ok" else (low, high)
        least, most = (None if end is None or pd.isna(end) else int(end) for end in ends)
        found.setdefault(code, {})[measure] = Count(least, most, status)
    return found


def _origin(table: pd.DataFrame, measure: str) -> Origin:
    rows = table[table["measure"] == measure]
    days = [day for day in rows["counted_to"] if not pd.isna(day)]
    sources = sorted(set(rows["source"]))
    return Origin(max(rows["published"]), max(days, default=None), "; ".join(sources))


def _settled_in_all(inputs: Inputs) -> tuple[int, Origin] | None:
    """The country's own number of the whole year; a sum of printed rows, which has bounds, is none."""
    table = inputs.tables["national"]
    rows = table[(table["measure"] == "settled") & (table["group"] == "all") & (table["year"] == inputs.year)]
    rows = rows[rows["persons"].notna() & rows["low"].isna()]
    if rows.empty:
        return None
    row = rows.iloc[-1]
    return int(row["persons"]), Origin(row["published"], date(inputs.year, 12, 31), str(row["source"]))


def _counties(inputs: Inputs, municipalities: Sequence[Followed]) -> tuple[Followed, ...]:
    of = {m.number: m.county_number for m in inputs.municipalities}
    return tuple(
        _sum("county", number, name, [one for one in municipalities if of[one.code] == number])
        for number, name in inputs.counties.items()
    )


def _sum(level: Level, code: str, name: str, parts: Sequence[Followed]) -> Followed:
    sums = {measure: _added(one.counts[measure] for one in parts) for measure in COUNTED}
    return Followed(level, code, name, _with_differences(sums))


def _added(counts: Iterable[Count]) -> Count:
    """The sum as far as it can be proved: an unknown number is at least 0, and then there is no most."""
    every = [count for count in counts if count.status != "not_applicable"]
    low = sum(count.low or 0 for count in every)
    high = None if any(count.high is None for count in every) else sum(count.high or 0 for count in every)
    return Count(low, high, "ok" if all(count.status == "ok" for count in every) else "bounded")


def _within(counties: Iterable[Followed], left: int) -> tuple[Followed, ...]:
    """Counties with an unknown number have at most what the country's number leaves above everyone's fewest.

    Where all that is unknown is hidden, the publisher's own bounds stay: nothing is narrowed by a total.
    """
    return tuple(
        county
        if county.counts["settled"].high is not None
        else replace(county, counts=_with_differences({**county.counts, "settled": _at_most(county, left)}))
        for county in counties
    )


def _at_most(county: Followed, left: int) -> Count:
    low = county.counts["settled"].low or 0
    return Count(low, low + left, "bounded")


def _with_differences(counts: Mapping[Measure, Count]) -> dict[Measure, Count]:
    """The counts in the order of ``MEASURES``, with what is left of each."""
    requested, decided, settled = (counts[measure] for measure in COUNTED)
    found: dict[Measure, Count] = {
        **counts,
        "undecided": _less(requested, decided),
        "rest": _less(decided, settled),
    }
    return {measure: found[measure] for measure in MEASURES}


def _less(whole: Count, part: Count) -> Count:
    statuses = {whole.status, part.status}
    if "not_applicable" in statuses:
        return Count(None, None, "not_applicable")
    if "missing" in statuses:
        return Count(None, None, "missing")
    low = None if whole.low is None or part.high is None else whole.low - part.high
    high = None if whole.high is None or part.low is None else whole.high - part.low
    if low is None and high is None:
        return Count(None, None, "missing")
    return Count(low, high, "ok" if statuses == {"ok"} else "bounded")
