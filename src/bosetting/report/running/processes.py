"""The warm processes of one build, seen from the build: started, given tasks, ended with it."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Pipe
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from bosetting.report.running.kernels import environment, new_home
from bosetting.report.running.warm import Answer, Failed, Place, Task

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
        # Answers are taken as they come, so that the process never waits for this one while this one waits for it.
        self._arrived: SimpleQueue[tuple[Place, Answer] | None] = SimpleQueue()
        self._receiving = Thread(target=self._receive, daemon=True)
        self._receiving.start()

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
        finds the answers kept.
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
        while left:
            kept = self._early.get(order)
            found = kept.pop(0) if kept else self._next(order)
            if found is None:
                yield from ((number, _ENDED) for number in sorted(left))
                return
            left.discard(found[0])
            yield found

    def _next(self, order: int) -> tuple[int, Answer] | None:
        """The next answer to an order, None where none comes any more; what comes before for others is kept for them."""
        while (arrived := self._arrived.get()) is not None:
            (to, number), answer = arrived
            if to == order:
                return number, answer
            self._early.setdefault(to, []).append((number, answer))
        self._arrived.put(None)  # for whoever asks next
        return None

    def _receive(self) -> None:
        """Take the answers until the process has ended."""
        with suppress(EOFError, OSError, pickle.UnpicklingError):
            while True:
                self._arrived.put(self._answers.recv())
        self._arrived.put(None)

    def stop(self) -> None:
        """End them all."""
        self._orders.close()
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._receiving.join(timeout=10)
        self._answers.close()
