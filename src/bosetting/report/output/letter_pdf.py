"""The letter to a municipality as PDF/UA-1 and PDF/A-2a, the same bytes on every run."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from bosetting.allocation.explained.explanation import Explanation
from bosetting.allocation.request import Request
from bosetting.inputs.rules import Rules
from bosetting.report.blocks.markdown import read_markdown
from bosetting.report.blocks.slugs import Slugs
from bosetting.report.blocks.typst_source import escape_typst, markdown_typst, typst_string
from bosetting.report.drawing.fonts import FAMILY
from bosetting.report.edition_line import corrected_lines
from bosetting.report.language.criteria import criterion_names
from bosetting.report.language.labels import label
from bosetting.report.language.numbers import format_date, format_integer
from bosetting.report.language.prose import render
from bosetting.report.language.readable import Quoted
from bosetting.report.language.words import page_words
from bosetting.report.letter import letter_values, step_lines
from bosetting.report.output.pdf import PdfCompiler

TEMPLATE = Path(__file__).parent / "templates" / "letter.typ"


def letter_pdf(request: Request, found: Explanation, language: str, compiler: PdfCompiler) -> bytes:
    """A municipality's letter, dated the day the numbers were computed.

    Args:
        request: of the edition.
        found: the explanation of the municipality.
        language: the municipality's form of Norwegian, or another that the report is written in.
        compiler: one for many letters, which saves most of the time.

    Raises:
        DocumentError: a name or reason has letters that the font lacks.
    """
    return compiler.compile(letter_source(request, found, language), request.inputs.publisher.made)


def letter_source(request: Request, found: Explanation, language: str) -> str:
    """The whole letter as Typst."""
    values = letter_values(request, found, language)
    text = render("letter", language, **values, weighed=_weighed(request.inputs.rules, language))
    body = markdown_typst(read_markdown(text, Slugs()))
    return f"{_template()}\n{_head(request, values, language)}\n{body}\n{_steps(request, found, language)}"


@cache
def _template() -> str:
    return TEMPLATE.read_text(encoding="utf-8")


def _weighed(rules: Rules, language: str) -> list[str]:
    """Each criterion with what it weighs."""
    names = criterion_names(rules, language)
    return [
        label(language, "letter.weighed", name=name, weight=each.weight)
        for name, each in zip(names, rules.criteria, strict=True)
    ]


def _head(request: Request, values: dict[str, Any], language: str) -> str:
    """Sender, date, reference, addressee; and where nobody is asked by it, that it is no request."""
    publisher, made, words = request.inputs.publisher, values["made"], page_words(language)
    facts = (
        (label(language, "letter.sender"), publisher.name),
        (label(language, "letter.date"), format_date(made, language)),
        (label(language, "letter.reference"), publisher.reference or _reference(request, values["code"])),
        *_standing(request, values["code"], language),
    )
    told = "".join(f"({_content(name)}, {_content(text)}), " for name, text in facts)
    title = (
        label(language, "letter.title", year=values["year"])
        if values["asked"]
        else label(language, "letter.title_not", year=values["year"])
    )
    return (
        "#show: letter.with(\n"
        f"  title: {typst_string(title)}, author: {typst_string(publisher.name)}, "
        f"language: {typst_string(language)}, font: {typst_string(FAMILY)},\n"
        f"  date: datetime(year: {made.year}, month: {made.month}, day: {made.day}),\n"
        f"  to: {typst_string(label(language, 'letter.to', name=Quoted(values['name'])))}, "
        f"readers: {typst_string(label(language, 'letter.readers'))},\n"
        f"  facts: ({told}),{_notice(values, language)}\n"
        f"  words: (page: {typst_string(words.page)}, of: {typst_string(words.of)}),\n)"
    )


def _standing(request: Request, code: str, language: str) -> list[tuple[str, str]]:
    """That the edition is a draft, until it is published; then what was corrected of it that concerns the reader."""
    if request.inputs.published is None:
        return [(label(language, "letter.status"), label(language, "letter.draft"))]
    return corrected_lines(request.inputs, language, code)


def _reference(request: Request, code: str) -> str:
    """What tells this letter from every other, where the publisher has no reference of its own."""
    return f"{request.inputs.year}/{request.inputs.edition.name}/{code}"


def _notice(values: dict[str, Any], language: str) -> str:
    """In a reconstruction: at the top and in the margin, that it is not the agency's letter."""
    if values["issues"]:
        return ""
    said = label(language, "letter.notice", agency=values["agency"])
    text = label(language, "letter.notice_text", publisher=values["publisher"], made=values["made"])
    return f"\n  margin: {typst_string(said)}, notice: [#strong{_content(said)} \\ {escape_typst(text)}],"


def _steps(request: Request, found: Explanation, language: str) -> str:
    """How the number is made up, after the letter itself; nothing where there are no steps to show."""
    lines = step_lines(request, found, language)
    if not lines:
        return ""
    # What changes nothing is left out; the first is what the others are added to.
    lines = [
        line
        for line, step in zip(lines, found.waterfall.steps, strict=True)
        if step.printed or line is lines[0]
    ]
    heads = f"{_content(label(language, 'letter.step'))}, {_content(label(language, 'letter.persons'))}"
    persons = format_integer(found.allotment.persons, language)
    rows = [(line.what, line.value) for line in lines] + [(label(language, "letter.sum"), persons)]
    told = "".join(f"({_content(what)}, {_content(value)}), " for what, value in rows)
    heading, note = label(language, "letter.steps"), label(language, "letter.steps_note")
    return (
        f"#block(breakable: false)[\n#heading(level: 1){_content(heading)}\n"
        f"{escape_typst(note)}\n\n#steps(({heads}), ({told}))\n]\n"
    )


def _content(text: str) -> str:
    return f"[{escape_typst(text)}]"
