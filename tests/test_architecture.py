"""The rooms of the house import in one direction, the pure ones stay pure, and the code knows no year."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[1] / "src" / "bosetting"
ORDER = [
    "light",
    "stored",
    "cache",
    "inputs",
    "allocation",
    "programme",
    "compute",
    "report",
    "publication",
    "cli",
]
NEEDED_BY_NOBODY = "sources"
"""But by the command line, which fetches and draws with it."""
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
    unneeded = set() if here == "cli" else {NEEDED_BY_NOBODY}
    later = set(ORDER[ORDER.index(here) + 1 :]) | unneeded
    assert not own_rooms(path) & later


@pytest.mark.parametrize(
    "path", [path for path in FILES if room(path) in ("allocation", "programme")], ids=lambda path: path.name
)
def test_the_pure_rooms_read_no_file_clock_or_chance(path):
    assert not imports(path) & IMPURE
    names = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
    assert "open" not in names


NETWORK = {
    "httpx",
    "requests",
    "urllib.request",
    "http.client",
    "socket",
    "aiohttp",
    "urllib3",
    "ftplib",
    "smtplib",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_only_the_clients_use_the_network(path):
    if path.parent != SRC / "sources" / "clients":
        named = imports(path)
        assert not {name for name in named if any(f"{name}.".startswith(f"{lib}.") for lib in NETWORK)}
        assert not {name for name in named if name.startswith("pyjstat")}  # it can open addresses


def test_every_module_has_a_room():
    rooms = {room(path) for path in FILES} - {"__init__", "__main__"}
    assert rooms <= {*ORDER, NEEDED_BY_NOBODY}


def test_the_check_sees_an_arrow_back(tmp_path):
    path = tmp_path / "wrong.py"
    path.write_text("from bosetting.cli import main\nimport bosetting.report.view\n")
    assert own_rooms(path) == {"cli", "report"}


YEAR = re.compile(r"(?<![0-9])(?<!\\u)20[0-9]{2}(?![0-9])")
"""A year; not four digits of a longer number, nor a letter written as its number in Unicode."""
NAMESPACE = "http://www.w3.org/2000/svg"
VCARD = "http://www.w3.org/2006/vcard/ns#"
ATOM = "http://www.w3.org/2005/Atom"
"""The names of SVG and of vCard, which no year can change."""
WRITTEN = {".j2", ".toml", ".js", ".css", ".typ"}
IMPORT_SCRIPTS = (SRC / "sources" / "figures", SRC / "sources" / "reference")
"""They make the tables of the reference from the publishers' figures; nothing computes with them."""


def texts(source: str) -> Iterator[str]:
    """Everything a module says but its docstrings: values, names and comments."""
    tree = ast.parse(source)
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            yield str(node.value)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.NAME, tokenize.COMMENT):
            yield token.string


def years(path: Path) -> list[str]:
    source = path.read_text(encoding="utf-8")
    said = texts(source) if path.suffix == ".py" else [source]
    for name in (NAMESPACE, VCARD, ATOM):
        said = [text.replace(name, "") for text in said]
    return [found for text in said for found in YEAR.findall(text)]


SAYING = sorted(
    path
    for path in SRC.rglob("*")
    if path.suffix in {".py", *WRITTEN} and not any(map(path.is_relative_to, IMPORT_SCRIPTS))
)


@pytest.mark.parametrize("path", SAYING, ids=lambda path: path.relative_to(SRC).as_posix())
def test_the_code_knows_no_year(path):
    assert years(path) == []


def test_the_check_sees_a_year(tmp_path):
    path = tmp_path / "wrong.py"
    path.write_text(
        '"""As SSB said in 2011."""\n'
        "FIRST = 2012  # not 2013\n"
        '"""Of 2014."""\n'
        "def of_2015(x, since_2016=0.5):\n"
        "    return f'{x}, 2017-11-06', r'[\\u2018]', '\\u2019', 20180, 12019, 'year_2020', b'2021'\n"
        f"SVG = '{NAMESPACE}'\n"
    )
    assert sorted(years(path)) == ["2012", "2013", "2015", "2016", "2017", "2020", "2021"]
    written = tmp_path / "wrong.css"
    written.write_text("/* 2022 */ a { color: #202020 }")
    assert years(written) == ["2022"]


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
