"""How fast the division is, beside other exact ones, in one run: `python benchmarks/division.py`.

Times differ between machines; the ratios hardly do. The table is what docs/benchmarks.md shows.
"""

from __future__ import annotations

import argparse
import heapq
import random
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from apportionment import methods as apportionment
from votelib.evaluate.proportional import HighestAverages

from bosetting.allocation.certainty.draws import draw, ranges
from bosetting.allocation.certainty.simulation import simulate
from bosetting.allocation.criteria.indicators import indicators
from bosetting.allocation.division.exact import divide
from bosetting.inputs.year import read_inputs

PERSONS = 4_400
SEED = 2018


def main() -> None:
    """Print the two tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the slow rival and the largest sizes")
    quick = parser.parse_args().quick
    inputs = read_inputs(2018, "june", Path(__file__).resolve().parents[1])
    weights = [found.micro_weight for found in indicators(inputs).values()]
    side_by_side(weights, quick)
    growth(quick)
    draws = draw(inputs, ranges(inputs), 10_000, np.random.default_rng(SEED))
    seconds = timed(lambda: simulate(inputs, draws, ranges(inputs)), 3)
    print(f"\n10,000 draws of the whole 2018 request: {seconds:.2f} s")


def side_by_side(weights: Sequence[int], quick: bool) -> None:
    """The division of 4,400 persons over all municipalities, without bounds, by each method."""
    ours = shares_of(weights)
    rivals: dict[str, Callable[[Sequence[int]], list[int]]] = {
        "a heap of fractions": by_heap,
        "votelib": by_votelib,
    }
    if not quick:
        rivals["apportionment, fractions=True"] = by_apportionment
    seconds = timed(lambda: shares_of(weights), 20)
    print(f"| {PERSONS:,} persons over {len(weights)} municipalities | milliseconds | times ours |")
    print("|---|---:|---:|")
    print(f"| bosetting | {1000 * seconds:.2f} | 1 |")
    for name, method in rivals.items():
        if method(weights) != ours:
            raise SystemExit(f"{name} gives other numbers")
        other = timed(lambda: method(weights), 1 if "apportionment" in name else 3)  # noqa: B023
        print(f"| {name} | {1000 * other:,.1f} | {other / seconds:,.0f} |")


def growth(quick: bool) -> None:
    """How time grows with units and with persons; floors of 10 where there are persons enough."""
    random_ = random.Random(SEED)
    sizes = (422, 10_000, 100_000) if quick else (422, 10_000, 100_000, 1_000_000)
    print("\n| units | persons | milliseconds | microseconds a unit |\n|---:|---:|---:|---:|")
    for units in sizes:
        weights = [random_.randint(200_000_000, 60_000_000_000) for _ in range(units)]
        for persons in sorted({11 * units, 100 * units, 100_000_000}):
            floor = [10] * units
            seconds = timed(lambda: divide(weights, persons, floor, [persons] * units), 3)  # noqa: B023
            print(f"| {units:,} | {persons:,} | {1000 * seconds:,.1f} | {1e6 * seconds / units:.2f} |")


def shares_of(weights: Sequence[int]) -> list[int]:
    """Our division, without bounds."""
    return list(divide(weights, PERSONS, [0] * len(weights), [PERSONS] * len(weights)).shares)


def by_heap(weights: Sequence[int]) -> list[int]:
    """The textbook way: one place at a time to the largest claim, in fractions."""
    shares = [0] * len(weights)
    heap = [(-Fraction(2 * weight), i) for i, weight in enumerate(weights)]
    heapq.heapify(heap)
    for _ in range(PERSONS):
        i = heap[0][1]
        shares[i] += 1
        heapq.heapreplace(heap, (-Fraction(2 * weights[i], 2 * shares[i] + 1), i))
    return shares


def by_votelib(weights: Sequence[int]) -> list[int]:
    """PyPI votelib."""
    found = HighestAverages("sainte_lague").evaluate(dict(enumerate(weights)), PERSONS)
    return [found.get(i, 0) for i in range(len(weights))]


def by_apportionment(weights: Sequence[int]) -> list[int]:
    """PyPI apportionment, exactly."""
    found = apportionment.compute(
        "saintelague", list(weights), PERSONS, fractions=True, parties=[str(i) for i in range(len(weights))]
    )
    return [int(share) for share in found]


def timed(work: Callable[[], object], repeats: int) -> float:
    """Processor seconds of the fastest run: another program beside it changes them little."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


if __name__ == "__main__":
    main()
