"""Every held year's chapters, pages and letters speak of that year, and of nothing that only another year has."""

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

import pytest

from bosetting.compute import Computation, compute
from bosetting.report import chapters
from bosetting.report import municipality as pages
from bosetting.report.blocks.kinds import Callout, Document, Prose
from bosetting.report.blocks.table import Table
from bosetting.report.language.criteria import said
from bosetting.report.language.labels import written_languages
from bosetting.report.language.numbers import about
from bosetting.report.letter import letter
from bosetting.report.municipality.opening import open_municipality
from bosetting.report.output.letter_pdf import letter_source
from bosetting.report.view import View

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]
YEARS = sorted(int(path.parent.name) for path in (ROOT / "data").glob("[0-9]*/rules.toml"))
EACH = [(year, language) for year in YEARS for language in written_languages()]
EVERY = [
    (year, edition, language)
    for year in YEARS
    for edition in tomllib.loads((ROOT / f"data/{year}/words.nb.toml").read_text("utf-8"))["edition"]
    for language in written_languages()
]
BEHIND, AHEAD = 2, 5
"""So many years before its own an edition speaks of, and so many from its own on: the forecast."""
HISTORY = 9
"""So many years back the chart of requested and settled persons begins."""
YEAR = re.compile(r"\b20\d\d\b")
EXPECTED = {
    "nb": "## Deltakere i introduksjonsprogrammet",
    "nn": "## Deltakarar i introduksjonsprogrammet",
    "en": "## Participants in the introduction programme",
}
"""The passage of a municipality's page that may expect nobody."""
SENTENCE = 25
"""Words of a year that are as long as this are told apart from ordinary ones."""


def computation(year: int, edition: str | None = None) -> Computation:
    return compute(year, edition, ROOT)


def shown_municipalities(year: int, edition: str | None = None) -> list[str]:
    """The largest asked, one at the minimum, one not asked, one that writes Nynorsk."""
    request = computation(year, edition).request
    asked = sorted(request.asked, key=lambda a: -a.persons)
    away = next(a for a in request.allotments if not a.asked)
    nynorsk = next(a for a in asked if a.municipality.language == "nn")
    return [a.municipality.number for a in (asked[0], asked[-1], away, nynorsk)]


@cache
def blocks(year: int, language: str, edition: str | None = None) -> tuple[object, ...]:
    view = View(computation(year, edition), language, Document(language))
    found = [block for name in chapters.__all__ for block in getattr(chapters, name)(view)]
    for code in shown_municipalities(year, edition):
        page = open_municipality(code, year, view.inputs.edition.name, language, ROOT)
        found += [block for name in pages.__all__ for block in getattr(pages, name)(page)]
    return tuple(found)


@cache
def letters(year: int, language: str, edition: str | None = None) -> tuple[str, ...]:
    found = computation(year, edition)
    codes = [found.explanations[code] for code in shown_municipalities(year, edition)]
    return tuple(
        text
        for one in codes
        for text in (
            letter_source(found.request, one, language),
            letter(found.request, one, found.uncertainty, language),
        )
    )


def strings(value: object) -> Iterator[str]:
    """Every text of a block and its parts, without the figure itself."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in ("figure", "name"):
                yield from strings(getattr(value, field.name))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings(each)


def tables(value: object) -> Iterator[Table]:
    if isinstance(value, Table):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from tables(getattr(value, field.name))


def prose(year: int, language: str, edition: str | None = None) -> list[str]:
    texts = [
        block.markdown for block in blocks(year, language, edition) if isinstance(block, Prose | Callout)
    ]
    return [re.sub(r"\\(?=\W)", "", text) for text in texts]


def everything(year: int, language: str, edition: str | None = None) -> str:
    return "\n".join([*strings(blocks(year, language, edition)), *letters(year, language, edition)])


@cache
def written(year: int) -> str:
    """What people wrote of a year: its rules, words and statements, and its registers."""
    names = ("rules.toml", "words.*.toml", "statements.csv", "participant_series.csv")
    folder = ROOT / "data" / str(year)
    return "\n".join(path.read_text("utf-8") for name in names for path in sorted(folder.glob(name)))


def told(year: int, language: str) -> set[str]:
    """The sentences that only this year's folder can have put into a report."""
    folder = ROOT / "data" / str(year)
    with (folder / "statements.csv").open(encoding="utf-8", newline="") as file:
        found = {row[f"words_{language}"] for row in csv.DictReader(file)}
    for section in tomllib.loads((folder / f"words.{language}.toml").read_text("utf-8")).values():
        found |= set(section.values())
    return {text for text in found if len(text) > SENTENCE}


def test_there_is_more_than_one_year() -> None:
    assert len(YEARS) > 1
    assert all(any(told(year, "nb") for year in YEARS if year != own) for own in YEARS)


def sensible(year: int) -> set[str]:
    """The years around an edition's own, those that people wrote of it, and where its rows of figures begin."""
    inputs = computation(year).inputs
    first = {name: int(min(inputs.tables[name]["year"])) for name in ("settled", "published_requests")}
    begin = {first["settled"], first["published_requests"] + 1, year - HISTORY}
    if "programme_participants" in inputs.tables:
        begin |= {int(each) for each in inputs.tables["programme_participants"]["year"]}
    near = {*range(year - BEHIND, year + AHEAD), inputs.publisher.made.year, *begin}
    return {str(each) for each in near} | set(YEAR.findall(written(year)))


@pytest.mark.parametrize(("year", "language"), EACH)
def test_running_text_names_no_year_that_the_edition_cannot_speak_of(year: int, language: str) -> None:
    text = "\n".join(prose(year, language))
    assert str(year) in text
    assert set(YEAR.findall(text)) - sensible(year) == set()


@pytest.mark.parametrize(("year", "language"), EACH)
def test_a_letter_names_its_own_years_and_those_of_earlier_requests(year: int, language: str) -> None:
    held = computation(year).inputs.tables
    earlier = {str(each) for name in ("published_requests", "settled") for each in held[name]["year"]}
    for text in letters(year, language):
        assert str(year) in text
        assert set(YEAR.findall(text)) - sensible(year) - earlier == set()


@pytest.mark.parametrize(("year", "language"), EACH)
def test_no_sentence_of_another_year_is_there(year: int, language: str) -> None:
    text, own = everything(year, language), told(year, language)
    others = {one for other in YEARS if other != year for one in told(other, language)} - own
    assert [one for one in sorted(others) if one in text] == []


@pytest.mark.parametrize(("year", "language"), EACH)
def test_nobody_speaks_who_said_nothing_of_the_year(year: int, language: str) -> None:
    if not re.search(r"\bKS\b", written(year)):
        assert not re.search(r"\bKS\b", everything(year, language))


@pytest.mark.parametrize(("year", "language"), EACH)
def test_no_criterion_is_named_that_the_year_has_not(year: int, language: str) -> None:
    of = {each: {said(c.label, language) for c in computation(each).inputs.rules.criteria} for each in YEARS}
    others = set().union(*of.values()) - of[year]
    text = everything(year, language).lower()
    assert [name for name in sorted(others) if re.search(rf"\b{re.escape(name.lower())}\b", text)] == []


@pytest.mark.parametrize(("year", "language"), EACH)
def test_no_table_is_empty(year: int, language: str) -> None:
    found = [table for block in blocks(year, language) for table in tables(block)]
    assert found
    assert [table.name for table in found if not table.rows] == []


@pytest.mark.parametrize(("year", "language"), EACH)
def test_running_text_counts_nothing_that_is_not_there(year: int, language: str) -> None:
    """A sentence about none of something says so in words, or is not there."""
    zero = re.compile(r"(?<![\d.,−\u00a0\u202f-])0(?![\d.,\u00a0\u202f]*\d)[^\n]{0,30}")
    blank = re.compile(r"\b(?:None(?! of)|nan|undefined)\b|\(\)| ,|  \.")
    for text in prose(year, language):
        if not text.startswith(EXPECTED[language]):
            assert not zero.findall(text), text
        assert not blank.findall(text), text


UNKNOWN = {
    "nb": r"ble bosatt i (\d{4}), var ukjent",
    "nn": r"vart busette i (\d{4}), var ukjent",
    "en": r"were settled in (\d{4}) was unknown",
}
ADDED = {
    "nb": (
        r"I løpet av \d{4} venter vi om lag ([\d ]+) ",
        r"Summen av kommunene er ([\d ]+) i \d{4}. Det er ([\d ]+) mindre",
    ),
    "nn": (
        r"I løpet av \d{4} ventar vi om lag ([\d ]+) ",
        r"Summen av kommunane er ([\d ]+) i \d{4}. Det er ([\d ]+) mindre",
    ),
    "en": (
        r"During \d{4} we expect about ([\d,]+) ",
        r"municipalities sum to ([\d,]+) in \d{4}. That is ([\d,]+) less",
    ),
}
ONE_OF_MANY = re.compile(
    r"(?<![\d.,\u00a0 ])1 (?:kommuner|kommunar|municipalities|personer|personar|people|innbyggere|innbyggjarar)\b"
    r"|\balle de to\b|\balle dei to\b|\ball two\b"
)
PLACES = {"nb": "byttet plass", "nn": "bytt plass", "en": "changed places"}


def whole(text: str) -> int:
    return int(re.sub(r"\D", "", text))


@pytest.mark.parametrize(("year", "edition", "language"), EVERY)
def test_only_a_year_that_was_not_over_is_said_to_have_been_unknown(
    year: int, edition: str, language: str
) -> None:
    as_of = computation(year, edition).inputs.edition.as_of
    found = re.findall(UNKNOWN[language], "\n".join(prose(year, language, edition)))
    assert {int(each) for each in found} <= {as_of.year}


@pytest.mark.parametrize(("year", "edition", "language"), EVERY)
def test_municipalities_and_the_rest_add_up_to_the_country_as_they_are_written(
    year: int, edition: str, language: str
) -> None:
    text = re.sub("[\u00a0\u202f]", " ", "\n".join(prose(year, language, edition)))
    country, parts = (re.search(each, text) for each in ADDED[language])
    assert country is not None
    assert parts is not None
    assert about(whole(parts[1]) + whole(parts[2])) == whole(country[1])


@pytest.mark.parametrize(("year", "edition", "language"), EVERY)
def test_what_is_assumed_of_later_years_is_said(year: int, edition: str, language: str) -> None:
    said = {
        "nb": f"Etter {year} regner vi med like mange bosatte hvert år",
        "nn": f"Etter {year} reknar vi med like mange busette kvart år",
        "en": f"After {year} we assume as many settled each year",
    }
    assert said[language] in "\n".join(prose(year, language, edition))


@pytest.mark.parametrize(("year", "edition", "language"), EVERY)
def test_one_is_not_many_and_two_are_not_all(year: int, edition: str, language: str) -> None:
    texts = [*prose(year, language, edition), *letters(year, language, edition)]
    assert [text for text in texts if ONE_OF_MANY.search(text)] == []


@pytest.mark.parametrize(("year", "edition", "language"), EVERY)
def test_nobody_changes_places_where_no_change_is_enough(year: int, edition: str, language: str) -> None:
    found = computation(year, edition)
    for code in shown_municipalities(year, edition):
        one = found.explanations[code]
        enough = any(change.outcome == "change" for change in one.counterfactual.changes)
        assert (PLACES[language] in letter(found.request, one, found.uncertainty, language)) == enough
