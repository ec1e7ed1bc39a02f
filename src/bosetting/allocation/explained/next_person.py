"""The total at which a municipality's next person comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bosetting.allocation.adjustments import demand_of, demands
from bosetting.allocation.counties import county_weights
from bosetting.allocation.division.named import NamedDivision
from bosetting.allocation.request import Request


@dataclass(frozen=True)
class NextPerson:
    """When a municipality's number would be higher by one (or by one ``unit`` of the rules).

    Attributes:
        of: county where the county's total is given, else country: which total has to grow.
        total: the smallest total that brings it, in persons, all else unchanged.
        more: by how much that is more than the edition's.
    """

    of: Literal["county", "country"]
    total: int
    more: int


def next_persons(request: Request) -> dict[str, NextPerson | None]:
    """The next person of every municipality, by code; None where it is not asked or can get no more."""
    caps = _caps(request)
    weights = {a.municipality.number: a.indicators.micro_weight for a in request.allotments}
    found: dict[str, NextPerson | None] = {a.municipality.number: None for a in request.allotments}
    if request.inputs.rules.division == "one_stage":
        for code in request.one_stage.codes:
            found[code] = _national(request, places_until(request.one_stage, weights, caps, code, 1))
        return found
    for county in request.counties:
        for code in () if county.division is None else county.division.codes:
            assert county.division is not None  # noqa: S101 - the line above
            places = places_until(county.division, weights, caps, code, 1)
            if county.status == "computed":
                found[code] = _national(request, _for_county(request, caps, county.number, places))
            elif places is not None:
                more = places * request.inputs.rules.unit
                found[code] = NextPerson("county", county.persons + more, more)
    return found


def places_until(
    named: NamedDivision, weights: Mapping[str, int], caps: Mapping[str, int | None], code: str, more: int
) -> int | None:
    """How many more places a division needs until ``code`` has ``more`` more; None if that never comes.

    Places go by claims, 2A / (2x + 1) for the one after x. Whoever has a larger claim is served before, and of
    two with the same claim the one that comes first in the division's order.
    """
    shares, own = named.shares, named.codes.index(code)
    last = shares[code] + more
    cap = caps[code]
    if weights[code] == 0 or (cap is not None and last > cap):
        return None
    claim = Fraction(2 * weights[code], 2 * last - 1)
    places = more
    for i, other in enumerate(named.codes):
        if other != code:
            reached = _served_before(weights[other], claim, first=i < own)
            limit = caps[other]
            places += max(0, (reached if limit is None else min(reached, limit)) - shares[other])
    return places


def _served_before(weight: int, claim: Fraction, first: bool) -> int:
    """The largest x whose place goes before ``claim``: 2A / (2x - 1) is larger, or as large and served first."""
    limit = (2 * weight / claim + 1) / 2
    x = limit.__floor__()
    return x if x != limit or first else x - 1


def _for_county(
    request: Request, caps: Mapping[str, int | None], county: str, places: int | None
) -> int | None:
    """How many more places the country needs until a county without a given total has ``places`` more."""
    named = request.county_division
    if named is None or places is None:
        return None
    weights = county_weights(
        request.inputs,
        [a.municipality for a in request.asked],
        {a.municipality.number: a.indicators.micro_weight for a in request.asked},
    )
    return places_until(named, weights, _county_caps(request, caps, named.codes), county, places)


def _caps(request: Request) -> dict[str, int | None]:
    """Upper bounds in units by code; None where nothing but the total bounds the number."""
    demanded = demands(request.adjustments)
    if request.inputs.rules.cap is not None:
        return {code: upper for code, (_, upper) in request.limits.items()}
    return {
        code: None if demand_of(demanded, code).most is None else upper
        for code, (_, upper) in request.limits.items()
    }


def _county_caps(
    request: Request, caps: Mapping[str, int | None], counties: Sequence[str]
) -> dict[str, int | None]:
    sums: dict[str, int | None] = dict.fromkeys(counties, 0)
    for a in request.asked:
        county = a.municipality.county_number
        before, cap = sums.get(county), caps[a.municipality.number]
        sums[county] = None if before is None or cap is None else before + cap
    return sums


def _national(request: Request, places: int | None) -> NextPerson | None:
    if places is None:
        return None
    more = places * request.inputs.rules.unit
    return NextPerson("country", request.inputs.edition.requested + more, more)
