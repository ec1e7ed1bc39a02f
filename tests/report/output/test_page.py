import base64
import hashlib
import re

import nbformat
import pytest
from bs4 import BeautifulSoup

from bosetting.report.blocks.kinds import Figures, Prose
from bosetting.report.output.exporter import ReportHTML, report_blocks
from bosetting.report.output.page import Page, render_page


def exactly(message):
    return rf"\A{re.escape(message)}\Z"


ABOUT = {"title": "Anmodning <2018>", "language": "nn", "subtitle": "Kven og kor mange"}


def output(block, language="nn"):
    data = block.mimebundle(language)
    return nbformat.v4.new_output("display_data", data=data, metadata={"bosetting": {"block": "prose"}})


def notebook(*outputs, about=ABOUT):
    cells = [
        nbformat.v4.new_markdown_cell("# Notes for the notebook's reader"),
        nbformat.v4.new_code_cell("secret_code()", outputs=list(outputs)),
    ]
    return nbformat.v4.new_notebook(cells=cells, metadata={"bosetting": about})


def export(*outputs, about=ABOUT):
    return ReportHTML().from_notebook_node(notebook(*outputs, about=about))[0]


def soup(html):
    return BeautifulSoup(html, "html.parser")


def test_the_page_says_its_language_title_and_contents():
    page = soup(export(output(Prose("## Kort fortalt & *greitt*\n\n### Meir"))))
    assert page.html["lang"] == "nn"
    assert page.title.get_text() == "Anmodning <2018>"
    assert [h1.get_text() for h1 in page.find_all("h1")] == ["Anmodning <2018>"]
    assert page.select_one(".subtitle").get_text() == "Kven og kor mange"
    links = page.select("nav.contents.wide a")
    assert [(a["href"], a.get_text()) for a in links] == [("#kort-fortalt-greitt", "Kort fortalt & greitt")]
    assert page.select_one("a.skip").get_text() == "Hopp til innhaldet"
    assert page.find(id=page.select_one("a.skip")["href"][1:]).name == "main"


def test_only_the_blocks_of_the_report_are_shown():
    stray = nbformat.v4.new_output("execute_result", data={"text/html": "<table>stray</table>"})
    printed = nbformat.v4.new_output("stream", text="printed")
    html = export(stray, printed, output(Prose("Teksten.")))
    assert "Teksten." in html
    for hidden in ("stray", "printed", "secret_code", "Notes for"):
        assert hidden not in html


def test_the_same_blocks_are_there_for_a_document():
    (block,) = report_blocks(notebook(output(Figures((("210", "kommunar"),)))))
    assert set(block) == {"text/html", "text/x-typst", "text/plain"}


def test_header_and_footer_say_what_the_notebook_says():
    strings = {"edition": "Utgåve **november**", "licence": "NLOD <2>", "check": "Køyr `verify.py`"}
    about = {**ABOUT, "strings": strings, "alternates": {"nb": "../index.html"}}
    page = soup(export(output(Prose("x")), about=about))
    assert page.select_one(".edition strong").get_text() == "november"
    assert [h3.get_text() for h3 in page.select("footer h3")] == ["Lisens", "Kontroller tala sjølv"]
    assert page.select_one("footer p").get_text() == "NLOD <2>"
    assert (page.select_one(".languages a")["lang"], page.select_one(".languages a")["href"]) == (
        "nb",
        "../index.html",
    )


def test_the_policy_allows_exactly_what_is_inline():
    page = soup(render_page(Page("T", "nb", "<p>x</p>", script="var a = 1 < 2;", style="p{color:red}")))
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    for tag in ("style", "script"):
        digest = hashlib.sha256(page.find(tag).string.encode()).digest()
        assert f"{tag}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert policy.endswith("img-src data:; font-src data:; base-uri 'none'; form-action 'none'")
    assert len(page.find_all(["style", "script"])) == 2


def test_nothing_is_fetched_and_the_page_is_the_same_again():
    html = export(output(Prose("[x](https://www.imdi.no)")))
    assert html == export(output(Prose("[x](https://www.imdi.no)")))
    assert re.findall(r'(?:src|url)\s*[=(]\s*["\']?(?:https?:)?//', html) == []


@pytest.mark.parametrize("key", ["title", "language"])
def test_a_notebook_that_does_not_say_what_it_is_is_refused(key):
    message = f"The notebook's metadata has no bosetting.{key}. Expected the report's {key}."
    with pytest.raises(ValueError, match=exactly(message)):
        export(output(Prose("x")), about={**ABOUT, key: ""})


def test_a_notebook_that_has_not_run_is_refused():
    with pytest.raises(ValueError, match=r"shows no part of the report\. Execute it first\."):
        export()


def test_a_notebook_that_failed_is_refused():
    failed = nbformat.v4.new_output("error", ename="KeyError", evalue="'fylke'", traceback=[])
    message = "Cell 2 failed: KeyError: 'fylke'. Correct it and execute again."
    with pytest.raises(ValueError, match=exactly(message)):
        export(output(Prose("x")), failed)


def test_two_things_with_one_id_are_refused():
    message = "Twice on the page: the id fylker. Show all blocks through one Document."
    with pytest.raises(ValueError, match=exactly(message)):
        export(output(Prose("## Fylker")), output(Prose("## Fylker")))


def test_ids_and_styles_in_words_are_only_words():
    export(output(Prose('id="a" id="a" style="b" <p id="a" id="a" style="x">')))


def test_a_style_the_policy_would_block_is_refused():
    with pytest.raises(ValueError, match=r"<p> has a style attribute.*Expected a class\."):
        render_page(Page("T", "nb", '<p style="color:red">x</p>'))


def test_a_script_that_would_end_itself_is_refused():
    with pytest.raises(ValueError, match="it holds “</script”"):
        render_page(Page("T", "nb", "<p>x</p>", script="'</SCRIPT>'"))
