"""Statistics Norway's KLASS: codes of municipalities on a day, and the changes from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bosetting.sources.clients.asking import Answer, Asking
from bosetting.sources.clients.failures import Unlike
from bosetting.sources.clients.json_text import read_json

_GUIDE = "Compare with KLASS's guide to its interface"


@dataclass(frozen=True)
class CodeChange:
    """One change: the day from which the new code is used, and both codes with their names."""

    day: date
    old_code: str
    old_name: str
    new_code: str
    new_name: str


def ask_changes(asking: Asking, base: str, classification: str, first: str) -> Answer:
    """The changes from a day on (an ISO date)."""
    return asking.ask(f"{base}/classifications/{classification}/changes", {"from": first})


def ask_codes_at(asking: Asking, base: str, classification: str, day: str) -> Answer:
    """The codes on a day (ISO date)."""
    return asking.ask(f"{base}/classifications/{classification}/codesAt", {"date": day})


def read_changes(content: bytes) -> tuple[CodeChange, ...]:
    """The changes of an answer.

    Raises:
        Unlike: it is not a list of changes.
    """
    return tuple(
        CodeChange(_day(row), *(_text(row, name) for name in ("oldCode", "oldName", "newCode", "newName")))
        for row in _rows(content, "codeChanges")
    )


def read_codes(content: bytes) -> dict[str, str]:
    """Names by code.

    Raises:
        Unlike: it is not a list of codes.
    """
    return {_text(row, "code"): _text(row, "name") for row in _rows(content, "codes")}


def _rows(content: bytes, name: str) -> list[Mapping[str, Any]]:
    document = read_json(content)
    rows = document.get(name) if isinstance(document, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unlike(f"the answer has no list {name}", f"{name}, one object a row", _GUIDE)
    return rows


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Unlike(f"a row has no {name}", "a text", _GUIDE)
    return value.strip()


def _day(row: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(_text(row, "changeOccurred"))
    except ValueError:
        raise Unlike(f'"{row["changeOccurred"]}" is no date', "YYYY-MM-DD", _GUIDE) from None
