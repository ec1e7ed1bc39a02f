"""What publishers said, as a chapter tells it: only what the year's statements.csv holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bosetting.allocation.compared.statements import Beside, beside
from bosetting.inputs.model import Statement
from bosetting.inputs.rules import in_use
from bosetting.report.blocks.kinds import Column, Link, Table, Words
from bosetting.report.language.criteria import period_words
from bosetting.report.language.readable import Quoted
from bosetting.report.view import View


@dataclass(frozen=True)
class Told:
    """A statement as a text may use it.

    Attributes:
        publisher: who said it.
        words: the sentence, in the reader's language.
        date: the day it was said.
        later: whether that was after the edition's day.
    """

    publisher: Quoted
    words: Quoted
    date: date
    later: bool


def told(view: View, statement: Statement) -> Told:
    """A statement in the reader's language."""
    words = Quoted(statement.said(view.language))
    later = statement.date > view.inputs.edition.as_of
    return Told(Quoted(statement.publisher), words, statement.date, later)


def last_told(view: View, measure: str, *, known: bool = False) -> Told | None:
    """The last that was said of a measure for the target year, or None where nothing was.

    Args:
        view: of the reader.
        measure: as in statements.csv.
        known: only what the edition can have known.
    """
    found = [s for s in view.inputs.stated(measure, known=known) if s.year == view.inputs.year]
    return told(view, found[-1]) if found else None


def publishers(view: View) -> list[str]:
    """Everybody who is named as having said something, or as the source of a rule."""
    sources = [rule.source.split(",")[0] for rule in in_use(view.inputs.edition, view.inputs.rules)]
    return sorted({*(s.publisher for s in view.inputs.statements), *sources})


def statements_table(view: View) -> Table | None:
    """Every statement on the request beside what the rule gives; None where there is none."""
    found = [(s, b) for s in view.inputs.statements if (b := beside(view.request, s)) is not None]
    if not found:
        return None
    rows = tuple(
        (
            Link(Quoted(s.publisher), s.address),
            s.date,
            Quoted(s.said(view.language)),
            _given(view, s, given),
        )
        for s, given in found
    )
    columns = (
        Column(view.label("statements.publisher")),
        Column(view.label("statements.date"), "date"),
        Column(view.label("statements.what")),
        Column(view.label("statements.rule"), "integer"),
    )
    note = [view.label("statements.note")]
    if any(s.measure == "municipalities" for s, _ in found):
        day = period_words(view.inputs.rules.size.period, view.language)
        note.append(view.label("statements.structure", day=day))
    later = sorted({year for _, given in found for year in given.later})
    if later:
        note.append(view.label("statements.later", years=", ".join(map(str, later))))
    return Table("statements", view.label("statements.caption"), columns, rows, note=" ".join(note))


def _given(view: View, statement: Statement, given: Beside) -> object:
    """The rule's number in the form of what was said."""
    if given.whole is None or given.part is None:
        return given.part
    of = view.label("statements.of", part=given.part, whole=given.whole)
    if statement.measure != "share_asked":
        return Words(of)
    return Words(view.label("statements.share", of=of, share=given.share))
