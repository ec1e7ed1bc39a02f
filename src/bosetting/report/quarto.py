"""The executed notebook through Quarto: `jupyter nbconvert --to quarto report.ipynb`.

Quarto gets a copy of the notebook in which every block already stands in the form asked for, as raw HTML or
raw Typst, so it computes nothing and has nothing to convert. Headings are Markdown: they make the contents.
"""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Literal

import nbformat
from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from bosetting.report.exporter import about, report_blocks
from bosetting.report.fonts import FAMILY, font_folder
from bosetting.report.markdown import Token, escape_markdown, markdown_html, plain_text, read_markdown
from bosetting.report.page import FOOTER
from bosetting.report.pdf import FACES, STANDARDS
from bosetting.report.slugs import Slugs
from bosetting.report.typst_source import markdown_typst
from bosetting.report.words import page_words

Form = Literal["html", "typst"]
ENDINGS: dict[Form, str] = {"html": "html", "typst": "pdf"}
TIME_LIMIT = 600
"""Seconds Quarto may take."""
STYLE = Path(__file__).parent / "templates" / "quarto.css"
_BACKTICKS = re.compile(r"`+")
_NAME = "report"


class QuartoMissing(RuntimeError):
    """There is no `quarto` command."""


class QuartoFailed(RuntimeError):
    """Quarto could not render the report; the message ends with its own words."""


class QuartoReport(Exporter):
    """The report as Quarto renders it: HTML, and a PDF through Typst beside it."""

    file_extension = ".html"
    output_mimetype = "text/html"
    export_from_notebook = "Settlement report (Quarto)"

    def from_notebook_node(  # type: ignore[override]  # every exporter gives text
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Renders both forms; the page is the output and the PDF a file that goes with it.

        Raises:
            ValueError: A cell failed, or the notebook lacks its title or language, or shows nothing.
            QuartoMissing: There is no `quarto` command.
            QuartoFailed: It failed.
        """
        copy, resources = super().from_notebook_node(nb, resources, **kwargs)
        name = resources.get("metadata", {}).get("name") or _NAME
        copy.metadata["bosetting"] = {**about(copy), "pdf": f"{name}.pdf"}
        page = quarto_html(copy)
        # nbconvert cannot write a file beside the notebook unless its name says the folder.
        outputs = {f"./{name}.pdf": quarto_pdf(copy)}
        resources["outputs"] = {**(resources.get("outputs") or {}), **outputs}
        return page, resources


def quarto_html(notebook: NotebookNode) -> str:
    """Renders an executed notebook as one HTML file that loads nothing."""
    return render(notebook, "html").decode("utf-8")


def quarto_pdf(notebook: NotebookNode) -> bytes:
    """Renders an executed notebook as a PDF."""
    return render(notebook, "typst")


def quarto_command() -> str:
    """Finds the command: `$QUARTO`, or `quarto` on the path.

    Raises:
        QuartoMissing: There is none, with what to do about it.
    """
    asked = os.environ.get("QUARTO", "")
    found = shutil.which(asked or "quarto")
    if found is None:
        place = (
            f"$QUARTO is {asked}, which is no command" if asked else "There is no quarto command on the path"
        )
        raise QuartoMissing(
            f"{place}. Install Quarto 1.9 or newer: `conda install -c conda-forge quarto`, "
            "or see https://quarto.org/docs/get-started/. Without it, use --renderer native."
        )
    return found


def render(notebook: NotebookNode, form: Form) -> bytes:
    """Renders an executed notebook in one form.

    Raises:
        ValueError: A cell failed, or the notebook lacks its title or language, or shows nothing.
        QuartoMissing: There is no `quarto` command.
        QuartoFailed: It failed, took too long, or wrote no file.
    """
    command = quarto_command()
    output = f"{_NAME}.{ENDINGS[form]}"
    with tempfile.TemporaryDirectory(prefix="bosetting-quarto-") as place:
        folder = Path(place)
        copy = quarto_notebook(notebook, form)
        nbformat.write(copy, folder / f"{_NAME}.ipynb")  # type: ignore[no-untyped-call]
        _write_assets(folder, form)
        call = [command, "render", f"{_NAME}.ipynb", "--to", form, "--no-execute", "--output", output]
        _run(call, folder, _environment(copy))
        if not (folder / output).is_file():
            raise QuartoFailed(f"Quarto ended without an error, but wrote no {output}.")
        return (folder / output).read_bytes()


def quarto_notebook(notebook: NotebookNode, form: Form) -> NotebookNode:
    """Gives the copy that Quarto reads: what it must know in a first raw cell, then the blocks.

    Raises:
        ValueError: A cell failed, or the notebook lacks its title or language, or shows nothing.
    """
    said = about(notebook, "title", "language")
    blocks = report_blocks(notebook)
    if not blocks:
        raise ValueError("The notebook shows no part of the report. Execute it first.")
    slugs = Slugs()
    texts = [_opening(said, form), *(_block(block, form, slugs) for block in blocks), _closing(said, form)]
    cells = [nbformat.v4.new_raw_cell(_front_matter(said, form), id="front-matter")]  # type: ignore[no-untyped-call]
    for number, text in enumerate(filter(None, texts), 1):
        cells.append(nbformat.v4.new_markdown_cell(text, id=f"block-{number}"))  # type: ignore[no-untyped-call]
    copy: NotebookNode = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    copy.metadata.update(kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"})
    copy.metadata["bosetting"] = said
    return copy


def _front_matter(said: dict[str, Any], form: Form) -> str:
    words = page_words(said["language"])
    options: dict[Form, dict[str, Any]] = {
        "html": {"embed-resources": True, "html-table-processing": "none", "css": STYLE.name},
        "typst": {
            "pdf-standard": STANDARDS,
            "papersize": "a4",
            "margin": {"x": "2.4cm", "y": "2.4cm"},
            "mainfont": FAMILY,
            "font-paths": ["fonts"],
            "fontsize": "10.5pt",
        },
    }
    matter = {
        # Quarto reads these as Markdown.
        "title": escape_markdown(said["title"]),
        "subtitle": escape_markdown(said.get("subtitle", "")),
        "author": "bosetting",
        "date": said.get("made", ""),
        "lang": said["language"],
        "toc-title": escape_markdown(words.contents),
        "format": {form: {"toc": True, "toc-depth": 3 if form == "html" else 2, **options[form]}},
    }
    kept = {name: value for name, value in matter.items() if value}
    # JSON is YAML in which nothing has to be guessed.
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in kept.items()]
    return "\n".join(["---", *lines, "---"])


def _block(block: dict[str, str], form: Form, slugs: Slugs) -> str:
    """Gives a block as Quarto is to read it; prose keeps its headings as Markdown, for the contents."""
    if block["text/html"].startswith('<div class="prose">'):
        return _prose(read_markdown(block["text/plain"], slugs), form)
    return _raw(block["text/html" if form == "html" else "text/x-typst"], form)


def _prose(tokens: list[Token], form: Form) -> str:
    write = markdown_html if form == "html" else markdown_typst
    parts: list[str] = []
    waiting: list[Token] = []

    def empty() -> None:
        if any(token["type"] != "blank_line" for token in waiting):
            parts.append(_raw(write(list(waiting)), form))
        waiting.clear()

    for token in tokens:
        if token["type"] != "heading":
            waiting.append(token)
            continue
        empty()
        # The page has its title as its first level; the document has it outside the levels.
        marks = "#" * (token["attrs"]["level"] - (form == "typst"))
        parts.append(f"{marks} {escape_markdown(plain_text(token['children']))} {{#{token['attrs']['id']}}}")
    empty()
    return "\n\n".join(parts)


def _opening(said: dict[str, Any], form: Form) -> str:
    """The edition, and on the page a link to the PDF."""
    parts = [said.get("strings", {}).get("edition", "")]
    if form == "html" and said.get("pdf"):
        parts.append(f"[{page_words(said['language']).download_pdf}]({said['pdf']})")
    return _prose(read_markdown("\n\n".join(parts), Slugs()), form)


def _closing(said: dict[str, Any], form: Form) -> str:
    words, strings = page_words(said["language"]), said.get("strings", {})
    texts = (f"**{getattr(words, name)}.** {strings[name]}" for name in FOOTER if name in strings)
    return _prose(read_markdown("\n\n".join(texts), Slugs()), form)


def _raw(text: str, form: Form) -> str:
    """Fences a raw block so that nothing in it can end it, or be read as a Quarto shortcode.

    Shortcodes are filled in even inside raw blocks. In HTML and in Typst markup `{{<` is always escaped
    already where it is data; what is left can stand in a Typst string, where a brace may be a number.
    """
    inert = text.replace("{{<", "&#123;{<" if form == "html" else "\\u{7b}{<")
    longest = max((len(found) for found in _BACKTICKS.findall(inert)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{{={form}}}\n{inert.rstrip()}\n{fence}"


def _write_assets(folder: Path, form: Form) -> None:
    if form == "html":
        shutil.copy(STYLE, folder)
        return
    (folder / "fonts").mkdir()
    for face in FACES:
        shutil.copy(font_folder() / f"SourceSansPro-{face}.ttf", folder / "fonts")


def _environment(notebook: NotebookNode) -> dict[str, str]:
    """Gives Typst in Quarto the day the report was made in the place of the clock."""
    made = notebook.metadata["bosetting"].get("made")
    if not made:
        return dict(os.environ)
    midnight = datetime.datetime.combine(
        datetime.date.fromisoformat(made), datetime.time(), datetime.UTC
    ).timestamp()
    return {**os.environ, "SOURCE_DATE_EPOCH": str(int(midnight))}


def _run(call: list[str], folder: Path, environment: dict[str, str]) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - the command the user installed, and our own arguments
            call,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIME_LIMIT,
            check=False,
        )
    except OSError as fault:
        raise QuartoFailed(f"{call[0]} could not be started: {fault.strerror}.") from fault
    except subprocess.TimeoutExpired as fault:
        raise QuartoFailed(f"Quarto took more than {TIME_LIMIT} seconds and was stopped.") from fault
    if done.returncode:
        own = done.stdout.decode("utf-8", "replace").strip() or "It said nothing."
        raise QuartoFailed(
            f"Quarto failed with exit code {done.returncode}. It says:\n{own}\n"
            "If it does not know an option, install Quarto 1.9 or newer: "
            "`conda install -c conda-forge quarto`."
        )
