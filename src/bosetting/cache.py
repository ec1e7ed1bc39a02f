"""Results that take seconds, kept under ``.cache/`` by the hash of everything they depend on."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from bosetting.stored import from_plain, to_plain

Result = TypeVar("Result")

NUMERICAL = ("numpy", "pandas", "scipy")
"""Libraries whose versions can change a result."""

LARGEST = 50 * 1024 * 1024
"""Bytes; no result is near it, and a planted file should not fill the memory."""

_OWN = "BOSETTING_CACHE"
"""Environment variable: the cache of one build and of the notebooks it runs, instead of the project's."""


def cached(
    kind: Any,
    name: str,
    folder: Path,
    inputs: Sequence[Path],
    compute: Callable[[], Result],
    *choices: str,
) -> Result:
    """A result, from the cache where the same inputs, choices, code and libraries have given it before.

    The cache is a convenience: where it cannot be read or written, whatever the reason, the result is computed.
    What it holds is values only, checked against ``kind``; it is still no proof of anything, so what is published
    is computed afresh (see ``fresh_cache``).

    Args:
        kind: the result's type, as it is annotated.
        name: of the result.
        folder: where the cache lives.
        inputs: the files it is computed from.
        compute: gives the result.
        *choices: what else it depends on, such as the edition.
    """
    parts = [name, *choices, _of_files(inputs), _of_code(), _of_software()]
    key = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    path = Path(os.environ.get(_OWN) or folder) / f"{name}-{key[:32]}.json"
    if path.parent.is_symlink():
        return compute()
    # JSON of another shape, too deep, or with numbers that are none: whatever it is, it is not the result.
    with contextlib.suppress(OSError, ValueError, TypeError, RecursionError, ArithmeticError):
        content: Result = from_plain(kind, json.loads(_read(path)))
        return content
    result = compute()
    with contextlib.suppress(OSError, TypeError):
        _write(path, to_plain(result))
    return result


@contextmanager
def fresh_cache(folder: Path) -> Iterator[None]:
    """Let this process and the kernels it starts use an empty cache of their own, whatever lies in the project's.

    Args:
        folder: one that is not there yet; it is removed in the end.
    """
    before = os.environ.get(_OWN)
    os.environ[_OWN] = str(folder.absolute())
    try:
        yield
    finally:
        if before is None:
            del os.environ[_OWN]
        else:
            os.environ[_OWN] = before
        shutil.rmtree(folder, ignore_errors=True)


def _read(path: Path) -> bytes:
    """The bytes of a plain file; a link is not followed, a pipe not waited for."""
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, os.O_RDONLY | flags), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
            raise OSError("not a file of the cache")
        return file.read(LARGEST)


def _write(path: Path, plain: Any) -> None:
    """Write in one step, so that nobody reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(plain, file)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _of_files(files: Sequence[Path], relative_to: Path | None = None) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        name = path.relative_to(relative_to).as_posix() if relative_to else path.name
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def _of_code() -> str:
    """The package's own modules: a change of code is a change of result.

    Sources only: what Python compiles beside them says nothing new, and comes and goes.
    """
    here = Path(__file__).parent
    return _of_files(list(here.rglob("*.py")), here)


@cache
def _of_software() -> str:
    versions = [f"{name} {version(name)}" for name in NUMERICAL]
    return ", ".join([platform.python_implementation(), platform.python_version(), *versions])
