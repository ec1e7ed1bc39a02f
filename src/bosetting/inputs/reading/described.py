"""Which files of a year folder belong to it: those that datapackage.json describes, and what else lies there."""

from __future__ import annotations

import json
import re
import shutil
import stat
from pathlib import Path

from bosetting.inputs.reading.files import LARGEST
from bosetting.inputs.told.faults import BadInput, Fault

ALWAYS = ("datapackage.json", "rules.toml")
"""Files that every year folder has beside its tables."""

_TABLE = re.compile(r"\w[\w .()-]{0,99}\.csv")
"""A name that is a file in the folder itself, on every system."""
WORDS = re.compile(r"words\.(?:nb|nn|en)\.toml|draw\.toml")
"""The year's own texts in a language, which are described but are no table."""

MESS = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db", ".directory", ".localized"})
"""Names, in small letters, of what file managers leave wherever somebody has looked."""


def described_files(folder: Path) -> tuple[str, ...]:
    """Names of the files that belong to a year folder, sorted, whether they are there or not.

    They are ``rules.toml``, ``datapackage.json`` and the tables and words that the latter describes. A path that leads out of
    the folder is not among them; what cannot be read as a description describes nothing.
    """
    path = folder / "datapackage.json"
    if not _is_plain(path) or path.stat().st_size > LARGEST:
        return ALWAYS
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return ALWAYS
    resources = content.get("resources") if isinstance(content, dict) else None
    paths = [r.get("path") for r in resources if isinstance(r, dict)] if isinstance(resources, list) else []
    own = [p for p in paths if isinstance(p, str) and (_TABLE.fullmatch(p) or WORDS.fullmatch(p))]
    return tuple(sorted({*ALWAYS, *own}))


def undescribed(folder: Path) -> tuple[str, ...]:
    """Names of what else lies in a year folder, sorted; a folder in it ends in ``/`` and is not looked into."""
    known = described_files(folder)
    return tuple(
        sorted(
            f"{path.name}/" if path.is_dir() and not path.is_symlink() else path.name
            for path in folder.iterdir()
            if path.name not in known
        )
    )


def is_mess(name: str) -> bool:
    """Whether a file manager made the file: it says nothing of the project, and is never published."""
    return name.lower() in MESS or name.startswith("._")


def refuse_links(folder: Path, shown: str) -> None:
    """Refuse a year folder in which a link, pipe or device lies, also one that nothing describes.

    What a link points to may be any file of the machine, and would be published.

    Args:
        folder: the year folder.
        shown: the folder as the user knows it, for messages.

    Raises:
        BadInput: naming every one.
    """
    wrong = [path for path in sorted(folder.iterdir()) if not (_is_plain(path) or _is_folder(path))]
    if wrong:
        do = "Put the file itself there, or remove it"
        raise BadInput(
            [
                Fault(f"{shown}/{p.name}", None, None, "this is a link or no file at all", "a file", do)
                for p in wrong
            ]
        )


def copy_described(source: Path, target: Path) -> None:
    """Copy what belongs to a year folder, and nothing else that lies there, to a new folder."""
    target.mkdir(parents=True)
    for name in described_files(source):
        if _is_plain(source / name):
            shutil.copyfile(source / name, target / name, follow_symlinks=False)


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(path.lstat().st_mode)
