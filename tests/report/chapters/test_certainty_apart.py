"""A number and its range never contradict each other unsaid, and every assumption that is drawn is listed."""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from bosetting.allocation.certainty.draws import NEED_RANGE, assumptions, draw, ranges, stated
from bosetting.allocation.certainty.trade_offs import county_first, floor
from bosetting.allocation.certainty.uncertainty import uncertainty
from bosetting.compute import Computation, compute
from bosetting.programme.assumptions import NEED_RANGE as LOAD_NEED_RANGE
from bosetting.report.blocks.kinds import Block, Chart, Document, Prose, Table
from bosetting.report.chapters import certainty
from bosetting.report.language.criteria import assumption_name, cause_words
from bosetting.report.language.labels import label, written_languages
from bosetting.report.letter import letter
from bosetting.report.view import View

ROOT = Path(__file__).parents[3]
LANGUAGES = written_languages()


@cache
def computed() -> Computation:
    """November with few draws: enough for what is near the line, and for what is far from the median."""
    known = compute(2018, "november", ROOT)
    found = Computation(known.inputs, known.request, ROOT)
    found.__dict__["uncertainty"] = uncertainty(known.request, np.random.default_rng(1), 400)
    return found


@cache
def blocks(language: str) -> list[Block]:
    return certainty(View(computed(), language, Document(language)))


def table(language: str, name: str) -> Table:
    (found,) = [b for b in blocks(language) if isinstance(b, Table) and b.id == name]
    return found


def text(language: str) -> str:
    return "\n".join(b.markdown for b in blocks(language) if isinstance(b, Prose)).replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_assumption_drawn_is_listed_and_no_other(language: str) -> None:
    listed = [row[0] for row in table(language, "drawn").rows]
    inputs = computed().inputs
    drawn = assumptions(inputs, ranges(inputs))
    assert len(listed) == 9
    assert listed == [assumption_name(name, inputs.rules, language) for name in drawn]


def test_each_listed_assumption_changes_the_draws_alone() -> None:
    inputs = computed().inputs
    base = vars(stated(inputs, 200))
    for name in assumptions(inputs, ranges(inputs)):
        drawn = vars(draw(inputs, ranges(inputs), 200, np.random.default_rng(1), only=name))
        assert [k for k in base if not np.array_equal(base[k], drawn[k])], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_median_stands_beside_every_number(language: str) -> None:
    found = computed().uncertainty.spreads
    columns = [c.label for c in table(language, "spreads").columns]
    place = columns.index(label(language, "certainty.median"))
    assert place == columns.index(label(language, "numbers.persons")) + 1
    for a, row in zip(computed().request.allotments, table(language, "spreads").rows, strict=True):
        assert row[place] == found[a.municipality.number].median


@pytest.mark.parametrize("language", LANGUAGES)
def test_those_whose_status_most_draws_contradict_are_named(language: str) -> None:
    spreads = computed().uncertainty.spreads
    names = [
        a.municipality.name
        for a in computed().request.allotments
        if 2 * spreads[a.municipality.number].flips > 1
    ]
    assert {"Gol", "Skodje", "Nordreisa"} <= set(names)
    said = text(language)
    assert all(f"{name} (" in said for name in names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_those_furthest_from_the_median_are_named_with_the_reason(language: str) -> None:
    rows = table(language, "apart").rows
    split = label(language, "drawn.county_split")
    assert rows[0][0] == "Tromsø"
    assert [row[3] for row in rows[:3]] == [split] * 3
    assert cause_words("county_split", computed().inputs.rules, language) in text(language)
    gaps = [abs(row[1] - row[2]) for row in rows]
    assert gaps == sorted(gaps, reverse=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_share_of_draws_is_not_called_a_probability(language: str) -> None:
    words = {"nb": "ikke sannsynligheten", "nn": "ikkje sannsynet", "en": "not the probability"}
    assert words[language] in text(language)
    assert words[language] in table(language, "spreads").note


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_says_the_same_of_number_and_range_as_the_chapter(language: str) -> None:
    found = computed()
    spreads = found.uncertainty.spreads
    for code, far, contradicted in (("1902", True, False), ("0617", False, True), ("0301", False, False)):
        a = found.request.by_code[code]
        said = letter(found.request, found.explanations[code], found.uncertainty, language)
        assert f" {spreads[code].median}" in said
        assert (cause_words("county_split", computed().inputs.rules, language) in said) == far
        words = {"nb": "De fleste beregningene", "nn": "Dei fleste utrekningane", "en": "So most of the"}
        assert (words[language] in said) == contradicted, a.municipality.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_numbers_of_what_looks_like_one_thing_stand_together_with_the_difference(language: str) -> None:
    """What counties and minimum move in all, and what they move when they are only changed."""
    request, alone = computed().request, {row.assumption: row for row in computed().uncertainty.alone}
    (compared,) = [
        b.markdown
        for b in blocks(language)
        if isinstance(b, Prose) and str(alone["county_split"].moved_p95) in re.findall(r"\d+", b.markdown)
    ]
    counties, floors = county_first(request), floor(request)
    assert counties is not None
    wanted = {counties.moved, alone["county_split"].moved_p95, floors.moved, alone["floor"].moved_p95}
    assert {str(n) for n in wanted} <= set(re.findall(r"\d+", compared))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_minimum_is_told_of_with_those_who_get_it_and_those_it_decides_for(language: str) -> None:
    said = next(b.markdown for b in blocks(language) if isinstance(b, Prose) and "103" in b.markdown)
    assert "85" in re.findall(r"\d+", said)


def test_the_need_has_one_uncertainty() -> None:
    assert LOAD_NEED_RANGE.value == float(NEED_RANGE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_largest_cause_begins_the_sentence(language: str) -> None:
    (chart,) = [b for b in blocks(language) if isinstance(b, Chart) and b.id == "alone-chart"]
    words = {"nb": "betyr mest: inntil", "nn": "har mest å seie: inntil", "en": "matters most: up to"}
    assert f". {label(language, 'drawn.county_split')} {words[language]} 554 " in chart.description


@pytest.mark.parametrize("language", LANGUAGES)
def test_running_text_says_per_cent_in_words_and_begins_no_sentence_with_a_numeral(language: str) -> None:
    said = text(language)
    assert "%" not in said
    assert not re.findall(r"(?:^|[.:?!]\s+)(?=\d)[^\n]{0,20}", said.replace("\u00a0", ""), re.MULTILINE)


def test_no_cause_is_given_where_nothing_moves_a_number() -> None:
    spreads, inputs = computed().uncertainty.spreads, computed().inputs
    assert {s.cause for s in spreads.values()} <= {*assumptions(inputs, ranges(inputs)), ""}
    assert spreads["1902"].cause == "county_split"
    # Far too small to be asked under any assumption.
    assert spreads["1151"].cause == ""
