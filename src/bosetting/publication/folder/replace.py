"""Putting a finished folder in the place of an old one, so that a reader always finds one of them whole."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_FOLDER, _FILE = 0o755, 0o644
"""What is published may be read by all, whatever the umask of whoever builds it."""
_EDITION, _SCRATCH, _LOCK, _OLD = "edition", "scratch", "lock", "old"


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """A new empty folder near ``target``, which becomes ``target`` by ``put_in_place``.

    It lies in a hidden folder beside ``target``, with ``scratch_of`` it, and all of that is removed in the end
    whatever happens. What an earlier build left when it was killed is removed first. Whether a build still runs is
    told by a lock that the system holds for as long as it does, since a process number means nothing on another
    host or in a container.
    """
    _make_parents(target.parent)
    prefix = f".{target.name}.building-"
    for left in list(target.parent.iterdir()):
        if left.name.startswith(prefix):
            _clear(left, target)
    outer, lock = _locked_folder(prefix, target.parent)
    try:
        (outer / _SCRATCH).mkdir()
        (outer / _EDITION).mkdir()
        yield outer / _EDITION
    finally:
        try:
            shutil.rmtree(outer, ignore_errors=True)
        except BaseException:  # asked to end just now: what is left goes all the same
            shutil.rmtree(outer, ignore_errors=True)
            raise
        finally:
            os.close(lock)


def scratch_of(folder: Path) -> Path:
    """The folder for what a build needs only while it runs, beside the one that ``staging`` gave."""
    return folder.with_name(_SCRATCH)


def put_in_place(new: Path, target: Path) -> None:
    """Make ``new`` the folder at ``target``; what stood there is then at ``new``.

    Where the system can exchange two folders in one step there is no moment without a whole one at ``target``.
    Elsewhere the old one is moved aside first, and back if that is where it ends.
    """
    set_modes(new)
    if not target.exists():
        new.rename(target)
        return
    if _exchange(new, target):
        return
    aside = new.with_name(_OLD)
    target.rename(aside)
    try:
        new.rename(target)
    except BaseException:
        if not target.exists():
            aside.rename(target)
        raise
    aside.rename(new)


def set_modes(folder: Path) -> None:
    """Let everybody read a folder and all in it, and only its owner write."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(_FOLDER if path.is_dir() else _FILE)


def _locked_folder(prefix: str, parent: Path) -> tuple[Path, int]:
    """A new folder and the lock on it; anew if another build took it for a leftover before it was locked."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        with suppress(FileNotFoundError):
            lock = _open_lock(folder)
            with suppress(OSError):  # without locks nobody clears anything, and there is nothing to fear
                fcntl.flock(lock, fcntl.LOCK_EX)
            if (folder / _LOCK).exists():
                return folder, lock
            os.close(lock)


def _clear(left: Path, target: Path) -> None:
    """Remove what a killed build left, unless its lock says that it still runs."""
    if left.is_symlink() or not left.is_dir():
        return
    with suppress(OSError):  # gone meanwhile, another's, or still locked
        lock = _open_lock(left)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if (left / _OLD).exists() and not target.exists():
                (left / _OLD).rename(target)
            shutil.rmtree(left, ignore_errors=True)
        finally:
            os.close(lock)


def _open_lock(folder: Path) -> int:
    return os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)


def _make_parents(folder: Path) -> None:
    for missing in [path for path in (folder, *folder.parents) if not path.exists()][::-1]:
        missing.mkdir(exist_ok=True)
        missing.chmod(_FOLDER)


def _exchange(one: Path, other: Path) -> bool:
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    if ctypes.get_errno() in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
