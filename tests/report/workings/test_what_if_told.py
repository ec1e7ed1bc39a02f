"""What an analyst is told: the rules tried, who comes in and who goes, or why it cannot be done, in three languages."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bosetting.allocation.compared.what_if import Tried, what_if
from bosetting.allocation.errors import Infeasible
from bosetting.compute import compute
from bosetting.report.blocks.kinds import Callout, Chart, Document, Figures, Prose, Table
from bosetting.report.language.labels import written_languages
from bosetting.report.running.parameters import check_changes
from bosetting.report.view import View
from bosetting.report.workings import what_if as told
from bosetting.report.workings.worded import worded

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = written_languages()


@cache
def view(language: str) -> View:
    return View(compute(2018, "november", ROOT), language, Document(language))


def tried(**changes: Any) -> Tried:
    return what_if(view("nb").request, check_changes(**changes))


def markdown(blocks: list[Any]) -> str:
    return "\n".join(b.markdown for b in blocks if isinstance(b, Prose | Callout)).replace("\\", "")


@pytest.mark.parametrize(
    ("language", "yes", "weight", "value"),
    [
        ("nb", "ja", "Vekt: folketall", "62,5\u00a0%"),
        ("nn", "ja", "Vekt: folketal", "62,5\u00a0%"),
        ("en", "yes", "Weight: population", "62.5%"),
    ],
)
def test_the_table_says_which_rules_are_changed(language: str, yes: str, weight: str, value: str) -> None:
    weights = {"population": 0.625, "employment": 0.275, "results": 0.1}
    (table,) = [
        b for b in told.rules(view(language), tried(weights=weights, floor=5)) if isinstance(b, Table)
    ]
    changed = [row for row in table.rows if row[3] == yes]
    assert len(changed) == 3
    assert (changed[0][0], getattr(changed[0][2], "text", "")) == (weight, value)
    assert [getattr(cell, "text", "") for cell in changed[-1][1:3]] == ["10", "5"]
    assert len(table.rows) == 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_those_who_come_in_and_go_are_named(language: str) -> None:
    fewer, more = tried(number_asked=208), tried(number_asked=212)
    gone, new = (markdown(told.result(view(language), one)) for one in (fewer, more))
    assert "Lindesnes" in gone
    assert "Gol" not in gone
    assert "Gol" in new
    assert "Skodje" in new
    assert "Lindesnes" not in new


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_are_those_of_the_table(language: str) -> None:
    one = tried(floor=5)
    (figures,) = [b for b in told.result(view(language), one) if isinstance(b, Figures)]
    blocks = told.municipalities(view(language), one)
    table = next(b for b in blocks if isinstance(b, Table) and b.id == "municipalities-tried")
    changes = [int(str(row[6])) for row in table.rows]
    assert [int(value) for value, _ in figures.items] == [
        sum(c for c in changes if c > 0),
        0,
        0,
        sum(c > 0 for c in changes),
        sum(c < 0 for c in changes),
    ]
    assert sum(changes) == 0
    assert [b.id for b in blocks if isinstance(b, Chart)] == ["change-chart", "change-map"]
    counties = next(b for b in blocks if isinstance(b, Table) and b.id == "counties-tried")
    assert sum(int(str(row[2])) for row in counties.rows) == view("nb").inputs.edition.requested


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "Alle kommunene får samme tall som i utgaven."),
        ("nn", "Alle kommunane får same tal som i utgåva."),
        ("en", "All municipalities get the same number as in the edition."),
    ],
)
def test_where_nothing_is_changed_that_is_said(language: str, said: str) -> None:
    one = tried()
    assert said in markdown(told.result(view(language), one))
    assert told.municipalities(view(language), one) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nb",
            "Hordaland: 420 personer er færre enn de 1\u00a0080 som minstetallet krever når 18 kommuner blir spurt.",
        ),
        (
            "nn",
            "Hordaland: 420 personar er færre enn dei 1\u00a0080 som minstetalet krev når 18 kommunar blir spurde.",
        ),
        (
            "en",
            "Hordaland: 420 people are fewer than the 1,080 that the minimum demands when 18 municipalities are asked.",
        ),
    ],
)
def test_what_cannot_be_done_is_a_sentence(language: str, said: str) -> None:
    one = tried(floor=60)
    (callout,) = told.result(view(language), one)
    assert isinstance(callout, Callout)
    assert said in markdown([callout])
    assert told.municipalities(view(language), one) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "Dette kan hjelpe: sett ned minstetallet, spør færre kommuner eller øk antall personer."),
        ("nn", "Dette kan hjelpe: set ned minstetalet, spør færre kommunar eller auk talet på personar."),
        ("en", "This may help: lower the minimum, ask fewer municipalities or raise the number of people."),
    ],
)
def test_what_may_help_is_said_once(language: str, said: str) -> None:
    text = markdown(told.result(view(language), tried(floor=60)))
    assert text.count(said) == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "Det skal spørres 9\u00a0999 kommuner, men bare 422 kan bli spurt."),
        ("nn", "Det skal spørjast 9\u00a0999 kommunar, men berre 422 kan bli spurde."),
        ("en", "The request is to go to 9,999 municipalities, but only 422 can be asked."),
    ],
)
def test_so_is_a_number_of_municipalities_that_there_are_not(language: str, said: str) -> None:
    assert said in markdown(told.result(view(language), tried(number_asked=9999)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_no_figures_is_told_as_the_program_tells_it(language: str) -> None:
    collision = "8 unaccompanied minors are fewer than the 9 that the minors_floor of 3 demands."
    one = Tried(view("nb").inputs, (), Infeasible((collision,), ("lower minors_floor to 2",)))
    said = markdown(told.result(view(language), one))
    assert "that the fewest unaccompanied minors of 3 demands." in said
    assert "Lower fewest unaccompanied minors to 2." in said


def test_names_of_rules_are_words_in_what_the_program_tells() -> None:
    assert worded("Raise number_asked to 5, or lower minors_floor to 1.") == (
        "Raise municipalities to ask to 5, or lower fewest unaccompanied minors to 1."
    )
    assert worded("at_least 5 for 0301 Oslo and some_thing") == "at least 5 for 0301 Oslo and some thing"
