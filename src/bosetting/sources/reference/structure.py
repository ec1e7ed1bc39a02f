"""The municipalities of each day, and the changes between them (KLASS 131)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.names import registered_name
from bosetting.sources.figures.reading import Record, read
from bosetting.sources.figures.table import Cell, Field, Row, Source, Table, choice, cited

MIRROR_CODES = Source("Public copy: gardenberg/kommunekoder", "https://github.com/gardenberg/kommunekoder")
KLASS = "SSB, KLASS 131, https://www.ssb.no/klass/klassifikasjoner/131"
CHANGES_DESCRIPTION = (
    "Changes of municipalities from a day on, one row an old and a new code: merge, rename (the name alone), recode (the "
    "code, as when a county was made anew) and split. A municipality that takes others in and keeps its code has no "
    "row of its own. share: of the old municipality's persons, the part that follows; blank = not known, so that "
    "figures are not carried over the split. No share is declared: the publisher's figures of the parts before a "
    "split are not held. Changes before 2012 are not held."
)
STRUCTURE_DESCRIPTION = (
    "Municipalities by code and name with the days they are valid from and to (the day after the last; blank where "
    "open; valid_from is blank where it is before 2017). name as the copy of that structure spells it. county_code, "
    "county: of that structure. lat, lon: centre of the area, for a mark on a map; that of the successor for 2017 and "
    "2020 where one follows another alone, of the former Ålesund for Ålesund of 2020; blank for parts that merged. "
    "centrality (1 to 6, vintage not stated) and kostra_group are known for the structure of 2024."
)
KINDS = {"recoded": "recode", "renamed": "rename"}
EARLIER: tuple[tuple[str, str, str, str, str], ...] = (
    ("2012-01-01", "1723", "Mosvik", "1756", "Inderøy"),
    ("2012-01-01", "1729", "Inderøy", "1756", "Inderøy"),
    ("2013-01-01", "1901", "Harstad", "1903", "Harstad"),
    ("2013-01-01", "1915", "Bjarkøy", "1903", "Harstad"),
    ("2017-01-01", "0706", "Sandefjord", "0710", "Sandefjord"),
    ("2017-01-01", "0719", "Andebu", "0710", "Sandefjord"),
    ("2017-01-01", "0720", "Stokke", "0710", "Sandefjord"),
)
"""Merges before 2018, as KLASS 131 dates them."""
_CODE = {"required": True, "pattern": "^[0-9]{4}$"}
_POINT = ("lat", "lon")


@dataclass(frozen=True)
class Snapshot:
    """The municipalities from a day on, by code: name, county and what else is known."""

    day: date
    rows: Mapping[str, Row]


def changes(folder: Path) -> Table:
    """Changes by day, old and new code. Source: SSB KLASS 131.

    Args:
        folder: the folder of source figures.
    """
    fields = (
        Field("date", "date", "First day of the new.", "date", {"required": True}),
        choice("kind", "What changed.", "merge", "rename", "split", "recode"),
        Field("old_code", "string", "Municipality before.", "", _CODE),
        Field("old_name", "string", "Its name.", "", {"required": True}),
        Field("new_code", "string", "Municipality after.", "", _CODE),
        Field("new_name", "string", "Its name.", "", {"required": True}),
        Field(
            "share", "number", "Declared key of a split; blank = not known.", "", {"minimum": 0, "maximum": 1}
        ),
        cited(),
    )
    key = ("date", "old_code", "new_code")
    sources = (by.SSB_CODES, MIRROR_CODES, by.MIRROR_FHIDATA)
    return Table(
        "changes",
        "Changes of municipalities",
        CHANGES_DESCRIPTION,
        "",
        sources,
        fields,
        key,
        _changes(folder),
    )


def structure(folder: Path) -> Table:
    """Municipalities by code, name and validity; points in degrees. Source: SSB KLASS 131, Kartverket.

    Args:
        folder: the folder of source figures.
    """
    fields = (
        Field("code", "string", "Municipality.", "", _CODE),
        Field("valid_from", "date", "First day; blank where before 2017.", "date"),
        Field("valid_to", "date", "The day after the last; blank where open.", "date"),
        Field("name", "string", "Name.", "", {"required": True}),
        Field(
            "county_code", "string", "County, two digits.", "", {"required": True, "pattern": "^[0-9]{2}$"}
        ),
        Field("county", "string", "Name of the county.", "", {"required": True}),
        Field("lat", "number", "Latitude, north.", "degrees", {"minimum": 57, "maximum": 72}),
        Field("lon", "number", "Longitude, east.", "degrees", {"minimum": 4, "maximum": 32}),
        Field("centrality", "integer", "Class of centrality.", "", {"minimum": 1, "maximum": 6}),
        Field("kostra_group", "string", "Group of like municipalities (KOSTRA)."),
    )
    sources = (by.SSB_CODES, by.KARTVERKET, by.MIRROR_CSMAPS, by.MIRROR_FHIDATA, by.MIRROR_TELEMARK)
    rows = list(_validities(_snapshots(folder)))
    key = ("code", "valid_from")
    return Table("structure", "Municipalities", STRUCTURE_DESCRIPTION, "", sources, fields, key, rows)


def _changes(folder: Path) -> list[Row]:
    rows = [_change(date.fromisoformat(day), "merge", *names) for day, *names in EARLIER]
    for record in read(folder, "municipal-2024/code_changes_2017_2024.csv"):
        kind = KINDS.get(record["kind"], record["kind"])
        old, new = record["old_nr"], record["new_nr"]
        names = (old, registered_name(old, record["old_navn"]), new, registered_name(new, record["new_navn"]))
        rows.append(_change(date(int(record["to_year"]), 1, 1), kind, *names))
    return rows


def _change(day: date, kind: str, old: str, old_name: str, new: str, new_name: str) -> Row:
    row: dict[str, Cell] = {
        "date": day,
        "kind": kind,
        "old_code": old,
        "old_name": old_name,
        "new_code": new,
        "new_name": new_name,
    }
    return {**row, "share": None, "source": KLASS}


def _snapshots(folder: Path) -> list[Snapshot]:
    of_2018 = {p["kommune_nr"]: _plain(p) for p in read(folder, "municipal-2018/points_2018.csv")}
    of_2024 = {p["kommune_nr"]: _plain(p) for p in read(folder, "municipal-2024/municipalities_2024.csv")}
    of_2017 = _named(folder, "municipal-2018/population_2015_2018.csv", "2017")
    of_2020 = _named(folder, "municipal-2024/population_2020_2023_codes2020.csv", "2020")
    moves = _changes(folder)
    of_2019 = _moved(of_2018, moves, date(2019, 1, 1))
    of_2020 = _points_from(of_2020, {**of_2018, **of_2019}, moves, date(2020, 1, 1), back=True)
    of_2020 = _points_from(of_2020, of_2024, moves, date(2024, 1, 1))
    of_2020["1507"] = {**of_2020["1507"], **{name: of_2018["1504"][name] for name in _POINT}}
    of_2017 = _points_from(of_2017, of_2018, moves, date(2018, 1, 1))
    held = ((2017, of_2017), (2018, of_2018), (2019, of_2019), (2020, of_2020), (2024, of_2024))
    return [Snapshot(date(when, 1, 1), rows) for when, rows in held]


def _plain(record: Record) -> Row:
    code = record["kommune_nr"]
    more: dict[str, Cell] = {
        "centrality": int(record["sentralitet_klasse"]) if record.get("sentralitet_klasse") else None,
        "kostra_group": record.get("kostra_gruppe"),
    }
    name = registered_name(code, record["kommune_navn"])
    point: dict[str, Cell] = {name: Decimal(record[name]) for name in _POINT}
    return {"code": code, "name": name, "county_code": code[:2], "county": record["fylke"], **point, **more}


def _named(folder: Path, name: str, when: str) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for record in read(folder, name):
        if record["year"] == when:
            code = record["kommune_nr"]
            said = record["kommune_navn"].removesuffix(" (-2017)")
            rows[code] = {"code": code, "name": said, "county_code": code[:2], "county": record["fylke"]}
    return rows


def _moved(rows: Mapping[str, Row], moves: Iterable[Row], day: date) -> dict[str, Row]:
    """The municipalities after new names and codes of a day."""
    result = dict(rows)
    for move in moves:
        if move["date"] == day:
            old, new = str(move["old_code"]), str(move["new_code"])
            name = move["new_name"]
            result[new] = {**result.pop(old), "code": new, "name": name, "county_code": new[:2]}
            if new[:2] != old[:2]:
                result[new] = {**result[new], "county": _county(rows, new[:2])}
    return result


def _county(rows: Mapping[str, Row], code: str) -> str:
    return str(next(row["county"] for key, row in rows.items() if key[:2] == code))


def _points_from(
    rows: Mapping[str, Row], known: Mapping[str, Row], moves: Iterable[Row], day: date, back: bool = False
) -> dict[str, Row]:
    """Rows with the point of the one that each follows, or with ``back`` follows from, alone."""
    here, there = ("new_code", "old_code") if back else ("old_code", "new_code")
    alone = {
        str(m[here]): str(m[there]) for m in moves if m["date"] == day and m["kind"] in ("recode", "rename")
    }
    touched = {str(m[side]) for m in moves if m["date"] == day for side in (here, there)}
    result: dict[str, Row] = {}
    for code, row in rows.items():
        other = alone.get(code, code if code not in touched else "")
        point = {name: known[other].get(name) for name in _POINT} if other in known else {}
        result[code] = {**row, **{name: value for name, value in point.items() if value is not None}}
    return result


def _validities(snapshots: list[Snapshot]) -> Iterable[Row]:
    """Each municipality once for every time that code, name and county stay the same."""
    for at, snapshot in enumerate(snapshots):
        before = snapshots[at - 1].rows if at else {}
        for code, row in snapshot.rows.items():
            if _same(before.get(code), row):
                continue
            last = at
            while last + 1 < len(snapshots) and _same(snapshots[last + 1].rows.get(code), row):
                last += 1
            ends = snapshots[last + 1].day if last + 1 < len(snapshots) else None
            yield {**row, "valid_from": snapshot.day if at else None, "valid_to": ends}


def _same(one: Row | None, other: Row) -> bool:
    """Whether a municipality is as it was: all that both snapshots know of it."""
    named = ("name", "county", *_POINT, "centrality")
    return one is not None and all(one.get(name) == other.get(name) for name in named)
