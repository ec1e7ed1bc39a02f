"""The letters as PDFs: who writes to whom, what is asked and why, in the municipality's own Norwegian, and inert."""

import io
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import page as validator
import pytest
from pypdf import PdfReader
from ruled import with_rules
from smallyear import SmallYear, small_year

from bosetting.compute import Computation, compute
from bosetting.inputs.publisher import Publisher
from bosetting.publication.letters import write_letters
from bosetting.report.language.labels import written_languages
from bosetting.report.output.letter_pdf import letter_pdf, letter_source
from bosetting.report.output.pdf import PdfCompiler

ROOT = Path(__file__).resolve().parents[3]
ASKED, NOT_ASKED = "5001", "1573"


@cache
def real() -> Computation:
    return compute(2018, "november", ROOT)


@cache
def issued() -> Computation:
    """The same, issued by an agency of another name."""
    publisher = Publisher(
        "Etaten", "issuer", date(2017, 11, 6), contact="post@etaten.example", reference="17/1-1"
    )
    found = real()
    inputs = replace(found.inputs, publisher=publisher)
    return Computation(inputs, replace(found.request, inputs=inputs), found.root)


def pdf(computation: Computation, code: str, language: str) -> bytes:
    with PdfCompiler() as compiler:
        return letter_pdf(computation.request, computation.explanations[code], language, compiler)


def text(content: bytes) -> str:
    """The words of every page, with single spaces and no soft breaks."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"\s+", " ", " ".join(pages).replace("\u200b", "").replace("\u00ad", ""))


@pytest.mark.parametrize("profile", ["ua1", "2a"])
@pytest.mark.parametrize("language", written_languages())
@pytest.mark.parametrize("code", [ASKED, NOT_ASKED])
def test_a_letter_is_accessible_and_lasts(code: str, language: str, profile: str) -> None:
    report = validator.validate_pdf_bytes(pdf(real(), code, language), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_a_reconstruction_says_at_the_top_and_in_the_margin_of_each_page_what_it_is() -> None:
    said = {
        "nb": ("Beregnet i ettertid, og ikke et brev fra IMDi", "Dette dokumentet skal ikke besvares."),
        "nn": ("Rekna ut i ettertid, og ikkje eit brev frå IMDi", "Dette dokumentet treng ingen å svare på."),
        "en": ("Computed afterwards, and not a letter from IMDi", "No reply to this document is needed."),
    }
    for language, (notice, answer) in said.items():
        content = pdf(real(), ASKED, language)
        pages = PdfReader(io.BytesIO(content)).pages
        assert text(content).count(notice) == 1 + len(pages)
        assert answer in text(content)
        assert "Med hilsen" not in text(content)


def test_a_letter_to_one_that_is_asked() -> None:
    found = real()
    content = pdf(found, ASKED, "nb")
    read = text(content)
    asked = found.request.by_code[ASKED]
    for part in (
        "Trondheim kommune Ordføreren og kommunedirektøren",
        "Avsender Prosjektet Bosetting",
        "Dato 25. november 2026",
        "Referanse 2018/november/5001",
        "Anmodning om bosetting av flyktninger i 2018",
        f"Trondheim blir bedt om å bosette {asked.persons} personer. Av disse er fem enslige",
        "Tre kriterier avgjør: folketall (vekt 70 prosent), sysselsetting (vekt 20 prosent) og",
        "Det kan vedta et lavere tall enn kommunen blir bedt om.",
        "Fristen for å svare IMDi var 6. januar 2018.",
        f"Sum {asked.persons} ",
    ):
        assert part in read, part
    about = PdfReader(io.BytesIO(content)).metadata
    assert about is not None
    assert (about.title, about.author) == (
        "Anmodning om bosetting av flyktninger i 2018",
        "Prosjektet Bosetting",
    )
    assert about.creation_date is not None
    assert about.creation_date.date() == found.inputs.made


def test_a_letter_to_one_that_is_not_asked_says_how_near_it_was_and_what_now() -> None:
    read = text(pdf(real(), NOT_ASKED, "nn"))
    for part in (
        "Kommunen blir ikkje beden om å busetje flyktningar i 2018",
        "Kor nær kommunen var",
        "Svaret er klart.",
        "Kommunen treng ikkje å svare.",
    ):
        assert part in read, part
    assert "kommunestyret" not in read.lower()
    assert "Fristen" not in read


def test_a_letter_of_an_issuer_can_be_sent() -> None:
    read = text(pdf(issued(), ASKED, "nb"))
    for part in (
        "Avsender Etaten",
        "Referanse 17/1-1",
        "Vi ber Trondheim om å bosette",
        "Vi ber om svar innen 6. januar 2018.",
        "Har dere spørsmål, kan dere kontakte oss: post@etaten.example.",
        "Med hilsen Etaten",
    ):
        assert part in read, part
    for language in written_languages():
        for code in (ASKED, NOT_ASKED):
            read = text(pdf(issued(), code, language))
            assert not re.search(r"IMDi|ettertid|afterwards|None", read)


def test_without_a_day_to_answer_by_and_without_an_agency_nothing_is_invented() -> None:
    found = real()
    inputs = with_rules(found.inputs, answer_by=None)
    inputs = replace(inputs, publisher=replace(inputs.publisher, agency=None))
    bare = Computation(inputs, replace(found.request, inputs=inputs), found.root)
    for language in written_languages():
        read = text(pdf(bare, ASKED, language))
        assert not re.search(r"IMDi|None|Frist|deadline", read)
    assert "Beregnet i ettertid, og ikke selve anmodningen" in text(pdf(bare, ASKED, "nb"))


@pytest.mark.parametrize("language", written_languages())
def test_the_letter_says_why_in_the_words_of_explain(language: str) -> None:
    for code in (ASKED, NOT_ASKED, "0617"):
        source = letter_source(real().request, real().explanations[code], language)
        assert "None" not in source
        assert "{{" not in source


def hostile(year: SmallYear) -> None:
    year.change("municipalities", 0, kommune='O\'Brien #panic("x") <b>*Ø*</b> $1$ @a')
    year.change("municipalities", 1, language="nn")
    year.change("municipalities", 2, language="unknown")
    year.rules["publisher"] |= {"name": '#read("/etc/passwd") *x*', "agency": "] #panic() ["}


def test_names_are_words_only_and_each_gets_its_own_form_of_norwegian(tmp_path: Path) -> None:
    root = small_year(hostile).write(tmp_path)
    found = compute(2018, None, root)
    assert write_letters(tmp_path / "letters", found) == 6
    letters = {path.stem: path.read_bytes() for path in (tmp_path / "letters").iterdir()}
    assert sorted(letters) == ["0101", "0102", "0103", "0201", "0202", "0203"]
    assert 'O\'Brien #panic("x") <b>*Ø*</b> $1$ @a kommune' in text(letters["0101"])
    assert '#read("/etc/passwd") *x*' in text(letters["0101"])
    spoken = {
        code: PdfReader(io.BytesIO(content)).trailer["/Root"]["/Lang"] for code, content in letters.items()
    }
    assert spoken["0102"] == "nn-NO"
    assert spoken["0103"] == "nb-NO"


def test_the_same_bytes_on_every_run_and_nothing_else_is_touched(tmp_path: Path) -> None:
    found = compute(2018, None, small_year().write(tmp_path))
    out = tmp_path / "letters"
    write_letters(out, found)
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    (out / "mine.txt").write_text("mine")
    (out / "0101.pdf").write_bytes(b"old")
    assert write_letters(out, found, ["0101", "0101"]) == 1
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first | {"mine.txt": b"mine"}
