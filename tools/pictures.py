"""The pictures that the README opens with: `python tools/pictures.py EDITION OUT`, of a built edition."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURES = {
    "front": ("index.html", 1080, 800),
    "municipality": ("municipalities/1411.html", 400, 760),
}
"""By name: the page, its width and its height."""


def main(edition: Path, out: Path) -> None:
    """Write a PNG of each."""
    out.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium)
        for name, (page, width, height) in PICTURES.items():
            tab = browser.new_page(viewport={"width": width, "height": height})
            tab.goto((edition.resolve() / page).as_uri())
            tab.screenshot(path=out / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
