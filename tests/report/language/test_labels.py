"""The report's text: the same in every language, and every chapter can be written for every edition."""

import re
import shutil
import tomllib
from itertools import product
from pathlib import Path

import pytest
from languages import lacking, templates

import bosetting
from bosetting.compute import compute
from bosetting.report import chapters
from bosetting.report.blocks.kinds import Document
from bosetting.report.language.labels import label, written_languages
from bosetting.report.language.words import TEXT
from bosetting.report.view import View

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = written_languages()
OTHERS = [language for language in LANGUAGES if language != "nb"]


def test_bokmal_is_the_main_form():
    assert LANGUAGES[0] == "nb"


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_lacks_nothing_that_bokmal_has(language):
    assert lacking(language) == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_headings(language):
    main, other = templates("nb"), templates(language)
    for name, text in main.items():
        assert len(re.findall(r"^#+ ", text, re.M)) == len(re.findall(r"^#+ ", other[name], re.M)), name


def copied(folder, language="se"):
    shutil.copytree(TEXT / "nb", folder / "nb")
    return Path(shutil.copytree(TEXT / "nb", folder / language))


def test_a_language_that_lacks_something_is_told_what(tmp_path):
    new = copied(tmp_path)
    assert lacking("se", tmp_path) == []
    (new / "need.md.j2").unlink()
    (new / "labels" / "minors.toml").unlink()
    words = new / "words.toml"
    words.write_text(words.read_text(encoding="utf-8").replace("skip =", "leap ="), encoding="utf-8")
    asked = new / "labels" / "asked.toml"
    asked.write_text(asked.read_text(encoding="utf-8").replace("smallest|n", "littlest|n"), encoding="utf-8")
    assert lacking("se", tmp_path) == [
        "template need.md.j2 is missing",
        "label minors.caption is missing",
        "label minors.persons is missing",
        "label minors.previous is missing",
        "label asked.scatter_description uses other values than in nb",
        "word page.skip is missing",
        "word page.leap is not in nb",
        "file labels/minors.toml is in only one of se and nb",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_is_used(language):
    code = "".join(path.read_text(encoding="utf-8") for path in Path(bosetting.__file__).parent.rglob("*.py"))
    found = templates(language)
    included = {name for text in found.values() for name in re.findall(r'\{%-? include "(.*?)" %\}', text)}
    unused = [name for name in found if f'"{name.split(".")[0]}"' not in code and name not in included]
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


# The other pairs take several times as long. November in bokmål is built in earnest.
QUICK = {("november", "nn"), ("november", "en")}


@pytest.mark.parametrize(
    ("edition", "language"),
    [
        pytest.param(*pair, marks=[] if pair in QUICK else [pytest.mark.long])
        for pair in product(["june", "november", "revised"], LANGUAGES)
    ],
)
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
