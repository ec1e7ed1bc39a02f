"""The answer in one sentence, and how near the municipality is to another."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from bosetting.allocation.explained.counterfactual import Change
from bosetting.inputs.criteria import Criterion
from bosetting.report.blocks.kinds import Block, Figures
from bosetting.report.language.criteria import criterion_name
from bosetting.report.language.labels import label
from bosetting.report.language.numbers import format_decimal, format_integer
from bosetting.report.language.readable import Quoted
from bosetting.report.municipality.opening import MunicipalView

SENSIBLE = Decimal("0.25")
"""A change of more than this part of a figure says nothing to a reader: 4,999 residents instead of 190,464."""
MOST_DECIMALS = 12


def answer(view: MunicipalView) -> list[Block]:
    """How many, in one sentence, with the figures that go with it."""
    allotment, publisher = view.allotment, view.inputs.publisher
    prose = view.prose(
        "municipality_answer",
        name=view.name,
        year=str(view.inputs.year),
        asked=allotment.asked,
        persons=allotment.persons,
        minors=allotment.unaccompanied_minors,
        issues=publisher.issues,
        publisher=Quoted(publisher.name),
        made=publisher.made,
        as_of=view.inputs.edition.as_of,
        places=view.inputs.rules.number_asked,
        of=view.found.standing.of,
        previous=view.municipality.previous_request,
        previous_year=view.previous_year,
    )
    return [prose, *([_figures(view)] if allotment.asked else [])]


def _figures(view: MunicipalView) -> Figures:
    allotment, spread = view.allotment, view.computation.uncertainty.spreads[view.code]
    per_1000 = Decimal(1000 * allotment.persons) / max(1, view.municipality.residents)
    between = view.label("municipality.between", low=spread.p05, high=spread.p95)
    minors = allotment.unaccompanied_minors
    known = (
        [] if minors is None else [(format_integer(minors, view.language), view.label("municipality.minors"))]
    )
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
    change, spread = view.found.counterfactual, view.computation.uncertainty.spreads[view.code]
    values = view.values | {
        "outcome": change.residents.outcome,
        "changes": _changes(view),
        "share": spread.share_asked,
        "draws": view.computation.uncertainty.draws - view.computation.uncertainty.refused,
    }
    return [view.prose("municipality_near", **values)]


def _changes(view: MunicipalView) -> list[dict[str, str]]:
    """The changes that a reader can imagine, each with the figure as it is and as it would have to be."""
    found = zip(view.inputs.rules.criteria, view.found.counterfactual.changes, strict=True)
    return [
        {"name": criterion_name(criterion, view.language)} | _written(criterion, change, view.language)
        for criterion, change in found
        if sensible(change)
    ]


def sensible(change: Change) -> bool:
    """Whether a change is small enough to say something."""
    difference, now = change.difference, change.now
    return difference is not None and isinstance(now, Decimal) and abs(difference) <= SENSIBLE * abs(now)


def _written(criterion: Criterion, change: Change, language: str) -> dict[str, str]:
    """A figure as it is, and as it would have to be: rounded away from it as far as both can be told apart."""
    now, difference = Decimal(str(change.now)), Decimal(change.difference or 0)
    whole = criterion.unit in ("percent", "persons") and criterion.index != "shrunk_share"
    for decimals in range(0 if whole else 2, MOST_DECIMALS):
        step = Decimal(1).scaleb(-decimals)
        rounding = ROUND_CEILING if difference > 0 else ROUND_FLOOR
        needed = (now + difference).quantize(step, rounding)
        if needed != now.quantize(step):
            break
    words = {
        "now": format_decimal(now, language, decimals),
        "needed": format_decimal(needed, language, decimals),
    }
    unit = "index" if criterion.index == "shrunk_share" else "percent" if criterion.unit == "percent" else ""
    return {
        key: label(language, f"letter.{unit}", figure=text) if unit else text for key, text in words.items()
    }
