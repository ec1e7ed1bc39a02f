"""Find your municipality: a list by county that works without script, and a field above it that the script shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup


def finder_html(found: Mapping[str, Any]) -> str:
    """The finder as HTML; blank where there is nothing to find.

    Args:
        found: the words ``title``, ``label``, ``none``, ``meant``, ``hits`` and ``list``; and ``counties``, each a
            name and its municipalities as ``(number, name, answer, address)``.
    """
    if not found:
        return ""
    counties = Markup("").join(_county(name, rows) for name, rows in found["counties"])
    return Markup(
        '<section class="find" aria-labelledby="find-heading" data-none="{}" data-meant="{}" data-hits="{}">\n'
        '<h2 id="find-heading">{}</h2>\n'
        '<template><form><label for="find-field">{}</label>\n'
        '<input id="find-field" type="search" autocomplete="off" spellcheck="false">\n'
        '<p id="find-told" role="status"></p>\n<ul id="find-hits"></ul></form></template>\n'
        "<details><summary>{}</summary>\n{}</details>\n</section>\n"
    ).format(
        found["none"], found["meant"], found["hits"], found["title"], found["label"], found["list"], counties
    )


def _county(name: str, rows: list[tuple[str, str, str, str]]) -> Markup:
    items = Markup("").join(
        Markup('<li data-number="{}"><a href="{}">{}</a> <span>{}</span></li>\n').format(
            number, address, municipality, answer
        )
        for number, municipality, answer, address in rows
    )
    return Markup("<h3>{}</h3>\n<ul>\n{}</ul>\n").format(name, items)
