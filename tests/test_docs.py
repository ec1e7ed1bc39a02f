"""Every command in the README and the docs is run, as a reader would run it."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from smallyear import small_year

from bosetting.cli import main
from bosetting.publication import build as building

ROOT = Path(__file__).resolve().parents[1]
HOW_TO = ROOT / "docs" / "how-to"
FOLLOWED = {*HOW_TO.glob("add-*.md"), *HOW_TO.glob("next-*.md")}
"""Pages that change the project as they go; test_how_to.py follows them on a copy."""
PAGES = [ROOT / "README.md", *sorted(set((ROOT / "docs").rglob("*.md")) - FOLLOWED)]
BLOCK = re.compile(r"^```[a-z]*\n(.*?)^```", re.S | re.M)
VERBS = {
    "allocate",
    "backtest",
    "build",
    "check",
    "compare",
    "draw",
    "estimate",
    "explain",
    "fetch",
    "import",
    "letters",
    "load",
    "municipality",
    "verify",
}


def commands():
    for page in PAGES:
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            for line in block.splitlines():
                command = line.split("  #")[0].strip()
                if command.startswith("bosetting ") and not re.search(r"\b(NAME|YEAR|VERB|FILE)\b", command):
                    yield command


NETWORK = "bosetting fetch"
"""Run in tests/sources/update, against a publisher on this machine."""
COMMANDS = sorted(
    (each for each in set(commands()) if not each.startswith(NETWORK)),
    key=lambda command: ("verify" in command, command),
)
BUILDS = [c for c in COMMANDS if c.split()[1] in ("build", "verify")]
ESTIMATES = [c for c in COMMANDS if c.split()[1] in ("estimate", "municipality")]
QUICK = [c for c in COMMANDS if c not in (*BUILDS, *ESTIMATES)]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


def run(command, root):
    """What a command prints; it may take what other tests have computed of the same figures."""
    done = subprocess.run(
        [sys.executable, "-m", "bosetting", *shlex.split(command)[1:]],
        cwd=root,
        env=os.environ | {"BOSETTING_CACHE": str(ROOT / ".cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("command", QUICK)
def test_quick_commands_do_what_they_say(command, root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    monkeypatch.setenv("BOSETTING_CACHE", str(ROOT / ".cache"))
    main(shlex.split(command)[1:])
    assert capsys.readouterr().out.strip()


@pytest.mark.long
@pytest.mark.parametrize("command", ESTIMATES)
def test_the_commands_that_take_seconds_do_what_they_say(command, root):
    run(command, root)


@pytest.mark.usefixtures("quick")
def test_the_commands_that_build_do_what_they_say(tmp_path, monkeypatch, capsys):
    """One after the other, on a small year and without notebooks; what a real build gives is tested elsewhere."""
    monkeypatch.setattr(building, "renderer_software", lambda renderer: {renderer: "1"})
    monkeypatch.chdir(small_year().write(tmp_path / "project"))
    assert BUILDS
    for command in BUILDS:
        words = shlex.split(command.replace("/tmp/", f"{tmp_path}/"))
        main(words[1:])
        assert capsys.readouterr().out.strip(), command


@pytest.mark.long
def test_an_edition_that_was_built_is_verified(built, tmp_path):
    """In earnest: every file is made again, and is the same bytes in another place, time zone, locale and order."""
    other = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "4402"}
    elsewhere = tmp_path / "some where æøå"
    elsewhere.mkdir()
    shutil.copytree(built.parents[2] / "data", tmp_path / "data")
    shutil.copytree(built, tmp_path / "reports" / "2018" / "november")
    done = subprocess.run(
        [sys.executable, "-m", "bosetting", "verify", "../reports/2018/november", "--jobs", "3"],
        cwd=elsewhere,
        env=os.environ | other | {"TMPDIR": str(elsewhere), "HOME": str(elsewhere)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (files, again) = re.search(r"(\d+) of (\d+)", done.stdout).groups()
    assert files == again


def test_every_verb_is_shown_somewhere():
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    done = subprocess.run(
        [sys.executable, "-m", "bosetting", "--help"], capture_output=True, text=True, check=True
    )
    verbs = set(re.findall(r"^  ([a-z]+) ", done.stdout.split("Commands:")[1], re.M))
    assert verbs
    assert verbs <= VERBS
    assert [verb for verb in sorted(verbs) if f"bosetting {verb}" not in text] == []
