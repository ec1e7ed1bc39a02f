"""rules.toml: the rule values of one edition, each with its date and its source, or the reason for assuming it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bosetting.inputs.criteria import Criterion, Listed, listed, needed_rules, place_of, rules_of
from bosetting.inputs.reading.files import is_link_or_device, read_utf8, why
from bosetting.inputs.reading.rule_values import KNOWN, Known
from bosetting.inputs.reading.toml import read_toml
from bosetting.inputs.rule import (
    Place,
    Rule,
    from_the_future,
    is_undecided,
    read_rule,
    table,
    the_nearest,
    written,
)
from bosetting.inputs.told.faults import Fault

if TYPE_CHECKING:
    from bosetting.inputs.model import Edition


@dataclass(frozen=True)
class Rules:
    """The rule values of one edition, typed, with the rules they come from.

    Attributes:
        criteria: the size first, then the others in the order of the file.
        selection: the steps by which municipalities are found until ``number_asked`` are: ``continuity``,
            ``threshold``, ``priority``; or ``all``.
        number_asked: municipalities to ask; with ``all`` as many as there are.
        threshold: residents; with the step of that name everyone at or above it comes first. None without it.
        previous_request: year and edition of the earlier request, for example (2017, "october_2016"); None
            where no rule needs one.
        weight_form: ``additive``, ``multiplicative`` or ``standardised``: how the criteria make one weight.
        floor: fewest persons a municipality is asked for.
        cap: most persons; None for no cap.
        unit: numbers are multiples of it.
        division: ``county_first`` or ``one_stage``.
        county_split: how the rest goes to counties without a given total: ``previous_request``, ``weights``, or
            ``published`` where every total is given; ``none`` with one stage.
        minors_basis: who shares the unaccompanied minors: ``asked_for_minors_before``, ``all_asked``, ``listed``.
        minors_listed: codes of those, with ``listed``.
        minors_floor: fewest unaccompanied minors for a municipality that is asked to take any.
        grant_rates_of: the year whose rates stand for those not published; None to leave gaps.
        answer_by: the day by which municipalities are to answer; None where none is known.
        entries: the rules by name.
    """

    criteria: tuple[Criterion, ...]
    selection: tuple[str, ...]
    number_asked: int
    threshold: int | None
    previous_request: tuple[int, str] | None
    weight_form: str
    floor: int
    cap: int | None
    unit: int
    division: str
    county_split: str
    minors_basis: str
    minors_listed: tuple[str, ...]
    minors_floor: int
    grant_rates_of: int | None
    answer_by: date | None
    entries: Mapping[str, Rule]

    @property
    def size(self) -> Criterion:
        """The criterion that is the base of the others."""
        return self.criteria[0]

    @property
    def lowest(self) -> int:
        """The lowest number that the rule gives, in persons: in fives it is a multiple of five."""
        return -(-self.floor // self.unit) * self.unit

    @property
    def others(self) -> tuple[Criterion, ...]:
        """The criteria with an index of their own."""
        return self.criteria[1:]


_NONE: Mapping[str, Any] = MappingProxyType(
    {
        "number_asked": 0,
        "threshold": None,
        "previous_request": None,
        "division": "one_stage",
        "county_split": "none",
        "minors_basis": "all_asked",
        "minors_listed": (),
        "minors_floor": 0,
        "answer_by": None,
    }
)
"""What stands for a rule that the others have no need of."""

_SECTIONS = ("default_edition", "publisher", "criterion", "rule", "edition")


def read_document(path: Path, shown: str) -> tuple[dict[str, Any], list[Fault]]:
    """The parsed rules.toml, or the fault that stops it from being read."""
    try:
        if is_link_or_device(path):
            do = "Put the file itself there, or remove it"
            return {}, [Fault(shown, None, None, "this is a link or no file at all", "a file", do)]
        document = read_toml(read_utf8(path))
    except FileNotFoundError:
        return {}, [Fault(shown, None, None, "the file is missing", "the rules of the year", "Write it")]
    except (ValueError, RecursionError, OSError) as error:
        what = f"the file is not TOML: {why(error)}"
        return {}, [Fault(shown, None, None, what, "TOML 1.0 in UTF-8", "Mend the file")]
    faults: list[Fault] = []
    for name in document:
        if name not in _SECTIONS:
            expected = f"one of {', '.join(_SECTIONS)}" + the_nearest(name, _SECTIONS, len(faults))
            faults.append(Fault(shown, None, name, "no such section", expected, "Correct the name"))
    return document, faults


def default_edition(document: Mapping[str, Any]) -> str | None:
    """The edition that is built when none is named."""
    name = document.get("default_edition")
    return name if isinstance(name, str) else None


def rules_for(document: Mapping[str, Any], edition: Edition, shown: str) -> tuple[Rules | None, list[Fault]]:
    """The rules of one edition and every fault in them.

    Args:
        document: the parsed file.
        edition: its own section overrides single fields; a published rule must have been known by its date.
        shown: the file's path as the user knows it.

    Returns:
        The rules, or None where a value cannot be used, and the faults. Rules with faults serve to look for
        more faults only.
    """
    criteria, faults = listed(document, shown)
    known = {**KNOWN, **rules_of(criteria)}
    base = {**table(document.get("rule")), **{k: v for each in criteria for k, v in each.rules.items()}}
    editions = table(document.get("edition"))
    own = table(editions.get(edition.name))
    if criteria or "criterion" not in document:
        sections = {f"edition.{name}": table(section) for name, section in editions.items()}
        faults += _unknown_names({"rule": table(document.get("rule"))}, KNOWN, shown)
        faults += _unknown_names(sections, known, shown)
    entries: dict[str, Rule] = {}
    values: dict[str, Any] = {}
    for name, reading in known.items():
        if name not in base and name not in own:
            continue
        place = _place(name, own, edition, criteria, shown)
        fields = {**table(base.get(name)), **table(own.get(name))}
        rule, found = read_rule(name, fields, reading, place)
        faults += found
        if rule is not None:
            faults += from_the_future(rule, edition.name, edition.as_of, place)
            entries[name] = rule
        try:
            if "value" in fields and not is_undecided(fields):
                values[name] = reading[0](fields["value"])
        except (ValueError, TypeError, ArithmeticError):
            what = f"{written(fields['value'])} cannot be used"
            faults.append(Fault(shown, None, f"{place.where}.value", what, reading[1], "Correct the value"))
    faults += _missing(values, base, own, criteria, edition, known, shown)
    faults += _weights_must_sum(values, criteria, shown) + _floor_within_cap(values, shown)
    faults += _one_stage_or_counties(values, shown) + _answered_after(values, edition, shown)
    try:
        return _rules(values, entries, criteria), faults
    except KeyError:
        return None, faults


def _rules(values: Mapping[str, Any], entries: Mapping[str, Rule], criteria: list[Listed]) -> Rules:
    """The typed rules; KeyError where one that is needed has no value."""
    if not criteria or not needed_rules(criteria) <= values.keys():
        raise KeyError("criterion")
    typed = {name: values.get(name, _NONE[name]) if name in _NONE else values[name] for name in KNOWN}
    return Rules(
        criteria=tuple(each.criterion(values) for each in criteria),
        entries=MappingProxyType(dict(entries)),
        **typed,
    )


def _place(name: str, own: Mapping[str, Any], edition: Edition, criteria: list[Listed], shown: str) -> Place:
    if name in own:
        return Place(shown, f"edition.{edition.name}.{name}", overridden=True)
    return place_of(name, criteria, shown) or Place(shown, f"rule.{name}")


def _missing(
    values: Mapping[str, Any],
    base: Mapping[str, Any],
    own: Mapping[str, Any],
    criteria: list[Listed],
    edition: Edition,
    known: Mapping[str, Known],
    shown: str,
) -> list[Fault]:
    """Rules that the others need and that stand nowhere."""
    faults = []
    for name in known:
        needed = name in needed_rules(criteria) or (name in KNOWN and _is_needed(name, values, edition))
        if needed and name not in base and name not in own:
            place = _place(name, own, edition, criteria, shown)
            do = f"Add [{place.where}] with value, unit, valid_from, status and source"
            faults.append(Fault(shown, None, place.where, "the rule is missing", known[name][1], do))
    return faults


def _is_needed(name: str, values: Mapping[str, Any], edition: Edition) -> bool:
    """Whether a rule that is not of one criterion must be there, given the others."""
    steps, minors = values.get("selection", ()), bool(edition.unaccompanied_minors)
    county_first = values.get("division") == "county_first"
    needed: dict[str, bool] = {
        "number_asked": steps != ("all",),
        "threshold": "threshold" in steps,
        "previous_request": _reads_previous(values, minors),
        "division": values.get("county_split") != "none",
        "county_split": county_first,
        "minors_basis": minors,
        "minors_listed": minors and values.get("minors_basis") == "listed",
        "minors_floor": minors,
        "answer_by": False,
    }
    return needed.get(name, True)


def _reads_previous(values: Mapping[str, Any], minors: bool) -> bool:
    return bool(
        "continuity" in values.get("selection", ())
        or (values.get("division"), values.get("county_split")) == ("county_first", "previous_request")
        or (minors and values.get("minors_basis") == "asked_for_minors_before")
    )


def in_use(edition: Edition, rules: Rules) -> tuple[Rule, ...]:
    """The rules that an edition uses: none of counties that do not share first, nor of minors that are not there.

    An earlier request that is named is used by the report too, and a day of answer by the letters.
    """
    always = ("previous_request", "division", "answer_by")
    return tuple(
        rule
        for name, rule in rules.entries.items()
        if name in always or _is_needed(name, vars(rules), edition)
    )


def needs_previous(edition: Edition, rules: Rules) -> bool:
    """Whether a rule of the edition reads an earlier request."""
    return _reads_previous(vars(rules), bool(edition.unaccompanied_minors))


def _unknown_names(
    sections: Mapping[str, Mapping[str, Any]], known: Mapping[str, Known], shown: str
) -> list[Fault]:
    faults: list[Fault] = []
    for where, section in sections.items():
        for name in section:
            if name not in known:
                expected = "a known rule" + the_nearest(name, known, len(faults))
                do = "Correct the name or remove the rule"
                faults.append(Fault(shown, None, f"{where}.{name}", "no such rule", expected, do))
    return faults


def _floor_within_cap(values: Mapping[str, Any], shown: str) -> list[Fault]:
    floor, cap = values.get("floor"), values.get("cap")
    if floor is None or cap is None or floor <= cap:
        return []
    what = f"the cap of {cap} is less than the floor of {floor}"
    return [Fault(shown, None, "rule.cap", what, "floor ≤ cap", "Correct one of them")]


def _one_stage_or_counties(values: Mapping[str, Any], shown: str) -> list[Fault]:
    if values.get("county_split") != "none" or values.get("division") != "county_first":
        return []
    what = "none, but division says county_first"
    do = "Say how the counties share, or divide in one stage"
    return [Fault(shown, None, "rule.county_split.value", what, "how the counties share", do)]


def _answered_after(values: Mapping[str, Any], edition: Edition, shown: str) -> list[Fault]:
    by = values.get("answer_by")
    if by is None or by > edition.as_of:
        return []
    what = f"{by} is not after {edition.as_of}, the date of edition {edition.name}"
    where = f"edition.{edition.name}.answer_by.value"
    return [
        Fault(shown, None, where, what, "a day when one can still answer", "Correct it, or remove the rule")
    ]


def _weights_must_sum(values: Mapping[str, Any], criteria: list[Listed], shown: str) -> list[Fault]:
    names = [f"weight_{each.name}" for each in criteria]
    if not names or not all(name in values for name in names):
        return []
    total = sum((values[name] for name in names), Fraction(0))
    if total == 1:
        return []
    what = f"the weights of the {len(names)} criteria sum to {float(total):g}"
    where = f"criterion.{criteria[0].name}.weight"
    return [Fault(shown, None, where, what, "the sum 1", "Correct the weights")]
