"""What stands in a cell of a frame: text, whole numbers, or nothing."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from math import isnan

import pandas as pd


def text_of(cell: object) -> str:
    """A cell as text; nothing, in any of the forms pandas gives it, is the empty text."""
    if cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and isnan(cell)):
        return ""
    return str(cell).strip()


def whole(cell: object) -> int | None:
    """A cell as a whole number, None where there is nothing.

    Raises:
        ValueError: it is no number, not whole or negative; the message says which.
    """
    text = text_of(cell)
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f'"{text}" is no number') from None
    if not number.is_finite() or number != number.to_integral_value():
        raise ValueError(f"{text} is not whole")
    if number < 0:
        raise ValueError(f"{text} is negative")
    return int(number)
