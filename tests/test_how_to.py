"""Every page that says how to add something is followed, and the files it touches are counted."""

import re
import sys
from pathlib import Path

import pytest
from followed import HOW_TO, change, copied_project, files, follow, ran, touched
from languages import lacking

LANGUAGE = "src/bosetting/report/language"
CHAPTERS = "src/bosetting/report/chapters"


def printed(code: str, root: Path) -> str:
    """What a piece of Python prints that runs on the copy."""
    done = ran(f"{sys.executable} - <<'END'\n{code}\nEND", root)
    assert done.endswith("\nexit 0"), done
    return done


@pytest.mark.long
def test_a_rule_touches_its_value_its_reading_its_use_and_its_names(tmp_path):
    root = copied_project(tmp_path, "src", "data/2018")
    assert follow("add-a-rule.md", root) == [
        "data/2018/rules.toml",
        "src/bosetting/inputs/reading/rule_values.py",
        "src/bosetting/inputs/rules.py",
        f"{CHAPTERS}/changes.py",
        *(f"{LANGUAGE}/{language}/labels/assumptions.toml" for language in ("en", "nb", "nn")),
    ]
    code = """
from bosetting.report import chapters
from bosetting.report.view import open_report
view = open_report(2018, "november", "nn")
print(len(chapters.changes(view)[1].rows), "listed")
print([row for table in chapters.assumptions(view)[1:] for row in table.rows if "største endringane" in row[0]])
"""
    said = printed(code, root)
    assert "3 listed" in said
    assert (
        "('Kor mange av dei største endringane som er med', '3', 'Så mange får plass på ei halv side.'"
        in said
    )


@pytest.mark.long
def test_a_chapter_touches_three_files_besides_its_words(tmp_path):
    root = copied_project(tmp_path, "src", "data/2018", "notebooks")
    found = follow("add-a-chapter.md", root)
    assert [file for file in found if not file.startswith(LANGUAGE)] == [
        "notebooks/report.ipynb",
        f"{CHAPTERS}/__init__.py",
        f"{CHAPTERS}/smallest.py",
    ]
    for language in ("nn", "en"):
        assert lacking(language, root / LANGUAGE) == []
    code = """
import json
from bosetting.report import chapters
from bosetting.report.view import open_report
for language in ("nb", "nn", "en"):
    prose, table = chapters.smallest(open_report(2018, "november", language))
    print(prose.markdown, table.caption, table.rows[0])
cells = json.load(open("notebooks/report.ipynb"))["cells"]
print([cell["id"] for cell in cells if cell["source"] == ["view.show(chapters.smallest)"]])
"""
    said = printed(code, root)
    assert "De fem minste kommunene som blir spurt, skal til sammen bosette" in said
    assert "Dei minste kommunane som blir spurde" in said
    assert "The five smallest municipalities that are asked are to settle" in said
    assert "['smallest']" in said


@pytest.mark.long
def test_a_language_is_one_folder(tmp_path):
    root = copied_project(tmp_path, "src", "data/2018")
    found = follow("add-a-language.md", root)
    assert found
    assert {Path(file).parts[: LANGUAGE.count("/") + 2] for file in found} == {(*Path(LANGUAGE).parts, "se")}
    assert lacking("se", root / LANGUAGE) == []
    code = """
from bosetting.report import chapters
from bosetting.report.language.labels import written_languages
from bosetting.report.view import open_report
print(written_languages())
view = open_report(2018, "november", "se")
for chapter in (chapters.asked, chapters.assumptions):
    for block in chapter(view):
        print(block.mimebundle("se")["text/plain"][:200])
"""
    said = printed(code, root)
    assert "('nb', 'nn', 'en', 'se')" in said
    assert "## Hvem som blir spurt" in said


@pytest.mark.long
def test_a_year_touches_its_own_folder_only(tmp_path):
    root = copied_project(tmp_path, "src", "data/2018")
    found = follow("add-a-year.md", root)
    assert found
    assert {Path(file).parts[:2] for file in found} == {("data", "2019")}


@pytest.mark.long
def test_the_next_year_touches_its_own_folder_only(tmp_path):
    root = copied_project(tmp_path, "src", "data/2019", "data/reference", "notebooks")
    found = follow("next-year.md", root)
    assert {Path(file).parts[:2] for file in found} == {("data", "2021")}
    assert "reports/2021/" in ran("bosetting build 2021 --language nb", root)


@pytest.mark.long
def test_a_criterion_is_in_the_rules_and_its_table_only(tmp_path):
    root = copied_project(tmp_path, "src", "data/2018")
    assert follow("add-a-criterion.md", root) == [
        "data/2018/datapackage.json",
        "data/2018/housing.csv",
        "data/2018/rules.toml",
    ]
    code = """
from bosetting.report import chapters
from bosetting.report.view import open_report
for block in chapters.criteria(open_report(2018, "november", "nn")):
    print(block.mimebundle("nn")["text/html"])
"""
    said = printed(code, root)
    assert "Kor stor del av førre oppmoding kommunen fekk." in said
    assert "Kor lett det er å finne bustad, i tre klassar." in said


@pytest.mark.parametrize("page", sorted(path.name for path in HOW_TO.glob("*.md")))
def test_every_page_is_followed_or_its_commands_are_run_elsewhere(page):
    here = Path(__file__).read_text(encoding="utf-8")
    assert f'follow("{page}"' in here or not page.startswith(("add-", "next-"))


def test_a_page_that_is_wrong_is_found_out(tmp_path):
    (tmp_path / "a.txt").write_text("one\ntwo\none\n", encoding="utf-8")
    before = files(tmp_path)
    with pytest.raises(AssertionError, match=re.escape("a.txt has these lines 2 times:\none")):
        change(tmp_path / "a.txt", "-one\n+three\n")
    change(tmp_path / "a.txt", " two\n-one\n+three\n")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "one\ntwo\nthree\n"
    assert touched(before, files(tmp_path)) == ["a.txt"]
    assert ran("false", tmp_path).endswith("exit 1")
