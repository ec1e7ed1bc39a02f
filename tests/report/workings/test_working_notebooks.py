"""The working notebooks show words and numbers as the reader writes them, in every language, and charts."""

import html
import json
import re

import pytest
from notebook_cells import NOTEBOOKS, run_cells

from bosetting.compute import compute
from bosetting.publication.held import Held, held
from bosetting.report.blocks import kinds, table
from bosetting.report.language.labels import written_languages
from bosetting.report.language.readable import IDENTIFIER

ROOT = NOTEBOOKS.parent
LANGUAGES = written_languages()
WORKINGS = ("1_inputs", "2_allocation", "3_programme_load", "4_uncertainty", "what_if")
CHARTS = {
    "1_inputs": {"municipalities-known-chart"},
    "2_allocation": {"weights-chart", "line-chart", "divisor-chart", "steps-chart", "county-chart", "map"},
    "3_programme_load": {"cohorts-chart", "load-cohorts", "load-curve", "identified-chart", "rolling-chart"},
    "4_uncertainty": {"draws-chart", "grid-chart", "alone-chart"},
    "what_if": {"change-chart", "change-map"},
}
OF_CHAPTERS = {"county-chart", "map", "load-cohorts", "load-curve", "alone-chart"}
TRIED = {"what_if": {"number_asked": 200, "weights": {"population": 0.5, "employment": 0.3, "results": 0.2}}}
RAW = re.compile(rf"\b(?:{IDENTIFIER.pattern}|None|True|False|nan|NaN)\b|<NA>|\{{\{{|\b(?:19|20)\d\d-K\d")
FILES = re.compile(r"\b[a-z_]+\.(?:csv|toml|json)\b|\bkommune_nr\b")
"""A file is called by its own name, and the column of one that the reader is to write by its own."""


def read(markup: str) -> str:
    """All that a reader sees, drawings with their axes and titles included; not styles, code and addresses."""
    without = re.sub(r"<style.*?</style>|<code>.*?</code>", " ", markup, flags=re.DOTALL)
    return FILES.sub(" ", html.unescape(re.sub(r"<[^>]+>", "\n", without)))


def raw(text: str) -> list[str]:
    return sorted({found.group() for found in RAW.finditer(text)})


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WORKINGS)
def test_a_notebook_shows_charts_and_no_raw_value(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "table_typst", lambda *_: "")
    main = language == LANGUAGES[0]
    if not main:  # drawing takes most of the time, and one language shows how it is drawn
        monkeypatch.setattr(kinds, "svg", lambda *_, **__: '<svg width="10" height="10"></svg>')
    # The chapters have tests of their own in every language.
    skip = None if main else "view.show(chapters."
    shown, last = run_cells(name, monkeypatch, skip, language=language, root=str(ROOT), **TRIED.get(name, {}))
    everything = "\n".join(bundle["text/html"] for bundle in shown)
    assert raw(read(everything)) == []
    assert raw(FILES.sub(" ", "\n".join(bundle["text/plain"] for bundle in shown))) == []
    charts = set(re.findall(r'<figure class="block chart" id="fig-([\w-]+)"', everything))
    assert charts >= CHARTS[name] - (set() if main else OF_CHAPTERS)
    tables = re.findall(r"<table.*?</table>", everything, re.DOTALL)
    assert tables
    assert all("<caption" in table for table in tables)
    assert isinstance(last, Held)
    assert last.checksums
    right = held(compute(2018, "november", ROOT), *last.checksums)
    assert last.checksums == right.checksums
    assert raw(repr(last)) == []


@pytest.mark.parametrize(
    "text", ["programme_load", "er None her", "2014-K4", "nan", "{{ year", "persons_one_stage", "<NA>"]
)
def test_each_kind_of_raw_value_is_seen(text: str) -> None:
    assert len(raw(text)) == 1


def test_the_names_of_files_and_words_are_no_raw_values() -> None:
    assert raw(read("<p>requests.csv og rules.toml, 2018 <code>a_b</code> Nord-Odal</p>")) == []


@pytest.mark.parametrize("name", [*WORKINGS, "report"])
def test_a_notebook_is_thin(name: str) -> None:
    """No text that is fixed in one language, one thing a cell, and what it held last."""
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells]
    assert name == "report" or {cell["cell_type"] for cell in cells} == {"code"}
    assert sources[-1].startswith("from bosetting.publication.held import held\n\nheld(")
    assert all(source.count("view.show(") <= 1 for source in sources)
    assert len({cell["id"] for cell in cells}) == len(cells)
