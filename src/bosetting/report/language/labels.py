"""Labels, captions and chart words of the report: in ``<language>/labels/`` a file a chapter, beside the prose."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from bosetting.report.language.prose import render_label
from bosetting.report.language.words import TEXT, languages


def written_languages() -> tuple[str, ...]:
    """The languages the report is written in, the main form first."""
    return languages()


def label(language: str, key: str, /, **values: Any) -> str:
    """A short text by its dotted key, for example ``numbers.caption``.

    Args:
        language: one of ``written_languages()``.
        key: section and name in a file of labels.
        **values: what the text may use.

    Raises:
        KeyError: there is no such text.
    """
    found: Any = _labels(language)
    for part in key.split("."):
        found = found[part]
    return render_label(str(found), language, **values)


@cache
def _labels(language: str) -> dict[str, Any]:
    """Every section of every file; one section stands in one file.

    Raises:
        ValueError: two files have the same section.
    """
    sections: dict[str, Any] = {}
    for path in sorted((TEXT / language / "labels").glob("*.toml")):
        own = tomllib.loads(path.read_text(encoding="utf-8"))
        if twice := sorted(sections.keys() & own.keys()):
            message = f"{language}/labels/{path.name}: [{twice[0]}] stands in another file too."
            raise ValueError(f"{message} Expected each section once. Put it in one of them.")
        sections |= own
    return sections
