"""The municipalities of 1 January 2018."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.names import registered_name
from bosetting.sources.figures.reading import read
from bosetting.sources.figures.table import Field, Row, Table, choice, municipality_code

LANGUAGES = {"bokmål": "nb", "nynorsk": "nn", "nøytral": "neutral", "": "unknown"}
DESCRIPTION = (
    "The 422 municipalities of Norway on 1 January 2018, in 18 counties (Trøndelag is 50). Where two share "
    "a name the county follows in brackets. Kárášjohka and Porsáŋgu are spelled as in the Mapping Authority's "
    "register of place names; the copy lacks the letters š and ŋ. language is the form of Norwegian that the state must use "
    "towards the municipality (nb Bokmål, nn Nynorsk, neutral = no decision), before 2020 from a secondary "
    "source; unknown for Larvik and Færder, whose parts and successor differ. Doubtful: Porsgrunn and Vardø "
    "(given as neutral) and Kristiansund (given as Bokmål), where the regulation in force from 2020 says "
    "otherwise and the date of the change is not known. lat and lon are the centre of the area, computed "
    "from boundaries: a point to place a mark, not the municipal centre."
)


def municipalities(folder: Path) -> Table:
    """The table of municipalities.

    Args:
        folder: the folder of source figures.

    Returns:
        one row per municipality: code, name, county, form of Norwegian, point in degrees (WGS 84).
        Source: SSB KLASS 131, Kartverket, Wikipedia.
    """
    points = read(folder, "municipal-2018/points_2018.csv")
    languages = _languages(folder)
    rows = [_row(point, languages) for point in points]
    return Table(
        "municipalities",
        "Municipalities on 1 January 2018",
        DESCRIPTION,
        "2018",
        (
            by.SSB_CODES,
            by.KARTVERKET,
            by.WIKIPEDIA,
            by.LOVDATA,
            by.MIRROR_CSMAPS,
            by.MIRROR_LANGUAGES,
            by.MIRROR_REGULATION,
        ),
        _fields(),
        ("kommune_nr",),
        rows,
    )


def _languages(folder: Path) -> dict[str, str]:
    rows = read(folder, "national/language_decisions.csv")
    return {row["kommune_nr"]: LANGUAGES[row["language"]] for row in rows if row["valid_year"] == "2018"}


def _row(point: dict[str, str], languages: dict[str, str]) -> Row:
    code = point["kommune_nr"]
    return {
        "kommune_nr": code,
        "kommune": registered_name(code, point["kommune_navn"]),
        "fylke_nr": code[:2],
        "fylke": point["fylke"],
        "language": languages.get(code, "unknown"),
        "lat": Decimal(point["lat"]),
        "lon": Decimal(point["lon"]),
    }


def _fields() -> tuple[Field, ...]:
    named = {"required": True}
    return (
        municipality_code(),
        Field("kommune", "string", "Name, as Statistics Norway writes it.", "", named),
        Field("fylke_nr", "string", "County, two digits.", "", {"required": True, "pattern": "^[0-9]{2}$"}),
        Field("fylke", "string", "Name of the county.", "", named),
        choice("language", "Form of Norwegian decided in 2018.", "nb", "nn", "neutral", "unknown"),
        Field(
            "lat", "number", "Latitude, north.", "degrees", {"required": True, "minimum": 57, "maximum": 72}
        ),
        Field(
            "lon", "number", "Longitude, east.", "degrees", {"required": True, "minimum": 4, "maximum": 32}
        ),
    )
