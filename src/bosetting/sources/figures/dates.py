"""When a figure was first public."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

REQUEST_OCTOBER_2016 = date(2016, 10, 10)
REQUEST_NOVEMBER_2017 = date(2017, 11, 6)
REQUEST_REVISED_2018 = date(2018, 9, 6)


def following_march(year: int) -> date:
    """1 March of the year after: the declared assumption where the release is not known."""
    return date(year + 1, 3, 1)


def release(known: str) -> date:
    """The earliest day that a release is certain to have happened by.

    Args:
        known: what is known of it: a day, a month, or a year with or without a remark.

    Returns:
        the day; the last day of the month; 1 March of the year after the latest year named.
    """
    day = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", known)
    if day:
        return date.fromisoformat(known)
    month = re.fullmatch(r"(\d{4})-(\d{2})", known)
    if month:
        when = int(month[1]), int(month[2])
        return date(*when, monthrange(*when)[1])
    years = [int(found) for found in re.findall(r"\b\d{4}\b", known)]
    if not years:
        raise ValueError(f"no year in {known!r}")
    return following_march(max(years))


def assumed_release(day: date) -> date:
    """1 March of the year of the reference date."""
    return date(day.year, 3, 1)
