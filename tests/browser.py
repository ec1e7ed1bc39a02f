"""Opens the published pages in a real browser, offline, and keeps a record of what they do."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, Literal, Self

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
INSTALL = "apt-get install -y chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
OWN_SCHEMES = ("file:", "data:", "blob:", "about:")


def find_chromium() -> str | None:
    """$CHROMIUM, else the first known name on PATH. A $CHROMIUM that is no program is an error."""
    named = os.environ.get("CHROMIUM")
    if named and not shutil.which(named):
        raise FileNotFoundError(f"CHROMIUM={named} is not a program. Correct it or unset it.")
    return next(filter(None, map(shutil.which, [named] if named else PROGRAMS)), None)


@contextmanager
def launched(executable: str) -> Iterator[Browser]:
    """A headless Chromium that asks no server for anything of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class OpenedPage:
    """A page as a reader has it, with every request and every error since it was opened."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def foreign(self) -> list[str]:
        """Requests to any host. All were stopped, so a test never reaches the network."""
        return [url for url in self.requests if not url.startswith(OWN_SCHEMES)]

    def violations(self, *, contrast: bool = True) -> list[str]:
        """What axe finds against WCAG 2.0, 2.1 and 2.2, levels A and AA: one line per element.

        On a very long page contrast, which hangs on the kind of element alone, takes most of the time.
        """
        if self.page.evaluate("typeof axe === 'undefined'"):
            self.page.evaluate(AXE_SCRIPT)
        rules = {"color-contrast": {"enabled": contrast}}
        options = {"runOnly": WCAG, "resultTypes": ["violations"], "rules": rules}
        # What was fine is not handed over: on a long page there is much of it.
        violations = self.page.evaluate(
            "options => axe.run(options).then(found => found.violations)", options
        )
        return [
            f"{rule['id']}: {rule['help']} ({' '.join(map(str, node['target']))})"
            for rule in violations
            for node in rule["nodes"]
        ]

    def shown_as(self, *, width: int, color_scheme: Literal["light", "dark"] = "light") -> Self:
        """The same page on another screen, without opening it anew."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=color_scheme)
        return self

    def barriers(self, widths: Sequence[int]) -> dict[tuple[int, str], list[str]]:
        """What axe finds, and whether the page scrolls sideways, at each width in light and dark; only where it does."""
        found = {}
        for width, scheme in product(widths, SCHEMES):
            here = self.shown_as(width=width, color_scheme=scheme)
            faults = here.violations()
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            found[width, scheme] = faults + ([f"{wide} pixels wide"] if wide > width else [])
        return {screen: faults for screen, faults in found.items() if faults}


def open_in(
    browser: Browser,
    path: Path,
    *,
    color_scheme: Literal["light", "dark"] = "light",
    media: Literal["screen", "print"] = "screen",
    width: int = 1280,
    javascript: bool = True,
) -> OpenedPage:
    """Open a file in a fresh context; its requests to hosts are recorded and stopped."""
    context = browser.new_context(
        color_scheme=color_scheme,
        java_script_enabled=javascript,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
    )
    opened = OpenedPage(context.new_page())
    context.route(lambda url: not url.startswith(OWN_SCHEMES), _stop)
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.page.on("console", lambda message: _keep_error(opened, message))
    opened.page.emulate_media(media=media)
    opened.page.goto(path.resolve().as_uri())
    return opened


def _stop(route: Route, *_: Any) -> None:
    route.abort()


def _keep_error(opened: OpenedPage, message: ConsoleMessage) -> None:
    if message.type == "error":
        opened.errors.append(message.text)
