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
_NO_CAP = 2**512
"""More places than any division has."""


@dataclass(frozen=True)
class Queue:
    """Units that wait for the next places of a finished division.

    Attributes:
        order: their places in the division's order, by code.
        weights: whole numbers.
        shares: what they have.
        caps: the most that they can have, in 64 bits.
        whole_caps: the same in whole numbers of any length, where 64 bits are too few.
        everyone: the sum of the weights.
    """

    order: Mapping[str, int]
    weights: NDArray[Any]
    shares: NDArray[Any]
    capped: NDArray[np.bool_]
    caps: NDArray[Any]
    whole_caps: NDArray[Any]
    everyone: int

    @classmethod
    def of(cls, named: NamedDivision, weights: Mapping[str, int], caps: Mapping[str, int | None]) -> Queue:
        """The queue of a division, with weights and caps by code; None where only the total bounds a number."""
        own = [weights[code] for code in named.codes]
        most = [_NO_CAP if cap is None else cap for cap in (caps[code] for code in named.codes)]
        everyone = sum(own)
        return cls(
            {code: place for place, code in enumerate(named.codes)},
            np.array(own, dtype=np.int64 if everyone < _ROOM else object),
            np.array(named.division.shares, dtype=np.int64),
            np.array([min(cap, _ROOM) for cap in most], dtype=np.int64),
            np.array(most, dtype=object),
            everyone,
        )

    def places_until(self, code: str, more: int) -> int | None:
        """How many more places the division needs until ``code`` has ``more`` more; None if that never comes."""
        own = self.order[code]
        weight, last = int(self.weights[own]), int(self.shares[own]) + more
        if weight == 0 or last > self.whole_caps[own]:
            return None
        exact = np.int64 if 2 * last * self.everyone < _ROOM else object
        # The largest x of each whose claim is its own at least: 2B / (2x - 1) >= 2A / (2 last - 1).
        doubled = self.weights.astype(exact, copy=False) * (2 * last - 1) + weight
        doubled[own + 1 :] -= 1  # those who come after it are served first only where their claim is larger
        caps = self.caps if exact is np.int64 else self.whole_caps
        served = np.minimum(doubled // (2 * weight), caps)
        return int(np.maximum(served - self.shares, 0).sum())
