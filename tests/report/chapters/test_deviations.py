"""Deviations: what does not apply is not unknown, and words are marked with the language they are written in."""

from pathlib import Path

import pytest
from smallyear import SmallYear, small_year

from bosetting.compute import compute
from bosetting.report import chapters
from bosetting.report.blocks.kinds import Document, Table
from bosetting.report.language.labels import label, written_languages
from bosetting.report.language.words import page_words
from bosetting.report.view import View


def two(year: SmallYear) -> None:
    said = {"edition": "november", "reason": "Etter avtale", "decided_by": "Fylket", "date": "2017-10-30"}
    year.add("adjustments", kommune_nr="0101", kind="ask", persons="", **said)
    year.add("adjustments", kommune_nr="0202", kind="at_least", persons=12, **said)


@pytest.mark.parametrize("language", written_languages())
def test_a_deviation_without_a_number_and_its_reason(tmp_path: Path, language: str) -> None:
    view = View(compute(2018, None, small_year(two).write(tmp_path)), language, Document(language))
    (table,) = [block for block in chapters.deviations(view) if isinstance(block, Table)]
    html = table.mimebundle(language)["text/html"]
    assert label(language, "deviations.no_number") in html
    assert page_words(language).unknown not in html
    assert ">12</td>" in html
    marked = '<span lang="nb">Etter avtale</span>' in html
    assert marked == (language != "nb")
    assert html.count("Etter avtale") == 2
    assert ('<span lang="nb">Fylket</span>' in html) == (language != "nb")
    assert "Etter avtale" in table.mimebundle(language)["text/x-typst"]
