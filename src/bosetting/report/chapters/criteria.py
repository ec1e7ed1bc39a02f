"""The criteria in plain words, with one municipality worked through."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from bosetting.allocation.division.named import NamedDivision, persons_per_place
from bosetting.allocation.request import Allotment, Request
from bosetting.report.blocks.kinds import Block, Column, Table, Words
from bosetting.report.chapters.told import last_told
from bosetting.report.language.numbers import format_decimal
from bosetting.report.view import View

TYPICAL = 20_000
"""Residents: the worked example is the plainest case nearest to this."""


def criteria(view: View) -> list[Block]:
    """The criteria, their weights, and a worked example."""
    rules = view.inputs.rules
    statuses = [a.indicators.results_status for a in view.request.allotments]
    return [
        view.prose(
            "criteria",
            national_employment=view.inputs.national_employment / 100,
            quarter=view.label(
                "criteria.quarter", quarter=rules.employment_period[-1], year=rules.employment_period[:4]
            ),
            population_date=rules.population_date,
            first_result=str(rules.results_years[0]),
            last_result=str(rules.results_years[-1]),
            national_results=rules.results_share,
            kappa=rules.results_kappa,
            published=statuses.count("published"),
            partly_hidden=statuses.count("partly_hidden"),
            without=statuses.count("none"),
            floor=rules.floor,
            agreed=last_told(view, "criteria_agreed"),
        ),
        _weights(view),
        *_example(view),
    ]


def _weights(view: View) -> Table:
    rules = view.inputs.rules
    rows = tuple(
        (
            view.label(f"criteria.{name}"),
            getattr(rules, f"weight_{name}"),
            view.label(f"criteria.{name}_measure"),
        )
        for name in ("population", "employment", "results")
    )
    columns = (
        Column(view.label("criteria.criterion")),
        Column(view.label("criteria.weight"), "percent"),
        Column(view.label("criteria.measure")),
    )
    said = last_told(view, "criteria_weights", known=True)
    caption = view.label("criteria.weights_caption", by=None if said is None else said.publisher, said=said)
    return Table("weights", caption, columns, rows)


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
    share = (
        rules.weight_population
        + rules.weight_employment * Fraction(indicators.employment_index)
        + rules.weight_results * Fraction(indicators.results_index)
    )
    steps: tuple[tuple[str, Fraction | Decimal | int, int], ...] = (
        ("residents", allotment.municipality.residents, 0),
        ("employment", indicators.employment_index, 6),
        ("results", indicators.results_index, 6),
        ("factor", share, 6),
        ("weight", indicators.weight, 1),
        ("divisor", divisor, _decimals(divisor)),
        ("quotient", quotient, 2),
        ("persons", allotment.persons, 0),
    )
    rows = tuple(
        (
            view.label(f"example.{name}"),
            Words(format_decimal(value, view.language, decimals)),
            view.label(f"example.{name}_how"),
        )
        for name, value, decimals in steps
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
        and a.indicators.results_status == "published"
        and divisions[a.municipality.county_number].division.divisor is not None
    ]
    if not plain:
        return None
    nearest = min(plain, key=lambda a: (abs(a.municipality.residents - TYPICAL), a.municipality.number))
    return nearest, divisions[nearest.municipality.county_number]
