"""The `quarto` command: where it is, which version it is, and running it so that nothing is left behind."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

OLDEST = (1, 10)
"""1.8 leaves out the PDF standards without a word; 1.9 refuses UA-1 and A-2a together."""
VERSION_LIMIT: float = 60
"""Seconds `quarto --version` may take."""
_INSTALL = (
    f"Install Quarto {OLDEST[0]}.{OLDEST[1]} or newer: `conda install -c conda-forge quarto`, "
    "or see https://quarto.org/docs/get-started/. Without it, use --renderer native."
)
_VERSION = re.compile(r"v?(\d+)\.(\d+)(?:\.\d+)*(?:[-+.]\S+)?")
_COLOUR = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")
_WARNING = re.compile(r"\s*(?:\[)?warn(?:ing)?\b", re.IGNORECASE)
_GOES_ON = re.compile(r"[\s│┌└├=]")


class QuartoMissing(RuntimeError):
    """There is no `quarto` command that can make the report."""


class QuartoFailed(RuntimeError):
    """Quarto could not render the report; the message ends with its own words."""


@dataclass(frozen=True)
class Quarto:
    """A Quarto that can make the report.

    Attributes:
        command: its path.
        version: as it says itself.
    """

    command: str
    version: str


def quarto_command() -> str:
    """Finds the command: `$QUARTO`, `$QUARTO_PATH`, or `quarto` on the path.

    Raises:
        QuartoMissing: There is none, with what to do about it.
    """
    for name in ("QUARTO", "QUARTO_PATH"):
        asked = os.environ.get(name, "")
        if asked:
            found = shutil.which(asked)
            if found is None:
                raise QuartoMissing(f"${name} is {asked}, which is no command. {_INSTALL}")
            return found
    found = shutil.which("quarto")
    if found is None:
        raise QuartoMissing(f"There is no quarto command on the path. {_INSTALL}")
    return found


def find_quarto() -> Quarto:
    """Finds the command and asks for its version.

    Raises:
        QuartoMissing: There is none, it is too old, or it does not say its version; with what to do.
    """
    command = quarto_command()
    try:
        code, said = run([command, "--version"], VERSION_LIMIT)
    except QuartoFailed as fault:
        raise QuartoMissing(f"{command} --version gave no answer: {fault} {_INSTALL}") from fault
    if code:
        raise QuartoMissing(
            f"{command} --version failed with exit code {code}. It says: {_short(said)} {_INSTALL}"
        )
    found = next(filter(None, map(_VERSION.fullmatch, map(str.strip, said.splitlines()))), None)
    if found is None:
        raise QuartoMissing(f"{command} --version gives no version, but: {_short(said)} {_INSTALL}")
    if (int(found[1]), int(found[2])) < OLDEST:
        why = "It cannot make a PDF that is both PDF/UA-1 and PDF/A-2a."
        raise QuartoMissing(f"{command} is Quarto {found[0]}. {why} {_INSTALL}")
    return Quarto(command, found[0].removeprefix("v"))


def run(
    call: Sequence[str],
    limit: float,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Runs a command and gives its exit code and all it said, without colours.

    Args:
        call: the command and its arguments.
        limit: seconds it may take; then it is stopped, with all it has started.
        folder: where it works.
        environment: its variables; None for our own.

    Raises:
        QuartoFailed: It could not be started, or took too long.
    """
    given = {**(os.environ if environment is None else environment), "NO_COLOR": "1"}
    try:
        process = subprocess.Popen(  # noqa: S603 - the command the user installed, and our own arguments
            call,
            cwd=folder,
            env=given,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as fault:
        raise QuartoFailed(f"{call[0]} could not be started: {fault.strerror}.") from fault
    try:
        said, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired as fault:
        _end(process)
        raise QuartoFailed(f"Quarto took more than {limit:g} seconds and was stopped.") from fault
    except BaseException:
        _end(process)
        raise
    return process.returncode, _COLOUR.sub("", said.decode("utf-8", "replace")).replace("\r", "").strip()


def warnings_of(said: str) -> list[str]:
    """Gives the warnings in what a successful run said, each with the lines that belong to it."""
    found: list[str] = []
    inside = False
    for line in said.splitlines():
        if _WARNING.match(line):
            found.append(line.strip())
            inside = True
        elif inside and line.strip() and _GOES_ON.match(line):
            found[-1] += f"\n{line.rstrip()}"
        else:
            inside = False
    return found


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a run and all it has started: Quarto runs Deno, Pandoc and Typst."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()


def _short(said: str) -> str:
    first = said.splitlines()[0] if said else "nothing"
    return f"“{first[:200]}”."
