"""Which municipalities of before stand behind each municipality of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from bosetting.sources.carry.changes import Step, read_changes, steps


@dataclass(frozen=True)
class Parts:
    """The parts of one municipality.

    Attributes:
        codes: those whose persons are all in it, in order.
        torn: those that only a part of is in it, by a key that is not known.
    """

    codes: tuple[str, ...]
    torn: tuple[str, ...] = ()


def parts(codes: Iterable[str], changes: pd.DataFrame, to_day: date) -> dict[str, Parts]:
    """The parts of each municipality of a day, among some codes of before.

    Args:
        codes: the municipalities that figures are of.
        changes: the reference's changes.
        to_day: the day whose structure is wanted.
    """
    days = steps(read_changes(changes), to_day)
    whole: dict[str, list[str]] = defaultdict(list)
    torn: dict[str, list[str]] = defaultdict(list)
    for code in sorted(set(codes)):
        news, is_torn = _followed(code, days)
        for new in news:
            (torn if is_torn else whole)[new].append(code)
    news = whole.keys() | torn.keys()
    return {new: Parts(tuple(whole.get(new, ())), tuple(torn.get(new, ()))) for new in sorted(news)}


def _followed(code: str, days: Iterable[Step]) -> tuple[set[str], bool]:
    news, torn = {code}, False
    for step in days:
        after: set[str] = set()
        for each in news:
            changes = step.to.get(each, ())
            torn = torn or len(changes) > 1
            after |= {change.new for change in changes} or {each}
        news = after
    return news, torn
