"""The rule that the requests reveal, beside the stated one, and how simple ways did in earlier years."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from bosetting.allocation.compared.backtest import Habits
from bosetting.allocation.compared.revealed import Estimate
from bosetting.allocation.compared.years import WAYS
from bosetting.report.blocks.kinds import Block, Column, Table
from bosetting.report.language.criteria import criterion_names
from bosetting.report.language.numbers import format_decimal
from bosetting.report.view import View


def revealed_rule(view: View) -> list[Block]:
    """What earlier requests say of how requests are made; nothing where too few of them are known."""
    found = view.computation.habits
    if found is None or found.rule is None:
        return []
    rule = found.rule
    backtest = view.computation.backtest
    moved = {} if backtest is None else {row.name: row.moved for row in backtest.rows}
    mine, theirs = moved.get("rule"), moved.get("revealed")
    prose = view.prose(
        "revealed",
        first=str(rule.years[0]),
        last=str(rule.years[-1]),
        last_share=Decimal(str(rule.last.value)),
        size=_shown(view, rule.size.value),
        size_low=_shown(view, rule.size.low),
        size_high=_shown(view, rule.size.high),
        below_one=rule.size.high < 1,
        unclear=[
            name
            for name, estimate in zip(
                criterion_names(view.inputs.rules, view.language, size=False),
                rule.criteria.values(),
                strict=True,
            )
            if estimate.low <= 0 <= estimate.high
        ],
        numbered=0 if backtest is None else backtest.rows[0].numbered,
        better=None if mine is None or theirs is None else theirs < mine,
        rule_moved=None if mine is None else format_decimal(mine, view.language, 0 if mine % 1 == 0 else 1),
        moved=None if theirs is None else format_decimal(theirs, view.language, 0 if theirs % 1 == 0 else 1),
    )
    return [prose, _estimates(view, found), _years(view, found)]


def _shown(view: View, value: float) -> str:
    return format_decimal(Decimal(str(value)), view.language, 2)


def _estimates(view: View, found: Habits) -> Table:
    label, rule = view.label, found.rule
    assert rule is not None  # noqa: S101 - the caller has looked
    names = criterion_names(view.inputs.rules, view.language)
    named: list[tuple[str, Estimate]] = [
        (label("revealed.last"), rule.last),
        (label("revealed.exponent", criterion=names[0]), rule.size),
        *(
            (label("revealed.exponent", criterion=name), estimate)
            for name, estimate in zip(names[1:], rule.criteria.values(), strict=True)
        ),
    ]
    rows = tuple(
        (name, *(Decimal(str(x)) for x in (estimate.value, estimate.low, estimate.high)))
        for name, estimate in named
    )
    columns = (
        Column(label("revealed.what")),
        *(Column(label(f"revealed.{part}"), "decimal", decimals=2) for part in ("value", "low", "high")),
    )
    return Table("revealed", label("revealed.caption"), columns, rows, note=label("revealed.note"))


def _years(view: View, found: Habits) -> Table:
    label = view.label
    ways = [way for way in WAYS if any(way in year.moved for year in found.years)]
    rows = tuple(
        (str(year.year), year.total, year.asked, *(_whole(year.moved.get(way)) for way in ways))
        for year in found.years
    )
    columns = (
        Column(label("revealed.year")),
        Column(label("revealed.total"), "integer"),
        Column(label("revealed.asked"), "integer"),
        *(Column(label(f"rival.{way}"), "integer") for way in ways),
    )
    return Table(
        "years-tried", label("revealed.years_caption"), columns, rows, note=label("revealed.years_note")
    )


def _whole(moved: Fraction | None) -> int | None:
    """Persons: both requests have the same total, so half the sum of differences is whole."""
    return None if moved is None else int(moved)
