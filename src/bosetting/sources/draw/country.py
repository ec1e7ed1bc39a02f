"""The country's figures, grants, the rules of the programme and the outline, as a year holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bosetting.sources.draw.held import Record, Reference, last_day, number
from bosetting.sources.draw.plan import Plan
from bosetting.sources.figures import grants, national, programme_rules
from bosetting.sources.figures.table import Row, Table
from bosetting.sources.reference.language import outline_of
from bosetting.sources.reference.national import GRANTS, yearly


def country(reference: Reference, plan: Plan) -> Table:
    """The country's figures by year, measure and group; persons or per cent. Sources: row by row.

    Args:
        reference: the reference.
        plan: what is drawn.
    """
    table = national.blank()
    chosen = [_blank_as_none(row) for row in reference.rows("national") if _wanted(row, plan)]
    summed = _summed(reference, plan) if "settled" in plan.tables else []
    said = table.description + _told(summed) + plan.note("national")
    return replace(table, rows=yearly(table, [*chosen, *summed]), description=said)


def _told(summed: Sequence[Row]) -> str:
    """What the sums made here add to the table's description."""
    years = " and ".join(str(row["period"]) for row in summed)
    return f" So is settled for {years}, summed as the year was drawn." if summed else ""


def _summed(reference: Reference, plan: Plan) -> list[Row]:
    """Settled persons of a year of which only the municipalities' numbers are public: the sum of the printed ones."""
    told = {row["period"] for row in reference.rows("national") if row["measure"] == "settled"}
    printed: dict[str, list[Record]] = {}
    for row in reference.rows("settled"):
        if row["measure"] == "settled" and row["period"] not in told and row["value"]:
            printed.setdefault(row["period"], []).append(row)
    return [
        _sum_of(period, rows)
        for period, rows in sorted(printed.items())
        if plan.wants("national", period, str(last_day(rows)))
    ]


def _sum_of(period: str, rows: Sequence[Record]) -> Row:
    """A lower bound of the country's number, public when the last of the municipalities' numbers was."""
    persons = sum(int(row["value"]) for row in rows)
    return {
        "measure": "settled",
        "period": period,
        "group": "all",
        "value": persons,
        "unit": "persons",
        "low": persons,
        "definition": national.SUM_OF_MUNICIPALITIES,
        "published": str(last_day(rows)),
        "source": "; ".join(sorted({row["source"] for row in rows})),
    }


def grant_rates(reference: Reference, plan: Plan) -> Table:
    """Grants by calendar year, scheme, payment year and group; kroner. Sources: row by row.

    Args:
        reference: the reference.
        plan: what is drawn.
    """
    table = grants.blank()
    names = {name: GRANTS.get(name, name) for name in (field.name for field in table.fields)}
    rows: list[Row] = [
        {name: row[held] for name, held in names.items()}
        for row in reference.rows("grant_rates")
        if plan.wants("grant_rates", row["period"], row["published"])
    ]
    return replace(table, rows=rows, description=table.description + plan.note("grant_rates"))


def rules(reference: Reference, plan: Plan) -> list[Table]:
    """Programme lengths, registers and cohorts, those that the plan names.

    Args:
        reference: the reference.
        plan: what is drawn.
    """
    made = (
        programme_rules.regulations(),
        programme_rules.participant_series(),
        programme_rules.cohort_groups(),
    )
    return [_rule(table, reference, plan) for table in made if table.name in plan.tables]


def _rule(table: Table, reference: Reference, plan: Plan) -> Table:
    rows = [dict(row) for row in reference.rows(table.name)]
    return replace(table, rows=rows, description=table.description + plan.note(table.name))


def outline(reference: Reference, plan: Plan) -> Table:
    """The outline of the country, for the ground of a map; degrees. Source: Natural Earth.

    Args:
        reference: the reference.
        plan: what is drawn.
    """
    rows: list[Row] = [
        {name: number(cell) for name, cell in row.items()} for row in reference.rows("outline")
    ]
    table = outline_of(rows)
    return replace(table, description=table.description + plan.note("outline"))


def _wanted(row: Record, plan: Plan) -> bool:
    if row["measure"] == "municipalities":
        return row["date"] == plan.structure.isoformat()
    if row["measure"] == "residents":
        listed = plan.periods("population") if "population" in plan.tables else ()
        return row["date"] in (listed or ()) or (
            listed is None and row["published"] <= plan.known_by.isoformat()
        )
    return plan.wants("national", row["period"], row["published"])


def _blank_as_none(row: Mapping[str, str]) -> Row:
    return {name: cell or None for name, cell in row.items()}
