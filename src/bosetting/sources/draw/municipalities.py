"""The municipalities of the year, and the earlier ones behind those that merged."""

from __future__ import annotations

from datetime import date

from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.sources.draw.followed import parts
from bosetting.sources.draw.held import Record, Reference, day, last_day, number
from bosetting.sources.draw.plan import Plan
from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.table import Field, Row, Table, choice, count, municipality_code, published

_NAMED = {"required": True}
_DEGREES = "degrees"
PARTS = (
    "The earlier municipalities that became part of another after {period} and by {structure}, with the residents of "
    "{period} of each part, so that one can count on that structure. A change of code alone is not a merger and is not "
    "here. published is set to 1 March of the same year, a declared assumption that is never too early."
)


def municipalities(reference: Reference, plan: Plan) -> Table:
    """One row a municipality: code, name, county, form of Norwegian, point in degrees (WGS 84).

    Args:
        reference: the reference.
        plan: what is drawn; ``periods`` is the one year of the forms of Norwegian; by default the last held.
    """
    (spoken,) = plan.periods("municipalities") or (_latest(reference, plan.year),)
    languages = {r["code"]: r["value"] for r in reference.rows("language") if r["period"] == spoken}
    rows = [_row(row, languages) for row in in_force(reference, plan.structure)]
    counties = len({row["fylke_nr"] for row in rows})
    description = (
        f"The {len(rows)} municipalities of Norway on {plan.structure}, in {counties} counties. Where two share a name "
        "the county follows in brackets. language is the form of Norwegian that the state must use towards the "
        f"municipality (nb Bokmål, nn Nynorsk, neutral = no decision), as of {spoken}; unknown where it is not held. "
        f"lat and lon are the centre of the area, a point to place a mark, not the municipal centre.{plan.note('municipalities')}"
    )
    sources = (
        by.SSB_CODES,
        by.KARTVERKET,
        by.WIKIPEDIA,
        by.LOVDATA,
        by.MIRROR_CSMAPS,
        by.MIRROR_LANGUAGES,
        by.MIRROR_REGULATION,
    )
    title = f"Municipalities on {plan.structure}"
    structure = str(plan.structure.year)
    return Table(
        "municipalities", title, description, structure, sources, _fields(spoken), ("kommune_nr",), rows
    )


def _latest(reference: Reference, year: int) -> str:
    """The last year, no later than the target year, that forms of Norwegian are held for."""
    held = [row["period"] for row in reference.rows("language") if row["period"] <= str(year)]
    if not held:
        what, do = f"it holds nothing of {year} or earlier", "Fill the reference, or draw a later year"
        file = "data/reference/language.csv"
        raise BadInput([Fault(file, None, "period", what, "forms of Norwegian", do)])
    return max(held)


def in_force(reference: Reference, when: date) -> list[dict[str, str]]:
    """The municipalities of a day, in order of their codes."""
    iso = when.isoformat()
    rows = [
        row
        for row in reference.rows("structure")
        if row["valid_from"] <= iso and (not row["valid_to"] or iso < row["valid_to"])
    ]
    return sorted(rows, key=lambda row: row["code"])


def municipal_parts(reference: Reference, plan: Plan) -> Table:
    """Residents of the parts that merged by the year's structure; persons. Source: SSB table 07459 and KLASS 131.

    Args:
        reference: the reference.
        plan: what is drawn; ``periods`` is the one day of the residents.
    """
    (period,) = plan.periods("municipal_parts") or (f"{plan.structure.year - 1}-01-01",)
    residents = {
        row["code"]: row
        for row in reference.rows("population")
        if row["measure"] == "residents" and row["period"] == period
    }
    names = {row["code"]: row["name"] for row in in_force(reference, day(period))}
    behind = parts(residents, reference.changes, plan.structure)
    rows = [
        _part(new, names[code], residents[code])
        for new, found in behind.items()
        for code in found.codes
        if len(found.codes) > 1
    ]
    fields = (
        municipality_code(),
        municipality_code("part_nr", "Code of the part before it merged."),
        Field("part", "string", "Name of the part.", "", _NAMED),
        Field("reference_date", "date", "The day the residents are counted.", "date", _NAMED),
        count("residents", "Residents of the part.", required=True),
        published(),
    )
    return Table(
        "municipal_parts",
        f"Parts of the municipalities that merged by {plan.structure}",
        PARTS.format(period=period, structure=plan.structure) + plan.note("municipal_parts"),
        f"{plan.structure.year} and {period[:4]}",
        (by.SSB_POPULATION, by.SSB_CODES, by.MIRROR_FHIDATA),
        fields,
        ("kommune_nr", "part_nr"),
        rows,
        municipal=True,
    )


def _part(new: str, name: str, row: Record) -> Row:
    return {
        "kommune_nr": new,
        "part_nr": row["code"],
        "part": name,
        "reference_date": day(row["period"]),
        "residents": number(row["value"]),
        "published": last_day([row]),
    }


def _row(row: Record, languages: dict[str, str]) -> Row:
    return {
        "kommune_nr": row["code"],
        "kommune": row["name"],
        "fylke_nr": row["county_code"],
        "fylke": row["county"],
        "language": languages.get(row["code"]) or "unknown",
        "lat": number(row["lat"]),
        "lon": number(row["lon"]),
    }


def _fields(spoken: str) -> tuple[Field, ...]:
    north = {"required": True, "minimum": 57, "maximum": 72}
    east = {"required": True, "minimum": 4, "maximum": 32}
    return (
        municipality_code(),
        Field("kommune", "string", "Name, as Statistics Norway writes it.", "", _NAMED),
        Field("fylke_nr", "string", "County, two digits.", "", {"required": True, "pattern": "^[0-9]{2}$"}),
        Field("fylke", "string", "Name of the county.", "", _NAMED),
        choice("language", f"Form of Norwegian decided in {spoken}.", "nb", "nn", "neutral", "unknown"),
        Field("lat", "number", "Latitude, north.", _DEGREES, north),
        Field("lon", "number", "Longitude, east.", _DEGREES, east),
    )
