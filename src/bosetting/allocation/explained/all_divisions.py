"""Every division of a request by name: with its divisor and its members anyone can do it again by hand."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bosetting.allocation.division.named import NamedDivision, persons_per_place
from bosetting.allocation.request import Request

SharedBy = Literal["criteria", "previous_request"]


@dataclass(frozen=True)
class OneDivision:
    """One division of a request.

    Attributes:
        name: ``counties`` (those without a given total share the rest), ``county_NN``, ``country`` (all in one
            stage) or ``minors``.
        county: its number where the division is within one county, else None.
        found: the result, in places.
        unit: persons a place.
        shared_by: what the places are shared by: criteria-adjusted population, or persons of the previous request.
    """

    name: str
    county: str | None
    found: NamedDivision
    unit: int
    shared_by: SharedBy

    @property
    def divisors(self) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
        """The divisor and the ends of its interval, for weights as they are printed."""
        division = self.found.division
        if self.shared_by == "previous_request":
            return division.divisor, division.low, division.high
        return (
            persons_per_place(division.divisor),
            persons_per_place(division.low),
            persons_per_place(division.high),
        )


def all_divisions(request: Request) -> tuple[OneDivision, ...]:
    """The divisions in the order they are made: counties, each county (or the whole country), minors."""
    rules = request.inputs.rules
    found: list[OneDivision] = []
    if request.county_division is not None:
        by: SharedBy = "previous_request" if rules.county_split == "previous_request" else "criteria"
        found.append(OneDivision("counties", None, request.county_division, rules.unit, by))
    if rules.division == "one_stage":
        found.append(OneDivision("country", None, request.one_stage, rules.unit, "criteria"))
    else:
        found += [
            OneDivision(f"county_{county.number}", county.number, county.division, rules.unit, "criteria")
            for county in request.counties
            if county.division is not None
        ]
    if request.minors is not None:
        found.append(OneDivision("minors", None, request.minors, 1, "criteria"))
    return tuple(found)
