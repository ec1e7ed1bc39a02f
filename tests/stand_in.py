"""A runner that starts no process: what a build does with the notebooks that it gets."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

import nbformat

from bosetting.report.running.runner import Run


class StandIn:
    """Gives the notebook that a function makes of a path and its parameters."""

    def __init__(self, execute: Callable[[Path, Mapping[str, object]], nbformat.NotebookNode]) -> None:
        self.execute = execute

    def __call__(self, *_: object) -> nullcontext:
        return nullcontext(self)

    def notebooks(self, runs: Sequence[Run], _: int = 1) -> Iterator[tuple[int, nbformat.NotebookNode]]:
        for number, run in enumerate(runs):
            yield number, self.execute(run.path, run.parameters)
