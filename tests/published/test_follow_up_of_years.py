"""What was decided and settled of each year's request, against what was published."""

import csv
from functools import cache
from pathlib import Path

import pytest

from bosetting.allocation.compared.follow_up import Count, FollowUp, follow_up
from bosetting.inputs.year import read_inputs

ROOT = Path(__file__).parents[2]


@cache
def of(year: int) -> FollowUp:
    found = follow_up(read_inputs(year, None, ROOT))
    assert found is not None
    return found


def rows(year: int, table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / str(year) / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("year", "requested", "decided", "settled"),
    [
        # 5,263 printed and two hidden of 1 to 4; settled 4,903 by IMDi's annual report.
        (2018, 5350, Count(5265, 5271, "bounded"), Count(4903, 4903, "ok")),
        # Three asked without a registered decision; 4,782 printed, 19 hidden and 171 not stated.
        (2019, 5350, Count(5259, None, "bounded"), Count(4801, None, "bounded")),
        # IMDi's key figures of 28 September 2026: five decisions awaited, 35 hidden or none.
        (2026, 13_000, Count(10_721, None, "bounded"), Count(7388, 7528, "bounded")),
    ],
)
def test_the_country(year: int, requested: int, decided: Count, settled: Count) -> None:
    counts = of(year).country.counts
    assert counts["requested"] == Count(requested, requested, "ok")
    assert (counts["decided"], counts["settled"]) == (decided, settled)


def test_what_was_left_of_2018() -> None:
    counts = of(2018).country.counts
    assert counts["undecided"] == Count(79, 85, "bounded")
    assert counts["rest"] == Count(362, 368, "bounded")


@pytest.mark.parametrize(
    ("year", "version", "as_of", "counted_to"),
    [
        (2018, "revised", "2019-03-01", "2018-12-31"),
        (2019, "original", "2020-03-01", "2019-12-31"),
        (2026, "original", "2026-09-28", "2026-09-28"),
    ],
)
def test_the_day_that_it_stands_of_is_after_every_edition(
    year: int, version: str, as_of: str, counted_to: str
) -> None:
    found = of(year)
    assert (found.version, found.as_of.isoformat()) == (version, as_of)
    assert str(found.origins["settled"].counted_to) == counted_to
    assert all(edition["as_of"] < as_of for edition in rows(year, "forecasts"))


@pytest.mark.parametrize("year", [2018, 2019])
def test_the_municipalities_are_as_the_year_s_other_tables_have_them(year: int) -> None:
    held = {(row["measure"], row["kommune_nr"]): row for row in rows(year, "outcomes")}
    settled = [row for row in rows(year, "settled") if row["year"] == str(year)]
    decided = [
        row
        for row in rows(year, "published_requests")
        if (row["year"], row["edition"]) == (str(year), "decision")
    ]
    assert len(settled) == len(decided) == 422
    for row in settled:
        one = held["settled", row["kommune_nr"]]
        assert [one[name] for name in ("persons", "low", "high", "status")] == [
            row[name] for name in ("persons", "low", "high", "status")
        ]
    for row in decided:
        one = held["decided", row["kommune_nr"]]
        assert [one[name] for name in ("persons", "status")] == [row[name] for name in ("persons", "status")]


def test_some_of_oslo() -> None:
    oslo = next(one for one in of(2026).municipalities if one.code == "0301")
    assert [count.persons for count in oslo.counts.values()] == [600, 600, 0, 386, 214]
