"""Which letters a TrueType font has, and how wide each is: the two things we need to know of a font."""

import functools
import struct
from pathlib import Path


@functools.cache
def advances(file: Path) -> dict[int, float]:
    """Reads the width of every letter of the basic plane that the font has, in parts of its size."""
    font = file.read_bytes()
    tables = _tables(font)
    if not {b"cmap", b"head", b"hhea", b"hmtx"} <= tables.keys():
        return {}
    unit = struct.unpack_from(">H", font, tables[b"head"] + 18)[0]
    measured = struct.unpack_from(">H", font, tables[b"hhea"] + 34)[0]
    # Width and left side bearing for each glyph; the last width counts for all that follow.
    widths = struct.unpack_from(">" + "Hh" * measured, font, tables[b"hmtx"])[::2]
    return {
        code: widths[min(glyph, measured - 1)] / unit
        for code, glyph in _glyphs(font, tables[b"cmap"]).items()
        if glyph
    }


def _tables(font: bytes) -> dict[bytes, int]:
    count = struct.unpack_from(">H", font, 4)[0]
    entries = (struct.unpack_from(">4sLLL", font, 12 + 16 * place) for place in range(count))
    return {tag: offset for tag, _, offset, _ in entries}


def _glyphs(font: bytes, cmap: int) -> dict[int, int]:
    """Reads which glyph stands for which code point (format 4, which every such font has)."""
    count = struct.unpack_from(">H", font, cmap + 2)[0]
    for place in range(count):
        start = cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * place)[2]
        if struct.unpack_from(">H", font, start)[0] == 4:
            return _format_4(font, start)
    return {}


def _format_4(font: bytes, start: int) -> dict[int, int]:
    size = struct.unpack_from(">H", font, start + 6)[0]  # two bytes a segment, as each array below has
    arrays = start + 14, start + 16 + size, start + 16 + 2 * size, start + 16 + 3 * size
    glyphs = {}
    for place in range(0, size, 2):
        last, first, delta, offset = (struct.unpack_from(">H", font, array + place)[0] for array in arrays)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                # The offset counts from where it is itself stored.
                glyph = struct.unpack_from(">H", font, arrays[3] + place + offset + 2 * (code - first))[0]
            glyphs[code] = (glyph + delta) % 0x10000 if glyph or not offset else 0
    return glyphs
