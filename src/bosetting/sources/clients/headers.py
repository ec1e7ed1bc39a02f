"""What stands in an answer beside its content: how long to wait, which day it is, why it was refused."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx


def retry_after(response: httpx.Response) -> float:
    """How many seconds a busy publisher asks for; 0 where it says nothing that can be read."""
    asked = response.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdecimal():
        return float(asked[:9])
    try:
        until, now = parsedate_to_datetime(asked), parsedate_to_datetime(response.headers["date"])
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError, KeyError):
        return 0.0


def day(response: httpx.Response) -> str:
    """The day by the publisher's clock, as an ISO date; empty where it does not say."""
    try:
        moment: datetime = parsedate_to_datetime(response.headers["date"])
    except (ValueError, TypeError, KeyError):
        return ""
    return moment.astimezone(UTC).date().isoformat()


def said(content: bytes) -> str:
    """What a publisher writes of its refusal, if it is short text."""
    text = " ".join(content[:300].decode("utf-8", "replace").split())
    return f": {text}" if text and not text.startswith("<") else ""


def bare(address: str) -> str:
    """An address without its query, which may be as long as a page."""
    return address.split("?", 1)[0]
