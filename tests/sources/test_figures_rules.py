"""The rules by which source cells become figures, on small made-up rows."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from bosetting.sources.draw.employment import merged_percent, rounded
from bosetting.sources.figures.dates import release
from bosetting.sources.figures.grants import payment_year
from bosetting.sources.figures.names import full_name, registered_name
from bosetting.sources.figures.national import cited, rounding
from bosetting.sources.figures.reading import cell, read, whole
from bosetting.sources.reference.imdi import in_use, publishers_code
from bosetting.sources.reference.programme import bounded


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"value": "7", "status": "ok"}, "7"),
        ({"value": "0", "status": "ok"}, "0"),
        ({"value": "", "status": "skjult"}, ":"),
        ({"value": "", "status": "ikke_oppgitt"}, "."),
        ({"value": "7"}, "7"),
        ({"value": ""}, "."),
    ],
)
def test_zero_hidden_and_none_are_three_things(record: dict[str, str], expected: str) -> None:
    assert cell(record) == expected


def test_whole_numbers_may_bear_a_decimal_point() -> None:
    assert whole("13529.0") == 13529
    with pytest.raises(ValueError, match=r"57\.9 is not a whole number"):
        whole("57.9")


@pytest.mark.parametrize(
    ("left", "others", "expected"),
    [
        ("12", ["0", ":"], (1, 11)),
        ("12", [":", ":"], (1, 10)),
        ("12", ["4", ":"], (1, 7)),
        ("12", ["4", "0"], (8, 8)),
        ("3", [":", ":"], (1, 1)),
    ],
)
def test_hidden_result_is_bounded_by_its_row(left: str, others: list[str], expected: tuple[int, int]) -> None:
    assert bounded(left, others) == expected


def test_row_without_room_for_the_hidden_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no room for a hidden number in 4, 3, :"):
        bounded("4", ["3", ":"])


def test_per_cent_of_a_merged_municipality_weighs_parts_by_their_residents() -> None:
    parts = [(600, Fraction(60)), (350, Fraction(70))]
    assert merged_percent(parts) == Decimal("63.3333")  # 950 of 1000 + 500 residents
    assert (
        merged_percent(parts, Fraction(-1, 2)) < merged_percent(parts) < merged_percent(parts, Fraction(1, 2))
    )
    assert merged_percent([(600, Fraction(60))]) == Decimal("60.0000")


def test_rounding_is_half_to_even() -> None:
    assert [rounded(Fraction(n, 20), 1) for n in (1, 3)] == [Decimal("0.0"), Decimal("0.2")]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("2017-06-27", date(2017, 6, 27)),
        ("2016-02", date(2016, 2, 29)),
        ("2017", date(2018, 3, 1)),
        ("2015 (undated capture)", date(2016, 3, 1)),
        ("2019/2020 version", date(2021, 3, 1)),
    ],
)
def test_release_is_never_earlier_than_known(known: str, expected: date) -> None:
    assert release(known) == expected


def test_release_needs_a_year() -> None:
    with pytest.raises(ValueError, match="no year in 'undated'"):
        release("undated")


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("Vik", 2017, True),
        ("Vik (t.o.m. 2017)", 2017, True),
        ("Vik (t.o.m. 2017)", 2018, False),
        ("Vik (f.o.m. 2017)", 2016, False),
        ("Vik (f.o.m. 2018, t.o.m. 2019)", 2019, True),
    ],
)
def test_years_in_a_name_say_when_a_code_is_in_use(name: str, year: int, expected: bool) -> None:
    assert in_use(name, year) is expected


@pytest.mark.parametrize(
    ("kommune_nr", "own", "name", "year", "expected"),
    [
        ("5001", "5001", "Trondheim", 2017, "1601"),
        ("5001", "5001", "Trondheim", 2018, "5001"),
        ("5054", "1624", "Rissa (t.o.m. 2017)", 2017, "1624"),
        ("5053", "1729", "", 2010, "1729"),
        ("0101", "3001", "Halden", 2012, "0101"),
        ("0715", "0715", "Holmestrand (f.o.m. 2018, t.o.m. 2019)", 2019, "0715"),
    ],
)
def test_a_row_has_the_code_of_its_year(
    kommune_nr: str, own: str, name: str, year: int, expected: str
) -> None:
    record = {"kommune_nr": kommune_nr, "imdi_kode": own, "imdi_navn": name, "year": str(year)}
    assert publishers_code(record, {"5001": "1601"}) == expected


def test_payment_year_is_read_from_words() -> None:
    assert payment_year("year 3 (settled 2015)") == 3
    assert payment_year("one-off year 1") == 1
    assert payment_year("per year") is None
    assert payment_year("sum years 1-5") is None


def test_names_spell_the_county_out() -> None:
    assert full_name("Bø (Telem.)") == "Bø (Telemark)"
    assert full_name("Bø (Nordland)") == "Bø (Nordland)"


def test_citation_names_publisher_and_public_copy() -> None:
    assert cited("https://www.ssb.no/a/en") == "SSB, https://www.ssb.no/a/en"
    assert cited("https://github.com/evensrii/Telemark (x.csv)").startswith(
        "IMDi, municipal table (public copy"
    )
    with pytest.raises(KeyError, match="no publisher is known"):
        cited("https://notssb.no/x")


def test_rounding_has_an_interval() -> None:
    assert rounding(14700, 100) == (14650, 14749)


def test_source_figures_come_through_the_reader_of_every_other_file(tmp_path: Path) -> None:
    def seen(content: bytes) -> list[dict[str, str]]:
        (tmp_path / "a.csv").write_bytes(content)
        return read(tmp_path, "a.csv")

    once = [{"navn": "Bø", "value": "1"}]
    for content in ("navn,value\nBø,1\n", "\ufeffnavn;value\r\n\r\nBø;1\r\n;\r\n"):
        assert seen(content.encode()) == once
    assert seen("navn,value\nBø,1\n".encode("cp1252")) == once
    assert seen(b"navn,value\n") == []
    assert seen(b"") == []
    with pytest.raises(ValueError, match=r"^a\.csv, row 3: 1 cells\. Expected 2\. Mend the row\.$"):
        seen(b"navn,value\nA,1\nB\n")
    with pytest.raises(ValueError, match=r'^"Ã¸" stands where one letter was'):
        seen("navn,value\nBÃ¸,1\n".encode())


def test_a_lost_letter_is_put_back_or_refused() -> None:
    assert registered_name("1853", "Evenes - Evená??i") == "Evenes - Evenášši"
    assert registered_name("1853", "Evenes") == "Evenes"
    expected = "9999 is R?st in the copy. Expected a name with all its letters. Add it to CORRECTED."
    with pytest.raises(ValueError, match=expected.replace("?", r"\?")):
        registered_name("9999", "R?st")
