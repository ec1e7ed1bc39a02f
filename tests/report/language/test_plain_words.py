"""Nothing in print is an identifier or a raw value, in any language, on any page, letter or terminal table."""

import html
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from ruled import with_rules

from bosetting.allocation.explained.explanation import explanations
from bosetting.allocation.request import Bound, Why, allocate
from bosetting.compute import compute
from bosetting.inputs.model import Adjustment
from bosetting.programme.national import Use
from bosetting.publication.open_data.tables import (
    LOAD_COLUMNS,
    LOAD_NATIONAL_COLUMNS,
    load_national_rows,
    load_rows,
)
from bosetting.publication.terminal import as_table, load_table
from bosetting.report import chapters
from bosetting.report.blocks.cells import Column, Link, format_cell
from bosetting.report.blocks.kinds import Callout, Chart, Document, Prose, Table, Words
from bosetting.report.blocks.table import table_html, table_typst
from bosetting.report.language.labels import label, written_languages
from bosetting.report.language.prose import render_plain, render_text
from bosetting.report.language.readable import IDENTIFIER, Quoted, readable
from bosetting.report.letter import letter
from bosetting.report.view import View, edition_name

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = written_languages()
GAP = "[\u00a0 ,]"
FAULTS = {
    "an identifier": re.compile(rf"\b{IDENTIFIER.pattern}\b"),
    "a year with a separator": re.compile(
        rf"(?<![\d,.])(?<!\d[\u00a0 ])(?:1{GAP}9\d|2{GAP}0[0-3])\d\b(?![\u00a0 ,.]?\d)"
    ),
    "a date for machines": re.compile(r"\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b"),
    "a quarter for machines": re.compile(r"\b(?:19|20)\d\d-?K\d\b"),
    "persons with decimals": re.compile(
        rf"\d{GAP}\d\d\d[.,]\d+\b(?!{GAP}?\d\d\d)|\d[.,]\d\d?[\u00a0 ](?:person|people|deltak|particip|flyktning|refugee)"
    ),
    "a value of the program": re.compile(r"\b(?:None|True|False|nan)\b"),
}
IN_PROSE = {
    "a per cent sign": re.compile("%"),
    "a sentence that begins with a numeral": re.compile(
        r"(?:^|[.!?]\s+)(?<!nr\. )(?<!no\. )[−-]?\d(?!\d*\.[\u00a0 ](?:[a-z]|$))", re.MULTILINE
    ),
}
ENGLISH = ("of", "counting", "the", "published", "figure", "residents")
"""Small words in the headings of the terminal's tables."""
# The worked example shows weights, not people, with the decimals one needs to do the sum again.
WEIGHTS = ("worked-example",)


@cache
def view(language: str, edition: str = "november") -> View:
    return View(compute(2018, edition, ROOT), language, Document(language))


def words(markup: str) -> str:
    """The words of a block: without code, addresses and drawings."""
    without = re.sub(
        r"<code>.*?</code>|<svg.*?</svg>|<figcaption>.*?</figcaption>", " ", markup, flags=re.DOTALL
    )
    return html.unescape(re.sub(r"<[^>]+>", "\n", without))


def running(block) -> str:
    """What is running text: prose, and the descriptions and notes of charts and tables."""
    if isinstance(block, Prose | Callout):
        # The words of one paragraph or list item stay on one line; a numbered list is not a numeral.
        markup = re.sub(r"</?(?:strong|em|a)[^>]*>", "", block.mimebundle("nb")["text/html"])
        return re.sub(r"\n\s*\n", "\n", words(markup))
    if isinstance(block, Chart):
        return f"{block.description}\n{block.table.note}"
    return block.note if isinstance(block, Table) else ""


def texts(table: Table, language: str):
    """What a reader sees of a table that no kind of column has checked: headings, words and text."""
    yield from (table.caption, table.note)
    for place, column in enumerate(table.columns):
        yield column.label
        for row in table.rows:
            cell = row[place]
            if cell is not None and column.kind != "code":
                unchecked = not column.numeric or isinstance(cell, Words | Link)
                # A whole number in a column of numbers is no year; one with decimals may be people in parts.
                if unchecked or (column.kind == "decimal" and column.decimals):
                    yield format_cell(cell, column, language)


def shown(block, language: str) -> str:
    table = block.table if isinstance(block, Chart) else block if isinstance(block, Table) else None
    if table is not None and table.id in WEIGHTS:
        return ""
    return "\n".join(texts(table, language)) if table else running(block)


def faults(text: str, kinds=FAULTS) -> list[str]:
    return [
        f"{kind}: …{text[max(0, found.start() - 30) : found.end() + 30]}…"
        for kind, pattern in kinds.items()
        for found in pattern.finditer(text)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chapter", chapters.__all__)
def test_no_chapter_shows_a_raw_value(chapter, language):
    for block in getattr(chapters, chapter)(view(language)):
        prose = running(block)
        told = shown(block, language) + "\n" + prose
        example = chapter == "criteria" and isinstance(block, Prose)
        kinds = {k: p for k, p in FAULTS.items() if not (example and k == "persons with decimals")}
        assert faults(told, kinds) + faults(prose, IN_PROSE) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bosatt i before_2015", "an identifier"),
        ("i 2 017 kom", "a year with a separator"),
        ("in 2,017", "a year with a separator"),
        ("brev av 2017-10-02", "a date for machines"),
        ("IMDi 2018-03", "a date for machines"),
        ("2014-K4", "a quarter for machines"),
        ("3 521,60", "persons with decimals"),
        ("8\u00a0290,00", "persons with decimals"),
        ("8,290.00", "persons with decimals"),
        ("27,5 personer", "persons with decimals"),
        ("None", "a value of the program"),
    ],
)
def test_each_kind_of_raw_value_is_seen(text, kind):
    assert [fault.split(":")[0] for fault in faults(text)] == [kind]


@pytest.mark.parametrize(
    "text", ["12 345,6 tusen".replace("345,6", "345"), "2 017 445", "12,017", "6. november 2017", "nr. 3"]
)
def test_what_a_reader_writes_is_no_fault(text):
    assert faults(text) == []


@pytest.mark.parametrize("text", ["210 kommuner blir spurt.", "De går. 150 av dem er med.", "Det er 5 %."])
def test_each_fault_of_prose_is_seen(text):
    assert len(faults(text, IN_PROSE)) == 1


@pytest.mark.parametrize(
    "text", ["Brevet kom 2. oktober 2017.", "Den er nr. 3 av 9.", "6. november 2017 kom brevet."]
)
def test_a_date_or_a_rank_begins_no_sentence_wrongly(text):
    assert faults(text, IN_PROSE) == []


def letters(language):
    """A letter of each kind: asked, not asked, at the line, adjusted and tied."""
    computation = compute(2018, "november", ROOT)
    found, unsure = computation.request, computation.uncertainty
    for code in ("5001", "1573", "0617", found.selection.last_asked):
        yield letter(found, computation.explanations[code], unsure, language)
    made = (Adjustment("0111", "ask", None, "See letter_2 of 2017-11-06", "The board", date(2017, 11, 1)),)
    alike = tuple(replace(m, residents=6000) for m in computation.inputs.municipalities)
    alone = with_rules(
        computation.inputs,
        **{
            "exponent_employment": Fraction(0),
            "exponent_results": Fraction(0),
            "division": "one_stage",
        },
    ).rules
    for inputs in (
        replace(computation.inputs, adjustments=made),
        replace(computation.inputs, municipalities=alike, rules=alone),
    ):
        request = allocate(inputs)
        told = explanations(request)
        for code in ("0111", request.selection.last_asked, request.selection.first_not_asked):
            yield letter(request, told[code], unsure, language).replace("See letter_2 of 2017-11-06", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_shows_a_raw_value(language):
    for text in letters(language):
        # The steps and years stand in columns of their own, two spaces in.
        prose = "\n".join(line for line in text.splitlines() if not line.startswith("  "))
        assert faults(text) + faults(prose, IN_PROSE) == []


def terminal_tables(edition):
    computation = compute(2018, edition, ROOT)
    expected = computation.load
    yield as_table(computation.request)
    yield load_table(LOAD_NATIONAL_COLUMNS, load_national_rows(expected))
    yield load_table(LOAD_COLUMNS, load_rows(expected, computation.request))


@pytest.mark.parametrize(
    "edition", ["november", *(pytest.param(name, marks=pytest.mark.long) for name in ("june", "revised"))]
)
def test_no_terminal_table_shows_a_raw_value(edition):
    for table in terminal_tables(edition):
        assert faults(table) == []
        heads = table.splitlines()[0].split()
        assert [head for head in heads if head.islower() and head not in ENGLISH] == []


def test_the_terminal_shows_whole_persons_and_the_page_the_same_ones():
    rows = [{"kommune_nr": "0301", "kommune": "Oslo", "measure": "during_year", "year": 2018}]
    rows[0] |= dict(zip(("low", "central", "high"), map(Decimal, ("11.5", "12.5", "13.6")), strict=True))
    rows[0] |= {"per_1000": Decimal("0.02"), "change": Decimal("-0.4")}
    told = load_table(LOAD_COLUMNS, rows).splitlines()[1]
    assert re.split("  +", told) == ["0301", "Oslo", "During the year", "2018", "12", "12", "14", "0.02", "0"]
    expected = compute(2018, "november", ROOT).load
    for row, written in zip(expected.national, load_national_rows(expected), strict=True):
        assert [round(value) for value in (row.low, row.central, row.high)] == [
            round(written[column]) for column in ("low", "central", "high")
        ]


@pytest.mark.parametrize("reason", [*get_args(Why)])
@pytest.mark.parametrize("bound", [*get_args(Bound)])
def test_every_reason_has_words_in_the_terminal(reason, bound):
    request = compute(2018, "november", ROOT).request
    one = replace(request.asked[0], why=reason, bound=bound)
    made = replace(request, allotments=(one,))
    told = as_table(made).splitlines()[1].split("  ")[-1]
    assert told == ", ".join(
        [label("en", f"why.{reason}"), *([] if bound == "none" else [label("en", f"bound.{bound}")])]
    )
    assert "_" not in told


@pytest.mark.parametrize("use", [*get_args(Use)])
def test_every_use_and_measure_has_words_in_the_terminal(use):
    rows = [
        {"measure": measure, "period": period, "low": None, "central": None, "high": None}
        | {"observed": None, "use": use}
        for measure, period in (("during_year", "2018"), ("at_year_end", "2018"), ("on_date", "2018-03-01"))
    ]
    heads, *lines = load_table(LOAD_NATIONAL_COLUMNS, rows).splitlines()
    assert heads.split("  ")[0] == "Way of counting"
    told = {"fitted": "the model is fitted to it", "outside_check": "the model has not seen it", "none": ""}
    assert [re.split("  +", line) for line in lines] == [
        [*cells, told[use]][: 2 + bool(told[use])]
        for cells in (("During the year", "2018"), ("31 December", "2018"), ("On a date", "1 March 2018"))
    ]


def test_an_identifier_stops_the_build_where_words_are_due():
    message = "before_2015 stands where words are due. Expected a text. Give it a label."
    for write in (
        lambda: render_text("{{ group }}", "nb", group="before_2015"),
        lambda: label("nb", "outside.participants_by_settlement_year", year="2017", group="before_2015"),
        lambda: format_cell("before_2015", Column("Group"), "nb"),
        lambda: format_cell(Words("before_2015"), Column("Group", "integer"), "nb"),
    ):
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            write()
    assert format_cell("before_2015", Column("Row", "code"), "nb") == "before_2015"


@pytest.mark.parametrize("value", [2017, True])
def test_a_number_in_a_column_of_text_is_refused(value):
    with pytest.raises(ValueError, match=f"^{value} is not a value of kind text.$"):
        format_cell(value, Column("Year"), "nb")
    assert format_cell(2017, Column("Year", "year"), "nb") == "2017"


def test_words_of_others_stand_as_they_are():
    assert readable(Quoted("flat_2 of 2017-11-06"), "nb") == "flat_2 of 2017-11-06"
    assert format_cell(Quoted("no_flats"), Column("Reason"), "nb") == "no_flats"


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("IMDi, brev 17/08381-1 av 2017-10-02", "nb", "IMDi, brev 17/08381-1 av 2. oktober 2017"),
        ("KS, 2017-11: Rekordlavt", "nb", "KS, november 2017: Rekordlavt"),
        ("A letter of 2017-11-06", "en", "A letter of 6 November 2017"),
        ("2017-13-06 and 1234-56", "en", "2017-13-06 and 1234-56"),
        ("2014-2016", "en", "2014-2016"),
    ],
)
def test_dates_in_text_are_written_as_the_language_has_them(text, language, written):
    assert readable(text, language) == written


def test_a_source_in_another_language_says_so():
    table = Table(
        "t", "Caption", (Column("Source"),), ((Link("Brev", "https://imdi.no/"),), (Link("Brev", ""),))
    )
    page = table_html(table, "en")
    assert '<a href="https://imdi.no/" lang="nb">Brev</a>' in page
    assert '<span lang="nb">Brev</span>' in page
    assert 'lang="nb"' not in table_html(table, "nb")
    assert '#link("https://imdi.no/")[#text(lang: "nb")[Brev]]' in table_typst(table, "en")


def test_an_edition_without_a_name_of_its_own_is_written_with_spaces():
    assert edition_name(view("nb").inputs, "nb", "late_autumn") == "late autumn"


def test_a_plain_letter_refuses_identifiers_too():
    with pytest.raises(ValueError, match="stands where words are due"):
        render_plain("explain", "nb", name="some_name")
