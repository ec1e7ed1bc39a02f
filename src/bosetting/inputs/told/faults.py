"""Faults in the files a person gave, collected so that all are told at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from bosetting.inputs.told.printable import one_line

TOLD = 20
"""So many faults of a file are told; of more, their number."""
_SHARED = 6
"""From so many rows on, one fault of a column is told in one line."""
_LONGEST = {"file": 160, "column": 80, "what": 300, "expected": 300, "do": 300}
"""Characters: a value from a file may be as long as the file."""


@dataclass(frozen=True)
class Fault:
    """One fault: where it is, what is wrong, what was expected and what to do.

    Every text is cut to what can be read and holds nothing that steers a terminal.

    Attributes:
        file: path of the file as the user knows it.
        row: line in the file, the header being line 1; None where the fault is not in one row.
        column: its name, or None.
        what: the value and what is wrong with it, without a full stop.
        expected: what would have been right, without a full stop; empty where nothing is to be said.
        do: what to do, without a full stop.
        stands_for: how many faults it tells, 1 but for those that were told together.
    """

    file: str
    row: int | None
    column: str | None
    what: str
    expected: str
    do: str
    stands_for: int = 1

    def __post_init__(self) -> None:
        for name, most in _LONGEST.items():
            text = getattr(self, name)
            if text is not None:
                object.__setattr__(self, name, one_line(text, most))

    def __str__(self) -> str:
        """The fault in one line, such as ``file, row 57, column: what. Expected …. Do this.``."""
        where = ", ".join(
            part
            for part in (self.file, None if self.row is None else f"row {self.row}", self.column)
            if part is not None
        )
        expected = f" Expected {self.expected}." if self.expected else ""
        return f"{where}: {self.what}.{expected} {self.do}."

    def as_dict(self) -> dict[str, object]:
        """The same as named values, for ``--format json``; ``stands_for`` only where it is more than one."""
        values = asdict(self)
        if self.stands_for == 1:
            del values["stands_for"]
        return values


class BadInput(Exception):
    """The input cannot be used.

    Attributes:
        faults: every fault found, in the order of the files, those of one kind told together.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = collected(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def collected(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults as they are told, each once: a column wrong throughout in one line, and not more than can be read of a file.

    Rows of one column with one kind of fault are one fault when they are many, or when all the faults of the file
    are more than twenty. After the twentieth of a file comes only how many there are.
    """
    by_file: dict[str, list[tuple[int, Fault]]] = {}
    for place, fault in enumerate(dict.fromkeys(faults)):
        by_file.setdefault(fault.file, []).append((place, fault))
    placed = [told for found in by_file.values() for told in _readable(found)]
    return tuple(fault for _, fault in sorted(placed, key=lambda pair: pair[0]))


def _readable(faults: Sequence[tuple[int, Fault]]) -> list[tuple[int, Fault]]:
    """What is told of one file, each at the place of its first fault."""
    least = _SHARED if len(faults) <= TOLD else 2
    kinds: dict[object, list[tuple[int, Fault]]] = {}
    for place, fault in faults:
        # A fault that is in no row is a kind of its own.
        kinds.setdefault(place if fault.row is None else _kind(fault), []).append((place, fault))
    told: list[tuple[int, Fault]] = []
    for alike in kinds.values():
        told += [(alike[0][0], _together([f for _, f in alike]))] if len(alike) >= least else alike
    told.sort(key=lambda pair: pair[0])
    if len(told) <= TOLD + 1:
        return told
    return [*told[:TOLD], (told[TOLD][0], _rest([fault for _, fault in told[TOLD:]]))]


def _kind(fault: Fault) -> tuple[str | None, str, str]:
    """What faults have in common that differ in their values: quoted ones, numbers and names."""
    what = re.sub(r'"[^"]*"|\S*[0-9]\S*|\b[A-ZÆØÅÁČŠŽ]\w*', "…", fault.what)
    return fault.column, re.sub(r"…(?:[\s-]+…)+", "…", what), re.sub(r"[0-9]+", "…", fault.expected)


def _together(alike: Sequence[Fault]) -> Fault:
    count = sum(fault.stands_for for fault in alike)
    what = f"{alike[0].what}; so in {count:,} rows, first row {alike[0].row}"
    return replace(alike[0], row=None, what=what, stands_for=count)


def _rest(faults: Sequence[Fault]) -> Fault:
    count = sum(fault.stands_for for fault in faults)
    where = "table" if faults[0].file.endswith(".csv") else "file"
    do = "Mend those above, and check again"
    return Fault(faults[0].file, None, None, f"and {count:,} more in this {where}", "", do, count)
