"""Changes of municipalities, as KLASS tells them, as rows of ``changes.csv``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from bosetting.sources.clients.klass import CodeChange
from bosetting.sources.update.statbank_rows import Row
from bosetting.sources.update.structure import Structure


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
