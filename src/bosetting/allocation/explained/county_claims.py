"""What each county without a given total brings to the division among the counties."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bosetting.allocation.counties import county_weights
from bosetting.allocation.criteria.indices import DECIMALS
from bosetting.allocation.request import Request


@dataclass(frozen=True)
class CountyClaim:
    """One county's claim to a part of the rest.

    Attributes:
        weight: what the rest is shared by: persons of the previous request, or the criteria-adjusted population
            of its municipalities that are asked.
        least: persons that its municipalities' lower bounds demand.
        most: persons that their upper bounds allow; None where that is more than there is to divide.
    """

    weight: int | Decimal
    least: int
    most: int | None


def county_claims(request: Request) -> dict[str, CountyClaim]:
    """The claims by county number, of those that take part in the division among the counties."""
    if request.county_division is None:
        return {}
    inputs, rules = request.inputs, request.inputs.rules
    asked = request.asked
    weights = county_weights(
        inputs,
        [a.municipality for a in asked],
        {a.municipality.number: a.indicators.micro_weight for a in asked},
    )
    claims = {}
    for number in request.county_division.codes:
        bounds = [
            request.limits[a.municipality.number] for a in asked if a.municipality.county_number == number
        ]
        most = sum(upper for _, upper in bounds) * rules.unit
        weight = weights[number]
        claims[number] = CountyClaim(
            weight=weight if rules.county_split == "previous_request" else Decimal(weight).scaleb(-DECIMALS),
            least=sum(lower for lower, _ in bounds) * rules.unit,
            most=None if most > inputs.edition.requested else most,
        )
    return claims
