"""The report's text: templates in each language, in which data can only ever be words."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, Undefined, pass_environment
from markupsafe import Markup

from bosetting.report.blocks.markdown import escape_markdown
from bosetting.report.language.numbers import (
    DateStyle,
    Number,
    format_date,
    format_decimal,
    format_integer,
    format_percent_words,
)
from bosetting.report.language.readable import readable
from bosetting.report.language.words import TEXT, language_words, page_words

# These would let a template pass data through unescaped, or escape it for HTML instead of Markdown.
_REMOVED = ("safe", "e", "escape", "forceescape", "urlize", "xmlattr", "tojson", "striptags")


def render(template_name: str, language: str, /, **values: Any) -> str:
    """Writes a text of the report as Markdown.

    Args:
        template_name: The template without its ending: "need" is `<language>/need.md.j2`.
        language: one that has a folder here, such as nb.
        **values: What the template may use; everything it uses must be given.

    Raises:
        ValueError: There is no such language, or a value has no one way to be written.
        jinja2.UndefinedError: The template uses a value that is not given.
    """
    return _rules(language, plain=False).get_template(f"{template_name}.md.j2").render(values)


def render_text(text: str, language: str, /, **values: Any) -> str:
    """Writes a text that is not in a file, under the same rules."""
    return _compiled(text, language, plain=False).render(values)


def render_label(text: str, language: str, /, **values: Any) -> str:
    """Writes a caption or heading: plain text, which whoever shows it escapes."""
    return _compiled(text, language, plain=True).render(values)


def render_plain(template_name: str, language: str, /, **values: Any) -> str:
    """Writes a text for a terminal or a letter: `<language>/<name>.txt.j2`, nothing escaped."""
    return _rules(language, plain=True).get_template(f"{template_name}.txt.j2").render(values)


@cache
def _rules(language: str, plain: bool) -> Environment:
    """The rules of a language, kept with the templates compiled under them: compiling takes most of the time."""
    rules = environment(language)
    if plain:
        rules.finalize = partial(_plain, language)
    return rules


@cache
def _compiled(text: str, language: str, plain: bool) -> Template:
    return _rules(language, plain).from_string(text)


def environment(language: str, folder: Path = TEXT) -> Environment:
    """Gives the rules the templates of one language are written under."""
    page_words(language)
    rules = Environment(
        loader=FileSystemLoader(folder / language),
        undefined=StrictUndefined,
        finalize=partial(_written, language),
        autoescape=False,  # noqa: S701 - _written escapes every value, for Markdown
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in _REMOVED:
        del rules.filters[name]
    rules.filters.update(_filters(language))
    return rules


def _filters(language: str) -> dict[str, Any]:
    def n(value: Number) -> Markup:
        return _markup(format_integer(value, language))

    def d(value: Number, decimals: int = 1) -> Markup:
        return _markup(format_decimal(value, language, decimals))

    def pct(value: Number, decimals: int = 0) -> Markup:
        return _markup(format_percent_words(value, language, decimals))

    def date(value: datetime.date, style: DateStyle = "long") -> Markup:
        # A plain space after "6." would begin a numbered list at the start of a line.
        return _markup(format_date(value, language, style).replace(" ", "\u00a0", 1))

    @pass_environment
    def listed(rules: Environment, values: Iterable[Any]) -> Markup:
        written = rules.finalize or str
        texts = [str(written(value)) for value in values]
        first, last = ", ".join(texts[:-1]), texts[-1:]
        return _markup(f" {page_words(language).conjunction} ".join([first, *last] if first else last))

    def words(value: int) -> Markup:
        # Small numbers are easier to read as words. One has a gender in Norwegian, so it and nought stay figures.
        small = language_words(language).small_numbers
        return _markup(small[value - 2]) if 2 <= value < len(small) + 2 else n(value)

    def plural(value: int, one: str, many: str) -> str:
        return one if value == 1 else many

    return {"n": n, "d": d, "pct": pct, "date": date, "list": listed, "words": words, "plural": plural}


def _written(language: str, value: object) -> object:
    """Writes one value of a template: text is escaped, a number without a filter must be whole."""
    match value:
        case Markup() | Undefined():
            return value
        case str():
            return _markup(escape_markdown(readable(value, language)))
        case bool() | None:
            raise ValueError(f"{value} stands where words are due. Write out in the template what it means.")
        case int():
            return _markup(format_integer(value, language))
        case float() | Decimal() | Fraction():
            raise ValueError(f"{value}: say how many decimals, with the filter d(decimals) or pct(decimals).")
    message = f"A {type(value).__name__} cannot stand in text. Expected text, a whole number, or a filter."
    raise ValueError(message)


def _plain(language: str, value: object) -> object:
    """Writes one value of a label; text stays as it is, everything else as in running text."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _markup(readable(value, language))
    return _written(language, value)


def _markup(text: str) -> Markup:
    """Marks text as ready: it is ours, or has been escaped for Markdown."""
    return Markup(text)  # noqa: S704
