"""``bosetting fetch``: questions asked, answers read, compared, and written all together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.sources.clients.asking import Answer, Asking
from bosetting.sources.clients.failures import NotFetched, Unlike
from bosetting.sources.clients.jsonstat import read_dataset
from bosetting.sources.clients.klass import ask_changes, ask_codes_at, read_changes, read_codes
from bosetting.sources.clients.statbank import Question, ask_v0, ask_v2
from bosetting.sources.update.compared import Difference, Row, difference, merged
from bosetting.sources.update.described import Source, of_tables, read_described
from bosetting.sources.update.kept import (
    PACKAGE,
    described_anew,
    faults_of,
    read_kept,
    read_package,
)
from bosetting.sources.update.klass_rows import change_rows, code_notes
from bosetting.sources.update.raw import raw_files
from bosetting.sources.update.statbank_rows import Read, statbank_rows
from bosetting.sources.update.structure import Structure, structure_of
from bosetting.sources.written import write_together

Report = Callable[[str, int, int], None]
"""Is told what is done, how many steps are done, and of how many."""


@dataclass(frozen=True)
class Updated:
    """What was brought up to date, or would be.

    Attributes:
        differences: of each table, in the order of the description.
        notes: what the user should know.
    """

    differences: tuple[Difference, ...]
    notes: tuple[str, ...]


@dataclass
class _Table:
    rows: list[Row] = field(default_factory=list)
    raw: dict[str, tuple[bytes, Mapping[str, str]]] = field(default_factory=dict)


def fetch(
    reference: Path,
    tables: Sequence[str],
    report: Report,
    dry_run: bool = False,
    asking: Callable[[float], Asking] = Asking,
) -> Updated:
    """Ask for the tables' figures anew, and write them with the answers as they came.

    Everything is asked and checked before anything is written; where something fails, nothing is.

    Args:
        reference: the folder of the reference.
        tables: their names; all that have a source where none is named.
        report: is told the progress.
        dry_run: only tell what would change.
        asking: makes a client from the pause a publisher asks for.

    Raises:
        NotFetched: a publisher did not answer.
        BadInput: the description or an answer is not as it must be.
    """
    sources = of_tables(read_described(reference).sources, tables)
    package = read_package(reference)
    structure = held_structure(reference, package)
    clients: dict[str, Asking] = {}
    found: dict[str, _Table] = {}
    notes: list[str] = []
    for done, source in enumerate(sources):
        report(f"{source.table}: {source.says}", done, len(sources))
        client = clients.setdefault(source.address, asking(source.pause))
        client.told = _waiting(report, done, len(sources))
        answer, read = _asked(client, source, structure)
        table = found.setdefault(source.table, _Table())
        table.rows += read.rows
        table.raw[f"{source.name}.json"] = (
            answer.content,
            {"address": answer.address, "asked": answer.asked},
        )
        notes += [f"{source.table}: {note}" for note in (*answer.notes, *read.notes)]
    report("compared", len(sources), len(sources))
    files: dict[str, bytes] = {}
    for name, table in found.items():
        files |= raw_files(reference, name, table.raw)
    new = {name: table.rows for name, table in found.items()}
    return Updated(put(reference, package, new, files, dry_run), tuple(notes))


def _waiting(report: Report, done: int, steps: int) -> Callable[[str], None]:
    """What a client tells while it waits, as progress."""
    return lambda text: report(text, done, steps)


def put(
    reference: Path,
    package: Mapping[str, Any],
    new: Mapping[str, Sequence[Row]],
    beside: Mapping[str, bytes],
    dry_run: bool,
) -> tuple[Difference, ...]:
    """Compare new rows of tables with what stands there, and write all of it unless nothing is to be written.

    Args:
        reference: the folder.
        package: its description.
        new: rows by table.
        beside: other files that belong to them, by path in the folder.
        dry_run: only compare.

    Raises:
        BadInput: a row is not what the table's schema says.
    """
    tables = {name: read_kept(reference, package, name) for name in new}
    faults = [
        fault
        for name, rows in new.items()
        for fault in faults_of(tables[name], rows, f"{name}, as it came", [None] * len(rows))
    ]
    if faults:
        raise BadInput(faults)
    differences, files = [], dict(beside)
    for name, rows in new.items():
        kept = tables[name]
        after = merged(kept.rows, rows, kept.key, kept.part)
        differences.append(difference(name, kept.rows, after, kept.key))
        if differences[-1]:
            files[f"{name}.csv"] = kept.csv(after)
    if not dry_run:
        contents = {
            path: content for path, content in files.items() if path.endswith(".csv") and "/" not in path
        }
        write_together(reference, {**files, PACKAGE: described_anew(package, contents)})
    return tuple(differences)


def held_structure(reference: Path, package: Mapping[str, Any]) -> Structure:
    """The municipalities by day, as the reference holds them; of none, every code is taken."""
    if not any(each["name"] == "structure" for each in package["resources"]):
        return structure_of([])
    return structure_of(read_kept(reference, package, "structure").rows)


def _asked(client: Asking, source: Source, structure: Structure) -> tuple[Answer, Read]:
    try:
        if source.kind == "klass_changes":
            answer = ask_changes(client, source.address, source.id, source.first)
            return answer, Read(change_rows(read_changes(answer.content), source.says, structure), ())
        if source.kind == "klass_codes":
            answer = ask_codes_at(client, source.address, source.id, source.first)
            return answer, Read((), code_notes(read_codes(answer.content), source.first, structure))
        question = Question(source.id, source.select, source.codelists)
        ask = ask_v0 if source.kind == "statbank0" else ask_v2
        answer = ask(client, source.address, question)
        return answer, statbank_rows(read_dataset(answer.content), source, answer.asked, structure)
    except NotFetched as error:
        raise NotFetched(f"{source.table}, {error.address}", error.what, error.do) from None
    except Unlike as error:
        file = f"{source.table}, {source.says}"
        raise BadInput([Fault(file, None, None, error.what, error.expected, error.do)]) from None
