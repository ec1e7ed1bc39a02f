"""The total at which a municipality's next person comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bosetting.allocation.adjustments import demand_of, demands
from bosetting.allocation.counties import CountyShare, county_weights
from bosetting.allocation.division.next_place import Queue
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
    found: dict[str, NextPerson | None] = dict.fromkeys(weights)
    if request.inputs.rules.division == "one_stage":
        queue = Queue.of(request.one_stage, weights, caps)
        return found | {code: _national(request, queue.places_until(code, 1)) for code in queue.order}
    counties = _counties(request, weights, caps)
    for county in request.counties:
        if county.division is not None:
            queue = Queue.of(county.division, weights, caps)
            for code in queue.order:
                found[code] = _in_county(request, county, queue.places_until(code, 1), counties)
    return found


def _in_county(
    request: Request, county: CountyShare, places: int | None, counties: Queue | None
) -> NextPerson | None:
    """The next person that comes when the county has so many more places."""
    if places is None:
        return None
    if county.status == "computed":
        return None if counties is None else _national(request, counties.places_until(county.number, places))
    more = places * request.inputs.rules.unit
    return NextPerson("county", county.persons + more, more)


def _counties(request: Request, weights: Mapping[str, int], caps: Mapping[str, int | None]) -> Queue | None:
    """The counties without a given total; None where all have one."""
    named = request.county_division
    if named is None:
        return None
    by_county = county_weights(request.inputs, [a.municipality for a in request.asked], weights)
    return Queue.of(named, by_county, _county_caps(request, caps, named.codes))


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
