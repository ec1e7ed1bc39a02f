"""The year's criteria: the list ``[[criterion]]`` of rules.toml, in order, one of them the size.

Everything that speaks of criteria goes through this list; no other part of the program knows one by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from bosetting.inputs.reading.rule_values import OF_CRITERION, Known
from bosetting.inputs.rule import Place, table, the_nearest
from bosetting.inputs.told.faults import Fault

FORMS = ("size", "ratio", "inverse_ratio", "shrunk_share", "class", "share")
MISSING = ("neutral", "refuse")
UNITS = ("persons", "percent", "share", "number", "class")
WORDS = ("label", "measure", "source")
MOST_CRITERIA = 8
"""More than any year has; every order of coming in is counted for what each of them weighs."""
_RESERVED = ("asked", "county", "bounds", "rounding", "adjustments", "form", "need", "weights")
_TEXTS = ("name", "index", "table", "column", "of", "missing", "unit")
_INHERITED = ("valid_from", "status", "address", "reason", "quality", "impact")
_OPTIONAL = MappingProxyType({"of": "", "missing": "refuse", "unit": "number"})
_NEEDED_BY = MappingProxyType({"kappa": ("shrunk_share",), "mean": ("shrunk_share",), "factors": ("class",)})


@dataclass(frozen=True)
class Criterion:
    """What one criterion measures, and what it counts for.

    Attributes:
        name: its identifier, as columns of the open data begin.
        index: how the figure becomes an index: ``size`` (the base, index 1), ``ratio`` (figure by the national
            one), ``inverse_ratio`` (the other way), ``shrunk_share`` (a share of few persons drawn towards the
            mean), ``class`` (a factor for each class), ``share`` (part of the national total, by part of the size).
        table: where the figure is, without ``.csv``.
        column: which column of it.
        of: for ``shrunk_share`` the column with the persons it is a share of; else blank.
        where: what else a row must say, by column, for example a version of a request.
        unit: of the figure: persons, percent, share, number or class.
        missing: ``neutral`` (the index is 1) or ``refuse`` where a municipality has no figure.
        label: what it is called, by language.
        measure: what is measured, by language.
        source: who publishes the figure, by language.
        period: the days, quarters or years whose figures are used; empty where the table has none.
        weight: its part of the criteria-adjusted population.
        exponent: of the size in the weight; of any other index in the priority.
        kappa: persons that the national share counts for; None but for ``shrunk_share``.
        mean: the national share, likewise.
        factors: the factor of each class; empty but for ``class``.
    """

    name: str
    index: str
    table: str
    column: str
    of: str
    where: Mapping[str, str]
    unit: str
    missing: str
    label: Mapping[str, str]
    measure: Mapping[str, str]
    source: Mapping[str, str]
    period: tuple[date | str | int, ...]
    weight: Fraction
    exponent: Fraction
    kappa: Fraction | None
    mean: Fraction | None
    factors: Mapping[str, Fraction]


@dataclass(frozen=True)
class Listed:
    """A criterion as it is written: what is said of it, and the fields of its rules.

    Attributes:
        name: its identifier.
        said: the fields that are no rules, by name.
        rules: the fields of each of its rules, by full name such as weight_population.
    """

    name: str
    said: Mapping[str, Any]
    rules: Mapping[str, Mapping[str, Any]]

    def criterion(self, values: Mapping[str, Any]) -> Criterion:
        """The criterion with the values of its rules, by full name; a rule it need not have may lack."""
        value = {rule: values.get(f"{rule}_{self.name}") for rule in OF_CRITERION}
        text = {name: str(self.said.get(name, _OPTIONAL.get(name))) for name in _TEXTS}
        words = {
            # What nobody has said of the measure or the source stays unsaid; a name there always is.
            name: MappingProxyType(_by_language(self.said.get(name), self.name if name == "label" else ""))
            for name in WORDS
        }
        return Criterion(
            name=text["name"],
            index=text["index"],
            table=text["table"],
            column=text["column"],
            of=text["of"],
            where=MappingProxyType({str(k): str(v) for k, v in table(self.said.get("where")).items()}),
            unit=text["unit"],
            missing=text["missing"],
            label=words["label"],
            measure=words["measure"],
            source=words["source"],
            period=value["period"] or (),
            weight=Fraction(value["weight"] or 0),
            exponent=Fraction(1 if value["exponent"] is None else value["exponent"]),
            kappa=value["kappa"],
            mean=value["mean"],
            factors=value["factors"] or MappingProxyType({}),
        )


def listed(document: Mapping[str, Any], file: str) -> tuple[list[Listed], list[Fault]]:
    """The criteria as they are written, the size first, and what is wrong with the list.

    Args:
        document: the parsed rules.toml.
        file: its path as the user knows it.
    """
    written = document.get("criterion")
    if not isinstance(written, list) or not written or not all(isinstance(each, dict) for each in written):
        what = "there are no criteria" if written is None else "criterion is no list"
        expected = '[[criterion]] for each criterion, one of them with index = "size"'
        return [], [Fault(file, None, "criterion", what, expected, "Write the list")]
    faults = [found for place, each in enumerate(written, 1) for found in _faults(place, each, file)]
    faults += _list_faults(written, file)
    if faults:
        return [], faults
    criteria = [_listed(each) for each in written]
    return sorted(criteria, key=lambda each: each.said["index"] != "size"), []


def rules_of(criteria: list[Listed]) -> dict[str, Known]:
    """Every rule that these criteria may have, by full name: how it is read and what it must be."""
    return {f"{name}_{each.name}": known for each in criteria for name, known in OF_CRITERION.items()}


def needed_rules(criteria: list[Listed]) -> set[str]:
    """The full names of those that they must have."""
    return {f"{rule}_{each.name}" for each in criteria for rule in _needed(each.said["index"])}


def place_of(name: str, criteria: list[Listed], file: str) -> Place | None:
    """Where a criterion's rule stands; None where no criterion has it."""
    for each in criteria:
        rule = name.removesuffix(f"_{each.name}")
        if rule != name and rule in OF_CRITERION:
            return Place(file, f"criterion.{each.name}.{rule}")
    return None


def _needed(index: str) -> Iterator[str]:
    yield "weight"
    if index != "size":
        yield "exponent"
    for rule, forms in _NEEDED_BY.items():
        if index in forms:
            yield rule


def _listed(written: Mapping[str, Any]) -> Listed:
    name = str(written["name"])
    inherited = {key: written[key] for key in _INHERITED if key in written}
    source = _by_language(written.get("source"), "").get("nb", "")
    rules = {
        f"{rule}_{name}": {"source": source, **inherited, **_fields(rule, written[rule])}
        for rule in OF_CRITERION
        if rule in written
    }
    return Listed(name, {key: value for key, value in written.items() if key not in OF_CRITERION}, rules)


def _fields(rule: str, written: Any) -> dict[str, Any]:
    """A rule's own fields; a bare value is one whose date and source are the criterion's."""
    return dict(written) if isinstance(written, dict) and "value" in written else {"value": written}


def _by_language(text: Any, otherwise: str) -> dict[str, str]:
    """A text in each language; one text alone, or the name where there is none, stands for all."""
    if isinstance(text, dict):
        said = {str(k): v for k, v in text.items() if isinstance(v, str) and v.strip()}
        if said:
            return said
    return {"nb": text if isinstance(text, str) and text.strip() else otherwise}


def _faults(place: int, written: Mapping[str, Any], file: str) -> Iterator[Fault]:
    name = written.get("name")
    named = isinstance(name, str) and re.fullmatch("[a-z][a-z0-9_]{0,30}", name) is not None
    where = f"criterion.{name if named else place}"

    def fault(column: str, what: str, expected: str, do: str) -> Fault:
        return Fault(file, None, f"{where}.{column}", what, expected, do)

    if not named or name in _RESERVED:
        yield fault(
            "name",
            f"{name!s} is no name" if name else "the name is missing",
            "a to z, digits and _",
            "Name it",
        )
    known = (*_TEXTS, *WORDS, "where", *_INHERITED, *OF_CRITERION)
    for number, key in enumerate(written):
        if key not in known:
            expected = f"one of {', '.join(known)}" + the_nearest(key, known, number)
            yield fault(key, "no such field", expected, "Correct it")
    for column, choices in (("index", FORMS), ("missing", MISSING), ("unit", UNITS)):
        value = written.get(column, _OPTIONAL.get(column))
        if value not in choices:
            yield fault(column, f"{value!s} is not known", f"one of {', '.join(choices)}", "Correct it")
    for column in ("table", "column", *(["of"] if written.get("index") == "shrunk_share" else [])):
        if not isinstance(written.get(column), str) or not written[column].strip():
            yield fault(column, "it is missing", "a name of datapackage.json", "Say where the figure is")
    if not isinstance(written.get("where", {}), dict):
        yield fault(
            "where", "it is no table", 'columns and values such as { edition = "sent" }', "Correct it"
        )
    for column in WORDS:
        if isinstance(written.get(column), dict) and "nb" not in _by_language(written[column], ""):
            yield fault(column, "nb is missing", "a text in nb at least", "Write it")


def _list_faults(written: list[Mapping[str, Any]], file: str) -> Iterator[Fault]:
    names = [each.get("name") for each in written]
    twice = sorted({str(name) for name in names if names.count(name) > 1})
    for name in twice:
        what = f"there are {names.count(name)} criteria of this name"
        yield Fault(file, None, f"criterion.{name}.name", what, "one", "Name each by itself")
    sizes = sum(each.get("index") == "size" for each in written)
    if sizes != 1:
        yield Fault(
            file, None, "criterion", f"{sizes} criteria have the index size", "one", "Say which is the base"
        )
    if len(written) > MOST_CRITERIA:
        what, do = f"{len(written)} criteria", "Leave some out"
        yield Fault(file, None, "criterion", what, f"at most {MOST_CRITERIA}", do)
