"""The page of a municipality: every one of them, in its own form, in plain words, and nothing absurd."""

import dataclasses
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from markupsafe import Markup
from smallyear import small_year

from bosetting.allocation.explained.counterfactual import Change
from bosetting.allocation.request import Why
from bosetting.compute import compute
from bosetting.report import municipality as page
from bosetting.report.blocks.drawn_later import MIME, ChartLater
from bosetting.report.blocks.kinds import Document, Table
from bosetting.report.language.labels import label, written_languages
from bosetting.report.letter import own_language
from bosetting.report.municipality.opening import MunicipalView, open_municipality
from bosetting.report.needed import sensible, sensible_changes
from bosetting.report.output.letter_pdf import letter_source

ROOT = Path(__file__).resolve().parents[2]
TRONDHEIM, HEMSEDAL, GOL, LONG = "5001", "0618", "0617", "1940"


@cache
def opened(code: str, language: str = "") -> MunicipalView:
    return open_municipality(code, 2018, "november", language, str(ROOT))


def text(view: MunicipalView, *parts: str) -> str:
    """What a reader sees of some parts, without markup."""
    blocks = [block for part in parts or page.__all__ for block in getattr(page, part)(view)]
    html = " ".join(block.mimebundle(view.language)["text/html"] for block in blocks)
    return re.sub(r"\s+", " ", Markup(html).striptags())


def test_the_answer_is_one_sentence_with_the_number_of_the_request() -> None:
    assert text(opened(TRONDHEIM), "answer").startswith(
        "Trondheim blir bedt om å bosette 204 personer i 2018."
    )
    assert text(opened(HEMSEDAL), "answer").startswith(
        "Hemsedal blir ikkje beden om å busetje flyktningar i 2018."
    )


@pytest.mark.parametrize("language", written_languages())
def test_every_part_is_written_in_every_language(language: str) -> None:
    for code in (TRONDHEIM, HEMSEDAL):
        assert len(text(opened(code, language))) > 2000


def test_everyone_has_a_page_in_its_own_form() -> None:
    computation = opened(TRONDHEIM).computation
    for m in computation.inputs.municipalities:
        view = opened(m.number)
        assert view.language == own_language(m)
        assert view.name in text(view, "answer", "near")


def test_the_steps_add_up_as_printed() -> None:
    for a in opened(TRONDHEIM).request.allotments:
        [chart] = [b for b in page.number(opened(a.municipality.number)) if isinstance(b, ChartLater)]
        *steps, (_, total) = chart.table.rows
        assert sum(Decimal(str(value)) for _, value in steps) == total == a.persons


@pytest.mark.parametrize(
    ("now", "needed", "said"),
    [("190464", "4999", False), ("4612", "4613", True), ("4000", "5000", True), ("4000", "5001", False)],
)
def test_an_absurd_change_is_left_out(now: str, needed: str, said: bool) -> None:
    assert sensible(Change("population", "change", Decimal(now), Decimal(needed))) is said
    assert not sensible(Change("population", "no_level", Decimal(now), None))


def test_page_and_letter_name_the_same_changes_in_the_same_figures() -> None:
    told = 0
    for a in opened(TRONDHEIM).request.allotments:
        if a.asked:
            continue
        view = opened(a.municipality.number)
        source = letter_source(view.request, view.found, view.language).replace("\\", "")
        changes = sensible_changes(view.found, view.inputs.rules, view.language)
        for written in (text(view, "near"), source):
            plain = written.replace("\u00a0", " ")
            assert all(f": {c['needed']} i st".replace("\u00a0", " ") in plain for c in changes), a
            assert len(re.findall(r" i st(?:aden|edet) for ", plain)) == len(changes)
        told += len(changes)
    assert told > 50


@pytest.mark.parametrize("language", written_languages())
def test_a_range_and_a_dash_are_explained_where_they_stand(language: str) -> None:
    bounds, unknown = (label(language, f"municipality.{name}") for name in ("within_bounds", "not_known"))
    seen = set()
    for code in ("0301", GOL, "1151", "2020"):
        view = opened(code, language)
        tables = [b for part in (page.number, page.earlier) for b in part(view) if isinstance(b, Table)]
        for table in tables:
            dash = any(None in row for row in table.rows)
            spans = table.id == "own-figures" and any("–" in str(row[1]) for row in table.rows)
            assert (unknown in table.note, bounds in table.note) == (dash, spans)
            seen.add((dash, spans))
    assert {(True, False), (False, True), (False, False)} <= seen


def test_one_resident_is_told() -> None:
    shown = text(opened(GOL), "near")
    assert "Folketal: 4 613 i staden for 4 612" in shown.replace("\u00a0", " ")
    assert "73 prosent" in shown.replace("\u00a0", " ")
    assert "indeks 0,999 i staden for indeks 0,998" in shown
    assert "4 999" not in text(opened(TRONDHEIM), "near").replace("\u00a0", " ")


def test_five_more_and_five_fewer_are_the_same_for_all() -> None:
    """The model is linear in those settled, so what five more mean does not hang on the municipality."""
    lines = [re.findall(r"i 20\d\d: \d,\d", text(opened(code), "expected")) for code in (TRONDHEIM, HEMSEDAL)]
    assert lines[0] == lines[1] != []


def test_the_grant_of_this_years_people_is_part_of_that_for_all() -> None:
    for a in opened(TRONDHEIM).request.asked:
        table = page.grant(opened(a.municipality.number))[1]
        assert all(0 < own <= everyone for _, own, everyone in table.rows)
        assert table.rows[0][0] == 2018


@pytest.mark.parametrize("why", Why.__args__)
def test_every_reason_is_told(why: str) -> None:
    view = opened(TRONDHEIM)
    found = view.found
    changed = dataclasses.replace(found, allotment=dataclasses.replace(found.allotment, why=why))

    class Other(MunicipalView):
        found = changed

    for language in written_languages():
        other = Other(view.computation, language, Document(language), view.code)
        assert len(text(other, "near")) > 200


def test_a_small_year_has_its_answer_and_its_steps(tmp_path: Path) -> None:
    root = small_year().write(tmp_path)
    code = compute(2018, "november", root).inputs.municipalities[0].number
    view = open_municipality(code, 2018, "november", "en", str(root))
    assert view.name in text(view, "answer", "number", "beside", "earlier", "what_next")


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "*A* [b](javascript:x)", "Å & “B”"])
def test_a_name_is_only_words(name: str) -> None:
    view = opened(HEMSEDAL)

    class Named(MunicipalView):
        @property
        def name(self) -> str:
            return name

    other = Named(view.computation, "nb", Document("nb"), view.code)
    html = "".join(
        str(block.mimebundle("nb")["text/html"])
        for part in page.__all__
        for block in getattr(page, part)(other)
    )
    assert "<script" not in html
    assert "<em>A" not in html
    assert 'href="javascript' not in html


def test_the_drawing_is_ordered_and_not_made() -> None:
    [chart] = [b for b in page.number(opened(TRONDHEIM)) if isinstance(b, ChartLater)]
    bundle = chart.mimebundle("nb")
    assert "<svg" not in bundle["text/html"]
    assert bundle[MIME]["figure"]["data"]["values"][-1]["to"] == 204


@pytest.mark.parametrize(
    ("municipality", "message"),
    [
        (301, 'municipality is 301. Expected its number as text, such as "5001".'),
        ("9999", "There is no municipality '9999' in 2018. Expected a number of four digits."),
    ],
)
def test_a_wrong_municipality_is_told(municipality: object, message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as wrong:
        open_municipality(municipality, 2018, "november", "", str(ROOT))
    assert str(wrong.value) == message
