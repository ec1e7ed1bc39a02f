"""How the number came about: the figures it rests on, and the steps that add up to it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bosetting.report.blocks.drawn_later import ChartLater
from bosetting.report.blocks.kinds import Block, Column, Table, Words
from bosetting.report.drawing.theme import NEUTRAL, PALETTE
from bosetting.report.language.criteria import (
    capital,
    criterion_name,
    figure_words,
    period_words,
    said,
    step_name,
)
from bosetting.report.language.numbers import format_decimal, format_integer
from bosetting.report.language.readable import Quoted
from bosetting.report.municipality.opening import MunicipalView

WIDTH = 286
"""Of the drawing, in pixels: it fits a phone, where it is neither cut nor scrolled."""
STEP = 46


def number(view: MunicipalView) -> list[Block]:
    """The inputs with their sources, and the steps as a chart with its table."""
    found, allotment = view.found, view.allotment
    county, after = found.county, found.next_person
    effect = None if allotment.bound == "adjusted" else found.floor
    prose = view.prose(
        "municipality_number",
        name=view.name,
        asked=allotment.asked,
        criteria=len(view.inputs.rules.criteria),
        persons=allotment.persons,
        steps=bool(found.waterfall.steps),
        county=view.municipality.county,
        one_stage=view.inputs.rules.division == "one_stage",
        county_persons=county.persons,
        county_asked=county.asked,
        county_published=county.status == "published",
        floor=view.inputs.rules.lowest,
        floor_persons=0 if effect is None else effect.persons,
        without=0 if effect is None else effect.without,
        next_of="" if after is None else after.of,
        next_total=0 if after is None else after.total,
        next_more=0 if after is None else after.more,
        unit=view.inputs.rules.unit,
    )
    return [prose, _inputs(view), *([_chart(view)] if found.waterfall.steps else [])]


def _inputs(view: MunicipalView) -> Table:
    """The figure of each criterion and its index (the size is what indices are of: 1), and who published them."""
    indices = view.allotment.indicators.indices
    rows = tuple(
        (
            criterion_name(each, view.language),
            _figure(view, each),
            indices.get(each.name, Decimal(1)),
        )
        for each in view.inputs.rules.criteria
    )
    columns = (
        Column(view.label("municipality.criterion")),
        Column(view.label("municipality.figure")),
        Column(view.label("municipality.index"), "decimal", decimals=3),
    )
    sources = dict.fromkeys(said(each.source, view.language) for each in view.inputs.rules.criteria)
    told = [view.label("municipality.sources", names=[Quoted(source) for source in sources])]
    if any("–" in str(figure) for _, figure, _ in rows):
        told.append(view.label("municipality.within_bounds"))
    if any(figure is None for _, figure, _ in rows):
        told.append(view.label("municipality.not_known"))
    note = " ".join(told)
    caption = view.label("municipality.inputs_caption", name=view.name)
    return Table("own-figures", caption, columns, rows, note=note)


def _figure(view: MunicipalView, criterion: Any) -> str | Words | None:
    """A figure as it is written, with its period."""
    if criterion is view.inputs.rules.size:
        text = format_integer(view.municipality.residents, view.language)
        return Words(f"{text} ({period_words(criterion.period, view.language)})")
    figure = view.municipality.figures[criterion.name]
    if figure.years:
        least, most = sum(y.low for y in figure.years), sum(y.high for y in figure.years)
        shown = format_integer(least, view.language)
        if most > least:
            shown += f"–{format_integer(most, view.language)}"
        return Words(view.label("municipality.share_of", part=shown, persons=figure.persons))
    if figure.value is not None:
        return Words(figure_words(criterion, figure.value, view.language))
    return None if figure.category is None else Words(Quoted(figure.category))


def _chart(view: MunicipalView) -> ChartLater:
    steps, rules = view.found.waterfall.steps, view.inputs.rules
    names = [capital(step_name(s.name, rules, len(view.request.asked), view.language)) for s in steps]
    before = [Decimal(0), *(s.level for s in steps)]
    # A step of nothing has its row in the table; in the drawing it would be a line of words without a bar.
    taken = [
        each for each in zip(names, before, steps, strict=False) if each[2] is steps[0] or each[2].printed
    ]
    rows: list[dict[str, Any]] = [
        {
            "order": place,
            "from": float(min(start, step.level)),
            "to": float(max(start, step.level)),
            "kind": "more" if step.printed >= 0 else "less",
            "words": f"{name}: {_signed(step.printed, view.language, signed=place > 0)}",
        }
        for place, (name, start, step) in enumerate(taken)
    ]
    total = float(view.allotment.persons)
    words = f"{view.label('municipality.sum')}: {format_integer(view.allotment.persons, view.language)}"
    rows.append({"order": len(rows), "from": 0.0, "to": total, "kind": "sum", "words": words})
    table = Table(
        "own-steps",
        view.label("municipality.steps_caption", name=view.name),
        (
            Column(view.label("example.step")),
            Column(view.label("municipality.persons_column"), "decimal", decimals=1),
        ),
        (
            *((name, step.printed) for name, step in zip(names, steps, strict=True)),
            (view.label("municipality.sum"), Decimal(view.allotment.persons)),
        ),
        note=view.label("municipality.steps_note"),
    )
    most = max(range(1, len(steps)), key=lambda place: abs(steps[place].printed), default=0)
    description = view.label(
        "municipality.steps_description",
        start=steps[0].printed,
        total=view.allotment.persons,
        most=names[most],
        value=_signed(steps[most].printed, view.language),
    )
    title = view.label("municipality.steps_title", name=view.name, persons=view.allotment.persons)
    return ChartLater("own-steps-chart", title, description, _figure_of(rows), table)


def _signed(value: Decimal, language: str, *, signed: bool = True) -> str:
    return ("+" if signed and value > 0 else "") + format_decimal(value, language, 1)


def _figure_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A line of words over each bar, so that nothing stands beside the bars and they have the whole width."""
    y = {"field": "order", "type": "ordinal", "axis": None}
    scale = {"domain": [min(0.0, *(r["from"] for r in rows)), max(1.0, *(r["to"] for r in rows))]}
    words = {"type": "text", "align": "left", "baseline": "middle", "dy": -12, "x": 0}
    colours = {"domain": ["more", "less", "sum"], "range": [PALETTE[2], PALETTE[1], PALETTE[0]]}
    bar = {
        "x": {"field": "from", "type": "quantitative", "axis": None, "scale": scale},
        "x2": {"field": "to"},
        "color": {"field": "kind", "type": "nominal", "legend": None, "scale": colours},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": rows},
        "width": WIDTH,
        "height": {"step": STEP},
        "encoding": {"y": y},
        "layer": [
            {"mark": {"type": "bar", "height": 14, "yOffset": 8}, "encoding": bar},
            {
                "mark": {
                    "type": "rule",
                    "color": NEUTRAL,
                    "x": 0,
                    "x2": WIDTH,
                    "yOffset": STEP // 2 - 2,
                    "opacity": 0.4,
                }
            },
            {"mark": words, "encoding": {"text": {"field": "words"}}},
        ],
    }
