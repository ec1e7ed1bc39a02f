"""Running many notebooks: each in a copy of a process that has everything ready, or else in a kernel of its own."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from nbformat import NotebookNode

from bosetting.report.running.execution import execute, execute_here
from bosetting.report.running.kernels import Kernels
from bosetting.report.running.processes import Processes
from bosetting.report.running.warm import Answer, Done, Task

Told = Callable[[str], None]
Answers = Iterator[tuple[int, Answer]]
"""A task's place in its order and what came of it."""


@dataclass(frozen=True)
class Run:
    """A notebook to run.

    Attributes:
        path: of the notebook.
        parameters: its parameters.
        name: how to call it.
        seconds: what a warm process may take; then it is run in a kernel, which may take longer.
        then: what is made of the executed notebook, in the process that ran it, and given in its place; of a
            module, so that it has a name there.
    """

    path: Path
    parameters: Mapping[str, object]
    name: str
    seconds: int = 300
    then: Callable[[NotebookNode], Any] | None = None


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
        self._preparing: list[Answers] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        self.processes.stop()
        if kind is not None:
            self.kernels.stop()

    def prepare(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Have a function called in the warm process before what is ordered next begins, without waiting for it.

        Where it fails, each copy does its work itself.
        """
        self._preparing.append(self.processes.prepare(Task(function, arguments)))

    def notebooks(self, runs: Sequence[Run], together: int = 1) -> Iterator[tuple[int, Any]]:
        """Each run's place and its executed notebook, or what it makes of it, as they come; they begin at once.

        Args:
            runs: the notebooks.
            together: so many run one after the other in one copy of the warm process; where that fails, each of
                them is run in a copy of its own.

        Raises:
            as ``execute``, which has the last word on a notebook that fails.
        """
        alone = list(range(len(runs)))
        if together == 1:
            return self._alone(runs, self.processes.run([_here(run) for run in runs]), alone)
        parts = [alone[first : first + together] for first in alone[::together]]
        tasks = [_in_turn([runs[number] for number in part]) for part in parts]
        return self._together(runs, self.processes.run(tasks), parts)

    def _together(
        self, runs: Sequence[Run], answers: Answers, parts: Sequence[Sequence[int]]
    ) -> Iterator[tuple[int, Any]]:
        alone: list[int] = []
        for place, answer in answers:
            if isinstance(answer, Done):
                yield from zip(parts[place], answer.value, strict=True)
            else:
                alone += parts[place]
        yield from self._alone(runs, self.processes.run([_here(runs[n]) for n in alone]), alone)

    def _alone(
        self, runs: Sequence[Run], answers: Answers, places: Sequence[int]
    ) -> Iterator[tuple[int, Any]]:
        self._tell_unprepared()
        for number, answer in answers:
            yield places[number], self._notebook(runs[places[number]], answer)

    def calls(
        self, function: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]
    ) -> Iterator[tuple[int, Any]]:
        """Each call's place and what it gives, as they come; one that fails is made once more, here.

        They begin at once.

        Raises:
            as the function.
        """
        return self._called(function, arguments, self.processes.run([Task(function, a) for a in arguments]))

    def _called(
        self, function: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], answers: Answers
    ) -> Iterator[tuple[int, Any]]:
        self._tell_unprepared()
        for number, answer in answers:
            yield number, answer.value if isinstance(answer, Done) else function(*arguments[number])

    def _tell_unprepared(self) -> None:
        """Tell of what the warm process could not prepare."""
        for _, answer in (pair for waiting in self._preparing for pair in waiting):
            if not isinstance(answer, Done):
                self._told(f"not prepared ({answer.why})")
        self._preparing.clear()

    def _notebook(self, run: Run, answer: Answer) -> Any:
        if isinstance(answer, Done):
            return answer.value
        self._told(f"{run.name} again, in a kernel ({answer.why})")
        notebook = execute(run.path, run.parameters, self.kernels)
        return run.then(notebook) if run.then else notebook


def _here(run: Run) -> Task:
    return Task(_executed, (run.path, run.parameters, run.then), run.seconds)


def _executed(
    path: Path, parameters: Mapping[str, object], then: Callable[[NotebookNode], Any] | None
) -> Any:
    notebook = execute_here(path, parameters)
    return then(notebook) if then else notebook


def _in_turn(runs: Sequence[Run]) -> Task:
    given = [(run.path, run.parameters, run.then) for run in runs]
    return Task(_executed_in_turn, (given,), sum(run.seconds for run in runs))


def _executed_in_turn(given: Sequence[tuple[Path, Mapping[str, object], Any]]) -> list[Any]:
    """Several notebooks in this process, each with a shell that was emptied after the one before.

    What they compute with is kept and only read, as in a kernel that imports it; nothing that a cell names is.
    """
    gc.freeze()  # emptying the shell collects what a notebook left, and need not look at all that was ready before
    return [_executed(*one) for one in given]
