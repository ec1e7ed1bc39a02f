"""The copy of the executed notebook that Quarto reads: every block as raw HTML or raw Typst."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

import nbformat
from markupsafe import Markup
from nbformat import NotebookNode

from bosetting.report.blocks.markdown import Token, escape_markdown, markdown_html, plain_text, read_markdown
from bosetting.report.blocks.slugs import Slugs
from bosetting.report.blocks.typst_source import markdown_typst
from bosetting.report.drawing.fonts import FAMILY
from bosetting.report.drawing.webfont import font_style
from bosetting.report.language.numbers import format_date
from bosetting.report.language.words import page_words
from bosetting.report.output.exporter import about, report_blocks
from bosetting.report.output.page import FOOTER
from bosetting.report.output.page import TEMPLATE as PAGE
from bosetting.report.output.pdf import STANDARDS

Form = Literal["html", "typst"]
STYLE = Path(__file__).parent / "templates" / "quarto.css"
_BACKTICKS = re.compile(r"`+")
_CALLOUT = '<div class="callout '
# Quarto's own PDF is justified, which tears the words in a narrow column apart.
_RAGGED = "#show table: set par(justify: false)\n#show grid: set par(justify: false)"
_JOINER = "\u2060"
"""A word joiner: it takes no room, and keeps two characters from being read as one mark."""


def quarto_notebook(
    notebook: NotebookNode, form: Form, options: Mapping[str, Any] | None = None
) -> NotebookNode:
    """Gives the copy that Quarto reads: what it must know in a first raw cell, then the blocks.

    Args:
        notebook: executed, with the report's metadata.
        form: what it is to become.
        options: more options of Quarto's format, such as a theme; they win over ours.

    Raises:
        ValueError: A cell failed, or the notebook lacks its title or language, or shows nothing.
    """
    said = about(notebook, "title", "language")
    blocks = report_blocks(notebook)
    if not blocks:
        raise ValueError("The notebook shows no part of the report. Execute it first.")
    slugs = Slugs()
    shown = [_block(block, form, slugs) for block in blocks]
    texts = [_opening(said, form), _font(blocks, form), *shown, _closing(said, form)]
    cells = [nbformat.v4.new_raw_cell(_front_matter(said, form, options or {}), id="front-matter")]  # type: ignore[no-untyped-call]
    for number, text in enumerate(filter(None, texts), 1):
        cells.append(nbformat.v4.new_markdown_cell(text, id=f"block-{number}"))  # type: ignore[no-untyped-call]
    copy: NotebookNode = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    copy.metadata.update(kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"})
    copy.metadata["bosetting"] = said
    return copy


def front_matter_cell(notebook: NotebookNode) -> NotebookNode:
    """Gives the raw cell by which plain `quarto render report.ipynb` makes a page of an executed notebook.

    Raises:
        ValueError: The notebook lacks its title or language.
    """
    page = {"embed-resources": True, "html-table-processing": "none", "toc": True, "toc-depth": 3}
    matter = {
        **report_matter(about(notebook, "title", "language")),
        "execute": {"enabled": False, "echo": False, "warning": False},
        "format": {"html": page},
    }
    cell: NotebookNode = nbformat.v4.new_raw_cell(yaml_block(matter), id="front-matter")  # type: ignore[no-untyped-call]
    return cell


def report_matter(said: dict[str, Any]) -> dict[str, Any]:
    """Gives what Quarto is told of the report whatever it makes of it: title, language, date."""
    matter = {
        # Quarto reads these as Markdown.
        "title": _words(said["title"]),
        "subtitle": _words(said.get("subtitle", "")),
        "author": "bosetting",
        "lang": said["language"],
        "toc-title": _words(page_words(said["language"]).contents),
    }
    if said.get("made"):
        day = datetime.date.fromisoformat(said["made"])
        # In brackets it is text: Quarto's own words for a date are not everywhere the language's.
        matter |= {"date": said["made"], "date-format": f"[{format_date(day, said['language'])}]"}
    return {name: value for name, value in matter.items() if value}


def yaml_block(matter: Mapping[str, Any]) -> str:
    """Writes metadata as Quarto reads it first in a notebook; JSON is YAML with nothing to be guessed."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in matter.items()]
    return "\n".join(["---", *lines, "---"])


def _words(text: str) -> str:
    """Writes text as Markdown that means only itself, also where Quarto reads it a second time.

    An escape is gone after the first reading, and `{{<` then begins a shortcode.
    """
    return escape_markdown(text.replace("{{<", f"{{{_JOINER}{{<"))


def _front_matter(said: dict[str, Any], form: Form, more: Mapping[str, Any]) -> str:
    options: dict[Form, dict[str, Any]] = {
        "html": {
            "embed-resources": True,
            "html-table-processing": "none",
            "anchor-sections": False,
            "css": STYLE.name,
        },
        "typst": {
            "pdf-standard": STANDARDS,
            "papersize": "a4",
            "margin": {"x": "2.4cm", "y": "2.4cm"},
            "mainfont": FAMILY,
            "font-paths": ["fonts"],
            "fontsize": "10.5pt",
        },
    }
    given = {name: _value(value) for name, value in more.items()}
    chosen = {"toc": True, "toc-depth": 3 if form == "html" else 2, **options[form], **given}
    return yaml_block({**report_matter(said), "format": {form: chosen}})


def _value(given: object) -> object:
    """Reads an option from the command line: 2, true or a list in JSON, and otherwise text."""
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError:
        return given


def _block(block: dict[str, str], form: Form, slugs: Slugs) -> str:
    """Gives a block as Quarto is to read it; prose keeps its headings as Markdown, for the contents."""
    if block["text/html"].startswith('<div class="prose">'):
        return _prose(read_markdown(block["text/plain"], slugs), form)
    if form == "typst":
        return _raw(block["text/x-typst"], form)
    # Quarto's page has a look of its own for the class "callout".
    return _raw(block["text/html"].replace(_CALLOUT, '<div class="notice ', 1), form)


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
        parts.append(f"{marks} {_words(plain_text(token['children']))} {{#{token['attrs']['id']}}}")
    empty()
    return "\n\n".join(parts)


def _opening(said: dict[str, Any], form: Form) -> str:
    """The edition, and on the page links to the other languages and the PDF."""
    edition = said.get("strings", {}).get("edition", "")
    if form == "typst":
        return f"{_raw(_RAGGED, form)}\n\n{_prose(read_markdown(edition, Slugs()), form)}".strip()
    if said.get("pdf"):
        edition += f"\n\n[{page_words(said['language']).download_pdf}]({said['pdf']})"
    text = _prose(read_markdown(edition, Slugs()), form)
    return f"{text}\n\n{_raw(_languages(said) + _script_words(said), form)}".strip()


def _font(blocks: Iterable[Mapping[str, str]], form: Form) -> str:
    """The font of the charts; the PDF has its own."""
    style = font_style("".join(block["text/html"] for block in blocks)) if form == "html" else ""
    return style and _raw(f"<style>\n{style}</style>", form)


def _languages(said: dict[str, Any]) -> Markup:
    """Links to the same report in the other languages, each with its own name."""
    link = Markup('<a href="{}" hreflang="{}" lang="{}">{}</a>\n')
    links = [
        link.format(address, code, code, page_words(code).own_name)
        for code, address in said.get("alternates", {}).items()
    ]
    if not links:
        return Markup("")
    nav = Markup('<nav class="languages" aria-label="{}">\n{}</nav>\n')
    return nav.format(page_words(said["language"]).other_languages, Markup("").join(links))


def _script_words(said: dict[str, Any]) -> Markup:
    """Gives the page's script the words it looks for, under the name it looks for them."""
    words = page_words(said["language"])
    holder = Markup('<div id="page-content" hidden data-search="{}" data-shown="{}" data-sort="{}"></div>')
    return holder.format(words.search, words.rows_shown, words.sort_hint)


def _closing(said: dict[str, Any], form: Form) -> str:
    """Sources, licence and how to check; on the page also its script, which searches and sorts."""
    words, strings = page_words(said["language"]), said.get("strings", {})
    texts = (f"**{getattr(words, name)}.** {strings[name]}" for name in FOOTER if name in strings)
    closing = _prose(read_markdown("\n\n".join(texts), Slugs()), form)
    if form == "typst":
        return closing
    script = (PAGE / "script.js").read_text(encoding="utf-8").strip()
    return f"{closing}\n\n{_raw(f'<script>{chr(10)}{script}{chr(10)}</script>', form)}".strip()


def _raw(text: str, form: Form) -> str:
    """Fences a raw block so that nothing in it can end it, or be read as a Quarto shortcode.

    Shortcodes are filled in even inside raw blocks. In HTML and in Typst markup `{{<` is always escaped
    already where it is data; what is left can stand in a Typst string, where a brace may be a number.
    """
    inert = text.replace("{{<", "&#123;{<" if form == "html" else "\\u{7b}{<")
    longest = max((len(found) for found in _BACKTICKS.findall(inert)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{{={form}}}\n{inert.rstrip()}\n{fence}"
