"""Inputs and rules with some values replaced, criteria by the full name of their rules."""

from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from bosetting.inputs.criteria import Criterion
from bosetting.inputs.model import Inputs, Municipality
from bosetting.inputs.rules import Rules

OF_RULES = {field.name for field in fields(Rules)}
OF_CRITERION = {field.name for field in fields(Criterion)}


def with_criteria(rules: Rules, **values: Any) -> Rules:
    """The rules with fields of criteria replaced by full name, such as weight_employment or kappa_results."""
    criteria = {criterion.name: criterion for criterion in rules.criteria}
    for full, value in values.items():
        kind, _, name = full.partition("_")
        assert kind in OF_CRITERION, f"{full}: a criterion has no {kind}"
        criteria[name] = replace(criteria[name], **{kind: value})
    return replace(rules, criteria=tuple(criteria.values()))


def with_rules(inputs: Inputs, **values: Any) -> Inputs:
    """The inputs with rules replaced, those of the year and those of criteria."""
    of_year = {name: value for name, value in values.items() if name in OF_RULES}
    others = {name: value for name, value in values.items() if name not in OF_RULES}
    return replace(inputs, rules=with_criteria(replace(inputs.rules, **of_year), **others))


def ruled(**values: Any) -> Callable[[Inputs], Inputs]:
    """A change of inputs for tables of cases."""
    return lambda inputs: with_rules(inputs, **values)


def with_figure(municipality: Municipality, criterion: str, **values: Any) -> Municipality:
    """The municipality with fields of one criterion's figure replaced, such as value or years."""
    figure = replace(municipality.figures[criterion], **values)
    return replace(municipality, figures={**municipality.figures, criterion: figure})


def with_value(inputs: Inputs, code: str, criterion: str, value: Decimal) -> Inputs:
    """The inputs with one municipality's figure of one criterion replaced."""
    rows = tuple(
        with_figure(m, criterion, value=value) if m.number == code else m for m in inputs.municipalities
    )
    return replace(inputs, municipalities=rows)
