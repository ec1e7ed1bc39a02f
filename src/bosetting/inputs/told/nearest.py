"""The known name that a misspelt one is nearest to, found in bounded time."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

SUGGESTED = 20
"""So many unknown names of a file get a suggestion: comparing thousands takes longer than reading the file."""
_LONGEST, _MOST = 60, 500


def nearest(word: str, names: Iterable[str], cutoff: float = 0.0) -> str | None:
    """The name most like a word, capitals apart; None where there is none as near as the cutoff.

    Args:
        word: what somebody wrote; only its first 60 characters are compared.
        names: what is known; the first 500 are compared.
        cutoff: from 0, any name will do, to 1, the same name.
    """
    by_folded = {name.casefold(): name for name in islice(names, _MOST)}
    near = get_close_matches(word[:_LONGEST].casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[near[0]] if near else None
