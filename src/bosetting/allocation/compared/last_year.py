"""The request beside the one before it, as published: who is asked again, newly and no longer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bosetting.allocation.compared.earlier import Asked, earlier_requests
from bosetting.allocation.request import Request

Standing = Literal["both", "new", "gone", "neither"]
STANDINGS: tuple[Standing, ...] = ("both", "new", "gone", "neither")


@dataclass(frozen=True)
class Beside:
    """One municipality's two numbers.

    Attributes:
        code: in the structure of the request's year; earlier figures of its parts are summed.
        before: persons it was asked for; 0 where it was not asked.
        now: likewise.
    """

    code: str
    before: int
    now: int

    @property
    def standing(self) -> Standing:
        """Asked both times, newly, no longer, or neither time."""
        if self.before:
            return "both" if self.now else "gone"
        return "new" if self.now else "neither"


@dataclass(frozen=True)
class LastYear:
    """All municipalities beside the last whole request that was public by the edition's date.

    Attributes:
        last: that request.
        rows: in order of code.
    """

    last: Asked
    rows: tuple[Beside, ...]

    def of(self, standing: Standing) -> tuple[Beside, ...]:
        """Those with a standing, in order of code."""
        return tuple(row for row in self.rows if row.standing == standing)


def last_year(request: Request) -> LastYear | None:
    """Compare with the request before; None where no whole one is known."""
    earlier = earlier_requests(request.inputs)
    if not earlier:
        return None
    last = earlier[-1]
    persons = request.persons
    return LastYear(last, tuple(Beside(code, last.persons[code], persons[code]) for code in sorted(persons)))
