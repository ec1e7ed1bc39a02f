"""The manifest of a folder that anybody may have made: read within bounds, and every value checked before it is used."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bosetting import __version__
from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.inputs.years import EDITION, is_edition_name, is_year
from bosetting.publication.folder.manifest import SCHEMA
from bosetting.publication.folder.tree import shown
from bosetting.report.language.labels import written_languages

LARGEST = 10 * 1024 * 1024
"""Bytes; a real manifest has some ten thousand."""

RENDERERS = ("native", "quarto")
_SCHEMA = re.compile(rb'"schema"\s*:\s*"bosetting-manifest-')


@dataclass(frozen=True)
class Made:
    """How an edition was made, as its manifest says.

    Attributes:
        year: target year.
        edition: a name that is a single file name on every system.
        languages: the main one first.
        renderer: what made page and PDF.
        software: versions by name.
    """

    year: int
    edition: str
    languages: tuple[str, ...]
    renderer: str
    software: Mapping[str, str]


def read_manifest(folder: Path) -> Made:
    """How the edition in a folder was made.

    Raises:
        BadInput: there is no manifest of this schema, a value is not what it must be, or another version of the
            package made the edition.
    """
    file = str(folder / "manifest.json")
    content = _content(folder)
    if content is None or content.get("schema") != SCHEMA:
        do = "Name the folder of an edition, such as reports/YEAR/EDITION"
        raise BadInput([Fault(file, None, None, "there is no manifest to check", SCHEMA, do)])
    faults = [
        Fault(
            file, None, name, f"{shown(json.dumps(found))} cannot be used", expected, "Build the edition anew"
        )
        for name, found, right, expected in _checks(content)
        if not right
    ]
    if faults:
        raise BadInput(faults)
    version = content["software"]["bosetting"]
    if version != __version__:
        what = f"made by bosetting {shown(version)}"
        do = f"Install bosetting {shown(version)} to check it"
        expected = f"bosetting {__version__}, which is installed"
        raise BadInput([Fault(file, None, "software", what, expected, do)])
    parameters = content["parameters"]
    languages = tuple(parameters["languages"])
    return Made(
        content["year"],
        content["edition"],
        languages,
        parameters.get("renderer", "native"),
        {name: shown(found) for name, found in content["software"].items() if isinstance(found, str)},
    )


def listed_paths(folder: Path) -> frozenset[str] | None:
    """Paths of the files that a build made in a folder, with the manifest; None where that cannot be read."""
    content = _content(folder)
    if content is None:
        return None
    entries = [entry for kind in ("inputs", "outputs") for entry in _list(content.get(kind))]
    paths = [entry.get("path") for entry in entries if isinstance(entry, dict)]
    return frozenset({"manifest.json", *(path for path in paths if isinstance(path, str))})


def listed_sums(folder: Path) -> dict[str, str] | None:
    """The checksum that a folder's manifest gives of each file, by path; None where that cannot be read."""
    content = _content(folder)
    if content is None:
        return None
    entries = [entry for kind in ("inputs", "outputs") for entry in _list(content.get(kind))]
    pairs = [(entry.get("path"), entry.get("sha256")) for entry in entries if isinstance(entry, dict)]
    return {path: digest for path, digest in pairs if isinstance(path, str) and isinstance(digest, str)}


def year_and_edition(folder: Path) -> tuple[int, str] | None:
    """Which edition lies in a folder, whatever version made it; None where its manifest does not say so."""
    content = _content(folder)
    if content is None or content.get("schema") != SCHEMA:
        return None
    year, edition = content.get("year"), content.get("edition")
    if isinstance(year, int) and is_year(year) and isinstance(edition, str) and is_edition_name(edition):
        return year, edition
    return None


def published_before(folder: Path) -> tuple[str, ...] | None:
    """The digests of the corrections of the published edition in a folder; None for a draft, or where none lies."""
    published = (_content(folder) or {}).get("published")
    if not isinstance(published, dict):
        return None
    return tuple(digest for digest in _list(published.get("corrections")) if isinstance(digest, str))


def is_edition(folder: Path) -> bool:
    """Whether a build made the folder, also where its manifest is damaged; many things have a manifest.json."""
    return _SCHEMA.search(_bytes(folder)) is not None


def _checks(content: Mapping[str, Any]) -> list[tuple[str, object, bool, str]]:
    """Name, value, whether it is right, and what is expected."""
    parameters, software = _mapping(content.get("parameters")), _mapping(content.get("software"))
    year, edition, version = content.get("year"), content.get("edition"), software.get("bosetting")
    languages, renderer = parameters.get("languages"), parameters.get("renderer", "native")
    written = written_languages()
    return [
        ("year", year, is_year(year), "a year from 1000 to 2999"),
        ("edition", edition, is_edition_name(edition), EDITION),
        (
            "parameters.languages",
            languages,
            bool(_list(languages))
            and all(isinstance(one, str) and one in written for one in _list(languages))
            and len(set(_list(languages))) == len(_list(languages)),
            f"some of {', '.join(written)}, each once",
        ),
        ("parameters.renderer", renderer, renderer in RENDERERS, f"one of {', '.join(RENDERERS)}"),
        ("software.bosetting", version, isinstance(version, str), "the version that made it"),
    ]


def _content(folder: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(_bytes(folder))
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _bytes(folder: Path) -> bytes:
    """The manifest's bytes; none where it is missing, too large, or no plain file."""
    path = folder / "manifest.json"
    try:
        found = path.lstat()
        plain = stat.S_ISREG(found.st_mode) and found.st_size <= LARGEST
        return path.read_bytes() if plain else b""
    except OSError:
        return b""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
