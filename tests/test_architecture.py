"""The rooms of the house import in one direction, and the pure ones stay pure."""

import ast
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
