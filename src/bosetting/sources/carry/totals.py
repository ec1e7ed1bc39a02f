"""The country's total before and after: nobody is lost and nobody is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bosetting.sources.carry.figure import Figure


@dataclass(frozen=True)
class Sum:
    """A sum of figures, known up to what the publisher hides.

    Attributes:
        low: the least it can be.
        high: the most it can be; None where nothing bounds a hidden figure.
    """

    low: int
    high: int | None

    def __add__(self, other: Sum) -> Sum:
        high = None if self.high is None or other.high is None else self.high + other.high
        return Sum(self.low + other.low, high)

    def __str__(self) -> str:
        if self.high is None:
            return f"at least {self.low:,}"
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"


def sum_of(figures: Iterable[Figure]) -> Sum:
    """The sum of the figures behind which persons stand; others add nothing."""
    low, high = 0, 0
    bounded = True
    for figure in figures:
        if figure.known:
            low += figure.least
            bounded = bounded and figure.most is not None
            high += figure.most or 0
    return Sum(low, high if bounded else None)


def is_municipality(code: str) -> bool:
    """Whether a code is of a municipality: counties have two digits, and the whole country is 0000."""
    return len(code) == 4 and code != "0000"


@dataclass(frozen=True)
class Total:
    """One key's total, before and after.

    Attributes:
        key: its period, measure and what else it is of.
        before: as the publisher gave it.
        placed: in the municipalities of the new structure.
        unplaced: in no municipality of it, since a key or another part is not known.
    """

    key: tuple[object, ...]
    before: Sum
    placed: Sum
    unplaced: Sum

    @property
    def kept(self) -> bool:
        """Whether placed and not placed are together what was there."""
        return self.placed + self.unplaced == self.before

    def __str__(self) -> str:
        name = " ".join(str(part) for part in self.key if part is not None)
        rest = "" if self.unplaced == Sum(0, 0) else f", of which {self.unplaced} not placed"
        return f"{name}: {self.before} before, {self.placed + self.unplaced} after{rest}"
