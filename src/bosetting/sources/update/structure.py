"""Which codes are municipalities on a day, as ``structure.csv`` of the reference says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_FIRST, _LAST = "0000-00-00", "9999-99-99"


@dataclass(frozen=True)
class Structure:
    """Days between which each code is in use: the first, and the day after the last."""

    spans: Mapping[str, Sequence[tuple[str, str]]]

    def known(self, code: str) -> bool:
        """Whether it was ever a municipality's; everything is where no structure is held."""
        return not self.spans or code in self.spans

    def valid(self, code: str, period: str) -> bool:
        """Whether it is in use on the first day of a period: the period itself, or 1 January of its year."""
        return not self.spans or any(first <= _day(period) < end for first, end in self.spans.get(code, ()))

    def near(self, code: str, period: str) -> bool:
        """Whether it is in use at some time of the period's year or on the next 1 January."""
        start, after = f"{period[:4]}-01-01", f"{period[:4]}-99-99"
        if not self.spans or not period[:4].isdecimal():
            return not self.spans
        after = f"{int(period[:4]) + 1:04}-01-01"
        return any(first <= after and end > start for first, end in self.spans.get(code, ()))

    def lacking(self, codes: set[str], period: str) -> tuple[str, ...]:
        """The municipalities of a period's first day that are not among the codes."""
        return tuple(code for code in sorted(self.spans) if code not in codes and self.valid(code, period))


def structure_of(rows: Sequence[Mapping[str, str]]) -> Structure:
    """The structure from the rows of ``structure.csv``: code, valid_from, valid_to (ISO dates, blank where open)."""
    spans: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        spans[row["code"]].append((row.get("valid_from") or _FIRST, row.get("valid_to") or _LAST))
    return Structure(spans)


def _day(period: str) -> str:
    """The first day of a period: a day is its own, a year or a part of one begins with 1 January."""
    return period if len(period) == 10 else f"{period[:4]}-01-01"
