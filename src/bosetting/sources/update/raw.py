"""What came, kept as it came: the answer or the file, with its checksum and the day, under ``raw/<table>/``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bosetting.inputs.reading.files import read_bytes

INDEX = "kept.json"


def raw_files(
    reference: Path, table: str, kept: Mapping[str, tuple[bytes, Mapping[str, str]]]
) -> dict[str, bytes]:
    """The files to write, by path in the reference: each as it came, and the table's index of them.

    Args:
        reference: the folder.
        table: whose they are.
        kept: by file name the bytes and what is known of them: address or file name, days.
    """
    folder = f"raw/{table}"
    index = _index(reference / folder / INDEX)
    for name, (content, known) in kept.items():
        index[name] = {**known, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    listed = json.dumps(dict(sorted(index.items())), ensure_ascii=False, indent=2)
    files = {f"{folder}/{name}": content for name, (content, _) in kept.items()}
    return {**files, f"{folder}/{INDEX}": f"{listed}\n".encode()}


def _index(path: Path) -> dict[str, Any]:
    """What the index says; one that cannot be read says nothing, and is written anew."""
    try:
        found = json.loads(read_bytes(path))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
