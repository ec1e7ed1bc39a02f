"""Results and progress in a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bosetting.allocation.compared.revision import sums_by_cause
from bosetting.allocation.compared.years import WAYS
from bosetting.allocation.request import Request
from bosetting.publication.folder.tree import shown
from bosetting.publication.open_data.tables import Cell, Row, cell_text
from bosetting.report.language.labels import label
from bosetting.report.language.readable import readable

if TYPE_CHECKING:
    from bosetting.allocation.compared.backtest import Backtest, Habits
    from bosetting.allocation.compared.revision import Revision
    from bosetting.inputs.model import Inputs
    from bosetting.publication.folder.compare import Compared
    from bosetting.publication.order import Progress as Report  # importing it takes a second
    from bosetting.publication.verify import Verified

_HEADS = {
    "kommune_nr": "",
    "kommune": "Municipality",
    "measure": "Way of counting",
    "year": "Year",
    "period": "Period",
    "low": "Low",
    "central": "Central",
    "high": "High",
    "observed": "Published",
    "use": "Use of the published figure",
    "per_1000": "Per 1,000 residents",
    "change": "Change",
}
_USES = {"fitted": "the model is fitted to it", "outside_check": "the model has not seen it", "none": ""}
_TEXT = ("kommune_nr", "kommune", "measure", "period", "use")
"""Columns of the load that are set to the left."""
MOST_UNLISTED = 20
"""Files told of one manifest."""
_PERSONS = ("low", "central", "high", "change")
"""Columns of the load that hold persons: whole ones, as in the report; CSV and JSON have the decimals."""


def as_json(rows: Sequence[Row]) -> str:
    """Rows as JSON; decimals are written as they are printed, so that no digit is lost."""

    def plain(cell: Cell) -> object:
        return cell_text(cell) if isinstance(cell, Decimal | Fraction) else cell

    return json.dumps([{k: plain(v) for k, v in row.items()} for row in rows], ensure_ascii=False, indent=1)


def as_table(request: Request) -> str:
    """The asked municipalities, one line each, and the sum in the last line."""
    lines = [f"{'':4} {'Municipality':36} {'County':20} {'Persons':>7} {'Minors':>6}  Why"]
    for a in request.asked:
        minors = "" if a.unaccompanied_minors is None else str(a.unaccompanied_minors)
        why = [label("en", f"why.{a.why}")]
        if a.bound != "none":
            why.append(label("en", f"bound.{a.bound}"))
        lines.append(
            f"{a.municipality.number} {a.municipality.name[:36]:36} {a.municipality.county[:20]:20} "
            f"{a.persons:7} {minors:>6}  {', '.join(why)}"
        )
    total = sum(a.persons for a in request.asked)
    everyone = len(request.allotments)
    lines.append(
        f"{request.inputs.edition.name} {request.inputs.year}: {total} persons, {len(request.asked)} of "
        f"{everyone} municipalities asked."
    )
    return "\n".join(lines)


def load_table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """Rows in words under headings, numbers to the right; blank where a figure is not known."""
    heads = [_HEADS[column] for column in columns]
    lines = [heads, *([_words(column, row[column]) for column in columns] for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in _TEXT else cell.rjust(width)
            for column, cell, width in zip(columns, line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _words(column: str, cell: Cell) -> str:
    text = cell_text(round(cell) if isinstance(cell, Decimal) and column in _PERSONS else cell)
    if column == "measure":
        return label("en", f"load.{text}")
    if column == "use":
        return _USES[text]
    return readable(text, "en") if column == "period" else text


def backtest_text(found: Backtest | None, habits: Habits | None, inputs: Inputs) -> str:
    """The rule and its rivals against what was published, what earlier requests reveal, and earlier years."""
    lines = [f"Nothing of the request {inputs.edition.name} {inputs.year} was published."]
    if found is not None:
        heads = (
            label("en", "rival.way"),
            *(label("en", f"rival.{x}") for x in ("moved", "agreed", "within")),
        )
        rows = [
            (
                label("en", f"rival.{row.name}"),
                "" if row.moved is None else f"{float(row.moved):,.1f}",
                "" if row.agreed is None else f"{row.agreed} of {row.statuses}",
                "" if row.within is None else f"{row.within} of {row.asked}",
            )
            for row in found.rows
        ]
        lines = [
            f"{inputs.edition.name} {inputs.year}: the numbers of {found.known} municipalities are known.",
            *_columns(heads, rows),
        ]
    if habits is not None:
        lines += ["", *_revealed(habits, inputs)]
        lines += ["", *_years(habits)] if habits.years else []
    return "\n".join(lines)


def _revealed(habits: Habits, inputs: Inputs) -> list[str]:
    rule = habits.rule
    if rule is None:
        return ["Too few earlier requests are known to say what rule they reveal."]
    names = [criterion.name for criterion in inputs.rules.criteria]
    estimates = [rule.last, rule.size, *rule.criteria.values()]
    whats = ["share that follows the previous request", *(f"exponent of {name}" for name in names)]
    rows = [
        (what, f"{e.value:.2f}", f"{e.low:.2f}", f"{e.high:.2f}")
        for what, e in zip(whats, estimates, strict=True)
    ]
    heads = (f"Revealed by the requests of {rule.years[0]}-{rule.years[-1]}", "Estimate", "Low", "High")
    return _columns(heads, rows)


def _years(habits: Habits) -> list[str]:
    ways = [way for way in WAYS if any(way in year.moved for year in habits.years)]
    rows = [
        (
            str(year.year),
            f"{year.total:,}",
            str(year.asked),
            *(f"{int(year.moved[way]):,}" if way in year.moved else "" for way in ways),
        )
        for year in habits.years
    ]
    return _columns(
        ("Persons wrong in", "Requested", "Asked", *(label("en", f"rival.{way}") for way in ways)), rows
    )


def _columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table, its first column set to the left and the others to the right."""
    widths = [max(len(line[i]) for line in (heads, *rows)) for i in range(len(heads))]
    return [
        "  ".join(
            cell.rjust(width) if i else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in (heads, *rows)
    ]


_SPLIT = "A municipality was split and nobody knows how its number was divided, so these stand as they were and as they are:"
_OTHER_PLACES = "The two have other municipalities: one that was merged or got a new number stands once as it was and once as it is."


def revision_text(found: Revision, before: str, after: str) -> str:
    """Everyone whose number differs between two editions, cause by cause, and the sums."""
    differing = [change for change in found.changes if change.change or any(change.parts)]
    causes = [cause.replace("_", " ") for cause in found.causes]
    rows = [
        (
            f"{change.code} {change.name[:30]}",
            *("" if n is None else str(n) for n in (change.before, change.after)),
            *(f"{part:+d}" if part else "" for part in (change.change, *change.parts)),
        )
        for change in differing
    ]
    totals = sums_by_cause(found)
    sums = [
        sum(n or 0 for n in column)
        for column in zip(*((c.before, c.after) for c in found.changes), strict=True)
    ]
    rows.append(
        ("In all", *map(str, sums), f"{sums[1] - sums[0]:+d}", *(f"{totals[c]:+d}" for c in found.causes))
    )
    new = [c.name for c in found.changes if c.newly_asked]
    gone = [c.name for c in found.changes if c.no_longer_asked]
    return "\n".join(
        [
            *_columns(("Municipality", before, after, "Change", *causes), rows),
            f"Newly asked: {', '.join(new) or 'none'}.",
            f"No longer asked: {', '.join(gone) or 'none'}.",
            *_places_told(found),
        ]
    )


def _places_told(found: Revision) -> list[str]:
    """Which earlier municipalities are summed, and which rows stand for themselves."""
    sums = [f"{c.code} {c.name} ({', '.join(c.made_of)})" for c in found.changes if c.made_of]
    unsure = [f"{c.code} {c.name}" for c in found.changes if not c.comparable]
    return [
        *([f"Before is the sum of those that merged: {'; '.join(sums)}."] if sums else []),
        *([f"{_SPLIT} {', '.join(unsure)}."] if unsure else []),
        *(
            [_OTHER_PLACES]
            if any(c.comparable and None in (c.before, c.after) for c in found.changes)
            else []
        ),
    ]


def verified_text(found: Verified) -> str:
    """What verification found: each difference, then how many files are the same, and what that proves."""
    lines = [line for file in found.files for line in file.lines]
    same = sum(not file.differences for file in found.files)
    lines.append(f"{same} of {len(found.files)} files are identical.")
    if found.mess:
        lines.append(f"Not counted: {', '.join(shown(path) for path in found.mess)}.")
    return "\n".join([*lines, *_inputs_told(found), *_three_told(found)])


def _inputs_told(found: Verified) -> list[str]:
    lines = [f"inputs/{line}" for file in found.inputs or () for line in file.lines]
    if lines:
        lines = [f"inputs/ are not the same as data/{found.year} of the project (→ the project's):", *lines]
    if found.edition:
        lines += ["Data and inputs are not those of the edition that the project published:", *found.edition]
    return lines


def _three_told(found: Verified) -> list[str]:
    """What holds of the three things that can be forged one by one, and the digest to compare."""
    answers = {True: "yes", False: "no", None: "not known"}
    lines = [
        *(f"manifest.json: {line}" for line in found.unlisted[:MOST_UNLISTED]),
        f"The files are what the manifest lists: {answers[found.listed]}.",
        f"The manifest is what this version computes from these inputs: {answers[found.computed]}.",
        f"The inputs are those of the project: {answers[found.the_project_s]}.",
    ]
    if found.the_project_s is None:
        lines.append(
            "It is not excluded that someone changed inputs, data and manifest together. Compare the digest with one "
            "that you have from elsewhere, or name the project with --root."
        )
    return [*lines, f"Digest of data and inputs, as on page and PDF: {found.numbers}"]


def verified_json(found: Verified) -> str:
    """The same as JSON; ``inputs`` and ``edition`` are null where the project's are not at hand."""

    def by_path(files: Sequence[Compared]) -> dict[str, list[str]]:
        return {file.path: list(file.differences) for file in files}

    content = {
        "files": by_path(found.files),
        "not_counted": found.mess,
        "inputs": None if found.inputs is None else by_path(found.inputs),
        "edition": found.edition,
        "not_as_listed": found.unlisted,
        "holds": {
            "files_are_as_listed": found.listed,
            "manifest_is_computed": found.computed,
            "inputs_are_the_projects": found.the_project_s,
        },
        "numbers": found.numbers,
    }
    return json.dumps(content, indent=2)


@contextmanager
def shown_progress() -> Iterator[Report]:
    """A progress bar on stderr; plain lines where stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield lambda what, done, steps: print(f"[{done}/{steps}] {what}", file=sys.stderr, flush=True)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)

        def report(what: str, done: int, steps: int) -> None:
            bars.update(task, description=what, completed=done, total=steps)

        yield report
