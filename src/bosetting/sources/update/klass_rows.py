"""Changes of municipalities, as KLASS tells them, as rows of ``changes.csv``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bosetting.sources.clients.klass import CodeChange
from bosetting.sources.update.statbank_rows import Row
from bosetting.sources.update.structure import Structure

_NOT_STATED = "9999"
"""KLASS's code for a municipality that is not stated."""


def change_rows(found: Sequence[CodeChange], says: str, structure: Structure) -> tuple[Row, ...]:
    """One row an old and a new code of a day, with the kind of change; the key of a split is never in KLASS.

    Args:
        found: the changes.
        says: what stands in the column ``source``.
        structure: tells which codes were in use before, and so took others in.
    """
    once = sorted(set(found), key=lambda change: (change.day, change.old_code, change.new_code))
    olds = Counter((change.day, change.old_code) for change in once)
    news = Counter((change.day, change.new_code) for change in once)
    return tuple(
        {
            "date": change.day.isoformat(),
            "kind": _kind(
                change, olds[change.day, change.old_code], news[change.day, change.new_code], structure
            ),
            "old_code": change.old_code,
            "old_name": change.old_name,
            "new_code": change.new_code,
            "new_name": change.new_name,
            "share": "",
            "source": says,
        }
        for change in once
    )


def code_notes(codes: Mapping[str, str], day: str, structure: Structure) -> tuple[str, ...]:
    """What KLASS and ``structure.csv`` do not agree on for a day: codes that only one of them has.

    Args:
        codes: names by code, as KLASS has them.
        day: of both.
        structure: what the reference holds.
    """
    known = {code: name for code, name in codes.items() if code != _NOT_STATED}
    only_there = [f"{code} {name}" for code, name in sorted(known.items()) if not structure.valid(code, day)]
    only_here = structure.lacking(set(known), day)
    notes = [f"on {day} KLASS has {each}, and structure.csv does not" for each in only_there]
    return (*notes, *(f"on {day} structure.csv has {each}, and KLASS does not" for each in only_here))


def _kind(change: CodeChange, successors: int, parts: int, structure: Structure) -> str:
    if successors > 1:
        return "split"
    if parts > 1:
        return "merge"
    if change.old_code == change.new_code:
        return "rename"
    return "merge" if _was_there(change.new_code, change.day, structure) else "recode"


def _was_there(code: str, day: date, structure: Structure) -> bool:
    return bool(structure.spans) and structure.valid(code, (day - timedelta(days=1)).isoformat())
