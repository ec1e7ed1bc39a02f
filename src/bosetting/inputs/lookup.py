"""Municipalities by number or name, as people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache

_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ŋ": "n", "ŧ": "t", "æ": "ae", "ł": "l"})
LONGEST = 100
"""Characters of a name that are looked at; a longer one is no municipality."""


class NoSuchMunicipality(LookupError):
    """No municipality has this number or name, or several have."""


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """A name without case, accents, spaces, hyphens, invisible characters and the word kommune."""
    apart = unicodedata.normalize("NFKD", name.casefold()).translate(_LETTERS)
    plain = "".join(sign for sign in apart if unicodedata.category(sign) not in ("Mn", "Cf", "Cc"))
    words = re.sub(r"[^\w]+", " ", plain).split()
    return "".join(word for word in words if word not in ("kommune", "kommunes", "kommuna", "kommunen"))


def find_code(names: Mapping[str, str], wanted: str) -> str:
    """The code of the municipality with this number or name.

    Case, accents, spaces, hyphens and the word kommune do not matter, nor how letters with accents are stored;
    each part of a name in several languages will do.

    Args:
        names: names of the municipalities by code.
        wanted: what was asked for, such as ``0301``, ``Oslo kommune`` or ``Kárášjohka``.

    Raises:
        NoSuchMunicipality: naming the nearest ones, or those that share the name.
    """
    wanted = wanted[:LONGEST]
    numbers: list[str] = [
        code for code in re.findall(r"(?<![0-9])[0-9]{4}(?![0-9])", wanted) if code in names
    ]
    sought = fold(wanted)
    ways = {code: _ways(name) for code, name in names.items()}
    if len(numbers) == 1 and sought.replace(numbers[0], "") in {"", *ways[numbers[0]]}:
        return numbers[0]
    written = wanted.strip().casefold()
    found = (
        [code for code, name in names.items() if name.casefold() == written]
        or [code for code, name in names.items() if sought and fold(name) == sought]
        # "Herøy" is two municipalities, and "Harstad" is printed with its Sámi name too.
        or [code for code, known in ways.items() if sought in known]
    )
    if len(found) == 1:
        return found[0]
    whole = written.zfill(4)
    if not found and re.fullmatch(r"[0-9]{1,3}", written) and whole in names:
        hint = f"Did you mean {whole} {names[whole]}? A leading zero is lost: write {whole}."
        raise NoSuchMunicipality(f'There is no municipality "{written}". {hint}')
    near = found or _nearest(ways, sought)
    shown = ", ".join(f"{code} {names[code]}" for code in near)
    hint = f" Did you mean {shown}?" if shown else " Expected a number of four digits or a name."
    raise NoSuchMunicipality(f'There is no one municipality "{_short(wanted)}".{hint}')


def _ways(name: str) -> set[str]:
    """The ways a municipality is called: without what tells it apart, and each of its languages."""
    bare = name.split(" (", maxsplit=1)[0]
    return {fold(name), fold(bare), *(fold(part) for part in bare.split(" - "))}


def _nearest(ways: Mapping[str, set[str]], sought: str) -> list[str]:
    """Codes of the three nearest names."""
    known = {way for names in ways.values() for way in names}
    matches = get_close_matches(sought, sorted(known), n=3, cutoff=0.7)
    return list(dict.fromkeys(code for match in matches for code, names in ways.items() if match in names))[
        :4
    ]


def _short(text: str) -> str:
    plain = "".join(sign if sign.isprintable() else " " for sign in text).strip()
    return plain if len(plain) <= 40 else plain[:39] + "…"
