"""Where an edition may be put."""

from __future__ import annotations

from pathlib import Path

from bosetting.inputs.root import year_folder
from bosetting.publication.folder.read_manifest import is_edition


class ForeignFolder(Exception):
    """The folder named by ``--out`` is something else than an edition."""


def refuse_foreign(target: Path) -> None:
    """A folder that no build has made is never replaced, whatever ``--out`` says.

    Raises:
        ForeignFolder: there is something else.
    """
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not is_edition(target))):
        raise ForeignFolder(f"{target} is not an edition's folder and is not replaced. Choose another --out.")


def refuse_figures(target: Path, root: Path, year: int) -> None:
    """An edition is never put in, over or around the folder of the figures it is computed from.

    Folders are compared as the system knows them, so that no link or other spelling of a name gets past.

    Raises:
        ForeignFolder: the target is such a place.
    """
    for figures in (root / "data", year_folder(root, year)):
        real = figures.resolve()
        inside = any(_same(folder, real) for folder in (target, *target.parents))
        if inside or any(_same(folder, target) for folder in real.parents):
            raise ForeignFolder(
                f"{target} is in, or around, the figures of {figures}, which a report must not change. "
                "Choose another --out."
            )


def _same(one: Path, other: Path) -> bool:
    return one == other or (one.exists() and other.exists() and one.samefile(other))
