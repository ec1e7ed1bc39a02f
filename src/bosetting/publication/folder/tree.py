"""What lies in a folder that somebody else may have filled: looked at without following or opening anything."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bosetting.inputs.reading.described import is_mess
from bosetting.inputs.told.printable import one_line

MOST_FILES = 5000
DEEPEST = 8
LARGEST_FILE = 200 * 1024 * 1024
LARGEST_IN_ALL = 1024 * 1024 * 1024
"""Bounds of an edition that is checked; a real one has a thousand files of sixty megabytes in all."""


class TooMuch(Exception):
    """The folder holds more than an edition can; the message says what."""


@dataclass(frozen=True)
class Tree:
    """Paths in a folder, ``/`` between their parts, sorted.

    Attributes:
        files: plain files.
        mess: plain files that a file manager left; not among ``files``.
        empty: folders with nothing in them, ending in ``/``.
        special: links, pipes, devices and sockets.
    """

    files: tuple[str, ...]
    mess: tuple[str, ...]
    empty: tuple[str, ...]
    special: tuple[str, ...]


def tree(folder: Path, *, bounded: bool = False) -> Tree:
    """Everything in a folder.

    Args:
        folder: where to look; a link to a folder is followed here and nowhere below.
        bounded: stop where there is more than an edition can hold.

    Raises:
        TooMuch: ``bounded`` is set, and there is.
        OSError: a folder cannot be read.
    """
    kinds: dict[str, list[str]] = {"files": [], "mess": [], "empty": [], "special": []}
    size = 0
    for count, (path, kind, bytes_) in enumerate(_walked(folder, "", DEEPEST if bounded else sys.maxsize), 1):
        kinds[kind].append(path)
        size += bytes_
        if bounded and count > MOST_FILES:
            raise TooMuch(f"more than {MOST_FILES} files lie there")
        if bounded and bytes_ > LARGEST_FILE:
            raise TooMuch(f"{shown(path)} is larger than {LARGEST_FILE // 2**20} MiB")
        if bounded and size > LARGEST_IN_ALL:
            raise TooMuch(f"the files are larger than {LARGEST_IN_ALL // 2**20} MiB in all")
    return Tree(**{kind: tuple(sorted(paths)) for kind, paths in kinds.items()})


def _walked(folder: Path, above: str, deep: int) -> Iterator[tuple[str, str, int]]:
    """Path, kind and size of everything that is not a folder with something in it."""
    if deep == 0:
        raise TooMuch(f"the folders are deeper than {DEEPEST}")
    nothing = True
    with os.scandir(folder) as entries:
        for entry in entries:
            nothing = False
            path, found = above + entry.name, entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(found.st_mode):
                yield from _walked(folder / entry.name, path + "/", deep - 1)
            elif stat.S_ISREG(found.st_mode):
                yield path, "mess" if is_mess(entry.name) else "files", found.st_size
            else:
                yield path, "special", 0
    if nothing and above:
        yield above, "empty", 0


def shown(text: str, most: int = 100) -> str:
    """Text of unknown origin for a terminal: one line of bounded length, control characters as escapes."""
    return one_line(text, most)
