"""A PDF as Typst writes it, a fifth as large: what is not a stream is packed into object streams."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from itertools import pairwise

_TABLE = re.compile(rb"xref\n0 (\d+)\n")
_ENTRY = 20
_OBJECT = re.compile(rb"\s*(\d+) 0 obj\s(.*)\sendobj\s*\Z", re.DOTALL)
_TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*startxref", re.DOTALL)
_SIZE = re.compile(rb"/Size \d+")
# So many objects are unpacked at a time by a reader who wants one of them.
_TOGETHER = 250
_START = b"%PDF-1.7\n%\x80\x80\x80\x80\n"


def packed(objects: Mapping[int, bytes], trailer: bytes) -> bytes:
    r"""Writes a PDF 1.7 with object streams and a cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8).

    Each stream ends with CRLF: PDF/A-2 (ISO 19005-2, 6.1.7.1) wants the length of a stream to be what stands
    before the end of line in front of `endstream`. Compressed data that happens to end in CR makes a lone LF
    look like CRLF, and a validator may then count one byte less than the stream has.

    Args:
        objects: what each object number stands for, without `obj` and `endobj`.
        trailer: the entries of the trailer but its size.
    """
    number = max(objects) + 1
    parts, at, places = [_START], len(_START), {0: (0, 0, 0xFFFF)}

    def put(number: int, body: bytes) -> None:
        nonlocal at
        places[number] = (1, at, 0)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(parts[-1])

    for own, body in objects.items():
        if is_stream(body):
            put(own, body)
    plain = [own for own, body in objects.items() if not is_stream(body)]
    for start in range(0, len(plain), _TOGETHER):
        group = plain[start : start + _TOGETHER]
        places |= {own: (2, number, place) for place, own in enumerate(group)}
        put(number, _object_stream([(own, objects[own]) for own in group]))
        number += 1
    places[number] = (1, at, 0)
    rows = b"".join(_place(places.get(n, (0, 0, 0))) for n in range(number + 1))
    entries = b"/Type/XRef/Size %d/W[1 4 2]%s" % (number + 1, trailer)
    parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, _stream(entries, rows)))
    return b"".join(parts) + b"startxref\n%d\n%%%%EOF\n" % at


def read_objects(pdf: bytes) -> tuple[dict[int, bytes], bytes]:
    """Gives the objects of a PDF by number, and the entries of its trailer but the size.

    Args:
        pdf: A file with one plain cross-reference table, as Typst writes it.

    Raises:
        ValueError: It is not such a file.
    """
    start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    table, trailer = _TABLE.match(pdf, start), _TRAILER.search(pdf, start)
    if table is None or trailer is None:
        raise ValueError("The PDF has no plain cross-reference table.")
    rows = (pdf[at : at + _ENTRY] for at in range(table.end(), table.end() + _ENTRY * int(table[1]), _ENTRY))
    offsets = sorted(int(row[:10]) for row in rows if row[17:18] == b"n")
    objects = dict(_object(pdf[here:there]) for here, there in pairwise([*offsets, start]))
    return dict(sorted(objects.items())), _SIZE.sub(b"", trailer[1])


def is_stream(body: bytes) -> bool:
    """Tells whether an object is a stream, which cannot lie within another."""
    return body.endswith(b"endstream")


def _object(text: bytes) -> tuple[int, bytes]:
    found = _OBJECT.match(text)
    if found is None:
        raise ValueError("The PDF has an object that does not end where the next begins.")
    number, body = int(found[1]), found[2]
    if is_stream(body):
        body = body[: -len(b"endstream")]
        # One end of line stands before `endstream`; a CR before that LF may belong to the data.
        body = body[:-1] + b"\r\nendstream"
    return number, body


def _object_stream(objects: list[tuple[int, bytes]]) -> bytes:
    heads, bodies, at = [], [], 0
    for number, body in objects:
        heads.append(b"%d %d " % (number, at))
        bodies.append(body + b"\n")
        at += len(bodies[-1])
    head = b"".join(heads)
    return _stream(b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head)), head + b"".join(bodies))


def _stream(entries: bytes, content: bytes) -> bytes:
    data = zlib.compress(content, 9)
    head = b"<<%s/Filter/FlateDecode/Length %d>>" % (entries, len(data))
    return head + b"\nstream\n" + data + b"\r\nendstream"


def _place(place: tuple[int, int, int]) -> bytes:
    kind, offset, rest = place
    return kind.to_bytes(1, "big") + offset.to_bytes(4, "big") + rest.to_bytes(2, "big")
