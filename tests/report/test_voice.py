"""Who speaks, and of what: both roles of a publisher, and a year of which nobody has said anything."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from smallyear import SmallYear, small_year

from bosetting.compute import compute
from bosetting.report import chapters
from bosetting.report.blocks.kinds import Block, Chart, Document, Table
from bosetting.report.language.labels import written_languages
from bosetting.report.letter import letter
from bosetting.report.view import View

LANGUAGES = written_languages()
OF_2018 = re.compile(
    r"\bIMDi\b|\bKS\b|local authorities|(?:bosatte|busette) Bufetat|Bufetat settled|\b27[\u00a0 ,]000|\b21[\u00a0 ,]000"
    r"|in? mar(?:s|ch) 2018|\babsolut[te]\b|Regjeringen foreslo|Regjeringa føreslo|Government proposed|har (?:også )?sagt"
    r"|said this|som er sagt|been said|sen(?:d|dt|t) i(?:n)? o[ck]tober 2016|halvparten av kommun|half of the munic"
    r"|nesten alle|nearly all|justert i løpet av",
    re.IGNORECASE,
)
"""What was said of the request for 2018, and names of its editions."""
Root = Callable[[str], Path]


def issued(year: SmallYear) -> None:
    year.rules["publisher"] |= {"name": "Etaten", "role": "issuer", "contact": "post@etaten.example"}


def reconstructed(year: SmallYear) -> None:
    year.rules["publisher"] |= {"agency": "Byrået"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Root:
    """The small year in either role, written once, with rules whose sources are its own."""
    made: dict[str, Path] = {}

    def of(role: str) -> Path:
        if role not in made:
            year = small_year(issued if role == "issuer" else reconstructed)
            made[role] = year.write(tmp_path_factory.mktemp(role))
        return made[role]

    return of


def text_of(block: Block, language: str) -> str:
    """Everything that a reader reads of a block."""
    table = block.table if isinstance(block, Chart) else block
    parts = [block.mimebundle(language)["text/plain"]]
    if isinstance(block, Chart):
        parts += [block.title, block.description]
    if isinstance(table, Table):
        html = table.mimebundle(language)["text/html"]
        parts.append(re.sub(r"<[^>]+>", " ", html))
    return "\n".join(parts)


def chapter_text(root: Path, chapter: str, language: str) -> str:
    view = View(compute(2018, None, root), language, Document(language))
    return "\n".join(text_of(block, language) for block in getattr(chapters, chapter)(view))


HEAVY = ("findings", "grants", "need", "programme_load")
"""Chapters that fit the model of the programme, which takes longest."""


@pytest.mark.parametrize(
    "chapter", [pytest.param(c, marks=[pytest.mark.long] if c in HEAVY else []) for c in chapters.__all__]
)
def test_a_year_of_which_nothing_was_said_says_nothing_of_2018(chapter: str, root: Root) -> None:
    """No heading, no column and no sentence about a statement that the year does not have."""
    for language in LANGUAGES:
        text = chapter_text(root("reconstruction"), chapter, language)
        found = [text[max(0, m.start() - 40) : m.end() + 40] for m in OF_2018.finditer(text)]
        assert found == [], language


FRONT = {
    "nb": (
        "Tallene her er regnet ut i ettertid, etter offentlige tall og kriterier. De er ikke tallene fra brevet Byrået",
        "Vi ber 4 av landets 6 kommuner om å bosette 102 flyktninger i 2018.",
        "Utgiver: Etaten. Beregnet 25.\u00a0november 2026. Kontakt: post@etaten.example.",
    ),
    "nn": (
        "Tala her er rekna ut i ettertid, etter offentlege tal og kriterium. Dei er ikkje tala frå brevet Byrået",
        "Vi bed 4 av dei 6 kommunane i landet om å busetje 102 flyktningar i 2018.",
        "Utgivar: Etaten. Rekna ut 25.\u00a0november 2026. Kontakt: post@etaten.example.",
    ),
    "en": (
        "These numbers were computed afterwards, from public figures and criteria. They are not the numbers in the letter from Byrået",
        "We ask 4 of Norway’s 6 municipalities to settle 102 refugees in 2018.",
        "Publisher: Etaten. Computed on 25\u00a0November 2026. Contact: post@etaten.example.",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_says_in_what_role_the_report_is_issued(language: str, root: Root) -> None:
    afterwards, we_ask, sender = FRONT[language]
    reconstruction = chapter_text(root("reconstruction"), "in_short", language)
    issuer = chapter_text(root("issuer"), "in_short", language)
    assert afterwards in reconstruction
    assert we_ask not in reconstruction
    assert "A project" in reconstruction
    assert afterwards not in issuer
    assert we_ask in issuer
    assert sender in issuer.replace("\\", "")


LETTER = {
    "nb": (
        "Dette er ikke et brev fra Byrået. A project regnet ut tallene",
        "Vi ber Storby om å bosette",
        "ettertid",
    ),
    "nn": (
        "Dette er ikkje eit brev frå Byrået. A project rekna ut tala",
        "Vi bed Storby om å busetje",
        "ettertid",
    ),
    "en": (
        "This is not a letter from Byrået. A project computed the numbers",
        "We ask Storby to settle",
        "afterwards",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_is_the_agencys_own_or_says_at_the_top_that_it_is_not(language: str, root: Root) -> None:
    letters = {}
    for role in ("reconstruction", "issuer"):
        computation = compute(2018, None, root(role))
        found = computation.explanations["0201"]
        letters[role] = letter(computation.request, found, computation.uncertainty, language)
    not_ours, we_ask, afterwards = LETTER[language]
    assert not_ours in letters["reconstruction"].split("\n\n")[1]
    assert we_ask not in letters["reconstruction"]
    assert we_ask in letters["issuer"]
    assert "IMDi" not in letters["issuer"]
    assert afterwards not in letters["issuer"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chapter", ["in_short", "minors", "deviations", "numbers", "against_published"])
def test_an_issuer_does_not_speak_of_itself_as_of_a_stranger(chapter: str, language: str, root: Root) -> None:
    text = chapter_text(root("issuer"), chapter, language)
    glossary = text.find("Some Norwegian names")
    assert "IMDi" not in (text if glossary < 0 else text[:glossary])
