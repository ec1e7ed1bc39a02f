"""Check it yourself."""

from __future__ import annotations

from bosetting.allocation.explained.all_divisions import all_divisions
from bosetting.allocation.explained.county_claims import county_claims
from bosetting.allocation.request import Request
from bosetting.report.blocks.kinds import Block, Column, Table
from bosetting.report.view import View

FILES = (
    "requests",
    "counties",
    "divisions",
    "explanation",
    "certainty",
    "changes",
    "followed",
    "load",
    "grants",
    "tables",
    "package",
    "catalog",
    "algorithm",
    "figures",
    "inputs",
    "notebooks",
    "manifest",
    "program",
    "crate",
)


def check_yourself(view: View) -> list[Block]:
    """What can be downloaded, and how to do the sum again by hand or by machine."""
    rows = tuple((view.label(f"files.{name}"), view.label(f"files.{name}_what")) for name in FILES)
    columns = (Column(view.label("files.file"), "code"), Column(view.label("files.what")))
    prose = view.prose("check_yourself", **recipe(view.request))
    return [prose, Table("files", view.label("files.caption"), columns, rows)]


def recipe(request: Request) -> dict[str, object]:
    """What the steps for checking by hand depend on; a step that does not apply to the edition is left out."""
    rules = request.inputs.rules
    return {
        "one_stage": rules.division == "one_stage",
        "unit": rules.unit,
        "floor": rules.lowest,
        "cap": None if rules.cap is None else rules.cap // rules.unit * rules.unit,
        "adjusted": any(a.persons is not None for a in request.adjustments),
        "tied": any(one.found.tied for one in all_divisions(request)),
        "fixed": any(one.found.division.divisor is None for one in all_divisions(request)),
        "capped_counties": any(claim.most is not None for claim in county_claims(request).values()),
        "counties": request.county_division is not None,
        "minors": request.minors is not None,
        "minors_floor": rules.minors_floor,
    }
