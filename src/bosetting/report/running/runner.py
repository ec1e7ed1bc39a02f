"""Running many notebooks: each in a copy of a process that has everything ready, or else in a kernel of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from nbformat import NotebookNode

from bosetting.report.running.execution import execute, execute_here, execute_in_turn
from bosetting.report.running.kernels import Kernels
from bosetting.report.running.processes import Processes
from bosetting.report.running.warm import Answer, Done, Task

Told = Callable[[str], None]


@dataclass(frozen=True)
class Run:
    """A notebook to run.

    Attributes:
        path: of the notebook.
        parameters: its parameters.
        name: how to call it.
        seconds: what a warm process may take; then it is run in a kernel, which may take longer.
    """

    path: Path
    parameters: Mapping[str, object]
    name: str
    seconds: int = 300


class Runner:
    """The notebooks of one build; what it started ends with it.

    Args:
        folder: holds what its processes need; whoever gives it removes it.
        jobs: processes at a time.
        modules: what the warm process loads before it is copied.
        told: hears of each notebook that a warm process could not run, and why.
    """

    def __init__(self, folder: Path, jobs: int, modules: Sequence[str], told: Told = lambda _: None) -> None:
        self.kernels = Kernels(folder)
        self.processes = Processes(folder, jobs, modules)
        self._told = told

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        self.processes.stop()
        if kind is not None:
            self.kernels.stop()

    def prepare(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Call a function in the warm process; where that fails, each copy will do its work itself."""
        answer = self.processes.prepare(Task(function, arguments))
        if not isinstance(answer, Done):
            self._told(f"not prepared ({answer.why})")

    def notebooks(self, runs: Sequence[Run], together: int = 1) -> Iterator[tuple[int, NotebookNode]]:
        """Each run's place and its executed notebook, as they come.

        Args:
            runs: the notebooks.
            together: so many run one after the other in one copy of the warm process; where that fails, each of
                them is run in a copy of its own.

        Raises:
            as ``execute``, which has the last word on a notebook that fails.
        """
        alone = list(range(len(runs)))
        if together > 1:
            parts = [alone[first : first + together] for first in alone[::together]]
            alone = []
            tasks = [_in_turn([runs[number] for number in part]) for part in parts]
            for place, answer in self.processes.run(tasks):
                if isinstance(answer, Done):
                    yield from zip(parts[place], answer.value, strict=True)
                else:
                    alone += parts[place]
        tasks = [Task(execute_here, (runs[n].path, runs[n].parameters), runs[n].seconds) for n in alone]
        for place, answer in self.processes.run(tasks):
            yield alone[place], self._notebook(runs[alone[place]], answer)

    def _notebook(self, run: Run, answer: Answer) -> NotebookNode:
        if isinstance(answer, Done):
            notebook: NotebookNode = answer.value
            return notebook
        self._told(f"{run.name} again, in a kernel ({answer.why})")
        return execute(run.path, run.parameters, self.kernels)

    def calls(
        self, function: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]
    ) -> Iterator[tuple[int, Any]]:
        """Each call's place and what it gives, as they come; one that fails is made once more, here.

        Raises:
            as the function.
        """
        for number, answer in self.processes.run([Task(function, given) for given in arguments]):
            yield number, answer.value if isinstance(answer, Done) else function(*arguments[number])


def _in_turn(runs: Sequence[Run]) -> Task:
    given = [(run.path, run.parameters) for run in runs]
    return Task(execute_in_turn, (given,), sum(run.seconds for run in runs))
