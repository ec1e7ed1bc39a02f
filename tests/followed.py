"""A how-to page, followed step by step on a copy of the project, as its reader would.

Its blocks are its steps. The word after the block's kind is the file it is about:

- `diff FILE`: lines with + and - are changed in the file; the other lines say where, and stand there once
- `console`: commands, run in the project's folder
- `text`: what the commands before it print, among other lines
- `sh`: commands that take long, such as the project's own tests: for the reader, not run here
- any other kind with a FILE: a new file
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOW_TO = ROOT / "docs" / "how-to"
BLOCK = re.compile(r"^```([a-z]+)(?: (\S+))?\n(.*?)^```$", re.S | re.M)


def copied_project(folder: Path, *names: str) -> Path:
    """A copy of these files and folders of the project, and nothing else."""
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=ignored)
        else:
            shutil.copy(ROOT / name, target)
    return folder


def files(root: Path) -> dict[str, bytes]:
    """Every file by its path, but for what Python and the cache leave behind."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not {"__pycache__", ".cache"} & set(path.relative_to(root).parts)
    }


def touched(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """Files that are new, gone or changed."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def follow(page: str, root: Path) -> list[str]:
    """Do what the page says, and give the files it touched."""
    before, said = files(root), None
    for kind, file, text in BLOCK.findall((HOW_TO / page).read_text(encoding="utf-8")):
        if kind == "text":
            assert said is not None, f"{page}: no command stands before\n{text}"
            missing = [line for line in text.splitlines() if line not in said]
            assert not missing, f"{page}: {missing} is not in\n{said}"
            said = None
            continue
        assert said is None or said.endswith("\nexit 0"), f"{page}: {said}"
        said = ran(text, root) if kind == "console" else None
        if kind in ("console", "sh"):
            continue
        if kind == "diff":
            change(root / file, text)
        else:
            assert not (root / file).exists(), f"{page}: {file} is there already"
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(text, encoding="utf-8")
    assert said is None or said.endswith("\nexit 0"), f"{page}: {said}"
    return touched(before, files(root))


def ran(commands: str, root: Path) -> str:
    """What the commands print, with the code the last one gave."""
    places = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(root / "src")}
    done = subprocess.run(
        ["bash", "-c", commands],
        cwd=root,
        env=os.environ | places | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return f"{done.stdout}{done.stderr}\nexit {done.returncode}"


def change(path: Path, diff: str) -> None:
    """Change a file as a diff says; its lines without + must stand together in the file, once."""
    lines = [line or " " for line in diff.splitlines()]
    old = [line[1:] for line in lines if line[0] in " -"]
    new = [line[1:] for line in lines if line[0] in " +"]
    there = path.read_text(encoding="utf-8").splitlines()
    found = [i for i in range(len(there) - len(old) + 1) if there[i : i + len(old)] == old]
    assert len(found) == 1, f"{path.name} has these lines {len(found)} times:\n" + "\n".join(old)
    there[found[0] : found[0] + len(old)] = new
    path.write_text("\n".join(there) + "\n", encoding="utf-8")
