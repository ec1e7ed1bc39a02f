"""A year's tables, drawn from the reference: as files, and what changes by them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bosetting.inputs.reading.described import measured, refuse_links
from bosetting.inputs.root import year_folder
from bosetting.sources.draw.counted import population, settled
from bosetting.sources.draw.country import country, grant_rates, outline, rules
from bosetting.sources.draw.described import package_of
from bosetting.sources.draw.employment import employment
from bosetting.sources.draw.held import Reference
from bosetting.sources.draw.municipalities import municipal_parts, municipalities
from bosetting.sources.draw.outcomes import outcomes
from bosetting.sources.draw.plan import Plan, read_plan
from bosetting.sources.draw.programme import programme_participants, programme_results
from bosetting.sources.draw.requests import published_requests
from bosetting.sources.figures.reading import read
from bosetting.sources.figures.table import Table
from bosetting.sources.written import resource, write_together

DESCRIPTION = "datapackage.json"
_MAKERS = {
    "municipalities": municipalities,
    "municipal_parts": municipal_parts,
    "population": population,
    "employment": employment,
    "programme_results": programme_results,
    "programme_participants": programme_participants,
    "settled": settled,
    "published_requests": published_requests,
    "outcomes": outcomes,
    "national": country,
    "grant_rates": grant_rates,
}


@dataclass(frozen=True)
class Change:
    """How a file of the year differs from what is drawn.

    Attributes:
        name: the file.
        added: rows that are new.
        removed: rows that go.
        changed: rows whose key stays and whose cells differ.
        is_new: whether the file is not there yet.
    """

    name: str
    added: int = 0
    removed: int = 0
    changed: int = 0
    is_new: bool = False

    def __str__(self) -> str:
        if self.is_new:
            return f"{self.name}: new, {self.added} rows" if self.added else f"{self.name}: new"
        said = [f"{n} rows {word}" for n, word in self._counts() if n]
        return f"{self.name}: {', '.join(said) or 'other bytes'}"

    def _counts(self) -> tuple[tuple[int, str], ...]:
        return ((self.added, "added"), (self.removed, "removed"), (self.changed, "changed"))


@dataclass(frozen=True)
class Drawn:
    """What is drawn for a year, not yet written.

    Attributes:
        folder: the year folder.
        files: contents by name.
        changes: the files whose bytes differ, in order.
    """

    folder: Path
    files: Mapping[str, bytes]
    changes: tuple[Change, ...]

    def write(self) -> None:
        """Write what differs, all of it or nothing.

        Raises:
            OSError: it cannot be written, with the name of the file; the old files stand.
        """
        write_together(self.folder, {change.name: self.files[change.name] for change in self.changes})


def tables(reference: Reference, plan: Plan) -> list[Table]:
    """The tables that the plan names, in the order of the package.

    Raises:
        BadInput: the reference cannot give them.
    """
    made = [maker(reference, plan) for name, maker in _MAKERS.items() if name in plan.tables]
    ground = [outline(reference, plan)] if "outline" in plan.tables else []
    return [*made, *rules(reference, plan), *ground]


def draw(root: Path, year: int) -> Drawn:
    """Draw a year's tables; nothing is written.

    Args:
        root: folder that holds data/.
        year: the target year.

    Raises:
        BadInput: draw.toml, forecasts.csv or the reference has faults.
    """
    folder = year_folder(root, year)
    refuse_links(folder, f"data/{year}")
    reference = Reference(root / "data" / "reference")
    plan = read_plan(folder, f"data/{year}").resolved(reference)
    made = tables(reference, plan)
    contents = {f"{table.name}.csv": table.csv().encode() for table in made}
    contents[DESCRIPTION] = _described(folder, plan, made, contents)
    by_name = {f"{table.name}.csv": table for table in made}
    changes = [_change(folder, name, content, by_name.get(name)) for name, content in contents.items()]
    return Drawn(folder, contents, tuple(change for change in changes if change is not None))


def _described(folder: Path, plan: Plan, made: list[Table], contents: Mapping[str, bytes]) -> bytes:
    """The description: drawn tables anew, every other file that it speaks of with its size and hash of now."""
    package = package_of(folder, plan.year)
    drawn = {f"{table.name}.csv": resource(table, contents[f"{table.name}.csv"]) for table in made}
    resources = []
    for held in package["resources"]:
        path = str(held.get("path"))
        if path in drawn:
            resources.append(drawn.pop(path))
        elif Path(path).name == path and (folder / path).is_file():
            resources.append({**held, **measured((folder / path).read_bytes())})
    whole = {**package, "resources": [*resources, *drawn.values()]}
    return f"{json.dumps(whole, ensure_ascii=False, indent=2)}\n".encode()


def _change(folder: Path, name: str, content: bytes, table: Table | None) -> Change | None:
    path = folder / name
    if not path.is_file():
        return Change(name, added=len(table.rows) if table else 0, is_new=True)
    if path.read_bytes() == content:
        return None
    if table is None:
        return Change(name)
    try:
        before = _by_key(read(folder, name), table)
    except (ValueError, csv.Error):
        return Change(name)  # damaged, and drawn anew: nobody can say row by row what it held
    after = _by_key(_parsed(content), table)
    both = before.keys() & after.keys()
    return Change(
        name,
        len(after.keys() - both),
        len(before.keys() - both),
        sum(before[key] != after[key] for key in both),
    )


def _parsed(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def _by_key(rows: list[dict[str, str]], table: Table) -> dict[tuple[str, ...], dict[str, str]]:
    return {tuple(row.get(name, "") for name in table.key): row for row in rows}
