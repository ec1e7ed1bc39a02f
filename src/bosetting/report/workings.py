"""The work as frames, for the notebooks that show it in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields

import pandas as pd

from bosetting.allocation.division.named import persons_per_place
from bosetting.allocation.request import Request
from bosetting.inputs.model import Inputs


def records(rows: Iterable[object]) -> pd.DataFrame:
    """Results as a frame, one row each, with the columns of their dataclass."""
    return pd.DataFrame([{f.name: getattr(row, f.name) for f in fields(row)} for row in rows])  # type: ignore[arg-type]


def by_code(rows: Mapping[str, object]) -> pd.DataFrame:
    """Results by municipality code as a frame."""
    frame = records(rows.values())
    frame.index = pd.Index(list(rows), name="kommune_nr")
    return frame


def rules(inputs: Inputs) -> pd.DataFrame:
    """The rules: one row each, by name."""
    return pd.DataFrame(
        [
            {
                "rule": rule.name,
                "value": str(rule.value),
                "unit": rule.unit,
                "status": rule.status,
                "valid_from": rule.valid_from,
                "source or reason": rule.source or rule.reason.get("en", ""),
            }
            for rule in inputs.rules.entries.values()
        ]
    ).set_index("rule")


def tables(inputs: Inputs) -> pd.DataFrame:
    """The tables of the year folder: rows, columns, and cells that are hidden or missing."""
    return pd.DataFrame(
        [
            {
                "table": name,
                "rows": len(frame),
                "columns": ", ".join(frame.columns),
                "suppressed": int((frame["status"] == "suppressed").sum()) if "status" in frame else None,
                "missing": int((frame["status"] == "missing").sum()) if "status" in frame else None,
            }
            for name, frame in inputs.tables.items()
        ]
    ).set_index("table")


def municipalities(inputs: Inputs) -> pd.DataFrame:
    """What the criteria use of each municipality."""
    return pd.DataFrame(
        [
            {
                "kommune_nr": m.number,
                "kommune": m.name,
                "residents": m.residents,
                **{name: figure.persons or figure.value for name, figure in m.figures.items()},
                "previous_request": m.previous_request,
                "previous_minors": m.previous_minors,
            }
            for m in inputs.municipalities
        ]
    ).set_index("kommune_nr")


def indicators(request: Request) -> pd.DataFrame:
    """The criteria of each municipality, as printed and as used."""
    return pd.DataFrame(
        [
            {
                "kommune_nr": a.municipality.number,
                "kommune": a.municipality.name,
                "residents": a.municipality.residents,
                **{name: str(index) for name, index in a.indicators.indices.items()},
                "weight": str(a.indicators.weight),
            }
            for a in request.allotments
        ]
    ).set_index("kommune_nr")


def selection(request: Request) -> pd.DataFrame:
    """The order of selection around the line between asked and not asked."""
    places = request.inputs.rules.number_asked
    near = sorted(request.allotments, key=lambda a: a.rank)[max(0, places - 15) : places + 15]
    return pd.DataFrame(
        [
            {
                "rank": a.rank,
                "kommune": a.municipality.name,
                "residents": a.municipality.residents,
                "asked": a.asked,
                "why": a.why,
            }
            for a in near
        ]
    ).set_index("rank")


def counties(request: Request) -> pd.DataFrame:
    """The counties with the divisors of their divisions."""
    return pd.DataFrame(
        [
            {
                "fylke": c.name,
                "asked": c.asked,
                "persons": c.persons,
                "status": c.status,
                **{
                    name: None if value is None else float(value)
                    for name, value in zip(
                        ("divisor", "divisor_low", "divisor_high"),
                        (None, None, None)
                        if c.division is None
                        else map(
                            persons_per_place,
                            (c.division.division.divisor, c.division.division.low, c.division.division.high),
                        ),
                        strict=True,
                    )
                },
            }
            for c in request.counties
        ]
    ).set_index("fylke")


def request(request: Request) -> pd.DataFrame:
    """Who is asked, and for how many."""
    return pd.DataFrame(
        [
            {
                "kommune_nr": a.municipality.number,
                "kommune": a.municipality.name,
                "persons": a.persons,
                "unaccompanied_minors": a.unaccompanied_minors,
                "persons_one_stage": a.persons_one_stage,
                "bound": a.bound,
            }
            for a in request.asked
        ]
    ).set_index("kommune_nr")


def checks(request: Request) -> pd.DataFrame:
    """Sums that must come out, side by side.

    Raises:
        ArithmeticError: one of them does not.
    """
    inputs = request.inputs
    rows = [
        ("persons", inputs.edition.requested, sum(a.persons for a in request.allotments)),
        ("municipalities asked", inputs.rules.number_asked, len(request.asked)),
        ("persons over counties", inputs.edition.requested, sum(c.persons for c in request.counties)),
    ]
    if request.minors is not None:
        minors = sum(a.unaccompanied_minors or 0 for a in request.allotments)
        rows.append(("unaccompanied minors", inputs.edition.unaccompanied_minors or 0, minors))
    for what, due, found in rows:
        if due != found:
            raise ArithmeticError(f"{what}: {found} instead of {due}")
    return pd.DataFrame(rows, columns=["what", "due", "found"]).set_index("what")
