"""Reasons and sources that were copied from another year are told, each with what to do."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from smallyear import Change, SmallYear, small_year

from bosetting.inputs.reading.described import copy_described
from bosetting.inputs.year import check_year

ASSUMED = {"status": "assumption", "quality": "amber", "impact": "green", "reason": {"nb": "Vi antar det."}}


def assumed(year: SmallYear, day: date) -> None:
    year.set_rule("threshold", valid_from=day, **ASSUMED)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param(
            lambda y: assumed(y, date(2016, 11, 7)),
            [
                "data/2018/rules.toml, rule.threshold.valid_from: the reason is of 2016-11-07, and the request is for "
                "2018. Expected a day from 2017. Decide it anew, with the reason of this year and its day."
            ],
            id="a reason of the year before",
        ),
        pytest.param(lambda y: assumed(y, date(2017, 1, 1)), [], id="a reason of this year"),
        pytest.param(
            lambda y: y.set_rule("threshold", source="KS, 2016-11: The request"),
            [
                "data/2018/rules.toml, rule.threshold.source: the source is of 2016, and the rule is known from "
                "2017-06-01. Expected a source of 2017. Name the source of this year, or say in valid_from when it "
                "was known."
            ],
            id="a source older than the rule",
        ),
        pytest.param(
            lambda y: y.set_rule("threshold", source="IMDi, brev 17/08381-1 av 2016-11-07; gjentatt 2017-06"),
            [],
            id="an old source repeated in the rule's year",
        ),
        pytest.param(
            lambda y: y.set_rule("threshold", source="Introduksjonsloven", valid_from=date(2003, 9, 1)),
            [],
            id="an old rule that is still published",
        ),
    ],
)
def test_what_was_written_for_another_year_is_told(change: Change, told: list[str], tmp_path: Path) -> None:
    root = small_year(change).write(tmp_path)
    assert [str(fault) for fault in check_year(2018, root).faults] == told


def test_the_rules_of_2018_in_the_folder_of_2019_are_not_in_order(tmp_path: Path) -> None:
    """A copied year: every assumption that stands in the rules of no edition is told, and every statement."""
    real, copied = Path(__file__).parents[3] / "data" / "2018", tmp_path / "data" / "2019"
    copy_described(real, copied)
    package = (copied / "datapackage.json").read_text(encoding="utf-8")
    renamed = package.replace("bosetting-2018", "bosetting-2019").replace(
        'refugees in 2018"', 'refugees in 2019"'
    )
    (copied / "datapackage.json").write_text(renamed, encoding="utf-8")
    rules = tomllib.loads((real / "rules.toml").read_text(encoding="utf-8"))["rule"]
    assumed = {f"rule.{name}.valid_from" for name, rule in rules.items() if rule["status"] != "published"}
    told = {fault.column for fault in check_year(2019, tmp_path).faults}
    assert assumed | {"date"} <= told
    assert check_year(2018, real.parents[1]).faults == ()
