"""The criteria in plain words, with one municipality worked through."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bosetting.allocation.division.named import NamedDivision, persons_per_place
from bosetting.allocation.request import Allotment, Request
from bosetting.inputs.criteria import Criterion
from bosetting.report.blocks.kinds import Block, Column, Table, Words
from bosetting.report.chapters.told import last_told
from bosetting.report.language.criteria import criterion_name, figure_words, period_words, said
from bosetting.report.language.numbers import format_decimal
from bosetting.report.language.readable import Quoted, readable
from bosetting.report.view import View

TYPICAL = 20_000
"""Residents: the worked example is the plainest case nearest to this."""


def criteria(view: View) -> list[Block]:
    """The criteria, their weights, and a worked example."""
    rules = view.inputs.rules
    told = [_told(view, each) for each in rules.criteria]
    return [
        view.prose(
            "criteria",
            criteria=told,
            others=len(rules.others),
            shrunk=[one for one in told if one["index"] == "shrunk_share"],
            size=said(rules.size.label, view.language),
            county_first=rules.division == "county_first",
            floor=rules.floor,
            unit=rules.unit,
            agreed=last_told(view, "criteria_agreed"),
        ),
        _weights(view),
        *_example(view),
    ]


def _told(view: View, criterion: Criterion) -> dict[str, Any]:
    """What the text says of one criterion."""
    statuses = [a.indicators.statuses.get(criterion.name, "published") for a in view.request.allotments]
    national = view.inputs.national.get(criterion.name)
    return {
        "name": Quoted(criterion_name(criterion, view.language)),
        "index": criterion.index,
        "measure": Quoted(said(criterion.measure, view.language)),
        "period": period_words(criterion.period, view.language),
        "day": bool(criterion.period) and isinstance(criterion.period[0], date),
        "national": None if national is None else figure_words(criterion, national, view.language),
        "mean": criterion.mean,
        "kappa": criterion.kappa,
        "published": statuses.count("published"),
        "partly_hidden": statuses.count("partly_hidden"),
        "without": statuses.count("none"),
    }


def _weights(view: View) -> Table:
    rules = view.inputs.rules
    rows = tuple(
        (criterion_name(each, view.language), each.weight, said(each.measure, view.language))
        for each in rules.criteria
    )
    columns = (
        Column(view.label("criteria.criterion")),
        Column(view.label("criteria.weight"), "percent"),
        Column(view.label("criteria.measure")),
    )
    entries = (rules.entries.get(f"weight_{each.name}") for each in rules.criteria)
    sources = dict.fromkeys(
        rule.source for rule in entries if rule is not None and rule.status == "published"
    )
    note = (
        view.label(
            "criteria.weights_source", sources=[Quoted(readable(one, view.language)) for one in sources]
        )
        if sources
        else ""
    )
    return Table("weights", view.label("criteria.weights_caption"), columns, rows, note=note)


def _example(view: View) -> list[Block]:
    chosen = _typical(view.request)
    # The steps below are those of the additive form; another one has no such sum to show.
    if chosen is None or view.inputs.rules.weight_form != "additive":
        return []
    allotment, division = chosen
    rules, indicators = view.inputs.rules, allotment.indicators
    divisor = persons_per_place(division.division.divisor)
    assert divisor is not None  # noqa: S101 - _typical gives only municipalities above the floor
    quotient = Fraction(indicators.weight) / divisor
    share = rules.size.weight + sum(
        (each.weight * Fraction(indicators.indices[each.name]) for each in rules.others), Fraction(0)
    )
    steps: list[tuple[str, str, Fraction | Decimal | int, int]] = [
        (
            criterion_name(rules.size, view.language),
            "size",
            allotment.municipality.residents,
            0,
        ),
        *(
            (
                view.label("criteria.index", name=said(each.label, view.language)),
                each.index,
                indicators.indices[each.name],
                6,
            )
            for each in rules.others
        ),
        *(
            (view.label(f"example.{name}"), name, value, decimals)
            for name, value, decimals in (
                ("factor", share, 6),
                ("weight", indicators.weight, 1),
                ("divisor", divisor, _decimals(divisor)),
                ("quotient", quotient, 2),
                ("persons", allotment.persons, 0),
            )
        ),
    ]
    rows = tuple(
        (
            name,
            Words(format_decimal(value, view.language, decimals)),
            view.label(f"example.{how}_how", unit=rules.unit),
        )
        for name, how, value, decimals in steps
    )
    table = Table(
        "worked-example",
        view.label("example.caption", name=allotment.municipality.name),
        (
            Column(view.label("example.step")),
            Column(view.label("example.value"), "decimal"),
            Column(view.label("example.how")),
        ),
        rows,
    )
    prose = view.prose(
        "example",
        name=allotment.municipality.name,
        county=allotment.municipality.county,
        persons=allotment.persons,
        unit=rules.unit,
        places=allotment.persons // rules.unit,
        weight=indicators.weight,
        divisor=divisor,
        divisor_decimals=_decimals(divisor),
        quotient=quotient,
    )
    return [prose, table]


def _decimals(divisor: Fraction) -> int:
    """How many decimals a published divisor has."""
    return next(places for places in range(20) if (divisor * 10**places).denominator == 1)


def _typical(request: Request) -> tuple[Allotment, NamedDivision] | None:
    """The asked municipality with a county of several, printed results and no bound, nearest ``TYPICAL``."""
    if request.inputs.rules.division == "one_stage":
        divisions = dict.fromkeys(request.inputs.counties, request.one_stage)
    else:
        divisions = {c.number: c.division for c in request.counties if c.division is not None}
    plain = [
        a
        for a in request.asked
        if a.bound == "none"
        and all(status == "published" for status in a.indicators.statuses.values())
        and divisions[a.municipality.county_number].division.divisor is not None
    ]
    if not plain:
        return None
    nearest = min(plain, key=lambda a: (abs(a.municipality.residents - TYPICAL), a.municipality.number))
    return nearest, divisions[nearest.municipality.county_number]
