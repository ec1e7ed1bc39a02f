"""What became of a request is drawn by measure, whenever it was published, and only where something did."""

from pathlib import Path

import pytest
from made_structure import CHANGES, STRUCTURE

from bosetting.sources.draw.drawing import draw

FIGURE = "code,period,measure,value,low,high,status,published,published_from,source"
REQUESTS = """code,target_year,version,version_date,rank,measure,value,low,high,status,published,published_from,source
0101,2018,first,,1,request,99,,,ok,2017-11-06,assumed,IMDi
0101,2018,raised,,2,request,20,,,ok,2018-09-06,assumed,IMDi
1624,2018,raised,,2,request,15,,,ok,2018-09-06,assumed,IMDi
1718,2018,raised,,2,request,12,,,ok,2018-09-06,assumed,IMDi
0301,2018,raised,,2,request,,,,not_applicable,2018-09-06,assumed,IMDi
1850,2018,raised,,2,request,10,,,ok,2018-09-06,assumed,IMDi
01,2018,raised,,2,request,50,,,ok,2018-09-06,assumed,IMDi
"""
DECISIONS = """0101,2018,raised,,2,decision,,,,not_applicable,2019-03-01,assumed,IMDi
1624,2018,raised,,2,decision,10,,,ok,2019-03-01,assumed,IMDi
1718,2018,raised,,2,decision,,1,4,suppressed,2019-03-01,assumed,IMDi
0301,2018,raised,,2,decision,,,,not_applicable,2019-03-01,assumed,IMDi
"""
WHOLE = "0101,2018,settled,,1,4,suppressed,2019-03-01,assumed,IMDi\n1718,2018,settled,7,,,ok,2019-03-01,assumed,IMDi\n"
PARTLY = (
    "0101,2018-06-30,settled_by_date,3,,,ok,2018-07-01,assumed,IMDi\n"
    "0101,2018-09-28,settled_by_date,5,,,ok,2018-09-28,assumed,IMDi\n"
)


def _root(folder: Path, requests: str, settled: str) -> Path:
    reference = folder / "data" / "reference"
    reference.mkdir(parents=True)
    language = "code,period,measure,value\n"
    tables = {"changes": CHANGES, "structure": STRUCTURE, "language": language, "requests": requests}
    for name, content in {**tables, "settled": f"{FIGURE}\n{settled}"}.items():
        (reference / f"{name}.csv").write_text(content, encoding="utf-8")
    year = folder / "data" / "2018"
    year.mkdir()
    (year / "draw.toml").write_text("[outcomes]\n", encoding="utf-8")
    (year / "forecasts.csv").write_text("edition,as_of,need\nfirst,2017-11-06,100\n", encoding="utf-8")
    return folder


def _drawn(root: Path) -> list[str]:
    return draw(root, 2018).files["outcomes.csv"].decode().splitlines()[1:]


def test_the_last_version_and_what_came_of_it_are_drawn_on_the_year_s_structure(tmp_path: Path) -> None:
    assert _drawn(_root(tmp_path, REQUESTS + DECISIONS, WHOLE)) == [
        "0101,decided,,,,,missing,,2019-03-01,IMDi",
        "0101,requested,raised,20,,,ok,,2018-09-06,IMDi",
        "0101,settled,,,1,4,suppressed,2018-12-31,2019-03-01,IMDi",
        # A part of By was asked, by a key that is not known.
        "0301,decided,,,,,missing,,2019-03-01,IMDi",
        "0301,requested,raised,,,,missing,,2018-09-06,IMDi",
        "0301,settled,,,,,missing,2018-12-31,2019-03-01,IMDi",
        "1806,decided,,,,,missing,,2019-03-01,IMDi",
        "1806,requested,raised,,,,missing,,2018-09-06,IMDi",
        "1806,settled,,,,,missing,2018-12-31,2019-03-01,IMDi",
        "5054,decided,,,11,14,suppressed,,2019-03-01,IMDi",
        "5054,requested,raised,27,,,ok,,2018-09-06,IMDi",
        "5054,settled,,7,,,ok,2018-12-31,2019-03-01,IMDi",
    ]


def test_a_municipality_that_was_not_asked_and_decided_nothing_is_neither_missing_nor_zero(
    tmp_path: Path,
) -> None:
    whole = REQUESTS.replace(
        "1850,2018,raised,,2,request,10,,,ok", "1850,2018,raised,,2,request,,,,not_applicable"
    )
    found = [row for row in _drawn(_root(tmp_path, whole + DECISIONS, WHOLE)) if row.startswith("0301")]
    assert found[:2] == [
        "0301,decided,,,,,not_applicable,,2019-03-01,IMDi",
        "0301,requested,raised,0,,,ok,,2018-09-06,IMDi",
    ]


@pytest.mark.parametrize(
    ("settled", "day", "persons"), [(PARTLY, "2018-09-28", "5"), (PARTLY + WHOLE, "2018-12-31", "")]
)
def test_settled_persons_are_of_the_whole_year_or_else_to_the_last_day(
    settled: str, day: str, persons: str, tmp_path: Path
) -> None:
    found = [row.split(",") for row in _drawn(_root(tmp_path, REQUESTS + DECISIONS, settled))]
    assert {row[7] for row in found if row[1] == "settled"} == {day}
    assert [row[3] for row in found if row[:2] == ["0101", "settled"]] == [persons]


def test_a_year_of_which_only_the_request_is_held_has_no_rows(tmp_path: Path) -> None:
    assert _drawn(_root(tmp_path, REQUESTS, "")) == []
