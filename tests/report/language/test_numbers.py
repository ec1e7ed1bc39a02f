import datetime
import re
from decimal import Decimal
from fractions import Fraction

import numpy
import pytest

from bosetting.report.language.numbers import (
    about,
    format_date,
    format_decimal,
    format_integer,
    format_percent,
)


def exactly(message):
    return rf"\A{re.escape(message)}\Z"


DAY = datetime.date(2017, 11, 6)


@pytest.mark.parametrize(
    ("language", "expected"), [("nb", "12\u00a0345"), ("nn", "12\u00a0345"), ("en", "12,345")]
)
def test_whole_numbers(language, expected):
    assert format_integer(12345, language) == expected
    assert format_integer(numpy.int64(12345), language) == expected
    assert format_integer(12345.0, language) == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("nb", "−12\u00a0345,6"), ("nn", "−12\u00a0345,6"), ("en", "−12,345.6")]
)
def test_parts_and_the_minus_sign(language, expected):
    assert format_decimal(-12345.6, language) == expected


def test_exactly_as_many_decimals_as_asked_for_rounded_half_to_even():
    assert format_decimal(2, "nb", 3) == "2,000"
    assert format_decimal(Decimal("0.125"), "nb", 2) == "0,12"
    assert format_decimal(Decimal("0.135"), "nb", 2) == "0,14"
    assert format_decimal(Fraction(1, 3), "en", 4) == "0.3333"
    assert format_decimal(2.5, "nb", 0) == "2"


@pytest.mark.parametrize(
    ("value", "said"),
    [(26_349.6, 26_300), (26_350.1, 26_400), (Decimal(1000), 1000), (999.6, 1000), (96.4, 96), (0, 0)],
)
def test_what_is_about_so_many_is_in_hundreds_and_few_are_in_ones(value, said):
    assert about(value) == said


def test_a_number_that_rounds_to_nothing_has_no_minus():
    assert format_decimal(-0.04, "nb") == "0,0"
    assert format_percent(-0.0004, "nb") == "0\u00a0%"


@pytest.mark.parametrize(
    ("language", "expected"), [("nb", "12,5\u00a0%"), ("nn", "12,5\u00a0%"), ("en", "12.5%")]
)
def test_shares(language, expected):
    assert format_percent(0.125, language, 1) == expected


@pytest.mark.parametrize(
    ("language", "long", "short", "month"),
    [
        ("nb", "6. november 2017", "06.11.2017", "november 2017"),
        ("nn", "6. november 2017", "06.11.2017", "november 2017"),
        ("en", "6 November 2017", "06/11/2017", "November 2017"),
    ],
)
def test_dates(language, long, short, month):
    assert format_date(DAY, language) == long
    assert format_date(DAY, language, "short") == short
    assert format_date(DAY, language, "month") == month


def test_months_are_small_letters_in_norwegian():
    assert format_date(datetime.date(2018, 3, 1), "nn", "month") == "mars 2018"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), "nan cannot be shown. An unknown value is None, which the page writes out."),
        (True, "True is not a number. Expected int, float, Decimal or Fraction."),
        ("12", "'12' is not a number. Expected int, float, Decimal or Fraction."),
        (1.5, "1.5 is not a whole number. Expected an integer; use format_decimal for parts."),
    ],
)
def test_what_is_not_a_whole_number_is_refused(value, message):
    with pytest.raises(ValueError, match=exactly(message)):
        format_integer(value, "nb")


@pytest.mark.parametrize("write", [lambda lang: format_integer(1, lang), lambda lang: format_date(DAY, lang)])
def test_an_unknown_language_is_named(write):
    with pytest.raises(ValueError, match=r"no language 'sv'\. Expected one of nb, nn, en\."):
        write("sv")
