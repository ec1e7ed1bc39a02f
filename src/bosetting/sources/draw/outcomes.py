"""What became of the year's request: asked for, decided and settled by municipality, whenever it became public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bosetting.sources.draw.followed import Parts, parts
from bosetting.sources.draw.held import Record, Reference, day, last_day
from bosetting.sources.draw.municipalities import in_force
from bosetting.sources.draw.plan import Plan
from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.table import (
    Field,
    Row,
    Table,
    choice,
    cited,
    count,
    municipality_code,
    published,
)

DESCRIPTION = (
    "What happened after the request for the year was sent, on the municipal structure of {structure} (parts summed). It "
    "serves the follow-up only and no computation. requested: the last version of the year's request that is held; 0 is "
    "not asked. decided: what the municipality decided; not_applicable where it was not asked and no decision is "
    "registered, missing where it was asked and none is. settled: persons settled from 1 January to counted_to. "
    "suppressed: hidden by the publisher, low and high what it can be. missing: not known, or a part of a municipality "
    "that was split, by a key that is not known. published: where the day is not known, a declared assumption that the "
    "reference states, never too early."
)
MEASURES = ("requested", "decided", "settled")
Held = Mapping[str, Record]


@dataclass(frozen=True)
class _Measured:
    """The figures of one measure by code, which version they are of, and the last day that they count."""

    held: Held
    version: str = ""
    counted_to: date | None = None


def outcomes(reference: Reference, plan: Plan) -> Table:
    """One row a municipality and measure, for the target year alone; unit persons. Source: IMDi.

    Args:
        reference: the reference.
        plan: what is drawn; a year of which neither decision nor settled person is held has no rows.
    """
    measured = _measured(reference, plan.year)
    known = [row["code"] for row in in_force(reference, plan.structure)] if measured else []
    requested = measured.get("requested", _Measured({}))
    asked = {
        code
        for code, behind in _behind(reference, plan, requested).items()
        for made in [_sum(behind, requested.held)]
        if made["persons"] or made["status"] in ("suppressed", "missing")
    }
    rows: list[Row] = []
    for name, one in measured.items():
        behind = _behind(reference, plan, one)
        rows += [_row(code, name, one, behind.get(code, Parts(())), code in asked) for code in known]
    fields = (
        municipality_code(),
        choice("measure", "What is counted.", *MEASURES),
        Field("version", "string", "Which request of the year; blank for the others."),
        count("persons", "Persons; blank unless status is ok."),
        count("low", "Fewest persons; blank unless suppressed."),
        count("high", "Most persons; blank unless suppressed."),
        choice("status", "Of persons.", "ok", "suppressed", "missing", "not_applicable"),
        Field(
            "counted_to",
            "date",
            "The last day that settled persons are counted; blank for the others.",
            "date",
        ),
        published(),
        cited(),
    )
    return Table(
        "outcomes",
        "Requested, decided and settled in the year",
        DESCRIPTION.format(structure=plan.structure) + plan.note("outcomes"),
        str(plan.structure.year),
        (by.IMDI, by.MIRROR_TELEMARK),
        fields,
        ("kommune_nr", "measure"),
        rows,
        municipal=True,
    )


def _measured(reference: Reference, target: int) -> dict[str, _Measured]:
    """What is held of the year; nothing where it is the request alone."""
    versions: dict[tuple[int, str], dict[str, dict[str, Record]]] = defaultdict(lambda: defaultdict(dict))
    for row in reference.rows("requests"):
        if row["target_year"] == str(target) and len(row["code"]) == 4:
            versions[int(row["rank"]), row["version"]][row["measure"]][row["code"]] = row
    found: dict[str, _Measured] = {}
    if versions:
        (_, version), last = max(versions.items())
        found["requested"] = _Measured(last["request"], version)
        if last["decision"]:
            found["decided"] = _Measured(last["decision"])
    settled = _settled(reference, target)
    if settled is not None:
        found["settled"] = settled
    return found if len(found) > 1 else {}


def _settled(reference: Reference, target: int) -> _Measured | None:
    """Settled persons of the whole year, or else to the last day that is held."""
    rows = [row for row in reference.rows("settled") if row["period"][:4] == str(target)]
    whole = {row["code"]: row for row in rows if row["measure"] == "settled"}
    if whole:
        return _Measured(whole, counted_to=date(target, 12, 31))
    partly = [row for row in rows if row["measure"] == "settled_by_date"]
    if not partly:
        return None
    last = max(row["period"] for row in partly)
    return _Measured({row["code"]: row for row in partly if row["period"] == last}, counted_to=day(last))


def _behind(reference: Reference, plan: Plan, one: _Measured) -> Mapping[str, Parts]:
    return parts(one.held, reference.changes, plan.structure)


def _row(code: str, name: str, one: _Measured, behind: Parts, asked: bool) -> Row:
    made = _sum(behind, one.held)
    if name == "requested" and made["status"] == "not_applicable":
        made = {**made, "persons": 0, "status": "ok"}
    if name == "decided" and made["status"] == "not_applicable" and asked:
        made = {**made, "status": "missing"}
    rows = [one.held[each] for each in (*behind.codes, *behind.torn)] or list(one.held.values())
    return {
        "kommune_nr": code,
        "measure": name,
        "version": one.version,
        **made,
        "counted_to": one.counted_to,
        "published": last_day(rows),
        "source": rows[0]["source"],
    }


def _sum(behind: Parts, held: Held) -> Row:
    """The parts together: unknown where one of them is, bounded where one of them is hidden."""
    rows = [held[code] for code in behind.codes]
    nothing: Row = {"persons": None, "low": None, "high": None}
    torn = any(held[code]["status"] != "not_applicable" for code in behind.torn)
    if torn or not (rows or behind.torn) or any(row["status"] == "missing" for row in rows):
        return {**nothing, "status": "missing"}
    counted = [row for row in rows if row["status"] != "not_applicable"]
    if not counted:
        return {**nothing, "status": "not_applicable"}
    if all(row["status"] == "ok" for row in counted):
        return {**nothing, "persons": sum(int(row["value"]) for row in counted), "status": "ok"}
    low, high = (sum(int(row["value"] or row[end]) for row in counted) for end in ("low", "high"))
    return {**nothing, "low": low, "high": high, "status": "suppressed"}
