"""Municipalities are found however people write them, and told of when they are not."""

import csv
import unicodedata
from pathlib import Path

import pytest

from bosetting.inputs.lookup import NoSuchMunicipality, find_code

DATA = Path(__file__).parents[2] / "data" / "2018"
with (DATA / "municipalities.csv").open(encoding="utf-8", newline="") as file:
    NAMES = {row["kommune_nr"]: row["kommune"] for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("5001", "5001"),
        ("0301 ", "0301"),
        ("0301 Oslo", "0301"),
        ("Oslo kommune", "0301"),
        ("OSLO  KOMMUNE", "0301"),
        ("Oslo kommune (0301)", "0301"),
        ("trondheim", "5001"),
        ("Harstad", "1903"),
        ("Kárášjohka", "2021"),
        ("karasjohka", "2021"),
        (unicodedata.normalize("NFD", "Kárášjohka"), "2021"),
        ("Karasjok", "2021"),
        ("Kárášjohka – Karasjok", "2021"),
        ("Porsáŋgu", "2020"),
        ("porsanki", "2020"),
        ("Bodo", "1804"),
        (unicodedata.normalize("NFD", "Ørsta kommune"), "1520"),
        ("Sor-Varanger", "2030"),
        ("Sør Varanger", "2030"),
        ("Herøy (Nordland)", "1818"),
        ("heroy nordland", "1818"),
        ("Bø (Telemark)", "0821"),
        ("Tromsø\u200b", "1902"),
    ],
)
def test_a_municipality_is_found_by_number_and_by_any_of_its_names(wanted, code):
    assert find_code(NAMES, wanted) == code


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_municipality_is_found_by_its_own_name(form):
    for code, name in NAMES.items():
        for wanted in (name, name.upper(), f" {name} kommune"):
            assert find_code(NAMES, unicodedata.normalize(form, wanted)) == code


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (
            "Herøy",
            'There is no one municipality "Herøy". '
            "Did you mean 1515 Herøy (Møre og Romsdal), 1818 Herøy (Nordland)?",
        ),
        ("Trondhjem", 'There is no one municipality "Trondhjem". Did you mean 5001 Trondheim?'),
        (
            "Karasjåkk",
            'There is no one municipality "Karasjåkk". Did you mean 2021 Kárášjohka - Karasjok?',
        ),
        (
            "301",
            'There is no municipality "301". Did you mean 0301 Oslo? A leading zero is lost: write 0301.',
        ),
        ("7", 'There is no one municipality "7". Expected a number of four digits or a name.'),
        ("9999", 'There is no one municipality "9999". Expected a number of four digits or a name.'),
        ("", 'There is no one municipality "". Expected a number of four digits or a name.'),
        ("kommune", 'There is no one municipality "kommune". Expected a number of four digits or a name.'),
        (
            "\x1b[31m" + 5000 * "x",
            f'There is no one municipality "[31m{35 * "x"}…". Expected a number of four digits or a name.',
        ),
    ],
)
def test_who_is_not_found_is_told_who_is_near(wanted, message):
    with pytest.raises(NoSuchMunicipality) as told:
        find_code(NAMES, wanted)
    assert str(told.value) == message
