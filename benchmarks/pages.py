"""What a page costs in warm processes and with papermill alone: `python benchmarks/pages.py`, both in one run.

Times differ between machines and with what else they do; the ratios hardly do. Processor time is of all processes.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import nbformat
from nbformat import NotebookNode

from bosetting.compute import Computation, compute
from bosetting.publication.build import READY, build
from bosetting.publication.municipal_pages import IN_TURN, described, municipal_run, prepared, written
from bosetting.publication.order import Order
from bosetting.report.running.execution import execute
from bosetting.report.running.kernels import Kernels
from bosetting.report.running.runner import Runner

ROOT = Path(__file__).resolve().parents[1]
JOBS = 2
Made = dict[str, NotebookNode]
Result = TypeVar("Result")


def main() -> None:
    """Print the tables in Markdown."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=4, help="pages made with papermill alone")
    parser.add_argument("--pages", type=int, help="pages made in warm processes (default: all)")
    parser.add_argument("--build", action="store_true", help="time the whole build as well")
    chosen = parser.parse_args()
    computation = compute(2018, "november", ROOT)
    _ = computation.load, computation.uncertainty  # both find them in the cache
    codes = [m.number for m in computation.inputs.municipalities][: chosen.pages]
    sample = codes[:: len(codes) // chosen.sample][: chosen.sample]
    plain, slow = timed(lambda: with_kernels(computation, sample))
    ready = timed(lambda: in_warm_processes(computation, []))[1]
    warm, fast = timed(lambda: in_warm_processes(computation, codes))
    assert all(nbformat.writes(plain[code]) == nbformat.writes(warm[code]) for code in sample)
    pages, drawing = timed(lambda: as_pages(computation, warm))
    print("| notebooks | pages | seconds | processor seconds | processor milliseconds a page | times |")
    print("|---|---:|---:|---:|---:|---:|")
    each = slow[1] / len(sample)
    row("papermill alone", len(sample), slow, each)
    row("warm processes, with making them ready", len(codes), fast, each)
    row("warm processes, each further page", len(codes), (fast[0] - ready[0], fast[1] - ready[1]), each)
    row("written as pages, in one process", len(codes), drawing, each)
    print(
        f"\nThe same bytes for {len(sample)}. {sum(map(len, pages.values())) // len(pages):,} bytes a page."
    )
    print(f"Largest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MiB.")
    if chosen.build:
        with TemporaryDirectory() as folder:
            order = Order(2018, "november", ("nb", "nn", "en"), ROOT, out=Path(folder) / "out", jobs=JOBS)
            whole = timed(lambda: build(order))[1]
        print(f"Whole build: {whole[0]:.0f} s, {whole[1]:.0f} s of processor time.")


def with_kernels(computation: Computation, codes: Sequence[str]) -> Made:
    """Each notebook in a kernel of its own, one after the other."""
    with TemporaryDirectory() as folder:
        kernels = Kernels(Path(folder))
        runs = {code: municipal_run(computation, code) for code in codes}
        return {code: execute(run.path, run.parameters, kernels) for code, run in runs.items()}


def in_warm_processes(computation: Computation, codes: Sequence[str]) -> Made:
    """As the build runs them."""
    failed: list[str] = []
    with TemporaryDirectory() as folder, Runner(Path(folder), JOBS, READY, failed.append) as runner:
        inputs = computation.inputs
        runner.prepare(prepared, inputs.year, inputs.edition.name, str(computation.root))
        runs = [municipal_run(computation, code) for code in codes]
        made = {codes[number]: notebook for number, notebook in runner.notebooks(runs, IN_TURN)}
    assert not failed, failed
    return made


def as_pages(computation: Computation, notebooks: Made) -> dict[str, bytes]:
    """Their drawings made and their pages written."""
    own = {code: computation.request.by_code[code].municipality for code in notebooks}
    return {code: written(described(made, computation, own[code])) for code, made in notebooks.items()}


def timed(call: Callable[[], Result]) -> tuple[Result, tuple[float, float]]:
    """What a call gives, the seconds it takes, and the processor's seconds of all processes."""
    began, used = time.perf_counter(), processor()
    made = call()
    return made, (time.perf_counter() - began, processor() - used)


def processor() -> float:
    """Seconds of this process and of those that it has waited for."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def row(name: str, pages: int, taken: tuple[float, float], slowest: float) -> None:
    """One row of the table."""
    each = taken[1] / pages
    print(
        f"| {name} | {pages} | {taken[0]:.1f} | {taken[1]:.1f} | {1000 * each:.0f} | {slowest / each:.0f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
