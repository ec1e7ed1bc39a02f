"""Faults in the files a person gave, collected so that all are told at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Fault:
    """One fault: where it is, what is wrong, what was expected and what to do.

    Attributes:
        file: path of the file as the user knows it.
        row: line in the file, the header being line 1; None where the fault is not in one row.
        column: its name, or None.
        what: the value and what is wrong with it, without a full stop.
        expected: what would have been right, without a full stop.
        do: what to do, without a full stop.
    """

    file: str
    row: int | None
    column: str | None
    what: str
    expected: str
    do: str

    def __str__(self) -> str:
        """The fault in one line, such as ``file, row 57, column: what. Expected …. Do this.``."""
        where = ", ".join(
            part
            for part in (self.file, None if self.row is None else f"row {self.row}", self.column)
            if part is not None
        )
        return f"{where}: {self.what}. Expected {self.expected}. {self.do}."

    def as_dict(self) -> dict[str, object]:
        """The same as named values, for ``--format json``."""
        return asdict(self)


class BadInput(Exception):
    """The input cannot be used.

    Attributes:
        faults: every fault found, in the order of the files.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)
