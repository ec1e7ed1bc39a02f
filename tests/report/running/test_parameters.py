"""What an analyst may try, checked before anything is computed: papermill lets any value of any type through."""

from fractions import Fraction

import pytest

from bosetting.allocation.compared.what_if import Changes
from bosetting.report.running.parameters import check_changes


def test_nothing_given_is_nothing_changed() -> None:
    assert check_changes() == Changes()


def test_what_is_given_has_its_type_and_weights_are_exact() -> None:
    weights = {"population": 0.7, "employment": 0.2, "results": 0.1}
    assert check_changes(weights, 4000, 5, "weights", "one_stage", 150) == Changes(
        weights={"population": Fraction(7, 10), "employment": Fraction(1, 5), "results": Fraction(1, 10)},
        threshold=4000,
        floor=5,
        county_split="weights",
        division="one_stage",
        number_asked=150,
    )


LEAVE = "or None to leave it as the edition has it."


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"floor": 0},
            f"floor is 0. Expected a whole number of at least 1 and at most 10000000, {LEAVE}",
        ),
        (
            {"floor": True},
            f"floor is True. Expected a whole number of at least 1 and at most 10000000, {LEAVE}",
        ),
        (
            {"threshold": "5000"},
            f"threshold is '5000'. Expected a whole number of at least 0 and at most 10000000, {LEAVE}",
        ),
        (
            {"number_asked": 150.0},
            f"number_asked is 150.0. Expected a whole number of at least 1 and at most 10000000, {LEAVE}",
        ),
        (
            {"county_split": "weight"},
            f'county_split is \'weight\'. Expected one of "previous_request", "weights", {LEAVE}',
        ),
        (
            {"division": []},
            f'division is []. Expected one of "county_first", "one_stage", {LEAVE}',
        ),
        ({"weights": {"population": 0.7, "results": 0.1}}, "weights sum to 0.8. Expected the sum 1."),
        (
            {"weights": {"population": 70, "results": 30}},
            "weights['population'] is 70. Expected a number from 0 to 1.",
        ),
        (
            {"weights": {"population": float("nan")}},
            "weights['population'] is nan. Expected a number from 0 to 1.",
        ),
    ],
)
def test_a_value_that_a_rule_cannot_have_is_told(given: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError) as wrong:  # noqa: PT011 - the whole message is compared
        check_changes(**given)
    assert str(wrong.value) == told


def test_weights_that_are_no_mapping_are_told() -> None:
    with pytest.raises(TypeError) as wrong:
        check_changes(weights=[0.7, 0.2, 0.1])
    assert (
        str(wrong.value)
        == "weights is [0.7, 0.2, 0.1]. Expected a number for each criterion by its name, or None."
    )
