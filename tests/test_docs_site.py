"""The documentation as a site: made without a warning, complete, and loading nothing from anywhere."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bosetting.cli import cli

ROOT = Path(__file__).resolve().parents[1]
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}


class Loads(HTMLParser):
    """The addresses that a page loads by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get(LOADED.get(tag, ""))
        self.addresses += [address] if address else []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "build_docs.py"), str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")  # a warning is an error
    return out


@pytest.mark.long
def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 30
    for page in pages:
        reader = Loads()
        reader.feed(page.read_text(encoding="utf-8"))
        assert reader.addresses
        assert [address for address in reader.addresses if re.match(r"(https?:)?//", address)] == []
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", style.read_text(encoding="utf-8"))


@pytest.mark.long
def test_every_page_and_every_command_is_there(site: Path) -> None:
    written = {path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")}
    pages = {
        path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in (ROOT / "docs").rglob("*.md")
    }
    assert {page for page in pages if not page.startswith("site/")} <= written
    commands = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    assert [name for name in cli.commands if f'id="bosetting-{name}"' not in commands] == []
    tables = (site / "reference" / "figures.html").read_text(encoding="utf-8")
    assert "population.csv" in tables
    assert "requests.csv" in (site / "reference" / "open-data.html").read_text(encoding="utf-8")


def test_the_tests_that_the_page_on_threats_names_are_there() -> None:
    text = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests/)?[\w/]*test_\w+\.py)`", text)
    assert len(named) > 10
    have = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert [name for name in named if Path(name).name not in have] == []
    assert [name for name in named if name.startswith("tests/") and not (ROOT / name).is_file()] == []
