"""Markdown to safe HTML, and the escaping that lets names from the data stand in Markdown."""

import re
from collections.abc import Callable
from typing import Any, cast

import mistune
from markupsafe import escape as escape_html
from mistune.core import BlockState

Token = dict[str, Any]

_SAFE_ADDRESS = re.compile(
    r"(?:https?://|mailto:|#)\S+\Z|(?:\.{1,2}/)*\w[\w./-]*(?:#[\w-]+)?\Z", re.IGNORECASE
)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")


def escape_markdown(text: str) -> str:
    """Makes text mean only itself in Markdown: no emphasis, link, list, code, heading or HTML.

    A line break becomes a space, so that a name cannot begin a new paragraph or a list.
    No-break spaces are kept: they hold 12 345 together.
    """
    kept = "\u00a0".join(_SPACE.sub(" ", part) for part in text.split("\u00a0"))
    return _PUNCTUATION.sub(r"\\\1", kept.strip(" "))


def is_safe_address(address: str) -> bool:
    """Tells whether a link may lead there: the web, mail, this page or a file beside it."""
    return _SAFE_ADDRESS.match(address) is not None


def plain_text(tokens: list[Token]) -> str:
    """Gives the words of Markdown tokens without their markup."""
    return "".join(
        token["raw"] if "raw" in token else plain_text(token.get("children", [])) for token in tokens
    )


def read_markdown(markdown: str, heading_id: Callable[[str], str]) -> list[Token]:
    """Reads Markdown into tokens; `heading_id` gives each heading's id from its words.

    Page and document are written from the same tokens, so a heading has the same id in both.

    Raises:
        ValueError: The text has a level one heading; the page has its own.
    """
    tokens = cast("list[Token]", mistune.create_markdown(renderer="ast")(markdown))
    for token in tokens:
        if token["type"] == "heading":
            words = plain_text(token["children"])
            if token["attrs"]["level"] == 1:
                message = f"The heading “{words}” is of level 1, which is the title. Expected ## or lower."
                raise ValueError(message)
            token["attrs"]["id"] = heading_id(words)
    return tokens


class _SafeRenderer(mistune.HTMLRenderer):
    """HTML in which raw HTML is inert, images are their text and only plain addresses are links."""

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return f'<a href="{escape_html(url)}">{text}</a>' if is_safe_address(url) else text

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return text


def markdown_html(tokens: list[Token]) -> str:
    """Writes the tokens as HTML."""
    return _SafeRenderer(escape=True)(tokens, BlockState())
