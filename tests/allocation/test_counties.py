"""County first: given totals, the rest of the total, and each county's part among its municipalities."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from smallyear import KNOWN, SmallYear, small_year

from bosetting.allocation.errors import Infeasible
from bosetting.allocation.request import Request, allocate


def total(county: str, persons: int, status: str = "published") -> Callable[[SmallYear], None]:
    def change(year: SmallYear) -> None:
        year.add(
            "county_totals",
            fylke_nr=county,
            edition="november",
            persons=persons,
            status=status,
            source="A newspaper",
            published=KNOWN,
        )

    return change


def rule(name: str, value: object) -> Callable[[SmallYear], None]:
    return lambda year: year.set_rule(name, value=value)


def forecast(**cells: object) -> Callable[[SmallYear], None]:
    return lambda year: year.change("forecasts", 1, **cells)


def not_asked(*numbers: str) -> Callable[[SmallYear], None]:
    def change(year: SmallYear) -> None:
        for number in numbers:
            year.adjust(number, "do_not_ask", decided_by="IMDi")

    return change


def request(path: Path, *changes: Callable[[SmallYear], object]) -> Request:
    return allocate(small_year(*changes).read(path))


def counties(found: Request) -> dict[str, tuple[int, str]]:
    return {county.number: (county.persons, county.status) for county in found.counties}


def persons(found: Request) -> dict[str, int]:
    return {a.municipality.number: a.persons for a in found.asked}


def infeasible(path: Path, *changes: Callable[[SmallYear], object]) -> str:
    inputs = small_year(*changes).read(path)
    with pytest.raises(Infeasible) as refused:
        allocate(inputs)
    return str(refused.value)


def test_the_small_year_by_hand(tmp_path: Path) -> None:
    """70 and 120 asked for the year before: 102 · 70/190 = 37.6 and 64.4."""
    found = request(tmp_path)
    assert counties(found) == {"01": (38, "computed"), "02": (64, "computed")}
    # 9000/340 = 26.5 and 3920/340 = 11.5; 20000/370 = 54.05 and 2868/370 = 7.8, lifted to 10
    assert persons(found) == {"0101": 26, "0102": 12, "0201": 54, "0202": 10}
    assert {a.municipality.number: a.bound for a in found.asked} == {
        "0101": "none",
        "0102": "none",
        "0201": "none",
        "0202": "floor",
    }
    ostland = found.counties[0].division
    assert ostland is not None
    assert ostland.codes == ("0101", "0102")
    assert ostland.division.low == Fraction(9000 * 2, 53) * 10**6
    assert ostland.division.high == Fraction(3920 * 2, 23) * 10**6


def test_split_by_weights(tmp_path: Path) -> None:
    """12,920 and 22,868.5 criteria-adjusted residents asked: 102 · 0.361 = 36.8."""
    found = request(tmp_path, rule("county_split", "weights"))
    assert counties(found) == {"01": (37, "computed"), "02": (65, "computed")}


def test_a_given_total_stands_and_the_rest_goes_to_the_others(tmp_path: Path) -> None:
    found = request(tmp_path, total("01", 60))
    assert counties(found) == {"01": (60, "published"), "02": (42, "computed")}
    assert [county.source for county in found.counties] == ["A newspaper", ""]
    assert persons(found) == {"0101": 42, "0102": 18, "0201": 32, "0202": 10}


def test_totals_read_off_the_outcome_never_steer(tmp_path: Path) -> None:
    found = request(tmp_path, total("01", 60, "outcome"))
    assert persons(found) == persons(request(tmp_path / "2"))


def test_all_totals_given(tmp_path: Path) -> None:
    found = request(tmp_path, total("01", 40), total("02", 62))
    assert counties(found) == {"01": (40, "published"), "02": (62, "published")}
    assert found.county_division is None


def test_a_county_with_nobody_asked(tmp_path: Path) -> None:
    found = request(tmp_path, not_asked("0101", "0102", "0103"), rule("number_asked", 3))
    assert counties(found) == {"01": (0, "computed"), "02": (102, "computed")}
    assert (found.counties[0].asked, found.counties[0].division) == (0, None)


def test_the_caps_of_its_municipalities_bound_a_county(tmp_path: Path) -> None:
    """With at most 30 each Vestland can take 60, not 64."""
    found = request(tmp_path, rule("cap", 30))
    assert counties(found) == {"01": (42, "computed"), "02": (60, "computed")}
    assert persons(found) == {"0101": 29, "0102": 13, "0201": 30, "0202": 30}
    assert (found.by_code["0201"].bound, found.by_code["0101"].bound) == ("cap", "none")


def test_the_floors_of_its_municipalities_bound_a_county(tmp_path: Path) -> None:
    def little_before(year: SmallYear) -> None:
        for place in range(3):
            year.change("published_requests", place, persons=1, unaccompanied_minors=0)

    assert counties(request(tmp_path, little_before))["01"] == (20, "computed")


def test_numbers_in_fives(tmp_path: Path) -> None:
    found = request(tmp_path, rule("unit", 5), forecast(requested=100))
    assert persons(found) == {"0101": 25, "0102": 10, "0201": 55, "0202": 10}
    assert all(county.persons % 5 == 0 for county in found.counties)
    assert all(a.persons_one_stage % 5 == 0 for a in found.allotments)


def test_a_floor_between_fives_is_lifted_and_a_cap_lowered(tmp_path: Path) -> None:
    found = request(tmp_path, rule("unit", 5), rule("floor", 11), rule("cap", 39), forecast(requested=100))
    assert min(persons(found).values()) >= 15
    assert max(persons(found).values()) == 35
    assert sum(persons(found).values()) == 100


def test_one_stage_stands_beside_and_may_decide(tmp_path: Path) -> None:
    """8.2 is lifted to 10; 92 among 32,920: 25.2, 11.0 and 55.9."""
    one_stage = {"0101": 25, "0102": 11, "0201": 56, "0202": 10}
    beside = request(tmp_path / "1")
    assert {a.municipality.number: a.persons_one_stage for a in beside.asked} == one_stage
    assert persons(beside) != one_stage
    deciding = request(tmp_path / "2", rule("division", "one_stage"))
    assert persons(deciding) == one_stage
    assert deciding.by_code["0202"].bound == "floor"


def test_counties_hold_what_their_municipalities_hold_in_one_stage(tmp_path: Path) -> None:
    found = request(tmp_path, rule("division", "one_stage"))
    assert counties(found) == {"01": (36, "computed"), "02": (66, "computed")}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            [rule("floor", 30)],
            "The whole country: 102 persons are fewer than the 120 that the floors of 30 demand. "
            "Lower the floor to 25, or set the total to 120.",
        ),
        (
            [rule("cap", 20)],
            "The whole country: 102 persons are more than the 80 that the caps of 20 allow. "
            "Raise the cap to 26, or set the total to 80.",
        ),
        (
            [total("02", 15)],
            "Vestland: 15 persons are fewer than the 20 that the floors of 10 demand. "
            "Lower the floor to 7, or set the total of Vestland to 20.",
        ),
        (
            [total("01", 85)],
            "Counties without a published total: 17 persons are fewer than the 20 that the floors of 10 demand. "
            "Lower the floor to 8, or set the total to 105.",
        ),
        (
            [total("02", 62), rule("cap", 30)],
            "Vestland: 62 persons are more than the 60 that the caps of 30 allow. "
            "Raise the cap to 31, or set the total of Vestland to 60.",
        ),
        (
            [total("01", 60), not_asked("0101", "0102", "0103"), rule("number_asked", 3)],
            "Østland is given 60 persons, but none of its municipalities is asked. "
            "Remove do_not_ask for 0101 Nordvik, or remove do_not_ask for 0102 Midtby, "
            "or remove do_not_ask for 0103 Smådal, or set the total of Østland to 0.",
        ),
        (
            [total("02", 90), not_asked("0101", "0102", "0103"), rule("number_asked", 3)],
            "12 persons are left when every county with someone to ask has its published total. "
            "Set the total to 90.",
        ),
        ([rule("unit", 5)], "The total of 102 is not a multiple of 5. Set the total to 100."),
        (
            [rule("unit", 5), forecast(requested=100), total("01", 42)],
            "The published total of Østland of 42 is not a multiple of 5. Set the total of Østland to 40.",
        ),
        (
            [rule("unit", 5), forecast(requested=100), rule("floor", 6), rule("cap", 9)],
            "No multiple of 5 lies between the floor of 6 and the cap of 9. The whole country: 100 persons are more "
            "than the 20 that the caps of 9 allow. Raise the cap to 25.",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_figures(changes: list, message: str, tmp_path: Path) -> None:
    assert infeasible(tmp_path, *changes) == message


def test_refusals_are_told_in_persons_when_numbers_are_in_fives(tmp_path: Path) -> None:
    assert infeasible(tmp_path, rule("unit", 5), rule("floor", 30), forecast(requested=100)) == (
        "The whole country: 100 persons are fewer than the 120 that the floors of 30 demand. "
        "Lower the floor to 25, or set the total to 120."
    )


def test_published_totals_alone_decide(tmp_path: Path) -> None:
    found = request(tmp_path, rule("county_split", "published"), total("01", 40), total("02", 62))
    assert counties(found) == {"01": (40, "published"), "02": (62, "published")}
    assert found.county_division is None


def test_published_totals_that_are_not_all_there_are_refused(tmp_path: Path) -> None:
    assert infeasible(tmp_path, rule("county_split", "published"), total("01", 40)) == (
        "county_split is published, but no total is given for Vestland. Set county_split to weights."
    )


def test_no_split_is_one_stage(tmp_path: Path) -> None:
    def none(year: SmallYear) -> None:
        year.set_rule("county_split", value="none")
        year.drop_rule("division")

    found = request(tmp_path / "1", none)
    assert found.inputs.rules.division == "one_stage"
    assert persons(found) == persons(request(tmp_path / "2", rule("division", "one_stage")))
