"""The criteria as the reader calls them: what the year's rules say of each, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bosetting.inputs.criteria import Criterion
from bosetting.inputs.rules import Rules
from bosetting.report.language.labels import label
from bosetting.report.language.numbers import format_date, format_decimal


def said(text: Mapping[str, str], language: str) -> str:
    """A text of rules.toml in the reader's language, or in the first that it is written in."""
    return text.get(language) or next(iter(text.values()))


def capital(text: str) -> str:
    """The same with a capital letter, as it stands alone."""
    return text[:1].upper() + text[1:]


def criterion_name(criterion: Criterion, language: str) -> str:
    """What a criterion is called where it stands alone."""
    return capital(said(criterion.label, language))


def criterion_names(rules: Rules, language: str, *, size: bool = True) -> list[str]:
    """What the criteria are called within a sentence."""
    return [said(each.label, language) for each in (rules.criteria if size else rules.others)]


def period_words(period: tuple[date | str | int, ...], language: str) -> str:
    """A criterion's period as it is written: a day, a quarter, a year, or the first and last of several."""
    if not period:
        return ""
    first, last = _one(period[0], language), _one(period[-1], language)
    return first if len(period) == 1 else f"{first}–{last}"


def _one(period: date | str | int, language: str) -> str:
    if isinstance(period, date):
        return format_date(period, language)
    year, _, quarter = str(period).partition("-K")
    return label(language, "criteria.quarter", year=year, quarter=quarter) if quarter else str(period)


def figure_words(criterion: Criterion, figure: Decimal, language: str) -> str:
    """A figure of a criterion as it is written, with its unit where it has one of its own."""
    decimals = max(0, -int(figure.as_tuple().exponent))
    if criterion.unit == "share":
        return label(
            language, "letter.percent", figure=format_decimal(100 * figure, language, max(0, decimals - 2))
        )
    # Per cent with a decimal: a change by a tenth is to be seen.
    number = format_decimal(figure, language, max(1, decimals) if criterion.unit == "percent" else decimals)
    return label(language, "letter.percent", figure=number) if criterion.unit == "percent" else number


def _of_draws(assumption: str, rules: Rules) -> tuple[str, Criterion | None]:
    """An assumption of the draws: its kind, and the criterion that it is of; None where it is of all."""
    for each in rules.others:
        for kind in ("kappa", "period"):
            if assumption == f"{each.name}_{kind}":
                return kind, each
    return assumption, None


def kind_of(assumption: str, rules: Rules) -> str:
    """What kind an assumption of the draws is: its name without the criterion that it is of."""
    return _of_draws(assumption, rules)[0]


def assumption_name(assumption: str, rules: Rules, language: str) -> str:
    """What an assumption of the draws is called, with the criterion that it is of."""
    kind, criterion = _of_draws(assumption, rules)
    return label(language, f"drawn.{kind}", name="" if criterion is None else said(criterion.label, language))


def cause_words(assumption: str, rules: Rules, language: str) -> str:
    """The name of an assumption of the draws as it stands within a sentence; blank for none."""
    name = assumption_name(assumption, rules, language) if assumption else ""
    return name[:1].lower() + name[1:]


def rule_name(rule: str, rules: Rules, language: str) -> str:
    """What a rule is called, with the criterion that it is of."""
    for each in rules.criteria:
        kind = rule.removesuffix(f"_{each.name}")
        if kind != rule:
            return label(language, f"rule.{kind}_of", name=said(each.label, language))
    return label(language, f"rule.{rule}")


def step_name(step: str, rules: Rules, asked: int, language: str) -> str:
    """What a step to a number is called: a criterion by its name, the others by what they do."""
    if step == rules.size.name:
        return label(language, "step.size", name=said(rules.size.label, language))
    criterion = next((each for each in rules.others if each.name == step), None)
    if criterion is not None:
        return criterion_name(criterion, language)
    return label(language, f"step.{step}", asked=asked)
