"""Where a number and its range seem to contradict each other: said, with names and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bosetting.allocation.certainty.draws import Ranges, assumptions
from bosetting.allocation.request import Allotment
from bosetting.report.blocks.kinds import Block, Column, Table
from bosetting.report.language.criteria import assumption_name, cause_words, kind_of, period_words
from bosetting.report.view import View

FURTHEST = 10
"""How many of those furthest apart are listed."""
NAMED = 3
"""How many of them the text names."""


def drawn_table(view: View) -> Table:
    """Every assumption that is varied, and how: the list that the draws themselves go by."""
    within = view.computation.uncertainty.within
    how = _ranges(view, within)
    rows = tuple(
        (
            assumption_name(name, view.inputs.rules, view.language),
            view.label(f"drawn_how.{kind_of(name, view.inputs.rules)}", **how.get(name, {})),
        )
        for name in assumptions(view.inputs, within)
    )
    columns = (Column(view.label("assumptions.rule")), Column(view.label("certainty.varied")))
    return Table("drawn", view.label("certainty.drawn_caption"), columns, rows)


def _ranges(view: View, within: Ranges) -> dict[str, dict[str, Any]]:
    """What the words of each assumption are filled in with."""

    def ends(values: Sequence[float]) -> dict[str, float]:
        return {"low": values[0], "high": values[-1]}

    return {
        **{f"{name}_kappa": ends(kappas) for name, kappas in within.kappas.items()},
        "weights": {"published": _weights_published(view)},
        "exponents": ends(within.exponents),
        "threshold": ends(within.thresholds or (0, 0)),
        "floor": ends(within.floors),
        **{
            f"{name}_period": {"periods": [period_words((period,), view.language) for period in periods]}
            for name, periods in within.periods.items()
        },
        "need": ends(within.requested) | {"declared": within.requested_declared},
    }


def _weights_published(view: View) -> bool:
    """Whether the weights that are drawn around are all public."""
    rules = view.inputs.rules
    return all(rules.entries[f"weight_{each.name}"].status == "published" for each in rules.criteria)


def certainty_apart(view: View) -> list[Block]:
    """Those whose number lies far from the median, why, and those whose status most draws contradict."""
    found = view.computation.uncertainty
    furthest = _furthest(view)
    causes = [found.spreads[a.municipality.number].cause for a in furthest]
    common = max(sorted(set(causes)), key=causes.count) if causes else ""
    statuses = max(found.alone, key=lambda row: (row.statuses_p95, row.statuses))
    prose = view.prose(
        "certainty_apart",
        named=[
            view.label(
                "certainty.named_median",
                name=a.municipality.name,
                persons=a.persons,
                median=found.spreads[a.municipality.number].median,
            )
            for a in furthest[:NAMED]
        ],
        listed=len(furthest),
        common=cause_words(common, view.inputs.rules, view.language),
        common_count=causes.count(common),
        split=common == "county_split",
        out=_contradicted(view, asked=False),
        into=_contradicted(view, asked=True),
        status_cause=cause_words(
            statuses.assumption if statuses.statuses_p95 else "", view.inputs.rules, view.language
        ),
    )
    return [prose, _apart(view, furthest)] if furthest else [prose]


def _furthest(view: View) -> list[Allotment]:
    """Asked in the edition and in most draws, but for another number than the median: furthest first."""
    spreads = view.computation.uncertainty.spreads
    apart = [
        (abs(a.persons - median), a)
        for a in view.request.asked
        if (median := spreads[a.municipality.number].median) not in (0, a.persons)
    ]
    return [a for _, a in sorted(apart, key=lambda p: (-p[0], p[1].municipality.number))[:FURTHEST]]


def _contradicted(view: View, asked: bool) -> list[str]:
    """Those asked (or not) whose status is another in most draws, each with its share."""
    spreads = view.computation.uncertainty.spreads
    return [
        view.label("certainty.named_share", name=a.municipality.name, share=100 * spread.share_asked)
        for a in view.request.allotments
        if a.asked == asked and 2 * (spread := spreads[a.municipality.number]).flips > 1
    ]


def _apart(view: View, furthest: Sequence[Allotment]) -> Table:
    spreads = view.computation.uncertainty.spreads
    rows = tuple(
        (
            a.municipality.name,
            a.persons,
            spreads[a.municipality.number].median,
            assumption_name(cause, view.inputs.rules, view.language)
            if (cause := spreads[a.municipality.number].cause)
            else None,
        )
        for a in furthest
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.persons"), "integer"),
        Column(view.label("certainty.median"), "integer"),
        Column(view.label("certainty.cause")),
    )
    return Table("apart", view.label("certainty.apart_caption"), columns, rows)
