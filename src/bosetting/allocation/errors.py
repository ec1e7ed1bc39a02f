"""What the allocation refuses, said in figures."""

from __future__ import annotations


class Infeasible(ValueError):
    """The demands cannot all be met.

    Attributes:
        collisions: the figures that collide, a sentence each.
        remedies: the smallest changes that would make them meet, each of which alone would do; they begin with
            a verb and end without a full stop.
    """

    def __init__(self, collisions: tuple[str, ...], remedies: tuple[str, ...]) -> None:
        change = ", or ".join(remedies)
        self.collisions = collisions
        self.remedies = remedies
        self.told = (*collisions, f"{change[:1].upper()}{change[1:]}.") if change else collisions
        """Collisions and remedies, a sentence each."""
        super().__init__(" ".join(self.told))
