"""Headers of rows in a tagged PDF, which Typst from PyPI cannot be asked to write.

Typst has `pdf.header-cell(scope: "row")` behind the feature `a11y-extras`, and its Python package cannot turn
features on (docs/decisions/0009). So the tags are set right afterwards, in what Typst wrote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_REFERENCE = re.compile(rb"(\d+) 0 R")
_KIDS = re.compile(rb"/K\[([^\]]*)\]")
_HEADERS = re.compile(rb"/Headers\[[^\]]*\]")
_CELL = re.compile(rb"<</Type/StructElem/S/T[DH]/")
_BODY, _FOOT = b"<</Type/StructElem/S/TBody/", b"<</Type/StructElem/S/TFoot/"
_TABLE = b"<</O/Table"


def with_row_headers(objects: Mapping[int, bytes]) -> dict[int, bytes]:
    """Makes the first cell of each row in a table's body the header of its row.

    A cell's own list of headers, in which Typst names those of its columns alone, goes: a reader then finds
    the headers of both row and column by their scopes (ISO 32000-1, 14.8.4.3.4).

    Args:
        objects: the objects of a PDF, without streams in the structure tree, by number.
    """
    bare = {number: _plain(body) for number, body in objects.items()}
    bodies = [body for body in bare.values() if body.startswith(_BODY)]
    rows = [row for body in bodies for row in _kids(body)]
    first = [_kids(objects[row])[0] for row in rows if b"/S/TR/" in objects[row] and _kids(objects[row])]
    return bare | {number: _row_header(bare[number]) for number in first if b"/S/TD/" in bare[number]}


def _plain(body: bytes) -> bytes:
    """Takes the lists of headers out of a cell, and calls rows body that are a footer only to stay together."""
    if body.startswith(_FOOT):
        return body.replace(_FOOT, _BODY, 1)
    return _HEADERS.sub(b"", body) if _CELL.match(body) else body


def _kids(body: bytes) -> list[int]:
    kids = _KIDS.search(body)
    return [int(number) for number in _REFERENCE.findall(kids[1])] if kids else []


def _row_header(cell: bytes) -> bytes:
    head = cell.replace(b"/S/TD/", b"/S/TH/", 1)
    if _TABLE in head:
        return head.replace(_TABLE, _TABLE + b"/Scope/Row", 1)
    return head.replace(b"/A[", b"/A[<</O/Table/Scope/Row>>", 1)
