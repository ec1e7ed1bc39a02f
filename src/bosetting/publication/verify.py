"""Computing a published edition again from its own inputs."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bosetting import __version__
from bosetting.inputs.faults import BadInput, Fault
from bosetting.publication.build import Order, Progress, build
from bosetting.publication.compare import table_differences
from bosetting.publication.manifest import SCHEMA
from bosetting.publication.renderer import check_quarto


@dataclass(frozen=True)
class Verified:
    """What verification found of one file.

    Attributes:
        path: within the folder.
        differences: nothing where the file is the same to the byte.
    """

    path: str
    differences: tuple[str, ...]


def verify(
    folder: Path, progress: Progress = lambda what, done, steps: None, renderer: str | None = None
) -> list[Verified]:
    """Build the edition anew from the folder's ``inputs/`` and compare every file.

    Only the installed package's notebooks and templates are run, nothing from the folder.

    Args:
        folder: the edition's.
        progress: told of each step.
        renderer: what makes page and PDF; None for what made the edition's. With another one, the pages, the
            PDFs and the manifest are not compared.

    Raises:
        BadInput: the folder is not an edition's, or another version of the package or of Quarto made it.
    """
    content = _manifest(folder)
    made_by = rendered_by(folder)
    chosen = renderer or made_by
    if chosen == made_by == "quarto":
        check_quarto(str(folder / "manifest.json"), content["software"])
    with tempfile.TemporaryDirectory() as name:
        root, again = Path(name), Path(name) / "again"
        shutil.copytree(folder / "inputs", root / "data" / str(content["year"]))
        parameters = content["parameters"]
        build(
            Order(
                int(content["year"]),
                str(content["edition"]),
                tuple(parameters["languages"]),
                root,
                out=again,
                renderer=chosen,
            ),
            progress,
        )
        files = _all_files(folder, again)
        return [_compared(folder, again, path) for path in files if chosen == made_by or not _rendered(path)]


def rendered_by(folder: Path) -> str:
    """What made the page and the PDF of an edition.

    Raises:
        BadInput: the folder is not an edition's, or another version of the package made it.
    """
    return str(_manifest(folder)["parameters"].get("renderer", "native"))


def _rendered(path: str) -> bool:
    """Whether the renderer makes the file; the manifest names it, and holds the sum of what it made."""
    return path == "manifest.json" or (not path.startswith("inputs/") and path.endswith((".html", ".pdf")))


def _manifest(folder: Path) -> dict[str, Any]:
    file = str(folder / "manifest.json")
    try:
        content = json.loads((folder / "manifest.json").read_bytes())
        version = content["software"]["bosetting"]
        known = content["schema"] == SCHEMA and isinstance(content["parameters"]["languages"], list)
    except (OSError, ValueError, KeyError, TypeError):
        known, version = False, None
    if not known:
        do = "Name the folder of an edition, such as reports/2018/november"
        raise BadInput([Fault(file, None, None, "there is no manifest to check", SCHEMA, do)])
    if version != __version__:
        what = f"made by bosetting {version}"
        do = f"Install bosetting {version} to check it"
        raise BadInput(
            [Fault(file, None, "software", what, f"bosetting {__version__}, which is installed", do)]
        )
    return dict(content)


def _all_files(*folders: Path) -> list[str]:
    return sorted(
        {
            path.relative_to(folder).as_posix()
            for folder in folders
            for path in folder.rglob("*")
            if path.is_file()
        }
    )


def _compared(published: Path, again: Path, path: str) -> Verified:
    one, other = published / path, again / path
    if not one.is_file():
        return Verified(path, ("is missing",))
    if not other.is_file():
        return Verified(path, ("does not belong to the edition",))
    if _digest(one) == _digest(other):
        return Verified(path, ())
    if one.suffix == ".csv":
        return Verified(path, tuple(table_differences(one, other)))
    return Verified(path, ("differs",))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
