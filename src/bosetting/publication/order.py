"""What is asked of a build, and whom it tells how far it has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bosetting.compute import Computation
from bosetting.report.running.runner import Runner

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and how many there are."""


@dataclass(frozen=True)
class Order:
    """What to build.

    Attributes:
        year: target year.
        edition: its name; None for the default edition.
        languages: the first one is the main page.
        root: the folder that holds ``data/``; where it is relative, from the working folder.
        out: the edition's folder, likewise; None for ``reports/YEAR/EDITION`` under the root. Where it is a link,
            the folder it leads to is replaced and the link stays.
        jobs: processes that run notebooks and make pages, at a time.
        replace: put the new folder in place even if something in the old one changes or goes; a published edition
            only with a new row in corrections.csv.
        renderer: one of ``reports.RENDERERS``.
    """

    year: int
    edition: str | None
    languages: tuple[str, ...]
    root: Path
    out: Path | None = None
    jobs: int = 2
    replace: bool = False
    renderer: str = "native"


@dataclass(frozen=True)
class Work:
    """A build under way.

    Attributes:
        folder: of the edition, being made.
        computation: of the edition.
        order: what was asked for, every path absolute.
        runner: runs notebooks and calls in processes of their own.
        step: told what is being done.
    """

    folder: Path
    computation: Computation
    order: Order
    runner: Runner
    step: Callable[[str], None]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the report, the main one first."""
        return self.order.languages
