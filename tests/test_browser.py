"""The page tests' own instrument: it must see what it is there to see."""

import pytest
from browser import find_chromium

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; {policy}">
<style>body {{ color: #111; background: #fff }}
@media (prefers-color-scheme: dark) {{ body {{ color: #333; background: #222 }} }}</style></head>
<body><main><h1>Page</h1><p>Text</p>{body}</main></body></html>"""


@pytest.fixture
def write_page(tmp_path):
    def write(body="", policy=""):
        path = tmp_path / "page.html"
        path.write_text(PAGE.format(body=body, policy=policy), encoding="utf-8")
        return path

    return write


def test_a_good_page_has_nothing_to_say(open_page, write_page):
    opened = open_page(write_page())
    assert opened.requests == [write_page().as_uri()]
    assert opened.foreign == []
    assert opened.errors == []
    assert opened.violations() == []


def test_a_request_to_a_host_is_recorded_and_stopped(open_page, write_page):
    opened = open_page(write_page('<img alt="" src="https://example.org/i.png">', "img-src https:"))
    assert opened.foreign == ["https://example.org/i.png"]
    assert len(opened.errors) == 1


def test_a_script_that_fails_and_one_the_policy_stops_are_errors(open_page, write_page):
    failing = "<script>throw new Error('went wrong')</script>"
    assert open_page(write_page(failing, "script-src 'unsafe-inline'")).errors == ["went wrong"]
    (refused,) = open_page(write_page(failing)).errors
    assert "Content Security Policy" in refused


def test_axe_names_rule_and_element(open_page, write_page):
    (violation,) = open_page(write_page('<img id="map" src="data:image/gif;base64,">')).violations()
    assert violation.startswith("image-alt: ")
    assert violation.endswith("(#map)")


def test_dark_colours_are_seen(open_page, write_page):
    path = write_page()
    assert any(v.startswith("color-contrast: ") for v in open_page(path, color_scheme="dark").violations())


def test_without_javascript_and_in_print(open_page, write_page):
    path = write_page("<script>document.title = 'changed'</script>", "script-src 'unsafe-inline'")
    assert open_page(path).page.title() == "changed"
    assert open_page(path, javascript=False).page.title() == "Page"
    assert open_page(path, media="print").page.evaluate("matchMedia('print').matches")


def test_a_wrong_chromium_is_an_error_and_not_a_skip(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(FileNotFoundError, match="CHROMIUM=/nowhere/chromium is not a program"):
        find_chromium()


def test_no_chromium_is_none(monkeypatch, tmp_path):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium() is None
