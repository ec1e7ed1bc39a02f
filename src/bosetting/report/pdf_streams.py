"""Stream ends in a PDF that every validator reads the same way."""

from __future__ import annotations

import re

_TABLE = re.compile(rb"xref\n0 (\d+)\n")
_ENTRY = 20
_END = re.compile(rb"\r\nendstream\s+endobj\s*\Z")


def unambiguous_ends(pdf: bytes) -> bytes:
    r"""Writes CRLF, not LF, after a stream whose last byte is a carriage return.

    PDF/A-2 (ISO 19005-2, 6.1.7.1) wants the length of a stream to be what stands before the end of line
    in front of `endstream`. Compressed data that happens to end in CR makes that end of line look like
    CRLF, and a validator may then count one byte less than the stream has.

    Args:
        pdf: A file with one plain cross-reference table, as Typst writes it.
    """
    start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    table = _TABLE.match(pdf, start)
    if table is None:
        raise ValueError("The PDF has no plain cross-reference table.")
    rows = [pdf[at : at + _ENTRY] for at in range(table.end(), table.end() + _ENTRY * int(table[1]), _ENTRY)]
    offsets = sorted(int(row[:10]) for row in rows if row[17:18] == b"n")
    parts, moved, grown = [pdf[: offsets[0]]], {}, 0
    for here, there in zip(offsets, [*offsets[1:], start], strict=True):
        found = _END.search(pdf, max(here, there - 40), there)
        cut = found.start() if found else there
        moved[here] = here + grown
        parts += [pdf[here:cut], b"\r" if found else b"", pdf[cut:there]]
        grown += bool(found)
    entries = b"".join(
        b"%010d" % moved[int(row[:10])] + row[10:] if row[17:18] == b"n" else row for row in rows
    )
    rest = pdf[table.end() + len(rows) * _ENTRY :]
    rest = rest.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + grown))
    return b"".join(parts) + table[0] + entries + rest
