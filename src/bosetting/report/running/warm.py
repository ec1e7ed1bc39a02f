"""A process that has everything ready, and forks one for each task: hundreds of tasks then start in no time.

What is forked must have no threads and must not have drawn or set anything, since a copy of vl-convert or Typst hangs.
So this is a program of its own, started from nothing, and not a copy of the build.
"""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any

from bosetting.light import skip_address_grammars

FAILURES = (Exception, SystemExit, KeyboardInterrupt)


@dataclass(frozen=True)
class Task:
    """A function to call in a process of its own, or before all others in the one that they are forked from.

    Attributes:
        function: of a module, so that it has a name there.
        arguments: that can be pickled; so can what it gives.
        seconds: it is ended after so many.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    seconds: int = 600


@dataclass(frozen=True)
class Done:
    """What a task gave."""

    value: Any


@dataclass(frozen=True)
class Failed:
    """Why a task gave nothing, in a few words."""

    why: str


Answer = Done | Failed


Place = tuple[int, int]
"""Which order a task belongs to, and its place among the tasks of that order."""


@dataclass
class _Running:
    """A task under way in a process of its own."""

    place: Place
    process: int
    answer: Connection


def serve(orders: Connection, answers: Connection, jobs: int) -> None:
    """Do what is ordered until nobody orders any more: a list of tasks is forked, one task alone is done here.

    Orders are numbered from 0 as they come; what was ordered first begins first.
    """
    running: list[_Running] = []
    waiting: deque[tuple[Place, Task]] = deque()
    order = 0
    try:
        while True:
            while waiting and len(running) < jobs:
                running.append(_fork(*waiting.popleft(), (orders, answers)))
            ready = wait([orders, *(one.answer for one in running)])
            if orders in ready:
                ordered = orders.recv()
                if isinstance(ordered, Task):
                    answers.send(((order, 0), _outcome(ordered)))
                    gc.collect()
                    gc.freeze()  # what is there by now is shared with every copy
                else:
                    waiting.extend(((order, number), task) for number, task in enumerate(ordered))
                order += 1
            for one in [one for one in running if one.answer in ready]:
                running.remove(one)
                answers.send((one.place, _gathered(one)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    finally:
        for one in running:
            with suppress(ProcessLookupError):
                os.kill(one.process, signal.SIGKILL)


def _fork(place: Place, task: Task, mine: Sequence[Connection]) -> _Running:
    """Begin a task in a copy of this process."""
    here, there = Pipe(duplex=False)
    process = os.fork()
    if process:
        there.close()
        return _Running(place, process, here)
    try:
        for connection in (here, *mine):
            connection.close()
        signal.alarm(task.seconds)
        there.send(_outcome(task))
    finally:
        os._exit(0)  # nothing of what the copied process would do at its end


def _outcome(task: Task) -> Answer:
    try:
        return Done(task.function(*task.arguments))
    except FAILURES as error:
        return Failed(traceback.format_exception_only(error)[-1].strip())


def _gathered(one: _Running) -> Answer:
    """The answer of a process that has one, or has ended without."""
    answer: Answer | None = None
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        answer = one.answer.recv()
    one.answer.close()
    ended = os.waitstatus_to_exitcode(os.waitpid(one.process, 0)[1])
    if answer is not None:
        return answer
    late = -ended == signal.SIGALRM
    return Failed("it took too long" if late else f"its process ended with {ended}")


def main(orders: str, answers: str, jobs: str, *modules: str) -> None:
    """Load the modules and serve on two open pipes."""
    skip_address_grammars()
    for module in modules:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    serve(Connection(int(orders), writable=False), Connection(int(answers), readable=False), int(jobs))


if __name__ == "__main__":
    # Run as a program this module is called __main__; what is sent names it by its own name.
    importlib.import_module("bosetting.report.running.warm").main(*sys.argv[1:])
