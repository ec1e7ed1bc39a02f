"""What lets a stranger check an edition: the program in its folder, and one digest for all its numbers."""

from __future__ import annotations

from pathlib import Path

from bosetting.inputs.reading.described import is_mess
from bosetting.publication.proof.verify import numbers_digest
from bosetting.report.output.files import write_file

PROGRAM = "verify.py"


def copy_proof(folder: Path) -> None:
    """Put the program that needs only Python into an edition's folder."""
    write_file(folder / PROGRAM, (Path(__file__).parent / PROGRAM).read_bytes())


def digest_of_numbers(folder: Path) -> str:
    """The digest of data and inputs of an edition's folder, without links and what file managers leave.

    It is SHA-256 of what ``sha256sum`` prints for their files, sorted by path in the order of bytes. Page and PDF
    can carry it, since they are no part of it; anybody can work it out with the tools of the system.
    """
    files = [
        path
        for part in ("data", "inputs")
        for path in (folder / part).rglob("*")
        if path.is_file() and not path.is_symlink() and not is_mess(path.name)
    ]
    return numbers_digest({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})
