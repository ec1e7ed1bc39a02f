"""A table in JSON-stat 2, as the StatBank answers: cells by the codes of their dimensions."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from pyjstat import pyjstat

from bosetting.sources.clients.failures import Unlike
from bosetting.sources.clients.json_text import read_json

MOST_CELLS = 800_000
"""What Statistics Norway gives in one answer."""
_META = "Compare sources.toml with the table's metadata at the publisher"


@dataclass(frozen=True)
class Cell:
    """One figure of a table.

    Attributes:
        codes: of each dimension, by its name.
        value: the number as it was sent, or None.
        status: the publisher's sign, such as ``:``; empty for a figure.
    """

    codes: Mapping[str, str]
    value: object
    status: str


@dataclass(frozen=True)
class Dataset:
    """A table.

    Attributes:
        label: its title.
        updated: when the publisher last changed it, as it was sent; empty where it was not.
        dimensions: names in order, each with its codes and their words.
        cells: every combination once.
    """

    label: str
    updated: str
    dimensions: Mapping[str, Mapping[str, str]]
    cells: tuple[Cell, ...]


def read_dataset(content: bytes) -> Dataset:
    """The table of an answer.

    Raises:
        Unlike: it is not JSON-stat 2, or its parts contradict each other.
    """
    document: Any = read_json(content)
    if not isinstance(document, dict) or document.get("class") != "dataset":
        raise Unlike("the answer is not a table in JSON-stat", "class dataset", _META)
    names: Any = document.get("id")
    sizes: Any = document.get("size")
    if not (_are(names, str) and _are(sizes, int)) or len(names) != len(sizes) or min(sizes, default=0) < 0:
        raise Unlike("the answer has no list of dimensions", "id and size", _META)
    count = prod(sizes)
    if count > MOST_CELLS:
        raise Unlike(f"the answer says it has {count:,} cells", f"at most {MOST_CELLS:,}", "Ask for less")
    dimensions = {name: _categories(document, name, size) for name, size in zip(names, sizes, strict=True)}
    values, statuses = _by_place(document, "value", count), _by_place(document, "status", count)
    cells = tuple(
        Cell(codes, value, str(status or ""))
        for codes, value, status in zip(_codes(document, names, count), values, statuses, strict=True)
    )
    return Dataset(str(document.get("label", "")), str(document.get("updated") or ""), dimensions, cells)


def _codes(document: Any, names: Sequence[str], count: int) -> Iterator[Mapping[str, str]]:
    """The codes of every cell, in the order of the values; pyjstat knows the forms that dimensions may have."""
    bare = pyjstat.Dataset({**document, "value": [0] * count})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it calls its own deprecated function
        frame = bare.write("dataframe", naming="id")
    for row in frame[list(names)].itertuples(index=False, name=None):
        yield dict(zip(names, map(str, row), strict=True))


def _categories(document: Any, name: str, size: int) -> dict[str, str]:
    """Codes of a dimension with their words."""
    try:
        category = document["dimension"][name]["category"]
        labels = category.get("label", {})
        index = category.get("index", list(labels))
        codes = sorted(index, key=index.__getitem__) if isinstance(index, dict) else list(index)
    except (KeyError, TypeError, AttributeError):
        codes, labels = [], {}
    if len(codes) != size or not _are(codes, str):
        raise Unlike(f"the dimension {name} does not have {size} codes", "as many as size says", _META)
    return {code: str(labels.get(code, code)) for code in codes}


def _by_place(document: Any, name: str, count: int) -> list[object]:
    """Values or statuses of all cells: a list, an object by place, or one sign for all."""
    said = document.get(name)
    if isinstance(said, list) and len(said) == count:
        return said
    if isinstance(said, dict) and all(place.isdecimal() and int(place) < count for place in said):
        return [said.get(str(place)) for place in range(count)]
    if name == "status" and (said is None or isinstance(said, str)):
        return [said] * count
    found = f"{len(said):,}" if isinstance(said, list) else "no list of"
    raise Unlike(f"the answer has {found} {name}s", f"{count:,}, one a cell", "Fetch again")


def _are(values: object, kind: type) -> bool:
    return isinstance(values, list) and all(isinstance(v, kind) and not isinstance(v, bool) for v in values)
