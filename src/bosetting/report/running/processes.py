"""The warm processes of one build, seen from the build: started, given tasks, ended with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Pipe
from pathlib import Path

from bosetting.report.running.kernels import environment, new_home
from bosetting.report.running.warm import Answer, Failed, Task

_ENDED = Failed("the process it would be forked from has ended")


class Processes:
    """A process with everything loaded, and those that it forks.

    Args:
        folder: holds their settings and temporary files; whoever gives it removes it.
        jobs: tasks at a time.
        modules: loaded before the first task.
    """

    def __init__(self, folder: Path, jobs: int, modules: Sequence[str]) -> None:
        self._orders_sent = 0
        self._early: dict[int, list[tuple[int, Answer]]] = {}
        home = new_home(folder)
        theirs, self._orders = Pipe(duplex=False)
        self._answers, sends = Pipe(duplex=False)
        with (home / "log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - the running interpreter with our own module
                [
                    *(sys.executable, "-P", "-m", "bosetting.report.running.warm"),
                    *(str(theirs.fileno()), str(sends.fileno()), str(jobs), *modules),
                ],
                env=environment(os.environ, home) | {"OPENBLAS_NUM_THREADS": "1"},
                cwd=home / "work",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=(theirs.fileno(), sends.fileno()),
                start_new_session=True,
            )
        theirs.close()
        sends.close()

    @property
    def process(self) -> int:
        """The number of the one that the others are forked from."""
        return self._process.pid

    def prepare(self, task: Task) -> Iterator[tuple[int, Answer]]:
        """Have a task done in the process that the others are forked from, so that they all have what it leaves."""
        return self._answered(task, 1)

    def run(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Answer]]:
        """Each task's place among them and its answer, as they come; every task has one, whatever happens.

        The tasks begin at once, and not only when the first answer is asked for. Whoever asks later than another does
        finds the answers kept; until somebody asks, what they give must fit into a pipe.
        """
        return self._answered(list(tasks), len(tasks))

    def _answered(self, ordered: Task | list[Task], count: int) -> Iterator[tuple[int, Answer]]:
        order = self._orders_sent
        self._orders_sent += 1
        with suppress(OSError):  # that it has ended is told when the answers are asked for
            self._orders.send(ordered)
        return self._answers_to(order, count)

    def _answers_to(self, order: int, count: int) -> Iterator[tuple[int, Answer]]:
        left = set(range(count))
        try:
            while left:
                kept = self._early.get(order)
                number, answer = kept.pop(0) if kept else self._next(order)
                left.discard(number)
                yield number, answer
        except (EOFError, OSError):
            yield from ((number, _ENDED) for number in sorted(left))

    def _next(self, order: int) -> tuple[int, Answer]:
        """The next answer to an order; what comes before it for others is kept for them."""
        while True:
            (to, number), answer = self._answers.recv()
            if to == order:
                return number, answer
            self._early.setdefault(to, []).append((number, answer))

    def stop(self) -> None:
        """End them all."""
        for connection in (self._orders, self._answers):
            connection.close()
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
