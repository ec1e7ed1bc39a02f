"""What the code reads without asking again: cells that must be there, values that can be, rows that stand once.

The description of a folder says the same of its tables and may say more. It lies in the folder, where anybody writes
it, so what it leaves out is asked for all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bosetting.inputs.reading.tables import Needed
from bosetting.inputs.years import FIRST, LAST

_GIVEN: Mapping[str, Any] = {"required": True}
CODE: dict[str, Any] = {"required": True, "pattern": "^[0-9]{4}$"}
"""Of a municipality; benchmarks/growth.py lets longer ones through."""
_COUNTY: Mapping[str, Any] = {"required": True, "pattern": "^[0-9]{2}$"}
_COUNT: Mapping[str, Any] = {"minimum": 0}
_COUNTED: Mapping[str, Any] = {"required": True, "minimum": 0}
_PERCENT: Mapping[str, Any] = {"minimum": 0, "maximum": 100}
_YEAR: Mapping[str, Any] = {"required": True, "minimum": FIRST, "maximum": LAST}
_NORTH: Mapping[str, Any] = {"required": True, "minimum": 57, "maximum": 72}
_EAST: Mapping[str, Any] = {"required": True, "minimum": 4, "maximum": 32}


def _one_of(*values: str) -> Mapping[str, Any]:
    return {"required": True, "enum": list(values)}


_BY_YEAR = {"kommune_nr": CODE, "year": _YEAR, "published": _GIVEN}
_HIDDEN = dict.fromkeys(("low", "high"), _COUNT) | {"status": _one_of("ok", "suppressed", "missing")}

NEEDED: Mapping[str, Needed] = {
    "municipalities": Needed(
        {"kommune_nr": CODE, "kommune": _GIVEN, "fylke_nr": _COUNTY, "fylke": _GIVEN}
        | {"language": _one_of("nb", "nn", "neutral", "unknown"), "lat": _NORTH, "lon": _EAST},
        ("kommune_nr",),
    ),
    "municipal_parts": Needed(
        {"kommune_nr": CODE, "part_nr": CODE, "part": _GIVEN, "reference_date": _GIVEN}
        | {"residents": _COUNTED, "published": _GIVEN},
        ("kommune_nr", "part_nr"),
    ),
    "population": Needed(
        {"kommune_nr": CODE, "reference_date": _GIVEN, "residents": _COUNTED, "published": _GIVEN},
        ("kommune_nr", "reference_date"),
    ),
    "employment": Needed(
        {"kommune_nr": CODE, "period": {"required": True, "pattern": "^[0-9]{4}-K[1-4]$"}}
        | {"employed": _COUNT}
        | dict.fromkeys(("percent", "low", "high"), _PERCENT)
        | {"status": _one_of("ok", "derived", "missing"), "published": _GIVEN},
        ("period", "kommune_nr"),
    ),
    "programme_results": Needed(
        _BY_YEAR
        | _HIDDEN
        | dict.fromkeys(("former_participants", "work_or_education"), _COUNT)
        | {"parts_hidden": _COUNTED},
        ("kommune_nr", "year"),
    ),
    "programme_participants": Needed(_BY_YEAR | _HIDDEN | {"persons": _COUNT}, ("kommune_nr", "year")),
    "settled": Needed(_BY_YEAR | _HIDDEN | {"persons": _COUNT}, ("kommune_nr", "year")),
    "published_requests": Needed(
        _BY_YEAR
        | {"edition": _GIVEN, "asked": _GIVEN}
        | dict.fromkeys(("persons", "unaccompanied_minors"), _COUNT)
        | {"status": _one_of("ok", "suppressed", "missing", "not_applicable")},
        ("year", "edition", "kommune_nr"),
    ),
    "county_totals": Needed(
        {"fylke_nr": _COUNTY, "persons": _COUNTED, "status": _one_of("published", "outcome")}
        | dict.fromkeys(("edition", "source", "published"), _GIVEN),
        ("edition", "fylke_nr"),
    ),
    "adjustments": Needed(
        {"kommune_nr": CODE, "edition": _GIVEN, "persons": _COUNT}
        | {"kind": _one_of("ask", "do_not_ask", "at_least", "at_most", "exactly")},
        ("edition", "kommune_nr", "kind"),
    ),
    "forecasts": Needed(
        {"edition": _GIVEN, "as_of": _GIVEN, "source": _GIVEN, "need": _COUNTED}
        | dict.fromkeys(("requested", "unaccompanied_minors", "low", "high"), _COUNT),
        ("edition",),
    ),
    "national": Needed(
        dict.fromkeys(("measure", "group", "definition", "published", "source"), _GIVEN)
        | {"year": _YEAR, "percent": _PERCENT}
        | dict.fromkeys(("persons", "low", "high"), _COUNT),
        ("measure", "year", "group"),
    ),
    "grant_rates": Needed(
        dict.fromkeys(("group", "scheme", "source"), _GIVEN)
        | {"calendar_year": _YEAR, "payment_year": {"minimum": 1, "maximum": 5}, "nok": _COUNT}
        | {"status": _one_of("ok", "proposal", "announced", "missing")},
        ("calendar_year", "scheme", "payment_year", "group"),
    ),
    "outcomes": Needed(
        {"kommune_nr": CODE, "measure": _one_of("requested", "decided", "settled")}
        | dict.fromkeys(("persons", "low", "high"), _COUNT)
        | {"status": _one_of("ok", "suppressed", "missing", "not_applicable")}
        | dict.fromkeys(("published", "source"), _GIVEN),
        ("kommune_nr", "measure"),
    ),
    "outline": Needed({"ring": _COUNTED, "order": _COUNTED, "lon": _EAST, "lat": _NORTH}, ("ring", "order")),
}
"""What must hold by table. Of the tables left out every use asks for itself, with a message of its own."""
