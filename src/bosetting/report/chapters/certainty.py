"""How sure the numbers are: effective weights, counties first, the floor, and other assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

import altair as alt
import pandas as pd

from bosetting.allocation.certainty.effective import Effect, effective_weights
from bosetting.allocation.certainty.trade_offs import TradeOff, county_first, floor
from bosetting.report.blocks.kinds import Block, Chart, Column, Table, Words
from bosetting.report.chapters.certainty_apart import certainty_apart, drawn_table
from bosetting.report.drawing.theme import WIDTH
from bosetting.report.language.criteria import assumption_name, capital, criterion_names
from bosetting.report.view import View

MOST = 8
"""How many gainers and losers are listed."""
LINE = 24
"""Letters of a line beside a chart; the longest of the agency's words fits."""
ROW, OFFSET = 58, 8
"""Pixels: a row of a chart, high enough for three lines below each other, the first beside its point; and what keeps a point at zero off the words."""


def certainty(view: View) -> list[Block]:
    """What the criteria weigh in effect, and how much hangs on each assumption."""
    found = view.computation.uncertainty
    counties, floors = county_first(view.request), floor(view.request)
    unsure = [s for s in found.spreads.values() if s.flips > 0]
    effects = effective_weights(view.request)
    return [
        view.prose(
            "certainty_weights",
            form=view.inputs.rules.weight_form,
            others=len(view.inputs.rules.others),
            effects=[
                {"name": name, "nominal": effect.nominal, "effective": effect.effective}
                for name, effect in zip(
                    criterion_names(view.inputs.rules, view.language), effects, strict=True
                )
            ],
        ),
        _weights(view, effects),
        view.prose(
            "certainty_trade_offs",
            moved=None if counties is None else counties.moved,
            floor=view.inputs.rules.lowest,
            floor_moved=floors.moved,
            at_floor=len(view.at_minimum),
            lifted=view.lifted,
            county_first=view.inputs.rules.division == "county_first",
        ),
        *(
            []
            if counties is None
            else [_trade_off(view, "county-first", "certainty.county_caption", counties)]
        ),
        _trade_off(view, "floor", "certainty.floor_caption", floors),
        view.prose(
            "certainty_draws",
            draws=found.draws,
            refused=found.refused,
            declared=found.within.requested_declared,
            factors=len(found.alone),
        ),
        drawn_table(view),
        *_compared(view, counties, floors),
        alone_chart(view),
        view.prose(
            "certainty_statuses",
            flips=len(unsure),
            always=sum(1 for s in found.spreads.values() if s.share_asked == 1),
            never=sum(1 for s in found.spreads.values() if s.share_asked == 0),
        ),
        *certainty_apart(view),
        _spreads(view),
    ]


def _compared(view: View, counties: TradeOff | None, floors: TradeOff) -> list[Block]:
    """Why the table of assumptions has other numbers than the two tables before it."""
    alone = {row.assumption: row for row in view.computation.uncertainty.alone}
    first = view.inputs.rules.division == "county_first" and counties is not None
    within = view.computation.uncertainty.within
    return [
        view.prose(
            "certainty_compared",
            counties=counties.moved if first and counties is not None and "county_split" in alone else None,
            split=alone["county_split"].moved_p95 if "county_split" in alone else None,
            given=any(c.status == "published" for c in view.request.counties),
            floors=floors.moved,
            floor_high=alone["floor"].moved_p95,
            floor_range=within.floors,
        )
    ]


def _weights(view: View, effects: Sequence[Effect]) -> Table:
    rows = tuple(
        (
            capital(name),
            effect.nominal,
            effect.effective,
            Words(view.label("certainty.infeasible")) if effect.moved is None else effect.moved,
            effect.moved_one_stage,
            effect.statuses,
        )
        for name, effect in zip(criterion_names(view.inputs.rules, view.language), effects, strict=True)
    )
    columns = (
        Column(view.label("criteria.criterion")),
        Column(view.label("certainty.nominal"), "percent", decimals=1),
        Column(view.label("certainty.effective"), "percent", decimals=1),
        Column(view.label("certainty.moved"), "integer"),
        Column(view.label("certainty.moved_one_stage"), "integer"),
        Column(view.label("certainty.statuses"), "integer"),
    )
    note = view.label("certainty.weights_note")
    return Table("effective-weights", view.label("certainty.weights_caption"), columns, rows, note=note)


def _trade_off(view: View, name: str, caption: str, found: TradeOff) -> Table:
    by_code = view.request.by_code
    rows = tuple(
        (by_code[code].municipality.name, by_code[code].municipality.county, by_code[code].persons, persons)
        for code, persons in (*found.gains[:MOST], *found.losses[:MOST][::-1])
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.county")),
        Column(view.label("numbers.persons"), "integer"),
        Column(view.label("certainty.effect"), "integer"),
    )
    # The letters count the same steps before rounding, so theirs differ by a little.
    return Table(name, view.label(caption), columns, rows, note=view.label("certainty.effect_note"))


def alone_chart(view: View) -> Chart:
    """How many persons each assumption moves when it alone is varied, the most first."""
    alone = view.computation.uncertainty.alone
    names = {
        row.assumption: assumption_name(row.assumption, view.inputs.rules, view.language) for row in alone
    }
    data = pd.DataFrame(
        [
            {"assumption": _lines(names[row.assumption]), "moved": row.moved, "moved_p95": row.moved_p95}
            for row in alone
        ]
    )
    order = [_lines(names[row.assumption]) for row in sorted(alone, key=lambda row: -row.moved_p95)]
    in_lines = alt.Axis(labelExpr="split(datum.label, '\\n')", offset=OFFSET, labelOverlap=False)
    y = alt.Y("assumption:N", sort=order, title=None, axis=in_lines)
    figure = (
        alt.Chart(data)
        .mark_rule(strokeWidth=4)
        .encode(
            y=y,
            x=alt.X("moved:Q", title=view.label("certainty.moved_axis"), axis=alt.Axis(tickCount=6)),
            x2="moved_p95:Q",
        )
        + alt.Chart(data).mark_point(filled=True, size=70, opacity=1).encode(y=y, x="moved:Q")
    ).properties(width=WIDTH, height=ROW * len(order))
    rows = tuple(
        (names[r.assumption], r.moved, r.moved_p95, r.statuses, r.statuses_p95)
        for r in sorted(alone, key=lambda row: -row.moved_p95)
    )
    columns = (
        Column(view.label("assumptions.rule")),
        Column(view.label("certainty.moved_median"), "integer"),
        Column(view.label("certainty.moved_p95"), "integer"),
        Column(view.label("certainty.statuses_median"), "integer"),
        Column(view.label("certainty.statuses_p95"), "integer"),
    )
    largest = max(alone, key=lambda row: row.moved_p95)
    table = Table(
        "alone", view.label("certainty.alone_caption"), columns, rows, note=view.label("certainty.alone_note")
    )
    description = view.label(
        "certainty.alone_description", largest=names[largest.assumption], moved=largest.moved_p95
    )
    title = view.label(
        "certainty.alone_title",
        # Where two matter as much, or nothing moves anybody, none matters most.
        one=largest.moved_p95 > 0 and sum(row.moved_p95 == largest.moved_p95 for row in alone) == 1,
        largest=names[largest.assumption],
        moved=largest.moved_p95,
    )
    return Chart("alone-chart", title, description, figure, table)


def _lines(name: str) -> str:
    """A long name in lines, for the edge of a chart that must leave room for the drawing on a phone."""
    return "\n".join(wrap(name, LINE))


def _spreads(view: View) -> Table:
    spreads = view.computation.uncertainty.spreads
    rows = tuple(
        (
            a.municipality.name,
            a.municipality.county,
            a.persons,
            spreads[a.municipality.number].median,
            spreads[a.municipality.number].p05,
            spreads[a.municipality.number].p95,
            spreads[a.municipality.number].share_asked,
        )
        for a in view.request.allotments
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.county")),
        Column(view.label("numbers.persons"), "integer"),
        Column(view.label("certainty.median"), "integer"),
        Column(view.label("certainty.p05"), "integer"),
        Column(view.label("certainty.p95"), "integer"),
        Column(view.label("certainty.share_asked"), "percent"),
    )
    caption, note = view.label("certainty.spreads_caption"), view.label("certainty.spreads_note")
    return Table("spreads", caption, columns, rows, note=note, searchable=True)
