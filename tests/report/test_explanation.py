"""The explanation as a letter: found by number or name, in every language, and true to the numbers."""

from pathlib import Path

import pytest

from bosetting.compute import compute
from bosetting.report.explanation import NoSuchMunicipality, find, letter
from bosetting.report.texts import written_languages

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def computation():
    return compute(2018, "november", ROOT)


@pytest.fixture(scope="module")
def request_2018(computation):
    return computation.request


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("5001", "5001"),
        ("Trondheim", "5001"),
        ("trondheim", "5001"),
        ("Harstad", "1903"),
        ("Karasjok", "2021"),
        ("Herøy (Nordland)", "1818"),
    ],
)
def test_a_municipality_is_found_by_number_and_by_any_of_its_names(request_2018, wanted, code):
    assert find(request_2018, wanted) == code


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (
            "Herøy",
            'There is no one municipality "Herøy". Did you mean 1515 Herøy (Møre og Romsdal), 1818 Herøy (Nordland)?',
        ),
        ("Trondhjem", 'There is no one municipality "Trondhjem". Did you mean 5001 Trondheim?'),
        ("9999", 'There is no one municipality "9999". Expected a number of four digits or a name.'),
    ],
)
def test_who_is_not_found_is_told_who_is_near(request_2018, wanted, message):
    with pytest.raises(NoSuchMunicipality) as told:
        find(request_2018, wanted)
    assert str(told.value) == message


@pytest.mark.parametrize("language", written_languages())
def test_every_municipality_has_a_letter(computation, language):
    for found in computation.explanations.values():
        text = letter(computation.request, found, language)
        assert found.allotment.municipality.name in text.splitlines()[0]
        assert "None" not in text
        assert "{" not in text


def test_the_letter_says_what_the_request_says(computation):
    found = computation.explanations["5001"]
    text = letter(computation.request, found, "nb")
    allotment = found.allotment
    assert f"Trondheim blir bedt om å bosette {allotment.persons} personer." in text
    assert "Alle kommuner med minst 5 000 innbyggere blir spurt." in text.replace("\u00a0", " ")
    assert "Folketallet: 4 999 i stedet for 190 464." in text.replace("\u00a0", " ")


def test_the_letter_to_one_that_is_not_asked_says_so_and_why(computation):
    text = letter(computation.request, computation.explanations["1573"], "en")
    assert "Smøla is not asked to settle refugees." in text
    assert "The last one asked is Lindesnes." in text
    assert "the municipality has no known results" in text
