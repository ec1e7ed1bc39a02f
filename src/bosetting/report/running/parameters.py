"""The notebooks' parameters, checked: papermill lets any value of any type through."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from bosetting.allocation.compared.what_if import Changes
from bosetting.inputs.reading.rule_values import KNOWN
from bosetting.report.language.labels import written_languages


def check_parameters(
    year: object, edition: object, language: object, root: object = None
) -> tuple[int, str, str, Path | None]:
    """The parameters of every notebook with their types.

    Args:
        year: the year the request is for, a whole number.
        edition: a name in forecasts.csv; text.
        language: a language the report is written in.
        root: the folder that holds ``data/``; None for the nearest one from the working folder upwards.

    Raises:
        TypeError: a parameter of another type.
        ValueError: a language nobody has written.
    """
    if isinstance(year, bool) or not isinstance(year, int):
        raise TypeError(f"year is {year!r}. Expected a whole number of four digits.")
    if not isinstance(edition, str):
        raise TypeError(f'edition is {edition!r}. Expected a name such as "november".')
    written = written_languages()
    if language not in written:
        raise ValueError(f"language is {language!r}. Expected one of {', '.join(written)}.")
    if root is not None and not isinstance(root, str | Path):
        raise TypeError(f"root is {root!r}. Expected the folder that holds data/, or None.")
    return year, edition, str(language), None if root is None else Path(root)


def check_changes(
    weights: object = None,
    threshold: object = None,
    floor: object = None,
    county_split: object = None,
    division: object = None,
    number_asked: object = None,
) -> Changes:
    """The parameters of ``what_if.ipynb`` with their types; None leaves a rule as the edition has it.

    Args:
        weights: numbers by the names of the year's criteria; they sum to 1.
        threshold: residents.
        floor: persons.
        county_split: how counties without a published total share the rest.
        division: whether counties come first.
        number_asked: municipalities.

    Raises:
        TypeError: weights that are no mapping.
        ValueError: a value that the rule cannot have.
    """
    return Changes(
        weights=None if weights is None else _weights(weights),
        threshold=_as_rule("threshold", threshold),
        floor=_as_rule("floor", floor),
        county_split=_as_rule("county_split", county_split),
        division=_as_rule("division", division),
        number_asked=_as_rule("number_asked", number_asked),
    )


def _as_rule(name: str, value: object) -> Any:
    """A value as rules.toml would have it."""
    convert, expected = KNOWN[name]
    if value is None:
        return None
    try:
        return convert(value)
    except (ValueError, TypeError):
        raise ValueError(
            f"{name} is {value!r}. Expected {expected}, or None to leave it as the edition has it."
        ) from None


def _weights(value: object) -> dict[str, Fraction]:
    if not isinstance(value, Mapping):
        raise TypeError(f"weights is {value!r}. Expected a number for each criterion by its name, or None.")
    weights = {str(name): _weight(str(name), weight) for name, weight in value.items()}
    total = sum(weights.values(), Fraction(0))
    if total != 1:
        raise ValueError(f"weights sum to {float(total):g}. Expected the sum 1.")
    return weights


def _weight(name: str, value: object) -> Fraction:
    """A weight as it is written: 0.7 is seven tenths, not the binary number nearest to it."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and 0 <= value <= 1:
        return Fraction(str(value))
    raise ValueError(f"weights[{name!r}] is {value!r}. Expected a number from 0 to 1.")
