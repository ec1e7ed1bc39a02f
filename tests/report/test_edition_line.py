"""The lines at the top of every page: draft or published, and what was corrected for whom."""

from pathlib import Path

import numpy as np
import pytest
from smallyear import corrected, small_year

from bosetting.allocation.certainty.uncertainty import uncertainty
from bosetting.allocation.explained.explanation import explanations
from bosetting.allocation.request import allocate
from bosetting.report.blocks.markdown import markdown_html, read_markdown
from bosetting.report.blocks.slugs import Slugs
from bosetting.report.edition_line import edition_line
from bosetting.report.letter import letter
from bosetting.report.output.letter_pdf import letter_source
from bosetting.report.what_if.page import Links, what_if_page

DRAFT = {
    "nb": "**Utkast.** Utgaven er ikke publisert ennå, og tallene kan bli endret.",
    "nn": "**Utkast.** Utgåva er ikkje publisert enno, og tala kan bli endra.",
    "en": "**Draft.** This edition is not published yet, and the numbers may change.",
}
CORRECTED = {
    "nb": "**Rettet 10. november 2017.** Feil. Før: 34. Nå: 33.",
    "nn": "**Retta 10. november 2017.** Gale. Før: 34. No: 33.",
    "en": "**Corrected on 10 November 2017.** Wrong. Before: 34. Now: 33.",
}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\\", "")


@pytest.mark.parametrize("language", DRAFT)
def test_a_draft_says_so_and_a_published_edition_what_was_corrected(language: str, tmp_path: Path) -> None:
    assert DRAFT[language] in edition_line(small_year().read(tmp_path / "draft"), language)
    inputs = small_year(corrected).read(tmp_path / "published")
    shown = plain(edition_line(inputs, language))
    assert "2017.\n\n" in shown
    assert DRAFT[language] not in shown
    assert shown.endswith(CORRECTED[language])
    assert plain(edition_line(inputs, language, "0101")).endswith(CORRECTED[language])
    assert CORRECTED[language] not in plain(edition_line(inputs, language, "0102"))


def test_a_correction_for_all_stands_on_every_page(tmp_path: Path) -> None:
    inputs = small_year(lambda y: corrected(y, kommune_nr="")).read(tmp_path)
    assert CORRECTED["nb"] in plain(edition_line(inputs, "nb", "0102"))


def test_data_in_the_line_is_only_words(tmp_path: Path) -> None:
    hostile = small_year(lambda y: corrected(y, what_nb="<b>x</b> [z](https://e.example)", measure="text"))
    hostile.rules["publisher"]["name"] = "[A](https://e.example)"
    html = markdown_html(read_markdown(edition_line(hostile.read(tmp_path), "nb"), Slugs()))
    assert "<b>" not in html
    assert "href" not in html
    assert "[z](https://e.example)" in html


def test_letter_terminal_and_what_if_page_say_it_too(tmp_path: Path) -> None:
    for folder, change, of in (("draft", None, "0102"), ("corrected", corrected, "0101")):
        request = allocate(small_year(*filter(None, [change])).read(tmp_path / folder))
        unsure = uncertainty(request, np.random.default_rng(1))
        said = ("Rettet 10. november 2017", "Feil. Før: 34. Nå: 33.") if change else ("Utkast",)
        for code, found in explanations(request).items():
            for text in (
                letter_source(request, found, "nb"),
                letter(request, found, unsure, "nb"),
            ):
                concerned = change is None or code == of
                assert all((part in plain(text)) is concerned for part in said), (folder, code)
        page = plain(what_if_page(request, "nb", "november", Links("index.html", {})))
        assert all(part in page for part in said)
