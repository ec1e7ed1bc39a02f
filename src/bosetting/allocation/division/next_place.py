"""How much larger a division's total must be before one unit has more.

Places go by claims, 2A / (2x - 1) for the x-th one: whoever has a larger claim is served before, and of two with
the same claim the one that comes first in the division's order. What a unit waits for is a sum over the others of
its division, in whole numbers and in one sweep of an array.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bosetting.allocation.division.named import NamedDivision

_ROOM = 2**62
"""Below it 64 bits are exact."""


@dataclass(frozen=True)
class Queue:
    """Units that wait for the next places of a finished division.

    Attributes:
        order: their places in the division's order, by code.
        weights: whole numbers.
        shares: what they have.
        capped: whether anything but the total bounds what they can have.
        caps: the most that they can have; 0 where nothing bounds it.
        everyone: the sum of the weights.
    """

    order: Mapping[str, int]
    weights: NDArray[Any]
    shares: NDArray[Any]
    capped: NDArray[np.bool_]
    caps: NDArray[Any]
    everyone: int

    @classmethod
    def of(cls, named: NamedDivision, weights: Mapping[str, int], caps: Mapping[str, int | None]) -> Queue:
        """The queue of a division, with weights and caps by code; None where only the total bounds a number."""
        own = [weights[code] for code in named.codes]
        most = [caps[code] for code in named.codes]
        return cls(
            {code: place for place, code in enumerate(named.codes)},
            _whole(own),
            _whole(named.division.shares),
            np.array([cap is not None for cap in most]),
            _whole([cap or 0 for cap in most]),
            sum(own),
        )

    def places_until(self, code: str, more: int) -> int | None:
        """How many more places the division needs until ``code`` has ``more`` more; None if that never comes."""
        own = self.order[code]
        weight, last = int(self.weights[own]), int(self.shares[own]) + more
        if weight == 0 or (self.capped[own] and last > self.caps[own]):
            return None
        exact = np.int64 if 2 * last * self.everyone < _ROOM else object
        # The largest x of each whose claim is its own at least: 2B / (2x - 1) >= 2A / (2 last - 1).
        doubled = self.weights.astype(exact, copy=False) * (2 * last - 1) + weight
        doubled[own + 1 :] -= 1  # those who come after it are served first only where their claim is larger
        served = doubled // (2 * weight)
        allowed = np.where(self.capped, np.minimum(served, self.caps), served)
        return int(np.maximum(allowed - self.shares, 0).sum())


def _whole(numbers: Sequence[int]) -> NDArray[Any]:
    """The numbers in 64 bits where they are exact so."""
    return np.array(numbers, dtype=np.int64 if max(numbers, default=0) < _ROOM else object)
