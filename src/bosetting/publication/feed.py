"""reports/corrections.atom: what was corrected in the editions that lie there, newest first; no clock has a part in it."""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

from bosetting.inputs.corrections import FILE
from bosetting.inputs.reading.files import read_bytes
from bosetting.publication.folder.read_manifest import published_before
from bosetting.report.language.labels import label
from bosetting.report.language.readable import Quoted

NAME = "corrections.atom"
ATOM = "http://www.w3.org/2005/Atom"
NOBODY_YET = date(1970, 1, 1)
"""The day of a feed without an entry: Atom asks for one."""
LARGEST = 10 * 1024 * 1024
"""Bytes of a table that is read."""
_Row = dict[str, str]
_CONTROL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML can hold."""


def feed_bytes(reports: Path, editions: Sequence[tuple[int, str, str]], language: str) -> bytes:
    """The feed as it is written.

    Args:
        reports: the folder of the years.
        editions: year and name of each edition that lies there, and what a reader calls it.
        language: one the report is written in.
    """
    called = {(year, edition): name for year, edition, name in editions}
    found = [(year, edition, row) for year, edition in called for row in _rows(reports, year, edition)]
    found.sort(key=lambda one: (one[2]["date"], one[0], one[1], one[2]["kommune_nr"]), reverse=True)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": language})
    newest = found[0][2]["date"] if found else NOBODY_YET.isoformat()
    _facts(feed, label(language, "listing.feed_title"), "", newest)
    ET.SubElement(ET.SubElement(feed, "author"), "name").text = "bosetting"
    ET.SubElement(feed, "link", {"rel": "alternate", "href": "index.html"})
    for year, edition, row in found:
        feed.append(_entry(year, edition, Quoted(called[year, edition]), row, language))
    ET.indent(feed)
    content: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _entry(year: int, edition: str, name: Quoted, row: _Row, language: str) -> ET.Element:
    what = Quoted(row[f"what_{language}"])
    title = label(language, "listing.feed_entry", year=str(year), edition=name, what=what)
    entry = ET.Element("entry")
    _facts(entry, title, f"{year}/{edition}/{sorted(row.items())}", row["date"])
    page = f"municipalities/{row['kommune_nr']}.html" if row["kommune_nr"] else "index.html"
    ET.SubElement(entry, "link", {"rel": "alternate", "href": f"{year}/{edition}/{page}"})
    content = label(
        language, "listing.feed_content", what=what, old=Quoted(row["old"]), new=Quoted(row["new"])
    )
    ET.SubElement(entry, "content", {"type": "text"}).text = content
    return entry


def _facts(element: ET.Element, title: str, told: str, day: str) -> None:
    """Title, a name that stays, and the day at midnight."""
    ET.SubElement(element, "title").text = title
    ET.SubElement(element, "id").text = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{NAME}/{told}')}"
    ET.SubElement(element, "updated").text = f"{day}T00:00:00Z"


def _rows(reports: Path, year: int, edition: str) -> Iterator[_Row]:
    """The corrections of a published edition; a table that cannot be read, or a row without a day, is left out."""
    folder = reports / str(year) / edition
    path = folder / "inputs" / FILE
    if published_before(folder) is None:
        return
    try:
        text = read_bytes(path, LARGEST).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except (OSError, ValueError, csv.Error):
        return
    for row in rows:
        if row.get("edition") == edition and _usable(row):
            yield {name: _CONTROL.sub(" ", value) for name, value in row.items() if isinstance(value, str)}


def _usable(row: _Row) -> bool:
    needed = ("date", "kommune_nr", "old", "new", "what_nb", "what_nn", "what_en")
    if not all(isinstance(row.get(name), str) for name in needed):
        return False
    code = row["kommune_nr"]
    try:
        return date.fromisoformat(row["date"]).isoformat() == row["date"] and (not code or code.isalnum())
    except ValueError:
        return False
