"""Results come back from JSON exactly, and nothing comes back that is not of its type."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import pytest

from bosetting.stored import from_plain, to_plain


@dataclass(frozen=True)
class Row:
    name: str
    share: float


@dataclass(frozen=True)
class Result:
    day: date
    rows: tuple[Row, ...]
    weights: tuple[Fraction, Decimal]
    by_code: Mapping[str, int]
    colour: Literal["green", "red"]
    gap: float | None
    sure: bool


RESULT = Result(
    date(2017, 11, 6),
    (Row("Kárášjohka", 0.1 + 0.2), Row("", 5e-324), Row("x", float("inf"))),
    (Fraction(1, 3), Decimal("0.0500")),
    {"5021": 1, "0301": 2},
    "green",
    None,
    True,
)


def test_a_result_comes_back_to_the_last_bit_and_in_order() -> None:
    back = from_plain(Result, json.loads(json.dumps(to_plain(RESULT))))
    assert repr(back) == repr(RESULT)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", "2017-13-01"),
        ("day", 3),
        ("rows", [["x", 1.0]]),
        ("rows", [{"name": "x"}]),
        ("rows", [{"name": "x", "share": 1.0, "more": 1}]),
        ("rows", [{"name": "x", "share": "1.0"}]),
        ("rows", [{"name": "x", "share": True}]),
        ("rows", {}),
        ("weights", ["1/3"]),
        ("weights", ["1/0", "1"]),
        ("weights", ["1e9999999", "1"]),
        ("weights", ["1/3", "NaN"]),
        ("by_code", {"0301": 2}),
        ("by_code", [["0301", 2.0]]),
        ("by_code", [["0301", True]]),
        ("by_code", [[["0301"], 2]]),
        ("colour", "blue"),
        ("colour", ["green"]),
        ("gap", "1"),
        ("sure", 1),
    ],
)
def test_a_value_of_another_type_is_refused(field: str, value: Any) -> None:
    plain = to_plain(RESULT) | {field: value}
    with pytest.raises(ValueError, match=r"not of the type|month must be"):
        from_plain(Result, plain)


def test_what_json_cannot_hold_exactly_is_not_kept() -> None:
    with pytest.raises(TypeError, match="set is not kept"):
        to_plain(({1},))
