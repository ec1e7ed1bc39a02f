"""What a new year takes over from an earlier one, and what it must decide."""

from pathlib import Path

import pytest

from bosetting.inputs.reading.rule_values import KNOWN
from bosetting.inputs.rule import Place, read_rule
from bosetting.inputs.told.faults import BadInput
from bosetting.sources.draw.beginning import anew, begin, undecided

RULES = """default_edition = "first"

[publisher]
name = "x"
made = 2018-12-12

[[criterion]]
name = "size"
label.nb = "folketall"

[criterion.period]
value = 2018-01-01
valid_from = 2018-12-12

[rule.floor]
value = 10
unit = "persons"

[edition.first.floor]
value = 5
"""


def test_every_value_is_undecided_beside_what_it_was() -> None:
    made = anew(RULES)
    assert 'value = "undecided"  # was 10\nunit = "persons"' in made
    assert 'value = "undecided"  # was 2018-01-01\nvalid_from = "undecided"' in made
    assert 'made = "undecided"  # was 2018-12-12' in made
    assert 'name = "x"' in made
    assert "[edition." not in made
    assert list(undecided(RULES)) == [
        'default_edition (was "first")',
        "[publisher] made (was 2018-12-12)",
        "[criterion.size.period] value (was 2018-01-01)",
        "[rule.floor] value (was 10)",
    ]


@pytest.mark.parametrize("fields", [{"value": "undecided"}, {"value": 10, "valid_from": "undecided"}])
def test_an_undecided_rule_is_one_plain_fault(fields: dict[str, object]) -> None:
    rule, faults = read_rule("floor", fields, KNOWN["floor"], Place("rules.toml", "rule.floor"))
    assert rule is None
    assert [str(fault) for fault in faults] == [
        "rules.toml, rule.floor.value: undecided. Expected a whole number of at least 1 and at most 10000000. "
        "Decide it, and say from when, and by whom or why."
    ]


def test_a_year_that_is_there_is_left_alone(tmp_path: Path) -> None:
    for year in (2018, 2019):
        (tmp_path / "data" / str(year)).mkdir(parents=True)
    with pytest.raises(BadInput, match="data/2019: the folder is there already"):
        begin(tmp_path, 2019, 2018)


def test_a_year_that_cannot_be_drawn_leaves_nothing(tmp_path: Path) -> None:
    earlier = tmp_path / "data" / "2018"
    earlier.mkdir(parents=True)
    (earlier / "rules.toml").write_text(RULES, encoding="utf-8")
    (earlier / "population.csv").write_text("a\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"data/reference/population\.csv: is not there"):
        begin(tmp_path, 2019, 2018)
    assert not (tmp_path / "data" / "2019").exists()
