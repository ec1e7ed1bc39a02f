"""The outer files agree: project, lock, conda environment, Makefile, README and descriptions."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import bosetting

ROOT = Path(__file__).parent.parent
PREREQUISITES = "apt-get install -y make git python3-venv chromium"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


PYPROJECT = tomllib.loads(read("pyproject.toml"))
PROJECT = PYPROJECT["project"]
DECLARED = [
    Requirement(line)
    for line in chain(
        PROJECT["dependencies"],
        *PROJECT["optional-dependencies"].values(),
        PYPROJECT["build-system"]["requires"],
    )
]


def locked() -> dict[str, list[Requirement]]:
    """The lock's entries by name; a name has several where platforms differ."""
    entries: dict[str, list[Requirement]] = {}
    for line in read("requirements.lock").splitlines():
        if not line.startswith(" "):
            entry = Requirement(line.removesuffix("\\").strip())
            entries.setdefault(canonicalize_name(entry.name), []).append(entry)
    return entries


def locked_here() -> set[str]:
    """What the lock installs on this machine."""
    return {name for name, entries in locked().items() if any(applies(entry.marker) for entry in entries)}


def applies(marker: Marker | None, extra: str = "") -> bool:
    return marker is None or marker.evaluate({"extra": extra})


def needed() -> set[str]:
    """What pyproject.toml needs on this machine, directly or through another package."""
    found: set[tuple[str, str]] = set()
    queue = list(DECLARED)
    while queue:
        requirement = queue.pop()
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras}:
            if (name, extra) not in found:
                found.add((name, extra))
                wanted = map(Requirement, distribution(name).requires or ())
                queue += [one for one in wanted if applies(one.marker, extra)]
    return {name for name, _ in found}


def code_blocks(name: str) -> list[str]:
    return re.findall(r"^```\n(.*?)^```$", read(name), re.DOTALL | re.MULTILINE)


# The lock


def test_every_locked_file_is_pinned_and_hashed():
    entries = re.split(r"\n(?! )", read("requirements.lock").strip())
    assert len(entries) > 100
    for entry in entries:
        assert re.fullmatch(
            r"[a-z0-9-]+==[^\s;]+( ; [^\\\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+", entry
        ), f"requirements.lock: {entry.splitlines()[0]} is not pinned by version and hash. Run: make lock"


@pytest.mark.parametrize("word", ["://", "file:", "--index-url", "--find-links", " @ ", "/"])
def test_the_lock_names_no_host_and_no_folder(word):
    assert word not in read("requirements.lock")


@pytest.mark.parametrize("requirement", DECLARED, ids=str)
def test_every_dependency_is_locked_at_a_version_it_allows(requirement):
    entries = locked().get(canonicalize_name(requirement.name), [])
    assert entries, f"{requirement} is in pyproject.toml and not in requirements.lock. Run: make lock"
    for entry in entries:
        (pin,) = entry.specifier
        assert pin.version in requirement.specifier


def test_the_lock_has_what_is_needed_and_nothing_else():
    try:
        assert needed() == locked_here()
    except PackageNotFoundError as missing:
        pytest.fail(f"{missing.name} is needed and not installed. Run: make lock, then make test")


def test_what_is_installed_is_what_is_locked():
    for name in locked_here():
        versions = [
            pin.version for entry in locked()[name] if applies(entry.marker) for pin in entry.specifier
        ]
        assert versions == [distribution(name).version], name


@pytest.mark.long
def test_the_lock_made_again_is_the_same(tmp_path):
    """The hashes are left out: a publisher may add a file for another machine to a version."""
    again = tmp_path / "requirements.lock"
    shutil.copy(ROOT / "requirements.lock", again)
    make = ["make", "-s", "-o", ".venv/.ready", "lock", f"LOCK={again}", f"PY={sys.executable}"]
    done = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr

    def versions(text: str) -> list[str]:
        return [line.removesuffix("\\").strip() for line in text.splitlines() if not line.startswith(" ")]

    assert versions(again.read_text()) == versions(read("requirements.lock")), "Run: make lock"


# What names the environment elsewhere


def test_conda_takes_the_same_python_and_the_same_lock():
    *conda, pip = yaml.safe_load(read("environment.yml"))["dependencies"]
    assert pip == {"pip": ["-r requirements.lock"]}
    (python,) = [entry for entry in conda if entry.startswith("python=")]
    minor = python.removeprefix("python=")
    assert SpecifierSet(PROJECT["requires-python"]) == SpecifierSet(f">={minor},<3.{int(minor[2:]) + 1}")
    assert sorted(set(conda) - {python}) == ["pip", "quarto>=1.10"]
    assert "pip install --no-deps --no-build-isolation -e .\n" in code_blocks("README.md")[-1]


def test_every_place_names_the_same_version():
    assert PROJECT["version"] == bosetting.__version__
    assert yaml.safe_load(read("CITATION.cff"))["version"] == bosetting.__version__
    assert re.search(r"^## (\S+)", read("CHANGELOG.md"), re.MULTILINE)[1] == bosetting.__version__


def test_every_place_names_the_same_licence():
    assert PROJECT["license"] == "MIT"
    assert yaml.safe_load(read("CITATION.cff"))["license"] == "MIT"
    assert yaml.safe_load(read("publiccode.yml"))["legal"]["license"] == "MIT"
    assert "MIT License" in read("LICENSE").splitlines()[0]


def test_publiccode_and_citation_have_what_their_standards_require():
    """All but the address of the repository, which only a publisher can give."""
    required = {
        *("publiccodeYmlVersion", "name", "platforms", "categories", "developmentStatus", "softwareType"),
        *("description", "legal", "maintenance", "localisation"),
    }
    code = yaml.safe_load(read("publiccode.yml"))
    assert required <= code.keys()
    assert {"localisationReady", "availableLanguages"} <= code["localisation"].keys()
    for texts in code["description"].values():
        assert {"shortDescription", "longDescription", "features"} <= texts.keys()
    citation = yaml.safe_load(read("CITATION.cff"))
    assert {"cff-version", "message", "title", "authors", "type", "version", "license"} <= citation.keys()
    assert citation["cff-version"] == "1.2.0"
    assert all("name" in author or "family-names" in author for author in citation["authors"])


def test_publiccode_keeps_to_the_limits_of_its_standard():
    description = yaml.safe_load(read("publiccode.yml"))["description"]
    assert set(description) == {"en", "nb"}
    for texts in description.values():
        assert len(texts["shortDescription"]) <= 150
        assert 150 <= len(texts["longDescription"]) <= 10_000
        assert texts["features"]


# What the README promises


def test_the_readme_begins_with_the_prerequisites_and_two_commands():
    assert code_blocks("README.md")[:2] == [f"{PREREQUISITES}\n", "make report\nmake test\n"]
    assert PREREQUISITES in read("tools/setup.sh")


def test_the_readme_documents_every_target_and_no_other():
    targets = re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE)
    assert re.findall(r"^\| `make ([a-z]+)` \|", read("README.md"), re.MULTILINE) == targets
    (phony,) = re.findall(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)
    assert phony.split() == targets


def test_make_alone_lists_the_targets():
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE)
    assert re.findall(r"^make ([a-z]+) +\S", listed, re.MULTILINE) == targets


@pytest.mark.parametrize("folder", [".", "docs", "docs/decisions", "docs/how-to"])
def test_links_lead_somewhere(folder):
    for page in (ROOT / folder).glob("*.md"):
        for target in re.findall(r"\]\((?!https:|reports/)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (
                f"{page.relative_to(ROOT)} links to {target}, which is not there"
            )


def test_every_page_of_the_documentation_is_in_its_index():
    for index in ("docs/README.md", "docs/decisions/README.md"):
        pages = {page.name for page in (ROOT / index).parent.glob("*.md")} - {"README.md"}
        assert pages <= set(re.findall(r"\]\(([^)/]+\.md)\)", read(index)))
    how_to = {f"how-to/{page.name}" for page in (ROOT / "docs" / "how-to").glob("*.md")}
    assert how_to <= set(re.findall(r"\]\(([^)]+\.md)\)", read("docs/README.md")))


@pytest.mark.parametrize(
    "script",
    [".ci/run", "postBuild", *sorted(f"tools/{path.name}" for path in (ROOT / "tools").glob("*.sh"))],
)
def test_scripts_are_bash_that_stops_at_the_first_fault(script):
    assert subprocess.run(["bash", "-n", str(ROOT / script)], check=False).returncode == 0
    assert read(script).startswith("#!/usr/bin/env bash\n")
    assert "\nset -euo pipefail\n" in read(script)


# What others run


def hooks() -> dict[str, dict[str, str]]:
    (local,) = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    assert local["repo"] == "local", "a hook from elsewhere would be downloaded"
    return {hook["id"]: hook for hook in local["hooks"]}


def test_the_hooks_are_the_projects_own_tools_as_make_lint_runs_them():
    assert list(hooks()) == ["ruff-check", "ruff-format", "mypy", "nbstripout"]
    lint = re.search(r"^lint:.*?\n\n", read("Makefile"), re.MULTILINE | re.DOTALL)[0]
    for hook in hooks().values():
        assert hook["language"] == "system"
        tool, *options = hook["entry"].removeprefix(".venv/bin/python -m ").split()
        assert tool in locked_here()
        assert re.search(rf"\$\(PY\) -m {tool}\b", lint)
        assert all(option in lint for option in options if option != "--force-exclude")


@pytest.mark.parametrize(
    ("hook", "name", "good", "bad"),
    [
        ("ruff-check", "a.py", "A = 1\n", "import os\n"),
        ("ruff-format", "a.py", "A = 1\n", "A=1\n"),
        ("nbstripout", "a.ipynb", "[]", '[{"output_type": "stream", "name": "stdout", "text": ["1"]}]'),
    ],
)
def test_a_hook_lets_good_files_pass_and_stops_others(tmp_path, hook, name, good, bad):
    entry = [sys.executable, *hooks()[hook]["entry"].split()[1:]]
    for text, code in ((good, 0), (bad, 1)):
        notebook = (
            '{"cells": [{"cell_type": "code", "execution_count": null, "id": "a", "metadata": {}, '
            f'"outputs": {text}, "source": []}}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}'
        )
        (tmp_path / name).write_text(notebook if name.endswith("ipynb") else text)
        done = subprocess.run([*entry, name], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout + done.stderr


def test_jupyterhub_and_binder_install_the_project_into_the_environment(tmp_path):
    """What they run after environment.yml, with a python and a bosetting that only note what they are asked."""
    script = ROOT / "postBuild"
    assert os.access(script, os.X_OK)
    for name in ("python", "bosetting"):
        (tmp_path / name).write_text(f'#!/bin/sh\necho "$PWD: {name} $@" >> {tmp_path}/asked\n')
        (tmp_path / name).chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    subprocess.run([str(script)], cwd=tmp_path, env=environment, check=True)
    asked = (tmp_path / "asked").read_text().splitlines()
    install = (
        "python -m pip --disable-pip-version-check --no-input install --no-deps --no-build-isolation -e ."
    )
    assert asked == [f"{ROOT}: {install}", f"{ROOT}: bosetting --version"]
    # Without build isolation, what builds the project must be in the environment already.
    assert {"hatchling", "editables", "jupyterlab"} <= locked_here()
