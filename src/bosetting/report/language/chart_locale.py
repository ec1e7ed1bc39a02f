"""The languages' numbers and dates in the form the chart library takes them, from the same source as ours."""

from typing import Any

from bosetting.report.language.numbers import MINUS, babel_locale, format_percent
from bosetting.report.language.words import language_words

_DAYS = (6, 0, 1, 2, 3, 4, 5)  # the chart library's week begins on Sunday, CLDR's on Monday


def number_locale(language: str) -> dict[str, Any]:
    """Gives the d3-format locale of a language."""
    symbols = babel_locale(language).number_symbols["latn"]
    return {
        "decimal": symbols["decimal"],
        "thousands": symbols["group"],
        "grouping": [3],
        "currency": ["", "\u00a0kr"],
        "percent": format_percent(0, language).removeprefix("0"),
        "minus": MINUS,
    }


def time_locale(language: str) -> dict[str, Any]:
    """Gives the d3-time-format locale of a language."""
    locale = babel_locale(language)
    days, months = locale.days["format"], locale.months["format"]
    return {
        **language_words(language).chart,
        "time": "%H:%M",
        "periods": ["AM", "PM"],
        "days": [days["wide"][day] for day in _DAYS],
        "shortDays": [days["abbreviated"][day] for day in _DAYS],
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
    }
