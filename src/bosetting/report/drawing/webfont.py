"""The font of the charts as a style of the page: only the letters drawn, so that it takes a few kilobytes."""

import base64
import functools
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from bosetting.report.drawing.fonts import FAMILY, face, font_folder, weight_of

_TEXT = re.compile(r"<text\b([^>]*)>(.*?)</text>", re.DOTALL)
_WEIGHT = re.compile(r'\bfont-weight="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_LICENCE_NAMES = [0, 13, 14]
"""Entries of a font's name table: copyright, licence, and where the licence stands. They go with each copy."""


def font_style(body: str, always: str = "") -> str:
    """Gives the style rules by which a page sets the text of its drawings in the font they were measured in.

    Args:
        body: HTML with drawings from `charts.svg`.
        always: letters that each face in use has, drawn or not.

    Returns:
        One `@font-face` for each weight in use, with the font itself inside; nothing where nothing is
        drawn. The same characters for the same letters, on every call and in any process.
    """
    return "".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; '
        f'src: url("data:font/ttf;base64,{_subset(font_folder() / file, letters)}") format("truetype"); }}\n'
        for (weight, file), letters in sorted(_letters(body, always).items())
    )


def make_ready(always: str) -> None:
    """Make the font of ordinary text with these letters, so that each copy of the process has them."""
    font_style("<text>x</text>", always)


def _letters(body: str, always: str) -> dict[tuple[int, str], str]:
    """The letters drawn in each face, in order."""
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    for weight, text in _texts(body):
        found[face(weight)] |= set(text)
    return {key: "".join(sorted(letters | set(always))) for key, letters in found.items() if letters}


def _texts(body: str) -> Iterator[tuple[int, str]]:
    for attributes, inside in _TEXT.findall(body):
        weight = _WEIGHT.search(attributes)
        yield weight_of(weight[1] if weight else "normal"), unescape(_TAG.sub("", inside))


@functools.cache
def _subset(file: Path, letters: str) -> str:
    """The font with these letters alone, in base64.

    It is not compressed, so that its bytes hang on no compressor's version, and has no kerning: texts
    were measured as the sum of their letters.
    """
    # Half a second that only those who make a page should wait.
    from fontTools import subset, ttLib  # noqa: PLC0415

    options = subset.Options(
        layout_features=[],
        hinting=False,
        name_IDs=_LICENCE_NAMES,
        recalc_timestamp=False,
        notdef_outline=True,
    )
    font = ttLib.TTFont(file, recalcTimestamp=False)
    for table in {"GSUB", "GPOS", "GDEF", "BASE", "kern"} & set(font.keys()):
        del font[table]  # before they are read, which takes longer than all the rest
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    stored = io.BytesIO()
    font.save(stored, reorderTables=False)
    return base64.b64encode(stored.getvalue()).decode()
