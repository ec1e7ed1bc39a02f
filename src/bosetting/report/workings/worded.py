"""A sentence of the program with words in the place of its own names."""

from __future__ import annotations

from bosetting.report.language.labels import label
from bosetting.report.language.readable import IDENTIFIER


def worded(sentence: str) -> str:
    """A refusal as the command line gives it, in English, where names of rules are written as the report has them."""
    return IDENTIFIER.sub(lambda found: _words(found.group()), sentence)


def _words(name: str) -> str:
    for section in ("rule", "kind"):
        try:
            words = label("en", f"{section}.{name}")
        except KeyError:
            continue
        return words[:1].lower() + words[1:]
    return name.replace("_", " ")
