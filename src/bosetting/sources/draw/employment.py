"""Employment by municipality of the year, carried by its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from bosetting.sources.draw.followed import Parts, parts
from bosetting.sources.draw.held import Reference, last_day
from bosetting.sources.draw.municipalities import in_force
from bosetting.sources.draw.plan import Plan
from bosetting.sources.figures import drawn_texts as said
from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.table import Field, Row, Table, choice, count, municipality_code, published

COUNTRY = "0000"
HALF = Fraction(1, 2)
Cells = Mapping[str, str]


def employment(reference: Reference, plan: Plan) -> Table:
    """Employment by municipality and quarter; persons, and per cent of residents aged 15 to 74. Source: SSB.

    Args:
        reference: the reference.
        plan: what is drawn.
    """
    held = [r for r in reference.rows("employment") if plan.wants("employment", r["period"], r["published"])]
    codes = [row["code"] for row in in_force(reference, plan.structure)]
    rows: list[Row] = []
    for period in sorted({row["period"] for row in held}):
        of_period = [row for row in held if row["period"] == period]
        rows += _period(reference, plan, period, of_period, codes)
    fields = (
        municipality_code(
            description="Municipality, four digits, as in municipalities.csv; 0000 is the whole country."
        ),
        Field(
            "period", "string", "Year and quarter.", "", {"required": True, "pattern": "^[0-9]{4}-K[1-4]$"}
        ),
        count("employed", "Employed persons who live there."),
        _percent("percent", "Employed, of residents aged 15 to 74."),
        _percent("low", "Lower end of a per cent derived from whole per cents; blank otherwise."),
        _percent("high", "Upper end of a per cent derived from whole per cents; blank otherwise."),
        choice("status", "ok as printed, derived, or missing.", "ok", "derived", "missing"),
        published(),
    )
    sources = (
        by.SSB_EMPLOYMENT,
        by.SSB_EMPLOYMENT_NEW_REGISTER,
        by.SSB_POPULATION,
        by.MIRROR_IMDIKATOR,
        by.MIRROR_SPREAD,
        by.MIRROR_FHIDATA,
    )
    return Table(
        "employment",
        "Employment, 4th quarter",
        said.EMPLOYMENT.format(structure=plan.structure) + plan.note("employment"),
        str(plan.structure.year),
        sources,
        fields,
        ("period", "kommune_nr"),
        rows,
    )


def merged_percent(parted: Sequence[tuple[int, Fraction]], shift: Fraction = Fraction(0)) -> Decimal:
    """The per cent of a municipality from its parts, four decimals, half to even.

    Args:
        parted: employed persons and per cent of each part.
        shift: percentage points added to each part's per cent.
    """
    employed = sum(persons for persons, _ in parted)
    return rounded(employed / sum((n / (percent + shift) for n, percent in parted), Fraction(0)), 4)


def rounded(value: Fraction, decimals: int) -> Decimal:
    """An exact value rounded half to even."""
    scaled = round(value * 10**decimals)
    return Decimal(scaled).scaleb(-decimals).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)


def _period(
    reference: Reference, plan: Plan, period: str, held: Sequence[Cells], codes: Sequence[str]
) -> list[Row]:
    when = last_day(held)
    cells: dict[str, dict[str, str]] = {}
    for row in held:
        cells.setdefault(row["code"], {})[row["measure"]] = row["value"]
    behind = parts((code for code in cells if code != COUNTRY), reference.changes, plan.structure)
    rows = [_municipality(code, period, behind.get(code, Parts(())), cells, when) for code in codes]
    if COUNTRY in cells:
        whole = _municipality(COUNTRY, period, Parts((COUNTRY,)), cells, when)
    else:
        whole = _country(reference, period, cells, when)
    return [whole, *rows]


def _municipality(
    code: str, period: str, behind: Parts, cells: Mapping[str, Mapping[str, str]], when: date
) -> Row:
    found = [cells[part] for part in behind.codes]
    numbers = [
        (each.get("employed", ""), each.get("percent") or each.get("percent_derived", "")) for each in found
    ]
    if behind.torn or not found or not all(persons and percent for persons, percent in numbers):
        return _row(code, period, when, "missing")
    employed = sum(int(persons) for persons, _ in numbers)
    if len(numbers) == 1:
        status = "ok" if found[0].get("percent") else "derived"
        return _row(code, period, when, status, employed, (Decimal(numbers[0][1]), None, None))
    parted = [(int(persons), Fraction(percent)) for persons, percent in numbers]
    percent, low, high = (merged_percent(parted, shift) for shift in (Fraction(0), -HALF, HALF))
    return _row(code, period, when, "derived", employed, (percent, low, high))


def _country(reference: Reference, period: str, cells: Mapping[str, Mapping[str, str]], when: date) -> Row:
    """The sum of the municipalities over their residents aged 15 to 74 of the next 1 January."""
    next_day = f"{int(period[:4]) + 1}-01-01"
    base = {
        row["code"]: int(row["value"])
        for row in reference.rows("population")
        if row["measure"] == "residents_15_74" and row["period"] == next_day
    }
    employed = {code: each.get("employed", "") for code, each in cells.items()}
    if base.keys() != employed.keys() or not all(employed.values()):
        return _row(COUNTRY, period, when, "missing")
    total = sum(int(persons) for persons in employed.values())
    share = rounded(Fraction(100 * total, sum(base.values())), 4)
    return _row(COUNTRY, period, when, "derived", total, (share, None, None))


def _row(
    code: str,
    period: str,
    when: date,
    status: str,
    employed: int | None = None,
    percents: tuple[Decimal | None, Decimal | None, Decimal | None] = (None, None, None),
) -> Row:
    percent, low, high = percents
    return {
        "kommune_nr": code,
        "period": period,
        "employed": employed,
        "percent": percent,
        "low": low,
        "high": high,
        "status": status,
        "published": when,
    }


def _percent(name: str, description: str) -> Field:
    return Field(name, "number", description, "per cent", {"minimum": 0, "maximum": 100})
