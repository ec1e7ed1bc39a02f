"""What the allocation refuses, said in figures."""

from __future__ import annotations


class Infeasible(ValueError):
    """The demands cannot all be met.

    Attributes:
        what: the figures that collide, in one sentence.
        change: the smallest change that would make them meet, in one sentence.
    """

    def __init__(self, what: str, change: str) -> None:
        super().__init__(f"{what} {change}")
        self.what = what
        self.change = change
