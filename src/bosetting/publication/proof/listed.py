"""A folder held against lists of checksums: its own manifest, and the one of the project's edition."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path

from bosetting.publication.folder.read_manifest import listed_sums
from bosetting.publication.folder.tree import Tree, shown

OF_NUMBERS = ("data/", "inputs/")


def not_as_listed(folder: Path, found: Tree) -> tuple[str, ...]:
    """What in a folder is not as its manifest lists it, one line each; what file managers leave is passed over."""
    listed = listed_sums(folder) or {}
    return tuple(_differences(listed, _sums(folder, found), "the manifest does not list it", "is missing"))


def beside_edition(folder: Path, found: Tree, root: Path, year: int, edition: str) -> tuple[str, ...] | None:
    """Where data and inputs are not those of the edition that the project has published, one line each.

    None where the project has none, and where the folder is that edition itself: it cannot vouch for itself.
    """
    own = root / "reports" / str(year) / edition
    sums = None if own.resolve() == folder.resolve() else listed_sums(own)
    if sums is None:
        return None
    numbers = {path: digest for path, digest in sums.items() if path.startswith(OF_NUMBERS)}
    ours = _sums(folder, found, [path for path in found.files if path.startswith(OF_NUMBERS)])
    return (
        tuple(_differences(numbers, ours, "is not in the project's edition", "is missing"))
        if numbers
        else None
    )


def _sums(folder: Path, found: Tree, paths: Collection[str] | None = None) -> dict[str, str]:
    chosen = found.files if paths is None else paths
    return {path: _sum(folder / path) for path in chosen if path != "manifest.json"}


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _differences(listed: Mapping[str, str], found: Mapping[str, str], more: str, gone: str) -> list[str]:
    lines = []
    for path in sorted(listed.keys() | found.keys()):
        if path not in listed:
            lines.append(f"{shown(path)}: {more}")
        elif path not in found:
            lines.append(f"{shown(path)}: {gone}")
        elif listed[path] != found[path]:
            lines.append(f"{shown(path)}: another checksum")
    return lines
