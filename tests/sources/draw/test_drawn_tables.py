"""A small made-up reference becomes the tables of a year: parts summed, hidden ones as bounds, splits missing."""

import json
from datetime import date
from pathlib import Path

import pytest
from frictionless import Package
from made_structure import CHANGES, STRUCTURE

from bosetting.inputs.told.faults import BadInput
from bosetting.sources.draw.country import outline
from bosetting.sources.draw.drawing import Drawn, draw
from bosetting.sources.draw.followed import Parts, parts
from bosetting.sources.draw.held import Reference
from bosetting.sources.draw.plan import read_plan

FIGURE = "code,period,measure,value,low,high,status,published,published_from,source"
PLAN = """
[municipalities]
[municipal_parts]
periods = ["2017-01-01"]
[population]
periods = ["2017-01-01"]
[employment]
[programme_results]
[programme_participants]
[settled]
[published_requests]
"""


def figures(*rows: str, published: str = "2017-03-01") -> str:
    """Rows of code, period, measure, and value, ``low-high`` where hidden, ``.`` where missing."""
    made = []
    for row in rows:
        *what, value = row.split()
        low, _, high = value.partition("-") if "-" in value else ("", "", "")
        status = "suppressed" if "-" in value else {".": "missing", "x": "not_applicable"}.get(value, "ok")
        number = value if status == "ok" else ""
        made.append(f"{','.join(what)},{number},{low},{high},{status},{published},assumed,SSB")
    return "\n".join([FIGURE, *made, ""])


REQUESTS = """code,target_year,version,version_date,rank,measure,value,low,high,status,published,published_from,source
0101,2017,sent,,1,request,20,,,ok,2016-10-10,assumed,IMDi
0301,2017,sent,,1,request,,,,not_applicable,2016-10-10,assumed,IMDi
1624,2017,sent,,1,request,15,,,ok,2016-10-10,assumed,IMDi
1718,2017,sent,,1,request,12,,,ok,2016-10-10,assumed,IMDi
1850,2017,sent,,1,request,10,,,ok,2016-10-10,assumed,IMDi
0101,2017,sent,,1,request_minors,,,,missing,2016-10-10,assumed,IMDi
1624,2017,sent,,1,request_minors,3,,,ok,2016-10-10,assumed,IMDi
0101,2017,sent,,1,decision,,1,4,suppressed,2017-03-01,assumed,IMDi
1624,2017,sent,,1,decision,10,,,ok,2017-03-01,assumed,IMDi
1718,2017,sent,,1,decision,,,,not_applicable,2017-03-01,assumed,IMDi
03,2017,sent,,1,request,50,,,ok,2016-10-10,assumed,IMDi
0101,2018,later,,1,request,7,,,ok,2018-10-10,assumed,IMDi
"""
TABLES = {
    "changes": CHANGES,
    "structure": STRUCTURE,
    "language": "code,period,measure,value\n0101,2017,language,nn\n0301,2017,language,neutral\n",
    "population": figures(
        "0101 2017-01-01 residents 6000",
        "0301 2017-01-01 residents 90000",
        "1624 2017-01-01 residents 4000",
        "1718 2017-01-01 residents 2000",
        "0101 2018-01-01 residents 6100",
    ),
    "employment": figures(
        "0000 2014-K4 employed 50000",
        "0000 2014-K4 percent 69",
        "0101 2014-K4 employed 2400",
        "0101 2014-K4 percent 60",
        "1624 2014-K4 employed 600",
        "1624 2014-K4 percent 60",
        "1718 2014-K4 employed 350",
        "1718 2014-K4 percent 70",
        "1850 2014-K4 employed 350",
        "1850 2014-K4 percent 70",
    ),
    "programme_results": figures(
        "0101 2012 former_participants 12",
        "0101 2012 work_or_education 1-7",
        "1624 2012 former_participants 10",
        "1624 2012 work_or_education 6",
        "1718 2012 former_participants 1-",
        "1718 2012 work_or_education 1-",
        "1850 2012 former_participants 9",
        "1850 2012 work_or_education 4",
    ),
    "programme_participants": figures(
        "0101 2015 participants 16",
        "0301 2015 participants x",
        "1624 2015 participants 9",
        "1718 2015 participants 1-4",
    ),
    "settled": figures(
        "0101 2016 settled 1-4",
        "1624 2016 settled 1-3",
        "1718 2016 settled 4",
        "0301 2016 settled .",
        "1850 2016 settled 5",
    ),
    "requests": REQUESTS,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, content in TABLES.items():
        _write(tmp_path / "data" / "reference" / f"{name}.csv", content)
    year = tmp_path / "data" / "2018"
    _write(year / "draw.toml", PLAN)
    _write(year / "forecasts.csv", "edition,as_of,need\nfirst,2017-11-06,100\n")
    return tmp_path


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def _rows(drawn: Drawn, table: str) -> list[str]:
    """The rows of a table as drawn, without their date of publication where it is the last column."""
    return drawn.files[f"{table}.csv"].decode().splitlines()[1:]


def test_the_municipalities_are_those_of_the_day(root: Path) -> None:
    assert _rows(draw(root, 2018), "municipalities") == [
        "0101,Sund,01,Øst,nn,59.1,11.5",
        "0301,By,03,By,neutral,59.9,10.7",
        "1806,Nar,18,Nord,unknown,68.4,17.4",
        "5054,Nye Vik,50,Nord,unknown,63.7,10.1",
    ]


def test_parts_are_summed_kept_apart_and_not_found_where_one_was_split(root: Path) -> None:
    drawn = draw(root, 2018)
    found = {row[:4]: row for row in _rows(drawn, "population")}
    assert found["5054"] == "5054,2017-01-01,6000,2017-03-01"
    assert found["1806"] == "1806,2017-01-01,,2017-03-01"
    assert _rows(drawn, "municipal_parts") == [
        "5054,1624,Vik,2017-01-01,4000,2017-03-01",
        "5054,1718,Nes,2017-01-01,2000,2017-03-01",
    ]


def test_a_split_with_a_declared_key_is_divided_by_it_and_nobody_is_lost(root: Path) -> None:
    keyed = CHANGES.replace("1850,Tys,1806,Nar,,KLASS", "1850,Tys,1806,Nar,3/4,The county").replace(
        "1850,Tys,0301,By,,KLASS", "1850,Tys,0301,By,1/4,The county"
    )
    _write(root / "data" / "reference" / "changes.csv", keyed)
    before = ["0301 2017-01-01 residents 90000", "1850 2017-01-01 residents 1801"]
    _write(root / "data" / "reference" / "population.csv", figures(*before))
    found = {row[:4]: row.split(",")[2] for row in _rows(draw(root, 2018), "population")}
    assert (found["1806"], found["0301"]) == ("1351", "90450")


def test_employment_is_printed_derived_or_missing(root: Path) -> None:
    found = {row[:4]: row for row in _rows(draw(root, 2018), "employment")}
    assert found["0000"] == "0000,2014-K4,50000,69,,,ok,2017-03-01"
    assert found["0101"] == "0101,2014-K4,2400,60,,,ok,2017-03-01"
    assert found["5054"] == "5054,2014-K4,950,63.3333,62.8307,63.8360,derived,2017-03-01"
    assert found["1806"] == "1806,2014-K4,,,,,missing,2017-03-01"


def test_results_are_bounded_hidden_or_missing(root: Path) -> None:
    assert _rows(draw(root, 2018), "programme_results") == [
        "0101,2012,12,,1,7,suppressed,0,2017-03-01",
        "0301,2012,,,,,missing,0,2017-03-01",
        "1806,2012,,,,,missing,0,2017-03-01",
        "5054,2012,10,6,,,ok,1,2017-03-01",
    ]


def test_persons_hidden_in_a_part_stay_within_bounds(root: Path) -> None:
    drawn = draw(root, 2018)
    assert _rows(drawn, "settled") == [
        "0101,2016,,1,4,suppressed,2017-03-01",
        "0301,2016,,,,missing,2017-03-01",
        "1806,2016,,,,missing,2017-03-01",
        "5054,2016,,5,7,suppressed,2017-03-01",
    ]
    assert {row[:4]: row[4:] for row in _rows(drawn, "programme_participants")} == {
        "0101": ",2015,16,,,ok,2017-03-01",
        "0301": ",2015,,,,missing,2017-03-01",
        "1806": ",2015,,,,missing,2017-03-01",
        "5054": ",2015,,10,13,suppressed,2017-03-01",
    }


def test_requests_keep_their_version_and_later_ones_are_not_drawn(root: Path) -> None:
    assert _rows(draw(root, 2018), "published_requests") == [
        "0101,2017,decision,true,,,suppressed,2017-03-01",
        "0301,2017,decision,true,,,missing,2017-03-01",
        "1806,2017,decision,true,,,missing,2017-03-01",
        "5054,2017,decision,true,10,,ok,2017-03-01",
        "0101,2017,sent,true,20,,ok,2016-10-10",
        "0301,2017,sent,true,,,missing,2016-10-10",
        "1806,2017,sent,true,,,missing,2016-10-10",
        "5054,2017,sent,true,27,3,ok,2016-10-10",
    ]


def test_what_is_drawn_is_described_written_and_then_the_same(root: Path) -> None:
    first = draw(root, 2018)
    assert all(change.is_new for change in first.changes)
    first.write()
    assert draw(root, 2018).changes == ()
    folder = root / "data" / "2018"
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["name"] == "bosetting-2018"
    tables = [
        each for each in package["resources"] if each["name"] in {"municipalities", "settled", "employment"}
    ]
    assert Package({"name": "a", "resources": tables}, basepath=str(folder)).validate().valid


def test_a_change_of_the_reference_is_shown_row_by_row(root: Path) -> None:
    draw(root, 2018).write()
    path = root / "data" / "reference" / "settled.csv"
    path.write_text(path.read_text().replace("settled,4,", "settled,6,"), encoding="utf-8")
    assert [str(change) for change in draw(root, 2018).changes] == [
        "settled.csv: 1 rows changed",
        "datapackage.json: other bytes",
    ]


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        ("[houses]\n", "data/2018/draw.toml, houses: is no table to draw. Expected one of municipalities,"),
        (
            "[settled]\nyears = 3\n",
            "data/2018/draw.toml, settled.years: is not known. Expected last, latest,",
        ),
        ("settled = 3\n", "data/2018/draw.toml, settled: is no section. Expected [settled]."),
        ("[settled\n", "data/2018/draw.toml: Expected ']' at the end of a table declaration"),
        ('structure = "now"\n', "data/2018/draw.toml, structure: is no date. Expected YYYY-MM-DD."),
    ],
)
def test_a_plan_that_cannot_be_is_refused(root: Path, plan: str, fault: str) -> None:
    _write(root / "data" / "2018" / "draw.toml", plan)
    with pytest.raises(BadInput) as error:
        draw(root, 2018)
    assert fault in str(error.value)


def test_latest_is_the_last_period_that_was_public(root: Path) -> None:
    folder = root / "data" / "2018"
    _write(folder / "draw.toml", "[population]\nlatest = 1\n")
    plan = read_plan(folder, "data/2018").resolved(Reference(root / "data" / "reference"))
    assert plan.periods("population") == ("2018-01-01",)


def test_the_parts_behind_a_municipality_and_what_was_torn(root: Path) -> None:
    changes = Reference(root / "data" / "reference").changes
    assert parts(["0101", "1624", "1718", "1850"], changes, date(2018, 1, 1)) == {
        "0101": Parts(("0101",)),
        "0301": Parts((), ("1850",)),
        "1806": Parts((), ("1850",)),
        "5054": Parts(("1624", "1718")),
    }
    assert parts(["1624"], changes, date(2017, 1, 1)) == {"1624": Parts(("1624",))}


def test_the_outline_is_drawn_as_the_reference_has_it():
    data = Path(__file__).resolve().parents[3] / "data"
    plan = read_plan(data / "2026", "data/2026")
    drawn = outline(Reference(data / "reference"), plan)
    assert drawn.csv().encode() == (data / "reference" / "outline.csv").read_bytes()
    assert [source.title for source in drawn.sources] == ["Natural Earth 1:10m, version 4.1 (public domain)"]


NATIONAL = (
    "code,period,measure,group,value,unit,low,high,date,definition,published,source,status,published_from\n"
)
COUNTED = "0000,2015,settled,all,40,persons,,,,As published,2016-03-01,IMDi,ok,assumed\n"


def settled_in_the_country(root: Path) -> list[str]:
    _write(root / "data" / "2018" / "draw.toml", "[settled]\n[national]\n")
    drawn = draw(root, 2018)
    by_name = {each["name"]: each for each in json.loads(drawn.files["datapackage.json"])["resources"]}
    said = "So is settled for 2016" in by_name["national"]["description"]
    rows = _rows(drawn, "national")
    assert said == any("sum of the printed" in row for row in rows)
    return rows


def test_a_year_counted_by_municipality_alone_has_their_sum_as_the_country_s_lower_bound(root: Path) -> None:
    _write(root / "data" / "reference" / "national.csv", NATIONAL + COUNTED)
    assert settled_in_the_country(root) == [
        "2015,settled,all,40,,,,,As published,2016-03-01,IMDi",
        "2016,settled,all,9,,9,,,Lower bound: sum of the printed municipal rows; persons outside the table are "
        "missing,2017-03-01,SSB",
    ]


def test_a_number_published_for_the_country_is_not_summed(root: Path) -> None:
    told = COUNTED.replace("2015", "2016", 1)
    _write(root / "data" / "reference" / "national.csv", NATIONAL + told)
    assert settled_in_the_country(root) == ["2016,settled,all,40,,,,,As published,2016-03-01,IMDi"]


def test_nor_is_one_that_became_public_after_the_year_s_newest_edition(root: Path) -> None:
    _write(root / "data" / "2018" / "forecasts.csv", "edition,as_of,need\nfirst,2017-02-06,100\n")
    _write(root / "data" / "reference" / "national.csv", NATIONAL + COUNTED)
    assert settled_in_the_country(root) == ["2015,settled,all,40,,,,,As published,2016-03-01,IMDi"]
