"""From criteria to numbers, for the second notebook."""

from __future__ import annotations

from fractions import Fraction

import altair as alt
import pandas as pd

from bosetting.allocation.division.named import NamedDivision, persons_per_place
from bosetting.allocation.request import Allotment
from bosetting.report.blocks.kinds import Block, Chart, Column, Table
from bosetting.report.chapters.asked import residents_axis, threshold_line
from bosetting.report.chapters.index_columns import index_columns
from bosetting.report.view import View
from bosetting.report.workings.names import names


def opening(view: View) -> list[Block]:
    """What the notebook is for."""
    return [view.prose("work_allocation", part="opening")]


def weights(view: View) -> list[Block]:
    """How much each municipality weighs for each resident, by its criteria."""
    factors = {a.municipality.number: _factor(a) for a in view.request.allotments}
    words = [view.label("numbers.is_asked"), view.label("numbers.not_asked")]
    data = pd.DataFrame(
        [
            {
                "residents": a.municipality.residents,
                "factor": float(_factor(a)),
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
            y=alt.Y("factor:Q", scale=alt.Scale(zero=False), title=view.label("work_allocation.factor")),
            color=alt.Color("status:N", title=None, scale=alt.Scale(domain=words)),
            shape=alt.Shape("status:N", title=None, scale=alt.Scale(domain=words)),
        )
    )
    figure = alt.layer(points, *threshold_line(view)).properties(width=640, height=340)
    most, least = max(factors, key=lambda c: factors[c]), min(factors, key=lambda c: factors[c])
    description = view.label(
        "work_allocation.weights_description",
        most=names(view)[most],
        most_factor=factors[most],
        least=names(view)[least],
        least_factor=factors[least],
    )
    title = view.label("work_allocation.weights_title", most=names(view)[most], least=names(view)[least])
    chart = Chart("weights-chart", title, description, figure, _weights(view))
    return [view.prose("work_allocation", part="weights"), chart]


def _factor(allotment: Allotment) -> Fraction:
    return Fraction(allotment.indicators.weight) / allotment.municipality.residents


def _weights(view: View) -> Table:
    rows = tuple(
        (
            a.municipality.name,
            a.municipality.number,
            a.municipality.residents,
            *a.indicators.indices.values(),
            _factor(a),
            a.indicators.weight,
        )
        for a in view.request.allotments
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.number"), "code"),
        Column(view.label("numbers.residents"), "integer"),
        *index_columns(view, 6),
        Column(view.label("work_allocation.factor"), "decimal", decimals=6),
        Column(view.label("example.weight"), "decimal", decimals=6),
    )
    caption = view.label("work_allocation.weights_caption")
    return Table("weights-table", caption, columns, rows, searchable=True)


def counties(view: View) -> list[Block]:
    """The divisor of every county's division, by which anyone checks its municipalities."""
    rows = [(c.name, c.asked, c.persons, c.status, *_divisors(c.division)) for c in view.request.counties]
    table = Table(
        "divisors",
        view.label("work_allocation.divisors_caption"),
        (
            Column(view.label("numbers.county")),
            Column(view.label("numbers.asked_count"), "integer"),
            Column(view.label("numbers.persons"), "integer"),
            Column(view.label("numbers.status")),
            *(
                Column(view.label(f"work_allocation.{name}"), "decimal", decimals=3)
                for name in ("divisor", "divisor_low", "divisor_high")
            ),
        ),
        tuple(
            (name, asked, persons, view.label(f"status.{status}"), *ends)
            for name, asked, persons, status, *ends in rows
        ),
    )
    prose = view.prose(
        "work_allocation", part="counties", one_stage=view.inputs.rules.division == "one_stage"
    )
    known = {name: float(divisor) for name, _, _, _, divisor, *_ in rows if divisor is not None}
    return [prose, _divisor_chart(view, known, table) if known else table]


def _divisors(division: NamedDivision | None) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """The divisor, above which and up to which another gives the same numbers, in weight per person."""
    if division is None:
        return None, None, None
    found = division.division
    return persons_per_place(found.divisor), persons_per_place(found.low), persons_per_place(found.high)


def _divisor_chart(view: View, divisors: dict[str, float], table: Table) -> Chart:
    order = sorted(divisors, key=lambda name: (-divisors[name], name))
    data = pd.DataFrame([{"county": name, "divisor": divisor} for name, divisor in divisors.items()])
    figure = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            y=alt.Y("county:N", sort=order, title=None),
            x=alt.X(
                "divisor:Q", title=view.label("work_allocation.divisors_axis"), axis=alt.Axis(format=",d")
            ),
        )
        .properties(width=480, height=24 * len(order))
    )
    description = view.label(
        "work_allocation.divisors_description",
        most=order[0],
        most_residents=round(divisors[order[0]]),
        least=order[-1],
        least_residents=round(divisors[order[-1]]),
    )
    title = view.label("work_allocation.divisors_title", most=order[0], least=order[-1])
    return Chart("divisor-chart", title, description, figure, table)


def checks(view: View) -> list[Block]:
    """Sums that must come out, side by side.

    Raises:
        ArithmeticError: one of them does not.
    """
    inputs, request = view.inputs, view.request
    sums = [
        ("persons", inputs.edition.requested, sum(a.persons for a in request.allotments)),
        ("asked", inputs.rules.number_asked, len(request.asked)),
        ("counties", inputs.edition.requested, sum(c.persons for c in request.counties)),
    ]
    if request.minors is not None:
        minors = sum(a.unaccompanied_minors or 0 for a in request.allotments)
        sums.append(("minors", inputs.edition.unaccompanied_minors or 0, minors))
    for what, due, found in sums:
        if due != found:
            raise ArithmeticError(f"{what}: {found} instead of {due}")
    rows = tuple((view.label(f"work_allocation.sum_{what}"), due, found) for what, due, found in sums)
    columns = (
        Column(view.label("work_allocation.sum")),
        Column(view.label("work_allocation.due"), "integer"),
        Column(view.label("work_allocation.found"), "integer"),
    )
    table = Table("sums", view.label("work_allocation.sums_caption"), columns, rows)
    return [view.prose("work_allocation", part="checks"), table]
