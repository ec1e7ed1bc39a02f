"""Results that take seconds, kept under ``.cache/`` by the hash of everything they depend on."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")


def cached(name: str, folder: Path, inputs: Path, compute: Callable[[], Result], *choices: str) -> Result:
    """A result, from the cache where the same inputs, choices and code have given it before.

    The cache is a convenience: where it cannot be read or written, whatever the reason, the result is computed.
    It holds pickles, so it is only ever read from the project's own folder, never from one that somebody publishes.

    Args:
        name: of the result.
        folder: where the cache lives.
        inputs: every file in this folder counts.
        compute: gives the result.
        *choices: what else it depends on, such as the edition.
    """
    key = hashlib.sha256("\0".join([name, *choices, _of_files(inputs), _of_code()]).encode()).hexdigest()
    path = folder / f"{name}-{key[:32]}.pickle"
    # Bytes that are no pickle, or one of other classes, can raise almost anything.
    with contextlib.suppress(Exception):
        return pickle.loads(path.read_bytes())  # type: ignore[no-any-return]  # noqa: S301 - our own file
    result = compute()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(pickle.dumps(result))
        os.replace(file.name, path)  # noqa: PTH105 - atomic, so that nobody reads half a file
    return result


def _of_files(folder: Path, pattern: str = "*") -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob(pattern)):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def _of_code() -> str:
    """The package's own modules: a change of code is a change of result.

    Sources only: what Python compiles beside them says nothing new, and comes and goes.
    """
    return _of_files(Path(__file__).parent, "*.py")
