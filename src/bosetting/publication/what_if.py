"""Where the page on which rules can be moved stands in an edition: beside the report, in each language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bosetting.compute import Computation
from bosetting.report.output.files import write_file
from bosetting.report.view import edition_name
from bosetting.report.what_if.page import Links, what_if_page

WHAT_IF = "what-if.html"
"""Its name beside the report's page."""


def write_what_if(folder: Path, computation: Computation, languages: Sequence[str]) -> None:
    """Write the page in each language into an edition's folder."""
    for path, html in what_if_pages(computation, languages).items():
        (folder / path).parent.mkdir(exist_ok=True)
        write_file(folder / path, html.encode())


def what_if_pages(computation: Computation, languages: Sequence[str]) -> dict[str, str]:
    """The page in each language by its path in the edition's folder; the first language is at the top."""
    main, inputs = languages[0], computation.inputs
    paths = {one: WHAT_IF if one == main else f"{one}/{WHAT_IF}" for one in languages}
    pages = {}
    for language, path in paths.items():
        up = "../" if "/" in path else ""
        alternates = {other: up + there for other, there in paths.items() if other != language}
        edition = edition_name(inputs, language, inputs.edition.name)
        links = Links("index.html", alternates)
        pages[path] = what_if_page(computation.request, language, edition, links)
    return pages
