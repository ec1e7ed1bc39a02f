"""What people come for, done on a phone by someone who has not seen the report before: each in three steps at most."""

from collections.abc import Callable
from pathlib import Path

import pytest
from browser import OpenedPage
from playwright.sync_api import Locator, Page

STEPS = 3


class Reader:
    """Someone with a phone, who types and taps; each is a step. What cannot be seen cannot be tapped."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps = 0

    def types(self, text: str, field: Locator) -> None:
        self.steps += 1
        field.fill(text)

    def taps(self, what: Locator) -> None:
        self.steps += 1
        what.click()

    def finds(self, municipality: str) -> None:
        """Go from the front to the municipality's page."""
        self.types(municipality, self.page.get_by_label("Navn eller nummer på kommunen"))
        self.taps(self.page.locator("#find-hits a").first)
        self.page.wait_for_url("**/municipalities/*.html")

    def sees(self, text: str) -> None:
        """The words stand on the page, and nothing has to be opened to read them."""
        assert self.page.get_by_text(text).first.is_visible(), text
        assert self.steps <= STEPS


@pytest.fixture
def reader(open_page: Callable[..., OpenedPage], built: Path) -> Reader:
    return Reader(open_page(built / "index.html", width=375).page)


def test_is_my_municipality_asked_and_why_not(reader: Reader) -> None:
    reader.finds("gol")
    reader.sees("Gol blir ikkje beden om å busetje flyktningar i 2018.")
    reader.sees("Gol er nummer 211 av 422 i rekkjefølgja.")


def test_how_many_participants_at_the_end_of_the_year(reader: Reader) -> None:
    reader.finds("5001")
    table = reader.page.locator("#tab-own-participants")
    reader.sees("31. desember")
    assert table.locator("tbody tr").first.is_visible()
    row = table.locator("tbody tr").first.locator("th, td").all_inner_texts()
    assert row[0] == "2018"
    assert row[3].isdigit()


def test_what_did_the_neighbours_get(reader: Reader) -> None:
    reader.finds("drammen")
    reader.sees("Kommunene i Buskerud")
    for name in ("Nedre Eiker", "Lier"):
        (row,) = reader.page.locator("#tab-county tbody tr", has_text=name).all()
        assert row.is_visible()
        assert row.locator("td").first.inner_text().isdigit()


def test_download_the_numbers(reader: Reader) -> None:
    offered = reader.page.locator("header .download", has_text="Last ned tallene")
    with reader.page.expect_download() as download:
        reader.taps(offered.get_by_role("link", name="CSV"))
    saved = download.value.path().read_text(encoding="utf-8").splitlines()
    assert saved[0].startswith("kommune_nr,kommune,")
    assert len(saved) == 423
    with reader.page.expect_download() as download:
        reader.taps(offered.get_by_role("link", name="Excel"))
    assert download.value.path().read_bytes().startswith(b"PK")
    assert reader.steps <= STEPS


def test_what_if_the_floor_were_five(reader: Reader) -> None:
    reader.taps(reader.page.get_by_role("link", name="Prøv andre regler"))
    reader.page.wait_for_url("**/what-if.html")
    reader.types("5", reader.page.get_by_label("Laveste antall personer").first)
    reader.page.locator("#told", has_text="10\u00a0→ 5").wait_for()
    reader.sees("Laveste antall personer: 10\u00a0→ 5")
