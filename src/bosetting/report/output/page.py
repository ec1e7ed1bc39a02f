"""A whole page in one file: it loads nothing, runs only its own script, and reads well anywhere."""

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bosetting.report.blocks.markdown import markdown_html, read_markdown
from bosetting.report.blocks.slugs import Slugs
from bosetting.report.drawing.webfont import font_style
from bosetting.report.language.words import page_words
from bosetting.report.output.finder import finder_html

TEMPLATE = Path(__file__).parent / "templates" / "bosetting"
_HEADING_2 = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_OWN_IDS = ("page-content", "page-about", "find-heading", "find-field", "find-told", "find-hits")
_LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
# Shown in the footer under their own heading, in this order.
FOOTER = ("sources", "licence", "check")


@dataclass(frozen=True)
class Page:
    """What goes into a page.

    Attributes:
        title: The page's one level one heading.
        language: one the report is written in, such as nb.
        body: Ready HTML of the blocks.
        subtitle: A line beneath the title.
        strings: Short Markdown texts: "edition" in the header; "sources", "licence" and "check" below.
        alternates: The address of the same page in other languages.
        pdf: The address of the same report as a PDF.
        numbers: The addresses of the numbers, by the kind of file.
        find: What `finder.finder_html` shows; nothing for a page without it.
        what_if: The address of the page on which the rules can be moved.
        description: What search engines and previews show below the title.
        dataset: What describes the data behind the page, as JSON-LD; inert, and loaded from nowhere.
        script: More script, for a page that does something; it is allowed by its hash.
        style: More style, likewise.
        letters: The drawings' font has these too: pages that are alike then have the same one.
    """

    title: str
    language: str
    body: str
    subtitle: str = ""
    strings: Mapping[str, str] = field(default_factory=dict)
    alternates: Mapping[str, str] = field(default_factory=dict)
    pdf: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)
    find: Mapping[str, Any] = field(default_factory=dict)
    what_if: str = ""
    description: str = ""
    dataset: Mapping[str, Any] = field(default_factory=dict)
    script: str = ""
    style: str = ""
    letters: str = ""


def render_page(page: Page) -> str:
    """Writes the page.

    Raises:
        ValueError: Two things on it have the same id, or it has a style the policy would block.
    """
    words = page_words(page.language)
    _check_body(page.body)
    style = _asset("style.css") + font_style(page.body, page.letters) + page.style
    script = _asset("script.js") + (_asset("find.js") if page.find else "") + page.script
    template = _templates().get_template("index.html.j2")
    return template.render(
        page=page,
        words=words,
        body=Markup(page.body),  # noqa: S704 - the blocks escape what they show
        find=Markup(finder_html(page.find)),  # noqa: S704 - escaped there
        contents=_contents(page.body),
        texts={name: _text(text) for name, text in page.strings.items()},
        footer=[(name, getattr(words, name)) for name in FOOTER if name in page.strings],
        others=[(code, address, page_words(code)) for code, address in page.alternates.items()],
        dataset=_inert_json(page.dataset) if page.dataset else "",
        locale=_LOCALES.get(page.language, page.language),
        style=_inline(style, "style"),
        script=_inline(script, "script"),
        policy=_policy(style, script),
    )


def _inert_json(content: Mapping[str, Any]) -> Markup:
    """JSON that can stand in a script element: no sign in it ends the element or begins a comment."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - every sign that HTML would read is escaped


def _contents(body: str) -> list[tuple[str, str]]:
    return [(name, unescape(_TAG.sub("", text))) for name, text in _HEADING_2.findall(body)]


def _text(markdown: str) -> Markup:
    return Markup(markdown_html(read_markdown(markdown, Slugs())))  # noqa: S704 - raw HTML in it is inert


def _policy(style: str, script: str) -> str:
    """Allows exactly this style and this script, what lies in the page itself, and nothing from anywhere."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _inline(text: str, tag: str) -> Markup:
    if f"</{tag}" in text.lower():
        raise ValueError(f"The page's {tag} would end itself early: it holds “</{tag}”.")
    return Markup(text)  # noqa: S704 - our own file


def _check_body(body: str) -> None:
    """Refuses what would break links or be blocked, here and not in the reader's browser."""
    reader = _Attributes()
    reader.feed(body)
    twice = sorted(name for name, times in reader.ids.items() if times > 1)
    if twice:
        message = f"Twice on the page: the id {', '.join(twice)}. Show all blocks through one Document."
        raise ValueError(message)
    if reader.styled:
        message = (
            f"<{reader.styled}> has a style attribute, which the page's policy blocks. Expected a class."
        )
        raise ValueError(message)


class _Attributes(HTMLParser):
    """Collects the ids of a page, and the first element with a style of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.ids = Counter(_OWN_IDS)
        self.styled = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids.update(value for name, value in attrs if name == "id" and value)
        self.styled = self.styled or (tag if any(name == "style" for name, _ in attrs) else "")


@cache
def _asset(name: str) -> str:
    return (TEMPLATE / name).read_text(encoding="utf-8")


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
