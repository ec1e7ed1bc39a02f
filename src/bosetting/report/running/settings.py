"""Rules that are tried in a terminal, as they are written: ``floor=5`` or ``weight.employment=0.3``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from bosetting.allocation.compared.what_if import Changes, changed, stated_weights
from bosetting.inputs.model import Inputs
from bosetting.inputs.reading.rule_values import KNOWN, MOST, OF_CRITERION, Known
from bosetting.inputs.rules import Rules
from bosetting.inputs.told.nearest import nearest

OTHER_FIGURES = ("previous_request", "minors_listed")
"""Rules that choose among figures: these are read with the year's folder, so they need an edition of their own."""
UNUSED = ("grant_rates_of", "answer_by")
"""Rules that decide no number of the request."""
OF_EDITION = ("need", "requested", "unaccompanied_minors")
NUMBERS = ("weight", "exponent", "kappa", "mean")
"""Rules of one criterion that can be tried."""


def _persons(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MOST:
        raise ValueError
    return int(value)


_PERSONS: Known = (_persons, f"a whole number of at least 0 and at most {MOST}")


def known_settings(rules: Rules) -> Mapping[str, Known]:
    """Every name that can be set for a year, with how its value is read and what it must be."""
    of_year = {name: known for name, known in KNOWN.items() if name not in (*OTHER_FIGURES, *UNUSED)}
    of_criteria = {
        f"{rule}.{each.name}": OF_CRITERION[rule]
        for rule in NUMBERS
        for each in rules.criteria
        if getattr(each, rule) is not None
    }
    return MappingProxyType(of_year | of_criteria | dict.fromkeys(OF_EDITION, _PERSONS))


def read_settings(texts: Sequence[str], inputs: Inputs) -> Changes:
    """What is tried, from one ``NAME=VALUE`` each.

    The weight of the size need not be set: it is what the other criteria leave of 1.

    Raises:
        ValueError: no such name, one set twice, a value it cannot have, or values that do not go together.
    """
    known = known_settings(inputs.rules)
    values: dict[str, Any] = {}
    for text in texts:
        name, equals, written = (part.strip() for part in text.partition("="))
        if not equals:
            raise ValueError(f'"{text}" sets nothing. Expected NAME=VALUE such as floor=5.')
        _refuse_unknown(name, known)
        if name in values:
            raise ValueError(f"{name} is set twice. Expected each once. Choose one of the values.")
        values[name] = _read(name, written, known[name])
    changes = _changes(values, inputs.rules)
    _refuse_together(changed(inputs, changes), changes)
    return changes


def _refuse_unknown(name: str, known: Mapping[str, Known]) -> None:
    if name in known:
        return
    if name in OTHER_FIGURES or name.partition(".")[0] in ("period", "factors"):
        raise ValueError(
            f"{name} chooses other figures, which cannot be tried here. "
            "Make an edition of its own: a row in forecasts.csv, and the rule under [edition.NAME]."
        )
    if name in UNUSED:
        raise ValueError(f"{name} decides no number of the request. Leave it out.")
    near = nearest(name, known)
    raise ValueError(
        f'There is no "{name}" to set; the nearest is "{near}". Expected one of {", ".join(known)}.'
    )


def _read(name: str, written: str, known: Known) -> Any:
    convert, expected = known
    value: Any = written
    if re.fullmatch(r"-?[0-9]{1,12}", written):
        value = int(written)
    elif re.fullmatch(r"-?[0-9]{0,12}\.[0-9]{1,12}", written):
        value = Decimal(written)
    elif name == "selection":
        value = [step.strip() for step in written.split(",")]
    try:
        return convert(value)
    except (ValueError, TypeError, ArithmeticError):
        raise ValueError(f'{name} is "{written}". Expected {expected}.') from None


def _changes(values: Mapping[str, Any], rules: Rules) -> Changes:
    of_criteria: dict[str, dict[str, Fraction]] = defaultdict(dict)
    others: dict[str, Any] = {}
    for name, value in values.items():
        rule, _, criterion = name.partition(".")
        if criterion:
            of_criteria[criterion][rule] = value
        elif name not in OF_EDITION:
            others[name] = value
    weights = {name: own.pop("weight") for name, own in of_criteria.items() if "weight" in own}
    return Changes(
        weights=_weights(weights, rules) if weights else None,
        rules=others,
        of_criteria={name: own for name, own in of_criteria.items() if own},
        **{name: values[name] for name in OF_EDITION if name in values},
    )


def _weights(own: Mapping[str, Fraction], rules: Rules) -> dict[str, Fraction]:
    """The weight of every criterion; that of the size, where it is not set, is what the others leave."""
    weights = {**stated_weights(rules), **own}
    size = rules.size.name
    others = sum((weight for name, weight in weights.items() if name != size), Fraction(0))
    if size not in own and others <= 1:
        weights[size] = 1 - others
    total = sum(weights.values(), Fraction(0))
    if total != 1:
        what = (
            f"The weights sum to {float(total):g}"
            if size in own
            else f"The weights without that of {size} sum to {float(others):g}"
        )
        expected = "the sum 1" if size in own else "at most 1"
        raise ValueError(f"{what}. Expected {expected}; a weight that is not set stands as in the edition.")
    return weights


def _refuse_together(tried: Inputs, changes: Changes) -> None:
    """Values that are each possible, and make no rule together."""
    rules = tried.rules
    if (rules.division, rules.county_split) == ("county_first", "none"):
        raise ValueError("county_split is none, but division is county_first. Set how the counties share.")
    if "threshold" in rules.selection and rules.threshold is None:
        raise ValueError("selection has the step threshold, but there is no threshold. Set one.")
    if "priority" in rules.selection and not rules.number_asked:
        raise ValueError("selection asks some, but there is no number_asked. Set one.")
    if rules.previous_request is None:
        for name in ("county_split", "minors_basis", "selection"):
            if _reads_previous(changes.rules.get(name)):
                raise ValueError(
                    f"{name} reads the previous request, and the edition names none. Set another."
                )


def _reads_previous(value: object) -> bool:
    steps = value if isinstance(value, tuple) else (value,)
    return bool({"previous_request", "asked_for_minors_before", "continuity"}.intersection(steps))
