"""manifest.json: what was computed from what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

SCHEMA = "bosetting-manifest-1"
SOFTWARE = (
    "altair",
    "babel",
    "bosetting",
    "jinja2",
    "mistune",
    "nbclient",
    "nbconvert",
    "nbformat",
    "numpy",
    "pandas",
    "papermill",
    "scipy",
    "vl-convert-python",
)
"""What can change a byte of the publication, beside what makes the page and the PDF."""


def manifest(
    folder: Path,
    inputs: Path,
    year: int,
    edition: str,
    parameters: Mapping[str, object],
    renderer: Mapping[str, str],
    numbers: str,
) -> dict[str, object]:
    """What stands in manifest.json of a finished folder.

    It holds no clock, path, host or commit, so the same inputs and software give the same bytes anywhere.

    Args:
        folder: the edition's folder.
        inputs: the folder in it with the copy of the year's data.
        year: the target year.
        edition: the edition's name.
        parameters: the other choices of the build.
        renderer: the version of the software that makes page and PDF, by name.
        numbers: the digest of data and inputs that stands on page and PDF.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    software = {name: version(name) for name in SOFTWARE} | dict(renderer)
    return {
        "schema": SCHEMA,
        "year": year,
        "edition": edition,
        "parameters": dict(parameters),
        "software": {"python": "3.11", **dict(sorted(software.items()))},
        "numbers": {"of": "data/ and inputs/", "sha256": numbers},
        "inputs": [_entry(path, folder) for path in files if inputs in path.parents],
        "outputs": [_entry(path, folder) for path in files if inputs not in path.parents],
    }


def manifest_bytes(content: Mapping[str, object]) -> bytes:
    """The manifest as it is written."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _entry(path: Path, folder: Path) -> dict[str, str]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"path": path.relative_to(folder).as_posix(), "sha256": digest}
