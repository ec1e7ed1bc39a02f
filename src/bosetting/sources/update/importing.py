"""``bosetting import``: a table that a person saved from a publisher's page, checked like one that was fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from bosetting.inputs.reading.files import read_bytes, why
from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.sources.update.described import FILE, Saved, read_described
from bosetting.sources.update.fetching import Updated, held_structure, put
from bosetting.sources.update.kept import Kept, Row, faults_of, read_kept, read_package
from bosetting.sources.update.raw import raw_files
from bosetting.sources.update.saved_file import Lines, read_saved
from bosetting.sources.update.statbank_rows import SIGNS, absent, without_figure
from bosetting.sources.update.structure import Structure

_SPACED = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+")
_CODE = re.compile(r"([0-9]{4})(?: .*)?")
_NEVER = ("code", "measure", "value", "low", "high", "status", "published", "published_from", "source")


def import_table(
    reference: Path,
    table: str,
    path: Path,
    settings: Mapping[str, str],
    published: str,
    dry_run: bool = False,
) -> Updated:
    """Read a saved table into the reference, and keep the file as it came.

    Args:
        reference: the folder of the reference.
        table: its name.
        path: the file, CSV or XLSX.
        settings: values of columns that the file does not have, such as ``period``.
        published: the day the publisher made it public, as an ISO date.
        dry_run: only tell what would change.

    Raises:
        BadInput: naming every fault; nothing is written then.
    """
    described = [each for each in read_described(reference).saved if each.table == table]
    if not described:
        do = "Describe its columns in an [[import]]"
        raise BadInput([Fault(FILE, None, None, f'"{table}" has no description of a saved file', "", do)])
    package = read_package(reference)
    kept = read_kept(reference, package, table)
    content = _content(path)
    saved, lines, head, notes = _described_file(content, path, described)
    _refuse_settings(kept, saved, settings, published)
    origin = {
        "published": published,
        "published_from": f"{saved.says.split(',')[0]}, the page",
        "source": saved.says,
    }
    rows, at = _rows(lines, head, saved, {**settings, **origin})
    structure = held_structure(reference, package)
    faults = faults_of(kept, rows, str(path), at) + _misplaced(rows, at, structure, kept, str(path))
    if not rows:
        faults.append(
            Fault(str(path), None, None, "it has no row of a municipality", "some", "Check the file")
        )
    if faults:
        raise BadInput(faults)
    name = f"{saved.name}{path.suffix.lower()}"
    beside = raw_files(reference, table, {name: (content, {"published": published, **settings})})
    differences = put(reference, package, {table: rows}, beside, dry_run)
    return Updated(differences, (*notes, *_absent(rows, kept, structure)))


def _content(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except (OSError, ValueError) as error:
        raise BadInput(
            [Fault(str(path), None, None, f"it cannot be read: {why(error)}", "", "Name another")]
        ) from None


def _described_file(
    content: bytes, path: Path, described: Sequence[Saved]
) -> tuple[Saved, Lines, Mapping[str, int], tuple[str, ...]]:
    """The description whose columns the file has, the rows below them, where each column is, and notes."""
    faults = []
    for saved in described:
        lines, notes = read_saved(content, path, saved.sheet)
        wanted = [name for name in (saved.code, saved.period, *saved.measures) if name]
        for place, (_, row) in enumerate(lines[:50]):
            if all(row.count(name) == 1 for name in wanted):
                return saved, lines[place + 1 :], {name: row.index(name) for name in wanted}, notes
        what = f"no row has the columns of {saved.name}"
        faults.append(
            Fault(str(path), None, None, what, ", ".join(wanted), "Check the file, or sources.toml")
        )
    raise BadInput(faults)


def _refuse_settings(kept: Kept, saved: Saved, settings: Mapping[str, str], published: str) -> None:
    """Refuse values for columns that are not there or that the file has, and a key that is not complete."""
    free = [name for name in kept.columns if name not in _NEVER and not (name == "period" and saved.period)]
    faults = [
        Fault(
            kept.name,
            None,
            f"--set {name}",
            "it is no column that can be given",
            f"one of {', '.join(free)}",
            "Correct it",
        )
        for name in settings
        if name not in free
    ]
    faults += [
        Fault(kept.name, None, name, "nothing says it", "", f"Give it with --set {name}=…")
        for name in kept.key
        if name in free and not settings.get(name)
    ]
    if not _is_day(published):
        faults.append(
            Fault(kept.name, None, "--published", f'"{published}" is no day', "YYYY-MM-DD", "Correct it")
        )
    if faults:
        raise BadInput(faults)


def _rows(
    lines: Lines, head: Mapping[str, int], saved: Saved, fixed: Mapping[str, str]
) -> tuple[list[Row], list[int | None]]:
    """One row a municipality and measure, with the line each is from; a sum of all at the foot is left out."""
    signs = {"": "missing", **SIGNS, **saved.signs}
    rows: list[Row] = []
    at: list[int | None] = []
    for line, cells in lines:
        said = {name: cells[place] if place < len(cells) else "" for name, place in head.items()}
        if not said[saved.code]:
            continue
        found = _CODE.fullmatch(said[saved.code])
        for column, measure in saved.measures.items():
            row = {**fixed, "code": found[1] if found else said[saved.code], "measure": measure}
            if saved.period:
                row["period"] = said[saved.period]
            rows.append({**row, **_numbers(said[column], signs, saved)})
            at.append(line)
    return rows, at


def _numbers(cell: str, signs: Mapping[str, str], saved: Saved) -> Row:
    if cell in signs:
        return without_figure(signs[cell], saved.hidden)
    number = re.sub(r"[ \u00a0\u202f]", "", cell) if _SPACED.fullmatch(cell) else cell
    return {"value": number, "low": "", "high": "", "status": "ok"}


def _misplaced(
    rows: Sequence[Row], at: Sequence[int | None], structure: Structure, kept: Kept, file: str
) -> list[Fault]:
    """Codes that are no municipality's, or were none at the time."""
    faults = {}
    for row, line in zip(rows, at, strict=True):
        code, period = row["code"], row.get("period") or row.get("target_year", "")
        if not _CODE.fullmatch(code) or (line, code) in faults:
            continue
        if not structure.known(code):
            what = f"{code} is not in structure.csv"
        elif period[:4].isdecimal() and not structure.near(code, period):
            what = f"{code} was no municipality in {period}"
        else:
            continue
        faults[line, code] = Fault(
            file, line, "code", what, "a municipality", "Correct the code, or the period"
        )
    return list(faults.values())


def _absent(rows: Sequence[Row], kept: Kept, structure: Structure) -> tuple[str, ...]:
    groups: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        period = row.get("period") or row.get("target_year", "")
        groups.setdefault((period, row["measure"]), set()).add(row["code"])
    return tuple(f"{kept.name}: {note}" for note in absent(groups, structure))


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
