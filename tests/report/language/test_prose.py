import datetime
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, TemplateNotFound, UndefinedError
from markupsafe import escape

from bosetting.compute import compute
from bosetting.report.blocks.kinds import Document, Prose
from bosetting.report.blocks.markdown import escape_markdown, is_safe_address, markdown_html, read_markdown
from bosetting.report.blocks.slugs import Slugs, slug
from bosetting.report.language.prose import environment, render_label, render_text
from bosetting.report.language.words import TEXT
from bosetting.report.view import View

ROOT = Path(__file__).resolve().parents[3]


def exactly(message):
    return rf"\A{re.escape(message)}\Z"


HOSTILE = (
    "<script>alert(1)</script>",
    "*x*",
    "[a](javascript:x)",
    "#typst",
    "1. x",
    "![i](http://x)",
    "a\n\n# b",
)


def html(markdown):
    return markdown_html(read_markdown(markdown, Slugs()))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_only_words(name):
    shown = " ".join(name.split())
    assert html(render_text("{{ name }}", "nb", name=name)) == f"<p>{escape(shown)}</p>\n".replace(
        "&#34;", '"'
    )


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\u00a0"), min_size=1))
def test_no_text_becomes_markup(text):
    made = html(f"x {escape_markdown(text)} x")
    assert made.startswith("<p>x ")
    assert made.endswith(" x</p>\n")
    assert made.count("<") == 2


def test_filters_follow_the_language():
    text = "{{ a | n }} {{ b | d(2) }} {{ c | pct(1) }} {{ day | date }}"
    values = {"a": 4402, "b": 1.045, "c": 0.123, "day": datetime.date(2017, 11, 6)}
    assert render_text(text, "nb", **values) == "4\u00a0402 1,04 12,3\u00a0prosent 6.\u00a0november 2017"
    assert render_text(text, "en", **values) == "4,402 1.04 12.3\u00a0per cent 6\u00a0November 2017"


def test_a_date_at_the_start_of_a_line_is_not_a_list():
    text = render_text("{{ day | date }} kom brevet.", "nb", day=datetime.date(2017, 11, 6))
    assert html(text) == "<p>6.\u00a0november 2017 kom brevet.</p>\n"


@pytest.mark.parametrize(
    ("names", "nb", "en"),
    [
        ([], "", ""),
        (["Oslo"], "Oslo", "Oslo"),
        (["Oslo", "Troms"], "Oslo og Troms", "Oslo and Troms"),
        (["Oslo", "Troms", "*x*"], r"Oslo, Troms og \*x\*", r"Oslo, Troms and \*x\*"),
        ([1200, 3], "1\u00a0200 og 3", "1,200 and 3"),
    ],
)
def test_lists(names, nb, en):
    assert render_text("{{ names | list }}", "nb", names=names) == nb
    assert render_text("{{ names | list }}", "en", names=names) == en


def test_small_numbers_as_words_and_the_word_they_count():
    text = "{{ n | words }} {{ n | plural('fylke', 'fylker') }}"
    assert [render_text(text, "nb", n=n) for n in (1, 2, 12, 13)] == [
        "1 fylke",
        "to fylker",
        "tolv fylker",
        "13 fylker",
    ]
    assert render_text(text, "nn", n=7) == "sju fylker"


def test_whole_numbers_need_no_filter():
    assert render_text("{{ n }}", "nb", n=26700) == "26\u00a0700"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1.5, "1.5: say how many decimals, with the filter d(decimals) or pct(decimals)."),
        (None, "None stands where words are due. Write out in the template what it means."),
        (True, "True stands where words are due. Write out in the template what it means."),
        (["a"], "A list cannot stand in text. Expected text, a whole number, or a filter."),
    ],
)
def test_what_has_no_one_way_to_be_written_is_refused(value, message):
    with pytest.raises(ValueError, match=exactly(message)):
        render_text("{{ value }}", "nb", value=value)


def test_a_missing_value_is_an_error():
    with pytest.raises(UndefinedError, match="'missing' is undefined"):
        render_text("{{ missing }}", "nb")


def test_no_template_can_let_data_through_unescaped():
    with pytest.raises(Exception, match="No filter named 'safe'"):
        render_text("{{ name | safe }}", "nb", name="<b>")


def test_a_label_is_plain_text_which_its_block_escapes():
    text = "Fra {{ name }}: {{ names | list }} ({{ n }})"
    made = render_label(text, "nb", name="*x*", names=["<a>", "b.c"], n=1200)
    assert made == "Fra *x*: <a> og b.c (1\u00a0200)"


def test_templates_are_files_by_language(tmp_path):
    (tmp_path / "nn").mkdir()
    (tmp_path / "nn" / "hei.md.j2").write_text("Kommunane er {{ names | list }}.", encoding="utf-8")
    template = environment("nn", tmp_path).get_template("hei.md.j2")
    assert template.render(names=["Å", "Ås"]) == "Kommunane er Å og Ås."
    with pytest.raises(TemplateNotFound):
        environment("nb", tmp_path).get_template("hei.md.j2")
    assert TEXT.name == "language"


def test_heading_ids_are_readable_and_unique():
    text = "## Så mange får vi\n\n## Så mange får vi\n\n### 2018: *mål* & mening\n"
    assert slug("Kárášjohka, Øygarden og Ærøy") == "karasjohka-oygarden-og-aeroy"
    made = html(text)
    assert 'id="sa-mange-far-vi"' in made
    assert 'id="sa-mange-far-vi-2"' in made
    assert '<h3 id="s-2018-mal-mening">' in made


def test_the_title_belongs_to_the_page():
    message = "The heading “Kort fortalt” is of level 1, which is the title. Expected ## or lower."
    with pytest.raises(ValueError, match=exactly(message)):
        Prose("# Kort fortalt").mimebundle("nb")


@pytest.mark.parametrize(
    "address",
    ["https://www.imdi.no/", "mailto:a@b.no", "#kilder", "../data/requests.csv", "nn/index.html#kort"],
)
def test_where_a_link_may_lead(address):
    assert is_safe_address(address)
    assert f'<a href="{address}">x</a>' in html(f"[x]({address})")


@pytest.mark.parametrize(
    "address",
    ["javascript:x", "JavaScript:x", "data:text/html,x", "//example.org", "file:///x", "java&#x73;cript:x"],
)
def test_where_it_may_not(address):
    assert "<a" not in html(f"[x]({address})")


def test_raw_html_and_images_are_inert():
    assert "<b>" not in html("<b>x</b>")
    assert "<div" not in html("<div onclick='x'>\nx\n</div>")
    assert "<img" not in html("![bilde](https://example.org/x.png)")


def test_a_template_knows_nothing_but_what_it_is_handed():
    assert environment("nb").globals.keys() == Environment().globals.keys()
    view = View(compute(2018, None, ROOT), "nb", Document("nb"))
    with pytest.raises(UndefinedError, match="'year' is undefined"):
        view.prose("changes_first")
    assert "2018" in view.prose("changes_first", year="2018").markdown
