"""A runner that starts no process: what a build does with the notebooks that it gets."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import nbformat

from bosetting.publication.order import Work
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

    def prepare(self, *_: object) -> None:
        """What is to be prepared is computed when it is asked for."""

    def calls(
        self, function: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]
    ) -> Iterator[tuple[int, Any]]:
        for number, given in enumerate(arguments):
            yield number, function(*given)


def no_notebook(path: Path, _: Mapping[str, object]) -> nbformat.NotebookNode:
    """For a build that runs none."""
    raise AssertionError(f"{path} is run")


def instead_of_notebooks(make: Callable[[Work], None]) -> Callable[[Work], Callable[..., None]]:
    """In the place of what begins a build's notebooks: nothing is begun, and in the end pages are made."""
    return lambda work: lambda *_: make(work)
