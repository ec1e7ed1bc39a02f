"""What stands in the open data: exact, and inert whatever a name holds."""

import csv
import io
import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from edition import request_tables
from smallyear import SmallYear, equal_residents, small_year

from bosetting.compute import Computation, compute
from bosetting.publication.open_data.tables import (
    cell_text,
    csv_bytes,
    exact_decimal,
    explanation_rows,
    request_rows,
)
from bosetting.publication.terminal import as_json, as_table
from bosetting.report import chapters
from bosetting.report.blocks.kinds import Document
from bosetting.report.view import View

ROOT = Path(__file__).parents[3]
SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://x.example")'


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-5, "-5"),
        (Decimal("0.900000"), "0.900000"),
        (Decimal("-0.5"), "-0.5"),
        (Fraction(340), "340"),
        ("Øya", "Øya"),
        ("a=b", "a=b"),
        *((f"{sign}1", f"'{sign}1") for sign in "=+-@\t\r"),
    ],
)
def test_cells(cell: object, text: str) -> None:
    assert cell_text(cell) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "0.333333333333333"),
        (Fraction(2, 3), "0.666666666666667"),
        (Fraction(1, 2), "0.5"),
        (Fraction(100), "100"),
        (Fraction(10**30 + 1, 1), f"{10**30 + 1}"),
        (Fraction(1, 10**15) / 2, "0"),
        (Fraction(3, 10**15) / 2, "0.000000000000002"),
    ],
)
def test_fractions_as_decimals(value: Fraction, text: str) -> None:
    assert exact_decimal(value) == text


def hostile(year: SmallYear) -> None:
    year.change("municipalities", 0, kommune=SCRIPT)
    year.change("municipalities", 1, kommune=FORMULA)
    year.change("municipalities", 2, kommune='Comma, and "quote"')
    for place in (3, 4, 5):
        year.change("municipalities", place, fylke="@SUM(A1:A9)")


def small(path: Path, *changes: object) -> Computation:
    return compute(2018, None, small_year(*changes).write(path))


def test_names_are_inert_in_csv(tmp_path: Path) -> None:
    files = request_tables(small(tmp_path, hostile))
    for name, column, wanted in (
        ("requests.csv", "kommune", [SCRIPT, f"'{FORMULA}", 'Comma, and "quote"', "Storby", "Lia", "Øya"]),
        ("counties.csv", "fylke", ["Østland", "'@SUM(A1:A9)"]),
    ):
        text = files[name].decode("utf-8")
        assert "\r" not in text
        found = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [row[column] for row in found] == wanted
        assert all(not cell.startswith(("=", "+", "-", "@")) for row in found for cell in row.values())


def test_names_are_inert_in_a_terminal(tmp_path: Path) -> None:
    request = small(tmp_path, hostile).request
    assert as_table(request).count(SCRIPT) == 1
    assert "\x1b" not in as_table(request) + as_json(request_rows(request))


@pytest.fixture(scope="module")
def hostile_computation(tmp_path_factory: pytest.TempPathFactory) -> Computation:
    """The real year, in which one asked and one not asked municipality and a county have hostile names."""
    root = tmp_path_factory.mktemp("hostile")
    shutil.copytree(ROOT / "data", root / "data")
    path = root / "data" / "2018" / "municipalities.csv"
    text = path.read_text(encoding="utf-8")
    quoted = FORMULA.replace('"', '""')
    for old, new in (("0101,Halden,", f"0101,{SCRIPT},"), ("0118,Aremark,", f'0118,"{quoted}",')):
        assert text.count(old) == 1
        text = text.replace(old, new)
    assert text.count(",Vestfold,") > 5
    path.write_text(text.replace(",Vestfold,", ",<img src=x onerror=alert(2)>,"), encoding="utf-8")
    found = compute(2018, "november", root)
    # The load speaks of numbers only, so a name changes nothing in it.
    found.__dict__["load"] = compute(2018, "november", ROOT).load
    return found


@pytest.mark.long
@pytest.mark.parametrize("language", ["nb", pytest.param("en", marks=pytest.mark.long)])
def test_names_are_inert_in_the_report(hostile_computation: Computation, language: str) -> None:
    view = View(hostile_computation, language, Document(language))
    html = "".join(
        block.mimebundle(language)["text/html"]
        for name in chapters.__all__
        for block in getattr(chapters, name)(view)
    )
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "&lt;img src=x onerror=alert(2)&gt;" in html
    assert "<script" not in html
    assert "<img src=x" not in html
    assert "HYPERLINK" in html


def test_rows_are_those_of_the_request(tmp_path: Path) -> None:
    content = csv_bytes(("kommune_nr", "persons", "asked"), request_rows(small(tmp_path).request))
    assert content == (
        b"kommune_nr,persons,asked\n0101,26,true\n0102,12,true\n0103,0,false\n"
        b"0201,54,true\n0202,10,true\n0203,0,false\n"
    )


def test_every_division_has_its_divisor_and_its_ties(tmp_path: Path) -> None:
    found = small(tmp_path, equal_residents, lambda y: y.change("forecasts", 1, requested=103))
    text = request_tables(found)["divisions.csv"].decode()
    rows = {row["division"]: row for row in csv.DictReader(io.StringIO(text))}
    assert list(rows) == ["counties", "county_01", "county_02", "minors"]
    counties = rows["counties"]
    assert (counties["shared_by"], counties["fylke_nr"], counties["places"]) == (
        "previous_request",
        "",
        "103",
    )
    assert counties["members"] == "02 01"
    # 120 and 70 of the previous request: 65 and 38.
    low, high = Fraction(counties["divisor_low"]), Fraction(counties["divisor_high"])
    assert low < Fraction(counties["divisor"]) < high
    assert [round(n / Fraction(counties["divisor"])) for n in (120, 70)] == [65, 38]
    tied = [row for row in rows.values() if row["tied"]]
    for row in tied:
        assert row["divisor"] == row["divisor_low"] == row["divisor_high"]
        assert set(row["favoured"].split()) < set(row["tied"].split()) <= set(row["members"].split())


def test_a_tie_is_told_with_who_went_first(tmp_path: Path) -> None:
    found = small(tmp_path, equal_residents, lambda y: y.change("forecasts", 1, requested=105))
    text = request_tables(found)["divisions.csv"].decode()
    rows = {row["division"]: row for row in csv.DictReader(io.StringIO(text))}
    persons = {a.municipality.number: a.persons for a in found.request.asked}
    assert persons["0101"] == persons["0102"] + 1
    assert (rows["county_01"]["tied"], rows["county_01"]["favoured"]) == ("0101 0102", "0101")
    assert (rows["county_02"]["tied"], rows["county_02"]["favoured"]) == ("", "")


def test_equal_claims_to_be_asked_are_told_of_each(tmp_path: Path) -> None:
    found = small(tmp_path, equal_residents)
    rows = {row["kommune_nr"]: row for row in explanation_rows(found.explanations, found.request)}
    assert {code: row["tied_with"] for code, row in rows.items()} == {
        **dict.fromkeys(rows, ""),
        "0101": "0102",
        "0102": "0101",
    }


def test_minors_not_known_are_blank_and_not_zero(tmp_path: Path) -> None:
    found = small(tmp_path, lambda year: year.change("forecasts", 1, unaccompanied_minors=""))
    rows = list(csv.DictReader(io.StringIO(request_tables(found)["requests.csv"].decode())))
    assert {row["unaccompanied_minors"] for row in rows} == {""}
