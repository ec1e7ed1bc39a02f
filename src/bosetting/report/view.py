"""What a notebook holds in its hand: a computation, a language, and the document it writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from bosetting.allocation.request import Request
from bosetting.compute import Computation, compute
from bosetting.inputs.model import Inputs
from bosetting.report.blocks.kinds import Block, Document, Prose
from bosetting.report.language.labels import label
from bosetting.report.language.prose import render
from bosetting.report.language.readable import Quoted
from bosetting.report.running.parameters import check_parameters


@dataclass(frozen=True)
class View:
    """A computation as one reader sees it.

    Attributes:
        computation: the numbers.
        language: the reader's.
        document: where blocks are shown.
    """

    computation: Computation
    language: str
    document: Document = field(compare=False)

    @property
    def inputs(self) -> Inputs:
        """What was known."""
        return self.computation.inputs

    @property
    def request(self) -> Request:
        """The result."""
        return self.computation.request

    def show(self, chapter: Callable[[View], Iterable[Block]]) -> None:
        """Display a chapter."""
        self.document.show(*chapter(self))

    def label(self, key: str, /, **values: Any) -> str:
        """A short text in the reader's language."""
        return label(self.language, key, **values)

    def prose(self, template: str, /, **values: Any) -> Prose:
        """Running text in the reader's language; year, edition and voice are always known to it."""
        publisher = self.inputs.publisher
        known = {"year": str(self.inputs.year), "edition": self.inputs.edition, "issues": publisher.issues}
        return Prose(render(template, self.language, **known, **values))

    def national(self, measure: str, group: str | None = None, *, known: bool = True) -> pd.DataFrame:
        """Rows of national.csv, by default only those that the edition may know.

        Args:
            measure: as in the table.
            group: as in the table; None for all.
            known: False for figures published later, which serve comparison only.
        """
        frame = self.inputs.tables["national"]
        rows = frame[frame["measure"] == measure]
        if group is not None:
            rows = rows[rows["group"] == group]
        if known:
            rows = rows.loc[[day <= self.inputs.edition.as_of for day in rows["published"]]]
        return rows


def edition_name(inputs: Inputs, language: str, edition: str) -> str:
    """An edition's name in the reader's language; its own name where the year's words have none."""
    return Quoted(inputs.word(language, "edition", edition) or edition.replace("_", " "))


def open_report(year: object, edition: object, language: object, root: object = None) -> View:
    """What every notebook calls after its parameters: checks them and computes the edition.

    Raises:
        TypeError: a parameter of another type.
        ValueError: a language nobody has written.
        BadInput: the year folder has faults, or there is no such edition.
    """
    a_year, an_edition, a_language, a_root = check_parameters(year, edition, language, root)
    return View(compute(a_year, an_edition or None, a_root), a_language, Document(a_language))
