"""What each declared number does to the load, and how the model got from its first form to this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bosetting.programme import assumptions as declared
from bosetting.programme.assumptions import QUALITATIVE, Assumption, Rating
from bosetting.programme.fit.calibration import Problem, fit
from bosetting.programme.fit.setting import Setting, moved
from bosetting.programme.model.parameters import Parameters, Structure
from bosetting.programme.national import central_series

MEASURES = ("during_year", "at_year_end", "on_date")
GREEN, AMBER = 1.0, 4.0
"""Impact in per cent of the target year's figures: below the first green, below the second amber, else red."""
STRUCTURAL = (
    declared.LATE_MONTHS,
    declared.LEAVE_MONTHS,
    declared.OTHERS_CONTINUE,
)
UNCOUNTED = {
    "expected": declared.UNFINISHED_RANGE,
    "request": declared.NEED_RANGE,
    "flat": declared.LATER_RANGE,
}
"""The range of each kind of cohort that is not counted."""


@dataclass(frozen=True)
class Effect:
    """What an assumption at an end of its range does to a national figure.

    Attributes:
        assumption: its id.
        end: ``low`` or ``high``.
        value: at that end.
        measure: during_year, at_year_end or on_date.
        year: of the figure.
        change: persons, against the central figure; the calibration is done again.
    """

    assumption: str
    end: str
    value: float
    measure: str
    year: int
    change: float


@dataclass(frozen=True)
class Step:
    """The model with one thing more than the step before; each step is calibrated anew to the same data.

    Attributes:
        id: what was added: first_form, arrivals, young_cohorts, late_starters, leave, others_continue, length
            (the share beyond 30 months is fitted too).
        during_year: participants during the year before the target year.
        at_year_end: at its end.
        on_date: on the first of March of the target year.
    """

    id: str
    during_year: float
    at_year_end: float
    on_date: float


def effects(at: Setting, fitted: Parameters) -> tuple[Effect, ...]:
    """The effect of every declared number at both ends of its range, one at a time."""
    out: list[Effect] = []
    before = {m: central_series(at, fitted, m) for m in MEASURES}
    for assumption, end, value, changed in _changes(at):
        found = fit(changed.problem, fitted)
        after = {m: central_series(changed, found, m) for m in MEASURES}
        for measure, year in (
            ("during_year", at.target - 1),
            ("at_year_end", at.target - 1),
            ("on_date", at.target),
            ("during_year", at.target),
            ("at_year_end", at.target),
        ):
            place = year - at.first
            change = round(float(after[measure][place] - before[measure][place]), 1)
            out.append(Effect(assumption.id, end, value, measure, year, change))
    return tuple(out)


def _changes(at: Setting) -> list[tuple[Assumption, str, float, Setting]]:
    structure, ranges = at.problem.structure, at.problem.ranges
    found: list[tuple[Assumption, str, float, Setting]] = []
    for assumption in STRUCTURAL:
        for end, value in _ends(assumption):
            change: dict[str, Any] = {assumption.id: value}
            changed = replace(structure, **change)
            found.append((assumption, end, value, _with(at, structure=changed)))
    found.append((declared.ARRIVALS, "low", 0.0, _with(at, structure=replace(structure, slope=0.0))))
    for assumption, name in ((declared.WAIT_MONTHS, "wait_months"), (declared.BEYOND, "beyond")):
        if name not in at.problem.fixed:
            found += [
                (assumption, end, value, _with(at, ranges=moved(ranges, {name: value})))
                for end, value in _ends(assumption)
            ]
    return found + _cohort_changes(at)


def _cohort_changes(at: Setting) -> list[tuple[Assumption, str, float, Setting]]:
    found = []
    for basis, assumption in list(UNCOUNTED.items())[:2]:
        for end in ("low", "high"):
            cohorts = {
                y: replace(c, central=getattr(c, end)) if c.basis == basis else c
                for y, c in at.cohorts.items()
            }
            value = sum(getattr(c, end) for c in at.cohorts.values() if c.basis == basis)
            task = replace(at.problem, cohorts={y: c.central for y, c in cohorts.items()})
            found.append((assumption, end, value, replace(at, cohorts=cohorts, problem=task)))
    return found


def _ends(assumption: Assumption) -> list[tuple[str, float]]:
    return [("low", assumption.low or 0.0), ("high", assumption.high or 0.0)]


def _with(at: Setting, **changes: object) -> Setting:
    changed: Problem = replace(at.problem, **changes)  # type: ignore[arg-type]
    return replace(at, problem=changed)


def rated(at: Setting, fitted: Parameters, found: Sequence[Effect]) -> tuple[Assumption, ...]:
    """The assumptions, with the impact measured where their effect was."""
    series = {measure: central_series(at, fitted, measure) for measure in MEASURES}
    central = {(e.measure, e.year): series[e.measure][e.year - at.first] for e in found}
    numbered = (*STRUCTURAL, declared.ARRIVALS, declared.WAIT_MONTHS, declared.BEYOND)
    ranges = (declared.UNFINISHED_RANGE, declared.NEED_RANGE)
    out = []
    for assumption in (*numbered, *ranges):
        parts = [
            100 * abs(e.change) / float(central[e.measure, e.year])
            for e in found
            if e.assumption == assumption.id
        ]
        if parts:
            out.append(replace(_valued(at, assumption), impact=_rating(max(parts))))
    return (*out, _valued(at, declared.LATER_RANGE), declared.SINGLE_SHARE, *QUALITATIVE)


def _valued(at: Setting, assumption: Assumption) -> Assumption:
    """With the numbers of this edition: the slope found, and the persons of cohorts that are not counted."""
    if assumption.id == declared.ARRIVALS.id:
        slope = at.problem.structure.slope
        return replace(assumption, value=slope, high=slope)
    bases = {a.id: basis for basis, a in UNCOUNTED.items()}
    cohorts = [c for c in at.cohorts.values() if c.basis == bases.get(assumption.id)]
    if not cohorts:
        return assumption
    first = min(cohorts, key=lambda cohort: cohort.year)
    return replace(assumption, value=first.central, low=first.low, high=first.high, unit="persons")


def _rating(percent: float) -> Rating:
    if percent < GREEN:
        return "green"
    return "amber" if percent < AMBER else "red"


FIRST_FORM = Structure(0.0, 18.0, 0.0, 0.0)


def steps(at: Setting) -> tuple[Step, ...]:
    """From the simplest form of the model to this one, each calibrated to the same data.

    The first form: even arrivals, the same starts for every cohort, nobody late, no leave, everyone whom
    KOSTRA records as left has left. It says which part of the change in the stock each addition brings.
    """
    full = at.problem.structure
    beyond = {"beyond": declared.BEYOND.value or 0.0}
    ladder: tuple[tuple[str, Structure, dict[str, float]], ...] = (
        ("first_form", FIRST_FORM, {"young_ratio": 1.0, "late_share": 0.0, **beyond}),
        (
            "arrivals",
            replace(FIRST_FORM, slope=full.slope),
            {"young_ratio": 1.0, "late_share": 0.0, **beyond},
        ),
        (
            "young_cohorts",
            replace(FIRST_FORM, slope=full.slope, young=full.young),
            {"late_share": 0.0, **beyond},
        ),
        ("late_starters", replace(full, leave_months=0.0, others_continue=0.0), beyond),
        ("leave", replace(full, others_continue=0.0), beyond),
        ("others_continue", full, beyond),
        ("length", full, {}),
    )
    return tuple(_step(at, name, structure, fixed) for name, structure, fixed in ladder)


def _step(at: Setting, name: str, structure: Structure, fixed: dict[str, float]) -> Step:
    given = {**fixed, **at.problem.fixed}
    changed = _with(at, structure=structure, fixed=given)
    found = fit(changed.problem)
    before, place = at.target - 1 - at.first, at.target - at.first
    values = [central_series(changed, found, m) for m in MEASURES]
    numbers = np.round([values[0][before], values[1][before], values[2][place]], 1)
    return Step(name, float(numbers[0]), float(numbers[1]), float(numbers[2]))
