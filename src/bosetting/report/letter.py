"""One municipality's number explained in words, as in a letter to its mayor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bosetting.allocation.certainty.uncertainty import Spread, Uncertainty
from bosetting.allocation.compared.published import Published, latest_of, published_of
from bosetting.allocation.explained.counterfactual import Change
from bosetting.allocation.explained.explanation import Explanation
from bosetting.allocation.explained.history import Earlier
from bosetting.allocation.explained.neighbours import per_thousand
from bosetting.allocation.explained.ties import decided_ties
from bosetting.allocation.request import Allotment, Request
from bosetting.allocation.selection import above_threshold, continued
from bosetting.inputs.criteria import Criterion
from bosetting.inputs.model import Municipality
from bosetting.inputs.rules import Rules
from bosetting.report.edition_line import corrected_lines
from bosetting.report.language.criteria import (
    cause_words,
    criterion_name,
    criterion_names,
    step_name,
)
from bosetting.report.language.labels import label, written_languages
from bosetting.report.language.numbers import format_decimal, format_integer
from bosetting.report.language.prose import render_plain
from bosetting.report.language.readable import Quoted
from bosetting.report.needed import sensible_changes, written

NAMED = 5
"""So many of those with exactly the same claim are named."""
APART = 5
"""Persons: from here on the letter says why the number and the median of the draws differ."""
WIDTH = 42
"""Characters of the first column of the letter's tables."""


@dataclass(frozen=True)
class Line:
    """One line of a table in the letter: what, and how much."""

    what: str
    value: str

    def __str__(self) -> str:
        return f"  {self.what[:WIDTH]:{WIDTH}} {self.value:>10}"


def own_language(municipality: Municipality) -> str:
    """The language of a letter to a municipality: the one it decided, else the report's main form.

    Source: språklova section 15.
    """
    written = written_languages()
    return municipality.language if municipality.language in written else written[0]


def letter(request: Request, found: Explanation, unsure: Uncertainty, language: str) -> str:
    """The explanation as plain text, for a terminal.

    Args:
        request: of the edition.
        found: the explanation of the municipality.
        unsure: the request under other assumptions.
        language: a language the report is written in.
    """
    allotment, rules = found.allotment, request.inputs.rules
    spread = unsure.spreads[allotment.municipality.number]
    return render_plain(
        "explain",
        language,
        **letter_values(request, found, language),
        standing=_standing(request, allotment.municipality.number, language),
        draws=unsure.draws - unsure.refused,
        spread=spread,
        apart=_apart(allotment, spread),
        cause=cause_words(spread.cause, rules, language),
        steps=_steps(found, request, language),
        alike=_beside((n.allotment for n in found.neighbours.alike), language),
        own=_beside([allotment], language),
        neighbours=_beside((a for a in found.neighbours.county if a.asked), language),
        history=_history(found.history, language),
    )


def letter_values(request: Request, found: Explanation, language: str) -> dict[str, Any]:
    """What the passages that letter and terminal share may use.

    Args:
        request: of the edition.
        found: the explanation of the municipality.
        language: a language the report is written in.
    """
    return {
        **_who(request, found),
        **_why(request, found, language),
        **_needed(request, found, language),
        "floor": request.inputs.rules.lowest,
        "floor_effect": None if found.allotment.bound == "adjusted" else found.floor,
        "next_person": found.next_person,
        "county_persons": found.county.persons,
        "county_status": found.county.status,
        "county_asked": found.county.asked,
    }


def _who(request: Request, found: Explanation) -> dict[str, Any]:
    """Who speaks to whom, of what number, and by when one answers."""
    inputs, allotment = request.inputs, found.allotment
    municipality, publisher = allotment.municipality, inputs.publisher
    known = published_of(inputs, municipality.number)
    answer_by = inputs.rules.answer_by
    return {
        "issues": publisher.issues,
        "publisher": Quoted(publisher.name),
        "agency": None if publisher.asks is None else Quoted(publisher.asks),
        "contact": None if publisher.contact is None else Quoted(publisher.contact),
        "made": publisher.made,
        "answer_by": answer_by,
        "past": answer_by is not None and answer_by < publisher.made,
        # The county stands beside it, so what tells it from a namesake in another county need not.
        "name": municipality.name.removesuffix(f" ({municipality.county})"),
        "code": municipality.number,
        "county": municipality.county,
        "year": str(inputs.year),
        "as_of": inputs.edition.as_of,
        "persons": allotment.persons,
        "minors": allotment.unaccompanied_minors,
        "asked": allotment.asked,
        "published": _published(known),
        "published_persons": None if known is None else known.persons,
        "latest": latest_of(inputs, municipality.number),
    }


def _why(request: Request, found: Explanation, language: str) -> dict[str, Any]:
    """What made it asked, or not."""
    allotment, rules = found.allotment, request.inputs.rules
    municipality = allotment.municipality
    return {
        "why": allotment.why,
        "large": above_threshold(municipality, rules),
        "residents": municipality.residents,
        "threshold": rules.threshold,
        "selection": list(rules.selection),
        "previous_year": "" if rules.previous_request is None else str(rules.previous_request[0]),
        "criteria": criterion_names(rules, language),
        "places": rules.number_asked,
        "previously_asked": municipality.previously_asked,
        "crowded_out": _crowded_out(request),
        "rank": allotment.rank,
        "of": found.standing.of,
        "last": _name(found.standing.last_asked),
        "first_out": _name(found.standing.first_not_asked),
        "adjustments": [
            {"reason": Quoted(a.reason), "decided_by": Quoted(a.decided_by), "date": a.date}
            for a in found.adjustments
        ],
        "everyone_above": all(a.asked for a in request.allotments if above_threshold(a.municipality, rules)),
        "threshold_assumed": "threshold" in rules.entries
        and rules.entries["threshold"].status != "published",
        "one_stage": rules.division == "one_stage",
        "unit": rules.unit,
        # Another decision may have had a part in it, so several are told of together.
        "several": len(request.selection.brought_in | request.selection.removed) > 1,
        "ties": _ties(request, municipality.number),
        "displaced": [a.municipality.name for a in found.displaced],
        "brought_in": [a.municipality.name for a in found.brought_in],
        "moved_up": [a.municipality.name for a in found.moved_up],
        "removed": [a.municipality.name for a in found.removed],
    }


def _crowded_out(request: Request) -> bool:
    """Whether more were asked in the earlier request than there are places, where those go first."""
    rules = request.inputs.rules
    before = continued(request.inputs.municipalities, rules)
    return before is not None and before > rules.number_asked


def _needed(request: Request, found: Explanation, language: str) -> dict[str, Any]:
    """What would have made it otherwise."""
    rules = request.inputs.rules
    enough = any(change.outcome == "change" for change in found.counterfactual.changes)
    return {
        "size": criterion_name(rules.size, language),
        "residents_change": found.counterfactual.residents,
        "changes": _changes(found, rules, language),
        "outcome": found.counterfactual.residents.outcome,
        "sensible": sensible_changes(found, rules, language),
        "kept_below": found.counterfactual.kept_below,
        "enough": enough,
        # Nobody changes places with anyone where no change is enough.
        "rival": _name(request.by_code.get(found.counterfactual.rival or "")) if enough else None,
    }


def _standing(request: Request, code: str, language: str) -> list[str]:
    """That the edition is a draft, until it is published; then what was corrected of it that concerns the reader."""
    if request.inputs.published is None:
        return [f"{label(language, 'letter.draft')}."]
    return [f"{on}. {what}" for on, what in corrected_lines(request.inputs, language, code)]


def _apart(allotment: Allotment, spread: Spread) -> bool:
    """Whether it is asked for a number far from the one that it has in the median draw."""
    return bool(allotment.asked and spread.median and abs(allotment.persons - spread.median) >= APART)


def _ties(request: Request, code: str) -> list[dict[str, Any]]:
    """The ties that decided something in which the municipality took part, each with some of the others."""
    names = {m.number: m.name for m in request.inputs.municipalities}
    others = [[names[c] for c in tie.tied if c != code] for tie in decided_ties(request) if code in tie.tied]
    return [{"named": found[:NAMED], "more": len(found[NAMED:])} for found in others]


def _published(known: Published | None) -> str:
    """What is known of the published request: the persons, only whether it was asked, or nothing."""
    if known is None or known.asked is None:
        return "unknown"
    if not known.asked:
        return "not_asked"
    return "asked" if known.persons is None else "persons"


def _name(allotment: Allotment | None) -> str | None:
    return None if allotment is None else allotment.municipality.name


def _changes(found: Explanation, rules: Rules, language: str) -> list[dict[str, Any]]:
    """What would have been enough of each criterion but the size, as it is written."""
    return [
        {
            "name": criterion_name(criterion, language),
            "outcome": change.outcome,
            **_figures(criterion, change, language),
        }
        for criterion, change in zip(rules.others, found.counterfactual.changes[1:], strict=True)
    ]


def _figures(criterion: Criterion, change: Change, language: str) -> dict[str, str]:
    """The figure as it is and as it would have to be; classes by their names."""
    if change.difference is not None:
        return written(criterion, change, language)
    classes = {"now": change.now, "needed": change.needed}
    return {key: name for key, name in classes.items() if isinstance(name, str)}


def step_lines(request: Request, found: Explanation, language: str) -> list[Line]:
    """The steps to the number with a sign, as they add up; none where the rule cannot be met without deviations.

    Args:
        request: of the edition.
        found: the explanation of the municipality.
        language: a language the report is written in.
    """
    rules, asked = request.inputs.rules, len(request.asked)
    return [
        Line(
            step_name(step.name, rules, asked, language),
            ("" if place == 0 or step.printed < 0 else "+") + format_decimal(step.printed, language),
        )
        for place, step in enumerate(found.waterfall.steps)
    ]


def _steps(found: Explanation, request: Request, language: str) -> list[str]:
    return [str(line) for line in step_lines(request, found, language)]


def _beside(allotments: Iterable[Allotment], language: str) -> list[str]:
    """Municipalities with their number and how many that is per 1,000 residents."""
    return [
        str(
            Line(
                a.municipality.name,
                f"{format_integer(a.persons, language):>4}  ({_per_thousand(a, language)})"
                if a.asked
                else label(language, "numbers.not_asked_cell"),
            )
        )
        for a in allotments
    ]


def _per_thousand(allotment: Allotment, language: str) -> str:
    return format_decimal(Fraction(per_thousand(allotment)), language, 2)


def _history(rows: Iterable[Earlier], language: str) -> list[str]:
    """One line a year: what was requested, decided and settled, and of several requests the last."""
    years: dict[int, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if row.status != "not_applicable":
            years[row.year][row.measure] = (
                f"{label(language, f'history.{row.measure}')} {_figure(row, language)}"
            )
    return [f"  {year}: {', '.join(figures.values())}" for year, figures in years.items()]


def _figure(row: Earlier, language: str) -> str:
    if row.persons is not None:
        return format_integer(row.persons, language)
    if row.low is not None and row.high is not None:
        return f"{format_integer(row.low, language)}–{format_integer(row.high, language)}"
    return label(language, "history.hidden" if row.status == "suppressed" else "history.missing")
