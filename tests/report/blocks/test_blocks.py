import datetime
import re
from decimal import Decimal
from fractions import Fraction

import pytest
import typst
from bs4 import BeautifulSoup

from bosetting.report.blocks import kinds as blocks
from bosetting.report.blocks.kinds import Callout, Chart, Column, Document, Figures, Prose, Table, Words
from bosetting.report.blocks.typst_source import escape_typst, typst_string
from bosetting.report.drawing.fonts import font_folder


def exactly(message):
    return rf"\A{re.escape(message)}\Z"


HOSTILE = (
    "<script>alert(1)</script>",
    "*x*",
    "[a](javascript:x)",
    '#typst ] ) " \\',
    "// x $1$ `y` @z <w> = a\nb",
    '#"',
    "\\",
)
COLUMNS = (
    Column("Nr.", "code"),
    Column("Kommune"),
    Column("Personer", "integer"),
    Column("Indeks", "decimal", 3),
    Column("Andel", "percent", 1),
    Column("Dato", "date"),
)
DAY = datetime.date(2017, 11, 6)
FULL = ("0301", "Oslo", 12345, Decimal("1.0455"), Fraction(1, 8), DAY)
EMPTY = ("5444", "Båtsfjord", None, None, Words("ikke beregnet"), None)
TABLE = Table("kommuner", "Kommunene", COLUMNS, (FULL, EMPTY), note="Kilde: <SSB>", row_header=1)
SPEC = {
    "data": {"values": [{"x": HOSTILE[0], "y": 3}]},
    "mark": "bar",
    "encoding": {"x": {"field": "y"}, "y": {"field": "x"}},
}
CHART = Chart(
    "kart", "Flest i *Øst*", "Øst #har flest", SPEC, Table("kart", "Tallene", (Column("A"),), (("b",),))
)


def soup(block, language="nb"):
    return BeautifulSoup(block.mimebundle(language)["text/html"], "html.parser")


def compile_typst(*parts):
    head = "#set document(title: [Title], date: datetime(year: 2017, month: 11, day: 6))\n"
    head += '#set text(font: "Source Sans Pro", lang: "nb")\n#title()\n'
    body = "".join(block.mimebundle("nb")["text/x-typst"] for block in parts)
    options = {"font_paths": [str(font_folder())], "ignore_system_fonts": True}
    return typst.compile((head + body).encode(), pdf_standards=["ua-1", "a-2a"], **options)


def pdf_text(data):
    from io import BytesIO

    from pypdf import PdfReader

    return "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def test_a_table_has_a_caption_and_scoped_headers():
    page = soup(TABLE)
    assert page.caption.get_text() == "Kommunene"
    assert [th.get_text() for th in page.select("thead th[scope=col]")] == [
        column.label for column in COLUMNS
    ]
    assert [th.get_text() for th in page.select("tbody th[scope=row]")] == ["Oslo", "Båtsfjord"]
    region = page.select_one("[role=region]")
    assert region["tabindex"] == "0"
    assert page.find(id=region["aria-labelledby"]).name == "caption"


def test_cells_are_written_in_the_language():
    cells = [cell.get_text() for cell in soup(TABLE).select("tbody tr")[0].select("th, td")]
    assert cells == ["0301", "Oslo", "12\u00a0345", "1,046", "12,5\u00a0%", "6. november 2017"]
    cells = [cell.get_text() for cell in soup(TABLE, "en").select("tbody tr")[0].select("th, td")]
    assert cells == ["0301", "Oslo", "12,345", "1.046", "12.5%", "6 November 2017"]


@pytest.mark.parametrize(("language", "word"), [("nb", "ukjent"), ("nn", "ukjent"), ("en", "unknown")])
def test_the_unknown_is_a_dash_to_the_eye_and_a_word_to_the_ear(language, word):
    cell = soup(TABLE, language).select("tbody tr")[1].select("td.number")[0]
    assert cell.select_one("[aria-hidden=true]").get_text() == "–"
    assert cell.select_one(".visually-hidden").get_text() == word


def test_words_may_stand_for_a_number():
    assert soup(TABLE).select("tbody tr")[1].select("td.number")[2].get_text() == "ikke beregnet"


def test_what_the_page_sorts_by():
    values = [cell.get("data-value") for cell in soup(TABLE).select("tbody tr")[0].select("th, td")]
    assert values == [None, None, "12345", "1.0455", "0.125", "2017-11-06"]
    assert {cell["data-value"] for cell in soup(TABLE).select("tbody tr")[1].select("td[data-value]")} == {""}


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_only_names_in_html(name):
    table = Table("t", name, (Column(name),), ((name,), (Words(name),)), note=name)
    page = soup(table)
    assert page.find("script") is None
    assert page.caption.get_text() == name
    assert [th.get_text() for th in page.select("tbody th")] == [name, name]
    assert [part.get_text() for part in soup(Figures(((name, name),))).select("dt, dd")] == [name, name]


def test_names_are_only_names_in_a_document():
    rows = tuple((name,) for name in HOSTILE)
    table = Table("t", " ".join(HOSTILE), (Column(HOSTILE[3]),), rows, note=HOSTILE[4])
    figures = Figures(tuple((name, name) for name in HOSTILE))
    seen = re.sub("[ \n\u200b]", "", pdf_text(compile_typst(Prose("## Navn"), table, figures, CHART)))
    for name in HOSTILE:
        assert name.replace("\n", "").replace(" ", "") in seen


def test_everything_compiles_as_an_accessible_document():
    text = (
        "## Én *to* **tre**\n\nfire `kode #1` [fem](https://example.org/a_b) [seks](#en-to-tre) "
        "[sju](javascript:x)  \nåtte\n\n- a\n- b\n\n3. c\n4. d\n\n> sitat\n\n```\nblokk ]\n```\n\n---\n\n"
        "### Ni\n\n<b>rå</b> ![bilde](http://x)\n"
    )
    data = compile_typst(Prose(text), Callout("Husk **dette**.", "warning"), TABLE, CHART)
    assert data.startswith(b"%PDF")
    assert b"javascript" not in data
    seen = pdf_text(data)
    assert "<b>rå</b> bilde" in seen
    assert "Vær oppmerksom på" in seen


def test_a_long_table_repeats_its_header_on_every_page():
    table = Table(
        "t",
        "Lang",
        (Column("Overskrift"), Column("Tall", "integer")),
        tuple((f"k{n}", n) for n in range(200)),
    )
    seen = pdf_text(compile_typst(Prose("## A"), table))
    assert seen.count("Overskrift") > 2


def test_typst_escapes():
    assert escape_typst("#a -- 1. //\nå") == r"\#a \-\- 1\. \/\/ å"
    assert typst_string('a"\\\n\x00') == r'"a\"\\\n"'


def test_a_chart_has_its_words_its_drawing_and_its_table():
    page = soup(CHART)
    assert page.figcaption.get_text() == "Flest i *Øst*"
    assert page.svg["role"] == "img"
    assert page.select_one(".description").get_text() == "Øst #har flest"
    assert page.details.summary.get_text() == "Vis tallene som tabell: Flest i *Øst*"
    assert page.details.table.caption.get_text() == "Tallene"
    assert page.select_one(".scroll.card")["aria-label"] == "Diagram: Flest i *Øst*"


@pytest.mark.parametrize("kind", ["fact", "assumption", "warning"])
def test_a_callout_says_its_kind_in_words(kind):
    words = {"fact": "Verdt å vite", "assumption": "Føresetnad", "warning": "Ver merksam på"}
    page = soup(Callout("Tekst", kind), "nn")
    assert page.select_one(".kind").get_text() == words[kind]
    assert page.select_one(f".callout.{kind}")["role"] == "note"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"id": "Å"},
            "Table “Kommunene”: the id 'Å' is not usable. Expected small letters a–z, digits and hyphens.",
        ),
        ({"caption": " "}, "Table kommuner has no caption. Expected a text that says what it shows."),
        ({"rows": (("1",),)}, "Table kommuner, row 1: 1 cells, expected 6."),
        ({"row_header": 6}, "Table kommuner has no column 6 to head its rows."),
    ],
)
def test_a_table_that_is_not_whole_is_refused(change, message):
    values = {"id": "kommuner", "caption": "Kommunene", "columns": COLUMNS, "rows": (FULL,), **change}
    with pytest.raises(ValueError, match=exactly(message)):
        Table(**values)


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (2, 1.5, "1.5 is not a whole number. Expected an integer; use format_decimal for parts."),
        (3, float("nan"), "nan cannot be shown. An unknown value is None, which the page writes out."),
        (0, 301, "301 is not a value of kind code."),
        (5, "2017", "'2017' is not a value of kind date."),
    ],
)
def test_a_wrong_cell_is_named_by_its_place(place, value, message):
    row = (*FULL[:place], value, *FULL[place + 1 :])
    message = f"Table k, row 2, column “{COLUMNS[place].label}”: {message}"
    with pytest.raises(ValueError, match=exactly(message)):
        Table("k", "K", COLUMNS, (FULL, row)).mimebundle("nb")


@pytest.mark.parametrize("change", [{"title": ""}, {"description": " "}])
def test_a_chart_without_words_is_refused(change):
    values = {"id": "c", "title": "T", "description": "D", "figure": SPEC, "table": TABLE, **change}
    with pytest.raises(ValueError, match="Chart c lacks a title or a description of what it shows"):
        Chart(**values)


def test_a_document_shows_every_form_and_keeps_headings_apart(monkeypatch):
    shown = []
    monkeypatch.setattr(blocks, "display", lambda bundle, **options: shown.append((bundle, options)))
    Document("nb").show(Prose("## Fylker"), Prose("## Fylker"), TABLE)
    assert 'id="fylker"' in shown[0][0]["text/html"]
    assert 'id="fylker-2"' in shown[1][0]["text/html"]
    assert 'label("fylker-2")' in shown[1][0]["text/x-typst"]
    assert shown[2][0]["text/plain"] == "Tabell: Kommunene (2)"
    assert shown[2][1] == {"raw": True, "metadata": {"bosetting": {"block": "table"}}}
    blocks.show(TABLE, "en")
    assert shown[3][0]["text/plain"] == "Table: Kommunene (2)"


@pytest.mark.parametrize("block", [Prose("x"), Callout("x"), Figures((("1", "a"),)), TABLE, CHART])
def test_an_unknown_language_is_refused(block):
    with pytest.raises(ValueError, match="no language 'sv'"):
        block.mimebundle("sv")


def test_blocks_are_the_same_again():
    assert [b.mimebundle("nb") for b in (TABLE, CHART)] == [b.mimebundle("nb") for b in (TABLE, CHART)]
