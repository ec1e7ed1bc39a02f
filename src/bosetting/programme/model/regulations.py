"""How long the introduction programme lasts, by the day a participant starts: rules as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Regulation:
    """One regulation of programme length.

    Attributes:
        id: name of the regulation.
        group: whom it concerns: ``all``, or ``ukraine`` (temporary collective protection).
        valid_from: who starts on this day or later has it.
        published: when it was public; an edition from before knows nothing of it.
        normal_months: the length most have, in months of programme.
        longest_months: the most there can be with an extension.
        source: the law.
        assumption: what the law does not say and this table assumes; empty where nothing.
    """

    id: str
    group: str
    valid_from: date
    published: date
    normal_months: int
    longest_months: int
    source: str
    assumption: str = ""


REGULATIONS = (
    Regulation(
        "act_2003",
        "all",
        date(2004, 9, 1),
        date(2003, 7, 4),
        24,
        36,
        "Introduksjonsloven (LOV-2003-07-04-80) section 5: up to two years, up to three for special reasons",
    ),
    Regulation(
        "act_2020",
        "all",
        date(2021, 1, 1),
        date(2020, 11, 6),
        24,
        48,
        "Integreringsloven (LOV-2020-11-06-127) section 13: three months to four years by education and goal",
        "24 months is the usual length",
    ),
    Regulation(
        "act_2022_temporary",
        "ukraine",
        date(2022, 6, 15),
        date(2022, 6, 15),
        6,
        12,
        "Integreringsloven, temporary provisions for collective protection: six months, at most one year",
        "public on the day it came into force",
    ),
)
"""In order of date within each group."""


def regulations_known(
    as_of: date, group: str = "all", table: Sequence[Regulation] = REGULATIONS
) -> tuple[Regulation, ...]:
    """The regulations of a group that were public by a day, in order of date.

    Args:
        as_of: the day.
        group: ``all`` or ``ukraine``; before a group has a regulation of its own, that of all applies.
        table: every regulation.
    """
    known = [rule for rule in table if rule.published <= as_of]
    own = [rule for rule in known if rule.group == group]
    before = [r for r in known if r.group == "all" and (not own or r.valid_from < own[0].valid_from)]
    return tuple(sorted([*own, *(before if group != "all" else [])], key=lambda rule: rule.valid_from))


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
