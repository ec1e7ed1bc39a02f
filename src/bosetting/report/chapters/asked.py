"""Who was asked and who was not, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import altair as alt
import pandas as pd

from bosetting.allocation.compared.statements import proof
from bosetting.allocation.explained.counterfactual import Counterfactual, counterfactuals
from bosetting.allocation.request import Allotment
from bosetting.allocation.selection import above_threshold, continued
from bosetting.report.blocks.kinds import Block, Callout, Chart, Column, Table, Words
from bosetting.report.chapters.index_columns import index_columns
from bosetting.report.chapters.request_drawn import against_weight, people_axis, per_thousand
from bosetting.report.chapters.told import last_told
from bosetting.report.language.criteria import criterion_name, said
from bosetting.report.language.prose import render
from bosetting.report.language.readable import Quoted
from bosetting.report.view import View

AROUND = 10
"""How many municipalities on either side of the line are listed."""
CLOSE = 10
"""Residents: those that lacked no more than this many are named."""
MOST_DECIMALS = 12


def asked(view: View) -> list[Block]:
    """The line between asked and not asked, and who stands near it."""
    rules, request = view.inputs.rules, view.request
    by_code, margins = request.by_code, counterfactuals(request)
    above = [a for a in request.allotments if above_threshold(a.municipality, rules)]
    last = by_code.get(request.selection.last_asked or "")
    first_out = by_code.get(request.selection.first_not_asked or "")
    prose = view.prose(
        "asked",
        selection=list(rules.selection),
        continuity=continued(view.inputs.municipalities, rules),
        previous_year="" if rules.previous_request is None else str(rules.previous_request[0]),
        size=said(rules.size.label, view.language),
        others=[said(each.label, view.language) for each in rules.others if each.exponent],
        raised=[criterion_name(each, view.language) for each in rules.others if each.exponent not in (0, 1)],
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
        missed=missed(view, margins),
    )
    drawn = [against_weight(view), per_thousand(view)]
    return [prose, _line(view, margins), *_scatter(view), *_judgement(view), *drawn]


def _line(view: View, margins: Mapping[str, Counterfactual]) -> Table:
    """The last asked and the first not asked, in the order of selection."""
    by_rank = sorted(view.request.allotments, key=lambda a: a.rank)
    places = view.inputs.rules.number_asked
    near = by_rank[max(0, places - AROUND) : places + AROUND]
    relative = [_relative(a, by_rank[places - 1].indicators.claim, view) for a in near]
    rows = tuple(
        (
            a.municipality.name,
            a.rank,
            a.municipality.residents,
            *a.indicators.indices.values(),
            priority,
            view.label("asked.yes" if a.asked else "asked.no"),
            _margin(view, margins[a.municipality.number]),
        )
        for a, priority in zip(near, relative, strict=True)
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.rank"), "integer"),
        Column(view.label("numbers.residents"), "integer"),
        *index_columns(view),
        Column(view.label("asked.priority"), "decimal", decimals=deciding_decimals(relative)),
        Column(view.label("asked.status")),
        Column(view.label("asked.margin"), "integer"),
    )
    rules = view.inputs.rules
    note = view.label("asked.line_note", threshold=rules.threshold, others=bool(rules.others))
    return Table("the-line", view.label("asked.line_caption"), columns, rows, note=note)


def _margin(view: View, found: Counterfactual) -> int | Words:
    """How many residents more, or fewer where the number is below zero, would alone have changed the answer."""
    difference = found.residents.difference
    return Words(view.label("asked.no_margin")) if difference is None else int(difference)


def missed(view: View, margins: Mapping[str, Counterfactual]) -> list[dict[str, object]]:
    """Those that a handful of residents kept from being asked, the nearest first; else the nearest one."""
    waiting = sorted((a for a in view.request.allotments if a.why == "not_reached"), key=lambda a: a.rank)
    near = [(a, _margin(view, margins[a.municipality.number])) for a in waiting[:AROUND]]
    known = sorted(((margin, a.rank, a) for a, margin in near if isinstance(margin, int)))
    close = [one for one in known if one[0] <= CLOSE] or known[:1]
    return [{"name": a.municipality.name, "residents": margin} for margin, _, a in close]


def deciding_decimals(relative: Sequence[Fraction | Words | None]) -> int:
    """So many decimals that no two different priorities look the same."""
    different = {priority for priority in relative if isinstance(priority, Fraction)}
    return next(
        (
            places
            for places in range(1, MOST_DECIMALS)
            if len({round(p, places) for p in different}) == len(different)
        ),
        MOST_DECIMALS,
    )


def _relative(allotment: Allotment, last_claim: int, view: View) -> Fraction | Words | None:
    """The priority with the last one asked as 100; not shown for those asked for their size."""
    if above_threshold(allotment.municipality, view.inputs.rules):
        return Words(view.label("asked.not_needed"))
    rules = view.inputs.rules
    whole = all(each.exponent.denominator == 1 for each in rules.others)
    return Fraction(100 * allotment.indicators.claim, last_claim) if whole else None


def _scatter(view: View) -> list[Chart]:
    """Size against the first other criterion; nothing where there is none."""
    rules = view.inputs.rules
    if not rules.others:
        return []
    measured = rules.others[0]
    name = said(measured.label, view.language)
    words = [view.label("numbers.is_asked"), view.label("numbers.not_asked")]
    data = pd.DataFrame(
        [
            {
                "residents": a.municipality.residents,
                "index": float(a.indicators.indices[measured.name]),
                "status": words[0 if a.asked else 1],
            }
            for a in view.request.allotments
        ]
    )
    points = (
        alt.Chart(data)
        .mark_point(filled=True, size=40, opacity=0.7)
        .encode(
            x=residents_axis(view),
            y=alt.Y("index:Q", scale=alt.Scale(zero=False), title=view.label("criteria.index", name=name)),
            # Colour and shape have one legend between them where their scales are the same.
            color=alt.Color("status:N", title=None, scale=alt.Scale(domain=words)),
            shape=alt.Shape("status:N", title=None, scale=alt.Scale(domain=words)),
        )
    )
    limit = rules.threshold or 0
    figure = alt.layer(points, *threshold_line(view)).properties(width=640, height=340)
    below = [a for a in view.request.asked if not limit or a.municipality.residents < limit]
    rows = tuple(
        (
            a.municipality.name,
            a.municipality.county,
            a.municipality.residents,
            *a.indicators.indices.values(),
            a.persons,
        )
        for a in sorted(below, key=lambda a: a.rank)
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.county")),
        Column(view.label("numbers.residents"), "integer"),
        *index_columns(view),
        Column(view.label("numbers.persons"), "integer"),
    )
    table = Table(
        "below-threshold" if limit else "asked-by-index",
        view.label("asked.below_caption", threshold=limit),
        columns,
        rows,
    )
    description = view.label(
        "asked.scatter_description",
        name=name,
        threshold=limit,
        below=len(below),
        smallest=min(view.request.asked, key=lambda a: a.municipality.residents).municipality.residents,
    )
    large = [a for a in view.request.allotments if limit and a.municipality.residents >= limit]
    title = view.label(
        "asked.scatter_title",
        everyone=len(view.request.allotments),
        asked=len(view.request.asked),
        threshold=limit,
        large=len(large),
        above=sum(a.asked for a in large),
        below=len(below),
    )
    return [Chart("who-is-asked", title, description, figure, table)]


def residents_axis(view: View) -> alt.X:
    """Residents on a logarithmic scale, with marks a reader can read."""
    return alt.X(
        "residents:Q",
        scale=alt.Scale(type="log"),
        title=view.label("asked.residents_axis", name=criterion_name(view.inputs.rules.size, view.language)),
        axis=people_axis(),
    )


def threshold_line(view: View) -> list[alt.Chart]:
    """The threshold where residents are the axis across, with its number beside it; nothing without one."""
    limit = view.inputs.rules.threshold
    if not limit:
        return []
    line = alt.Chart(pd.DataFrame([{"residents": limit}])).encode(x="residents:Q")
    words = alt.value(view.label("asked.threshold_line", threshold=limit))
    return [
        line.mark_rule(strokeDash=[4, 3]),
        line.mark_text(align="left", dx=5, baseline="top").encode(y=alt.value(0), text=words),
    ]


def _judgement(view: View) -> list[Block]:
    """What the published counts say of the rule: some above the threshold cannot have been asked."""
    found = proof(view.request)
    if found is None or not found.differ:
        return []
    text = render(
        "judgement",
        view.language,
        proof=found,
        publisher=Quoted(found.publisher),
        said=last_told(view, "judgement"),
        everyone=len(view.request.allotments),
    )
    return [Callout(text, "fact")]
