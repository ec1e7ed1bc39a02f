"""Persons by municipality and period, carried to the year's structure: residents and settled persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bosetting.sources.carry import carry
from bosetting.sources.draw.held import Reference, day, whole
from bosetting.sources.draw.municipalities import in_force
from bosetting.sources.draw.plan import Plan
from bosetting.sources.figures import drawn_texts as said
from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.counted import counted_table
from bosetting.sources.figures.table import Field, Row, Table, count, municipality_code, published


def population(reference: Reference, plan: Plan) -> Table:
    """Residents by municipality and 1 January; unit persons. Source: SSB table 07459.

    Args:
        reference: the reference.
        plan: what is drawn.
    """
    found = carried(reference, plan, "population", "population", "residents")
    rows: list[Row] = [
        {
            "kommune_nr": str(row["code"]),
            "reference_date": day(str(row["period"])),
            "residents": whole(row["value"]),
            "published": day(str(row["published"])),
        }
        for row in found
    ]
    fields = (
        municipality_code(),
        Field("reference_date", "date", "The day the residents are counted.", "date", {"required": True}),
        count("residents", "Residents.", required=True),
        published(),
    )
    days = " and ".join(sorted({str(row["reference_date"]) for row in rows}))
    return Table(
        "population",
        "Residents on 1 January",
        said.POPULATION.format(days=days, structure=plan.structure) + plan.note("population"),
        str(plan.structure.year),
        (by.SSB_POPULATION, by.SSB_CODES, by.MIRROR_FHIDATA),
        fields,
        ("kommune_nr", "reference_date"),
        rows,
        municipal=True,
    )


def settled(reference: Reference, plan: Plan) -> Table:
    """Settled persons by municipality and year; unit persons; bounds where hidden. Source: IMDi.

    Args:
        reference: the reference.
        plan: what is drawn.
    """
    found = carried(reference, plan, "settled", "settled", "settled")
    rows: list[Row] = [
        {
            "kommune_nr": str(row["code"]),
            "year": int(str(row["period"])),
            "persons": whole(row["value"]),
            "low": whole(row["low"]),
            "high": whole(row["high"]),
            "status": str(row["status"]),
            "published": day(str(row["published"])),
        }
        for row in found
    ]
    columns = {
        "year": "Year of settlement.",
        "persons": "Persons settled; blank unless status is ok.",
        "low": "Fewest that can have been settled; blank unless suppressed.",
        "high": "Most that can have been settled; blank unless suppressed.",
    }
    description = said.SETTLED.format(structure=plan.structure) + plan.note("settled")
    sources = (by.IMDI, by.MIRROR_TELEMARK)
    made = counted_table("settled", "Persons settled", description, sources, columns, rows)
    return with_structure(made, plan)


def carried(
    reference: Reference, plan: Plan, drawn: str, table: str, measure: str
) -> list[dict[str, object]]:
    """The chosen figures of a measure on the year's structure, one row a municipality and period.

    A municipality that the publisher's table does not have is missing.
    """
    frame = reference.frame(
        table,
        lambda r: r["measure"] == measure and plan.wants(drawn, r["period"], r["published"]),
    )
    rows: Sequence[dict[str, object]] = carry(
        frame, reference.changes, plan.structure, name=table
    ).table.to_dict("records")  # type: ignore[assignment]
    known = {row["code"] for row in in_force(reference, plan.structure)}
    held = {(row["period"], row["code"]): row for row in rows if row["code"] in known}
    published_on = frame.groupby("period")["published"].max()
    nothing = {"value": None, "low": None, "high": None, "status": "missing"}
    return [
        {"period": period, "code": code, **nothing, **_said(held.get((period, code), {}), str(when))}
        for period, when in published_on.items()
        for code in sorted(known)
    ]


def _said(row: dict[str, object], when: str) -> dict[str, object]:
    """A carried row; where a part is not held, the day is that of the table."""
    return {**row, "published": row.get("published") or when}


def with_structure(table: Table, plan: Plan) -> Table:
    """A table marked with the year's structure."""
    return replace(table, structure=str(plan.structure.year))
