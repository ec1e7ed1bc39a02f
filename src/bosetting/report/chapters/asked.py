"""Who was asked and who was not, and why."""

from __future__ import annotations

from fractions import Fraction

import altair as alt
import pandas as pd

from bosetting.allocation.request import Allotment
from bosetting.allocation.selection import above_threshold
from bosetting.report.blocks import Block, Callout, Chart, Column, Table, Words
from bosetting.report.prose import render
from bosetting.report.view import View

AROUND = 10
"""How many municipalities on either side of the line are listed."""


def asked(view: View) -> list[Block]:
    """The line between asked and not asked, and who stands near it."""
    rules, request = view.inputs.rules, view.request
    by_code = request.by_code
    above = [a for a in request.allotments if above_threshold(a.municipality, rules)]
    last = by_code.get(request.selection.last_asked or "")
    first_out = by_code.get(request.selection.first_not_asked or "")
    prose = view.prose(
        "asked",
        selection=rules.selection,
        threshold=rules.threshold,
        above=len(above),
        everyone_above=all(a.asked for a in above),
        places=rules.number_asked,
        rest=max(0, rules.number_asked - len(above)),
        last=None if last is None else last.municipality.name,
        last_residents=None if last is None else last.municipality.residents,
        first_out=None if first_out is None else first_out.municipality.name,
        first_out_residents=None if first_out is None else first_out.municipality.residents,
        adjustments=len(request.adjustments),
    )
    return [prose, _line(view), _scatter(view), *_judgement(view, len(above))]


def _line(view: View) -> Table:
    """The last asked and the first not asked, in the order of selection."""
    by_rank = sorted(view.request.allotments, key=lambda a: a.rank)
    places = view.inputs.rules.number_asked
    near = by_rank[max(0, places - AROUND) : places + AROUND]
    first = by_rank[places - 1].indicators.claim
    rows = tuple(
        (
            a.municipality.name,
            a.rank,
            a.municipality.county,
            a.municipality.residents,
            a.indicators.employment_index,
            a.indicators.results_index,
            _relative(a, first, view),
            view.label("asked.yes" if a.asked else "asked.no"),
        )
        for a in near
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.rank"), "integer"),
        Column(view.label("numbers.county")),
        Column(view.label("numbers.residents"), "integer"),
        Column(view.label("numbers.employment_index"), "decimal", decimals=3),
        Column(view.label("numbers.results_index"), "decimal", decimals=3),
        Column(view.label("asked.priority"), "decimal", decimals=1),
        Column(view.label("asked.status")),
    )
    return Table(
        "the-line", view.label("asked.line_caption"), columns, rows, note=view.label("asked.line_note")
    )


def _relative(allotment: Allotment, last_claim: int, view: View) -> Fraction | Words | None:
    """The priority with the last one asked as 100; not shown for those asked for their size."""
    if above_threshold(allotment.municipality, view.inputs.rules):
        return Words(view.label("asked.not_needed"))
    rules = view.inputs.rules
    whole = rules.exponent_employment.denominator == rules.exponent_results.denominator == 1
    return Fraction(100 * allotment.indicators.claim, last_claim) if whole else None


def _scatter(view: View) -> Chart:
    words = [view.label("numbers.is_asked"), view.label("numbers.not_asked")]
    data = pd.DataFrame(
        [
            {
                "residents": a.municipality.residents,
                "employment": float(a.indicators.employment_index),
                "status": words[0 if a.asked else 1],
            }
            for a in view.request.allotments
        ]
    )
    points = (
        alt.Chart(data)
        .mark_point(filled=True, size=40, opacity=0.7)
        .encode(
            x=alt.X(
                "residents:Q",
                scale=alt.Scale(type="log"),
                title=view.label("asked.residents_axis"),
                axis=alt.Axis(values=[200, 1000, 5000, 20000, 100000, 500000], format=",d"),
            ),
            y=alt.Y("employment:Q", scale=alt.Scale(zero=False), title=view.label("asked.employment_axis")),
            # Colour and shape have one legend between them where their scales are the same.
            color=alt.Color("status:N", title=None, scale=alt.Scale(domain=words)),
            shape=alt.Shape("status:N", title=None, scale=alt.Scale(domain=words)),
        )
    )
    threshold = pd.DataFrame([{"residents": view.inputs.rules.threshold}])
    line = alt.Chart(threshold).mark_rule(strokeDash=[4, 3]).encode(x="residents:Q")
    figure = (points + line if view.inputs.rules.threshold > 0 else points).properties(width=640, height=340)
    below = [a for a in view.request.asked if a.municipality.residents < view.inputs.rules.threshold]
    rows = tuple(
        (
            a.municipality.name,
            a.municipality.county,
            a.municipality.residents,
            a.indicators.employment_index,
            a.indicators.results_index,
            a.persons,
        )
        for a in sorted(below, key=lambda a: a.rank)
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.county")),
        Column(view.label("numbers.residents"), "integer"),
        Column(view.label("numbers.employment_index"), "decimal", decimals=3),
        Column(view.label("numbers.results_index"), "decimal", decimals=3),
        Column(view.label("numbers.persons"), "integer"),
    )
    table = Table(
        "below-threshold",
        view.label("asked.below_caption", threshold=view.inputs.rules.threshold),
        columns,
        rows,
    )
    description = view.label(
        "asked.scatter_description",
        threshold=view.inputs.rules.threshold,
        below=len(below),
        smallest=min(view.request.asked, key=lambda a: a.municipality.residents).municipality.residents,
    )
    return Chart("who-is-asked", view.label("asked.scatter_title"), description, figure, table)


def _judgement(view: View, above: int) -> list[Block]:
    """What the published counts say of the rule: some above the threshold cannot have been asked."""
    rows = view.national("statement_municipalities_asked", known=False)
    stated = {row["group"]: row for row in rows[rows["year"] == view.inputs.year].to_dict("records")}
    if "all" not in stated or "residents_below_5000" not in stated or view.inputs.rules.threshold != 5000:
        return []
    places, below = int(stated["all"]["persons"]), int(stated["residents_below_5000"]["low"])
    text = render(
        "judgement",
        view.language,
        above=above,
        places=places,
        below=below,
        left_out=above - (places - below),
        published=stated["all"]["published"],
    )
    return [Callout(text, "fact")]
