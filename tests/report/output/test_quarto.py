import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
from importlib.metadata import version

import nbformat
import pytest
import yaml
from edition import ROOT, build
from nbconvert.exporters import get_exporter
from nbconvert.writers import FilesWriter

from bosetting import __version__
from bosetting.inputs.told.faults import BadInput
from bosetting.publication import verify as verifying
from bosetting.publication.folder.manifest import SCHEMA
from bosetting.publication.renderer import check_quarto, renderer_software
from bosetting.report.blocks.kinds import Callout, Chart, Column, Prose, Table
from bosetting.report.blocks.slugs import Slugs
from bosetting.report.output import quarto, quarto_command
from bosetting.report.output.quarto import QuartoFailed, QuartoMissing, QuartoReport, quarto_notebook, render
from bosetting.report.output.quarto_command import find_quarto, run, warnings_of
from bosetting.report.output.quarto_notebook import front_matter_cell

ABOUT = {
    "title": 'Anmodning: "2018" *og* {{< include /etc/passwd >}}',
    "subtitle": "- Hvor mange",
    "language": "nn",
    "as_of": "2017-11-06",
    "made": "2026-11-25",
    "pdf": "report-nn.pdf",
    "alternates": {"nb": "../index.html", "en": '../en/index.html"><script>'},
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
if sys.argv[1:] == ["--version"]:
    print("1.10.18")
    raise SystemExit
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
    monkeypatch.delenv("QUARTO_PATH", raising=False)
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
    assert unescaped == ABOUT["title"].replace("{{<", "{\u2060{<")
    assert (matter["lang"], matter["author"], matter["date"]) == ("nn", "bosetting", "2026-11-25")
    assert matter["date-format"] == "[25. november 2026]"
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


def test_the_page_holds_the_font_of_its_charts_and_the_document_has_its_own():
    for form, count in (("html", 1), ("typst", 0)):
        text = "".join(cell.source for cell in quarto_notebook(notebook(*BLOCKS), form).cells)
        assert text.count('<style>\n@font-face { font-family: "Source Sans Pro"; font-weight: 400; ') == count
    nothing_drawn = quarto_notebook(notebook(BLOCKS[0]), "html")
    assert "@font-face" not in "".join(cell.source for cell in nothing_drawn.cells)


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
        f"{top}# Meir \\{{\u2060\\{{\\< x \\>\\}}\\}} {{#meir-x}}",
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
    assert stand_in("typst")["epoch"] == "1795564800"
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
    monkeypatch.delenv("QUARTO_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        QuartoMissing, match=r"no quarto command.*conda install -c conda-forge quarto.*--renderer native"
    ):
        render(notebook(*BLOCKS), "html")
    monkeypatch.setenv("QUARTO", "/nowhere/quarto")
    with pytest.raises(QuartoMissing, match=r"\$QUARTO is /nowhere/quarto"):
        render(notebook(*BLOCKS), "html")


def answering(folder, monkeypatch, version, script="exit 1\n"):
    """A shell script as $QUARTO that gives a version, and else does what is said."""
    text = f'#!/bin/sh\nif [ "$1" = --version ]; then\n{version}\nexit 0\nfi\n{script}'
    monkeypatch.setenv("QUARTO", command(folder, text))


@pytest.mark.parametrize("said", ["1.10.0", "1.10.18", "1.11.2", "2.0", "99.9.9", "v1.10.1", "1.10.0-rc.1"])
def test_a_version_that_will_do(monkeypatch, tmp_path, said):
    answering(tmp_path, monkeypatch, f"echo 'WARNING: something' >&2; echo {said}")
    assert find_quarto() == quarto_command.Quarto(str(tmp_path / "quarto"), said.removeprefix("v"))


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("echo 1.8.27", r"quarto is Quarto 1\.8\.27\. It cannot make a PDF that is both"),
        ("echo 1.9.38", r"quarto is Quarto 1\.9\.38\. It cannot"),
        ("echo 0.99", r"quarto is Quarto 0\.99\. It cannot"),
        ("echo hello", r"--version gives no version, but: “hello”\."),
        ("printf '\\033[31mred\\033[0m\\n'", r"--version gives no version, but: “red”\."),
        ("true", r"--version gives no version, but: “nothing”\."),
        ("echo no Deno; exit 3", r"--version failed with exit code 3\. It says: “no Deno”\."),
        ("sleep 30", r"--version gave no answer: Quarto took more than 0\.5 seconds and was stopped\."),
    ],
)
def test_one_that_will_not_do_is_named_with_what_to_do(monkeypatch, tmp_path, version, message):
    monkeypatch.setattr(quarto_command, "VERSION_LIMIT", 0.5 if "sleep" in version else 30)
    answering(tmp_path, monkeypatch, version)
    with pytest.raises(
        QuartoMissing, match=message + r".*Install Quarto 1\.10 or newer: `conda.*--renderer native"
    ):
        renderer_software("quarto")


def test_a_command_that_cannot_be_started_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("QUARTO", command(tmp_path, "#!/nowhere\n"))
    with pytest.raises(QuartoMissing, match="could not be started"):
        find_quarto()


def test_quarto_path_is_read_where_quarto_is_not_set(stand_in, monkeypatch):
    monkeypatch.setenv("QUARTO_PATH", os.environ["QUARTO"])
    monkeypatch.setenv("QUARTO", "")
    assert renderer_software("quarto") == {"quarto": "1.10.18", "typst": version("typst")}
    monkeypatch.setenv("QUARTO_PATH", "/nowhere/quarto")
    with pytest.raises(QuartoMissing, match=r"\$QUARTO_PATH is /nowhere/quarto, which is no command"):
        find_quarto()


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (
            "printf '\\033[91mERROR: YAML på tvers\\033[39m\\n' >&2; exit 3\n",
            r"exit code 3\. It says:\nERROR: YAML på tvers\Z",
        ),
        ("exit 1\n", r"It says:\nNothing\.\Z"),
        ("exit 0\n", r"wrote no report\.html"),
    ],
)
def test_where_quarto_fails_its_own_words_are_kept(monkeypatch, tmp_path, script, message):
    answering(tmp_path, monkeypatch, "echo 1.10.18", script)
    with pytest.raises(QuartoFailed, match=message):
        render(notebook(*BLOCKS), "html")


def test_a_quarto_that_hangs_is_stopped_with_all_it_has_started(monkeypatch, tmp_path):
    child = tmp_path / "child"
    answering(tmp_path, monkeypatch, "echo 1.10.18", f"sleep 30 & echo $! > {child}; wait\n")
    monkeypatch.setattr(quarto, "TIME_LIMIT", 1)
    with pytest.raises(QuartoFailed, match="took more than 1 seconds and was stopped"):
        render(notebook(*BLOCKS), "html")
    state = pathlib.Path("/proc", child.read_text().strip(), "stat")

    def gone() -> bool:
        """One that is dead may wait to be buried by its new parent."""
        try:
            return state.read_text().rsplit(")", 1)[1].split()[0] == "Z"
        except OSError:
            return True

    # On a busy machine one that was killed takes a moment to die; by itself it would live thirty seconds.
    for _ in range(50):
        if gone():
            break
        time.sleep(0.1)
    assert gone()


def test_warnings_of_a_run_that_succeeds_are_shown(monkeypatch, tmp_path, caplog):
    said = "printf 'pandoc\\n\\033[33mWARNING (x.lua:1)\\033[0m No such div\\nOutput created\\n'"
    answering(tmp_path, monkeypatch, "echo 1.10.18", f"{said}; echo page > report.html\n")
    assert render(notebook(*BLOCKS), "html") == b"page\n"
    assert caplog.messages == ["Quarto: WARNING (x.lua:1) No such div"]


def test_a_warning_keeps_its_own_lines():
    said = "warning: unknown font family\n  ┌─ report.typ:3\n  │\n\nDONE\n[W] old"
    assert warnings_of(said) == ["warning: unknown font family\n  ┌─ report.typ:3\n  │"]
    assert run(["true"], 30) == (0, "")


def test_a_pdf_that_fails_does_not_take_the_page_with_it(monkeypatch, tmp_path, caplog):
    script = 'case "$*" in *typst*) echo no font; exit 1;; esac\ncp report.ipynb report.html\n'
    answering(tmp_path, monkeypatch, "echo 1.10.18", script)
    page, resources = QuartoReport().from_notebook_node(notebook(*BLOCKS), {})
    assert caplog.messages == ["There is no PDF. Quarto failed with exit code 1. It says:\nno font"]
    assert not resources.get("outputs")
    assert "Last ned som PDF" not in page


@pytest.mark.long
@pytest.mark.parametrize("option", ["bok.html", "sub/bok"])
def test_the_pdf_has_the_name_asked_for(stand_in, tmp_path, option):
    (tmp_path / "sub").mkdir()
    nbformat.write(notebook(*BLOCKS), tmp_path / "report.ipynb")
    call = [sys.executable, "-m", "nbconvert", "--to", "quarto", "report.ipynb", "--output", option]
    subprocess.run(call, cwd=tmp_path, check=True, capture_output=True)
    base = tmp_path / option.removesuffix(".html")
    assert base.with_suffix(".html").is_file()
    assert base.with_suffix(".pdf").read_bytes() == b"%PDF by Quarto"
    assert 'href="bok.pdf"' in stand_in("html")["notebook"].replace("\\", "")


def test_theme_and_options_are_handed_through():
    matter = front_matter(quarto_notebook(notebook(*BLOCKS), "html", {"theme": "cosmo", "toc-depth": "2"}))
    assert matter["format"]["html"]["theme"] == "cosmo"
    assert matter["format"]["html"]["toc-depth"] == 2
    assert matter["format"]["html"]["embed-resources"] is True


def test_the_page_has_languages_search_and_callouts_of_its_own():
    text = "\n\n".join(cell.source for cell in quarto_notebook(notebook(*BLOCKS), "html").cells)
    assert '<a href="../index.html" hreflang="nb" lang="nb">Bokmål</a>' in text
    assert "../en/index.html&#34;&gt;&lt;script&gt;" in text
    assert 'data-search="Søk i tabellen" data-shown="Viser {shown} av {total} rader"' in text
    assert text.count("<script>") == 1
    assert '<div class="notice warning" role="note">' in text
    assert '"callout' not in text
    style = quarto.STYLE.read_text(encoding="utf-8")
    assert re.search(r"^\.scroll \{ position: relative;", style, re.MULTILINE)
    assert ".searching { max-height: 85vh;" in style


def test_tables_and_key_figures_are_not_justified_in_the_pdf():
    first = quarto_notebook(notebook(*BLOCKS), "typst").cells[1].source
    assert first == (
        "```{=typst}\n#show table: set par(justify: false)\n#show grid: set par(justify: false)\n```\n\n"
        "```{=typst}\nUtgåve\\: november\n```"
    )


def test_the_executed_notebook_tells_quarto_what_it_is():
    copy = notebook(*BLOCKS)
    copy.cells.insert(0, front_matter_cell(copy))
    nbformat.validate(copy)
    matter = front_matter(copy)
    assert (matter["lang"], matter["date"]) == ("nn", "2026-11-25")
    assert "{{<" not in matter["title"]
    assert matter["execute"] == {"enabled": False, "echo": False, "warning": False}
    assert matter["format"]["html"]["embed-resources"] is True


def test_the_website_takes_the_report_of_every_edition_in_every_language():
    root = pathlib.Path(__file__).parents[3]
    config = yaml.safe_load((root / "reports" / "_quarto.yml").read_text(encoding="utf-8"))
    (pattern,) = config["project"]["render"]
    assert config["website"]["sidebar"]["contents"] == [{"auto": pattern}]
    for name, taken in (("report", True), ("report-nn", True), ("1_inputs", False)):
        assert pathlib.PurePath(f"2018/november/notebooks/{name}.ipynb").match(pattern) is taken
    ignored = ["reports/_site/x.html", "reports/.quarto/x", "reports/_quarto.yml"]
    call = ["git", "check-ignore", *ignored]
    done = subprocess.run(call, cwd=root, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ignored[:2]


def test_verify_names_the_quarto_it_lacks(stand_in, monkeypatch):
    check_quarto("manifest.json", {"quarto": "1.10.18"})
    check_quarto("manifest.json", {})
    do = "Install Quarto 1.10.7 to check page and PDF, or check all the rest with --renderer native."
    with pytest.raises(BadInput) as found:
        check_quarto("manifest.json", {"quarto": "1.10.7"})
    assert [str(fault) for fault in found.value.faults] == [
        "manifest.json, software: page and PDF were made by Quarto 1.10.7. "
        f"Expected Quarto 1.10.18, which is installed. {do}"
    ]
    monkeypatch.setenv("QUARTO", "/nowhere/quarto")
    with pytest.raises(BadInput) as found:
        check_quarto("manifest.json", {"quarto": "1.10.7"})
    assert [str(fault) for fault in found.value.faults] == [
        "manifest.json, software: page and PDF were made by Quarto 1.10.7, and it cannot be used here "
        f"($QUARTO is /nowhere/quarto, which is no command). Expected Quarto 1.10.7, installed. {do}"
    ]


def test_a_notebook_that_shows_nothing_is_not_sent(stand_in):
    with pytest.raises(ValueError, match="Execute it first"):
        render(notebook(), "html")


def test_verify_with_another_renderer_leaves_out_what_the_renderer_makes(tmp_path, monkeypatch):
    folder = tmp_path / "edition"
    (folder / "inputs").mkdir(parents=True)
    software = {"bosetting": __version__, "quarto": "1.10.7"}
    parameters = {"languages": ["nb"], "renderer": "quarto"}
    content = {"schema": SCHEMA, "year": 2018, "edition": "e", "software": software, "parameters": parameters}
    (folder / "manifest.json").write_text(json.dumps(content))
    for name in ("index.html", "report-nb.pdf", "a.csv", "inputs/rules.toml"):
        (folder / name).write_text("quarto")
    asked = []

    def build(order, progress):
        asked.append(order.renderer)
        shutil.copytree(folder, order.out)
        (order.out / "index.html").write_text("native")

    monkeypatch.setattr(verifying, "build", build)
    monkeypatch.setenv("QUARTO", "/nowhere/quarto")
    found = verifying.verify(folder, tmp_path, renderer="native")
    assert [(file.path, file.differences) for file in found.files] == [
        ("a.csv", ()),
        ("inputs/rules.toml", ()),
    ]
    assert found.not_compared == "quarto"
    assert asked == ["native"]
    with pytest.raises(BadInput, match=r"made by Quarto 1\.10\.7, and it cannot be used here"):
        verifying.verify(folder)


@pytest.mark.long
def test_the_build_takes_page_and_pdf_from_quarto(stand_in, tmp_path):
    out = tmp_path / "edition"
    done = build(ROOT, "--language", "nb", "--renderer", "quarto", "--out", out, pages=False)
    assert done.returncode == 0, done.stderr
    assert (out / "index.html").read_text() == "<p>side på nynorsk"
    assert (out / "report-nb.pdf").read_bytes() == b"%PDF by Quarto"
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["parameters"]["renderer"] == "quarto"
    assert manifest["software"]["quarto"] == "1.10.18"
    assert "typst" in manifest["software"]  # the letters are not Quarto's
    first = nbformat.read(out / "notebooks" / "report.ipynb", 4).cells[0]
    assert first.source.startswith('---\ntitle: "')


@pytest.mark.parametrize(("form", "start"), [("html", b"<!DOCTYPE html>"), ("typst", b"%PDF-1.7")])
def test_the_real_quarto(form, start):
    try:
        find_quarto()
    except QuartoMissing as missing:
        pytest.skip(str(missing))
    made = render(notebook(*BLOCKS), form)
    assert made.startswith(start)
    if form == "html":
        page = made.decode()
        assert 'lang="nn"' in page
        assert 'id="kort-fortalt"' in page
        assert "root:x:" not in page
        assert "include /etc/passwd" in page
        assert not re.search(r'<(?:script|img)[^>]*\ssrc="https?:|<link[^>]*\shref="https?:', page)
