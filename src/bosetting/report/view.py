"""What a notebook holds in its hand: a computation, a language, and the document it writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec

import pandas as pd

from bosetting.allocation.explained.floor import floor_effects
from bosetting.allocation.request import Allotment, Request
from bosetting.compute import Computation, compute
from bosetting.inputs.model import Inputs
from bosetting.report.blocks.kinds import Block, Document, Prose
from bosetting.report.language.labels import label
from bosetting.report.language.prose import render
from bosetting.report.language.readable import Quoted
from bosetting.report.running.parameters import check_parameters

Given = ParamSpec("Given")


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

    @property
    def previous_year(self) -> str:
        """The year of the earlier request that the rules name; blank where they name none."""
        previous = self.inputs.rules.previous_request
        return "" if previous is None else str(previous[0])

    @property
    def agency(self) -> str | None:
        """Whose request it is, as it is called in short; None where the year does not say."""
        asks = self.inputs.publisher.asks
        return None if asks is None else Quoted(asks)

    @property
    def at_minimum(self) -> list[Allotment]:
        """The asked municipalities with exactly the lowest number, whether the minimum lifted them to it or not."""
        least = self.inputs.rules.lowest
        return [a for a in self.request.asked if a.persons == least]

    @property
    def lifted(self) -> int:
        """How many of these the minimum gives more than they would have had without it."""
        effects = floor_effects(self.request)
        return sum(effects[a.municipality.number].persons > 0 for a in self.at_minimum)

    def show(
        self,
        chapter: Callable[Concatenate[View, Given], Iterable[Block]],
        *given: Given.args,
        **more: Given.kwargs,
    ) -> None:
        """Display a chapter, with what it needs besides the view."""
        self.document.show(*chapter(self, *given, **more))

    def label(self, key: str, /, **values: Any) -> str:
        """A short text in the reader's language."""
        return label(self.language, key, **values)

    def prose(self, template: str, /, **values: Any) -> Prose:
        """Running text in the reader's language, which knows what it is handed here and nothing else."""
        return Prose(render(template, self.language, **values))

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
            public = [day <= self.inputs.edition.as_of for day in rows["published"]]
            rows = rows[pd.Series(public, rows.index, dtype=bool)]
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
