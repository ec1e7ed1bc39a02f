import datetime
import io
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import nbformat
import page as validator
import pytest
from pypdf import PdfReader

from bosetting.report.blocks.kinds import Callout, Chart, Column, Document, Figures, Link, Prose, Table, Words
from bosetting.report.blocks.slugs import Slugs
from bosetting.report.blocks.table import table_typst
from bosetting.report.blocks.typst_source import breakable
from bosetting.report.output.pdf import DocumentError, compile_pdf, document_source, report_pdf
from bosetting.report.output.pdf_streams import packed, read_objects

HOSTILE = (
    "<script>alert(1)</script>",
    '#panic("x") #read("/etc/passwd")',
    '"] ) #import "@preview/x:1.0.0" \\',
    "*x* _y_ `z` $1$ @a <b> // c /* d */ = e",
)
ABOUT = {
    "title": "Anmodning #1 *i* 2018",
    "subtitle": 'Hvor mange, og "hvorfor"',
    "language": "nb",
    "edition": "november #x",
    "as_of": "2017-11-06",
    "made": "2026-11-25",
    "strings": {"edition": "Utgave: **november**", "licence": "[CC BY](https://example.org/by)"},
}
SPEC = {"data": {"values": [{"x": 1}]}, "mark": "bar", "encoding": {"x": {"field": "x"}}}
SMALL = Table("tall", "Tallene", (Column("Navn"), Column("Tall", "integer")), (("Oslo", 1), ("Moss", None)))
CHART = Chart("kart", "Flest i øst", "Østfold har flest.", SPEC, SMALL)
ROWS = 150
WIDE = Table(
    "alle",
    "Alle",
    (Column("Kommune"), Column("Nr.", "code"), *(Column(f"Folketall {n}", "integer") for n in range(10))),
    tuple((f"Kommune {n}", f"{n:04}", *[n] * 10) for n in range(ROWS)),
    note="Merknad.",
)
EVERYTHING = (
    Prose(
        "## Kort fortalt\n\nTre *ting*: `kode`, [lenke](https://example.org) og [her](#tallene).\n\n- a\n- b"
    ),
    Figures((("4 402", "personer"), ("210", "kommuner"))),
    Callout("Ikke de **offisielle** tallene.", "warning"),
    Prose("## Tallene\n\n### Diagram"),
    CHART,
    Table(
        "farlig",
        HOSTILE[0],
        (Column(HOSTILE[1]), Column("Kilde")),
        (*((name, Link(name, "https://example.org/a_b")) for name in HOSTILE), ("x", Words(HOSTILE[2]))),
    ),
    Prose("### Alle\n\nTabellen viser alle."),
    WIDE,
)


def notebook(*blocks, **about):
    language, slugs = about.get("language", "nb"), Slugs()
    outputs = []
    for block in blocks:
        data = block.mimebundle(language, slugs) if isinstance(block, Prose) else block.mimebundle(language)
        outputs.append(nbformat.v4.new_output("display_data", data=data, metadata={"bosetting": {}}))
    cells = [nbformat.v4.new_code_cell("secret_code()", outputs=outputs)]
    return nbformat.v4.new_notebook(cells=cells, metadata={"bosetting": {**ABOUT, **about}})


@cache
def everything(language):
    return report_pdf(notebook(*EVERYTHING, language=language))


@pytest.fixture(scope="module")
def pdf():
    return everything("nb")


@pytest.fixture(scope="module")
def reader(pdf):
    return PdfReader(io.BytesIO(pdf))


def squeezed(text):
    """Text without what line breaks do to it."""
    return re.sub(r"[\s\u00ad\u200b]+|(?<=\w)-\n", "", text)


def elements(reader):
    """Every structure element of the document."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += element
        elif isinstance(element, dict):
            yield element
            waiting += [element["/K"]] if "/K" in element else []


@pytest.mark.parametrize("profile", ["ua1", "2a"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_document_is_accessible_and_lasts(profile, language):
    report = validator.validate_pdf_bytes(everything(language), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_it_claims_what_it_is(reader):
    root = reader.trailer["/Root"]
    claims = root["/Metadata"].get_object().get_data().decode()
    for claim in ("pdfuaid:part>1<", "pdfaid:part>2<", "pdfaid:conformance>A<"):
        assert claim in claims
    assert root["/Lang"] == "nb-NO"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == ABOUT["title"]
    assert reader.metadata.author == "bosetting"


def test_its_date_is_the_day_it_was_made_and_neither_the_clocks_nor_dated_back(reader):
    day = datetime.datetime(2026, 11, 25, tzinfo=datetime.UTC)
    assert reader.metadata.creation_date == reader.metadata.modification_date == day


def test_only_the_packaged_font_is_in_it(reader):
    fonts = {
        font.get_object()["/BaseFont"]
        for p in reader.pages
        for font in p["/Resources"].get("/Font", {}).values()
    }
    assert fonts
    assert {name.split("+")[1].split("-")[0] for name in fonts} == {"SourceSansPro"}
    embedded = [
        descendant["/FontDescriptor"]
        for p in reader.pages
        for font in p["/Resources"].get("/Font", {}).values()
        for descendant in (d.get_object() for d in font.get_object()["/DescendantFonts"])
    ]
    assert all("/FontFile2" in d.get_object() or "/FontFile3" in d.get_object() for d in embedded)


def test_charts_are_drawings_with_words_and_no_pictures(reader):
    described = [e["/Alt"] for e in elements(reader) if e.get("/S") == "/Figure"]
    assert described == ["Flest i øst. Østfold har flest."]
    assert not any(p.images for p in reader.pages)


def test_long_tables_repeat_their_header_on_a_turned_page(reader):
    turned = [p for p in reader.pages if p.mediabox.width > p.mediabox.height]
    assert len(turned) > 3
    assert all("Kommune" in p.extract_text().split("Nr.")[0] for p in turned)
    assert "Tabellen viser alle." in turned[0].extract_text()
    assert sum(e.get("/S") == "/TR" for e in elements(reader)) > ROWS


def test_header_cells_are_headers_of_their_columns_and_the_first_of_a_row_of_its_row(reader):
    kinds = [(e["/S"], e["/A"][0].get("/Scope")) for e in elements(reader) if e.get("/S") in ("/TH", "/TD")]
    assert kinds.count(("/TH", "/Column")) == 2 + 2 + 12
    assert kinds.count(("/TH", "/Row")) == len(SMALL.rows) + 5 + ROWS
    assert {scope for kind, scope in kinds if kind == "/TD"} == {None}
    rows = [e["/K"] for e in elements(reader) if e.get("/S") == "/TR"]
    assert all(row[0].get_object()["/S"] == "/TH" for row in rows)


def test_no_cell_names_headers_that_would_hide_those_of_its_row(reader):
    """A list of headers in a cell is all that a reader then looks at."""
    cells = [e for e in elements(reader) if e.get("/S") in ("/TH", "/TD")]
    assert cells
    assert not any("/Headers" in attributes for e in cells for attributes in e["/A"])


def test_it_is_small(pdf):
    """A table of 150 rows with 12 columns; unpacked it is six times as large."""
    assert len(pdf) < 120_000


def test_front_page_contents_and_running_header(reader):
    first, second = (" ".join(reader.pages[n].extract_text().split()) for n in (0, 1))
    for text in (
        "Utgave: november",
        "Anmodning #1 *i* 2018",
        'Hvor mange, og "hvorfor"',
        "Innhold",
        "Lisens",
        "Side 1 av",
    ):
        assert text in first
    assert "november #x" in second
    assert [entry["/Title"] for entry in reader.outline if not isinstance(entry, list)] == [
        "Kort fortalt",
        "Tallene",
    ]


def test_names_are_only_names(reader, pdf):
    seen = squeezed("".join(p.extract_text() for p in reader.pages))
    for name in HOSTILE:
        assert squeezed(name) in seen
    addresses = {
        str(note.get_object()["/A"]["/URI"])
        for p in reader.pages
        for note in p.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    }
    assert addresses == {"https://example.org", "https://example.org/a_b", "https://example.org/by"}
    assert b"/JavaScript" not in pdf


def test_the_unknown_is_a_word(reader):
    assert "ukjent" in "".join(p.extract_text() for p in reader.pages)


def test_the_bytes_are_the_same_in_another_process(pdf, tmp_path):
    file = tmp_path / "report.ipynb"
    nbformat.write(notebook(*EVERYTHING), file)
    script = (
        "import sys, nbformat; from bosetting.report.output.pdf import report_pdf;"
        "sys.stdout.buffer.write(report_pdf(nbformat.read(sys.argv[1], 4)))"
    )
    strange = {
        **os.environ,
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", script, file], env=strange, cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stdout == pdf


def test_the_source_names_nothing_of_the_machine():
    source = document_source(notebook(*EVERYTHING))
    assert str(Path.home()) not in source
    assert "/tmp" not in source


def test_a_letter_the_font_lacks_is_an_error_that_says_so():
    with pytest.raises(DocumentError, match=r"(?s)cannot be set.*🎉.*could not be displayed"):
        report_pdf(notebook(Prose("## A 🎉")))


def test_a_file_outside_cannot_be_read():
    with pytest.raises(DocumentError):
        compile_pdf('#read("/etc/hostname")', datetime.date(2017, 11, 6))


@pytest.mark.parametrize("key", ["title", "language", "made"])
def test_what_the_notebook_must_say(key):
    silent = notebook(Prose("## A"))
    del silent.metadata["bosetting"][key]
    with pytest.raises(ValueError, match=f"no bosetting.{key}"):
        report_pdf(silent)


def test_a_notebook_that_shows_nothing_is_not_set():
    with pytest.raises(ValueError, match="Execute it first"):
        report_pdf(notebook())


def test_shown_blocks_keep_their_headings_apart():
    assert Document("nb").language == "nb"
    source = document_source(notebook(Prose("## A"), Prose("## A")))
    assert 'label("a")' in source
    assert 'label("a-2")' in source


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("bosetting@integreringsdirektoratet.no", "bosetting@|integrerings|direktoratet.|no"),
        ("https://example.org/arkiv/nyheter-2017", "https://|example.|org/|arkiv/|nyheter-|2017"),
        ("a" * 31, "aaaaaaaaaaaa|aaaaaaaaaaaa|aaaaaaa"),
        # Words that hyphenation knows, and whatever is short, stay as they are.
        ("introduksjonsprogrammet.", "introduksjonsprogrammet."),
        ("post@example.org", "post@example.org"),
        ("31.\u00a0desember\u00a02017", "31.\u00a0desember\u00a02017"),
    ],
)
def test_long_words_get_places_to_break(word, broken):
    assert breakable(word).replace("\u200b", "|") == broken


@pytest.mark.parametrize("where", ["## {}", "{}", "`{}`", "- {}"])
def test_a_long_word_stays_on_the_page_wherever_it_stands(where):
    word = "x" * 300
    reader = PdfReader(io.BytesIO(report_pdf(notebook(Prose("## A"), Prose(where.format(word))))))
    lines = [line for p in reader.pages for line in p.extract_text().splitlines()]
    assert max(line.count("x") for line in lines) < 150
    assert sum(line.count("x") for line in lines) >= 300


def test_the_last_rows_of_a_long_table_stand_together_and_are_body():
    source = table_typst(WIDE, "nb")
    assert source.split("table.footer(repeat: false,")[1].count("[Kommune ") == 3
    assert "table.footer" not in table_typst(SMALL, "nb")
    kinds = [e.get("/S") for e in elements(PdfReader(io.BytesIO(everything("nb"))))]
    assert "/TFoot" not in kinds
    assert kinds.count("/TBody") == 4


def test_code_is_not_read_aloud_as_norwegian(reader):
    said = {e.get("/Lang") for e in elements(reader) if e.get("/S") == "/Code"}
    assert said == {"en"}


def small_pdf(*streams):
    """A file with one plain table, whose streams hold what is given."""
    data, offsets = b"%PDF-1.7\n", []
    for number, stream in enumerate(streams, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(stream), stream)
    start = len(data)
    rows = b"".join(b"%010d 00000 n\r\n" % offset for offset in offsets)
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(streams) + 1)
        + rows
        + b"trailer\n<</Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(streams) + 1, start)
    )


def test_a_stream_is_packed_whole_whatever_it_ends_in():
    contents = [b"one\r", b"two", b"\rendstream\r", b"four\n", b""]
    objects, trailer = read_objects(small_pdf(*contents))
    packed_pdf = packed({**objects, 6: b"<</Type/Catalog/Pages 7 0 R>>", 7: b"<</Kids[]>>"}, b"/Root 6 0 R")
    assert trailer == b""
    reader = PdfReader(io.BytesIO(packed_pdf))
    for number, content in enumerate(contents, 1):
        assert b"stream\n%s\r\nendstream\nendobj" % content in packed_pdf
        assert reader.get_object(number).get_data() == content
    assert reader.trailer["/Root"]["/Pages"]["/Kids"] == []
    assert b"/Kids" not in packed_pdf


def test_only_a_file_with_a_plain_table_is_packed():
    with pytest.raises(ValueError, match="no plain cross-reference table"):
        read_objects(small_pdf(b"one").replace(b"xref\n0", b"xref\n1", 1))


def test_one_long_name_among_many_squeezes_no_column():
    names = [f"Navn {place}" for place in range(40)]
    columns = (Column("Kommune"), Column("Personer", "integer"))
    one_long = Table(
        "x", "X", columns, tuple((name, 1) for name in [*names, "Porsanger – Porsáŋgu – Porsanki"])
    )
    assert "columns: (auto, auto, )" in table_typst(one_long, "nb")
    sentences = Table("x", "X", columns, tuple((f"{name} er en lang nok setning", 1) for name in names))
    assert "fr, " in table_typst(sentences, "nb")
