"""Numbers and dates as each language writes them: 12 345,6 and 6. november 2017."""

import datetime
import functools
import math
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from numbers import Integral, Rational
from typing import Any, Literal

from babel import Locale
from babel.dates import format_date as babel_date
from babel.numbers import format_decimal as babel_decimal
from babel.numbers import format_percent as babel_percent

from bosetting.report.language.words import language_words

Number = int | float | Decimal | Fraction
DateStyle = Literal["long", "short", "month"]

MINUS = "\u2212"
THOUSAND = 1000


def babel_locale(language: str) -> Locale:
    """Gives the CLDR locale the language's numbers, dates and chart axes follow."""
    return _locale(language_words(language).locale)


@functools.cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)


@functools.lru_cache(1 << 14)
def _written(value: Decimal, pattern: str, locale: Locale) -> str:
    """A number by a pattern; the same few thousand stand in every table."""
    return _signed(babel_decimal(value, format=pattern, locale=locale))


def format_integer(value: Number, language: str) -> str:
    """Writes a whole number with the language's thousands separator.

    Raises:
        ValueError: The value is not whole: rounding is the computation's business, not the page's.
    """
    exact = _decimal(value)
    if exact != exact.to_integral_value():
        message = f"{value} is not a whole number. Expected an integer; use format_decimal for parts."
        raise ValueError(message)
    return _written(exact, "#,##0", babel_locale(language))


def format_decimal(value: Number, language: str, decimals: int = 1) -> str:
    """Writes a number with exactly this many decimals, rounded half to even."""
    rounded = _round(_decimal(value), decimals)
    return _written(rounded, _pattern(decimals), babel_locale(language))


def format_percent(value: Number, language: str, decimals: int = 0) -> str:
    """Writes a share as per cent: 0.125 with one decimal becomes 12,5 %."""
    rounded = _round(_decimal(value), decimals + 2)
    # CLDR's own pattern says whether a space stands before the sign, and which.
    form = str(babel_locale(language).percent_formats[None].pattern).replace("#,##0", _pattern(decimals))
    return _signed(babel_percent(rounded, format=form, locale=babel_locale(language)))


def format_percent_words(value: Number, language: str, decimals: int = 0) -> str:
    """Writes a share as running text has it: 0.125 with one decimal becomes 12,5 prosent."""
    rounded = _round(_decimal(value), decimals + 2) * 100
    return f"{format_decimal(rounded, language, decimals)}\u00a0{language_words(language).page.per_cent}"


def format_date(value: datetime.date, language: str, style: DateStyle = "long") -> str:
    """Writes a date: 6. november 2017 (long), 06.11.2017 (short) or november 2017 (month)."""
    locale = babel_locale(language)
    return str(babel_date(value, format=language_words(language).dates[style], locale=locale))


def about(value: Number) -> int:
    """A forecast as running text has it after "about": in whole hundreds; what is below a thousand in ones."""
    exact = _decimal(value)
    return int(_round(exact, -2 if abs(exact) >= THOUSAND else 0))


def _decimal(value: Any) -> Decimal:
    """Takes any number exactly, and refuses what only looks like one."""
    if isinstance(value, bool) or not isinstance(value, Decimal | Rational | Integral | float):
        message = f"{value!r} is not a number. Expected int, float, Decimal or Fraction."
        raise ValueError(message)
    if not math.isfinite(value):
        message = f"{value} cannot be shown. An unknown value is None, which the page writes out."
        raise ValueError(message)
    if isinstance(value, Rational):
        return Decimal(int(value.numerator)) / Decimal(int(value.denominator))
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def _round(value: Decimal, decimals: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    return rounded.copy_abs() if rounded == 0 else rounded  # never "−0"


def _pattern(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _signed(text: str) -> str:
    return text.replace("-", MINUS)
