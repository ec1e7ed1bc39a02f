"""The rules: those that are published, and what is assumed where nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bosetting.inputs.rule import Rule
from bosetting.inputs.rules import in_use
from bosetting.report.blocks.kinds import Block, Column, Link, Table
from bosetting.report.language.criteria import period_words, rule_name
from bosetting.report.language.numbers import format_decimal, format_integer, format_percent
from bosetting.report.language.readable import Quoted
from bosetting.report.view import View

UNITS = {"weight": "share", "period": "years", "exponent": "number", "factors": "number", "mean": "share"}
"""Of each kind of a criterion's rule; kappa is in what the criterion counts."""


def assumptions(view: View) -> list[Block]:
    """Two tables: the published rules, and the assumptions with reason, quality and impact."""
    rules = in_use(view.inputs.edition, view.inputs.rules)
    published = [rule for rule in rules if rule.status == "published"]
    assumed = [rule for rule in rules if rule.status != "published"]
    label = view.label
    return [
        view.prose(
            "assumptions",
            published=len(published),
            assumed=len(assumed),
            weak=sum(1 for rule in assumed if rule.quality == "red"),
        ),
        *([_published(view, published)] if published else []),
        Table(
            "assumptions",
            label("assumptions.assumed_caption"),
            (
                Column(label("assumptions.rule")),
                Column(label("assumptions.value")),
                Column(label("assumptions.reason")),
                Column(label("assumptions.quality")),
                Column(label("assumptions.impact")),
            ),
            tuple(
                (
                    rule_name(r.name, view.inputs.rules, view.language),
                    _value(view, r),
                    r.reason.get(view.language, r.reason["nb"]),
                    label(f"quality.{r.quality}"),
                    label(f"impact.{r.impact}"),
                )
                for r in assumed
            ),
            note=label("assumptions.note"),
        ),
    ]


def _published(view: View, published: Sequence[Rule]) -> Table:
    """The published rules, with their sources."""
    rows = tuple(
        (
            rule_name(r.name, view.inputs.rules, view.language),
            _value(view, r),
            r.valid_from,
            Link(r.source, r.address),
        )
        for r in published
    )
    columns = (
        Column(view.label("assumptions.rule")),
        Column(view.label("assumptions.value")),
        Column(view.label("assumptions.known_from"), "date"),
        Column(view.label("assumptions.source")),
    )
    return Table("published-rules", view.label("assumptions.published_caption"), columns, rows)


def _value(view: View, rule: Rule) -> str:
    """A rule's value as the reader writes it, an estimate with its interval."""
    if rule.low is None or rule.high is None:
        return _plain(view, rule, rule.value)
    value, low, high = (
        _plain(view, rule, number) for number in _same_decimals(rule.value, rule.low, rule.high)
    )
    return view.label("assumptions.interval", value=value, low=low, high=high)


def _same_decimals(*numbers: object) -> list[object]:
    """Decimals with as many places as the one that has most: 82.0 beside 30.57 is 82.00."""
    least = min((n.as_tuple().exponent for n in numbers if isinstance(n, Decimal)), default=0)
    return [n.quantize(Decimal(1).scaleb(int(least))) if isinstance(n, Decimal) else n for n in numbers]


def _unit(view: View, rule: Rule) -> str:
    """The unit of a rule's value: of a criterion's rule that of its kind, whatever the criterion is measured in."""
    for criterion in view.inputs.rules.criteria:
        kind = rule.name.removesuffix(f"_{criterion.name}")
        if kind != rule.name and kind in UNITS:
            return UNITS[kind]
    return rule.unit


def _number(view: View, rule: Rule, value: int | Decimal) -> str:
    unit = _unit(view, rule)
    if unit == "share":
        value = Decimal(value)
    elif isinstance(value, int):
        return str(value) if unit == "year" else format_integer(value, view.language)
    decimals = max(0, -int(value.as_tuple().exponent))
    if unit == "share":
        return format_percent(value, view.language, max(0, decimals - 2))
    return format_decimal(value, view.language, decimals)


def _plain(view: View, rule: Rule, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(view, rule, item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_plain(view, rule, factor)}" for name, factor in value.items())
    if isinstance(value, date) or _unit(view, rule) in ("quarter", "years"):
        return period_words((value,), view.language)  # type: ignore[arg-type]
    if isinstance(value, int | Decimal):
        return _number(view, rule, value)
    return _text(view, rule, str(value))


def _text(view: View, rule: Rule, value: str) -> str:
    if rule.name == "previous_request":
        return _request(view, value)
    try:
        return view.label(f"value.{rule.name}.{value}")
    except KeyError:
        return value


def _request(view: View, name: str) -> str:
    """An earlier request by the year's own name for it, else by year and edition."""
    written = view.inputs.word(view.language, "request", name)
    year, _, edition = name.partition("/")
    plain = view.label("assumptions.request", year=year, edition=edition.replace("_", " "))
    return Quoted(written) if written else plain
