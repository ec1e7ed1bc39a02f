"""What a request means for the introduction programme: the public entrance of this room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bosetting.allocation.request import Request
from bosetting.inputs.model import Inputs
from bosetting.inputs.programme import programme_rules
from bosetting.programme.assumptions import Assumption
from bosetting.programme.checked.in_use import in_use
from bosetting.programme.checked.municipal_outside import MunicipalCheck, municipal_check
from bosetting.programme.checked.outside import OutsideRow, outside_rows
from bosetting.programme.checked.past_errors import Coverage, Width, coverage, widths
from bosetting.programme.checked.rolling import RollingError, RollingRow, rolling_errors, rolling_rows
from bosetting.programme.checked.sensitivity import Effect, Step, effects, rated, steps
from bosetting.programme.errors import check_decisions
from bosetting.programme.fit.bootstrap import Refits, Replicates, refits, replicate
from bosetting.programme.fit.calibration import Problem, fit
from bosetting.programme.fit.fitted import Fit, described
from bosetting.programme.fit.identification import identification
from bosetting.programme.fit.known import Cohort
from bosetting.programme.fit.municipal_cohorts import (
    MunicipalCohort,
    municipal_cohorts,
    spread_of_settlement,
)
from bosetting.programme.fit.setting import Setting, setting
from bosetting.programme.model.parameters import Parameters
from bosetting.programme.municipal import MunicipalRow, Remainder, municipal_rows, remainders
from bosetting.programme.national import CohortRow, NationalRow, cohort_rows, national_rows

REPLICATES = 200


@dataclass(frozen=True)
class Shortfall:
    """What a municipality was asked for and what it decided.

    Attributes:
        kommune_nr: four digits.
        requested: persons.
        decided: persons; 0 where no decision is given.
        shortfall: requested less decided; negative where it decided for more.
    """

    kommune_nr: str
    requested: int
    decided: int
    shortfall: int


@dataclass(frozen=True)
class GroupPart:
    """The part of a cohort that is of a group with a regulation of its own.

    Attributes:
        group: as in regulations.csv.
        year: of settlement.
        share: of everyone settled, above 0 to 1.
        normal_months: the length most have, by the group's own regulation.
        longest_months: the most there can be.
    """

    group: str
    year: int
    share: float
    normal_months: int
    longest_months: int


@dataclass(frozen=True)
class Load:
    """Participants expected in the introduction programme, with everything the figures rest on.

    Attributes:
        as_of: nothing published later was used, except to compare.
        target: the year of the request.
        persons: settled in the target year by the request, or by the decisions.
        cohorts: settled persons of the whole country by year, with low and high.
        national: three measures by period, with low and high.
        composition: which cohorts make up each year.
        fit: parameters, residuals, what the data identify.
        rolling: forecasts from earlier years, of the model and two rivals.
        errors: their mean errors, and which method is best.
        widths: how wide the intervals are by years ahead, from the errors of past forecasts.
        coverage: how many later counts such intervals have held.
        outside: published figures beside the model's, with signed differences.
        municipal: the load of each municipality.
        municipal_cohorts: what it was computed from.
        groups: with a regulation of their own, and their part of each cohort; empty where none was known.
        remainder: what the municipalities' sum leaves to the national figure.
        municipal_check: participants by municipality as published, which no fit has seen; None where not held.
        shortfall: requested and decided by municipality; empty where no decisions are given.
        assumptions: those declared that it rests on, with quality and impact.
        effects: what each declared number does to the load.
        steps: from the simplest form of the model to this one.
        settlement_spread: variance of what municipalities settle, in parts of what they are asked for.
        replicates: how many the intervals rest on.
        seed: of the random numbers.
    """

    as_of: date
    target: int
    persons: int
    cohorts: tuple[Cohort, ...]
    national: tuple[NationalRow, ...]
    composition: tuple[CohortRow, ...]
    fit: Fit
    rolling: tuple[RollingRow, ...]
    errors: tuple[RollingError, ...]
    widths: tuple[Width, ...]
    coverage: tuple[Coverage, ...]
    outside: tuple[OutsideRow, ...]
    municipal: tuple[MunicipalRow, ...]
    municipal_cohorts: tuple[MunicipalCohort, ...]
    groups: tuple[GroupPart, ...]
    remainder: tuple[Remainder, ...]
    municipal_check: MunicipalCheck | None
    shortfall: tuple[Shortfall, ...]
    assumptions: tuple[Assumption, ...]
    effects: tuple[Effect, ...]
    steps: tuple[Step, ...]
    settlement_spread: float
    replicates: int
    seed: int

    @property
    def total_shortfall(self) -> int | None:
        """Persons requested less decided, whole country; None where no decisions are given."""
        return sum(row.shortfall for row in self.shortfall) if self.shortfall else None


@dataclass(frozen=True, eq=False)
class Calibrated:
    """What a load rests on that does not hang on who is asked for how many; most of the time goes to it.

    Attributes:
        fitted: the parameters.
        rolled: forecasts from earlier years.
        again: the calibration again and again.
        seed: of the random numbers.
    """

    fitted: Parameters
    rolled: tuple[RollingRow, ...]
    again: Refits
    seed: int


def expected_load(
    inputs: Inputs,
    request: Request,
    *,
    decisions: Mapping[str, int] | None = None,
    replicates: int = REPLICATES,
    seed: int | None = None,
    calibration: Calibrated | None = None,
) -> Load:
    """The participants that follow from a request, or from what municipalities decided.

    Args:
        inputs: what the edition may know; figures published after its ``as_of`` serve comparison only.
        request: its allotments give each municipality's persons in the target year.
        decisions: persons by municipality code, instead of the request; codes not named decided 0.
        replicates: how many draws the intervals rest on, at least 2.
        seed: of the random numbers, None for the year; the same seed gives the same load.
        calibration: of the edition, with replicates and seed of its own; None for one made now.

    Raises:
        BadInput: the year folder has no table of what the load rests on.
        BadProgramme: a decision is negative or of an unknown municipality, or there is nothing to fit to.
    """
    asked = request.persons
    persons = asked if decisions is None else _decided(asked, decisions)
    at = _setting(inputs, sum(persons.values()), by_request=decisions is None)
    if calibration is None or not calibration.again.serve(at):
        calibration = _calibrated(inputs, at, replicates, seed)
    draws = replicate(at, calibration.again, half_widths(at, widths(calibration.rolled)))
    basis = "request" if decisions is None else "decision"
    cohorts = municipal_cohorts(inputs, at, persons, basis)
    return _load(inputs, at, calibration, draws, cohorts, asked, decisions)


def calibrated(
    inputs: Inputs, request: Request, *, replicates: int = REPLICATES, seed: int | None = None
) -> Calibrated:
    """The calibration of an edition, for the loads under its request and under any decisions.

    Args:
        inputs: what the edition may know.
        request: of the edition.
        replicates: as for ``expected_load``.
        seed: likewise.

    Raises:
        BadInput: the year folder has no table of what the load rests on.
        BadProgramme: there is nothing to fit to.
    """
    return _calibrated(
        inputs, _setting(inputs, sum(request.persons.values()), by_request=True), replicates, seed
    )


def _calibrated(inputs: Inputs, at: Setting, replicates: int, seed: int | None) -> Calibrated:
    begin = inputs.year if seed is None else seed
    fitted = fit(at.problem)
    effective = identification(at.problem, fitted).effective
    rolled = rolling_rows(inputs.tables["national"], at.rules, at.as_of)
    return Calibrated(fitted, rolled, refits(at, fitted, effective, replicates, begin), begin)


def _setting(inputs: Inputs, persons: int, *, by_request: bool) -> Setting:
    """What the computation starts from; the range of the forecast is that of the request, not of decisions."""
    edition = inputs.edition
    low, high = (edition.low, edition.high) if by_request else (None, None)
    return setting(
        inputs.tables["national"], programme_rules(inputs), edition.as_of, inputs.year, persons, low, high
    )


def half_widths(at: Setting, found: Sequence[Width]) -> dict[int, float]:
    """The half-width of each year that was not over on the edition's day, in parts as a logarithm."""
    years = {at.as_of.year + width.horizon: width.half_width for width in found}
    return {year: half for year, half in years.items() if year <= at.last}


def _decided(asked: Mapping[str, int], decisions: Mapping[str, int]) -> dict[str, int]:
    check_decisions(decisions, asked)
    return {code: decisions.get(code, 0) for code in asked}


def _load(
    inputs: Inputs,
    at: Setting,
    calibration: Calibrated,
    draws: Replicates,
    cohorts: tuple[MunicipalCohort, ...],
    asked: Mapping[str, int],
    decisions: Mapping[str, int] | None,
) -> Load:
    national, fitted, rolled, seed = (
        inputs.tables["national"],
        calibration.fitted,
        calibration.rolled,
        calibration.seed,
    )
    residents = {m.number: m.residents for m in inputs.municipalities}
    spread = spread_of_settlement(inputs, at)
    municipal = municipal_rows(at, fitted, draws, cohorts, residents, spread, seed)
    found = effects(at, fitted)
    outside = outside_rows(at, fitted, draws, national, inputs.statements)
    return Load(
        as_of=at.as_of,
        target=at.target,
        persons=int(at.cohorts[at.target].central),
        cohorts=tuple(at.cohorts[year] for year in sorted(at.cohorts)),
        national=national_rows(at, fitted, draws, national, inputs.statements),
        composition=cohort_rows(at, fitted),
        fit=described(at.problem, fitted, draws),
        rolling=rolled,
        errors=rolling_errors(rolled),
        widths=widths(rolled),
        coverage=coverage(rolled),
        outside=outside,
        municipal=municipal,
        municipal_cohorts=cohorts,
        groups=_groups(at.problem),
        remainder=remainders(at, fitted, municipal, cohorts, national),
        municipal_check=municipal_check(inputs, at, fitted),
        shortfall=_shortfall(asked, decisions),
        assumptions=in_use(rated(at, fitted, found), inputs, at, outside, cohorts),
        effects=found,
        steps=steps(at),
        settlement_spread=spread,
        replicates=len(draws.parameters),
        seed=seed,
    )


def _groups(problem: Problem) -> tuple[GroupPart, ...]:
    return tuple(
        GroupPart(group.id, year, round(share, 4), last.normal_months, last.longest_months)
        for group in problem.groups
        for last in group.regulations[-1:]
        for year, share in sorted(group.shares.items())
        if share > 0
    )


def _shortfall(asked: Mapping[str, int], decisions: Mapping[str, int] | None) -> tuple[Shortfall, ...]:
    if decisions is None:
        return ()
    decided = _decided(asked, decisions)
    return tuple(Shortfall(code, n, decided[code], n - decided[code]) for code, n in sorted(asked.items()))
