"""The front in a real browser: a municipality's answer in the first screen, however its name is written."""

from pathlib import Path

import pytest

from bosetting.compute import compute
from bosetting.report.blocks.kinds import Prose
from bosetting.report.found import found
from bosetting.report.output.page import Page, render_page

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = '<img src=x onerror=alert(1)> & "Øst"'


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with the real finder, headed as the report is, and a page and a letter that it leads to."""
    request = compute(2018, "november", ROOT).request
    finder = found(request, "nb", lambda code: f"municipalities/{code}.html")
    finder["counties"].append(("Sør & <b>", [("9998", HOSTILE, "ikke spurt", "municipalities/9998.html")]))
    page = Page(
        title="Anmodning om bosetting av flyktninger i 2018",
        language="nb",
        body=Prose("## Hovedfunn\n\nTekst.").mimebundle("nb")["text/html"],
        subtitle="Beregnet i ettertid: hvor mange flyktninger hver kommune blir bedt om å bosette, og hvorfor",
        strings={
            "edition": "Utgave: november. Bygger på det som var offentlig 6. november 2017. "
            "Beregnet 25. november 2026 av bosetting."
        },
        find=finder,
    )
    folder = tmp_path_factory.mktemp("front")
    (folder / "index.html").write_text(render_page(page), encoding="utf-8")
    (folder / "municipalities").mkdir()
    (folder / "municipalities" / "5001.html").write_text("<!doctype html><title>Trondheim</title>")
    return folder / "index.html"


def search(opened, text: str) -> tuple[str, list[str]]:
    """What the page says when this is typed, and the hits."""
    opened.page.locator("#find-field").fill(text)
    return opened.page.locator("#find-told").inner_text(), opened.page.locator(
        "#find-hits a"
    ).all_inner_texts()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Trondheim", "Trondheim"),
        ("  TRONDHEIM kommune ", "Trondheim"),
        ("trond", "Trondheim"),
        ("5001", "Trondheim"),
        ("tromso", "Tromsø"),
        ("Tromsö", "Tromsø"),
        ("oygarden", "Øygarden"),
        ("Karasjohka", "Kárášjohka - Karasjok"),
        ("karasjok", "Kárášjohka - Karasjok"),
        ("porsangu", "Porsanger - Porsáŋgu - Porsanki"),
        ("PORSANKI", "Porsanger - Porsáŋgu - Porsanki"),
        ("Os", "Os (Hedmark)"),
    ],
)
def test_a_municipality_is_found_however_it_is_written(reading, front: Path, typed: str, first: str) -> None:
    told, hits = search(reading(front), typed)
    assert hits[0] == first
    assert told.startswith("Treff: ")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Trondhjem", "Trondheim"),
        ("Throndhjem", "Trondheim"),
        ("Aalesund", "Ålesund"),
        ("Christiansand", "Kristiansand"),
        ("Drammmen", "Drammen"),
        ("Begren", "Bergen"),
    ],
)
def test_old_spellings_and_slips_are_asked_about(reading, front: Path, typed: str, meant: str) -> None:
    told, hits = search(reading(front), typed)
    assert (told, hits[0]) == ("Mente du:", meant)


def test_what_is_no_municipality_is_said_to_be_none(reading, front: Path) -> None:
    opened = reading(front)
    assert search(opened, "xyzzyplugh") == ("Ingen kommune heter det.", [])
    assert search(opened, "...") == ("", [])
    assert search(opened, "") == ("", [])


def test_names_are_words_only(reading, front: Path) -> None:
    opened = reading(front)
    assert search(opened, "img src")[1] == [HOSTILE]
    assert opened.page.locator("img").count() == 0
    assert opened.errors == []


def test_on_a_phone_the_answer_is_in_the_first_screen(open_page, front: Path) -> None:
    opened = open_page(front, width=375)
    opened.page.set_viewport_size({"width": 375, "height": 667})
    search(opened, "trond")
    answer = opened.page.locator("#find-hits li").first
    assert answer.inner_text().split() == ["Trondheim", "204", "personer"]
    box = answer.bounding_box()
    assert box is not None
    # The keyboard of the phone takes the lower third.
    assert box["y"] + box["height"] < 667 * 2 / 3


def test_by_keyboard_alone(open_page, front: Path) -> None:
    opened = open_page(front)
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.id") == "find-field"
    opened.page.keyboard.type("5001")
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_url("**/municipalities/5001.html")
    assert opened.page.title() == "Trondheim"


def test_of_namesakes_the_reader_chooses(open_page, front: Path) -> None:
    page = open_page(front).page
    here = page.url
    page.locator("#find-field").fill("herøy")
    page.keyboard.press("Enter")
    assert page.url == here
    hits = page.locator("#find-hits a")
    assert hits.all_inner_texts() == ["Herøy (Møre og Romsdal)", "Herøy (Nordland)"]
    assert hits.first.evaluate("link => link === document.activeElement")


def test_without_script_there_is_a_list_by_county(open_page, front: Path) -> None:
    opened = open_page(front, javascript=False)
    assert opened.page.locator("#find-field").count() == 0
    opened.page.locator(".find summary").click()
    names = opened.page.locator(".find details h3").all_inner_texts()
    assert (names[0], len(names)) == ("Østfold", 19)
    assert opened.page.locator(".find details a").count() == 423
    opened.page.locator(".find details a", has_text="Trondheim").click()
    opened.page.wait_for_url("**/municipalities/5001.html")


def test_everyone_can_use_it(open_page, front: Path) -> None:
    opened = open_page(front, width=375)
    search(opened, "trondhjem")
    opened.page.locator(".find summary").click()
    assert opened.violations() == []
    # Of the links of a county, which are alike, two are enough for the other screens.
    alike = "document.querySelectorAll('.find details li:nth-child(n + 3)')"
    assert opened.page.evaluate(f"[...{alike}].map(link => link.remove()).length") > 300
    assert opened.barriers((320, 375, 1440)) == {}
    assert (opened.errors, opened.foreign) == ([], [])
