"""How long the introduction programme lasts, by the day a participant starts: rows of regulations.csv."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bosetting.inputs.programme import EVERYONE, Regulation


def regulations_known(
    table: Sequence[Regulation], as_of: date, group: str = EVERYONE
) -> tuple[Regulation, ...]:
    """The regulations of a group that were public by a day, in order of date.

    Args:
        table: every regulation.
        as_of: the day.
        group: ``all``, or a group of its own; before it has a regulation of its own, that of all applies.
    """
    known = [rule for rule in table if rule.published <= as_of]
    own = [rule for rule in known if rule.group == group]
    before = [r for r in known if r.group == EVERYONE and (not own or r.valid_from < own[0].valid_from)]
    return tuple(sorted([*own, *(before if group != EVERYONE else [])], key=lambda rule: rule.valid_from))


def regulation_spans(
    regulations: Sequence[Regulation], year: int, months: int
) -> tuple[tuple[Regulation, int, int], ...]:
    """Which regulation applies to the starts of a cohort.

    Args:
        regulations: in order of date; the first also applies before its day.
        year: the cohort's year of settlement.
        months: how many months from January of that year.

    Returns:
        (regulation, first month, month after the last) in months from January of ``year``, none empty.
    """
    begins = [0, *((r.valid_from.year - year) * 12 + r.valid_from.month - 1 for r in regulations[1:])]
    edges = [min(max(begin, 0), months) for begin in begins] + [months]
    spans = zip(regulations, edges, edges[1:], strict=False)
    return tuple((rule, first, after) for rule, first, after in spans if after > first)
