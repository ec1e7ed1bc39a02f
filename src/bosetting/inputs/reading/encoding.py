"""Bytes become text where it is certain what they say; where not, the row and the byte are named."""

from __future__ import annotations

import codecs
import re

_UTF8_LETTER = re.compile(rb"[\xC2-\xDF][\x80-\xBF]|[\xE0-\xEF][\x80-\xBF]{2}|[\xF0-\xF4][\x80-\xBF]{3}")
"""A letter outside ASCII as UTF-8 writes it."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_IN_A_WORD = frozenset("’–—\u00a0\u00ad")
"""What may stand between two letters. In files of MacRoman, DOS or the other parts of ISO 8859, signs such as ‡, › and º
stand where a letter was."""
_NO_LETTERS = frozenset("ŒœƒŸªºˆ")
"""Letters to Python, and to nobody who writes Norwegian or Sámi."""
_BESIDE_NO_LETTER = frozenset("¿¡ªº¹¼½¾¬¨¦¸")
"""What stands for š, ŋ, ŧ and ž where ISO 8859-4, -10 or -15 is read as Windows-1252, also where a word begins or ends."""
_AFTER_A_LETTER = frozenset("²³")
"""As in km² and m³; before a letter they are no better than those above."""
_SAVED_TWICE = re.compile(
    "(?:Ã[\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
    "|[ÄÅ][\u0080-\u009f\u00a1-\u00ac\u00ae-\u00bf\u2020\u2021\u2030\u2039\u203a\u2122]"
    "|Â[\u00a0-\u00bf]|â€|ï»¿)"
)
"""Letters of UTF-8 that were read as Windows-1252 and saved so, such as Ã¸ for ø."""
_UNICODE = ((codecs.BOM_UTF32_LE, "UTF-32"), (codecs.BOM_UTF32_BE, "UTF-32"))
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE = "In Excel, save it as CSV UTF-8; elsewhere, save it in UTF-8"


class Unreadable(ValueError):
    """A file whose text is not certain, or that is too large in one place.

    Attributes:
        what: what is wrong.
        row: the line where it is; None where it is the whole file.
        expected: what would have been right.
        do: what to do.
    """

    def __init__(self, what: str, row: int | None, expected: str, do: str) -> None:
        super().__init__(what)
        self.what, self.row, self.expected, self.do = what, row, expected, do


def decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file and what had to be done to read it.

    Raises:
        Unreadable: a row is in another encoding, or letters were lost before the file was saved.
        ValueError: it is not text.
    """
    _refuse_wide(raw)
    notes: tuple[str, ...] = ()
    try:
        text = raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        text, notes = _windows(raw, error.start), ("read as Windows-1252; write it as UTF-8",)
    _refuse_lost_letters(text)
    return text, notes


def _refuse_wide(raw: bytes) -> None:
    named = next((name for mark, name in _UNICODE if raw.startswith(mark)), None)
    pairs = raw[:200]
    if raw.startswith(_UTF16) or (len(pairs) > 1 and (not any(pairs[1::2]) or not any(pairs[::2]))):
        named = named or "UTF-16"
    if named:
        raise Unreadable(f"the file is {named}, as Excel saves Unicode text", None, "UTF-8", _SAVE)
    if b"\0" in raw:
        raise ValueError("the file holds NUL bytes and is not text")


def _windows(raw: bytes, at: int) -> str:
    """The text of a file that is certainly Windows-1252 throughout; ``at`` is the first byte that is not UTF-8."""
    if _UTF8_LETTER.search(raw):
        raise _not_utf8(raw, at)
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _not_utf8(raw, error.start) from None
    if any(_is_odd(text, found.start()) for found in _BEYOND_ASCII.finditer(text)):
        raise _not_utf8(raw, at)
    return text


def _is_odd(text: str, at: int) -> bool:
    """Whether a sign stands where a letter must have been."""
    sign = text[at]
    if _is_letter(sign) or sign in _IN_A_WORD:
        return False
    before, after = _is_letter(text[at - 1 : at]), _is_letter(text[at + 1 : at + 2])
    if sign in _BESIDE_NO_LETTER:
        return before or after
    return after if sign in _AFTER_A_LETTER else before and after


def _is_letter(sign: str) -> bool:
    return sign.isalpha() and sign not in _NO_LETTERS


def _not_utf8(raw: bytes, at: int) -> Unreadable:
    before = re.split(rb"\r\n|\r|\n", raw[:at])
    row = len(before)
    above = "" if row == 1 else "; row 1 is" if row == 2 else f"; rows 1-{row - 1} are"
    try:
        raw[:at].decode("utf-8")
    except UnicodeDecodeError:
        above = ", nor Windows-1252"
    what = f"row {row} is not UTF-8 (byte 0x{raw[at]:02X} at byte {len(before[-1]) + 1} of the row){above}"
    return Unreadable(what, row, "one encoding, UTF-8, in the whole file", _SAVE)


def _refuse_lost_letters(text: str) -> None:
    if text.isascii():
        return
    twice = _SAVED_TWICE.search(text)
    if twice:
        what = f'"{twice[0]}" stands where one letter was: UTF-8 was read as Windows-1252 and saved so'
        raise Unreadable(
            what, _row(text, twice.start()), "the letter itself", "Get the file anew, or mend it"
        )
    for sign, what in (
        ("\ufffd", "the character U+FFFD stands where a letter was lost"),
        ("\ufeff", "a byte order mark (U+FEFF) stands inside the file"),
    ):
        at = text.find(sign)
        if at >= 0:
            raise Unreadable(
                what, _row(text, at), "the letter itself" if sign == "\ufffd" else "none", "Mend the row"
            )


def _row(text: str, at: int) -> int:
    return len(re.split(r"\r\n|\r|\n", text[:at]))
