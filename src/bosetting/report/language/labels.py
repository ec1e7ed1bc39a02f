"""Labels, captions and chart words of the report: one labels.toml a language, beside the prose."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from bosetting.report.language.prose import TEXT, render_label


@cache
def written_languages() -> tuple[str, ...]:
    """The languages the report is written in, the main form first."""
    found = {path.parent.name for path in TEXT.glob("*/labels.toml")}
    return tuple(language for language in ("nb", "nn", "en") if language in found)


def label(language: str, key: str, /, **values: Any) -> str:
    """A short text by its dotted key, for example ``numbers.caption``.

    Args:
        language: one of ``written_languages()``.
        key: section and name in labels.toml.
        **values: what the text may use.

    Raises:
        KeyError: there is no such text.
    """
    found: Any = _labels(language)
    for part in key.split("."):
        found = found[part]
    return render_label(str(found), language, **values)


def cause_words(language: str, assumption: str) -> str:
    """The name of an assumption of the draws as it stands within a sentence; blank for none."""
    name = label(language, f"drawn.{assumption}") if assumption else ""
    return name[:1].lower() + name[1:]


@cache
def _labels(language: str) -> dict[str, Any]:
    return tomllib.loads((TEXT / language / "labels.toml").read_text(encoding="utf-8"))
