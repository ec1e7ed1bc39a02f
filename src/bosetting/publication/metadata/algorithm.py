"""algorithm.json: the record of the algorithm, with the fields of ATRS 3.0 (algorithm.toml), and what is missing in it.

The Algorithmic Transparency Recording Standard is the British government's; Norway has none of its own.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from bosetting.inputs.publisher import Publisher
from bosetting.publication.metadata.dataset import Dataset

NAME = "algorithm.json"


def algorithm_bytes(described: Dataset) -> bytes:
    """The record; a field that only the publisher can fill and has not is null, and named under ``missing``."""
    fields = [
        {"section": field["section"], "name": field["name"], "text": _text(field, described)}
        for field in _fields()
    ]
    record = {
        "standard": "Algorithmic Transparency Recording Standard",
        "standard_version": "3.0",
        "identifier": described.identifier,
        "date_completed": described.publisher.made.isoformat(),
        "fields": fields,
        "missing": [field["name"] for field in fields if field["text"] is None],
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def missing(publisher: Publisher) -> list[str]:
    """What only the publisher can say and has not, as keys of rules.toml."""
    asked = [
        f"record.{field['ask']}"
        for field in _fields()
        if "ask" in field and field["ask"] not in publisher.record
    ]
    own = [key for key in ("address", "email") if getattr(publisher, key) is None]
    return [*own, *asked]


def _text(field: dict[str, str], described: Dataset) -> str | None:
    if "text" in field:
        chosen = {name: _variant(name, which) for name, which in described.variants.items()}
        return field["text"].format(**chosen)
    if "ask" in field:
        return described.publisher.record.get(field["ask"])
    put_in = {
        "address": described.base,
        "email": described.publisher.email,
        "name": described.publisher.name,
        "version": described.software,
        "sources": "; ".join(dict.fromkeys(title for title, _ in described.sources)),
        "files": "; ".join(
            f"{file.name}: {file.size} bytes" for file in described.files if file.kind == "csv"
        ),
    }
    return put_in[field["from"]]


def _variant(name: str, which: str) -> str:
    """A part of a text, as it is for the edition."""
    text: str = _document()["variant"][name][which]
    return text


def _fields() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _document()["field"]
    return found


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "algorithm.toml").read_text(encoding="utf-8"))
