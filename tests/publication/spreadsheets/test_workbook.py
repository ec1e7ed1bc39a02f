"""The workbooks: every number computed again by their formulas, inert text, the same bytes, and the guidance kept."""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from edition import request_tables
from odf import table as odf_table
from odf.opendocument import load as load_ods
from smallyear import SmallYear, equal_residents, small_year

from bosetting.compute import Computation, compute
from bosetting.publication.open_data.describe import package_bytes
from bosetting.publication.spreadsheets.sheets import letters, open_formula
from bosetting.publication.spreadsheets.workbook import workbook, workbook_files

ROOT = Path(__file__).parents[3]
FORMULA = '=HYPERLINK("http://x.example")'
CELL = re.compile(r"(?:(\w+)!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")


def made(computation: Computation, language: str = "nb") -> dict[str, bytes]:
    files = request_tables(computation)
    return workbook_files(files, json.loads(package_bytes(files, computation)), computation, language)


def xlsx_cells(content: bytes) -> dict[str, dict[str, object]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.title: {cell.coordinate: cell.value for row in sheet for cell in row if cell.value is not None}
        for sheet in book
    }


def ods_cells(content: bytes) -> dict[str, dict[str, object]]:
    """The cells as odfpy reads them, formulas as Excel writes them."""
    found: dict[str, dict[str, object]] = {}
    for sheet in load_ods(io.BytesIO(content)).getElementsByType(odf_table.Table):
        cells = found[sheet.getAttribute("name")] = {}
        for row_number, row in enumerate(sheet.getElementsByType(odf_table.TableRow), 1):
            for place, cell in enumerate(row.getElementsByType(odf_table.TableCell)):
                value = ods_value(cell)
                if value is not None:
                    cells[f"{letters(place)}{row_number}"] = value
    return found


def ods_value(cell: odf_table.TableCell) -> object:
    formula = cell.getAttribute("formula")
    if formula:
        plain = re.sub(r"\[\$?(\w*)\.([^\]]*)\]", lambda m: (f"{m[1]}!" if m[1] else "") + m[2], formula)
        return "=" + plain.removeprefix("of:=").replace(":.", ":").replace(";", ",")
    kind = cell.getAttribute("valuetype")
    if kind == "float":
        return float(cell.getAttribute("value"))
    if kind == "boolean":
        return cell.getAttribute("booleanvalue") == "true"
    return str(cell) if kind == "string" else None


def rounded(value: float, digits: int) -> float:
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def evaluated(cells: dict[str, dict[str, object]]):
    """A spreadsheet of our own: floats, blank as nothing, and the few functions that the formulas use."""

    @cache
    def value(sheet: str, address: str) -> object:
        found = cells[sheet].get(address, "")
        return computed(found[1:], sheet) if isinstance(found, str) and found.startswith("=") else found

    def column(sheet: str, first: str, start: str, last: str, end: str) -> list[object]:
        assert first == last
        return [value(sheet, f"{first}{row}") for row in range(int(start), int(end) + 1)]

    def computed(formula: str, own: str) -> object:
        def reference(match: re.Match[str]) -> str:
            sheet, first, start, last, end = match.groups()
            if last:
                return f"column({sheet or own!r},{first!r},{start!r},{last!r},{end!r})"
            return f"value({sheet or own!r},{first + start!r})"

        parts = re.split(r'("[^"]*")', formula)
        python = "".join(
            part if place % 2 else CELL.sub(reference, re.sub(r"(?<![<>])=", "==", part))
            for place, part in enumerate(parts)
        )
        names = {
            "value": value,
            "column": column,
            "IF": lambda test, yes, no: yes if test else no,
            "AND": lambda *tests: all(tests),
            "OR": lambda *tests: any(tests),
            "ROUND": rounded,
            "INT": lambda number: number // 1,
            "MAX": max,
            "MIN": lambda *numbers: min(n for n in numbers if n != ""),
            "SUMIF": lambda keys, key, numbers: sum(
                n for k, n in zip(keys, numbers, strict=True) if k == key
            ),
            "HYPERLINK": lambda where, shown: shown,
        }
        return eval(python, {"__builtins__": {}}, names)

    return value


def table(cells: dict[str, dict[str, object]], sheet: str, first: str) -> list[dict[str, object]]:
    """The rows of a sheet's table, whose first header is named, with every formula computed."""
    value = evaluated(cells)
    (top,) = (int(at[1:]) for at, cell in cells[sheet].items() if cell == first and at.startswith("A"))
    headers = {}
    while (header := cells[sheet].get(f"{letters(len(headers))}{top}")) is not None:
        headers[header] = letters(len(headers))
    last = max(int(re.sub("[A-Z]", "", at)) for at in cells[sheet])
    return [
        {name: value(sheet, f"{column}{row}") for name, column in headers.items()}
        for row in range(top + 1, last + 1)
    ]


def one_stage(year: SmallYear) -> None:
    year.set_rule("division", value="one_stage")


def capped(year: SmallYear) -> None:
    year.set_rule("cap", value=40)


def in_fives(year: SmallYear) -> None:
    year.set_rule("unit", value=5)
    year.change("forecasts", 1, requested=100)


def tied(year: SmallYear) -> None:
    equal_residents(year)
    year.change("forecasts", 1, requested=105)


@pytest.mark.parametrize("change", [None, one_stage, capped, in_fives, tied])
@pytest.mark.parametrize("read", [xlsx_cells, ods_cells])
def test_the_formulas_give_every_number(tmp_path: Path, change, read) -> None:
    computation = compute(2018, None, small_year(*([] if change is None else [change])).write(tmp_path))
    name = "tables.xlsx" if read is xlsx_cells else "tables.ods"
    agree(computation, read(made(computation)[name]))


def agree(computation: Computation, cells: dict[str, dict[str, object]]) -> None:
    rows = table(cells, "check", "division")
    assert {row["agrees"] for row in rows} == {"ja"}
    assert all(row["computed"] in ("", row["persons"]) for row in rows)
    of_municipalities = [row for row in rows if row["division"] not in ("counties", "minors")]
    assert {row["code"]: row["persons"] for row in of_municipalities} == {
        a.municipality.number: a.persons for a in computation.request.asked
    }
    sums = table(cells, "check_sums", "division")
    assert {row["agrees"] for row in sums} == {"ja"}
    assert [row["divided"] for row in sums] == [row["to_divide"] for row in sums]


@pytest.mark.parametrize("read", [xlsx_cells, ods_cells])
def test_the_formulas_give_every_number_of_the_real_edition(read) -> None:
    computation = compute(2018, "november", ROOT)
    agree(computation, read(made(computation)["tables.xlsx" if read is xlsx_cells else "tables.ods"]))


def test_a_tie_is_rounded_as_it_was_decided(tmp_path: Path) -> None:
    computation = compute(2018, None, small_year(tied).write(tmp_path))
    rows = table(xlsx_cells(made(computation)["tables.xlsx"]), "check", "division")
    assert {row["code"]: row["tie"] for row in rows if row["division"] == "county_01" and row["tie"]} == {
        "0101": "up",
        "0102": "down",
    }


@pytest.mark.parametrize("read", [xlsx_cells, ods_cells])
def test_a_changed_number_is_seen(tmp_path: Path, read) -> None:
    computation = compute(2018, None, small_year().write(tmp_path))
    cells = read(made(computation)["tables.xlsx" if read is xlsx_cells else "tables.ods"])
    (at,) = (at for at, cell in cells["requests"].items() if cell == computation.request.persons["0201"])
    cells["requests"][at] += 1
    assert [row["code"] for row in table(cells, "check", "division") if row["agrees"] == "nei"] == ["0201"]
    assert "nei" in {row["agrees"] for row in table(cells, "check_sums", "division")}


def test_the_values_beside_the_formulas_are_what_they_give(tmp_path: Path) -> None:
    """For readers that do not compute, such as a preview."""
    computation = compute(2018, None, small_year(tied).write(tmp_path))
    content = made(computation)["tables.xlsx"]
    cells = xlsx_cells(content)
    value, shown = evaluated(cells), openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    formulas = [
        (sheet, at)
        for sheet, own in cells.items()
        for at, cell in own.items()
        if isinstance(cell, str) and cell.startswith("=")
    ]
    assert len(formulas) > 50
    assert [(s, at) for s, at in formulas if nearly(shown[s][at].value) != nearly(value(s, at))] == []


def test_text_from_data_is_never_a_formula(tmp_path: Path) -> None:
    def hostile(year: SmallYear) -> None:
        year.change("municipalities", 1, kommune=FORMULA)
        year.change("municipalities", 2, kommune="#REF!")
        year.change("municipalities", 0, kommune="<b>&amp;")

    computation = compute(2018, None, small_year(hostile).write(tmp_path))
    files = made(computation)
    strange = [FORMULA, "#REF!"]
    book = openpyxl.load_workbook(io.BytesIO(files["tables.xlsx"]))
    found = [
        c
        for sheet in book
        for row in sheet
        for c in row
        if isinstance(c.value, str) and strange[0] in c.value
    ]
    assert found
    assert {cell.data_type for cell in found} == {"s"}
    content = zipfile.ZipFile(io.BytesIO(files["tables.ods"])).read("content.xml").decode()
    assert "HYPERLINK" in content
    assert "table:formula" in content
    assert not re.search(r'table:formula="[^"]*HYPERLINK', content)
    assert "#REF!" in set(ods_cells(files["tables.ods"])["requests"].values())
    assert "<b>&amp;" in set(ods_cells(files["tables.ods"])["requests"].values())
    assert "<b>&amp;" in set(xlsx_cells(files["tables.xlsx"])["requests"].values())


def test_the_bytes_are_the_same_in_another_process_and_hold_no_clock(tmp_path: Path) -> None:
    root = small_year().write(tmp_path)
    here = made(compute(2018, None, root))
    program = (
        "import sys, hashlib; from pathlib import Path\n"
        "from test_workbook import made, compute\n"
        "print([hashlib.sha256(c).hexdigest() for c in made(compute(2018, None, Path(sys.argv[1]))).values()])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(root)],
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str([hashlib.sha256(content).hexdigest() for content in here.values()])
    for content in here.values():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_releasing_statistics_in_spreadsheets(tmp_path: Path, language: str) -> None:
    """What the guidance asks for: docs/spreadsheets.md has the whole list."""
    computation = compute(2018, None, small_year().write(tmp_path))
    files = made(computation, language)
    book = openpyxl.load_workbook(io.BytesIO(files["tables.xlsx"]))
    assert book.sheetnames[:5] == ["cover", "contents", "check", "check_sums", "notes"]
    assert book.properties.title
    assert book.properties.language == language
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert sheet["A1"].value
        assert len(sheet.tables) == (0 if sheet.title == "cover" else 1)
        rows = [[cell.value for cell in row] for row in sheet]
        assert all(any(value is not None for value in row) for row in rows), "a row is blank"
        for one in sheet.tables.values():
            header = [cell.value for cell in sheet[one.ref][0]]
            assert all(header)
            assert len(set(header)) == len(header)
            assert one.ref.split(":")[1] == sheet.dimensions.split(":")[1]
    contents = table(xlsx_cells(files["tables.xlsx"]), "contents", "sheet")
    assert [row["sheet"] for row in contents] == book.sheetnames[2:]
    notes = table(xlsx_cells(files["tables.xlsx"]), "notes", "table")
    for name in ("requests", "counties", "divisions"):
        header = next(iter(book[name].tables.values())).ref
        columns = [cell.value for cell in book[name][header][0]]
        assert [note["column"] for note in notes if note["table"] == name] == columns
    assert ods_cells(files["tables.ods"]).keys() == xlsx_cells(files["tables.xlsx"]).keys()


def test_both_files_hold_the_same(tmp_path: Path) -> None:
    files = made(compute(2018, None, small_year().write(tmp_path)))
    xlsx, ods = xlsx_cells(files["tables.xlsx"]), ods_cells(files["tables.ods"])
    links = {at for at, cell in xlsx["contents"].items() if str(cell).startswith("=HYPERLINK")}
    assert links
    for sheet, cells in xlsx.items():
        rest = {at: cell for at, cell in cells.items() if not (sheet == "contents" and at in links)}
        assert {at: nearly(ods[sheet][at]) for at in rest} == {at: nearly(cell) for at, cell in rest.items()}


def nearly(cell: object) -> object:
    """Numbers to the digits that a spreadsheet keeps."""
    return f"{cell:.14g}" if isinstance(cell, int | float) and not isinstance(cell, bool) else cell


def test_a_formula_in_both_writings() -> None:
    assert open_formula('IF(H5="A1",MAX(G5,2),SUMIF(check!$A$5:$A$9,A5,check!$K$5:$K$9))') == (
        'IF([.H5]="A1";MAX([.G5];2);SUMIF([$check.$A$5:.$A$9];[.A5];[$check.$K$5:.$K$9]))'
    )


def test_numbers_are_numbers(tmp_path: Path) -> None:
    computation = compute(2018, None, small_year().write(tmp_path))
    files = request_tables(computation)
    book = workbook(files, json.loads(package_bytes(files, computation)), computation, "en")
    (requests,) = (sheet for sheet in book.sheets if sheet.name == "requests")
    row = dict(zip(requests.columns, requests.rows[0], strict=True))
    assert (row["kommune_nr"], row["asked"]) == ("0101", True)
    assert isinstance(row["weight"], Decimal)
    assert isinstance(row["persons"], int)
