"""The real report of November 2017 in a real browser, in every language it is written in."""

import csv
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from bosetting.report.drawing.fonts import text_width
from bosetting.report.language.labels import written_languages
from bosetting.report.language.words import page_words

LANGUAGES = written_languages()
WIDTH = "document.documentElement.scrollWidth"

# Every text of a drawing and how wide it is of itself, without the length that is fixed beside it.
TEXTS = """() => [...document.querySelectorAll('svg.drawing text')].filter(text => text.getClientRects().length).map(text => {
    text.removeAttribute('textLength');
    const style = getComputedStyle(text);
    return [text.textContent, parseFloat(style.fontSize), Number(style.fontWeight), text.getComputedTextLength()];
})"""


@pytest.fixture(
    params=[LANGUAGES[0], *(pytest.param(name, marks=pytest.mark.long) for name in LANGUAGES[1:])]
)
def path(request: pytest.FixtureRequest) -> Path:
    """The page in each language; they share structure and style, so the quick tests open one."""
    return page_path(request, request.param)


def page_path(request: pytest.FixtureRequest, language: str) -> Path:
    folder = "" if language == LANGUAGES[0] else language
    return Path(request.getfixturevalue("built")) / folder / "index.html"


def municipalities(page):
    """The table of all municipalities: the one searchable block with 422 rows."""
    blocks = page.locator("[data-searchable]")
    counts = [blocks.nth(i).locator("tbody tr").count() for i in range(blocks.count())]
    return blocks.nth(counts.index(422))


# Of the rows of a table that are made of the same elements and classes, all but the first few.
REMOVE_ALIKE = """() => {
    let removed = 0;
    for (const body of document.querySelectorAll("tbody")) {
        const seen = {};
        for (const row of Array.from(body.rows)) {
            const parts = Array.from(row.querySelectorAll("*"), part => part.tagName + "." + part.className);
            const kind = parts.join(" ");
            seen[kind] = (seen[kind] ?? 0) + 1;
            if (seen[kind] > 3) { row.remove(); removed += 1; }
        }
    }
    return removed;
}"""


def whole(open_page, path: Path, scheme: str):
    """The page with everything on it opened."""
    opened = open_page(path, color_scheme=scheme)
    opened.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    return opened


@pytest.mark.parametrize(
    ("language", "scheme"),
    [
        pytest.param(language, scheme, marks=[pytest.mark.long] if (place, scheme) != (0, "light") else [])
        for place, language in enumerate(LANGUAGES)
        for scheme in ("light", "dark")
    ],
)
def test_no_violations(open_page, request: pytest.FixtureRequest, language: str, scheme: str) -> None:
    """axe takes its time over a page this long, so it sees some of the rows that are alike."""
    opened = whole(open_page, page_path(request, language), scheme)
    assert opened.page.evaluate(REMOVE_ALIKE) > 1000
    assert opened.violations() == []
    assert opened.errors == []
    assert opened.foreign == []


@pytest.mark.long
def test_no_violations_in_any_row(open_page, built: Path) -> None:
    """All that hangs on what stands in a row; contrast hangs on its kind, of which each is tested above."""
    assert whole(open_page, built / "index.html", "light").violations(contrast=False) == []


def test_nothing_names_another_host_to_load(path: Path) -> None:
    """Addresses to read are links; nothing in the file is fetched."""
    html = path.read_text(encoding="utf-8")
    fetched = re.findall(
        r"""<(?:script|img|iframe|source|audio|video|embed|object|link)\b[^>]*?(?:src|href|data)=["']?([^"'\s>]+)""",
        html,
    )
    assert [address for address in fetched if not address.startswith("data:")] == []
    # One of each: the namespace of SVG is a name, not an address.
    assert re.findall(r"url\((?!\s*['\"]?(?:data:|#))[^)]*\)", html) == []
    assert "@import" not in html


def test_the_charts_are_set_in_the_font_that_lies_in_the_page(open_page, path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    fonts = re.findall(r"@font-face \{[^}]*\}", html)
    assert 0 < sum(map(len, fonts)) < 60_000
    page = open_page(path).page
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"] * len(fonts)
    texts = [found for found in page.evaluate(TEXTS) if found[0].strip()]
    assert len(texts) > 100
    wrong = [text for text, size, weight, width in texts if abs(width - text_width(text, size, weight)) > 1]
    assert wrong == []


def test_no_sideways_scrolling_on_a_phone(open_page, path: Path) -> None:
    opened = open_page(path, width=320)
    for details in ("closed", "open"):
        for width in (320, 360):
            assert opened.shown_as(width=width).page.evaluate(WIDTH) <= width, details
        opened.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")


@pytest.mark.parametrize("width", [320, 375, 1440])
def test_each_chart_is_drawn_once_and_for_the_width_there_is(reading, path: Path, width: int) -> None:
    page = reading(path, width=width).page
    shown = page.locator("main figure.chart svg.drawing:visible")
    assert shown.count() == page.locator("main figure.chart").count() > 0
    widths = shown.evaluate_all("all => all.map(svg => svg.getBoundingClientRect().right)")
    assert max(widths) <= width


def test_a_wide_page_shows_every_column(reading, path: Path) -> None:
    page = reading(path, width=1440).page
    hidden = page.locator("main .table .scroll:visible").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.closest('.table').id)"
    )
    assert hidden == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


def test_without_javascript_everything_is_there(open_page, path: Path) -> None:
    opened = open_page(path, javascript=False)
    page = opened.page
    assert municipalities(page).locator("tbody tr:visible").count() == 422
    assert page.locator("input, button").count() == 0
    assert page.locator("main svg:visible").count() == page.locator("main figure.chart").count() > 0
    page.locator("main figure.chart summary").first.click()
    assert page.locator("main figure.chart details table").first.is_visible()
    assert opened.foreign == []


def test_search_finds_a_municipality(open_page, path: Path) -> None:
    page = open_page(path).page
    block = municipalities(page)
    field = block.locator("input[type=search]")
    shown = block.locator("tbody tr:visible")
    assert shown.count() == 422
    field.fill(" TROMSØ ")
    assert shown.count() == 1
    assert "Tromsø" in shown.first.inner_text()
    field.fill("zzzz")
    assert shown.count() == 0
    field.fill("")
    assert shown.count() == 422


def test_the_table_shows_the_open_data(reading, path: Path, built: Path) -> None:
    with (built / "data" / "requests.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["kommune_nr"]: row for row in csv.DictReader(file)}
    page = reading(path).page
    texts = (
        municipalities(page)
        .locator("tbody tr")
        .evaluate_all("rows => rows.map(row => Array.from(row.cells).map(cell => cell.textContent.trim()))")
    )
    assert len(texts) == len(rows) == 422
    for cells in texts:
        (row,) = (rows[cell] for cell in cells if cell in rows)
        assert cells[0] == row["kommune"]
        if row["asked"] == "true":
            assert row["persons"] in cells
    assert sum(row["asked"] == "true" for row in rows.values()) == 210


def test_every_drawing_is_told_in_words(reading, path: Path) -> None:
    page = reading(path).page
    drawings = page.locator("main svg").evaluate_all(
        """all => all.map(svg => ({
            role: svg.getAttribute("role"),
            title: svg.querySelector(":scope > title")?.textContent.trim() ?? "",
            desc: svg.querySelector(":scope > desc")?.textContent.trim() ?? "",
            named: (svg.getAttribute("aria-labelledby") ?? "").split(" ").every(id => document.getElementById(id)),
            table: svg.closest("figure")?.querySelectorAll("details table").length ?? 0,
        }))"""
    )
    assert len(drawings) >= 3
    for drawing in drawings:
        assert drawing["role"] == "img"
        assert len(drawing["title"]) > 10
        assert len(drawing["desc"]) > 20
        assert drawing["named"]
        assert drawing["table"] == 1


def test_every_table_has_a_caption_and_scoped_heads(reading, path: Path) -> None:
    page = reading(path).page
    tables = page.locator("table").evaluate_all(
        """all => all.map(table => ({
            caption: table.caption?.textContent.trim() ?? "",
            heads: Array.from(table.querySelectorAll("th")).map(th => th.scope),
            rows: Array.from(table.tBodies).flatMap(body => Array.from(body.rows)).map(row => row.querySelectorAll("th").length),
        }))"""
    )
    assert len(tables) >= 8
    for table in tables:
        assert len(table["caption"]) > 5
        assert set(table["heads"]) <= {"col", "row"}
        assert set(table["rows"]) == {1}
    captions = [table["caption"] for table in tables]
    assert len(set(captions)) == len(captions)


def test_headings_go_down_one_step_at_a_time(reading, path: Path) -> None:
    page = reading(path).page
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(h => Number(h.tagName[1]))")
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_links_within_the_edition_lead_somewhere(reading, path: Path) -> None:
    page = reading(path).page
    ids = set(page.locator("[id]").evaluate_all("all => all.map(e => e.id)"))
    links = page.locator("a[href]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links
    for link in links:
        address = urlparse(link)
        if address.scheme:
            assert address.scheme in ("http", "https")
        elif address.path:
            assert (path.parent / unquote(address.path)).is_file(), link
        elif address.fragment:
            assert unquote(address.fragment) in ids, link


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_and_the_other_languages_are_named(open_page, built: Path, language: str) -> None:
    folder = "" if language == LANGUAGES[0] else language
    page = open_page(built / folder / "index.html").page
    here = page.locator("html").get_attribute("lang")
    assert here in LANGUAGES
    others = page.locator("nav.languages a").evaluate_all("all => all.map(a => a.getAttribute('hreflang'))")
    assert others == [language for language in LANGUAGES if language != here]
    assert page.get_by_label(page_words(here).search).count() >= 1
    assert "2018" in page.title()


def test_no_unfilled_places_in_the_text(reading, path: Path) -> None:
    text = reading(path).page.locator("body").inner_text()
    for trace in ("{{", "}}", "{%", "None", "nan", "NaN", "undefined", "Traceback", "<Figure", "Fraction("):
        assert not re.search(rf"(?<![\w/]){re.escape(trace)}(?![\w/])", text), trace


def test_in_print_the_whole_table_is_there(open_page, path: Path) -> None:
    page = open_page(path, media="print").page
    assert municipalities(page).locator("tbody tr:visible").count() == 422
    assert page.locator("nav:visible, input:visible").count() == 0
