"""The same year under other rules: who gains and who loses against the edition, or why it cannot be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from bosetting.allocation.errors import Infeasible
from bosetting.allocation.request import Request, allocate
from bosetting.inputs.model import Inputs
from bosetting.inputs.rules import Rules


@dataclass(frozen=True)
class Changes:
    """What is tried; None leaves a rule as the edition has it.

    Attributes:
        weights: of every criterion by its name; they sum to 1.
        threshold: residents.
        floor: persons.
        county_split: previous_request or weights.
        division: county_first or one_stage.
        number_asked: municipalities.
        requested: persons to divide.
        need: persons to settle, which are divided too unless ``requested`` says another number.
        unaccompanied_minors: how many of them.
        rules: any other rules, by name, as ``Rules`` has them; here None is a value, such as no cap.
        of_criteria: exponent, kappa or mean by the name of the criterion, likewise.
    """

    weights: Mapping[str, Fraction] | None = None
    threshold: int | None = None
    floor: int | None = None
    county_split: str | None = None
    division: str | None = None
    number_asked: int | None = None
    requested: int | None = None
    need: int | None = None
    unaccompanied_minors: int | None = None
    rules: Mapping[str, Any] = field(default_factory=dict)
    of_criteria: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


_RULES = ("threshold", "floor", "county_split", "division", "number_asked")
_OF_EDITION = ("requested", "need", "unaccompanied_minors")


@dataclass(frozen=True)
class Difference:
    """One municipality's number in the edition and in what is tried, in persons; 0 where it is not asked."""

    code: str
    before: int
    after: int

    @property
    def change(self) -> int:
        """Persons more, or fewer where it is below 0."""
        return self.after - self.before

    @property
    def newly_asked(self) -> bool:
        """Asked here and not in the edition."""
        return self.after > 0 == self.before

    @property
    def no_longer_asked(self) -> bool:
        """Asked in the edition and not here."""
        return self.before > 0 == self.after


@dataclass(frozen=True)
class Tried:
    """An edition under other rules.

    Attributes:
        inputs: with the changed rules.
        differences: every municipality, in order of code; empty where it is refused.
        refused: what collides; None where the request can be made.
    """

    inputs: Inputs
    differences: tuple[Difference, ...]
    refused: Infeasible | None

    @property
    def moved(self) -> int:
        """Persons that some get more of and others fewer, apart from a change of the total."""
        changes = [d.change for d in self.differences]
        return min(sum(c for c in changes if c > 0), -sum(c for c in changes if c < 0))


def what_if(request: Request, changes: Changes) -> Tried:
    """Make the request anew under other rules, adjustments and county totals as they are.

    Raises:
        ValueError: the weights are not of the year's criteria.
    """
    inputs = changed(request.inputs, changes)
    try:
        after = allocate(inputs)
    except Infeasible as error:
        return Tried(inputs, (), error)
    return Tried(inputs, differences(request, after), None)


def changed(inputs: Inputs, changes: Changes) -> Inputs:
    """The inputs with other rules.

    Raises:
        ValueError: the weights are not of the year's criteria.
    """
    rules = replace(inputs.rules, **_set(changes, _RULES), **changes.rules)
    if rules.selection == ("all",):
        rules = replace(rules, number_asked=len(inputs.municipalities))
    if changes.weights is not None:
        rules = _with_weights(rules, changes.weights)
    rules = replace(
        rules,
        criteria=tuple(replace(each, **changes.of_criteria.get(each.name, {})) for each in rules.criteria),
    )
    edition = _set(changes, _OF_EDITION)
    if "need" in edition:
        edition = {"requested": edition["need"], **edition}
    return replace(inputs, rules=rules, edition=replace(inputs.edition, **edition))


def _set(changes: Changes, names: tuple[str, ...]) -> dict[str, Any]:
    """What is set of these, by name."""
    return {name: value for name in names if (value := getattr(changes, name)) is not None}


def differences(before: Request, after: Request) -> tuple[Difference, ...]:
    """Two requests of the same municipalities, one beside the other."""
    return tuple(Difference(code, persons, after.persons[code]) for code, persons in before.persons.items())


def stated_weights(rules: Rules) -> dict[str, Fraction]:
    """The weight of each criterion, by its name."""
    return {each.name: each.weight for each in rules.criteria}


def _with_weights(rules: Rules, weights: Mapping[str, Fraction]) -> Rules:
    names = [each.name for each in rules.criteria]
    if set(weights) != set(names):
        raise ValueError(f"weights has {', '.join(weights)}. Expected one for each of {', '.join(names)}.")
    return replace(rules, criteria=tuple(replace(each, weight=weights[each.name]) for each in rules.criteria))
