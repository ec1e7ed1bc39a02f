"""The day by which municipalities are to answer: a rule of an edition, with its source."""

from datetime import date
from pathlib import Path

import pytest
from smallyear import small_year

from bosetting.inputs.told.faults import BadInput
from bosetting.inputs.year import read_inputs

ROOT = Path(__file__).resolve().parents[2]
SOURCE = {"unit": "date", "valid_from": date(2017, 11, 6), "status": "published", "source": "A letter"}


def test_it_is_of_one_edition_and_may_be_left_out() -> None:
    assert read_inputs(2018, "november", ROOT).rules.answer_by == date(2018, 1, 6)
    assert read_inputs(2018, "june", ROOT).rules.answer_by is None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            "soon",
            'rule.answer_by.value: "soon" cannot be used. Expected a date as YYYY-MM-DD. Correct the value.',
        ),
        (
            date(2017, 11, 6),
            "edition.november.answer_by.value: 2017-11-06 is not after 2017-11-06, the date of edition november. "
            "Expected a day when one can still answer. Correct it, or remove the rule.",
        ),
    ],
)
def test_what_cannot_be_a_day_to_answer_by(value: object, message: str, tmp_path: Path) -> None:
    year = small_year()
    year.rules["rule"]["answer_by"] = {"value": value, **SOURCE}
    with pytest.raises(BadInput) as refused:
        year.read(tmp_path)
    assert f"data/2018/rules.toml, {message}" in [str(fault) for fault in refused.value.faults]
