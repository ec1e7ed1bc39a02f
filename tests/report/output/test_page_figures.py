"""Figures and tables have a number, an address of their own and a download; files are links where they are named."""

import csv
import io
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from bosetting.publication.figures import figure_files
from bosetting.report.blocks.kinds import Column, Prose, Table, Words
from bosetting.report.output.figures import with_addresses, with_file_links

DRAWN = (
    '<figure class="block chart" id="fig-{id}">\n<figcaption>A &amp; B</figcaption>\n'
    '<svg xmlns="http://www.w3.org/2000/svg" class="drawing"><title>A &amp; B</title></svg>\n'
    '<p class="description">What it shows.</p>\n<details><summary>Show</summary>\n{table}</details>\n</figure>\n'
)
HOSTILE = '=HYPERLINK("http://x.example")'


def table(id: str, *rows: tuple[object, ...], **more) -> str:
    columns = (Column("Who"), Column("How many", "decimal", 1), Column("When", "date"))
    return Table(id, f"Table {id}", columns, rows, **more).mimebundle("nn")["text/html"]


def chart(id: str) -> str:
    return DRAWN.format(id=id, table=table(id, ("x", 1, None)))


def test_numbers_follow_the_order_of_the_page_each_kind_by_itself() -> None:
    body = table("one", ("x", 1, None)) + chart("two") + table("three") + chart("four")
    page = BeautifulSoup(with_addresses(body, "nn"), "html.parser")
    assert [(a["href"], a.get_text()) for a in page.select("a.anchor")] == [
        ("#tab-one", "Tabell 1"),
        ("#fig-two", "Figur 1"),
        ("#tab-two", "Tabell 2"),
        ("#tab-three", "Tabell 3"),
        ("#fig-four", "Figur 2"),
        ("#tab-four", "Tabell 4"),
    ]
    assert all(page.find(id=a["href"][1:]) for a in page.select("a.anchor"))
    assert not page.select("p.save")


def test_each_has_its_download_by_its_name() -> None:
    page = BeautifulSoup(with_addresses(chart("a") + table("b"), "en", "../figures/en/"), "html.parser")
    links = [(a["href"], a.get_text()) for a in page.select("p.save a")]
    assert links == [
        ("../figures/en/fig-a.svg", "Download the figure (SVG): Figure 1"),
        ("../figures/en/tab-a.csv", "Download the numbers (CSV): Table 1"),
        ("../figures/en/tab-b.csv", "Download the numbers (CSV): Table 2"),
    ]
    assert page.select_one("figure > p.save")
    assert page.select_one("details p.save")


def test_the_files_hold_what_the_page_shows_with_every_digit() -> None:
    rows = (("Øya", Fraction(5, 4), None), (HOSTILE, None, None), ("Lia", Words("hidden"), None))
    body = with_addresses(chart("a") + table("b", *rows), "nn", "figures/nn/")
    files = figure_files(body)
    assert list(files) == ["fig-a.svg", "tab-a.csv", "tab-b.csv"]
    assert ElementTree.fromstring(files["fig-a.svg"])[0].text == "A & B"
    assert list(csv.reader(io.StringIO(files["tab-b.csv"].decode()))) == [
        ["Who", "How many", "When"],
        ["Øya", "1.25", ""],
        [f"'{HOSTILE}", "", ""],
        ["Lia", "hidden", ""],
    ]


def test_files_of_the_edition_are_links_where_they_are_named() -> None:
    cells = Table("f", "Files", (Column("File", "code"),), (("data/a.csv, data/b_c.csv",), ("inputs/",)))
    prose = Prose("Se `data/requests.csv`, `inputs/rules.toml` og `data/../x.csv`.").mimebundle("nb")
    body = with_file_links(prose["text/html"] + cells.mimebundle("nb")["text/html"], "../")
    links = [(a["href"], a.get_text()) for a in BeautifulSoup(body, "html.parser").select("a")]
    assert links == [
        ("../data/requests.csv", "data/requests.csv"),
        ("../inputs/rules.toml", "inputs/rules.toml"),
        ("../data/a.csv", "data/a.csv"),
        ("../data/b_c.csv", "data/b_c.csv"),
    ]


def test_rows_that_are_looked_up_have_addresses() -> None:
    html = table("m", ("x", 1, None), ("y", 2, None), row_ids=("k0101", "k5001"))
    page = BeautifulSoup(html, "html.parser")
    assert page.find(id="k5001").th.get_text() == "y"
    with pytest.raises(ValueError, match=r"^Table m has 1 row ids for 2 rows\.$"):
        table("m", ("x", 1, None), ("y", 2, None), row_ids=("k0101",))
