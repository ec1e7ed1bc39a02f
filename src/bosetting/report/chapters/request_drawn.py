"""The request drawn: against the criteria-adjusted population, and against the residents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from bosetting.allocation.request import Allotment
from bosetting.report.blocks.kinds import Chart, Column, Table, Words
from bosetting.report.drawing.theme import PALETTE, PAPER
from bosetting.report.view import View

BOUNDS = ("none", "floor", "cap", "adjusted")


def counts_axis(highest: float) -> list[int]:
    """Where an axis of persons that begins at 0 and grows by factors has its marks."""
    steps = [step * 10**power for power in range(1, 8) for step in (1, 2, 5)]
    return [0, *(step for step in steps if step <= highest)]


def people_axis() -> alt.Axis:
    """Marks a reader can read on a logarithmic axis of residents, or of the population that is made of them."""
    return alt.Axis(values=[200, 1000, 5000, 20000, 100000, 500000], format=",d")


def counts_scale(lowest: int) -> alt.Scale:
    """Persons by factors, with a place for those who are not asked."""
    return alt.Scale(type="symlog", constant=max(1, lowest / 2))


def filled_or_open(field: str, words: Sequence[str]) -> dict[str, Any]:
    """Points filled for the first of two words and open for the second, in the legend too."""
    return {
        "fill": alt.Fill(f"{field}:N", title=None, scale=alt.Scale(domain=words, range=[PALETTE[0], PAPER])),
        "stroke": alt.Stroke(f"{field}:N", title=None, scale=alt.Scale(domain=words, range=PALETTE[:2])),
    }


def against_weight(view: View) -> Chart:
    """Every municipality's number against its criteria-adjusted population, with the lowest and highest number."""
    rules, allotments = view.inputs.rules, view.request.allotments
    words = [view.label("numbers.is_asked"), view.label("numbers.not_asked")]
    data = pd.DataFrame(
        [
            {
                "weight": float(a.indicators.weight),
                "persons": a.persons,
                "status": words[0 if a.asked else 1],
            }
            for a in allotments
        ]
    )
    points = (
        alt.Chart(data)
        .mark_point(size=40, strokeWidth=1.2, opacity=0.8)
        .encode(
            x=alt.X(
                "weight:Q",
                scale=alt.Scale(type="log"),
                title=view.label("asked.weight_axis"),
                axis=people_axis(),
            ),
            y=alt.Y(
                "persons:Q",
                scale=counts_scale(rules.lowest),
                title=view.label("numbers.persons"),
                axis=alt.Axis(values=counts_axis(data["persons"].max()), format=",d"),
            ),
            **filled_or_open("status", words),
        )
    )
    lines = [_limit(rules.lowest, view.label("asked.floor_line", lowest=rules.lowest))]
    if rules.cap is not None:
        lines.append(_limit(rules.cap, view.label("asked.cap_line", cap=rules.cap)))
    said = {
        "lowest": rules.lowest,
        "at_lowest": len(view.at_minimum),
        "asked": len(view.request.asked),
        "cap": rules.cap,
    }
    return Chart(
        "request-and-weight",
        view.label("asked.weight_title", **said),
        view.label("asked.weight_description", **said, rest=len(allotments) - len(view.request.asked)),
        alt.layer(points, *lines).properties(width=640, height=340),
        _by_bound(view),
    )


def _limit(persons: int, words: str) -> alt.LayerChart:
    """A dashed line across at a number of persons, with its words at the left end."""
    line = alt.Chart(pd.DataFrame([{"persons": persons}])).encode(y="persons:Q")
    limit: alt.LayerChart = line.mark_rule(strokeDash=[4, 3]) + line.mark_text(
        align="left", baseline="bottom", dx=4, dy=-3
    ).encode(x=alt.value(0), text=alt.value(words))
    return limit


def _by_bound(view: View) -> Table:
    """What decided the number, how many have it so, and persons per 1,000 of the criteria-adjusted population."""
    parts = [
        (view.label(f"bound.{bound}"), [a for a in view.request.asked if a.bound == bound])
        for bound in BOUNDS
    ]
    parts.append((view.label("numbers.not_asked"), [a for a in view.request.allotments if not a.asked]))
    rows = tuple((name, *_summed(view, part)) for name, part in parts if part)
    columns = (
        Column(view.label("numbers.bound")),
        Column(view.label("numbers.municipalities_count"), "integer"),
        Column(view.label("example.weight"), "integer"),
        Column(view.label("numbers.persons"), "integer"),
        Column(view.label("asked.per_weight"), "decimal", decimals=2),
    )
    return Table("request-by-bound", view.label("asked.bound_caption"), columns, rows)


def _summed(view: View, part: Sequence[Allotment]) -> tuple[object, ...]:
    weight, persons = sum(a.indicators.weight for a in part), sum(a.persons for a in part)
    rate = 1000 * persons / weight if persons else Words(view.label("numbers.not_asked_cell"))
    return len(part), round(weight), persons, rate


def per_thousand(view: View) -> Chart:
    """Persons per 1,000 residents: every municipality asked, a row a county, and the county itself."""
    words = [view.label("asked.one_municipality"), view.label("asked.one_county")]
    residents: dict[str, int] = {}
    rates: dict[str, list[float]] = {}
    for a in view.request.allotments:
        county = a.municipality.county_number
        residents[county] = residents.get(county, 0) + a.municipality.residents
        if a.persons:
            rates.setdefault(county, []).append(1000 * a.persons / a.municipality.residents)
    counties = sorted(
        ((1000 * c.persons / residents[c.number], c) for c in view.request.counties if c.number in rates),
        key=lambda pair: (-pair[0], pair[1].number),
    )
    data = pd.DataFrame(
        [
            {"county": c.name, "rate": rate, "kind": kind, "own": kind == words[1]}
            for own, c in counties
            for kind, rate in [*((words[0], rate) for rate in rates[c.number]), (words[1], own)]
        ]
    )
    base = alt.Chart(data).encode(
        y=alt.Y("county:N", sort=[c.name for _, c in counties], title=None),
        x=alt.X(
            "rate:Q",
            scale=alt.Scale(type="log", nice=False, padding=8),
            title=view.label("asked.per_thousand_axis"),
            axis=alt.Axis(values=[0.5, 1, 2, 5, 10, 20, 50], format="~g"),
        ),
        color=alt.Color("kind:N", title=None, scale=alt.Scale(domain=words)),
        shape=alt.Shape("kind:N", title=None, scale=alt.Scale(domain=words, range=["circle", "diamond"])),
    )
    figure = alt.layer(
        base.transform_filter("!datum.own").mark_point(size=30, filled=True, opacity=0.6),
        base.transform_filter("datum.own").mark_point(size=130, filled=True, opacity=1),
    ).properties(width=520, height=24 * len(counties))
    rows = tuple(
        (c.name, c.asked, c.persons, own, min(rates[c.number]), max(rates[c.number])) for own, c in counties
    )
    columns = (
        Column(view.label("numbers.county")),
        Column(view.label("numbers.asked_count"), "integer"),
        Column(view.label("numbers.persons"), "integer"),
        *(
            Column(view.label(key), "decimal", decimals=2)
            for key in ("numbers.per_thousand", "asked.least_rate", "asked.most_rate")
        ),
    )
    said = {
        "most": counties[0][1].name,
        "most_rate": counties[0][0],
        "least": counties[-1][1].name,
        "least_rate": counties[-1][0],
    }
    return Chart(
        "per-thousand",
        view.label("asked.per_thousand_title", **said),
        view.label("asked.per_thousand_description", **said),
        figure,
        Table("per-thousand-table", view.label("asked.per_thousand_caption"), columns, rows),
    )
