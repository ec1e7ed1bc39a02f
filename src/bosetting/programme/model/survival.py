"""How long people stay in the programme."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bosetting.inputs.programme import Regulation
from bosetting.programme.errors import BadProgramme, check_share


# Every cohort of a fit's step has one of a few curves.
@lru_cache(maxsize=256)
def survival_curve(
    regulation: Regulation, left_early: float, beyond: float, leave_months: float, months: int
) -> NDArray[np.float64]:
    """The share still in the programme by months since the start.

    It falls along straight lines: to ``1 - left_early`` at the normal length, to ``beyond`` half-way to the
    longest (30 months under the act of 2003), and to nothing at the longest and the leave taken.

    Stated by: regulations.csv, a row for each act with its section (Introduction Act of 2003, section 5; Integration
    Act of 2020, section 13).

    Args:
        regulation: normal and longest length.
        left_early: share that has left at the normal length.
        beyond: share that is still there half-way between the normal and the longest length.
        leave_months: leave of absence (of a birth, illness) is not programme time and comes on top.
        months: length of the result.

    Returns:
        shares at the middle of month 0, 1, 2, ...: people start in the middle of a month and are counted at
        its end. It is kept, and cannot be written to.

    Raises:
        BadProgramme: a share over 1, or a curve that rises.
    """
    check_share("left_early", left_early)
    check_share("beyond", beyond)
    normal, longest = regulation.normal_months, regulation.longest_months
    at = [0, normal, (normal + longest) / 2, longest + leave_months]
    still = [1.0, 1 - left_early, beyond, 0.0]
    curve: NDArray[np.float64] = np.interp(np.arange(months) + 0.5, at, still)
    check_survival(curve)
    curve.flags.writeable = False
    return curve


def check_survival(curve: NDArray[np.float64]) -> None:
    """Refuse a curve that rises or leaves 0 to 1.

    Raises:
        BadProgramme: naming the month.
    """
    for month in np.flatnonzero(~((curve >= 0) & (curve <= 1)))[:1]:
        check_share(f"survival in month {month}", float(curve[month]))
    for month in np.flatnonzero(np.diff(curve) > 0)[:1]:
        raise BadProgramme(
            f"survival rises from {curve[month]:.3g} in month {month} to {curve[month + 1]:.3g} in month "
            f"{month + 1}; it can only fall"
        )


def still_in_programme(starts: NDArray[np.float64], survival: NDArray[np.float64]) -> NDArray[np.float64]:
    """Who is in the programme at the end of each month, of those who started.

    Args:
        starts: persons who start in each month.
        survival: share still there 0, 1, 2, ... months later.

    Returns:
        persons, as many months as ``starts``.
    """
    return np.convolve(starts, survival)[: len(starts)]
