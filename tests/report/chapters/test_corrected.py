"""The chapter on changes shows each correction with the old number beside the new."""

from pathlib import Path

import pytest
from smallyear import corrected, small_year

from bosetting.report.blocks.kinds import Link, Table
from bosetting.report.chapters.corrected import corrected as chapter
from bosetting.report.view import open_report

ROWS = {
    "nb": ("Feil.", "Personer"),
    "nn": ("Gale.", "Personar"),
    "en": ("Wrong.", "People"),
}


@pytest.mark.parametrize("language", ROWS)
def test_the_old_number_stays_beside_the_new(language: str, tmp_path: Path) -> None:
    view = open_report(2018, "november", language, str(small_year(corrected).write(tmp_path)))
    prose, table = chapter(view)
    assert isinstance(table, Table)
    what, persons = ROWS[language]
    assert table.rows[0][1:] == ("Nordvik", what, persons, "34", "33", Link("A slip", ""))
    assert len(prose.mimebundle(language)["text/html"]) > 100


def test_nothing_stands_there_without_a_correction(tmp_path: Path) -> None:
    assert chapter(open_report(2018, "november", "nb", str(small_year().write(tmp_path)))) == []
