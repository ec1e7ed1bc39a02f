"""The changes of one day: which municipality became which, and with what share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd

from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.sources.carry.cells import text_of

KINDS = ("merge", "rename", "split", "recode")
COLUMNS = ("date", "kind", "old_code", "new_code")
_FILE = "changes.csv"


@dataclass(frozen=True)
class Change:
    """One row of the changes: a municipality and what it, or a part of it, became.

    Attributes:
        day: the first day of the new code.
        kind: ``merge``, ``rename``, ``split`` or ``recode``.
        old: the code before.
        new: the code after.
        share: of a split, the declared share that went there; None where no key is known.
        source: who says so; for a split, where the key comes from.
    """

    day: date
    kind: str
    old: str
    new: str
    share: Fraction | None
    source: str


@dataclass(frozen=True)
class Step:
    """The changes of one day.

    Attributes:
        day: the first day of the new structure.
        to: for each old code its successors, by code.
        parts: for each new code the old codes it was made of, by code.
    """

    day: date
    to: dict[str, tuple[Change, ...]]
    parts: dict[str, tuple[str, ...]]

    @property
    def vanishing(self) -> frozenset[str]:
        """Codes that are no longer used: a table that has one is of the structure before."""
        return frozenset(self.to) - frozenset(self.parts)

    def made_on_it(self, codes: Collection[str]) -> frozenset[str]:
        """Those of a table's codes that were first used on the day, if the table is of the structure from then on.

        A code that took others in may have been there before, so that only recodes and splits tell.
        """
        if self.is_before(codes):
            return frozenset()
        certain = {c.new for row in self.to.values() for c in row if c.kind in ("recode", "split")}
        return frozenset(certain - self.to.keys()) & frozenset(codes)

    def is_before(self, codes: Collection[str]) -> bool:
        """Whether a table with these codes is of the structure before.

        It is where it has one that vanishes, or one that gives a part away and no other successor of it.
        """
        if any(code in codes for code in self.vanishing):
            return True
        kept = [changes for old, changes in self.to.items() if len(changes) > 1 and old in codes]
        return any(all(change.new not in codes or change.new == change.old for change in c) for c in kept)


def read_changes(frame: pd.DataFrame) -> tuple[Change, ...]:
    """The rows of a frame of changes, checked.

    Args:
        frame: columns ``date`` (ISO), ``kind``, ``old_code``, ``new_code``, and where there are splits ``share`` (a decimal or a
            fraction such as ``1234/1801``, blank where no key is known) and ``source``.

    Raises:
        BadInput: a column is lacking, a value has the wrong form, or the shares of a split do not add up to 1.
    """
    lacking = [name for name in COLUMNS if name not in frame.columns]
    if lacking:
        raise BadInput([Fault(_FILE, 1, name, "the column is lacking", "", "Add it") for name in lacking])
    faults: list[Fault] = []
    changes = [_change(row, line, faults) for line, row in enumerate(frame.to_dict("records"), 2)]
    found = tuple(change for change in changes if change is not None)
    if not faults:
        faults += _wrong_splits(found)
    if faults:
        raise BadInput(faults)
    return found


def steps(changes: Iterable[Change], to_date: date = date.max) -> tuple[Step, ...]:
    """The changes up to a day, the day itself with them, one step a date, the earliest first."""
    by_day: dict[date, list[Change]] = defaultdict(list)
    for change in changes:
        if change.day <= to_date:
            by_day[change.day].append(change)
    return tuple(_step(day, by_day[day]) for day in sorted(by_day))


def _step(day: date, changes: Sequence[Change]) -> Step:
    to: dict[str, list[Change]] = defaultdict(list)
    parts: dict[str, list[str]] = defaultdict(list)
    for change in sorted(changes, key=lambda each: (each.old, each.new)):
        to[change.old].append(change)
        parts[change.new].append(change.old)
    return Step(
        day, {old: tuple(each) for old, each in to.items()}, {new: tuple(each) for new, each in parts.items()}
    )


def _change(row: Mapping[Hashable, object], line: int, faults: list[Fault]) -> Change | None:
    cells = {str(name): text_of(cell) for name, cell in row.items()}
    before = len(faults)
    day, share = _day(cells["date"], line, faults), _share(cells.get("share", ""), line, faults)
    if cells["kind"] not in KINDS:
        what = f'"{cells["kind"]}" is no kind of change'
        faults.append(Fault(_FILE, line, "kind", what, f"one of {', '.join(KINDS)}", "Correct it"))
    for name in ("old_code", "new_code"):
        if not (len(cells[name]) == 4 and cells[name].isdecimal()):
            what = f'"{cells[name]}" is no municipality code'
            faults.append(Fault(_FILE, line, name, what, "four digits", "Correct it"))
    if len(faults) > before or day is None:
        return None
    return Change(day, cells["kind"], cells["old_code"], cells["new_code"], share, cells.get("source", ""))


def _day(text: str, line: int, faults: list[Fault]) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        faults.append(Fault(_FILE, line, "date", f'"{text}" is no date', "YYYY-MM-DD", "Correct it"))
        return None


def _share(text: str, line: int, faults: list[Fault]) -> Fraction | None:
    if not text:
        return None
    try:
        share = Fraction(text.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share <= 1:
        expected = "a share from 0 to 1, or nothing where no key is known"
        faults.append(Fault(_FILE, line, "share", f'"{text}" is no share', expected, "Correct it"))
    return share


def _wrong_splits(changes: Sequence[Change]) -> list[Fault]:
    """What cannot be in the splits: several successors without the name of it, or shares that lose somebody."""
    faults = []
    groups: dict[tuple[date, str], list[Change]] = defaultdict(list)
    for change in changes:
        groups[change.day, change.old].append(change)
    for (day, old), rows in groups.items():
        where = f"{old} on {day}"
        news = [change.new for change in rows]
        shares = [change.share for change in rows if change.share is not None]
        if len(set(news)) < len(news):
            faults.append(
                _fault("new_code", f"{where} has one successor twice", "each once", "Remove one row")
            )
        elif len(rows) > 1 and any(change.kind != "split" for change in rows):
            what = f"{where} has {len(rows)} successors and is not a split throughout"
            faults.append(_fault("kind", what, "split in each of its rows", "Correct it"))
        elif shares and len(rows) > 1 and (len(shares) < len(rows) or sum(shares) != 1):
            what = f"the shares of {where} are {', '.join(map(str, shares))}"
            do = "Declare all of them, or leave all blank; a fraction such as 1234/1801 is exact"
            faults.append(_fault("share", what, f"{len(rows)} shares with the sum 1", do))
    return faults


def _fault(column: str, what: str, expected: str, do: str) -> Fault:
    return Fault(_FILE, None, column, what, expected, do)
