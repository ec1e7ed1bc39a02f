"""The year's own texts: words.nb.toml, words.nn.toml and words.en.toml, which any year may leave out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bosetting.inputs.model import LANGUAGES, Words
from bosetting.inputs.reading.described import described_files
from bosetting.inputs.reading.files import is_link_or_device, read_utf8, why
from bosetting.inputs.reading.toml import read_toml
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.told.nearest import SUGGESTED, nearest

LONGEST = 1_000
"""Characters of one text."""
SECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "edition": "names of the year's editions",
        "request": 'names of earlier requests, as "YEAR/EDITION"',
        "text": "sentences of this year alone",
    }
)
TEXTS = ("participants_explained", "arrivals_after")
"""The sentences that a chapter can print: why two statements of participants differ, and whom the edition could not know of."""


def read_words(folder: Path, shown: str, editions: Collection[str]) -> tuple[Words, list[Fault]]:
    """The texts that the folder describes, by language, section and name, and what is wrong with them.

    Args:
        folder: the year folder.
        shown: the same as the user knows it.
        editions: names of the year's editions; empty where they could not be read.
    """
    words: dict[str, Mapping[str, Mapping[str, str]]] = {}
    faults: list[Fault] = []
    described = described_files(folder)
    for language in LANGUAGES:
        name = f"words.{language}.toml"
        if name in described and not is_link_or_device(folder / name):
            document, found = _document(folder / name, f"{shown}/{name}")
            found += _faults(document, f"{shown}/{name}", editions)
            faults += found
            words[language] = {} if found else MappingProxyType(document)
    return MappingProxyType(words), faults


def _document(path: Path, file: str) -> tuple[dict[str, Any], list[Fault]]:
    try:
        return read_toml(read_utf8(path)), []
    except FileNotFoundError:
        do = "Write it, or take it out of datapackage.json"
        return {}, [Fault(file, None, None, "the file is missing", "the year's own words", do)]
    except (ValueError, RecursionError, OSError) as error:
        what = f"the file is not TOML: {why(error)}"
        return {}, [Fault(file, None, None, what, "TOML 1.0 in UTF-8", "Mend the file")]


def _faults(document: Mapping[str, Any], file: str, editions: Collection[str]) -> list[Fault]:
    faults: list[Fault] = []
    for section, texts in document.items():
        if section not in SECTIONS or not isinstance(texts, dict):
            do = f'Correct it (the nearest is "{nearest(section, SECTIONS)}")'
            expected = f"the sections {', '.join(SECTIONS)}"
            faults.append(Fault(file, None, section, "no such section", expected, do))
            continue
        for place, (name, text) in enumerate(texts.items()):
            column = f"{section}.{name}"
            faults += [Fault(file, None, column, *wrong) for wrong in _name(section, name, editions, place)]
            faults += [Fault(file, None, column, *wrong) for wrong in _text(text)]
    return faults


def _name(section: str, name: str, editions: Collection[str], place: int) -> Iterator[tuple[str, str, str]]:
    if section == "request":
        if not re.fullmatch(r"(19|20)[0-9]{2}/[^/]+", name):
            yield (
                "this names no request",
                'a year and an edition of published_requests.csv, as "YEAR/EDITION"',
                "Correct it",
            )
        return
    known = editions if section == "edition" else TEXTS
    if known and name not in known:
        near = f' (the nearest is "{nearest(name, known)}")' if place < SUGGESTED else ""
        what = "there is no such edition" if section == "edition" else "no chapter prints this"
        expected = "an edition of forecasts.csv" if section == "edition" else f"one of {', '.join(TEXTS)}"
        yield what, expected, f"Correct the name{near}"


def _text(text: Any) -> Iterator[tuple[str, str, str]]:
    if not isinstance(text, str) or not text.strip():
        yield "this is no text", "words for the report", "Write them"
    elif "\n" in text or "\t" in text or len(text) > LONGEST:
        yield (
            "the text is long or has several lines",
            f"one line of at most {LONGEST:,} characters",
            "Shorten it",
        )
