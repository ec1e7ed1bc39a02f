"""Which files of a year folder belong to it: those that datapackage.json describes, and what else lies there."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bosetting.inputs.reading.files import read_json
from bosetting.inputs.told.faults import BadInput, Fault

DESCRIPTION = "datapackage.json"
ALWAYS = (DESCRIPTION, "rules.toml")
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
    return tuple(sorted({*ALWAYS, *(resource["path"] for resource in _own(_package(folder)))}))


def _package(folder: Path) -> dict[str, Any]:
    """The description as it stands; empty where it cannot be read as one."""
    try:
        content = read_json(folder / DESCRIPTION)
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _own(package: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Descriptions of tables and words that lie in the folder itself."""
    resources = package.get("resources")
    described = [r for r in resources if isinstance(r, dict)] if isinstance(resources, list) else []
    paths = [(r, r.get("path")) for r in described]
    return [
        r for r, p in paths if isinstance(p, str) and (_TABLE.fullmatch(p) or WORDS.fullmatch(p)) is not None
    ]


def measured(content: bytes) -> dict[str, object]:
    """The size and the checksum of a file as a Data Package states them."""
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def _outdated(folder: Path, resource: Mapping[str, Any]) -> dict[str, object]:
    """What a description states of its file that is not so, with what is; nothing where the file is not there."""
    path = folder / resource["path"]
    if not _is_plain(path) or not {"bytes", "hash"} & resource.keys():
        return {}
    held = measured(path.read_bytes())
    return {name: held[name] for name in held if name in resource and resource[name] != held[name]}


def outdated(folder: Path) -> tuple[str, ...]:
    """Names of the files that changed since datapackage.json stated their size and checksum, sorted."""
    return tuple(sorted(r["path"] for r in _own(_package(folder)) if _outdated(folder, r)))


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
    """Copy what belongs to a year folder, and nothing else that lies there, to a new folder.

    The copied description states size and checksum of the copied files, also where the folder's own is older than a table.
    """
    target.mkdir(parents=True)
    for name in described_files(source):
        if _is_plain(source / name):
            shutil.copyfile(source / name, target / name, follow_symlinks=False)
    package = _package(target)
    changed = [(resource, _outdated(target, resource)) for resource in _own(package)]
    if any(held for _, held in changed):
        for resource, held in changed:
            resource.update(held)
        whole = f"{json.dumps(package, ensure_ascii=False, indent=2)}\n"
        (target / DESCRIPTION).write_text(whole, encoding="utf-8", newline="\n")


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(path.lstat().st_mode)
