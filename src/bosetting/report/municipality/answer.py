"""The answer in one sentence, and how near the municipality is to another."""

from __future__ import annotations

from decimal import Decimal

from bosetting.report.blocks.kinds import Block, Figures
from bosetting.report.language.numbers import format_decimal, format_integer
from bosetting.report.municipality.opening import MunicipalView


def answer(view: MunicipalView) -> list[Block]:
    """How many, in one sentence, with the figures that go with it."""
    values = view.values | {
        "previous": view.municipality.previous_request,
        "previous_year": view.previous_year,
    }
    prose = view.prose("municipality_answer", **values)
    return [prose, *([_figures(view)] if view.allotment.asked else [])]


def _figures(view: MunicipalView) -> Figures:
    allotment, spread = view.allotment, view.computation.uncertainty.spreads[view.code]
    per_1000 = Decimal(1000 * allotment.persons) / max(1, view.municipality.residents)
    between = view.label("municipality.between", low=spread.p05, high=spread.p95)
    known = []
    if view.request.minors is not None:
        minors = format_integer(allotment.unaccompanied_minors or 0, view.language)
        known = [(minors, view.label("municipality.minors"))]
    return Figures(
        (
            (format_integer(allotment.persons, view.language), view.label("municipality.persons")),
            *known,
            (format_decimal(per_1000, view.language, 1), view.label("municipality.per_thousand")),
            (between, view.label("municipality.other_assumptions")),
        )
    )


def near(view: MunicipalView) -> list[Block]:
    """Why it is asked or not, who stands at the line, and what would have changed the answer."""
    spread = view.computation.uncertainty.spreads[view.code]
    values = view.values | {
        "share": spread.share_asked,
        "draws": view.computation.uncertainty.draws - view.computation.uncertainty.refused,
    }
    return [view.prose("municipality_near", **values)]
