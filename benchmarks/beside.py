"""This tree beside another revision of it: `python benchmarks/beside.py REVISION`.

Times of allocating, of drawing the assumptions and of dividing, each side in a process of its own, the two
sides by turns in one run. Processor time, the fastest of the turns; what counts is the ratio.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
TURNS = 5
TIMED = """
import json, sys, time
from pathlib import Path
import numpy as np
from bosetting.allocation.certainty.uncertainty import uncertainty
from bosetting.allocation.division.exact import divide
from bosetting.allocation.request import allocate
from bosetting.inputs.year import read_inputs

def seconds(work, times):
    work()
    fastest = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        fastest = min(fastest, time.process_time() - start)
    return fastest

inputs = read_inputs(2018, "november", Path(sys.argv[1]))
request = allocate(inputs)
weights = [a.indicators.micro_weight for a in request.allotments]
floors, caps = [10] * len(weights), [4400] * len(weights)
print(json.dumps({
    "allocate": seconds(lambda: allocate(inputs), 5),
    "1,000 draws of every assumption": seconds(lambda: uncertainty(request, np.random.default_rng(1), 1000), 2),
    "division of 10,000 persons": seconds(lambda: divide(weights, 10_000, floors, caps), 20),
}))
"""


def main() -> None:
    """Print a table in Markdown: each work on both sides, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision", help="of this repository, such as a tag")
    revision = parser.parse_args().revision
    with TemporaryDirectory() as folder:
        other = Path(folder, "other")
        _git("worktree", "add", "--quiet", "--detach", str(other), revision)
        try:
            print_table(fastest(other), revision)
        finally:
            _git("worktree", "remove", "--force", str(other))


def fastest(other: Path) -> list[dict[str, float]]:
    """The fastest turn of each work: of the other revision, and of this tree."""
    best: list[dict[str, float]] = [{}, {}]
    for _ in range(TURNS):
        for side, tree in enumerate((other, ROOT)):
            for work, taken in _turn(tree).items():
                best[side][work] = min(taken, best[side].get(work, taken))
    return best


def print_table(best: list[dict[str, float]], revision: str) -> None:
    """Milliseconds of both sides and this tree's part of the other's."""
    before, now = best
    print(f"| milliseconds | {revision} | this tree | ratio |\n|---|---:|---:|---:|")
    for work, taken in before.items():
        print(f"| {work} | {1000 * taken:.1f} | {1000 * now[work]:.1f} | {now[work] / taken:.2f} |")


def _turn(tree: Path) -> dict[str, float]:
    environment = {"PYTHONPATH": str(tree / "src"), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", TIMED, str(tree)], env=environment, check=True, capture_output=True, text=True
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _git(*arguments: str) -> None:
    subprocess.run(["git", "-C", str(ROOT), *arguments], check=True)


if __name__ == "__main__":
    main()
