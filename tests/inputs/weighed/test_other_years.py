"""An earlier request that is mistyped is told, since it steers the next one."""

import shutil
from pathlib import Path

import pytest
from smallyear import SmallYear, small_year

from bosetting.inputs.year import check_year

DATA = Path(__file__).parents[3] / "data"
MOSS = "0104,2017,october_2016,true,50,10,"


def faults(root: Path) -> list[str]:
    return [str(fault).removeprefix("data/2018/") for fault in check_year(2018, root).faults]


def mistyped(persons: int, tmp_path: Path) -> tuple[list[str], int]:
    """The real year with another number for Moss; the faults and its row."""
    shutil.copytree(DATA / "2018", tmp_path / "data" / "2018")
    path = tmp_path / "data" / "2018" / "published_requests.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    [at] = [at for at, line in enumerate(lines) if line.startswith(MOSS)]
    lines[at] = lines[at].replace("true,50,10,", f"true,{persons},10,")
    path.write_text("".join(lines), encoding="utf-8")
    return faults(tmp_path), at + 1


@pytest.mark.parametrize("persons", [4000, 500, 241])
def test_a_digit_too_many_is_told_with_its_row(persons: int, tmp_path: Path) -> None:
    told, row = mistyped(persons, tmp_path)
    assert told[0] == (
        f"published_requests.csv, row {row}, persons: {persons} persons for 0104 Moss in 2017/october_2016, but at most "
        "80 in all other years (published_requests.csv, row 5067). Expected at most 240. "
        "Check which of the two is wrong."
    )
    assert told[1] == (
        f"published_requests.csv, persons: the request of 2017/october_2016 sums to {12938 + persons}. "
        "Expected 12988, the whole country in row 88 of national.csv. Check which of the two is wrong."
    )
    assert len(told) == 2


def test_a_sum_of_the_day_may_be_rounded(tmp_path: Path) -> None:
    """Within a hundredth of what was reported: 12,988, as the press had it."""
    assert mistyped(50 + 129, tmp_path / "within")[0] == []
    [told] = mistyped(50 + 130, tmp_path / "beyond")[0]
    assert told.startswith(
        "published_requests.csv, persons: the request of 2017/october_2016 sums to 13118. "
    )


def asked(persons: int, year: int = 2015, everyone: int = 1):
    def change(made: SmallYear) -> None:
        for place, row in enumerate(made.tables["municipalities"]):
            made.add(
                "published_requests",
                kommune_nr=row["kommune_nr"],
                year=year,
                edition="adjusted",
                asked="true",
                persons=persons if place < everyone else 10,
                status="ok",
                published=f"{year}-03-01",
            )

    return change


def test_a_small_place_may_be_asked_for_many_at_once(tmp_path: Path) -> None:
    assert faults(small_year(asked(50)).write(tmp_path)) == []


def test_in_a_year_of_war_everybody_is_asked_for_more(tmp_path: Path) -> None:
    """Ten times as many for one alone is a fault; for all together it is not."""
    year = small_year(lambda y: y.change("settled", 0, persons=0))
    before = max(
        int(row["persons"]) for row in year.tables["published_requests"] if row["kommune_nr"] == "0101"
    )
    alone = faults(small_year(asked(10 * before)).write(tmp_path / "alone"))
    assert [told.split(":")[0] for told in alone] == ["published_requests.csv, row 8, persons"]
    assert faults(small_year(asked(10 * before, everyone=2)).write(tmp_path / "two")) != []
    everybody = faults(small_year(asked(10 * before, everyone=6)).write(tmp_path / "all"))
    assert not [told for told in everybody if "0101" in told]
