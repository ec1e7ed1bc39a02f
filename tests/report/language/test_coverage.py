"""A letter that the report's font lacks is told by file, row and column before anything is built."""

from datetime import date
from pathlib import Path

import pytest
from smallyear import small_year

from bosetting.cli import main
from bosetting.inputs.year import check_year
from bosetting.report.drawing.fonts import FAMILY
from bosetting.report.language.coverage import with_unwritable
from bosetting.report.output.pdf import DocumentError, compile_pdf

ROOT = Path(__file__).resolve().parents[3]
REST = (
    "which the report's font lacks. Expected letters of Source Sans Pro, which has Latin, Greek and Cyrillic "
    "ones. Write it with other letters."
)


def changed(root: Path, table: str, **cells: str) -> list[str]:
    checked = check_year(2018, small_year(lambda y: y.change(table, 1, **cells)).write(root))
    assert checked.faults == ()
    return [str(fault) for fault in with_unwritable(checked).faults]


@pytest.mark.parametrize(
    ("table", "column", "text", "named"),
    [
        ("municipalities", "kommune", "Midt中by", "中 (U+4E2D)"),
        ("municipal_parts", "part", "Del Ǥ", "Ǥ (U+01E4)"),
        ("forecasts", "source", "A 😀 and 中 and 中", "😀 (U+1F600), 中 (U+4E2D)"),
        ("national", "source", "x\u0332", "\u0332 (U+0332)"),
    ],
)
def test_the_letter_is_told_with_its_place(
    tmp_path: Path, table: str, column: str, text: str, named: str
) -> None:
    told = changed(tmp_path, table, **{column: text})
    assert told == [f"data/2018/{table}.csv, row 3, {column}: {text} holds {named}, {REST}"]


@pytest.mark.parametrize("column", ["reason", "decided_by"])
def test_so_it_is_in_an_adjustment(tmp_path: Path, column: str) -> None:
    cells = {"reason": "No flats", "decided_by": "The board"} | {column: "Å 中"}
    year = small_year(
        lambda y: y.add(
            "adjustments", kommune_nr="0101", edition="november", kind="ask", date="2017-11-01", **cells
        )
    )
    told = with_unwritable(check_year(2018, year.write(tmp_path))).faults
    assert [str(fault) for fault in told] == [
        f"data/2018/adjustments.csv, row 2, {column}: Å 中 holds 中 (U+4E2D), {REST}"
    ]


def test_so_it_is_in_the_rules(tmp_path: Path) -> None:
    year = small_year(lambda y: y.set_rule("floor", source="A letter 中"))
    told = with_unwritable(check_year(2018, year.write(tmp_path))).faults
    assert [str(fault) for fault in told] == [
        f"data/2018/rules.toml, rule.floor.source: A letter 中 holds 中 (U+4E2D), {REST}"
    ]


def test_a_county_wrong_throughout_is_told_in_one_line(tmp_path: Path) -> None:
    year = small_year(
        *(lambda y, n=n: y.change("municipalities", n, fylke="中land", fylke_nr="01") for n in range(6))
    )
    told = with_unwritable(check_year(2018, year.write(tmp_path))).faults
    lacking = [fault for fault in told if "font" in fault.what]
    assert [(fault.row, fault.stands_for) for fault in lacking] == [(None, 6)]


@pytest.mark.parametrize(
    "text",
    [
        "Kárášjohka",
        "Deatnu – Tana",
        "A\u030alesund",
        "a\u200db\u00adc",
        "ẏ",
        "Москва",
        "\u2009\u202f",
        "中",
        "Ǥ",
        "x\u0332",
        "\u0489",
        "a\u3000b",
        "a\u2003b",
        "\u2190\u2192",
        "😀",
    ],
)
def test_the_check_says_what_the_document_says(tmp_path: Path, text: str) -> None:
    source = f'#set document(title: "x")\n#set text(font: "{FAMILY}", fallback: false)\nx{text}x'
    try:
        compile_pdf(source, date(2018, 1, 1))
        can = True
    except DocumentError:
        can = False
    assert (changed(tmp_path, "national", source=f"x{text}x") == []) == can


def test_the_real_year_can_be_written() -> None:
    assert with_unwritable(check_year(2018, ROOT)).faults == ()


@pytest.mark.parametrize("form", ["text", "json"])
def test_check_and_build_refuse_it(tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = small_year(lambda y: y.change("municipalities", 1, kommune="Midt中by")).write(tmp_path)
    line = f"data/2018/municipalities.csv, row 3, kommune: Midt中by holds 中 (U+4E2D), {REST}\n"
    for arguments in (["check", "2018", "--format", form], ["build", "2018"]):
        with pytest.raises(SystemExit) as stopped:
            main([*arguments, "--root", str(root)])
        assert stopped.value.code == 2
        out, err = capsys.readouterr()
        if arguments[-1] == "json":
            assert '"what": "Midt中by holds 中 (U+4E2D), which the report\'s font lacks"' in out
        else:
            assert err == line + ("1 fault.\n" if arguments[0] == "check" else "")
    assert not (root / "reports").exists()
