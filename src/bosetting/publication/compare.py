"""Whether two folders of an edition hold the same numbers, and where they do not."""

from __future__ import annotations

import csv
from pathlib import Path

MOST = 20
"""Differences told of one file."""


def differences(old: Path, new: Path) -> list[str]:
    """What differs in ``data/``, one line each; nothing where there is no old folder.

    A file that only one of them has is not a difference: a new version may publish more tables.
    """
    found: list[str] = []
    if not (old / "data").is_dir():
        return found
    for path in sorted((new / "data").glob("*.csv")):
        before = old / "data" / path.name
        if before.is_file() and before.read_bytes() != path.read_bytes():
            found += table_differences(before, path)
    return found


def table_differences(before: Path, after: Path) -> list[str]:
    """What differs between two tables, row by row, told by the first column."""
    old, new = _rows(before), _rows(after)
    found = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was is None or now is None:
            found.append(f"{after.name}, {key}: {'new row' if was is None else 'row is gone'}")
            continue
        for column in {**was, **now}:
            if was.get(column) != now.get(column):
                found.append(f"{after.name}, {key}, {column}: {was.get(column)} → {now.get(column)}")
    if not found:
        found.append(f"{after.name}: the same values, written differently")
    left = len(found) - MOST
    return found if left <= 0 else [*found[:MOST], f"{after.name}: and {left} more"]


def _rows(path: Path) -> dict[str, dict[str, str]]:
    """Rows by their first column, numbered where that is not unique."""
    with path.open(encoding="utf-8", newline="") as file:
        rows: dict[str, dict[str, str]] = {}
        for row in csv.DictReader(file):
            first = next(iter(row.values()), "")
            key, n = first, 2
            while key in rows:
                key, n = f"{first} ({n})", n + 1
            rows[key] = row
    return rows
