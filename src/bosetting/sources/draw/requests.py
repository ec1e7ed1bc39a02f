"""Requests and decisions by municipality of the year, every version under its own name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from bosetting.sources.draw.followed import Parts, parts
from bosetting.sources.draw.held import Record, Reference, last_day
from bosetting.sources.draw.municipalities import in_force
from bosetting.sources.draw.plan import Plan
from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.table import (
    Field,
    Row,
    Table,
    choice,
    count,
    municipality_code,
    published,
    year,
)

DESCRIPTION = (
    "Requests to settle refugees by year and edition, and decisions, on the municipal structure of {structure} (parts "
    "summed). edition is the version's name in the reference, whose description says what each is; adjusted is IMDi's "
    "municipal table as adjusted during the year, original the request as first sent, and a full stop in that table "
    "means not asked. decision: what the municipality decided, at the end of the table's life; asked then says whether "
    "it was asked that year, and a part without a registered decision is left out. Blank persons: suppressed (hidden by "
    "IMDi), missing (asked, number not known or no decision registered, or a part was split by a key that is not known) "
    "or not_applicable (not asked, no decision). Blank unaccompanied_minors is unknown, not zero; where it is known for some "
    "parts of a merged municipality only, it is their sum, a lower bound. published: the day of the letters where known; "
    "otherwise declared assumptions that the reference states."
)
EDITION = (
    "Which version, by any name; decision is what the municipality decided. See the table's description."
)
Held = Mapping[str, Mapping[str, Record]]


def published_requests(reference: Reference, plan: Plan) -> Table:
    """One row a municipality, year and edition: asked or not, persons, of them minors. Source: IMDi, the press.

    Args:
        reference: the reference.
        plan: what is drawn.
    """
    rows = [
        row
        for (target, version), held in _versions(reference, plan).items()
        for decided_on in [_decided_on(held)]
        for code, behind in _behind(reference, plan, held).items()
        for row in _rows(code, (target, version), behind, held, decided_on)
    ]
    fields = (
        municipality_code(),
        year("year", "The year the persons are to be settled in."),
        Field("edition", "string", EDITION, "", {"required": True, "pattern": "^[a-z][a-z0-9_]*$"}),
        Field("asked", "boolean", "Whether the municipality was asked.", "", {"required": True}),
        count("persons", "Persons asked for or decided; 0 where not asked."),
        count("unaccompanied_minors", "Of them unaccompanied minors; blank where unknown."),
        choice("status", "Of persons.", "ok", "suppressed", "missing", "not_applicable"),
        published(),
    )
    sources = (by.IMDI, by.MIRROR_TELEMARK, by.MIRROR_IMDIKATOR, *by.PRESS)
    return Table(
        "published_requests",
        "Requests and decisions",
        DESCRIPTION.format(structure=plan.structure) + plan.note("published_requests"),
        str(plan.structure.year),
        sources,
        fields,
        ("year", "edition", "kommune_nr"),
        rows,
        municipal=True,
    )


def _versions(reference: Reference, plan: Plan) -> dict[tuple[str, str], dict[str, dict[str, Record]]]:
    """The rows of each target year and version by municipality and measure."""
    found: dict[tuple[str, str], dict[str, dict[str, Record]]] = defaultdict(lambda: defaultdict(dict))
    for row in reference.rows("requests"):
        if len(row["code"]) == 4 and plan.wants("published_requests", row["target_year"], row["published"]):
            found[row["target_year"], row["version"]][row["code"]][row["measure"]] = row
    return found


def _behind(reference: Reference, plan: Plan, held: Held) -> dict[str, Parts]:
    codes = {row["code"] for row in in_force(reference, plan.structure)}
    found = parts(held, reference.changes, plan.structure)
    return {code: behind for code, behind in found.items() if code in codes}


def _decided_on(held: Held) -> date | None:
    """When the decisions of a version became public; None where it has none."""
    rows = [row for each in held.values() for measure, row in each.items() if measure == "decision"]
    return last_day(rows) if rows else None


def _rows(code: str, of: tuple[str, str], behind: Parts, held: Held, decided_on: date | None) -> list[Row]:
    every = _of(held, (*behind.codes, *behind.torn), "request")
    if not every:
        return []
    asked = any(row["status"] == "missing" or int(row["value"] or 0) > 0 for row in every)
    made = [_request(code, of, behind, held, asked)]
    if decided_on:
        decided = _of(held, (*behind.codes, *behind.torn), "decision")
        made.append(_decision(code, of[0], behind, decided, asked, decided_on))
    return made


def _of(held: Held, codes: Sequence[str], measure: str) -> list[Record]:
    return [held[code][measure] for code in codes if measure in held[code]]


def _request(code: str, of: tuple[str, str], behind: Parts, held: Held, asked: bool) -> Row:
    asked_for = _of(held, behind.codes, "request")
    minors = [row for row in _of(held, behind.codes, "request_minors") if row["status"] == "ok"]
    torn = any(int(row["value"] or 0) for row in _of(held, behind.torn, "request"))
    unknown = torn or any(row["status"] == "missing" for row in asked_for)
    every = _of(held, (*behind.codes, *behind.torn), "request")
    return {
        "kommune_nr": code,
        "year": int(of[0]),
        "edition": of[1],
        "asked": asked,
        "persons": None if unknown else sum(int(row["value"] or 0) for row in asked_for),
        "unaccompanied_minors": sum(int(row["value"]) for row in minors) if minors and not torn else None,
        "status": "missing" if unknown else "ok",
        "published": last_day(every),
    }


def _decision(
    code: str, target: str, behind: Parts, decided: Sequence[Record], asked: bool, when: date
) -> Row:
    status = _decided(behind, decided, asked)
    return {
        "kommune_nr": code,
        "year": int(target),
        "edition": "decision",
        "asked": asked,
        "persons": sum(int(row["value"] or 0) for row in decided) if status == "ok" else None,
        "unaccompanied_minors": None,
        "status": status,
        "published": when,
    }


def _decided(behind: Parts, decided: Sequence[Record], asked: bool) -> str:
    statuses = {row["status"] for row in decided}
    if any(row["code"] in behind.torn and row["status"] != "not_applicable" for row in decided):
        return "missing"
    if "suppressed" in statuses:
        return "suppressed"
    if "missing" in statuses:
        return "missing"
    if "ok" in statuses:
        return "ok"
    return "missing" if asked else "not_applicable"
