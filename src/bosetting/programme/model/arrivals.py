"""When in the year people are settled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bosetting.programme.errors import BadProgramme, check_share

MONTHS = 12


def arrival_profile(slope: float = 0.0) -> NDArray[np.float64]:
    """The share of a year's settled persons who arrive in each month, on a straight line.

    Args:
        slope: how much more than an even share arrives in December, and less in January: -1 to 1.

    Returns:
        twelve shares that add up to one.

    Raises:
        BadProgramme: the slope would make a month negative.
    """
    if not -1 <= slope <= 1:
        raise BadProgramme(f"the slope of the arrivals is {slope:g}; it lies from -1 to 1")
    month = np.arange(1, MONTHS + 1)
    shares: NDArray[np.float64] = (1 + slope * (month - 6.5) / 5.5) / MONTHS
    return shares


def slope_from_share(month: int, share: float) -> float:
    """The slope of the arrivals that puts a share of the year's persons at the end of a month.

    Args:
        month: 1 to 11.
        share: settled by the end of it, of everyone settled in the year.

    Raises:
        BadProgramme: the share is none, or no slope from -1 to 1 gives it.
    """
    check_share(f"the share settled by month {month}", share)
    even, tilt = month / MONTHS, sum(m - 6.5 for m in range(1, month + 1)) / 5.5 / MONTHS
    slope = (share - even) / tilt
    arrival_profile(slope)
    return slope
