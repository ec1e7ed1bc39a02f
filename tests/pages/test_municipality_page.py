"""The page of a municipality in a real browser: asked and not, nynorsk, Sámi and long names, phone and desk."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from browser import OpenedPage
from edition import ROOT

CODES = {
    "5001": "asked",
    "0618": "nynorsk, not asked",
    "0617": "near the line",
    "2020": "Sámi",
    "1940": "long",
}
QUICK = ("5001", "0617", "2020")

Open = Callable[..., OpenedPage]


@pytest.fixture(scope="module")
def folder(built: Path) -> Path:
    return built / "municipalities"


def test_everyone_has_a_page_that_the_manifest_names(built: Path, folder: Path) -> None:
    rows = (built / "data" / "requests.csv").read_text(encoding="utf-8").splitlines()[1:]
    pages = sorted(path.name for path in folder.iterdir())
    assert pages == sorted(f"{row.split(',')[0]}.html" for row in rows)
    listed = {e["path"]: e["sha256"] for e in json.loads((built / "manifest.json").read_text())["outputs"]}
    for name in pages:
        assert listed[f"municipalities/{name}"] == hashlib.sha256((folder / name).read_bytes()).hexdigest()


def test_every_page_says_the_number_of_its_row(built: Path, folder: Path) -> None:
    header, *rows = (built / "data" / "requests.csv").read_text(encoding="utf-8").splitlines()
    for row in rows:
        cells = dict(zip(header.split(","), row.split(","), strict=False))
        page = (folder / f"{cells['kommune_nr']}.html").read_text(encoding="utf-8")
        answer = re.search(r"<strong>(.*?)</strong>", page.split("<main", 1)[1]).group(1)
        assert page.count("<h1>") == 1
        assert (f" {cells['persons']} person" in answer) is (cells["asked"] == "true")


@pytest.mark.parametrize(
    "code", [*QUICK, *(pytest.param(code, marks=pytest.mark.long) for code in CODES if code not in QUICK)]
)
def test_a_page_is_for_every_reader(code: str, folder: Path, reading: Open) -> None:
    opened = reading(folder / f"{code}.html")
    assert opened.barriers((320, 1440)) == {}
    for width in (320, 1440):
        opened.shown_as(width=width)
        drawing = opened.page.locator("svg.drawing").bounding_box()
        card = opened.page.locator(".chart .card").bounding_box()
        assert drawing["width"] <= card["width"] <= width
    assert (opened.errors, opened.foreign) == ([], [])


def test_the_answer_is_on_the_first_screen_of_a_phone(folder: Path, reading: Open) -> None:
    opened = reading(folder / "5001.html", width=375)
    box = opened.page.locator("main strong").first.bounding_box()
    assert box["y"] + box["height"] < 667


def test_nothing_needs_javascript_and_print_cuts_nothing(folder: Path, open_page: Open) -> None:
    opened = open_page(folder / "0617.html", javascript=False, media="print", width=700)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 700
    assert "blir ikkje beden om" in opened.page.locator("main").inner_text()


def test_its_language_is_said(folder: Path, reading: Open) -> None:
    assert reading(folder / "0618.html").page.locator("html").get_attribute("lang") == "nn"
    assert reading(folder / "5001.html").page.locator("html").get_attribute("lang") == "nb"


def test_its_links_lead_to_files_of_the_edition(folder: Path) -> None:
    for code in CODES:
        page = (folder / f"{code}.html").read_text(encoding="utf-8")
        links = [link for link in re.findall(r'<a href="([^"#]+)"', page) if "://" not in link]
        assert links
        assert [link for link in links if not (folder / link).is_file()] == []


@pytest.mark.long
@pytest.mark.parametrize("code", ["5001", "0618"])
def test_a_kernel_makes_the_same_page(code: str, folder: Path, tmp_path: Path) -> None:
    """The check of the fast engine against papermill's own."""
    command = [sys.executable, "-m", "bosetting", "--root", str(ROOT), "municipality", "2018", code]
    subprocess.run([*command, "--out", str(tmp_path / "page.html")], check=True)
    assert (tmp_path / "page.html").read_bytes() == (folder / f"{code}.html").read_bytes()
    subprocess.run([*command, "--notebook", "--out", str(tmp_path / "n.ipynb")], check=True)
    notebook = (tmp_path / "n.ipynb").read_text(encoding="utf-8")
    assert "<svg" in notebook
    assert str(ROOT) not in notebook
