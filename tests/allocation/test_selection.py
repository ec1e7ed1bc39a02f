"""Who is asked, in what order, and what adjustments change."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruled import with_figure
from smallyear import SmallYear, small_year

from bosetting.allocation.certainty.draws import ranges, stated
from bosetting.allocation.certainty.simulation import simulate
from bosetting.allocation.errors import Infeasible
from bosetting.allocation.request import Request, allocate
from bosetting.inputs.model import Inputs


def adjust(number: str, kind: str, persons: int | str = "") -> Callable[[SmallYear], None]:
    def change(year: SmallYear) -> None:
        year.adjust(number, kind, persons, reason="A reason", decided_by="IMDi")

    return change


def rule(name: str, value: object) -> Callable[[SmallYear], None]:
    return lambda year: year.set_rule(name, value=value)


def residents(number: str, persons: int) -> Callable[[SmallYear], None]:
    def change(year: SmallYear) -> None:
        year.change("population", year.where("population", 0, kommune_nr=number), residents=persons)
        year.tables["municipal_parts"].clear()

    return change


def request(path: Path, *changes: Callable[[SmallYear], object]) -> Request:
    return allocate(small_year(*changes).read(path))


def whys(found: Request) -> dict[str, str]:
    return {a.municipality.number: a.why for a in found.allotments}


def infeasible(path: Path, *changes: Callable[[SmallYear], object]) -> str:
    inputs = small_year(*changes).read(path)
    with pytest.raises(Infeasible) as refused:
        allocate(inputs)
    assert str(refused.value) == " ".join(refused.value.told)
    return str(refused.value)


def test_the_large_come_first_and_then_by_priority(tmp_path: Path) -> None:
    found = request(tmp_path)
    assert found.selection.order == ("0201", "0101", "0102", "0202", "0103", "0203")
    assert found.selection.asked == found.selection.by_rule == {"0201", "0101", "0102", "0202"}
    assert (found.selection.last_asked, found.selection.first_not_asked) == ("0202", "0103")
    assert (found.selection.displaced, found.selection.brought_in) == (frozenset(), frozenset())
    assert whys(found) == {
        "0101": "threshold",
        "0102": "priority",
        "0103": "not_reached",
        "0201": "threshold",
        "0202": "priority",
        "0203": "not_reached",
    }
    assert [found.by_code[number].rank for number in ("0201", "0203")] == [1, 6]


def unemployed(year: SmallYear) -> None:
    year.change("employment", year.where("employment", 0, kommune_nr="0101"), percent=20, employed=1285)
    year.change("employment", year.where("employment", 0, kommune_nr="0000"), percent=57)


def test_size_goes_before_priority_only_where_the_rule_says_so(tmp_path: Path) -> None:
    """Nordvik has 9,000 residents; with 20 per cent employed its priority is below Midtby's."""
    with_threshold = request(tmp_path / "1", unemployed)
    assert with_threshold.selection.order[:3] == ("0201", "0101", "0102")
    by_priority = request(tmp_path / "2", unemployed, rule("selection", ["priority"]))
    assert by_priority.selection.order[:3] == ("0201", "0102", "0101")
    assert whys(by_priority)["0201"] == "priority"


@pytest.mark.parametrize(("persons", "why"), [(5000, "threshold"), (4999, "priority")])
def test_the_threshold_itself_is_large_enough(persons: int, why: str, tmp_path: Path) -> None:
    assert whys(request(tmp_path, residents("0102", persons)))["0102"] == why


def test_more_above_the_threshold_than_places(tmp_path: Path) -> None:
    """The rule then orders them by priority, too."""
    found = request(tmp_path, rule("number_asked", 1), lambda y: y.set_rule("floor", value=1))
    assert found.selection.asked == {"0201"}
    assert whys(found)["0101"] == "not_reached"


@pytest.mark.parametrize(
    ("persons", "order"),
    [
        # 900 · 1.1 = 825 · 1.2: the same claim, more residents first
        (825, ("0103", "0203")),
        (826, ("0203", "0103")),
    ],
)
def test_ties_go_to_more_residents(persons: int, order: tuple[str, str], tmp_path: Path) -> None:
    found = request(tmp_path, residents("0203", persons), rule("number_asked", 5))
    assert found.selection.order[4:] == order
    assert found.selection.ties == ((("0103", "0203"),) if persons == 825 else ())


def test_ties_of_equals_go_to_the_lower_code(tmp_path: Path) -> None:
    def twins(year: SmallYear) -> None:
        residents("0203", 900)(year)
        year.change("employment", year.where("employment", 0, kommune_nr="0203"), percent=77)

    found = request(tmp_path, twins)
    assert found.selection.order[4:] == ("0103", "0203")
    assert found.selection.ties == (("0103", "0203"),)


def test_ask_displaces_the_last_one(tmp_path: Path) -> None:
    found = request(tmp_path, adjust("0203", "ask"))
    assert found.selection.asked == {"0201", "0101", "0102", "0203"}
    assert (found.selection.displaced, found.selection.brought_in) == ({"0202"}, {"0203"})
    assert (found.selection.last_asked, found.selection.first_not_asked) == ("0102", "0202")
    assert {number: why for number, why in whys(found).items() if number[0:2] == "02"} == {
        "0201": "threshold",
        "0202": "displaced",
        "0203": "adjustment",
    }
    assert found.by_code["0203"].persons >= 10
    assert [a.kind for a in found.adjustments] == ["ask"]


def test_do_not_ask_brings_in_the_next_one(tmp_path: Path) -> None:
    found = request(tmp_path, adjust("0101", "do_not_ask"))
    assert found.selection.asked == {"0201", "0102", "0202", "0103"}
    assert (whys(found)["0101"], whys(found)["0103"]) == ("adjustment", "moved_up")
    assert found.by_code["0101"].persons == 0
    assert sum(a.persons for a in found.allotments) == 102


def test_an_adjustment_that_changes_nothing_leaves_the_reason(tmp_path: Path) -> None:
    assert whys(request(tmp_path, adjust("0201", "ask"))) == whys(request(tmp_path / "2"))


@pytest.mark.parametrize(
    ("kind", "number", "persons", "got", "bound"),
    [
        ("at_least", "0103", 13, 13, "adjusted"),
        ("at_least", "0201", 30, 54, "none"),
        ("at_most", "0201", 50, 50, "adjusted"),
        ("at_most", "0202", 5, 5, "adjusted"),
        ("exactly", "0202", 17, 17, "adjusted"),
        ("exactly", "0203", 4, 4, "adjusted"),
    ],
)
def test_numbers_by_adjustment(
    kind: str, number: str, persons: int, got: int, bound: str, tmp_path: Path
) -> None:
    """At least and exactly ask, too; an adjustment goes below the floor; the total is kept."""
    found = request(tmp_path, adjust(number, kind, persons))
    assert (found.by_code[number].persons, found.by_code[number].bound) == (got, bound)
    assert found.by_code[number].asked
    assert len(found.asked) == 4
    assert sum(a.persons for a in found.allotments) == 102


def test_at_most_alone_does_not_ask(tmp_path: Path) -> None:
    found = request(tmp_path, adjust("0203", "at_most", 5))
    assert (found.by_code["0203"].asked, found.by_code["0203"].why) == (False, "not_reached")


def test_an_adjustment_of_another_edition_changes_nothing(tmp_path: Path) -> None:
    def of_june(year: SmallYear) -> None:
        adjust("0203", "ask")(year)
        year.change("adjustments", 0, edition="june")

    found = request(tmp_path, of_june)
    assert (found.adjustments, found.by_code["0203"].asked) == ((), False)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            [adjust("0202", "ask"), adjust("0202", "do_not_ask")],
            "The adjustments of 0202 contradict each other: ask and do_not_ask. Remove one of them.",
        ),
        (
            [adjust("0202", "exactly", 12), adjust("0202", "do_not_ask")],
            "The adjustments of 0202 contradict each other: exactly and do_not_ask. Remove one of them.",
        ),
        (
            [adjust("0202", "at_least", 20), adjust("0202", "at_most", 15)],
            "The adjustments of 0202 contradict each other: at least 20 and at most 15. Remove one of them.",
        ),
        (
            [rule("number_asked", 1), adjust("0202", "ask"), adjust("0203", "at_least", 10)],
            "2 municipalities are forced in, but only 1 are to be asked. "
            "Raise number_asked to 2, or remove 1 of the adjustments.",
        ),
        (
            [rule("number_asked", 6), adjust("0202", "do_not_ask")],
            "6 municipalities are to be asked, but only 5 can be. Lower number_asked to 5.",
        ),
        (
            [rule("number_asked", 9)],
            "9 municipalities are to be asked, but only 6 can be. Lower number_asked to 6.",
        ),
        (
            [adjust("0202", "at_least", 103)],
            "The whole country: 102 persons are fewer than the 133 that the floors of 10 and at_least 103 for "
            "0202 Lia demand. Remove at_least 103 for 0202 Lia, or set the total to 133.",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_figures(changes: list, message: str, tmp_path: Path) -> None:
    assert infeasible(tmp_path, *changes) == message


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    def without_minors(year: SmallYear) -> None:
        year.change("forecasts", 1, unaccompanied_minors="")

    return small_year(without_minors).read(tmp_path_factory.mktemp("small"))


@settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(place=st.integers(0, 5), more=st.integers(1, 30_000), asked=st.integers(1, 6))
@pytest.mark.parametrize("selection", [("threshold", "priority"), ("priority",)])
def test_more_residents_or_employment_never_lower_a_rank(
    inputs: Inputs, selection: tuple[str, ...], place: int, more: int, asked: int
) -> None:
    rules = replace(inputs.rules, selection=selection, number_asked=asked)
    before = replace(inputs, rules=rules)
    was = before.municipalities[place]
    employment = was.figures["employment"].value
    assert employment is not None
    for changed in (
        replace(was, residents=was.residents + more),
        with_figure(was, "employment", value=min(employment + more % 40, Decimal(100))),
    ):
        everyone = tuple(changed if m is was else m for m in before.municipalities)
        one = allocate(before).by_code[was.number]
        other = allocate(replace(before, municipalities=everyone)).by_code[was.number]
        assert other.rank <= one.rank
        assert other.asked >= one.asked
        assert other.indicators.weight >= one.indicators.weight


def before(number: str, asked: bool) -> Callable[[SmallYear], None]:
    def change(year: SmallYear) -> None:
        place = year.where("published_requests", 0, kommune_nr=number)
        year.change("published_requests", place, asked=str(asked).lower())

    return change


def everybody(year: SmallYear) -> None:
    year.set_rule("selection", value=["all"])
    year.drop_rule("number_asked")
    year.change("forecasts", 1, unaccompanied_minors="")


@pytest.mark.parametrize(
    ("steps", "order"),
    [
        (["continuity", "priority"], ("0102", "0202", "0201", "0101", "0103", "0203")),
        (["continuity", "threshold", "priority"], ("0102", "0202", "0201", "0101", "0103", "0203")),
        (["threshold", "priority"], ("0201", "0101", "0102", "0202", "0103", "0203")),
        (["priority"], ("0201", "0101", "0102", "0202", "0103", "0203")),
    ],
)
def test_the_steps_come_one_after_the_other(steps: list[str], order: tuple[str, ...], tmp_path: Path) -> None:
    """Only Midtby and Lia were asked before; within a step they come by priority."""
    rows = [before(code, code in ("0102", "0202")) for code in order]
    found = request(tmp_path, *rows, rule("selection", steps))
    assert found.selection.order == order
    of_step = {"0102": steps[0] if steps[0] == "continuity" else "priority"}
    of_step["0201"] = "threshold" if "threshold" in steps else "priority"
    assert {code: why for code, why in whys(found).items() if code in of_step} == of_step
    assert [whys(found)[code] for code in order[4:]] == ["not_reached"] * 2
    drawn = simulate(found.inputs, stated(found.inputs, 1), ranges(found.inputs))
    assert drawn.persons[0].tolist() == [a.persons for a in found.allotments]


def test_everybody_is_asked_where_the_rule_says_all(tmp_path: Path) -> None:
    found = request(tmp_path, everybody)
    assert set(whys(found).values()) == {"all"}
    assert found.inputs.rules.number_asked == 6
    drawn = simulate(found.inputs, stated(found.inputs, 1), ranges(found.inputs))
    assert drawn.persons[0].tolist() == [a.persons for a in found.allotments]


def test_everybody_but_those_whom_a_decision_leaves_out(tmp_path: Path) -> None:
    """No number of places is stated, so nobody has to lower one."""
    found = request(tmp_path, everybody, adjust("0103", "do_not_ask"), adjust("0203", "exactly", 10))
    assert found.selection.asked == {"0101", "0102", "0201", "0202", "0203"}
    assert whys(found)["0103"] == "adjustment"
    assert sum(a.persons for a in found.allotments) == 102
    drawn = simulate(found.inputs, stated(found.inputs, 1), ranges(found.inputs))
    assert drawn.persons[0].tolist() == [a.persons for a in found.allotments]
