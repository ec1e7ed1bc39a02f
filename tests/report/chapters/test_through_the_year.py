"""The report tells what happened after the request was sent as what happened afterwards, with its day and its sources."""

from pathlib import Path

import pytest
from smallyear import small_year

from bosetting.compute import Computation, compute
from bosetting.report.blocks.kinds import Chart, Document, Prose, Table, Words
from bosetting.report.chapters.load_decided import load_decided
from bosetting.report.chapters.through_the_year import through_the_year
from bosetting.report.language.labels import label, written_languages
from bosetting.report.municipality.beside import earlier
from bosetting.report.municipality.opening import open_municipality
from bosetting.report.view import View, open_report

ROOT = Path(__file__).parents[3]
LANGUAGES = written_languages()
THOUSANDS = {"en": ","}
DAYS = {
    2018: {"nb": "1. mars 2019", "nn": "1. mars 2019", "en": "1 March 2019"},
    2026: {"nb": "28. september 2026", "nn": "28. september 2026", "en": "28 September 2026"},
}


def told(year: int, language: str) -> tuple[Prose, Chart]:
    computation = compute(year, None, ROOT)
    prose, chart = through_the_year(View(computation, language, Document(language)))
    assert isinstance(prose, Prose)
    assert isinstance(chart, Chart)
    return prose, chart


def plain(prose: Prose) -> str:
    """The text as a reader has it, with ordinary blanks."""
    return prose.markdown.replace("\\", "").replace("\u00a0", " ")


def number(language: str, value: int) -> str:
    return f"{value:,}".replace(",", THOUSANDS.get(language, " "))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_finding_of_2018_is_computed_and_dated(language: str) -> None:
    text = plain(told(2018, language)[0])
    for value in (4402, 5350, 5265, 5271, 4903):
        assert number(language, value) in text
    assert DAYS[2018][language] in text
    assert text.count("IMDi") == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_that_is_not_over_says_to_which_day_it_is_counted(language: str) -> None:
    text = plain(told(2026, language)[0])
    assert label(language, "follow_up.at_least", low=10_721).replace("\u00a0", " ") in text
    between = label(language, "follow_up.between_words", low=7388, high=7528)
    assert between.replace("\u00a0", " ") in text
    # The day that all of it stands of, that of decisions and settled persons, and to which the latter are counted.
    assert text.count(DAYS[2026][language]) == 4


SOURCES = {
    "nb": ("IMDi, kommunetabellen (åpen kopi: evensrii/telemark), ", "[IMDi, sidene med nøkkeltall]("),
    "nn": ("IMDi, kommunetabellen (open kopi: evensrii/telemark), ", "[IMDi, sidene med nøkkeltal]("),
    "en": ("IMDi, municipal table (open copy: evensrii/telemark), ", "[IMDi, key figures pages]("),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_is_named_in_the_readers_language_and_an_address_is_a_link(language: str) -> None:
    table, pages = SOURCES[language]
    text = plain(told(2018, language)[0])
    assert text.count(table) == 3
    assert "[IMDi](https://www.imdi.no/" in text
    assert plain(told(2026, language)[0]).count(pages + "https://www.imdi.no/") == 3
    html = told(2026, language)[0].mimebundle(language)["text/html"]
    assert html.count('<a href="https://www.imdi.no/planlegging-og-bosetting/bosettingstall/">IMDi, ') == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_country_stands_first_and_then_every_county(language: str) -> None:
    rows = told(2018, language)[1].table.rows
    minus = label(language, "follow_up.between", low=-61, high=27)
    assert len(rows) == 19
    assert rows[0] == (
        label(language, "follow_up.country"),
        5350,
        Words(label(language, "follow_up.between", low=5265, high=5271)),
        Words(label(language, "follow_up.between", low=79, high=85)),
        4903,
        Words(label(language, "follow_up.between", low=362, high=368)),
    )
    assert rows[1][-1] == Words(minus)
    assert {"nb": " til ", "nn": " til ", "en": " to "}[language] in minus
    assert rows[3] == ("Oslo", 370, 350, 20, 310, 40)


@pytest.fixture(scope="module")
def without_anything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_year().write(tmp_path_factory.mktemp("project"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_anything_held_of_the_year_there_is_no_section_and_the_command_is_told_of(
    language: str, without_anything: Path
) -> None:
    view = open_report(2018, "november", language, str(without_anything))
    assert through_the_year(view) == []
    (prose,) = load_decided(view)
    assert isinstance(prose, Prose)
    for words in ("`bosetting load 2018 --decisions ", "`kommune_nr`", "`persons`"):
        assert words in prose.markdown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_load_under_the_decisions_stands_beside_that_of_the_request(language: str) -> None:
    known = compute(2018, "november", ROOT)
    computation = Computation(known.inputs, known.request, ROOT)
    prose, table = load_decided(View(computation, language, Document(language)))
    assert isinstance(prose, Prose)
    assert isinstance(table, Table)
    for value in (5265, 4402, 5350):
        assert number(language, value) in plain(prose)
    assert [row[0] for row in table.rows] == [2018, 2019, 2020, 2021, 2022]
    # More were decided on than this edition asks for, and they stay for years.
    for _, asked, decided, end_asked, end_decided in table.rows:
        assert asked < decided
        assert end_asked < end_decided


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_municipality_has_the_year_beside_its_earlier_ones(language: str) -> None:
    prose, table = earlier(open_municipality("0111", 2018, "november", language, str(ROOT)))
    assert isinstance(prose, Prose)
    assert isinstance(table, Table)
    none = Words(label(language, "follow_up.none"))
    assert table.rows[0] == (2018, 0, none, Words(label(language, "follow_up.between", low=1, high=4)))
    assert table.rows[1][0] == 2017
    assert DAYS[2018][language] in plain(prose)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_municipality_of_a_year_of_which_nothing_is_held_has_its_earlier_ones_alone(
    language: str, tmp_path: Path
) -> None:
    root = small_year().write(tmp_path)
    prose, table = earlier(open_municipality("0101", 2018, "november", language, str(root)))
    assert isinstance(prose, Prose)
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == [2017, 2016]
    assert "2018" not in prose.markdown
