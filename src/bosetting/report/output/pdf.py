"""The executed notebook as a document on paper: PDF/UA-1 and PDF/A-2a, the same bytes on every run."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, Self, cast

import typst
from nbformat import NotebookNode

from bosetting.report.blocks.markdown import read_markdown
from bosetting.report.blocks.slugs import Slugs
from bosetting.report.blocks.table import TURNED
from bosetting.report.blocks.typst_source import markdown_typst, typst_string
from bosetting.report.drawing.fonts import FAMILY, font_folder
from bosetting.report.language.words import page_words
from bosetting.report.output.exporter import about, report_blocks
from bosetting.report.output.page import FOOTER
from bosetting.report.output.pdf_rows import with_row_headers
from bosetting.report.output.pdf_streams import packed, read_objects

TEMPLATE = Path(__file__).parent / "templates" / "document.typ"
STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
FACES = ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt")
_WORDS = ("contents", "page", "of")


class DocumentError(RuntimeError):
    """The document cannot be made, or would not be what the standards ask for."""


def report_pdf(notebook: NotebookNode) -> bytes:
    """Sets the blocks of an executed notebook as a PDF.

    Raises:
        ValueError: A cell failed, the notebook shows nothing, or its metadata under `bosetting` lacks the
            title, the language or the day it was made.
        DocumentError: The text cannot be set, for example a name with letters the font has not.
    """
    made = datetime.date.fromisoformat(about(notebook, "title", "language", "made")["made"])
    return compile_pdf(document_source(notebook), made)


def compile_pdf(source: str, day: datetime.date) -> bytes:
    """Compiles one document; see `PdfCompiler`.

    Raises:
        DocumentError: What Typst says, and where.
    """
    with PdfCompiler() as compiler:
        return compiler.compile(source, day)


class PdfCompiler:
    """Compiles Typst source with the packaged font alone; one for many documents sets each in milliseconds."""

    def __enter__(self) -> Self:
        self._nothing = tempfile.TemporaryDirectory()
        self._compiler = typst.Compiler(
            root=self._nothing.name, font_paths=_fonts()[0], ignore_system_fonts=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._nothing.cleanup()

    def compile(self, source: str, day: datetime.date) -> bytes:
        """The document as PDF/UA-1 and PDF/A-2a, dated the day given.

        Raises:
            DocumentError: What Typst says, and where.
        """
        midnight = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
        try:
            data = self._compiler.compile(
                source.encode(), format="pdf", pdf_standards=STANDARDS, timestamp=midnight
            )
        except typst.TypstError as fault:
            raise DocumentError("\n".join(["The document cannot be set.", fault.diagnostic])) from fault
        objects, trailer = read_objects(cast("bytes", data))
        return packed(with_row_headers(objects), trailer)


def document_source(notebook: NotebookNode) -> str:
    """Gives the whole document as Typst: the template, what the report says of itself, and its blocks."""
    said = about(notebook, "title", "language", "made")
    blocks = report_blocks(notebook)
    if not blocks:
        raise ValueError("The notebook shows no part of the report. Execute it first.")
    template = TEMPLATE.read_text(encoding="utf-8")
    return f"{template}\n{_start(said)}\n" + _turned([block["text/x-typst"] for block in blocks])


def _turned(parts: list[str]) -> str:
    """Joins the parts; the heading over a table on a turned page goes with it, and not alone on its own."""
    joined: list[str] = []
    for part in parts:
        if part.startswith(TURNED) and joined and joined[-1].startswith("#heading("):
            joined.append(part.replace(TURNED, f"{TURNED}\n{joined.pop()}", 1))
        else:
            joined.append(part)
    return "".join(joined)


def _start(said: dict[str, Any]) -> str:
    words, strings = page_words(said["language"]), said.get("strings", {})
    day = datetime.date.fromisoformat(said["made"])
    named = "".join(f"{name}: {typst_string(getattr(words, name))}, " for name in _WORDS)
    parts = "".join(
        f"(heading: {typst_string(getattr(words, name))}, text: [{_text(strings[name])}]), "
        for name in FOOTER
        if name in strings
    )
    return (
        "#show: report.with(\n"
        f"  title: {typst_string(said['title'])}, language: {typst_string(said['language'])},\n"
        f"  date: datetime(year: {day.year}, month: {day.month}, day: {day.day}),\n"
        f"  running: {typst_string(said.get('edition', ''))}, edition: [{_text(strings.get('edition', ''))}],\n"
        f"  subtitle: {typst_string(said.get('subtitle', ''))},\n"
        f"  words: ({named}), about: ({parts}), font: {typst_string(FAMILY)},\n)"
    )


def _text(markdown: str) -> str:
    return markdown_typst(read_markdown(markdown, Slugs())).strip()


@cache
def _fonts() -> tuple[typst.Fonts, tempfile.TemporaryDirectory[str]]:
    """Offers each face once: of two files with the same face, the file system would choose.

    The folder is given with them because it must live as long: Typst reads a face when it is first used.
    """
    folder = tempfile.TemporaryDirectory(prefix="bosetting-fonts-")
    for face in FACES:
        shutil.copy(font_folder() / f"SourceSansPro-{face}.ttf", folder.name)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder.name])
    return fonts, folder
