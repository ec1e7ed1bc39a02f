"""The explanation as a letter: found by number or name, in every language, and true to the numbers."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from ruled import with_rules

from bosetting.allocation.compared.published import latest_of, published_of
from bosetting.allocation.explained.explanation import explanations
from bosetting.allocation.request import allocate
from bosetting.compute import compute
from bosetting.inputs.model import Adjustment
from bosetting.report.language.labels import written_languages
from bosetting.report.letter import letter, own_language

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def computation():
    return compute(2018, "november", ROOT)


def words(computation, code, language):
    """A letter with plain spaces, as one searches it."""
    found = computation.explanations[code]
    return letter(computation.request, found, computation.uncertainty, language).replace("\u00a0", " ")


@pytest.mark.parametrize("language", written_languages())
def test_every_municipality_has_a_letter(computation, language):
    for code, found in computation.explanations.items():
        text = words(computation, code, language)
        municipality = found.allotment.municipality
        head = text.splitlines()[0]
        assert head.startswith(municipality.name.split(" (")[0])
        assert head.endswith(f" ({code}), {municipality.county}")
        assert "None" not in text
        assert "{" not in text
        # One blank line between paragraphs, and no line that ends in spaces.
        assert "\n\n\n" not in text
        assert all(line == line.rstrip() for line in text.splitlines())


def test_the_letter_says_what_the_request_says(computation):
    text = words(computation, "5001", "nb")
    persons = computation.request.by_code["5001"].persons
    assert f"Trondheim blir bedt om å bosette {persons} personer." in text
    assert "Alle kommuner med minst 5 000 innbyggere blir spurt." in text
    assert "I alt blir 210 kommuner spurt, og Trondheim er nummer 3 av 422 i rekkefølgen." in text
    assert (
        "- Folketall: 4 999 eller færre i stedet for 190 464. Da faller kommunen under grensen på 5 000, "
        "og prioriteten er for lav.\n" in text
    )


def test_the_letter_says_what_the_threshold_does_and_what_priority_does_after_it(computation):
    assert (
        "- Folketall: Kommunen har 19 892. Faller den under grensen på 5 000, avgjør prioriteten. "
        "Med 4 236–4 999 innbyggere blir den fortsatt spurt. Med 4 235 eller færre blir den ikke spurt.\n"
        in words(computation, "5037", "nb")
    )
    assert (
        "- Population: the municipality has 20,446. If it falls below the threshold of 5,000, priority decides. "
        "With 4,678–4,999 residents it is still asked. With 4,677 or fewer it is not asked.\n"
        in words(computation, "2012", "en")
    )
    # The last one that priority still asks at all, and one number alone: no span from a number to itself.
    for found in computation.explanations.values():
        kept = found.counterfactual.kept_below
        if kept is not None and kept[0] == kept[1]:
            assert "4 999 innbyggere" in words(computation, found.allotment.municipality.number, "nb")


@pytest.mark.parametrize(
    ("year", "code", "told"),
    [
        # One criterion, and those asked last time go first.
        (2026, "0301", "Ingen endring i tallene alene ville hatt noe å si.\n\nKommunen får"),
        (2026, "1144", "hvis dette tallet var annerledes, og alt annet var likt:\n\n- Folketall: 85"),
        (
            2019,
            "0101",
            "Ingen endring i ett av disse tallene alene ville gitt et annet svar:\n\n- Folketall: Ingen",
        ),
        (2019, "0111", "hvis ett av disse tallene var annerledes, og alt annet var likt:\n\n- Folketall: 6"),
    ],
)
def test_what_would_have_changed_the_answer_is_told_as_one_figure_several_or_none(year, code, told):
    assert told in words(compute(year, "original", ROOT), code, "nb")


def test_the_letter_to_one_that_is_not_asked_says_so_and_why(computation):
    text = words(computation, "1573", "en")
    assert "Smøla is not asked to settle refugees." in text
    assert "The last one asked is Lindesnes." in text
    assert "the municipality has no known figures" in text


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("5001", "IMDi ba kommunen om 167 personer."),
        ("1573", "IMDi spurte ikke kommunen."),
        ("1548", "IMDi spurte kommunen, men vi kjenner ikke tallet."),
        ("0226", "Vi vet ikke om IMDi spurte kommunen."),
    ],
)
def test_the_letter_does_not_pass_for_the_published_one(computation, code, told):
    tables = {**computation.inputs.tables, "outcomes": computation.inputs.tables["outcomes"].head(0)}
    request = replace(computation.request, inputs=replace(computation.inputs, tables=tables))
    found = computation.explanations[code]
    text = letter(request, found, computation.uncertainty, "nb").replace("\u00a0", " ")
    assert text.splitlines()[3] == (
        "Dette er ikke et brev fra IMDi. Prosjektet Bosetting regnet ut tallene 25. november 2026, i ettertid, "
        "etter offentlige tall og kriterier."
    )
    assert f" {told}\n\nHVORFOR\n" in text


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            "5001",
            "IMDi ba kommunen om 167 personer. I den siste kjente anmodningen ble kommunen bedt om 200 personer",
        ),
        ("0226", "har fått en anmodning. I den siste kjente anmodningen ble kommunen bedt om 10 personer"),
    ],
)
def test_the_last_request_of_the_year_is_told_where_it_says_more(computation, code, told):
    assert f"{told} (offentlig 6. september 2018).\n\nHVORFOR\n" in words(computation, code, "nb")
    own = published_of(computation.inputs, "5001")
    assert own is not None
    told_twice = {**computation.inputs.latest_rows, "5001": (own.persons, date(2018, 9, 6))}
    inputs = replace(computation.inputs)
    inputs.__dict__["latest_rows"] = told_twice
    assert latest_of(inputs, "5001") is None
    assert latest_of(inputs, "9999") is None


def test_nobody_is_silent_on_what_became_known_of_the_request(computation):
    """Whoever was asked in fact but not by the rule, or by the rule but not in fact, is told so."""
    apart = 0
    for code, (persons, _) in computation.inputs.latest_rows.items():
        if computation.request.by_code[code].asked != (persons > 0):
            apart += 1
            expected = "ikke spurt (" if persons == 0 else f"bedt om {persons} person"
            own = published_of(computation.inputs, code)
            if own is None or own.persons != persons:
                assert f"siste kjente anmodningen ble kommunen {expected}" in words(computation, code, "nb")
    assert apart > 20


@pytest.mark.parametrize(
    ("language", "definition", "word"),
    [
        ("nb", "Spurt betyr her: har fått en anmodning.", r"\b[Ss]pur(t|te)\b"),
        ("nn", "Spurd betyr her: har fått ei oppmoding.", r"\b[Ss]pur(d|de)\b"),
        ("en", "In this letter a municipality is “asked” if it has been sent a request.", None),
    ],
)
def test_what_asked_means_is_said_once_and_first(computation, language, definition, word):
    for code in ("5001", "1573", "1548", "0226"):
        text = words(computation, code, language)
        assert text.count(definition) == 1
        if word:
            assert re.search(word, text).start() == text.index(definition)


def test_the_letter_says_how_sure_it_is(computation):
    unsure = computation.uncertainty
    flipping = next(code for code, s in unsure.spreads.items() if 0 < s.share_asked < 1)
    drawn = f"We computed the request {unsure.draws - unsure.refused:,} times under other assumptions."
    spread = unsure.spreads["5001"]
    assert f"{drawn} Trondheim is asked every time." in words(computation, "5001", "en")
    assert f"between {spread.p05} and {spread.p95} people" in words(computation, "5001", "en")
    assert f"{drawn} Smøla is not asked in any of them." in words(computation, "1573", "en")
    share = unsure.spreads[flipping].share_asked * 100
    assert f"is asked in {share:.1f} per cent of them" in words(computation, flipping, "en")


def test_a_letter_is_in_the_form_that_the_municipality_asks_for(computation):
    languages = {
        a.municipality.language: own_language(a.municipality) for a in computation.request.allotments
    }
    assert languages == {"nb": "nb", "nn": "nn", "neutral": "nb", "unknown": "nb"}


def test_nynorsk_is_a_language_of_its_own(computation):
    text = words(computation, "1519", "nn")
    assert "Volda blir beden om å busetje 10 personar." in text
    assert "KVA SOM SKULLE TIL" in text
    assert not re.search(r"\b(ikke|hvor|personer|kommuner|spurt)\b", text)


@pytest.fixture(scope="module")
def changed(computation):
    """A function that gives the letters of the edition after adjustments and other rules."""

    def letters(*rows, language="en", **rules):
        inputs = computation.inputs
        made = tuple(
            Adjustment(code, kind, persons, "Few flats", "The directorate", date(2017, 11, 1))
            for code, kind, persons in rows
        )
        found = allocate(with_rules(replace(inputs, adjustments=made), **rules))
        told = explanations(found)

        def text(code):
            return letter(found, told[code], computation.uncertainty, language).replace("\u00a0", " ")

        return text

    return letters


def test_those_an_adjustment_brings_in_and_displaces_are_told_of_each_other(changed):
    text = changed(("0111", "ask", None))
    assert "The directorate decided it on 1 November 2017. Reason: Few flats" in text("0111")
    assert "Because of the deviation Lindesnes lost its place." in text("0111")
    assert (
        "Under the rule Lindesnes would have been asked, ranked number 210. "
        "It lost its place because Hvaler is asked as a deviation from the rule." in text("1029")
    )


def test_those_left_out_and_those_who_move_up_are_told_of_each_other(changed):
    text = changed(("1201", "do_not_ask", None))
    assert "Bergen is not asked" in text("1201")
    assert "Because of the deviation Gol got a place." in text("1201")
    assert (
        "Under the rule Gol would not have been asked, ranked number 211. "
        "It gets a place because Bergen is left out as a deviation from the rule." in text("0617")
    )
    # Not every municipality of this size is asked any more, and no letter says so.
    assert "Every municipality with at least 5,000" not in text("5001")
    assert "Municipalities with at least 5,000 residents go first" in text("5001")


def test_one_in_and_one_out_take_no_place_from_anybody_else(changed):
    text = changed(("0111", "ask", None), ("1201", "do_not_ask", None))
    for code in ("0111", "1201"):
        assert "lost" not in text(code)
        assert "got a place" not in text(code)


def test_several_decisions_are_blamed_together(changed):
    text = changed(("0111", "ask", None), ("0121", "ask", None))
    assert "Because of the deviations of this edition" in text("0111")
    assert "because Hvaler and Rømskog are asked as a deviation" in text("1029")


def test_a_letter_says_where_the_steps_cannot_be_shown(changed):
    text = changed(("0301", "at_least", 300), cap=299)
    assert "Without the deviations from the rule, the demands cannot all be met." in text("5001")


def test_a_figure_that_has_no_part_is_told_apart_from_one_that_size_outweighs(changed):
    text = changed(exponent_employment=Fraction(0))
    assert "- Employment: it plays no part in who is asked." in text("0617")
    large = changed()("5001")
    assert (
        "- Employment: it does not matter as long as the municipality has at least 5,000 residents." in large
    )


def test_a_tie_is_told_to_those_it_decided_about(computation):
    """All with the same residents and population alone: many in a county have the same claim."""
    inputs = computation.inputs
    alike = tuple(replace(m, residents=6000) for m in inputs.municipalities)
    alone = with_rules(
        inputs,
        **{
            "weight_population": Fraction(1),
            "weight_employment": Fraction(0),
            "weight_results": Fraction(0),
            "exponent_employment": Fraction(0),
            "exponent_results": Fraction(0),
            "division": "one_stage",
        },
    ).rules
    found = allocate(replace(inputs, municipalities=alike, rules=alone))
    code = found.selection.last_asked
    text = letter(found, explanations(found)[code], computation.uncertainty, "en")
    assert re.search(r"has exactly the same claim as .* and \d+ more\. Then the places go first", text)
    assert "exactly the same claim" not in words(computation, "5001", "en")


def test_one_stage_has_its_own_words(changed):
    text = changed(division="one_stage")
    assert "The municipalities of Oslo get 556 people in all" in text("0301")
    assert "the country’s total reaches" in text("0301")
    assert "gets one more person when" in text("0301")


def test_a_threshold_that_the_edition_only_assumes_is_called_so():
    june = compute(2018, "june", ROOT)
    text = letter(june.request, june.explanations["5001"], june.uncertainty, "en")
    assert "The threshold is an assumption in this edition." in text
