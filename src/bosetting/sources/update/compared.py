"""What a table would be with new rows in it, and what that changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[str, str]
SHOWN = 10
"""Rows of each sort that are shown; of more, their number."""
_ORIGIN = ("published", "published_from", "source")


@dataclass(frozen=True)
class Difference:
    """Rows added, removed and changed, each as it is shown."""

    table: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def __str__(self) -> str:
        counts = f"{len(self.added):,} added, {len(self.removed):,} removed, {len(self.changed):,} changed"
        lines = [f"{self.table}.csv: {counts if self else 'nothing changes'}"]
        for sign, rows in (("+", self.added), ("-", self.removed), ("~", self.changed)):
            lines += [f"  {sign} {row}" for row in rows[:SHOWN]]
            lines += [f"  {sign} … and {len(rows) - SHOWN:,} more"] if len(rows) > SHOWN else []
        return "\n".join(lines)


def merged(
    before: Sequence[Row], news: Sequence[Row], key: Sequence[str], part: Sequence[str]
) -> tuple[Row, ...]:
    """The rows of a table with new ones in the place of their part of it.

    A figure that is as it was keeps its row, and so the day on which it was first public; one that stays hidden keeps its
    bounds, which may be narrower than its table's. What is filled in by hand in a column that the new row leaves blank
    stays.

    Args:
        before: the rows that stand there.
        news: the new ones.
        key: the columns that identify a row.
        part: the columns that a part has in common, such as period and measure: it is replaced whole.
    """
    old = {_of(row, key): row for row in before}
    parts = {_of(row, part) for row in news}
    kept = [row for row in before if _of(row, part) not in parts]
    return (*kept, *(_kept_or_new(old.get(_of(row, key)), row) for row in news))


def difference(table: str, before: Sequence[Row], after: Sequence[Row], key: Sequence[str]) -> Difference:
    """What is added, removed and changed between two states of a table."""
    old, new = ({_of(row, key): row for row in rows} for rows in (before, after))
    return Difference(
        table,
        tuple(_shown(each, new[each]) for each in sorted(new.keys() - old.keys())),
        tuple(_shown(each, old[each]) for each in sorted(old.keys() - new.keys())),
        tuple(
            f"{' '.join(each)}: {_moved(old[each], new[each])}"
            for each in sorted(old.keys() & new.keys())
            if dict(old[each]) != dict(new[each])
        ),
    )


def _kept_or_new(old: Row | None, new: Row) -> Row:
    if old is None:
        return new
    if old.get("status") == new.get("status") == "suppressed":
        return old
    filled = {name: new.get(name) or old[name] for name in old if name not in _NUMBERS} | {
        name: new[name] for name in _NUMBERS if name in new
    }
    same = all(filled[name] == old[name] for name in old if name not in _ORIGIN)
    return old if same else filled


_NUMBERS = ("value", "low", "high", "status")


def _of(row: Row, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in names)


def _shown(key: tuple[str, ...], row: Row) -> str:
    return f"{' '.join(key)}: {_figure(row)}" if "value" in row else " ".join(key)


def _figure(row: Row) -> str:
    if row.get("status", "ok") == "ok":
        return row["value"]
    bounds = f" {row['low']}–{row['high'] or '?'}" if row.get("low") else ""
    return f"{row['status']}{bounds}"


def _moved(old: Row, new: Row) -> str:
    if "value" in new and _figure(old) != _figure(new):
        return f"{_figure(old)} → {_figure(new)}"
    names = [name for name in new if old.get(name) != new[name]]
    return ", ".join(f"{name} {old.get(name) or 'blank'} → {new[name] or 'blank'}" for name in names)
