"""The report's text: the same in every language, and every chapter can be written for every edition."""

import re
import tomllib
from pathlib import Path

import pytest

from bosetting.compute import compute
from bosetting.report import chapters
from bosetting.report.blocks.kinds import Document
from bosetting.report.language.labels import label, written_languages
from bosetting.report.language.prose import TEXT
from bosetting.report.view import View

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = written_languages()
OTHERS = [language for language in LANGUAGES if language != "nb"]
VARIABLE = re.compile(r"\{[{%]-?\s*(?:el)?(?:if\s+)?([a-z_]+)")


def keys(table, prefix=""):
    for name, value in table.items():
        if isinstance(value, dict):
            yield from keys(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def labels(language):
    return dict(keys(tomllib.loads((TEXT / language / "labels.toml").read_text(encoding="utf-8"))))


def templates(language):
    return {path.name: path.read_text(encoding="utf-8") for path in (TEXT / language).glob("*.j2")}


def variables(text):
    return set(VARIABLE.findall(text)) - {"else", "endif", "if", "elif"}


def test_bokmal_is_the_main_form():
    assert LANGUAGES[0] == "nb"


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_labels_with_the_same_values(language):
    main, other = labels("nb"), labels(language)
    assert main.keys() == other.keys()
    for key, text in main.items():
        assert variables(text) == variables(other[key]), key


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_templates_with_the_same_values(language):
    main, other = templates("nb"), templates(language)
    assert main.keys() == other.keys()
    for name, text in main.items():
        assert variables(text) == variables(other[name]), name
        assert len(re.findall(r"^#+ ", text, re.M)) == len(re.findall(r"^#+ ", other[name], re.M)), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_is_used(language):
    code = "".join(path.read_text(encoding="utf-8") for path in (TEXT.parent).rglob("*.py"))
    unused = [name for name in templates(language) if f'"{name.split(".")[0]}"' not in code]
    assert unused == []


def test_every_assumption_of_the_rules_has_its_reason_in_every_language():
    rules = tomllib.loads((ROOT / "data" / "2018" / "rules.toml").read_text(encoding="utf-8"))
    entries = [*rules["rule"].values(), *(rule for one in rules["edition"].values() for rule in one.values())]
    reasons = [entry["reason"] for entry in entries if "reason" in entry]
    assert len(reasons) > 10
    for reason in reasons:
        assert sorted(reason) == sorted(LANGUAGES), reason


def test_an_unknown_label_is_an_error():
    with pytest.raises(KeyError, match="nothing"):
        label("nb", "report.nothing")


@pytest.mark.parametrize("edition", ["june", "november", "revised"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chapter", chapters.__all__)
def test_every_chapter_can_be_written(chapter, language, edition):
    view = View(compute(2018, edition, ROOT), language, Document(language))
    blocks = getattr(chapters, chapter)(view)
    assert blocks
    for block in blocks:
        bundle = block.mimebundle(language)
        assert bundle["text/html"]
        # A stray brace or a Python word would be a number that never came.
        words = re.sub(r"<[^>]+>", " ", bundle["text/html"]) if type(block).__name__ != "Chart" else ""
        assert not re.search(r"\{\{|\}\}|\bNone\b|\bnan\b|<NA>", words)
