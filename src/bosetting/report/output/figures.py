"""Figures and tables of a page: their number, an address of their own, and what can be downloaded of each."""

from __future__ import annotations

import re
from collections import Counter

from bosetting.report.language.words import PageWords, page_words

_FIGURE = re.compile(
    r'<figure class="block chart" id="(?P<figure>fig-[a-z0-9-]+)">\n<figcaption>'
    r'|<caption id="(?P<table>tab-[a-z0-9-]+)-caption"><span>'
    r'|(?P<drawn><p class="description">.*?</p>\n<details>)'
    r"|(?P<end></table>\n</div>\n)",
    re.DOTALL,
)
_FILE = r"(?:data|inputs)/[\w-]+\.\w+|manifest\.json|ro-crate-metadata\.json|verify\.py"
_NAMED = re.compile(rf"<code>({_FILE})</code>")
_CELL = re.compile(r'(<t[hd][^>]* class="code"[^>]*>)([^<]*)(</t[hd]>)')
_PATH = re.compile(_FILE)


def with_addresses(body: str, language: str, downloads: str = "") -> str:
    """The body in which each figure and table has its number as a link to itself.

    Args:
        body: ready HTML of the blocks.
        language: of the page.
        downloads: the way to the folder with the file of each, ending in ``/``; nothing where there is none.
    """
    words, counts = page_words(language), Counter[str]()
    now: dict[str, tuple[str, str]] = {}

    def numbered(match: re.Match[str]) -> str:
        for kind, word in (("figure", words.figure), ("table", words.table)):
            name = match[kind]
            if name:
                counts[kind] += 1
                now[kind] = name, f"{word} {counts[kind]}"
                return f'{match[0]}<a class="anchor" href="#{name}">{now[kind][1]}</a> '
        if not downloads:
            return match[0]
        if match["end"]:
            return match[0] + _download(downloads, *now["table"], "csv", words)
        return _download(downloads, *now["figure"], "svg", words).join(_split(match["drawn"]))

    return _FIGURE.sub(numbered, body)


def _split(drawn: str) -> tuple[str, str]:
    text, start = drawn.rsplit("<details>", 1)
    return text, f"<details>{start}"


def _download(folder: str, name: str, shown: str, kind: str, words: PageWords) -> str:
    word = words.download_csv if kind == "csv" else words.download_svg
    return (
        f'<p class="save"><a href="{folder}{name}.{kind}" download>{word}'
        f'<span class="visually-hidden">: {shown}</span></a></p>\n'
    )


def with_file_links(body: str, up: str) -> str:
    """The body in which each file of the edition is a link where it is named.

    Args:
        body: ready HTML of the blocks.
        up: the way from the page to the edition's folder.
    """

    def link(match: re.Match[str]) -> str:
        return f'<a href="{up}{match[0]}">{match[0]}</a>'

    body = _NAMED.sub(lambda found: f'<a href="{up}{found[1]}">{found[0]}</a>', body)
    return _CELL.sub(lambda found: found[1] + _PATH.sub(link, found[2]) + found[3], body)
