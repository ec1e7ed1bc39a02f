"""What is published is changed only together with a row in corrections.csv; a draft may be built anew."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bosetting.inputs.corrections import FILE
from bosetting.inputs.model import Correction, Inputs
from bosetting.inputs.reading.files import read_bytes
from bosetting.publication.folder.read_manifest import published_before

NUMBERS = ("persons", "unaccompanied_minors", "asked")
"""Columns of requests.csv whose every change needs a row of its own, or one for all."""


def publication(inputs: Inputs) -> dict[str, object]:
    """What the manifest says of a published edition; nothing for a draft.

    Args:
        inputs: of the edition.
    """
    if inputs.published is None:
        return {}
    corrections = [_digest(correction) for correction in inputs.corrections]
    return {"published": {"date": inputs.published.isoformat(), "corrections": corrections}}


def uncorrected(old: Path, new: Path, inputs: Inputs) -> list[str]:
    """Why a published edition cannot be replaced, one line each; nothing where it is a draft or is corrected.

    Args:
        old: the folder that lies there, which may be missing.
        new: the folder that is to take its place, and differs.
        inputs: of the new one.
    """
    before = published_before(old)
    if before is None:
        return []
    known = [_digest(correction) for correction in inputs.corrections]
    lines = [f"{FILE}: a correction that was published is gone"] if set(before) - set(known) else []
    rows = [c for c, digest in zip(inputs.corrections, known, strict=True) if digest not in before]
    if not rows:
        return [*lines, f"{FILE}: no new row says what was wrong in edition {inputs.edition.name}"]
    return lines + _not_told(old, new, rows)


def _not_told(old: Path, new: Path, rows: Sequence[Correction]) -> list[str]:
    """The numbers that differ and that no new row gives as they were and are."""
    if any(row.municipality is None for row in rows):
        return []
    told = {(row.municipality, row.measure, row.old, row.new) for row in rows}
    was, now = (_requests(folder / "data" / "requests.csv") for folder in (old, new))
    return [
        f"{FILE}: no new row says {code}, {column}: {was[code].get(column)} → {row[column]}"
        for code, row in now.items()
        for column in NUMBERS
        if code in was and column in row and was[code].get(column) != row[column]
        if (code, column, was[code].get(column), row[column]) not in told
    ]


def _requests(path: Path) -> Mapping[str, Mapping[str, Any]]:
    """The rows of a table that may be damaged, by code."""
    try:
        text = read_bytes(path).decode()
        return {row["kommune_nr"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    except (OSError, ValueError, KeyError, csv.Error):
        return {}


def _digest(correction: Correction) -> str:
    """What tells a correction from every other; no part of it can change unseen."""
    told = [correction.date.isoformat(), correction.municipality or "", correction.measure, correction.old]
    told += [correction.new, correction.reason, *(correction.what[code] for code in sorted(correction.what))]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
