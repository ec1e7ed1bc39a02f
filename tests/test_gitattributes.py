"""A clone by Git for Windows, which converts line ends unless told not to, holds the bytes that were published."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
AS_COMMITTED = {
    "data/2018/population.csv": b"a\n1\n",
    "data/2018/rules.toml": b"a = 1\r\nb = 2\n",
    "reports/2018/november/data/requests.csv": b"a\n1\n",
    "reports/2018/november/manifest.json": b"{}\n",
    "reports/2018/november/data/old.csv": b"a\r\n1\r\n",
    "notebooks/report.ipynb": b"{}\n",
    "requirements.lock": b"a==1 \\\n    --hash=sha256:1\n",
    "tools/setup.sh": b"#!/bin/sh\n",
    ".ci/run": b"#!/bin/sh\n",
    "Makefile": b"all:\n\ttrue\n",
    "src/bosetting/report/text.css": b"a {}\n",
}


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_clone_with_autocrlf_changes_no_byte(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], check=True, capture_output=True)

    project, clone = tmp_path / "project", tmp_path / "clone"
    files = {**AS_COMMITTED, ".gitattributes": (ROOT / ".gitattributes").read_bytes()}
    for name, content in files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(content)
    git("init", "-q", str(project))
    git("-C", str(project), "add", "--all")
    person = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    git("-C", str(project), *person, "commit", "-q", "-m", "x")
    git("-c", "core.autocrlf=true", "clone", "-q", str(project), str(clone))
    assert {name: (clone / name).read_bytes() for name in files} == files
