import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbconvert.exporters import get_exporter
from nbconvert.writers import FilesWriter

from bosetting.report import quarto
from bosetting.report.blocks import Callout, Chart, Column, Prose, Table
from bosetting.report.quarto import QuartoFailed, QuartoMissing, QuartoReport, quarto_notebook, render
from bosetting.report.slugs import Slugs

ABOUT = {
    "title": 'Anmodning: "2018" *og* {{< include /etc/passwd >}}',
    "subtitle": "- Hvor mange",
    "language": "nn",
    "as_of": "2017-11-06",
    "made": "2026-11-25",
    "pdf": "report-nn.pdf",
    "strings": {"edition": "Utgåve: november", "licence": "CC BY"},
}
HOSTILE = "{{< include /etc/passwd >}} ```` \n---\n::: {.x}\n```{=html}\n<script>x</script>\n# a"
TABLE = Table("t", "Tal", (Column(HOSTILE),), ((HOSTILE,), (None,)))
SPEC = {"data": {"values": [{"x": 1}]}, "mark": "bar", "encoding": {"x": {"field": "x"}}}
BLOCKS = (
    Prose("## Kort *fortalt*\n\nTekst med `kode`.\n\n### Meir {{< x >}}\n\n- a\n- b"),
    Prose("## Kort fortalt"),
    Callout("Hugs dette", "warning"),
    TABLE,
    Chart("kart", HOSTILE, HOSTILE, SPEC, Table("k", "Tala", (Column("A"),), (("b",),))),
)

# Stands in for the command: it refuses every call but the ones the project makes, and notes what it was given.
STAND_IN = """#!{python}
import json, os, pathlib, sys
_, verb, source, to, form, execute, output, name = sys.argv
assert (verb, source, to, execute, output) == ("render", "report.ipynb", "--to", "--no-execute", "--output")
assert (form, name) in (("html", "report.html"), ("typst", "report.pdf"))
note = {{"epoch": os.environ.get("SOURCE_DATE_EPOCH"), "files": sorted(str(p) for p in pathlib.Path().rglob("*.*"))}}
note["notebook"] = pathlib.Path(source).read_text(encoding="utf-8")
pathlib.Path({notes!r}, form + ".json").write_text(json.dumps(note))
pathlib.Path(name).write_bytes(b"%PDF by Quarto" if form == "typst" else "<p>side på nynorsk".encode())
"""


def command(folder, text):
    file = folder / "quarto"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o755)
    return str(file)


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """The stand-in as $QUARTO; gives what it was called with."""
    monkeypatch.setenv(
        "QUARTO", command(tmp_path, STAND_IN.format(python=sys.executable, notes=str(tmp_path)))
    )
    return lambda form: json.loads((tmp_path / f"{form}.json").read_text())


def notebook(*blocks, about=ABOUT):
    slugs = Slugs()
    outputs = []
    for block in blocks:
        data = block.mimebundle("nn", slugs) if isinstance(block, Prose) else block.mimebundle("nn")
        outputs.append(nbformat.v4.new_output("display_data", data=data, metadata={"bosetting": {}}))
    cells = [
        nbformat.v4.new_markdown_cell("# Not shown"),
        nbformat.v4.new_code_cell("code()", outputs=outputs),
    ]
    return nbformat.v4.new_notebook(cells=cells, metadata={"bosetting": about})


def front_matter(copy):
    assert copy.cells[0].cell_type == "raw"
    first, *lines, last = copy.cells[0].source.split("\n")
    assert (first, last) == ("---", "---")
    return {name: json.loads(value) for name, value in (line.split(": ", 1) for line in lines)}


def test_the_first_cell_says_title_language_and_format():
    matter = front_matter(quarto_notebook(notebook(*BLOCKS), "html"))
    unescaped = re.sub(r"\\(.)", r"\1", matter["title"])
    assert unescaped == ABOUT["title"]
    assert "{{<" not in matter["title"]
    assert (matter["lang"], matter["author"], matter["date"]) == ("nn", "bosetting", "2026-11-25")
    assert matter["toc-title"] == "Innhald"
    assert matter["format"]["html"]["embed-resources"] is True
    assert matter["format"]["html"]["html-table-processing"] == "none"
    matter = front_matter(quarto_notebook(notebook(*BLOCKS), "typst"))
    assert matter["format"]["typst"]["pdf-standard"] == ["ua-1", "a-2a"]
    assert matter["format"]["typst"]["papersize"] == "a4"


@pytest.mark.parametrize("form", ["html", "typst"])
def test_the_copy_holds_the_blocks_and_no_code(form):
    copy = quarto_notebook(notebook(*BLOCKS), form)
    nbformat.validate(copy)
    assert {cell.cell_type for cell in copy.cells[1:]} == {"markdown"}
    text = "\n\n".join(cell.source for cell in copy.cells[1:])
    assert "Not shown" not in text
    assert "code()" not in text
    other = {"html": "typst", "typst": "html"}[form]
    assert not re.search(rf"^`+{{={other}}}$", outside_fences(text), re.MULTILINE)


def outside_fences(text):
    """What Pandoc reads as Markdown: the text without its raw blocks."""
    left, fence = [], ""
    for line in text.split("\n"):
        if fence:
            fence = "" if line == fence else fence
        elif found := re.fullmatch(r"(`{3,})\{=(html|typst)\}", line):
            fence = found[1]
        else:
            left.append(line)
    assert not fence
    return "\n".join(left)


@pytest.mark.parametrize(("form", "top"), [("html", "##"), ("typst", "#")])
def test_only_headings_are_markdown_and_they_have_the_pages_names(form, top):
    text = "\n\n".join(cell.source for cell in quarto_notebook(notebook(*BLOCKS), form).cells[1:])
    lines = [line for line in outside_fences(text).split("\n") if line]
    assert lines == [
        f"{top} Kort fortalt {{#kort-fortalt}}",
        rf"{top}# Meir \{{\{{\< x \>\}}\}} {{#meir-x}}",
        f"{top} Kort fortalt {{#kort-fortalt-2}}",
    ]


@pytest.mark.parametrize("form", ["html", "typst"])
def test_no_shortcode_is_left_for_quarto_to_fill_in(form):
    copy = quarto_notebook(notebook(*BLOCKS), form)
    assert "{{<" not in "".join(cell.source for cell in copy.cells)


def test_quarto_is_called_once_a_form_and_without_executing(stand_in):
    assert render(notebook(*BLOCKS), "html") == "<p>side på nynorsk".encode()
    assert render(notebook(*BLOCKS), "typst") == b"%PDF by Quarto"
    for form in ("html", "typst"):
        sent = nbformat.reads(stand_in(form)["notebook"], 4)
        assert list(front_matter(sent)["format"]) == [form]
    assert stand_in("typst")["epoch"] == "1509926400"
    assert "quarto.css" in stand_in("html")["files"]
    assert "fonts/SourceSansPro-Bold.ttf" in stand_in("typst")["files"]


def test_nbconvert_knows_it_and_writes_page_and_pdf(stand_in, tmp_path):
    assert get_exporter("quarto") is QuartoReport
    resources = {"metadata": {"name": "min"}}
    text, resources = QuartoReport().from_notebook_node(notebook(*BLOCKS), resources)
    FilesWriter(build_directory=str(tmp_path / "ut")).write(text, resources, notebook_name="min")
    assert (tmp_path / "ut" / "min.html").read_text() == "<p>side på nynorsk"
    assert (tmp_path / "ut" / "min.pdf").read_bytes() == b"%PDF by Quarto"
    assert 'href="min.pdf"' in stand_in("html")["notebook"].replace("\\", "")


def test_the_command_line_of_nbconvert(stand_in, tmp_path):
    nbformat.write(notebook(*BLOCKS), tmp_path / "report.ipynb")
    call = [sys.executable, "-m", "nbconvert", "--to", "quarto", "report.ipynb"]
    subprocess.run(call, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "report.html").is_file()
    assert (tmp_path / "report.pdf").is_file()


def test_without_quarto_it_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.delenv("QUARTO", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        QuartoMissing, match=r"no quarto command.*conda install -c conda-forge quarto.*--renderer native"
    ):
        render(notebook(*BLOCKS), "html")
    monkeypatch.setenv("QUARTO", "/nowhere/quarto")
    with pytest.raises(QuartoMissing, match=r"\$QUARTO is /nowhere/quarto"):
        render(notebook(*BLOCKS), "html")


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (
            "#!/bin/sh\necho 'ERROR: YAML på tvers' >&2; exit 3\n",
            r"exit code 3. It says:\nERROR: YAML på tvers\n.*conda",
        ),
        ("#!/bin/sh\nexit 1\n", "It said nothing"),
        ("#!/bin/sh\nexit 0\n", r"wrote no report\.html"),
        ("#!/nowhere\n", "could not be started"),
    ],
)
def test_where_quarto_fails_its_own_words_are_kept(monkeypatch, tmp_path, script, message):
    monkeypatch.setenv("QUARTO", command(tmp_path, script))
    with pytest.raises(QuartoFailed, match=message):
        render(notebook(*BLOCKS), "html")


def test_a_quarto_that_hangs_is_stopped(monkeypatch, tmp_path):
    monkeypatch.setenv("QUARTO", command(tmp_path, "#!/bin/sh\nexec sleep 30\n"))
    monkeypatch.setattr(quarto, "TIME_LIMIT", 0.2)
    with pytest.raises(QuartoFailed, match="took more than"):
        render(notebook(*BLOCKS), "html")


def test_a_notebook_that_shows_nothing_is_not_sent(stand_in):
    with pytest.raises(ValueError, match="Execute it first"):
        render(notebook(), "html")


@pytest.mark.long
def test_the_build_takes_page_and_pdf_from_quarto(stand_in, tmp_path):
    out = tmp_path / "edition"
    call = [sys.executable, "-c", "from bosetting.cli import main; main()"]
    call += ["build", "2018", "--language", "nb", "--renderer", "quarto", "--out", str(out)]
    subprocess.run(call, check=True, capture_output=True, env=dict(os.environ))
    assert (out / "index.html").read_text() == "<p>side på nynorsk"
    assert (out / "report-nb.pdf").read_bytes() == b"%PDF by Quarto"
    assert json.loads((out / "manifest.json").read_text())["parameters"]["renderer"] == "quarto"


@pytest.mark.parametrize(("form", "start"), [("html", b"<!DOCTYPE html>"), ("typst", b"%PDF-1.7")])
def test_the_real_quarto(form, start):
    if shutil.which(os.environ.get("QUARTO") or "quarto") is None:
        pytest.skip("Quarto is not installed: conda install -c conda-forge quarto")
    made = render(notebook(*BLOCKS), form)
    assert made.startswith(start)
    if form == "html":
        page = made.decode()
        assert 'lang="nn"' in page
        assert 'id="kort-fortalt"' in page
        assert "root:x:" not in page
        assert not re.search(r'<(?:script|img)[^>]*\ssrc="https?:|<link[^>]*\shref="https?:', page)
