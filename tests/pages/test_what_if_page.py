"""The page on which rules are moved: its numbers are those of the package, and a reader can use it anywhere."""

import json
import random
import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from made_criteria import made
from random_inputs import CODES, made_inputs, made_municipality
from smallyear import SmallYear, small_year

from bosetting.allocation.compared.refusals import refusals
from bosetting.allocation.compared.what_if import Changes, Tried, what_if
from bosetting.allocation.request import Request, allocate
from bosetting.compute import compute
from bosetting.inputs.model import Inputs
from bosetting.report.language.labels import label, written_languages
from bosetting.report.running.settings import read_settings
from bosetting.report.what_if.page import Links, what_if_page
from bosetting.report.what_if.payload import county_choices, inlined, payload

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = written_languages()
TOLD = ("too_few", "too_many", "nobody", "asked_too_few", "asked_too_many")
"""Refusals that the package tells in figures."""

# Many settings at once, so that the browser is asked once.
ALLOCATE = """settings => {
    const data = JSON.parse(document.getElementById('data').textContent);
    return settings.map(changed => bosetting.allocate(data, {...data.settings, ...changed}));
}"""


@cache
def real() -> Request:
    return compute(2018, "november", ROOT).request


def written(folder: Path, request: Request, language: str = "nb") -> Path:
    """The page of an edition, in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "what-if.html"
    links = Links(
        "index.html", {other: f"../{other}/what-if.html" for other in LANGUAGES if other != language}
    )
    path.write_text(what_if_page(request, language, "november 2017", links), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("what-if"), real())


def decimal(value: Fraction) -> str:
    """As the page writes what the reader sets: a decimal of few digits."""
    return f"{float(value):.9f}".rstrip("0").rstrip(".") or "0"


def drawn(request: Request, chance: random.Random) -> dict[str, Any]:
    """Settings as the page hands them to its engine: some possible, some not, whatever the year's rules are."""
    inputs, rules = request.inputs, request.inputs.rules
    everyone, own = len(inputs.municipalities), inputs.edition.requested
    cuts = sorted(chance.choice((chance.randint(0, 100), chance.randint(0, 1000) / 10)) for _ in rules.others)
    parts = [Fraction(str(b)) - Fraction(str(a)) for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    county = chance.choice(county_choices(rules))
    one_stage = county == "one_stage"
    drawn = {
        "weights": {
            each.name: decimal(part / 100) for each, part in zip(rules.criteria, reversed(parts), strict=True)
        },
        "exponent": chance.choice(("0", "0.5", "0.75", "0.97", "1", "1.25", "2", "2.99")),
        "number_asked": chance.choice((rules.number_asked, chance.randint(1, everyone))),
        "threshold": chance.choice((rules.threshold, 5000, 0, chance.randint(0, 20_000))),
        "floor": chance.choice((1, 5, rules.floor, chance.randint(1, 25))),
        "requested": chance.choice((own, chance.randint(own // 2, 3 * own))),
        "county_split": rules.county_split if one_stage else county,
        "division": "one_stage" if one_stage else "county_first",
    }
    names = chance.sample(sorted(drawn), chance.randint(1, len(drawn)))
    if {"county_split", "division"} & set(names):
        names += ["county_split", "division"]
    return {name: drawn[name] for name in set(names)}


def changes(settings: dict[str, Any], inputs: Inputs) -> Changes:
    """The same for the package."""
    own = dict(settings)
    weights, exponent = own.pop("weights", None), own.pop("exponent", None)
    size = inputs.rules.size.name
    return Changes(
        weights=None if weights is None else {name: Fraction(text) for name, text in weights.items()},
        of_criteria={} if exponent is None else {size: {"exponent": Fraction(exponent)}},
        **own,
    )


def assert_alike(found: dict[str, Any], tried: Tried, settings: dict[str, Any]) -> bool:
    """Page and package give the same numbers, or both refuse with the same figures. Whether there are numbers."""
    assert ("refused" in found) == (tried.refused is not None), settings
    if tried.refused is None:
        assert {d.code: found["persons"].get(d.code, 0) for d in tried.differences} == {
            d.code: d.after for d in tried.differences
        }, settings
        return True
    told = {(r.kind, r.county, r.number, r.bound) for r in refusals(tried.inputs)}
    here = {
        (r["kind"], r.get("county"), r["number"], r["bound"]) for r in found["refused"] if r["kind"] in TOLD
    }
    # What is left over where nobody without a county total is asked: the package says that nobody is there.
    here |= {("nobody", None, r["number"], 0) for r in found["refused"] if r["kind"] == "left_over"}
    assert here == told, settings
    return False


def assert_all_alike(open_page, path: Path, request: Request, times: int, seed: int) -> int:
    """The same for so many drawn settings; how many of them have numbers."""
    chance = random.Random(seed)
    settings = [drawn(request, chance) for _ in range(times)]
    opened = open_page(path)
    found = opened.page.evaluate(ALLOCATE, settings)
    assert opened.errors == []
    return sum(
        assert_alike(one, what_if(request, changes(own, request.inputs)), own)
        for one, own in zip(found, settings, strict=True)
    )


def test_the_page_gives_the_packages_numbers(open_page, page: Path) -> None:
    assert assert_all_alike(open_page, page, real(), 25, 1) > 5


@pytest.mark.long
def test_the_page_gives_the_packages_numbers_for_five_hundred_settings(open_page, page: Path) -> None:
    assert assert_all_alike(open_page, page, real(), 500, 2) > 100


def varied(inputs: Inputs) -> list[Inputs]:
    """Other rules of the year, those that the page does not move; each must be possible."""
    rules = inputs.rules
    gamma = replace(rules.size, exponent=Fraction(3, 4))
    return [
        replace(inputs, rules=replace(rules, **changed))
        for changed in (
            {"weight_form": "multiplicative"},
            {"weight_form": "standardised", "criteria": (gamma, *rules.others)},
            {"cap": 40},
            {"unit": 2, "floor": 9},
            {"selection": ("continuity", "priority")},
            {"selection": ("all",), "number_asked": 6, "floor": 5},
            {"division": "one_stage", "county_split": "none"},
            {"criteria": (rules.size, *(replace(c, exponent=Fraction(1, 3)) for c in rules.others))},
        )
    ]


@pytest.mark.long
@pytest.mark.parametrize("place", range(8))
def test_so_it_does_with_other_rules(open_page, tmp_path: Path, place: int) -> None:
    inputs = varied(small_year().read(tmp_path / "year"))[place]
    request = allocate(inputs)
    page = written(tmp_path / "page", request)
    # Whole per cents: the page does not multiply others.
    chance = random.Random(place)
    settings = [
        one
        for one in (drawn(request, chance) for _ in range(60))
        if all(Fraction(w) * 100 % 1 == 0 for w in one.get("weights", {}).values())
    ]
    found = open_page(page).page.evaluate(ALLOCATE, settings)
    alike = [
        assert_alike(one, what_if(request, changes(own, inputs)), own)
        for one, own in zip(found, settings, strict=True)
    ]
    assert sum(alike) > 3


def adjusted(year: SmallYear) -> None:
    for code, kind, persons in (
        ("0103", "ask", ""),
        ("0102", "do_not_ask", ""),
        ("0201", "at_most", 40),
        ("0202", "at_least", 14),
        ("0203", "exactly", 7),
    ):
        year.adjust(code, kind, persons, reason="Flats", decided_by="The board")


def test_so_it_does_with_deviations(open_page, tmp_path: Path) -> None:
    request = allocate(small_year(adjusted).read(tmp_path / "year"))
    assert assert_all_alike(open_page, written(tmp_path / "page", request), request, 100, 3) > 3


def test_exact_ties_go_to_the_same(open_page, tmp_path: Path) -> None:
    """Alike municipalities and totals that they cannot share alike: the order decides, in both."""
    alike = [made_municipality(code, 3000 if code < "0200" else 1000, {}) for code in CODES]
    size = made("people", "size", weight=Fraction(1), exponent=Fraction(1))
    request = allocate(made_inputs((size,), alike, 60, floor=1))
    assert request.selection.ties
    path = written(tmp_path / "page", request)
    settings = [{"requested": n, "floor": 1, "division": "one_stage"} for n in range(6, 60)]
    found = open_page(path).page.evaluate(ALLOCATE, settings)
    for one, own in zip(found, settings, strict=True):
        assert assert_alike(one, what_if(request, changes(own, request.inputs)), own)


def opened_with(open_page, path: Path, hash_: str = "", **options: Any):
    """The page with an address that sets something, when it has shown the result."""
    opened = open_page(path, **options)
    if hash_:
        opened.page.evaluate("hash => { location.hash = hash }", hash_)
        opened.page.wait_for_function(
            "() => location.hash && document.querySelector('.setting.moved, #told p + p')"
        )
    return opened


def set_field(opened, name: str, value: str) -> None:
    opened.page.locator(f"[name='{name}']").fill(value)
    opened.page.wait_for_function("name => location.hash.includes(name)", arg=name)


def test_moving_a_rule_shows_who_gains_and_who_loses(open_page, page: Path) -> None:
    opened = open_page(page)
    assert opened.page.locator("#told").inner_text() == "Alle kommunene får samme tall som i utgaven."
    set_field(opened, "floor", "5")
    rows = opened.page.locator("#municipalities tbody tr")
    tried = what_if(real(), Changes(floor=5))
    apart = sorted((d for d in tried.differences if d.change), key=lambda d: (-d.change, d.code))
    assert rows.count() == len(apart)
    name = real().by_code[apart[0].code].municipality.name
    assert rows.first.inner_text().split("\t") == [
        name,
        str(apart[0].before),
        str(apart[0].after),
        f"+{apart[0].change}",
    ]
    assert "Laveste antall personer: 10\u00a0→ 5" in opened.page.locator("#told").inner_text()
    assert opened.page.locator("#counts dd").first.inner_text() == str(tried.moved)
    assert opened.page.locator("#map circle.more").count() == sum(d.change > 0 for d in apart)
    assert opened.page.locator("#map circle.fewer").count() == sum(d.change < 0 for d in apart)
    assert opened.errors == []


def test_the_address_is_what_a_terminal_sets(open_page, page: Path) -> None:
    """What the page writes, the command reads, and it gives the same numbers."""
    opened = open_page(page)
    for name, value in (("floor", "5"), ("weight.employment", "32.5"), ("exponent.population", "0.9")):
        set_field(opened, name, value)
    opened.page.locator("[name=county_split]").select_option("weights")
    opened.page.wait_for_function("() => location.hash.includes('county_split=weights')")
    command = opened.page.locator("#command").inner_text()
    sets = re.findall(r"--set (\S+)", command)
    assert sets == ["floor=5", "county_split=weights", "weight.employment=0.325", "exponent.population=0.9"]
    assert opened.page.url.split("#")[1] == "&".join(sets)
    tried = what_if(real(), read_settings(sets, real().inputs))
    assert opened.page.locator("#counts dd").first.inner_text() == str(tried.moved)


def test_a_shared_address_opens_what_was_tried(open_page, page: Path) -> None:
    opened = opened_with(open_page, page, "floor=05&division=one_stage&weight.employment=0.3")
    values = {
        name: opened.page.locator(f"[name='{name}']").input_value()
        for name in ("floor", "county_split", "weight.employment", "requested")
    }
    assert values == {
        "floor": "5",
        "county_split": "one_stage",
        "weight.employment": "30",
        "requested": "4402",
    }
    assert opened.page.locator("#size-weight").inner_text() == "60\u00a0%"


def test_what_an_address_cannot_set_is_told_as_words(open_page, page: Path) -> None:
    opened = opened_with(open_page, page, "floor=1e3&%3Cimg%20src=x%20onerror=alert(1)%3E=2&floor=5")
    told = opened.page.locator("#told").inner_text()
    assert "Adressen inneholder noe som ikke kan endres på denne siden: floor=1e3, <img src=x onerror" in told
    assert opened.page.locator("#told img").count() == 0
    assert opened.page.locator("[name=floor]").input_value() == "5"
    assert (opened.errors, opened.foreign) == ([], [])


def test_back_to_the_edition(open_page, page: Path) -> None:
    opened = opened_with(open_page, page, "floor=5")
    opened.page.keyboard.press("Tab")
    opened.page.locator("button[type=reset]").press("Enter")
    assert "#" not in opened.page.url
    assert opened.page.locator("[name=floor]").input_value() == "10"
    assert opened.page.locator("#told").inner_text() == "Alle kommunene får samme tall som i utgaven."


def test_the_arrow_keys_move_a_slider(open_page, page: Path) -> None:
    opened = open_page(page)
    slider = opened.page.locator(".setting:has([name=floor]) input[type=range]")
    slider.press("ArrowLeft")
    opened.page.wait_for_function("() => location.hash === '#floor=9'")
    assert opened.page.locator("[name=floor]").input_value() == "9"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nb",
            "Hordaland: 420 personer er færre enn de 1\u00a0080 som minstetallet krever av dem som blir spurt.",
        ),
        (
            "nn",
            "Hordaland: 420 personar er færre enn dei 1\u00a0080 som minstetalet krev av dei som blir spurde.",
        ),
        ("en", "Hordaland: 420 people are fewer than the 1,080 that the minimum demands of those asked."),
    ],
)
def test_what_cannot_be_done_is_told(open_page, tmp_path: Path, language: str, said: str) -> None:
    opened = opened_with(open_page, written(tmp_path, real(), language), "floor=60")
    assert said in opened.page.locator("#refused").inner_text()
    assert label(language, "what_if_refusal.help_too_few") in opened.page.locator("#refused").inner_text()
    assert not opened.page.locator("#result").is_visible()
    assert language != LANGUAGES[0] or opened.violations() == []


def test_weights_beyond_the_whole_and_numbers_out_of_bounds_are_told(open_page, page: Path) -> None:
    opened = open_page(page)
    for name, value, said in (
        ("weight.employment", "95", "Vektene blir til sammen mer enn 100 prosent. Sett ned minst én av dem."),
        ("number_asked", "0", "Skriv et tall fra 1 til 422 i feltet «Antall kommuner som blir spurt»."),
        ("number_asked", "", "Skriv et tall fra 1 til 422 i feltet «Antall kommuner som blir spurt»."),
    ):
        opened.page.locator(f"[name='{name}']").fill(value)
        opened.page.locator("#told", has_text=said).wait_for()
        assert not opened.page.locator("#result").is_visible()


def test_a_table_without_a_row_is_not_shown(open_page, page: Path) -> None:
    opened = open_page(page)
    table = opened.page.locator("#municipalities")
    assert opened.page.locator("#shown").inner_text() == "Viser 0 av 422 kommuner"
    assert not table.is_visible()
    assert opened.page.locator("#counties").is_visible()
    set_field(opened, "floor", "5")
    table.wait_for(state="visible")
    opened.page.locator("#search").fill("Atlantis")
    table.wait_for(state="hidden")
    opened.page.locator("#search").fill("")
    table.wait_for(state="visible")
    assert opened.errors == []


def test_the_search_finds_any_municipality_without_accents(open_page, page: Path) -> None:
    opened = open_page(page)
    opened.page.locator("#search").fill("karasj")
    rows = opened.page.locator("#municipalities tbody tr")
    assert rows.count() == 1
    assert "Karasjok" in rows.first.inner_text()
    opened.page.locator("#search").fill("")
    opened.page.locator("#everybody").check()
    assert rows.count() == 422


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violations_and_nothing_loaded(open_page, page: Path, scheme: str) -> None:
    opened = opened_with(
        open_page, page, "number_asked=209", color_scheme=scheme
    )  # few rows: axe takes its time
    assert 0 < opened.page.locator("#municipalities tbody tr").count() < 60
    assert opened.violations() == []
    assert (opened.errors, opened.foreign) == ([], [])


@pytest.mark.parametrize(
    "language", [LANGUAGES[0], *(pytest.param(name, marks=pytest.mark.long) for name in LANGUAGES[1:])]
)
def test_a_phone_and_a_sheet_hold_all_of_it(open_page, tmp_path: Path, language: str) -> None:
    path = written(tmp_path, real(), language)
    for options in ({"width": 320}, {"width": 320, "color_scheme": "dark"}, {"width": 700, "media": "print"}):
        opened = opened_with(open_page, path, "floor=5", **options)
        opened.page.evaluate("document.getElementById('everybody').click()")  # on paper there is no tool
        assert opened.page.locator("#municipalities tbody tr").count() == 422
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= options["width"]


def test_without_javascript_it_says_so_and_leads_to_the_report(open_page, page: Path) -> None:
    opened = open_page(page, javascript=False)
    assert not opened.page.locator("form").is_visible()
    assert "JavaScript" in opened.page.locator("main").inner_text()
    assert opened.page.locator("main a").get_attribute("href") == "index.html"


def test_the_policy_allows_nothing_but_the_page_itself(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    assert unescape(policy[1]).startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]


def test_names_from_the_figures_are_only_words(open_page, tmp_path: Path) -> None:
    hostile = "</script><script>document.title = 'x'</script>"

    def named(year: SmallYear) -> None:
        year.change("municipalities", 0, kommune=hostile)

    request = allocate(small_year(named).read(tmp_path / "year"))
    text = inlined(payload(request))
    assert "<" not in text
    assert json.loads(text)["municipalities"][0]["name"] == hostile
    opened = opened_with(open_page, written(tmp_path / "page", request), "floor=9")
    opened.page.locator("#everybody").check()
    assert hostile in opened.page.locator("#municipalities").inner_text()
    assert opened.page.title() == "Hva om reglene i 2018 var andre?"
    assert opened.errors == []
