"""The real edition, built once for all tests of a run, and what must hold of any edition's folder."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bosetting.compute import Computation
from bosetting.publication.open_data.tables import (
    COUNTY_COLUMNS,
    DIVISION_COLUMNS,
    county_rows,
    csv_bytes,
    division_rows,
    request_columns,
    request_rows,
)

ROOT = Path(__file__).resolve().parents[1]


def copied_root(folder: Path) -> Path:
    """A folder with the real figures and nothing else."""
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


WITHOUT_PAGES = """
from bosetting.cli import main
from bosetting.publication import build
build.PAGES = False
main()
"""


def build(
    root: Path, *options: object, cwd: Path | None = None, pages: bool = True, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `bosetting build 2018` as a user does; without the municipalities' pages where a test is of other things."""
    program = ["-m", "bosetting"] if pages else ["-c", WITHOUT_PAGES]
    return subprocess.run(
        [sys.executable, *program, "--root", str(root), "build", "2018", *map(str, options)],
        cwd=cwd or root,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def built_edition(factory: pytest.TempPathFactory) -> Path:
    """The november edition as `bosetting build 2018` makes it; whichever process asks first builds it."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    root = shared / "built-edition"
    with root.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = root / "reports" / "2018" / "november"
        if not folder.exists():
            shutil.rmtree(root, ignore_errors=True)
            done = build(copied_root(root))
            assert done.returncode == 0, done.stderr
    return folder


def request_tables(computation: Computation) -> dict[str, bytes]:
    """The tables of the request alone, which a small year has."""
    request = computation.request
    return {
        "requests.csv": csv_bytes(request_columns(request.inputs.rules), request_rows(request)),
        "counties.csv": csv_bytes(COUNTY_COLUMNS, county_rows(request)),
        "divisions.csv": csv_bytes(DIVISION_COLUMNS, division_rows(request)),
    }


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def faults_of(folder: Path) -> list[str]:
    """What is missing, changed or too much in a folder, by its own manifest."""
    files = contents(folder)
    manifest = json.loads(files.pop("manifest.json"))
    listed = {entry["path"]: entry["sha256"] for entry in (*manifest["inputs"], *manifest["outputs"])}
    found = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    return sorted(path for path in listed.keys() | found.keys() if listed.get(path) != found.get(path))
