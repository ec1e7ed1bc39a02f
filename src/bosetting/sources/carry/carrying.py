"""Figures carried to the municipal structure of a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from bosetting.sources.carry.changes import Step, read_changes, steps
from bosetting.sources.carry.rates import Rate, apart, carried_rates
from bosetting.sources.carry.step import Unplaced, carried_over, without_later
from bosetting.sources.carry.table import (
    Group,
    Key,
    frame_of,
    in_order,
    key_columns,
    plain_frame,
    read_groups,
)
from bosetting.sources.carry.totals import Total, is_municipality, sum_of

_UNPLACED = ("code", "value", "low", "high", "status", "date", "new_codes", "why")


@dataclass(frozen=True)
class Carried:
    """Figures on the structure of a day, with the proof that the country's totals are the same.

    Attributes:
        table: the columns of what was carried, one row a municipality of the new structure and key, sorted; numbers
            are whole ones or None. What cannot be known has the status ``missing``, and no 0 stands for it.
        unplaced: the known figures behind those rows, and those of later codes: the key's columns, the municipality before, its value and
            bounds, ``date`` of the change, ``new_codes``, and ``why`` (``no_key``, ``part_missing`` or ``later``).
        totals: of each key, before and after, over the municipalities; a row of a county (two digits) or of the whole
            country (0000) goes through as it is and is in no sum.
    """

    table: pd.DataFrame
    unplaced: pd.DataFrame
    totals: tuple[Total, ...]

    def __str__(self) -> str:
        return "\n".join(str(total) for total in self.totals)


def carry(
    table: pd.DataFrame,
    changes: pd.DataFrame,
    to_date: date | str,
    rates: Sequence[Rate] = (),
    name: str = "figures",
) -> Carried:
    """Carry figures to the municipal structure of a day, step by step in the order of the dates.

    Merged municipalities are summed, and a hidden figure keeps its bounds through the sum; a new name or number is
    followed; a split goes by its declared key, and is ``missing`` where there is none. Whole persons stay whole.
    Figures of one key that stand on the wanted structure already are left as they are; one of a code that is first used
    after the day is not in the table, but among the unplaced.

    Args:
        table: one row a figure: ``code``, ``value``, ``low``, ``high``, ``status``, ``published``, ``published_from``,
            ``source``; every further column (period, measure) is part of the key, within which a code stands once.
        changes: KLASS 131: ``date``, ``kind``, ``old_code``, ``new_code``, ``share``, ``source``.
        to_date: the day whose structure is wanted.
        rates: which measures are shares of others. They may have decimals, are computed anew for municipalities that were
            merged or split, and have no total.
        name: of the table, for messages.

    Raises:
        BadInput: naming every row that cannot be carried.
        ArithmeticError: a total was not kept, which is a fault of this program.
    """
    day = date.fromisoformat(to_date) if isinstance(to_date, str) else to_date
    summed, rated = apart(table.reset_index(drop=True), rates, name)
    before = read_groups(summed, name)
    every = steps(read_changes(changes))
    days, later = [step for step in every if step.day <= day], [step for step in every if step.day > day]
    now: dict[Key, Group] = {}
    unplaced: dict[Key, list[Unplaced]] = {}
    for key, group in before.items():
        now[key], too_late = without_later(later, group)
        unplaced[key] = list(too_late)
    for step in days:
        standing = _standing(step, now)
        for key, group in now.items():
            now[key], lost = carried_over(step, group, standing)
            unplaced[key] += lost
    columns, keys = [str(name) for name in table.columns], key_columns(table)
    totals = tuple(_total(key, before[key], now[key], unplaced[key]) for key in sorted(before, key=in_order))
    _refuse_lost(totals)
    more = carried_rates(rated, rates, (days, later), now, columns) if rated else []
    return Carried(frame_of(now, columns, keys, more), _unplaced_frame(unplaced, keys), totals)


def _standing(step: Step, groups: Mapping[Key, Group]) -> frozenset[str]:
    """Codes that were there before the step, and take others in: some figure of the structure before has them."""
    earlier = [group for group in groups.values() if step.is_before(group.keys())]
    return frozenset(code for group in earlier for code in group if code in step.parts)


def _total(key: Key, before: Group, now: Group, unplaced: Collection[Unplaced]) -> Total:
    first, last = (
        sum_of(figure for code, figure in group.items() if is_municipality(code)) for group in (before, now)
    )
    return Total(key, first, last, sum_of(each.figure for each in unplaced))


def _refuse_lost(totals: Collection[Total]) -> None:
    wrong = [str(total) for total in totals if not total.kept]
    if wrong:
        raise ArithmeticError(f"the total is not kept: {'; '.join(wrong)}")


def _unplaced_frame(unplaced: Mapping[Key, Collection[Unplaced]], keys: Collection[str]) -> pd.DataFrame:
    rows = [
        {
            **dict(zip(keys, key, strict=True)),
            **{name: getattr(each.figure, name) for name in ("value", "low", "high", "status")},
            "code": each.code,
            "date": each.day.isoformat(),
            "new_codes": " ".join(each.new_codes),
            "why": each.why,
        }
        for key in sorted(unplaced, key=in_order)
        for each in sorted(unplaced[key], key=lambda one: (one.day, one.code, one.new_codes))
    ]
    return plain_frame(rows, (*keys, *_UNPLACED))
