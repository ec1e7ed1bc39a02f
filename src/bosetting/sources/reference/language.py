"""The form of Norwegian that the state must use towards each municipality, and the outline of the country."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.reading import read
from bosetting.sources.figures.table import Field, Row, Source, Table, count
from bosetting.sources.reference.columns import FIELDS, KEY, Origin, figure

LANGUAGES = {"bokmål": "nb", "nynorsk": "nn", "nøytral": "neutral", "": "unknown"}
MEASURED = tuple(
    Field("value", "string", "nb Bokmål, nn Nynorsk, neutral no decision; blank where not known.")
    if field.name == "value"
    else field
    for field in FIELDS
    if field.name not in ("low", "high")
)
DESCRIPTION = (
    "Form of Norwegian decided by the municipality (measure language), by the year it is known for (period). Before "
    "2020 from a secondary source; 2018 is worked out from 2017 and 2020. missing: the parts of a merged municipality "
    "and its successor differ. note carries the doubts: where the regulation in force from 2020 says otherwise, the "
    "date of the change is not known. published is assumed: 1 January of the year."
)
NATURAL_EARTH = Source(
    "Natural Earth 1:10m, version 4.1 (public domain)", "https://www.naturalearthdata.com/"
)
OUTLINE = (
    "The outline of Norway, coast and border, as closed rings of longitude and latitude, thinned to 1.2 km; islands "
    "under 25 km², Svalbard and Jan Mayen left out. For the ground of a map."
)


def language(folder: Path) -> Table:
    """Form of Norwegian by municipality and year. Source: the regulation from 2020, Wikipedia before.

    Args:
        folder: the folder of source figures.
    """
    rows: list[Row] = []
    for record in read(folder, "national/language_decisions.csv"):
        said = LANGUAGES[record["language"]]
        year, known = record["valid_year"], said != "unknown"
        origin = Origin(date(int(year), 1, 1), record["source"])
        status = "ok" if known else "missing"
        made = figure(record["kommune_nr"], year, "language", origin, said if known else None, status)
        rows.append({**made, "note": "; ".join(filter(None, (record["basis"], record["note"])))})
    note = Field("note", "string", "How the source says it, and what is doubtful.")
    sources = (by.LOVDATA, by.WIKIPEDIA, by.MIRROR_LANGUAGES, by.MIRROR_REGULATION)
    return Table("language", "Form of Norwegian", DESCRIPTION, "", sources, (*MEASURED, note), KEY, rows)


def outline(folder: Path) -> Table:
    """The outline of the country; degrees. Source: Natural Earth.

    Args:
        folder: the folder of source figures.
    """
    rows: list[Row] = [
        {"ring": int(r["ring"]), "order": int(r["order"]), "lon": Decimal(r["lon"]), "lat": Decimal(r["lat"])}
        for r in read(folder, "geometry/norway_outline.csv")
    ]
    return outline_of(rows)


def outline_of(rows: Sequence[Row]) -> Table:
    """The outline of the country as a table.

    Args:
        rows: ring, order, lon and lat, in degrees.
    """
    fields = (
        count("ring", "Number of the ring.", "", required=True),
        count("order", "Place of the point in it.", "", required=True),
        Field(
            "lon", "number", "Longitude, east.", "degrees", {"required": True, "minimum": 4, "maximum": 32}
        ),
        Field(
            "lat", "number", "Latitude, north.", "degrees", {"required": True, "minimum": 57, "maximum": 72}
        ),
    )
    return Table(
        "outline", "Outline of Norway", OUTLINE, "", (NATURAL_EARTH,), fields, ("ring", "order"), rows
    )
