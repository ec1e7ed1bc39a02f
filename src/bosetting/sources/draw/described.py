"""What is said of a year folder and of what people write in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bosetting.inputs.reading.files import read_json, why
from bosetting.inputs.reading.package import listed
from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.sources.draw.plan import NAME
from bosetting.sources.figures.editions import ADJUSTMENTS, COUNTY_TOTALS, FORECASTS
from bosetting.sources.figures.own_words import LANGUAGES, STATEMENTS
from bosetting.sources.figures.table import Table
from bosetting.sources.written import LICENCES, PROFILE, resource

WRITTEN: tuple[Table, ...] = (COUNTY_TOTALS, ADJUSTMENTS, FORECASTS, STATEMENTS)
"""Tables that people write."""
DESCRIPTION = (
    "Figures for dividing the request to settle refugees in {year} among Norway's municipalities, and for the number of "
    "participants in the introduction programme that follows. Every figure names its publisher and, where it was read "
    "from a public copy rather than from the publisher, that copy. Blank means unknown: nothing is interpolated. "
    "Statuses: ok, derived (worked out, see the table), suppressed (hidden by the publisher), missing, not_applicable. "
    "published is when the publisher first made a figure public; where that is not known, an assumption stated with the "
    "table. Figures of Statistics Norway and IMDi are under NLOD 2.0 or CC BY 4.0; the compilation is under CC BY 4.0."
)


def package_of(folder: Path, year: int) -> dict[str, Any]:
    """The description that lies in a year folder, or that of a new year.

    Args:
        folder: the year folder.
        year: the target year.

    Raises:
        BadInput: what lies there is no description.
    """
    try:
        held: dict[str, Any] = read_json(folder / "datapackage.json")
        listed(held)
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        what, do = (
            f"the file cannot be used: {why(error)}",
            "Mend the file, or remove it to have it made anew",
        )
        file = f"data/{year}/datapackage.json"
        raise BadInput([Fault(file, None, None, what, "a Data Package", do)]) from None
    else:
        return held if _speaks_of(held, NAME) else {**held, "resources": [*held["resources"], _plan()]}
    texts = [_words(code, name) for code, name in LANGUAGES.items()]
    return {
        "$schema": PROFILE,
        "name": f"bosetting-{year}",
        "title": f"What was known when municipalities were asked to settle refugees in {year}",
        "description": DESCRIPTION.format(year=year),
        "version": "1.0.0",
        "licenses": LICENCES,
        "resources": [*(resource(table, b"") for table in WRITTEN), *texts, _plan()],
    }


def _speaks_of(package: dict[str, Any], path: str) -> bool:
    return any(held.get("path") == path for held in package["resources"])


def _plan() -> dict[str, object]:
    return _toml("draw", NAME, "What is drawn from the reference")


def _words(code: str, language: str) -> dict[str, object]:
    title = f"Names of editions and sentences of the year in {language}"
    return _toml(f"words-{code}", f"words.{code}.toml", title)


def _toml(name: str, path: str, title: str) -> dict[str, object]:
    kind = {"format": "toml", "mediatype": "application/toml", "encoding": "utf-8"}
    sources = [{"title": source.title, "path": source.path} for source in STATEMENTS.sources]
    return {"name": name, "path": path, "title": title, **kind, "sources": sources}
