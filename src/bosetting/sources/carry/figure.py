"""One figure with what is known of it, the sum of several, and one divided by a key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from bosetting.allocation.division.exact import divide

OK, SUPPRESSED, MISSING, NOT_APPLICABLE = "ok", "suppressed", "missing", "not_applicable"
STATUSES = (OK, SUPPRESSED, MISSING, NOT_APPLICABLE)


@dataclass(frozen=True)
class Figure:
    """A figure of one municipality.

    Attributes:
        status: ``ok``, ``suppressed`` (hidden; low and high hold it), ``missing`` or ``not_applicable``.
        value: a whole number, not negative; None unless the status is ``ok``.
        low: the least it can be; None where that is not said.
        high: the most it can be; None where that is not said, and for a hidden figure nothing bounds it then.
        published: the day it was first made public, as an ISO date; empty where not known.
        published_from: the source of that day, or ``assumed``.
        source: who published the figure, and where.
    """

    status: str
    value: int | None = None
    low: int | None = None
    high: int | None = None
    published: str = ""
    published_from: str = ""
    source: str = ""

    @property
    def known(self) -> bool:
        """Whether persons stand behind it, counted or hidden."""
        return self.status in (OK, SUPPRESSED)

    @property
    def least(self) -> int:
        """The least it can be; nothing known is nothing."""
        return self.low if self.low is not None else self.value or 0

    @property
    def most(self) -> int | None:
        """The most it can be; None where nothing bounds it."""
        return self.high if self.high is not None else self.value

    def unknown(self) -> Figure:
        """The same without a number: not known, never 0."""
        return replace(self, status=MISSING, value=None, low=None, high=None)


def together(parts: Sequence[Figure]) -> Figure:
    """The sum of some municipalities: missing where one is, hidden within summed bounds where one is hidden.

    A part that is not applicable adds nothing. The sum became public with its last part.
    """
    if len(parts) == 1:
        return parts[0]
    said = Figure(
        MISSING,
        published=_latest([part.published for part in parts]),
        published_from=_joined(part.published_from for part in parts),
        source=_joined(part.source for part in parts),
    )
    statuses = {part.status for part in parts}
    if MISSING in statuses:
        return said
    counted = [part for part in parts if part.known]
    if not counted:
        return replace(said, status=NOT_APPLICABLE)
    if SUPPRESSED in statuses:
        return _bounded(said, SUPPRESSED, None, counted)
    value = sum(part.value or 0 for part in counted)
    if any(part.low is not None or part.high is not None for part in counted):
        return _bounded(said, OK, value, counted)
    return replace(said, status=OK, value=value)


def divided(figure: Figure, shares: Sequence[Fraction], key: str) -> tuple[Figure, ...]:
    """A figure of one municipality as that of its successors, by the declared share of each; the total stays.

    Whole persons stay whole by the divisor method (Webster), the earlier successor first in a tie. It is used and
    not largest remainder because no part shrinks when the whole grows: what holds the whole holds the parts.

    Args:
        figure: the figure of the whole.
        shares: of each successor, with the sum 1.
        key: where the shares come from; it is said in the source of each part.
    """
    values, lows, highs = (_parts(number, shares) for number in (figure.value, figure.low, figure.high))
    source = _joined((figure.source, key))
    return tuple(
        replace(figure, value=value, low=low, high=high, source=source)
        for value, low, high in zip(values, lows, highs, strict=True)
    )


def _parts(number: int | None, shares: Sequence[Fraction]) -> tuple[int | None, ...]:
    if number is None:
        return (None,) * len(shares)
    scale = lcm(*(share.denominator for share in shares))
    weights = [int(share * scale) for share in shares]
    most = [number if weight else 0 for weight in weights]
    return divide(weights, number, [0] * len(shares), most).shares


def _bounded(said: Figure, status: str, value: int | None, parts: Sequence[Figure]) -> Figure:
    mosts = [part.most for part in parts]
    high = None if None in mosts else sum(most for most in mosts if most is not None)
    return replace(said, status=status, value=value, low=sum(part.least for part in parts), high=high)


def _latest(days: Sequence[str]) -> str:
    """The last day; not known where that of one part is not."""
    return max(days) if all(days) else ""


def _joined(texts: Iterable[str]) -> str:
    """Each text once, in the order of the alphabet, so that sums of sums say the same as one sum."""
    return "; ".join(sorted({part for text in texts for part in text.split("; ") if part}))
