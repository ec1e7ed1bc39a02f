"""What each language writes in its own way, read from its ``words.toml``: the words of the page, numbers, dates.

The folders beside this file are the languages the report has; nothing else lists them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

TEXT = Path(__file__).parent


@dataclass(frozen=True)
class PageWords:
    """Every word a page needs that no author writes; braces are filled in by the page or its script."""

    own_name: str
    skip: str
    contents: str
    other_languages: str
    unknown: str
    table: str
    chart: str
    show_table: str
    search: str
    rows_shown: str
    sort_hint: str
    fact: str
    assumption: str
    warning: str
    about: str
    licence: str
    sources: str
    check: str
    conjunction: str
    per_cent: str
    download_pdf: str
    download_numbers: str
    try_rules: str
    download_csv: str
    download_svg: str
    figure: str
    page: str
    of: str


@dataclass(frozen=True)
class LanguageWords:
    """One ``words.toml``.

    Attributes:
        place: among the languages; the report's main form is the first.
        locale: the CLDR locale of numbers and dates, such as nb_NO.
        small_numbers: two, three and so on as words.
        dates: a CLDR pattern by style: long, short and month.
        chart: the chart library's patterns, ``dateTime`` and ``date``.
        page: the words of the page.
    """

    place: int
    locale: str
    small_numbers: tuple[str, ...]
    dates: dict[str, str]
    chart: dict[str, str]
    page: PageWords


@cache
def languages() -> tuple[str, ...]:
    """The languages the report is written in, the main form first."""
    found = (path.parent.name for path in TEXT.glob("*/words.toml"))
    return tuple(sorted(found, key=lambda language: (_read(language).place, language)))


def language_words(language: str) -> LanguageWords:
    """Gives what a language writes in its own way.

    Raises:
        ValueError: The language is not one the report is written in, or its file lacks a word.
    """
    if language not in languages():
        message = f"The report has no language {language!r}. Expected one of {', '.join(languages())}."
        raise ValueError(message)
    return _read(language)


def page_words(language: str) -> PageWords:
    """Gives the page's words in a language.

    Raises:
        ValueError: The language is not one the report is written in.
    """
    return language_words(language).page


@cache
def _read(language: str) -> LanguageWords:
    shown = f"{language}/words.toml"
    document = tomllib.loads((TEXT / language / "words.toml").read_text(encoding="utf-8"))
    _names_must_be(LanguageWords, document, "", shown)
    _names_must_be(PageWords, document["page"], "page.", shown)
    own = document | {
        "small_numbers": tuple(document["small_numbers"]),
        "page": PageWords(**document["page"]),
    }
    return LanguageWords(**own)


def _names_must_be(form: type, found: dict[str, Any], prefix: str, shown: str) -> None:
    """A word that is missing, or that nobody asks for, is told with its name."""
    names = {field.name for field in fields(form)}
    for name in sorted(names ^ found.keys()):
        what, do = ("is missing", "Add it") if name in names else ("is used by nothing", "Remove it")
        message = f"{shown}: {prefix}{name} {what}. Expected the names that the other languages have. {do}."
        raise ValueError(message)
