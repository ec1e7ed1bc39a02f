"""Every command in the README and the docs is run, as a reader would run it."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLLOWED = set((ROOT / "docs" / "how-to").glob("add-*.md"))
"""Pages that change the project as they go; test_how_to.py follows them on a copy."""
PAGES = [ROOT / "README.md", *sorted(set((ROOT / "docs").rglob("*.md")) - FOLLOWED)]
BLOCK = re.compile(r"^```[a-z]*\n(.*?)^```", re.S | re.M)
VERBS = {"allocate", "build", "check", "estimate", "explain", "load", "verify"}


def commands():
    for page in PAGES:
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            for line in block.splitlines():
                command = line.split("  #")[0].strip()
                if command.startswith("bosetting ") and not re.search(r"\b(NAME|YEAR|VERB|FILE)\b", command):
                    yield command


COMMANDS = sorted(set(commands()), key=lambda command: ("verify" in command, command))
QUICK = [c for c in COMMANDS if c.split()[1] not in ("build", "verify", "estimate")]
SLOW = [c for c in COMMANDS if c not in QUICK]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


def run(command, root):
    words = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-m", "bosetting", *words[1:]], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("command", QUICK)
def test_quick_commands_do_what_they_say(command, root):
    run(command, root)


@pytest.mark.long
def test_the_commands_that_build_do_what_they_say(root):
    for command in SLOW:
        run(command, root)


def test_every_verb_is_shown_somewhere():
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    done = subprocess.run(
        [sys.executable, "-m", "bosetting", "--help"], capture_output=True, text=True, check=True
    )
    verbs = set(re.findall(r"^  ([a-z]+) ", done.stdout.split("Commands:")[1], re.M))
    assert verbs
    assert verbs <= VERBS
    assert [verb for verb in sorted(verbs) if f"bosetting {verb}" not in text] == []
