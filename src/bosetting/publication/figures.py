"""The files of each figure and table of a page: the drawing as SVG, the numbers as CSV."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

from bosetting.publication.open_data.tables import cell_text

_DRAWING = re.compile(
    r'<figure class="block chart" id="(fig-[a-z0-9-]+)">.*?(<svg [^>]*class="drawing".*?</svg>)', re.DOTALL
)
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")


def figure_files(page: str) -> dict[str, bytes]:
    """What can be downloaded of a page, by file name: ``fig-<id>.svg`` and ``tab-<id>.csv``.

    Args:
        page: as HTML, as `bosetting.report` writes it.
    """
    drawings = {f"{name}.svg": f"{svg}\n".encode() for name, svg in _DRAWING.findall(page)}
    reader = _Tables()
    reader.feed(page)
    return drawings | {f"{name}.csv": _csv(rows) for name, rows in reader.tables.items()}


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


class _Tables(HTMLParser):
    """The cells of every table by its name; a number as it is and not as it is shown, blank where it is unknown."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self._rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._number = ""
        self._unknown = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "div" and (given.get("id") or "").startswith("tab-"):
            self._rows = self.tables[str(given["id"])] = []
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("th", "td"):
            self._cell, self._unknown = [], False
            self._number = given.get("data-value") or ""
        elif tag == "span" and given.get("aria-hidden") == "true" and self._cell == []:
            self._unknown = True

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td") and self._cell is not None:
            text = "".join(self._cell).replace("\u00ad", "").strip()
            shown = self._number or text
            plain = shown if _NUMBER.fullmatch(self._number) else cell_text(shown)
            self._rows[-1].append("" if self._unknown else plain)
            self._cell = None
