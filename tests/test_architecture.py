"""The rooms of the house import in one direction, and the pure ones stay pure."""

import ast
import re
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[1] / "src" / "bosetting"
ORDER = ["stored", "cache", "inputs", "allocation", "programme", "compute", "report", "publication", "cli"]
NEEDED_BY_NOBODY = "sources"
IMPURE = {"pathlib", "os", "io", "time", "random", "datetime.datetime", "subprocess", "requests", "httpx"}
FILES = sorted(SRC.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def own_rooms(path: Path) -> set[str]:
    return {
        name.split(".")[1] for name in imports(path) if name.startswith("bosetting.") and name != "bosetting"
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_no_arrow_back(path):
    here = room(path)
    if here not in ORDER:
        return
    later = set(ORDER[ORDER.index(here) + 1 :]) | {NEEDED_BY_NOBODY}
    assert not own_rooms(path) & later


@pytest.mark.parametrize(
    "path", [path for path in FILES if room(path) in ("allocation", "programme")], ids=lambda path: path.name
)
def test_the_pure_rooms_read_no_file_clock_or_chance(path):
    assert not imports(path) & IMPURE
    names = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
    assert "open" not in names


def test_every_module_has_a_room():
    rooms = {room(path) for path in FILES} - {"__init__", "__main__"}
    assert rooms <= {*ORDER, NEEDED_BY_NOBODY}


def test_the_check_sees_an_arrow_back(tmp_path):
    path = tmp_path / "wrong.py"
    path.write_text("from bosetting.cli import main\nimport bosetting.report.view\n")
    assert own_rooms(path) == {"cli", "report"}


PAGE = (SRC.parents[1] / "docs" / "architecture.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading, without its head."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def quoted(text: str) -> list[str]:
    return re.findall("`([^`]+)`", text)


def test_the_page_names_every_room_and_no_other():
    named = [name for row in rows("What is in each room") for name in quoted(row[0])]
    folders = [path.parent.relative_to(SRC).as_posix() for path in FILES if path.name == "__init__.py"]
    assert sorted(named) == sorted(set(folders) - {"."})


def test_the_page_names_every_file_beside_the_rooms():
    beside = {path.name for path in SRC.glob("*.py")} - {"__init__.py"}
    section = PAGE.split("Beside the rooms stand")[1].split("\n\n")[0]
    assert {name for name in quoted(section) if name.endswith(".py")} == beside


@pytest.mark.parametrize("row", rows("How a number travels"), ids=lambda row: row[0])
def test_the_numbers_travel_as_the_page_says(row):
    where, *numbers = row
    files = [SRC.parents[1] / name if name.startswith("data/") else SRC / name for name in quoted(where)]
    for number, file in zip(numbers, files if len(files) == 2 else files * 2, strict=True):
        text = file.read_text(encoding="utf-8")
        assert quoted(number)
        assert [words for words in quoted(number) if words not in text and not words.endswith(".csv")] == []
