"""How sure the numbers are: what they would be under other assumptions than the stated ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from bosetting.allocation.certainty.draws import Draws, Floats, Ranges, assumptions, draw, ranges, stated
from bosetting.allocation.certainty.simulation import Simulated, drawn_indices, simulate
from bosetting.allocation.request import Request

DRAWS = 10_000
GRID_STEPS = 10
MOST_IN_TENTHS = 4
"""Criteria whose weights are tried in tenths: 286 points; with eight there would be 19,448."""


@dataclass(frozen=True)
class Spread:
    """One municipality over all feasible draws, in persons; a draw in which it is not asked counts as 0.

    Attributes:
        least: the smallest number.
        p05: five per cent of the draws give this or fewer.
        median: half of them.
        p95: ninety-five per cent.
        most: the largest.
        share_asked: share of draws in which it is asked, to four decimals.
        flips: share of draws in which its status is another than in the edition, to four decimals.
        cause: the assumption that, drawn alone, moves its mean number furthest from the edition's; one of
            ``draws.assumptions``, or blank where none does.
    """

    least: int
    p05: int
    median: int
    p95: int
    most: int
    share_asked: Decimal
    flips: Decimal
    cause: str


@dataclass(frozen=True)
class Alone:
    """What one assumption does when it alone is drawn.

    Attributes:
        assumption: one of ``draws.assumptions``.
        moved: persons moved in the median draw.
        moved_p95: persons moved that 95 per cent of the draws do not exceed.
        statuses: municipalities whose status changes in the median draw.
        statuses_p95: likewise.
        refused: draws whose demands cannot all be met.
    """

    assumption: str
    moved: int
    moved_p95: int
    statuses: int
    statuses_p95: int
    refused: int


@dataclass(frozen=True)
class GridPoint:
    """The request with other weights, all else as stated.

    Attributes:
        weights: one a criterion, the size first; they sum to 1.
        moved: persons moved from the edition's numbers; None where the request is infeasible.
        largest: the largest change of one municipality's number, and whose.
    """

    weights: tuple[Fraction, ...]
    moved: int | None
    largest: tuple[str, int] | None


@dataclass(frozen=True)
class Uncertainty:
    """The numbers under other assumptions.

    Attributes:
        within: the ranges the assumptions were drawn in.
        draws: how many.
        refused: those of them whose demands cannot all be met; they count nowhere else.
        spreads: every municipality, by code.
        alone: one row an assumption, in the order of ``draws.assumptions``.
        grid: one point for each set of weights in tenths.
    """

    within: Ranges
    draws: int
    refused: int
    spreads: Mapping[str, Spread]
    alone: tuple[Alone, ...]
    grid: tuple[GridPoint, ...]

    @property
    def flips(self) -> tuple[str, ...]:
        """Those whose status changes in at least five per cent of the draws, by code."""
        return tuple(code for code, spread in self.spreads.items() if spread.flips >= Decimal("0.05"))


def uncertainty(request: Request, random: np.random.Generator, count: int = DRAWS) -> Uncertainty:
    """Draw the assumptions, compute the request of every draw, and sum up.

    Args:
        request: the edition.
        random: seeded by the caller; it decides the result entirely.
        count: how many draws; each assumption alone gets a tenth as many.
    """
    inputs = request.inputs
    within = ranges(inputs)
    indices = drawn_indices(inputs, within)
    simulated = simulate(inputs, draw(inputs, within, count, random), within, indices)
    alone, pulls = [], []
    names = assumptions(inputs, within)
    for name in names:
        only = draw(inputs, within, max(1, count // 10), random, only=name)
        by_itself = simulate(inputs, only, within, indices)
        alone.append(_alone(request, name, by_itself))
        pulls.append(_pull(request, by_itself))
    return Uncertainty(
        within=within,
        draws=count,
        refused=int((~simulated.feasible).sum()),
        spreads=_spreads(request, simulated, _causes(names, np.array(pulls))),
        alone=tuple(alone),
        grid=weight_grid(request, indices=indices),
    )


def weight_grid(
    request: Request, steps: int = GRID_STEPS, indices: tuple[Floats, ...] | None = None
) -> tuple[GridPoint, ...]:
    """The request at every point of a grid over the weights, all else as stated.

    With more than four criteria the grid is coarser, so that its points can still be counted.
    """
    if len(request.inputs.rules.criteria) > MOST_IN_TENTHS:
        steps = min(steps, 4)
    points = list(_compositions(steps, len(request.inputs.rules.criteria)))
    base = stated(request.inputs, len(points))
    draws = Draws(**{**vars(base), "weights": np.array(points) / steps})
    simulated = simulate(request.inputs, draws, ranges(request.inputs), indices)
    return tuple(
        _grid_point(request, point, steps, simulated.persons[i] if simulated.feasible[i] else None)
        for i, point in enumerate(points)
    )


def _compositions(steps: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to share so many steps among the criteria, the most for the first to begin with."""
    if parts == 1:
        yield (steps,)
        return
    for first in range(steps, -1, -1):
        yield from ((first, *rest) for rest in _compositions(steps - first, parts - 1))


def _grid_point(
    request: Request, point: tuple[int, ...], steps: int, persons: NDArray[np.int32] | None
) -> GridPoint:
    weights = tuple(Fraction(part, steps) for part in point)
    if persons is None:
        return GridPoint(weights, None, None)
    change = persons - _numbers(request)
    furthest = int(np.abs(change).argmax())
    code = request.allotments[furthest].municipality.number
    moved = int(_moved(persons[None, :], _numbers(request))[0])
    return GridPoint(weights, moved, (code, int(change[furthest])))


def _pull(request: Request, simulated: Simulated) -> NDArray[np.float64]:
    """How far each municipality's mean number over the draws lies from the edition's, in persons."""
    persons = simulated.persons[simulated.feasible]
    if not len(persons):
        return np.zeros(len(request.allotments))
    pull: NDArray[np.float64] = np.abs(persons.mean(axis=0) - _numbers(request))
    return pull


def _causes(names: Sequence[str], pulls: NDArray[np.float64]) -> list[str]:
    """The assumption with the strongest pull on each municipality; the first of equals."""
    strongest = pulls.argmax(axis=0)
    return [names[row] if pulls[row, place] > 0 else "" for place, row in enumerate(strongest.tolist())]


def _spreads(request: Request, simulated: Simulated, causes: Sequence[str]) -> dict[str, Spread]:
    persons = np.sort(np.ascontiguousarray(simulated.persons[simulated.feasible].T), axis=1)
    if not persons.shape[1]:
        return {}
    return {
        a.municipality.number: _spread(numbers, a.asked, cause)
        for a, numbers, cause in zip(request.allotments, persons, causes, strict=True)
    }


def _spread(numbers: NDArray[np.int32], asked: bool, cause: str) -> Spread:
    share = _share(int((numbers > 0).sum()), len(numbers))
    return Spread(
        least=int(numbers[0]),
        p05=_quantile(numbers, 5),
        median=_quantile(numbers, 50),
        p95=_quantile(numbers, 95),
        most=int(numbers[-1]),
        share_asked=share,
        flips=1 - share if asked else share,
        cause=cause,
    )


def _alone(request: Request, name: str, simulated: Simulated) -> Alone:
    persons = simulated.persons[simulated.feasible]
    base = _numbers(request)
    moved = np.sort(_moved(persons, base))
    statuses = np.sort(((persons > 0) != (base > 0)).sum(axis=1))
    refused = int((~simulated.feasible).sum())
    if not len(moved):
        return Alone(name, 0, 0, 0, 0, refused)
    return Alone(
        name,
        _quantile(moved, 50),
        _quantile(moved, 95),
        _quantile(statuses, 50),
        _quantile(statuses, 95),
        refused,
    )


def _moved(persons: NDArray[np.int32], base: NDArray[np.int32]) -> NDArray[np.int64]:
    """Persons moved by draw: what some gain and others lose, apart from a change of the total."""
    change = persons.astype(np.int64) - base
    gains, losses = np.maximum(change, 0).sum(axis=1), np.maximum(-change, 0).sum(axis=1)
    moved: NDArray[np.int64] = np.minimum(gains, losses)
    return moved


def _numbers(request: Request) -> NDArray[np.int32]:
    return np.array([a.persons for a in request.allotments], dtype=np.int32)


def _quantile(ordered: NDArray[np.int32] | NDArray[np.int64], percent: int) -> int:
    """The smallest number that at least so many per cent of the ordered ones do not exceed."""
    return int(ordered[max(0, -(-percent * len(ordered) // 100) - 1)])


def _share(part: int, whole: int) -> Decimal:
    return Decimal(round(Fraction(10_000 * part, whole))).scaleb(-4)
