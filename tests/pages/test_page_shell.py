"""The page around every report, in a real browser."""

from dataclasses import replace

import pytest

from bosetting.report.blocks.kinds import Callout, Chart, Column, Figures, Prose, Table, Words
from bosetting.report.blocks.slugs import Slugs
from bosetting.report.drawing.fonts import text_width
from bosetting.report.language.prose import render_text
from bosetting.report.output.page import Page, render_page

HOSTILE = (
    "<script>alert(1)</script>",
    "*x*",
    "[a](javascript:x)",
    "#typst",
    '"><img src=x onerror=alert(1)>',
)
NAMES = ("Ås", "Aure", "Ørsta", "Zzz", "Kárášjohka–Karasjok", *HOSTILE)
KINDS = {
    "columns": (
        Column("Nr.", "code"),
        Column("Kommune"),
        Column("Personer", "integer"),
        Column("Andel", "percent", 1),
    ),
    "row_header": 1,
}


def municipalities():
    rows = [(f"{300 + place:04d}", f"Sted {place}", place, place / 422) for place in range(len(NAMES), 422)]
    named = [(f"{300 + place:04d}", name, 1000 - place, None) for place, name in enumerate(NAMES)]
    withheld = ("9999", "Hemmelig", Words("ikke offentliggjort"), None)
    return Table("kommuner", "Kommunene", rows=(*named, *rows[:-1], withheld), searchable=True, **KINDS)


def blocks():
    bars = {"mark": "bar", "encoding": {"x": {"field": "n", "type": "quantitative"}, "y": {"field": "k"}}}
    values = [{"k": name, "n": place + 1} for place, name in enumerate(NAMES)]
    coloured = {
        "mark": "rect",
        "encoding": {**bars["encoding"], "color": {"field": "n", "type": "quantitative"}},
    }
    few = tuple((f"{place:04d}", name, place, None) for place, name in enumerate(NAMES))
    text = (
        "## Kort fortalt\n\n{{ names | list }}. Se [kilder](#kilder).\n\n### Mer\n\n- a\n\n> sitat\n\n`kode`"
    )
    yield Prose(render_text(text, "nb", names=NAMES))
    yield Figures((("4\u00a0402", "personer"), *((name, name) for name in HOSTILE)))
    yield from (Callout("Tekst med [lenke](#mer).", kind) for kind in ("fact", "assumption", "warning"))
    for name, spec in (("soyler", bars), ("farger", coloured)):
        table = Table(f"{name}-tall", f"Tallene bak {name}", rows=few, **KINDS)
        yield Chart(
            name,
            f"Diagram over {name} {HOSTILE[0]}",
            "Viser tall.",
            {"data": {"values": values}, **spec},
            table,
        )
    yield Prose("## Kommunene")
    yield municipalities()
    wide = tuple(Column(f"En ganske lang overskrift {place}", "integer") for place in range(14))
    yield Table("bred", "En bred tabell", wide, (tuple(range(14)),), note=f"Note {HOSTILE[4]}")
    yield Prose("## Kilder\n\nIntroduksjonsprogramdeltakerantallsframskrivningsusikkerhetsvurderingen.")


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    slugs = Slugs()
    bundles = (b.mimebundle("nb", slugs) if isinstance(b, Prose) else b.mimebundle("nb") for b in blocks())
    strings = {
        "edition": "Utgave november 2017",
        "sources": "SSB.",
        "licence": "NLOD 2.0.",
        "check": "`verify.py`",
    }
    body = "".join(bundle["text/html"] for bundle in bundles)
    page = Page("Anmodning om bosetting", "nb", body, "Hvor mange", strings, {"nn": "nn/index.html"})
    path = tmp_path_factory.mktemp("shell") / "index.html"
    path.write_text(render_page(page), encoding="utf-8")
    return path


def shown(page):
    return page.locator("#tab-kommuner tbody tr:visible").count()


def column(page, place):
    cells = page.locator(f"#tab-kommuner tbody tr > :nth-child({place})")
    return [text.strip() for text in cells.all_text_contents()]


@pytest.mark.parametrize("javascript", [True, False])
def test_no_request_and_no_error(open_page, shell, javascript):
    opened = open_page(shell, javascript=javascript)
    assert (opened.foreign, opened.errors) == ([], [])


def test_no_barrier_and_only_regions_scroll_sideways(open_page, shell):
    opened = open_page(shell)
    for details in opened.page.locator("main summary").all():
        details.click()
    # axe takes its time over a table this long, and most of its rows are alike.
    rows = "document.querySelectorAll('#tab-kommuner tbody tr:nth-child(n + 20)')"
    assert opened.page.evaluate(f"[...{rows}].map(row => row.remove()).length") == 403
    assert opened.barriers((320, 768, 1400)) == {}
    assert (opened.foreign, opened.errors) == ([], [])


def test_a_region_is_a_stop_only_while_it_scrolls(open_page, shell):
    page = open_page(shell, width=1400).page
    assert page.locator("#tab-bred .scroll").get_attribute("tabindex") == "0"
    assert page.locator("#fig-soyler .scroll.card").get_attribute("tabindex") == "-1"
    page.set_viewport_size({"width": 320, "height": 800})
    page.wait_for_function("document.querySelector('#fig-soyler .scroll').tabIndex === 0")


def test_names_are_only_names(open_page, shell):
    opened = open_page(shell)
    dialogs = []
    opened.page.on("dialog", lambda dialog: dialogs.append(dialog.dismiss()))
    page = opened.page
    assert page.locator("main script, main img, main [onerror], a[href^=javascript]").count() == 0
    for name in HOSTILE:
        assert name in page.locator("main .prose").first.inner_text()
        assert page.locator("#tab-kommuner tbody th").get_by_text(name, exact=True).count() == 1
    assert dialogs == []


def test_the_style_applies_and_dark_is_dark(open_page, shell):
    paper = "getComputedStyle(document.body).backgroundColor"
    assert open_page(shell, javascript=True).page.evaluate(paper) == "rgb(255, 255, 255)"
    dark = open_page(shell, color_scheme="dark").page
    assert dark.evaluate(paper) == "rgb(18, 24, 31)"


def test_a_chart_is_dark_on_a_dark_screen_and_light_on_paper(open_page, shell):
    shown = """() => {
        const [card, drawing] = ['.chart .card', '.drawing'].map(name => getComputedStyle(document.querySelector(name)));
        return [card.backgroundColor, drawing.filter === 'none'];
    }"""
    page = open_page(shell, color_scheme="dark").page
    assert page.evaluate(shown) == ["rgb(20, 20, 20)", False]
    page.emulate_media(media="print")
    assert page.evaluate(shown) == ["rgb(255, 255, 255)", True]
    assert open_page(shell, color_scheme="light").page.evaluate(shown) == ["rgb(255, 255, 255)", True]


def test_without_javascript_everything_is_there_and_nothing_is_dead(open_page, shell):
    page = open_page(shell, javascript=False).page
    assert shown(page) == 422
    assert page.locator("input, button").count() == 0
    page.locator("#fig-soyler summary").click()
    assert page.locator("#tab-soyler-tall").is_visible()


def test_search(open_page, shell):
    page = open_page(shell).page
    field = page.get_by_label("Søk i tabellen")
    status = page.get_by_role("status")
    assert status.inner_text() == "Viser 422 av 422 rader"
    field.fill("karas")
    assert (shown(page), status.inner_text()) == (1, "Viser 1 av 422 rader")
    field.fill("ØRSTA")
    assert shown(page) == 1
    field.fill("finnes ikke")
    assert (shown(page), status.inner_text()) == (0, "Viser 0 av 422 rader")
    field.fill("")
    assert shown(page) == 422


def test_sorting_by_keyboard_with_the_unknown_last(open_page, shell):
    page = open_page(shell).page
    heads = page.locator("#tab-kommuner thead th")
    heads.nth(2).get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert heads.nth(2).get_attribute("aria-sort") == "ascending"
    assert column(page, 3)[0] == "10"
    assert column(page, 3)[-1] == "ikke offentliggjort"
    page.keyboard.press("Space")
    assert heads.nth(2).get_attribute("aria-sort") == "descending"
    assert column(page, 3)[0] == "1\u00a0000"
    assert column(page, 3)[-1] == "ikke offentliggjort"
    heads.nth(1).get_by_role("button").click()
    assert heads.nth(2).get_attribute("aria-sort") is None
    names = [name for name in column(page, 2) if name in NAMES]
    assert names.index("Zzz") < names.index("Ørsta") < names.index("Ås")


def test_the_keyboard_reaches_the_content_first(open_page, shell):
    page = open_page(shell).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Hopp til innholdet"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "page-content"


def test_contents_stand_beside_or_fold_away(open_page, shell):
    wide = open_page(shell, width=1400).page
    assert wide.locator("nav.contents:visible").get_attribute("class") == "contents wide"
    narrow = open_page(shell, width=360).page
    narrow.locator("nav.contents summary").click()
    narrow.locator("nav.contents a:visible", has_text="Kilder").click()
    assert narrow.url.endswith("#kilder")
    assert narrow.locator("nav.contents a:visible").count() == 0


def test_in_print_tables_are_whole_and_the_tools_are_gone(open_page, shell):
    page = open_page(shell, media="print").page
    assert page.locator("nav:visible, input:visible, .skip:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.searching')).overflowY") == "visible"
    assert shown(page) == 422


def test_a_printed_table_repeats_its_header(open_page, shell):
    from io import BytesIO

    from pypdf import PdfReader

    printed = open_page(shell, media="print").page.pdf(prefer_css_page_size=True)
    pages = [page.extract_text() for page in PdfReader(BytesIO(printed)).pages]
    listed = [text for text in pages if "Sted 1" in text or "Sted 2" in text or "Sted 3" in text]
    assert len(listed) > 3
    assert all("Kommune" in text and "Personer" in text for text in listed)


def test_in_a_notebook_without_the_style_each_chart_is_seen_once(open_page, tmp_path):
    chart = next(block for block in blocks() if isinstance(block, Chart))
    chart = replace(chart, figure={**chart.figure, "width": 640, "height": 200})
    alone = tmp_path / "cell.html"
    alone.write_text(f"<!doctype html>{chart.mimebundle('nb')['text/html']}", encoding="utf-8")
    drawings = open_page(alone).page.locator("svg.drawing")
    assert (drawings.count(), drawings.locator("visible=true").count()) == (2, 1)


# Without the length that is fixed for readers who turn the page's font off.
WIDTHS = """() => [...document.querySelectorAll('svg.drawing text')].map(text => {
    text.removeAttribute('textLength');
    const style = getComputedStyle(text);
    return [text.textContent, parseFloat(style.fontSize), Number(style.fontWeight), style.fontFamily,
            text.getComputedTextLength()];
})"""


def test_charts_are_set_in_the_font_they_were_measured_in(open_page, shell):
    page = open_page(shell).page
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].map(font => [font.family, font.weight, font.status])") == [
        ["Source Sans Pro", "400", "loaded"]
    ]
    texts = [found for found in page.evaluate(WIDTHS) if found[0].strip()]
    assert "Kárášjohka–Karasjok" in [text for text, *_ in texts]
    for text, size, weight, family, width in texts:
        assert family.startswith('"Source Sans Pro"')
        assert width == pytest.approx(text_width(text, size, weight), abs=1), text


def test_another_font_would_be_seen(open_page, shell, tmp_path):
    """The test above can fail: without the page's font the widths are others."""
    path = tmp_path / "index.html"
    html = shell.read_text(encoding="utf-8")
    path.write_text(html.replace("font-src data:; ", ""), encoding="utf-8")
    opened = open_page(path)
    opened.page.evaluate("document.fonts.ready")
    texts = [found for found in opened.page.evaluate(WIDTHS) if found[0].strip()]
    assert any(abs(width - text_width(text, size, weight)) > 1 for text, size, weight, _, width in texts)


def test_no_text_of_a_chart_goes_beyond_its_card(open_page, shell):
    page = open_page(shell).page
    beyond = """() => [...document.querySelectorAll('svg.drawing')].flatMap(drawing => {
        const whole = drawing.getBoundingClientRect();
        return [...drawing.querySelectorAll('text')].filter(text => {
            const own = text.getBoundingClientRect();
            return own.width && (own.left < whole.left - 1 || own.right > whole.right + 1);
        }).map(text => text.textContent);
    })"""
    assert page.evaluate(beyond) == []
