"""What every test may use: a real browser, and a plain word where there is none."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import INSTALL, OpenedPage, find_chromium, launched, open_in
from edition import built_edition, request_tables
from playwright.sync_api import Browser
from stand_in import StandIn, instead_of_notebooks, no_notebook

from bosetting.publication import build as building
from bosetting.publication.order import Work

NO_CHROMIUM = f"Page tests skipped: no Chromium found. Install it with: {INSTALL}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all page tests of this process."""
    executable = find_chromium()
    if executable is None and os.environ.get("CI") == "true":
        pytest.fail(f"No Chromium found, and with CI=true page tests are never skipped: {INSTALL}")
    if executable is None:
        pytest.skip(NO_CHROMIUM)
    with launched(executable) as running:
        yield running


@pytest.fixture(scope="session")
def built() -> Path:
    """The real edition as it is published, built once for all processes of the run; to be read only."""
    return built_edition()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., OpenedPage]]:
    """A function that opens a file as a page (see `browser.open_in`); closed after the test."""
    opened = []

    def open_file(path, **options) -> OpenedPage:
        opened.append(open_in(browser, path, **options))
        return opened[-1]

    yield open_file
    for one in opened:
        one.page.context.close()


@pytest.fixture(scope="module")
def reading(browser: Browser) -> Iterator[Callable[..., OpenedPage]]:
    """A function that gives a file as a page that is opened once for a module's tests, which leave it as it was.

    Of a given width, and else as wide as it is opened.
    """
    opened: dict[Path, OpenedPage] = {}

    def read(path: Path, width: int = 1280) -> OpenedPage:
        if path not in opened:
            opened[path] = open_in(browser, path)
        return opened[path].shown_as(width=width)

    yield read
    for one in opened.values():
        one.page.context.close()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds without notebooks, which take no time and do for a small year."""

    def one_page(work: Work) -> None:
        (work.folder / "index.html").write_text("a page")

    monkeypatch.setattr(building, "Runner", StandIn(no_notebook))
    monkeypatch.setattr(building, "_notebooks_begun", instead_of_notebooks(one_page))
    monkeypatch.setattr(building, "data_files", request_tables)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark page tests, and run them last: playwright keeps an event loop that others must not meet.

    The files that need a built edition begin, so that no process waits for it in the end.
    """
    waiting = {item.path for item in items if "built" in getattr(item, "fixturenames", ())}
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    items.sort(key=lambda item: (item.get_closest_marker("browser") is not None, item.path not in waiting))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """Where page tests were skipped, say so in the very last line of the run."""
    result = yield
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = terminal.stats.get("skipped", ()) if terminal else ()
    if any(NO_CHROMIUM in str(report.longrepr) for report in skipped):
        terminal.write_line(NO_CHROMIUM, yellow=True)
    return result
