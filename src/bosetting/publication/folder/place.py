"""Where what a command makes may be put: never over figures, over an edition, or over somebody's own file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from bosetting.inputs.reading.files import read_bytes
from bosetting.inputs.root import year_folder
from bosetting.publication.folder.read_manifest import is_edition
from bosetting.report.output.files import put_file

_HEAD, _TAIL = b"<!doctype html>", b"</html>"
_OWN_BLOCK = b'id="tab-own-'
"""The name that every page of a municipality gives the tables of its own figures, and no other page has."""
_OF_TYPST = b"<xmp:CreatorTool>Typst "
"""What stands in the description of every letter, which is not packed."""


class ForeignFolder(Exception):
    """What ``--out`` names is something else than what may be written there."""


def refuse_foreign(target: Path) -> None:
    """A folder that no build has made is never replaced, whatever ``--out`` says.

    Raises:
        ForeignFolder: there is something else.
    """
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not is_edition(target))):
        raise ForeignFolder(f"{target} is not an edition's folder and is not replaced. Choose another --out.")


def refuse_editions(*folders: Path) -> None:
    """Nothing is put in the folder of an edition: its manifest lists what belongs there, and only a build changes it.

    Args:
        *folders: the one that is written to, and those above it.

    Raises:
        ForeignFolder: one of them is an edition's.
    """
    for folder in folders:
        if is_edition(folder):
            raise ForeignFolder(f"{folder} is an edition, which only build changes. Choose another --out.")


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


def refuse_file(target: Path, root: Path, year: int, is_own: Callable[[bytes], bool], own: str) -> None:
    """A single file is put beside the figures and editions, and replaces only one that the same command made.

    Args:
        target: the file, without links.
        root: the folder that holds ``data/``.
        year: the target year.
        is_own: whether the bytes of a file are what the command makes.
        own: what that is, for the message.

    Raises:
        ForeignFolder: it would be among figures or in an edition, or something else lies there.
    """
    refuse_figures(target, root, year)
    refuse_editions(*target.parents)
    refuse_other(target, is_own, own)


def refuse_other(target: Path, is_own: Callable[[bytes], bool], own: str) -> None:
    """What lies there already is replaced only where its own bytes say that the command made it.

    Raises:
        ForeignFolder: it is another file, a link, or no file at all.
    """
    content = _content(target)
    if content is None or is_own(content):
        return
    raise ForeignFolder(f"{target} is not {own} and is not replaced. Choose another --out.")


def is_page(content: bytes) -> bool:
    """Whether a file is the page of a municipality: HTML that is whole, with the tables of its own figures."""
    return content.startswith(_HEAD) and content.rstrip().endswith(_TAIL) and _OWN_BLOCK in content


def is_notebook(content: bytes) -> bool:
    """Whether a file is the executed notebook of a municipality: its parameters name one, and its page's title stands there."""
    try:
        said = json.loads(content)["metadata"]
        return "municipality" in said["papermill"]["parameters"] and "title" in said["bosetting"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def is_letter(content: bytes) -> bool:
    """Whether a file is a PDF that Typst has set, as the letters are."""
    return content.startswith(b"%PDF-") and _OF_TYPST in content


def put(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there; an error names the place.

    Raises:
        OSError: with the file's name.
    """
    try:
        put_file(path, content)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def _content(path: Path) -> bytes | None:
    """The bytes of what lies there; blank where it is no plain file or too large, None where nothing does."""
    try:
        return read_bytes(path)
    except FileNotFoundError:
        return None
    except (ValueError, IsADirectoryError):
        return b""


def _same(one: Path, other: Path) -> bool:
    return one == other or (one.exists() and other.exists() and one.samefile(other))
