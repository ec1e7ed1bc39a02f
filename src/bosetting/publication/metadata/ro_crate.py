"""ro-crate-metadata.json: the edition's folder as an RO-Crate 1.1 with the run that made it (Process Run Crate).

https://w3id.org/ro/crate/1.1, https://w3id.org/ro/wfrun/process/0.5
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from bosetting.publication.metadata.dataset import Dataset
from bosetting.publication.metadata.schema_org import LICENCE

NAME = "ro-crate-metadata.json"
_CRATE = "https://w3id.org/ro/crate/1.1"
_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_LATER = ("manifest.json",)
"""What is written after this file, and is part of the folder."""
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".pdf": "application/pdf",
    ".toml": "application/toml",
    ".ttl": "text/turtle",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def ro_crate_bytes(described: Dataset, folder: Path) -> bytes:
    """The description of a finished folder.

    Args:
        described: the edition.
        folder: where its files lie; only names and content are looked at.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in (NAME, *_LATER))
    files = [_file(path, folder) for path in paths]
    names = [file["@id"] for file in files]
    inputs = [name for name in names if name.startswith("inputs/")]
    graph: list[dict[str, Any]] = [
        {
            "@id": NAME,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _CRATE},
            "about": {"@id": "./"},
        },
        _root(described, [*names, *_LATER]),
        {"@id": _PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"},
        {"@id": LICENCE, "@type": "CreativeWork", "name": "Creative Commons Attribution 4.0 International"},
        {"@id": "#publisher", "@type": "Organization", "name": described.publisher.name},
        {
            "@id": "#bosetting",
            "@type": "SoftwareApplication",
            "name": "bosetting",
            "softwareVersion": described.software,
        },
        {
            "@id": "#computation",
            "@type": "CreateAction",
            "name": "The computation of the edition from its inputs",
            "endTime": described.publisher.made.isoformat(),
            "agent": {"@id": "#publisher"},
            "instrument": {"@id": "#bosetting"},
            "object": _references(inputs),
            "result": _references([name for name in names if name not in inputs]),
        },
        *files,
        *(
            {"@id": name, "@type": "File", "name": name, "encodingFormat": "application/json"}
            for name in _LATER
        ),
    ]
    crate = {"@context": f"{_CRATE}/context", "@graph": graph}
    return (json.dumps(crate, ensure_ascii=False, indent=1) + "\n").encode()


def _root(described: Dataset, parts: list[str]) -> dict[str, Any]:
    """The edition. RO-Crate wants a day for it: of a draft it is the day it was made, and the status says so."""
    made = described.publisher.made
    return {
        "@id": "./",
        "@type": "Dataset",
        "conformsTo": {"@id": _PROFILE},
        "identifier": described.identifier,
        "name": described.titles[described.main],
        "description": described.descriptions[described.main],
        "dateCreated": made.isoformat(),
        "datePublished": (described.published or made).isoformat(),
        "creativeWorkStatus": described.status,
        "version": described.as_of.isoformat(),
        "license": {"@id": LICENCE},
        "publisher": {"@id": "#publisher"},
        "hasPart": _references(parts),
        "mentions": {"@id": "#computation"},
    }


def _references(names: list[str]) -> list[dict[str, str]]:
    return [{"@id": name} for name in names]


def _file(path: Path, folder: Path) -> dict[str, Any]:
    name, content = path.relative_to(folder).as_posix(), path.read_bytes()
    return {
        "@id": name,
        "@type": "File",
        "name": path.name,
        "encodingFormat": _MEDIA_TYPES.get(path.suffix, "application/octet-stream"),
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
