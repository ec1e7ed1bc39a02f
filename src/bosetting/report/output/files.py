"""Writing a file so that an error names it."""

from __future__ import annotations

import os
from pathlib import Path


def write_file(path: Path, content: bytes) -> None:
    """Write a file.

    Raises:
        OSError: with the file's name, also where the system names none, as when the disk is full.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise named(error, path) from None


def put_file(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, so that a reader finds the old or the new one whole.

    Raises:
        OSError: with the file's name.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write_file(beside, content)
        beside.replace(path)
    except OSError as error:
        raise named(error, path) from None
    finally:
        beside.unlink(missing_ok=True)


def named(error: OSError, path: Path) -> OSError:
    """The error with a file's name, the given one where it has none of its own."""
    return error if error.filename else OSError(error.errno, error.strerror, str(path))
