"""The real edition, built once for all tests of a run, and what must hold of any edition's folder."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

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


def built_edition() -> Path:
    """The november edition as `bosetting build 2018` makes it; whichever process asks first builds it.

    It is kept for the next run of the tests, until anything that it is made of is another.
    """
    root = ROOT / ".cache" / "built-edition"
    root.parent.mkdir(exist_ok=True)
    with root.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made_of = root / "made-of"
        made_now = what_it_is_made_of()
        if not made_of.is_file() or made_of.read_text() != made_now:
            shutil.rmtree(root, ignore_errors=True)
            done = build(copied_root(root))
            assert done.returncode == 0, done.stderr
            made_of.write_text(made_now)
    return root / "reports" / "2018" / "november"


def what_it_is_made_of() -> str:
    """The checksum of the figures, the program and the lock."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for name in ("data", "notebooks", "src"):
        for path in sorted((ROOT / name).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


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
