"""What became of municipalities between two days: the codes after for each code before."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from bosetting.sources.carry.changes import read_changes, steps


def successors(
    changes: pd.DataFrame, codes: Collection[str], since: date, until: date
) -> dict[str, frozenset[str]]:
    """The codes on the later day of what a municipality was on the earlier; several where it was split.

    Args:
        changes: KLASS 131, as for ``carry``.
        codes: on the structure of the earlier day.
        since: the earlier day, whose own changes had been made.
        until: the later day, its own changes with it.

    Raises:
        BadInput: the changes cannot be read.
    """
    now = {code: frozenset((code,)) for code in codes}
    for step in steps(read_changes(changes), until):
        if step.day <= since:
            continue
        for code, found in now.items():
            after = [{change.new for change in step.to[one]} if one in step.to else {one} for one in found]
            now[code] = frozenset().union(*after)
    return now
