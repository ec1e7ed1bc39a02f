"""Tables in a real browser on a phone and on paper: set tighter, read row by row, or on a sheet on its side."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from bosetting.report.blocks.kinds import Column, Table, Words
from bosetting.report.output.page import Page, render_page

WORDS = "Andelen av tidligere deltakere som er i arbeid eller utdanning ett år etter programmet"
NAMES = ("Os (Hordaland)", "Kárášjohka - Karasjok", '<b>"Øst" & vest</b>')


def numbers(name: str, rows: int, columns: int, *, searchable: bool = False) -> Table:
    heads = (
        Column("Kommune"),
        *(Column(f"Antall personer i {2010 + place}", "integer") for place in range(columns)),
    )
    cells = tuple((NAMES[row % 3], *(1000 * row + place for place in range(columns))) for row in range(rows))
    return Table(name, f"Tall for {columns} år", heads, cells, searchable=searchable)


SENTENCES = Table(
    "sentences",
    "Kriteriene",
    (Column("Kriterium"), Column("Vekt", "percent"), Column("Sikker"), Column("Slik måler vi det")),
    (
        ("Folketall", 70, "ja", WORDS),
        ("Resultater i introduksjonsprogrammet", None, None, WORDS),
        (NAMES[2], 10, Words(""), Words("")),
    ),
)
TABLES = {
    "small": numbers("small", 3, 1),
    "few": numbers("few", 6, 4),
    "tight": numbers("tight", 40, 2),
    "long": numbers("long", 40, 8),
    "searched": numbers("searched", 40, 8, searchable=True),
    "sentences": SENTENCES,
    "many": numbers("many", 60, 13),
}
IN_DETAILS = numbers("closed", 5, 6)
SEEN = """table => {
    const block = table.closest('.table'), region = table.closest('.scroll');
    return { stacked: block.classList.contains('stacked'), scrolls: region.scrollWidth > region.clientWidth };
}"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    html = "".join(table.mimebundle("nb")["text/html"] for table in TABLES.values())
    # A caption begins with the table's number, which is a link.
    html = re.sub(
        r'(<caption id="(.*?)-caption"><span>)', r'\1<a class="anchor" href="#\2">Tabell 1</a> ', html
    )
    closed = f"<details><summary>Vis tallene</summary>{IN_DETAILS.mimebundle('nb')['text/html']}</details>"
    path = tmp_path_factory.mktemp("tables") / "index.html"
    path.write_text(render_page(Page("Tabeller", "nb", html + closed)), encoding="utf-8")
    return path


def seen(page, name: str) -> tuple[bool, bool]:
    """Whether a table is read row by row, and whether it scrolls sideways."""
    found = page.locator(f"#tab-{name} table").evaluate(SEEN)
    return found["stacked"], found["scrolls"]


@pytest.mark.parametrize("width", [320, 375])
def test_on_a_phone_a_table_is_read_row_by_row_where_its_columns_have_no_room(
    reading, path: Path, width: int
) -> None:
    page = reading(path, width=width).page
    assert {name: seen(page, name) for name in TABLES} == {
        "small": (False, False),
        "few": (True, False),
        "tight": (False, False),
        "long": (False, True),
        "searched": (False, True),
        "sentences": (True, False),
        "many": (False, True),
    }
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_wide_page_every_table_is_a_table(reading, path: Path) -> None:
    page = reading(path, width=375).page
    assert page.locator(".stacked").count() > 0
    page = reading(path, width=1280).page
    assert page.locator(".stacked, .tight").count() == 0
    assert page.locator("#tab-sentences thead").bounding_box()["height"] > 10


def test_each_value_stands_after_its_column(reading, path: Path) -> None:
    page = reading(path, width=375).page
    cells = page.locator("#tab-sentences td")
    before = cells.evaluate_all("all => all.map(e => getComputedStyle(e, '::before').content)")
    assert before[:3] == ['"Vekt"', '"Sikker"', '"Slik måler vi det: "']
    # What is empty says nothing, not even its name.
    assert [cell.is_visible() for cell in cells.all()] == [True] * 6 + [True, False, False]
    assert page.locator("#tab-sentences tbody th").last.inner_text() == NAMES[2]
    right = cells.evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    assert max(right) <= 375


def test_what_is_read_row_by_row_is_still_told_as_a_table(reading, path: Path) -> None:
    page = reading(path, width=375).page
    table = page.get_by_role("table", name="Tabell 1 Kriteriene")
    assert table.get_by_role("columnheader").count() == 4
    assert table.get_by_role("rowheader").count() == 3
    assert table.get_by_role("cell").count() == 7


def test_a_table_that_is_opened_later_is_fitted_then(open_page, path: Path) -> None:
    page = open_page(path, width=375).page
    page.locator("summary", has_text="Vis tallene").click()
    page.wait_for_selector("#tab-closed.stacked")
    assert seen(page, "closed") == (True, False)


def test_without_script_every_table_scrolls(open_page, path: Path) -> None:
    page = open_page(path, width=375, javascript=False).page
    assert page.locator("#tab-sentences .scroll").evaluate("e => e.scrollWidth > e.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_nothing_bars_a_reader(reading, path: Path) -> None:
    assert reading(path).barriers((320,)) == {}


def test_on_paper_the_widest_table_is_whole_on_sheets_on_their_side(open_page, path: Path) -> None:
    opened = open_page(path, width=375, media="print")
    pages = PdfReader(BytesIO(opened.page.pdf(prefer_css_page_size=True))).pages
    turned = [page for page in pages if page.mediabox.width > page.mediabox.height]
    assert 0 < len(turned) < len(pages)
    texts = [page.extract_text() for page in turned]
    # The last column of each row, and its heading on each sheet.
    assert all("2022" in text for text in texts)
    together = " ".join(texts)
    assert all(f"{row} 012" in together.replace("\u00a0", " ") for row in range(1, 60))
