"""The findings: each a sentence with its number, and only where the year holds it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bosetting.compute import Computation, compute
from bosetting.inputs.publisher import Publisher
from bosetting.report import chapters
from bosetting.report.blocks.kinds import Document, Prose
from bosetting.report.language.labels import written_languages
from bosetting.report.view import View

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def real() -> Computation:
    return compute(2018, "november", ROOT)


def told(computation: Computation, language: str) -> str:
    blocks = chapters.findings(View(computation, language, Document(language)))
    texts = [block.markdown for block in blocks if isinstance(block, Prose)]
    return "\n".join(texts).replace("\u00a0", " ").replace("\\", "")


def test_the_numbers_are_those_of_the_computation(real: Computation) -> None:
    text = told(real, "nb")
    largest = max(row.moved_p95 for row in real.uncertainty.alone)
    for sentence in (
        f"Etter regelen blir {len(real.request.asked)} av landets 422 kommuner bedt om å bosette 4 402 flyktninger i 2018.",
        "Det er færre enn i noe år fra 2009 til 2017.",
        "Gol manglet én innbygger på å bli spurt.",
        "Minst 12 av kommunene som skulle vært spurt etter regelen, ble ikke spurt av IMDi.",
        f"Det er fordelingen mellom fylkene som betyr mest: Med en annen forutsetning havner inntil {largest} personer i",
        "faller fra om lag 27 700 i 2017 til om lag 10 700 i 2022.",
        "Slik kan du vise til rapporten: Prosjektet Bosetting (2026). *Anmodning om bosetting av flyktninger i 2018*, utgave",
    ):
        assert sentence in text, sentence


@pytest.mark.parametrize("language", written_languages())
def test_an_issuer_speaks_for_itself_and_of_nobody_else(real: Computation, language: str) -> None:
    publisher = Publisher("Etaten", "issuer", date(2017, 11, 6), "post@etaten.example", date(2018, 11, 5))
    inputs = replace(real.inputs, publisher=publisher, statements=())
    issued = Computation(inputs, replace(real.request, inputs=inputs), real.root)
    vars(issued).update(load=real.load, uncertainty=real.uncertainty)
    text = told(issued, language)
    assert "IMDi" not in text
    assert "Etaten" in text
    assert "post@etaten.example" in text
    for word in ("Minst 12", "At least 12"):
        assert word not in text
