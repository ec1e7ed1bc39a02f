"""Criteria made up by a test, with what a test says nothing of filled in."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from bosetting.inputs.criteria import Criterion

_PLAIN = Criterion(
    name="",
    index="ratio",
    table="",
    column="",
    of="",
    where={},
    unit="number",
    missing="neutral",
    label={"nb": "Et kriterium"},
    measure={"nb": "Et mål"},
    source={"nb": "En kilde"},
    period=(),
    weight=Fraction(0),
    exponent=Fraction(1),
    kappa=None,
    mean=None,
    factors={},
)


def made(name: str, index: str, **values: Any) -> Criterion:
    """A criterion of this name and form."""
    return replace(_PLAIN, name=name, index=index, **values)
