"""JSON as a publisher sends it, refused in plain words where it is none."""

from __future__ import annotations

import json
from collections import OrderedDict
from decimal import Decimal
from typing import Any

from bosetting.sources.clients.failures import Unlike

_AGAIN = "Fetch again; if it stays so, tell the publisher"


def read_json(content: bytes) -> Any:
    """The document: objects in their order, decimals as they are written.

    Raises:
        Unlike: it is not UTF-8, not JSON, cut off, or holds what is no number.
    """
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        what = f"the answer is not UTF-8 (byte 0x{content[error.start]:02X} at byte {error.start + 1})"
        raise Unlike(what, "JSON in UTF-8", _AGAIN) from None
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refused, object_pairs_hook=OrderedDict)
    except json.JSONDecodeError as error:
        if text.lstrip().startswith("<"):
            what = "the answer is a page for people"
            raise Unlike(what, "JSON", "Open the address, and correct sources.toml") from None
        # A text that is opened and never closed is told where it begins.
        cut = error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip()) - 1
        what = "the answer ends before it is whole" if cut else "the answer is not JSON"
        raise Unlike(f"{what} (character {error.pos + 1:,} of {len(text):,})", "JSON", _AGAIN) from None
    except (RecursionError, ValueError):
        raise Unlike("the answer is nested too deep or holds what is no number", "JSON", _AGAIN) from None


def _refused(name: str) -> Any:
    raise ValueError(name)
