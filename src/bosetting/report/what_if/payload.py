"""What the page computes from: the edition's figures and rules as JSON, exact, and who is where on the map."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from bosetting.allocation.adjustments import demand_of, demands
from bosetting.allocation.counties import previous_requests, serving_order
from bosetting.allocation.criteria.indices import MICRO
from bosetting.allocation.request import Allotment, Request, takes_minors
from bosetting.inputs.criteria import Criterion
from bosetting.inputs.model import Inputs, Municipality
from bosetting.inputs.rules import Rules
from bosetting.report.drawing.ground import Point, outline, projected, thinned

WIDTH = 300
"""Of the map, in its own units."""


def payload(request: Request) -> dict[str, Any]:
    """Figures and rules of an edition; fractions are texts such as 7/10, indices whole millionths."""
    inputs, rules = request.inputs, request.inputs.rules
    return {
        "year": inputs.year,
        "edition": inputs.edition.name,
        "size": rules.size.name,
        "criteria": [{"name": each.name, "exponent": str(each.exponent)} for each in rules.others],
        "minors": inputs.edition.unaccompanied_minors or None,
        "rules": {
            "selection": rules.selection,
            "weight_form": rules.weight_form,
            "cap": rules.cap,
            "unit": rules.unit,
            "minors_floor": rules.minors_floor,
        },
        "settings": _settings(inputs),
        "counties": _counties(inputs),
        "municipalities": _municipalities(request),
        "outline": _outline(inputs),
    }


def inlined(content: dict[str, Any]) -> str:
    """JSON that can stand in a page: nothing in it ends the element or begins another."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _settings(inputs: Inputs) -> dict[str, Any]:
    """What the reader can move, as the edition has it."""
    rules = inputs.rules
    return {
        "weights": {each.name: str(each.weight) for each in rules.criteria},
        "exponent": str(rules.size.exponent),
        "number_asked": rules.number_asked,
        "threshold": rules.threshold,
        "floor": rules.floor,
        "requested": inputs.edition.requested,
        "county_split": rules.county_split,
        "division": rules.division,
    }


def _counties(inputs: Inputs) -> list[dict[str, Any]]:
    """In the order that resolves ties."""
    given = {total.county_number: total.persons for total in inputs.county_totals}
    previous = previous_requests(inputs)
    return [
        {
            "number": number,
            "name": inputs.counties[number],
            "given": given.get(number),
            "previous": previous[number],
        }
        for number in serving_order(inputs)
    ]


def _municipalities(request: Request) -> list[dict[str, Any]]:
    inputs = request.inputs
    demanded = demands(inputs.adjustments)
    places = _places(inputs.municipalities)
    return [
        {
            **_figures(allotment, inputs),
            "asked": demand.asked,
            "least": demand.least,
            "most": demand.most,
            "x": places[number][0],
            "y": places[number][1],
        }
        for number, allotment in request.by_code.items()
        for demand in [demand_of(demanded, number)]
    ]


def _figures(allotment: Allotment, inputs: Inputs) -> dict[str, Any]:
    m, rules = allotment.municipality, inputs.rules
    return {
        "code": m.number,
        "name": m.name,
        "county": m.county_number,
        "residents": m.residents,
        "indices": [int(index * MICRO) for index in allotment.indicators.indices.values()],
        "shares": [_share(m, each, inputs) for each in rules.others],
        "again": bool(m.previously_asked),
        "minors": takes_minors(m, rules),
        "persons": allotment.persons,
    }


def _share(municipality: Municipality, criterion: Criterion, inputs: Inputs) -> str | None:
    """The municipality's part of the country, where the index follows the size; None where it does not."""
    figure = municipality.figures[criterion.name]
    if criterion.index != "share" or not figure.known:
        return None
    return str(Fraction(figure.value or 0) / Fraction(inputs.national[criterion.name]))


def _outline(inputs: Inputs) -> list[str]:
    """The rings of the country's outline in the map's units, each as the points of a polygon."""
    place, unit = _plane(inputs.municipalities)
    rings = [[place(point) for point in ring] for ring in thinned(outline(inputs), unit)]
    return [" ".join(f"{x:g},{y:g}" for x, y in ring) for ring in rings]


def _places(municipalities: tuple[Municipality, ...]) -> dict[str, Point]:
    """Where each municipality lies on the map, north up."""
    place, _ = _plane(municipalities)
    return {m.number: place(projected(m.latitude, m.longitude)) for m in municipalities}


def _plane(municipalities: tuple[Municipality, ...]) -> tuple[Callable[[Point], Point], float]:
    """From the plane to the map's units, and what one unit is on the plane; the municipalities fill the width."""
    east, north = zip(*(projected(m.latitude, m.longitude) for m in municipalities), strict=True)
    unit = max(max(east) - min(east), 1e-6) / WIDTH
    west, top = min(east), max(north)
    return lambda point: (round((point[0] - west) / unit, 1), round((top - point[1]) / unit, 1)), unit


def county_choices(rules: Rules) -> list[str]:
    """The ways in which the total can reach the counties that the reader can choose between."""
    own = rules.county_split if rules.division == "county_first" else "one_stage"
    known = ["previous_request"] if rules.previous_request is not None else []
    return list(dict.fromkeys([own, *known, "weights", "one_stage"]))
