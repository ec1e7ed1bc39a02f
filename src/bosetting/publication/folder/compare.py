"""Where two folders of an edition differ, file by file, and in tables row by row."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bosetting.publication.folder.read_manifest import listed_paths
from bosetting.publication.folder.tree import shown, tree

MOST = 20
"""Differences told of one file."""

LONGEST_CELL = 100_000
"""Characters; no cell that a build writes is near it."""

LARGEST_TABLE = 50 * 1024 * 1024
"""Bytes; what is larger is not compared row by row."""

NEW = "is new"


@dataclass(frozen=True)
class Compared:
    """What was found of one file.

    Attributes:
        path: within the folder.
        differences: nothing where the file is the same to the byte; otherwise what differs, led by row and column
            where that is known (``0301, persons: 4 → 5``).
        by_row: whether the differences are those of rows.
    """

    path: str
    differences: tuple[str, ...]
    by_row: bool = False

    @property
    def lines(self) -> list[str]:
        """The differences with the file's name, one line each."""
        between = ", " if self.by_row else ": "
        return [f"{shown(self.path)}{between}{difference}" for difference in self.differences]


def compared(one: Path, other: Path, only_one: str, only_other: str) -> list[Compared]:
    """Every file of two folders, by path; what file managers leave is passed over, links are not followed.

    Args:
        one: a folder; what lies there may be damaged or hostile.
        other: the folder it is compared with.
        only_one: what is said of a file that ``other`` lacks.
        only_other: what is said of a file that ``one`` lacks.
    """
    ours, theirs = tree(one), tree(other)
    found = [Compared(path, (f"a link or no file at all, {only_one}",)) for path in ours.special]
    found += [Compared(path, (f"an empty folder, {only_one}",)) for path in ours.empty]
    for path in sorted({*ours.files, *theirs.files}):
        if path not in theirs.files:
            found.append(Compared(path, (only_one,)))
        elif path not in ours.files:
            found.append(Compared(path, (only_other,)))
        else:
            found.append(_file(one / path, other / path, path))
    return sorted(found, key=lambda file: file.path)


def changes(old: Path, new: Path) -> list[str]:
    """What would change or go if ``new`` took the place of ``old``, one line each, and what is new beside it.

    Nothing where everything in ``old`` is in ``new`` as it was: publishing more takes nothing away.
    """
    if not old.is_dir():
        return []
    made = listed_paths(old)
    found = [file for file in compared(old, new, "would go", NEW) if file.differences]
    if all(file.differences == (NEW,) for file in found):
        return []
    lines = []
    for file in found:
        foreign = file.differences == ("would go",) and made is not None and file.path not in made
        lines += [line + ", and no build made it" if foreign else line for line in file.lines]
    return lines


def _file(one: Path, other: Path, path: str) -> Compared:
    if one.stat().st_size == other.stat().st_size and _digest(one) == _digest(other):
        return Compared(path, ())
    if not path.endswith(".csv"):
        return Compared(path, ("differs",))
    if max(one.stat().st_size, other.stat().st_size) > LARGEST_TABLE:
        return Compared(path, ("differs (too large to compare by row)",))
    try:
        was, now = _lines(one), _lines(other)
    except (ValueError, csv.Error):
        return Compared(path, ("differs (not readable as CSV)",))
    rows = _table_differences(_rows(was), _rows(now))
    if not rows:
        what = "the same values, written differently" if was[:1] == now[:1] else "other columns"
        return Compared(path, (f"differs ({what})",))
    left = len(rows) - MOST
    return Compared(path, tuple(rows if left <= 0 else [*rows[:MOST], f"and {left} more"]), by_row=True)


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _table_differences(old: dict[str, dict[str, str]], new: dict[str, dict[str, str]]) -> list[str]:
    found = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was is None or now is None:
            found.append(f"{shown(key)}: {'new row' if was is None else 'row is gone'}")
            continue
        for column in {**was, **now}:
            if was.get(column) != now.get(column):
                told = f"{_cell(was.get(column))} → {_cell(now.get(column))}"
                found.append(f"{shown(key)}, {shown(column)}: {told}")
    return found


def _cell(cell: str | None) -> str:
    return "nothing" if cell is None else shown(cell)


def _lines(path: Path) -> list[list[str]]:
    """The lines of a table.

    Raises:
        ValueError: the file is not UTF-8.
        csv.Error: it is not CSV.
    """
    text = path.read_bytes().decode("utf-8")
    lines = [line for line in csv.reader(io.StringIO(text, newline=""), strict=True) if line]
    # The reader's own limit belongs to the process, where any library may move it.
    if any(len(cell) > LONGEST_CELL for line in lines for cell in line):
        raise ValueError("a cell is longer than any of an edition")
    return lines


def _rows(lines: list[list[str]]) -> dict[str, dict[str, str]]:
    """Rows by their first cell; rows and columns are numbered where that is not unique."""
    header, table = (lines[0], lines[1:]) if lines else ([], [])
    most = max((len(row) for row in table), default=0)
    names = _numbered([*header, *(f"column {n}" for n in range(len(header) + 1, most + 1))])
    keys = _numbered([row[0] for row in table])
    return {key: dict(zip(names, row, strict=False)) for key, row in zip(keys, table, strict=True)}


def _numbered(names: list[str]) -> list[str]:
    """Names that stand more than once get a number from the second on."""
    used: Counter[str] = Counter()
    found = []
    for name in names:
        own = name
        while used[own]:
            used[name] += 1
            own = f"{name} ({used[name]})"
        used[own] += 1
        found.append(own)
    return found
