"""What the load assumes: identifiers and numbers; the words are in the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bosetting.allocation.certainty import draws

Rating = Literal["green", "amber", "red"]


@dataclass(frozen=True)
class Assumption:
    """One declared assumption.

    Attributes:
        id: its name in the report's texts.
        quality: how well founded it is.
        impact: how much hangs on it; where ``low`` and ``high`` are known it is measured (see sensitivity).
        value: the number used; None where it is not a number.
        low: lower end of the declared range.
        high: upper end.
        unit: of the three.
    """

    id: str
    quality: Rating
    impact: Rating
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""


LATE_MONTHS = Assumption("late_months", "red", "green", 18, 12, 24, "months")
LEAVE_MONTHS = Assumption("leave_months", "amber", "green", 6, 0, 12, "months")
OTHERS_CONTINUE = Assumption("others_continue", "red", "amber", 0.5, 0.0, 1.0, "share")
BEYOND = Assumption("beyond_30_months", "red", "amber", 0.3, 0.2, 0.45, "share")
WAIT_MONTHS = Assumption("wait_months", "red", "amber", 4, 1, 9, "months")
ARRIVALS = Assumption("arrivals_slope", "amber", "green", None, 0.0, None, "slope")
NEED_RANGE = Assumption(
    "need_range", "red", "amber", float(draws.NEED_RANGE), None, None, "share of the request"
)
LATER_RANGE = Assumption("flat_after_target", "red", "red", 0.4, None, None, "share of the request")
UNFINISHED_RANGE = Assumption("unfinished_year_range", "red", "amber", 0.2, None, None, "share")
SINGLE_SHARE = Assumption("single_adult_share", "red", "green", 0.5, 0.0, 1.0, "share of adults not in doubt")

QUALITATIVE = (
    Assumption("secondary_moves", "red", "red"),
    Assumption("mix_of_target_year", "red", "amber"),
    Assumption("kostra_nir_break", "red", "amber"),
    Assumption("published_dates", "amber", "green"),
    Assumption("municipal_unfinished_year", "amber", "amber"),
    Assumption("municipal_missing_is_zero", "green", "green"),
    Assumption("same_curve_everywhere", "red", "amber"),
    Assumption("later_acts_unknown", "green", "amber"),
)
"""Assumptions without one number: the same stay and starts in every municipality, nobody moves, the
municipalities' persons of the unfinished year in proportion to the request for it, and so on."""
