"""How long after being settled people start in the programme."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bosetting.programme.errors import BadProgramme, check_share


def prompt_wait(mean: float, months: int) -> NDArray[np.float64]:
    """Waiting with the same chance to start each month.

    Args:
        mean: months on average, 0 or more.
        months: length of the result; what would start later is left in its last month.

    Returns:
        the share that starts 0, 1, 2, ... months after being settled; adds up to one.
    """
    if not mean >= 0:
        raise BadProgramme(f"the wait is {mean:g} months on average; it is 0 or more")
    chance = 1 / (1 + mean)
    shares = chance * (1 - chance) ** np.arange(months)
    shares[-1] = (1 - chance) ** (months - 1)
    return np.asarray(shares)


def late_wait(mean: float, months: int) -> NDArray[np.float64]:
    """Waiting in two steps of the same length on average: few start at once, most around the mean.

    Those are family who join later, minors who turn eighteen, and parents of small children.

    Args:
        mean: months on average.
        months: length of the result.
    """
    half = prompt_wait(mean / 2, months)
    shares = np.convolve(half, half)[:months]
    shares[-1] += max(1 - shares.sum(), 0.0)
    return shares


def wait_profile(prompt_mean: float, late_share: float, late_mean: float, months: int) -> NDArray[np.float64]:
    """The wait of everyone who starts: the prompt and the late.

    Args:
        prompt_mean: months, of the prompt.
        late_share: part of those who start who are late, 0 to 1.
        late_mean: months, of the late.
        months: length of the result.
    """
    check_share("late_share", late_share)
    prompt = prompt_wait(prompt_mean, months)
    return (1 - late_share) * prompt + late_share * late_wait(late_mean, months)
