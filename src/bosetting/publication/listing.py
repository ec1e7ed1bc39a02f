"""reports/index.html: every year and edition that lies there, newest first, with what each said; and the feed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bosetting.inputs.reading.files import read_bytes
from bosetting.inputs.root import year_folder
from bosetting.inputs.told.faults import BadInput
from bosetting.inputs.words import read_words
from bosetting.publication.feed import NAME, feed_bytes
from bosetting.publication.folder.read_manifest import year_and_edition
from bosetting.report.blocks.cells import FileLink
from bosetting.report.blocks.kinds import Column, Prose, Table, Words
from bosetting.report.language.labels import label, written_languages
from bosetting.report.language.prose import render
from bosetting.report.language.readable import Quoted
from bosetting.report.output.files import put_file
from bosetting.report.output.page import Page, render_page

LARGEST = 10 * 1024 * 1024
"""Bytes of a table that is read; a real one has some fifty thousand."""


@dataclass(frozen=True)
class Listed:
    """An edition in the list.

    Attributes:
        year: target year.
        edition: its name, as its folder has it.
        as_of: the day of what it knows; None where its description does not say.
        asked: municipalities asked; None where its table cannot be read, as for the next two.
        everyone: municipalities there are.
        persons: persons in all.
        files: what of the edition lies there, by what it is: page, pdf, data.
        names: what the year's own words call the edition, by language; none where they cannot be read.
    """

    year: int
    edition: str
    as_of: date | None
    asked: int | None
    everyone: int | None
    persons: int | None
    files: Mapping[str, str]
    names: Mapping[str, str]

    def name(self, language: str) -> str:
        """What a reader calls the edition; its own name where the year's words have none."""
        return self.names.get(language) or self.edition.replace("_", " ")


def write_listing(reports: Path) -> None:
    """Write the list and the feed of corrections anew from the manifests and the data of what lies there, in the main form of Norwegian.

    Editions are called as the words of their year call them, where the project still has the year.

    Raises:
        OSError: with the name of the file.
    """
    language = written_languages()[0]
    found = listed(reports)
    named = [(one.year, one.edition, one.name(language)) for one in found]
    put_file(reports / NAME, feed_bytes(reports, named, language))
    put_file(reports / "index.html", listing_html(found, language).encode())


def listed(reports: Path) -> list[Listed]:
    """Every edition in ``YEAR/EDITION`` folders, newest first; a folder that is not what its name says is left out."""
    found = []
    for folder in sorted(reports.glob("*/*/")):
        if folder.is_symlink() or folder.parent.is_symlink():
            continue
        named = year_and_edition(folder)
        if named == (_whole(folder.parent.name), folder.name):
            found.append(_listed(folder, *named))
    return sorted(found, key=lambda one: (one.year, one.as_of or date.min, one.edition), reverse=True)


def _listed(folder: Path, year: int, edition: str) -> Listed:
    asked, everyone, persons = _said(folder / "data" / "requests.csv")
    names = {
        "page": "index.html",
        "pdf": f"report-{written_languages()[0]}.pdf",
        "data": "data/requests.csv",
    }
    files = {kind: f"{year}/{edition}/{name}" for kind, name in names.items() if (folder / name).is_file()}
    return Listed(
        year,
        edition,
        _as_of(folder / "data" / "datapackage.json"),
        asked,
        everyone,
        persons,
        files,
        _names(folder.parents[2], year, edition),
    )


def _names(root: Path, year: int, edition: str) -> dict[str, str]:
    """The edition's name in the words of its year; the year's folder may be gone, or have faults."""
    try:
        words, _ = read_words(year_folder(root, year), "", ())
    except (BadInput, OSError):
        return {}
    found = {language: texts.get("edition", {}).get(edition, "") for language, texts in words.items()}
    return {language: name for language, name in found.items() if name}


def _said(path: Path) -> tuple[int | None, int | None, int | None]:
    """How many are asked, of how many, and for how many persons."""
    try:
        rows = list(csv.DictReader(io.StringIO(_text(path), newline="")))
        asked = [row for row in rows if row["asked"] == "true"]
        return len(asked), len(rows), sum(int(row["persons"]) for row in asked)
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        return None, None, None


def _as_of(path: Path) -> date | None:
    try:
        return date.fromisoformat(json.loads(_text(path))["version"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _text(path: Path) -> str:
    """A plain file of bounded size.

    Raises:
        OSError: there is none.
        ValueError: it is a link or no file, too large, or not UTF-8.
    """
    return read_bytes(path, LARGEST).decode()


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def listing_html(editions: list[Listed], language: str) -> str:
    """The list as a page in a language."""
    columns = (
        Column(label(language, "listing.edition")),
        Column(label(language, "listing.as_of"), "date"),
        Column(label(language, "listing.asked"), "integer"),
        Column(label(language, "listing.persons"), "integer"),
        Column(label(language, "listing.pdf")),
        Column(label(language, "listing.data")),
    )
    rows = tuple(_row(one, language) for one in editions)
    table = Table("editions", label(language, "listing.caption"), columns, rows)
    prose = Prose(render("listing", language))
    body = "".join(block.mimebundle(language)["text/html"] for block in (prose, table))
    return render_page(Page(label(language, "listing.title"), language, body))


def _row(one: Listed, language: str) -> tuple[object, ...]:
    name = Quoted(f"{one.year}, {one.name(language)}")
    asked = (
        None if one.asked is None else Words(label(language, "listing.of", asked=one.asked, all=one.everyone))
    )
    return (
        FileLink(name, one.files.get("page", "")),
        one.as_of,
        asked,
        one.persons,
        FileLink("PDF", one.files["pdf"]) if "pdf" in one.files else Words(""),
        FileLink("CSV", one.files["data"]) if "data" in one.files else Words(""),
    )
