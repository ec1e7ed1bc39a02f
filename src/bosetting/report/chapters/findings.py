"""What the report found: a sentence each with its number, and who says so."""

from __future__ import annotations

from typing import Any

from bosetting.allocation.compared.statements import proof
from bosetting.allocation.explained.counterfactual import counterfactuals
from bosetting.report.blocks.kinds import Block
from bosetting.report.chapters.asked import CLOSE, missed
from bosetting.report.chapters.need import history
from bosetting.report.chapters.programme_load import as_known
from bosetting.report.language.criteria import cause_words
from bosetting.report.language.numbers import about
from bosetting.report.language.readable import Quoted
from bosetting.report.view import View, edition_name


def findings(view: View) -> list[Block]:
    """Findings as sentences, each only where the year's figures hold it; then sender, citing and corrections."""
    request, publisher = view.request, view.inputs.publisher
    proven = proof(request)
    return [
        view.prose(
            "findings",
            issues=publisher.issues,
            year=str(view.inputs.year),
            persons=sum(a.persons for a in request.asked),
            asked=len(request.asked),
            everyone=len(request.allotments),
            fewest=_fewest_since(view),
            missed=_near(view),
            agency=view.agency,
            left_out=0 if proven is None else proven.differ // 2,
            largest=_largest(view),
            load=_turn(view),
        ),
        view.prose(
            "sender",
            issues=publisher.issues,
            publisher=Quoted(publisher.name),
            agency=view.agency,
            contact=None if publisher.contact is None else Quoted(publisher.contact),
            made=publisher.made,
            made_in=str(publisher.made.year),
            next=publisher.next,
            year=str(view.inputs.year),
            edition=edition_name(view.inputs, view.language, view.inputs.edition.name),
        ),
    ]


def _fewest_since(view: View) -> dict[str, Any] | None:
    """The years without a gap before this one in which more was requested; None where the year before was lower."""
    rows = history(view)
    asked = rows[(rows["kind"] == "requested") & (rows["year"] < view.inputs.year)]
    by_year = {int(year): int(persons) for year, persons in zip(asked["year"], asked["persons"], strict=True)}
    year = view.inputs.year
    while by_year.get(year - 1, 0) > view.inputs.edition.requested:
        year -= 1
    return None if year == view.inputs.year else {"first": str(year), "last": str(view.inputs.year - 1)}


def _near(view: View) -> list[dict[str, object]]:
    """Those that a handful of residents kept from being asked."""
    near = missed(view, counterfactuals(view.request))
    return [one for one in near if isinstance(one["residents"], int) and 0 < one["residents"] <= CLOSE]


def _largest(view: View) -> dict[str, Any] | None:
    """The assumption that moves most persons when it alone is varied."""
    found = max(view.computation.uncertainty.alone, key=lambda row: row.moved_p95, default=None)
    if found is None or not found.moved_p95:
        return None
    name = cause_words(found.assumption, view.inputs.rules, view.language)
    return {"name": name, "moved": found.moved_p95}


def _turn(view: View) -> dict[str, Any] | None:
    """Participants during the year, as published where they are, in the year of most and in the last; None where it does not fall."""
    rows = [row for row in view.computation.load.national if row.measure == "during_year"]
    persons = as_known(view, rows)
    peak, last = max(persons, key=lambda period: persons[period]), max(persons)
    if persons[peak] <= persons[last]:
        return None
    return {
        "peak": peak,
        "most": about(persons[peak]),
        "last": last,
        "least": about(persons[last]),
    }
