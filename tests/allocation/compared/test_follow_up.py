"""What is left of a request is told as far as it can be proved, and steers nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from smallyear import SmallYear, small_year

from bosetting.allocation.compared.follow_up import Count, FollowUp, follow_up
from bosetting.allocation.request import allocate
from bosetting.inputs.model import Inputs
from bosetting.programme.load import expected_load

UNKNOWN = Count(None, None, "missing")
NONE = Count(None, None, "not_applicable")
# code: requested, decided, settled
YEAR = {
    "0101": ("40", "30", "25"),
    "0102": ("20", "1-4", "1-4"),
    "0103": ("0", "x", "."),
    "0201": ("100", "110", "90"),
    "0202": ("15", "15", "1-4"),
    "0203": ("5", ".", "2"),
}


def went(**changed: tuple[str, str, str]) -> SmallYear:
    """A small year with what came of it: a number, low-high where hidden, a full stop where missing, x where none."""
    year = small_year()
    for code, cells in (YEAR | {name.removeprefix("m"): cells for name, cells in changed.items()}).items():
        for measure, cell in zip(("requested", "decided", "settled"), cells, strict=True):
            low, _, high = cell.partition("-") if "-" in cell else ("", "", "")
            status = "suppressed" if low else {".": "missing", "x": "not_applicable"}.get(cell, "ok")
            year.add(
                "outcomes",
                kommune_nr=code,
                measure=measure,
                version="raised" if measure == "requested" else "",
                persons=cell if status == "ok" else "",
                low=low,
                high=high,
                status=status,
                counted_to="2018-12-31" if measure == "settled" else "",
                published="2018-09-06" if measure == "requested" else "2019-03-01",
                source="IMDi",
            )
    return year


def in_all(year: SmallYear, persons: int, low: str = "") -> SmallYear:
    """The year with a number of settled persons of the whole country."""
    year.tables["national"] = [
        r for r in year.tables["national"] if (r["year"], r["measure"]) != ("2018", "settled")
    ]
    year.add(
        "national",
        year=2018,
        measure="settled",
        group="all",
        persons=persons,
        low=low,
        definition="Settled",
        published="2019-02-08",
        source="A report",
    )
    return year


def without_total(year: SmallYear) -> SmallYear:
    year.tables["national"] = [
        r for r in year.tables["national"] if (r["year"], r["measure"]) != ("2018", "settled")
    ]
    return year


def followed(year: SmallYear, root: Path) -> FollowUp:
    found = follow_up(year.read(root))
    assert found is not None
    return found


def test_a_hidden_number_keeps_its_bounds_and_an_unknown_one_has_none(tmp_path: Path) -> None:
    found = {one.code: one.counts for one in followed(went(), tmp_path).municipalities}
    assert found["0101"]["undecided"] == Count(10, 10, "ok")
    assert found["0101"]["rest"] == Count(5, 5, "ok")
    assert found["0102"]["undecided"] == Count(16, 19, "bounded")
    assert found["0102"]["rest"] == Count(-3, 3, "bounded")
    assert (found["0103"]["decided"], found["0103"]["rest"]) == (NONE, NONE)
    assert found["0103"]["settled"] == UNKNOWN
    assert found["0201"]["undecided"] == Count(-10, -10, "ok")
    assert found["0203"]["undecided"] == found["0203"]["rest"] == UNKNOWN


def test_counties_and_country_are_summed_as_far_as_it_can_be_proved(tmp_path: Path) -> None:
    found = followed(without_total(went()), tmp_path)
    east, west = (county.counts for county in found.counties)
    assert east["requested"] == Count(60, 60, "ok")
    assert east["decided"] == Count(31, 34, "bounded")
    assert east["undecided"] == Count(26, 29, "bounded")
    assert east["settled"] == Count(26, None, "bounded")
    assert east["rest"] == Count(None, 8, "bounded")
    assert west["decided"] == Count(125, None, "bounded")
    assert west["undecided"] == Count(None, -5, "bounded")
    assert west["settled"] == Count(93, 96, "bounded")
    assert west["rest"] == Count(29, None, "bounded")
    assert found.country.counts["requested"] == Count(180, 180, "ok")
    assert found.country.counts["settled"] == Count(119, None, "bounded")
    assert found.country.counts["rest"] == UNKNOWN
    assert (found.version, found.as_of.isoformat(), found.total) == ("raised", "2019-03-01", None)


def test_the_country_s_own_number_limits_what_is_unknown_and_narrows_nothing_hidden(tmp_path: Path) -> None:
    found = followed(in_all(went(), 121), tmp_path)
    east, west = (county.counts["settled"] for county in found.counties)
    # Two more than everyone's fewest: they may all be in the municipality of which nothing is known.
    assert east == Count(26, 28, "bounded")
    # The other county's hidden one stays between the publisher's own bounds.
    assert west == Count(93, 96, "bounded")
    assert found.country.counts["settled"] == Count(121, 121, "ok")
    assert found.total is not None
    assert found.total.source == "A report"


@pytest.mark.parametrize(("persons", "low"), [(118, ""), (200, "150")])
def test_a_number_of_the_country_that_contradicts_or_is_a_sum_of_printed_rows_is_not_used(
    persons: int, low: str, tmp_path: Path
) -> None:
    found = followed(in_all(went(), persons, low), tmp_path)
    assert found.total is None
    assert found.country.counts["settled"] == Count(119, None, "bounded")


def test_a_number_that_is_known_is_the_number(tmp_path: Path) -> None:
    whole = went(
        m0102=("20", "20", "4"), m0103=("0", "x", "0"), m0202=("15", "15", "3"), m0203=("5", "5", "2")
    )
    counts = followed(without_total(whole), tmp_path).country.counts
    assert [count.persons for count in counts.values()] == [180, 180, 0, 124, 56]


def test_decisions_are_the_fewest_where_hidden_and_nought_where_unknown(tmp_path: Path) -> None:
    assert followed(went(), tmp_path).decisions == {
        "0101": 30,
        "0102": 1,
        "0103": 0,
        "0201": 110,
        "0202": 15,
        "0203": 0,
    }


def test_without_anything_decided_or_settled_there_is_nothing_to_follow(tmp_path: Path) -> None:
    year = went()
    assert follow_up(small_year().read(tmp_path / "none")) is None
    year.tables["outcomes"] = [row for row in year.tables["outcomes"] if row["measure"] != "settled"]
    assert follow_up(year.read(tmp_path / "part")) is None
    year.leave_out("outcomes")
    assert follow_up(year.read(tmp_path / "not described")) is None


def numbers(inputs: Inputs) -> tuple[object, ...]:
    request = allocate(inputs)
    load = expected_load(inputs, request, replicates=2)
    return request.persons, request.counties, load.national, load.municipal, load.shortfall


def test_no_number_and_no_load_follows_from_what_happened_afterwards(tmp_path: Path) -> None:
    inputs = went().read(tmp_path)
    without = replace(inputs, tables={name: t for name, t in inputs.tables.items() if name != "outcomes"})
    assert follow_up(inputs) is not None
    assert follow_up(without) is None
    assert numbers(inputs) == numbers(without)
