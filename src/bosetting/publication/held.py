"""What an executed notebook held, beside what ``data/`` holds: the two are published together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from nbformat import NotebookNode

from bosetting.compute import Computation
from bosetting.publication.open_data.tables import data_files

MIME = "application/vnd.bosetting.held+json"


class Disagrees(Exception):
    """An executed notebook held other numbers than ``data/``, or does not say what it held."""


class Held:
    """The checksums of tables, shown in a form of its own that no page prints.

    Attributes:
        checksums: SHA-256 by the table's file name.
    """

    def __init__(self, checksums: Mapping[str, str]) -> None:
        self.checksums = dict(checksums)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return {MIME: self.checksums}

    def __repr__(self) -> str:
        """In the place of an address in memory, which would differ on every run: the same in every language."""
        return f"SHA-256 × {len(self.checksums)}"


def held(computation: Computation, *tables: str) -> Held:
    """The last cell of every notebook: the checksums of the tables that follow from what it holds.

    Args:
        computation: the notebook's.
        *tables: names of files in ``data/``; none for all.
    """
    return Held(_checksums_of(computation, tables))


@lru_cache(maxsize=16)
def _checksums_of(computation: Computation, tables: tuple[str, ...]) -> dict[str, str]:
    """Once for hundreds of pages that a process makes of the same computation."""
    files = data_files(computation, *tables)
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def check_held(checksums: Mapping[str, str], name: str, data: Path) -> None:
    """Compare what a notebook held with the files.

    Args:
        checksums: that it left (see ``checksums_in``).
        name: how to call the notebook.
        data: the folder of the tables.

    Raises:
        Disagrees: naming the notebook and the tables.
    """
    if not checksums:
        raise Disagrees(
            f"{name} does not say what it held. Expected held(view.computation) in its last cell."
        )
    differing = [table for table, checksum in checksums.items() if checksum != _of_file(data / table)]
    if differing:
        raise Disagrees(
            f"{name} held other numbers than data/: {', '.join(differing)}. Nothing was put in place. "
            "Expected the figures and the program to stay as they are during a build. Build again."
        )


def checksums_in(notebook: NotebookNode) -> dict[str, str]:
    """The checksums that an executed notebook left, by the table's file name."""
    found: dict[str, str] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            found |= output.get("data", {}).get(MIME, {})
    return found


def _of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
