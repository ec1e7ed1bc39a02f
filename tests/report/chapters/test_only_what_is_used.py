"""A report lists the rules and the tables that its edition uses, and no other."""

from dataclasses import replace
from pathlib import Path

import pytest

from bosetting.compute import Computation, compute
from bosetting.inputs.rules import in_use
from bosetting.report.blocks.kinds import Document, Table
from bosetting.report.chapters.assumptions import assumptions
from bosetting.report.chapters.sources import sources
from bosetting.report.language.criteria import rule_name
from bosetting.report.view import View

ROOT = Path(__file__).parents[3]
OF_MINORS = {"minors_basis", "minors_floor"}


def view(minors: int | None = 150, **rules: object) -> View:
    """The edition of November 2017 under other rules; the request is not made again."""
    known = compute(2018, "november", ROOT)
    inputs = replace(
        known.inputs,
        rules=replace(known.inputs.rules, **rules),  # type: ignore[arg-type]
        edition=replace(known.inputs.edition, unaccompanied_minors=minors),
    )
    return View(Computation(inputs, known.request, ROOT), "nb", Document("nb"))


def unused(of: View) -> set[str]:
    inputs = of.inputs
    return set(inputs.rules.entries) - {rule.name for rule in in_use(inputs.edition, inputs.rules)}


@pytest.mark.parametrize(
    ("of", "left_out"),
    [
        (view(), set()),
        (view(minors=None), OF_MINORS),
        (view(minors=0), OF_MINORS),
        (view(division="one_stage"), {"county_split"}),
        (view(selection=("priority",)), {"threshold"}),
        (view(selection=("all",)), {"threshold", "number_asked"}),
    ],
)
def test_only_the_rules_in_use_are_counted_and_listed(of: View, left_out: set[str]) -> None:
    assert unused(of) == left_out
    tables = [block for block in assumptions(of) if isinstance(block, Table)]
    listed = [str(row[0]) for table in tables for row in table.rows]
    rules = of.inputs.rules
    assert len(listed) == len(rules.entries) - len(left_out)
    assert not {rule_name(name, rules, "nb") for name in left_out} & set(listed)


def test_the_real_years_use_every_rule_that_they_state() -> None:
    for year, edition in ((2018, "november"), (2018, "revised"), (2019, "original"), (2026, "original")):
        inputs = compute(year, edition, ROOT).inputs
        expected = set() if inputs.edition.unaccompanied_minors else OF_MINORS & set(inputs.rules.entries)
        assert {*inputs.rules.entries} - {r.name for r in in_use(inputs.edition, inputs.rules)} == expected


def test_a_table_that_only_a_criterion_reads_is_named_where_one_does() -> None:
    known = compute(2018, "november", ROOT).inputs.rules
    for criteria in (known.criteria, known.criteria[:2], known.criteria[:1]):
        of = view(criteria=criteria)
        (table,) = [block for block in sources(of) if isinstance(block, Table)]
        files = {row[2] for row in table.rows}
        for name in ("employment", "programme_results"):
            assert (f"{name}.csv" in files) == (name in {each.table for each in criteria})
        assert "programme_participants.csv" in files
