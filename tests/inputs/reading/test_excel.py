"""What Norwegian Excel saves is read where it is certain, and refused in few lines where it is not."""

import csv
import io
import re
from pathlib import Path

import pytest
from smallyear import SmallYear, small_year

from bosetting.inputs.decisions import read_decisions
from bosetting.inputs.reading.excel import as_the_table_has_it
from bosetting.inputs.told.faults import BadInput
from bosetting.inputs.year import check_year, read_inputs

NUMBER = [{"name": "n", "type": "number"}]


def as_excel_saves(year: SmallYear, table: str, zeros: bool) -> None:
    """Open and save, with codes kept as text where ``zeros``."""

    def cell(value: str) -> str:
        value = {"true": "SANN", "false": "USANN"}.get(value, value)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return ".".join(reversed(value.split("-")))
        if re.fullmatch(r"0\d+", value) and not zeros:
            return str(int(value))
        return value.replace(".", ",") if re.fullmatch(r"-?\d+\.\d+", value) else value

    out = io.StringIO()
    rows = csv.reader(io.StringIO(year.csv(table).decode()))
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([[cell(c) for c in row] for row in rows])
    year.raw[f"{table}.csv"] = b"\xef\xbb\xbf" + out.getvalue().encode()


def test_read_with_a_note(tmp_path: Path) -> None:
    plain = small_year(lambda y: y.change("employment", 1, percent="70.5"))
    saved = small_year(lambda y: y.change("employment", 1, percent="70.5"))
    for table in ("employment", "published_requests", "population"):
        as_excel_saves(saved, table, zeros=True)
    root = saved.write(tmp_path / "saved")
    inputs, expected = read_inputs(2018, None, root), plain.read(tmp_path / "plain")
    assert inputs.municipalities == expected.municipalities
    assert all(inputs.tables[name].equals(expected.tables[name]) for name in expected.tables)
    assert [note.removeprefix("data/2018/") for note in inputs.notes if "; between" not in note] == [
        "population.csv: read reference_date, published with dates as day.month.year; write year-month-day.",
        "employment.csv: read percent with a decimal comma; write a point.",
        "employment.csv: read published with dates as day.month.year; write year-month-day.",
        "published_requests.csv: read asked with SANN and USANN; write true and false.",
        "published_requests.csv: read published with dates as day.month.year; write year-month-day.",
    ]


def test_lost_zeros_are_one_line_for_each_column(tmp_path: Path) -> None:
    year = small_year()
    as_excel_saves(year, "population", zeros=False)
    checked = check_year(2018, year.write(tmp_path))
    assert [str(fault) for fault in checked.faults if fault.file.endswith("/population.csv")] == [
        'data/2018/population.csv, kommune_nr: "101" has 3 digits; so in 6 rows, first row 2. Expected 4 digits. '
        "A leading zero is lost: write 0101 and keep the column as text."
    ]


def test_without_semicolons_nothing_is_rewritten(tmp_path: Path) -> None:
    year = small_year(
        lambda y: [y.change("published_requests", place, asked="SANN") for place in range(6)],
        lambda y: y.change("population", 0, published="01.03.2017"),
    )
    assert [str(fault) for fault in check_year(2018, year.write(tmp_path)).faults] == [
        'data/2018/population.csv, row 2, published: "01.03.2017" is not a date. Expected a date '
        "written YYYY-MM-DD. Save it with year-month-day.",
        'data/2018/published_requests.csv, asked: "SANN" is not true or false; so in 6 rows, first row 2. '
        "Expected true or false. Save it with true/false.",
    ]


@pytest.mark.parametrize(
    ("values", "read"),
    [
        (["61,2", "7"], ["61.2", "7"]),
        (["61,2", "70.5"], ["61,2", "70.5"]),  # one of them is wrong
        (["1,234", "12,500"], ["1,234", "12,500"]),  # thousands, or decimals
        (["1,234", "12,5"], ["1.234", "12.5"]),
        (["0,123"], ["0.123"]),
        (["1 234,5"], ["1 234,5"]),
        (["1.234,5"], ["1.234,5"]),
        (["1,5E+05"], ["1,5E+05"]),
    ],
)
def test_a_comma_is_read_where_it_is_certain(values: list[str], read: list[str]) -> None:
    lines = [(line, {"n": value}) for line, value in enumerate(values, start=2)]
    as_the_table_has_it(NUMBER, lines)
    assert [cells["n"] for _, cells in lines] == read


def test_columns_and_rows_that_excel_adds_are_passed_over(tmp_path: Path) -> None:
    year = small_year()
    lines = year.csv("population").decode().splitlines()
    year.raw["population.csv"] = "\n".join([*(f"{line},," for line in lines), ",,,,,", ""]).encode()
    checked = check_year(2018, year.write(tmp_path))
    assert (checked.faults, checked.notes, checked.rows["population"]) == ((), (), 6)


def decisions(tmp_path: Path, content: bytes) -> tuple[dict[str, int], tuple[str, ...]]:
    path = tmp_path / "decided.csv"
    path.write_bytes(content)
    return read_decisions(path, {"0301": 666_000, "1103": 132_000})


def test_decisions_come_through_the_same_reader(tmp_path: Path) -> None:
    content = "kommune_nr;persons;merknad\r\n0301;5;Bydel Ås\r\n".encode("cp1252")
    decided, notes = decisions(tmp_path, content)
    assert decided == {"0301": 5}
    assert [note.split(": ", 1)[1] for note in notes] == [
        "read as Windows-1252; write it as UTF-8.",
        "read with ; between the columns; write it with ,.",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"kommune_nr,persons\n301,5\n", 'row 2, kommune_nr: "301" has 3 digits. Expected 4 digits.'),
        (b"kommune_nr,persons\n0301,-1\n", "row 2, persons: -1 is less than 0. Expected at least 0."),
        (b"kommune_nr,persons\n0301,\n", "row 2, persons: the cell is blank. Expected a value."),
        (b"kommune_nr,persons\n0302,1\n", 'row 2, kommune_nr: "0302" is not known. Expected a municipality.'),
        (b"kommune_nr,persons\n0301,1\n0301,2\n", "row 3, kommune_nr: 0301 stands in row 2 already."),
        (b"kommune_nr,persons,persons\n0301,1,2\n", "row 1, persons: the column stands twice."),
        (b"kommune_nr,persons,,x\n0301,1,2,3\n", "row 1, column 3: the column has no name."),
        (b"kommune_nr,personer\n0301,1\n", "row 1, persons: the column is missing."),
        (b"kommune_nr,persons\n0301\n", "row 2: 1 cells. Expected 2, one for each column."),
        (b"kommune_nr\tpersons\n0301\t1\n", "row 1: tabs stand between the columns."),
        (b"", "row 1: the file is empty."),
    ],
)
def test_decisions_that_are_refused(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        decisions(tmp_path, content)
    (fault,) = refused.value.faults
    assert str(fault).startswith(f"{tmp_path / 'decided.csv'}, {message}")
