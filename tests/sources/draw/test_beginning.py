"""What a new year takes over from an earlier one, and what it must decide."""

import re
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest

from bosetting.inputs.publisher import read_publisher
from bosetting.inputs.reading.rule_values import KNOWN
from bosetting.inputs.rule import Place, read_rule
from bosetting.inputs.told.faults import BadInput
from bosetting.sources.draw.beginning import anew, begin, undecided

ROOT = Path(__file__).parents[3]
RULES = """# The rules of the 2019 request.

default_edition = "first"

# Computed afterwards in 2018.
[publisher]
name = "x"
role = "issuer"
contact = "post@x.example"
made = 2018-12-12
published = { first = 2018-12-20 }

[[criterion]]
name = "size"
label.nb = "folketall"

[criterion.period]
value = 2018-01-01
valid_from = 2018-12-12

[rule.floor]
value = 10
unit = "persons"
source = "The letter of 2018"
reason.nb = "Etter brevet i 2018."

[rule.cap]
value = "none"
source = ""

[edition.first.floor]
value = 5
"""


def test_every_value_is_undecided_beside_what_it_was() -> None:
    made = anew(RULES, 2019, 2020)
    assert 'value = "undecided"  # was 10\nunit = "persons"' in made
    assert 'value = "undecided"  # was 2018-01-01\nvalid_from = "undecided"' in made
    assert 'made = "undecided"  # was 2018-12-12' in made
    assert 'contact = "post@x.example"' in made
    assert "[edition." not in made
    assert list(undecided(RULES)) == [
        'default_edition (was "first")',
        '[publisher] name (was "x")',
        '[publisher] role (was "issuer")',
        "[publisher] made (was 2018-12-12)",
        "[criterion.size.period] value (was 2018-01-01)",
        "[rule.floor] value (was 10)",
        '[rule.cap] value (was "none")',
    ]


def test_nothing_that_was_written_of_the_earlier_year_is_taken_for_the_new_one() -> None:
    made = anew(RULES, 2019, 2020)
    decided = "\n".join(line.partition("  # was ")[0] for line in made.splitlines())
    assert made.splitlines()[0] == "# The rules of the 2020 request."
    assert not re.search(r"20(18|19)", decided)
    assert 'reason.nb = "undecided"  # was "Etter brevet i 2018."' in made
    assert 'source = "undecided"  # was "The letter of 2018"' in made
    assert 'source = ""' in made
    assert "published" not in made


def test_words_that_wait_to_be_written_are_told() -> None:
    fields = {"value": 10, "valid_from": date(2019, 1, 1), "status": "assumption", "source": "undecided"}
    fields |= {"reason": {"nb": "Fordi.", "nn": "undecided"}, "quality": "green", "impact": "green"}
    rule, faults = read_rule("floor", fields, KNOWN["floor"], Place("rules.toml", "rule.floor"))
    assert rule is None
    assert [str(fault) for fault in faults] == [
        "rules.toml, rule.floor.source: undecided. Expected who says it, and when. Write it anew for this year.",
        "rules.toml, rule.floor.reason: undecided in nn. Expected the reason of this year. Write it anew for this year.",
    ]


def test_a_name_that_waits_to_be_given_is_told() -> None:
    section = {"name": "undecided", "role": "issuer", "made": date(2019, 1, 1)}
    publisher, faults = read_publisher({"publisher": section}, {}, "rules.toml")
    assert publisher is None
    assert [str(fault) for fault in faults] == [
        "rules.toml, publisher.name: undecided. Expected who issues the report, at most 200 characters. "
        'Add name = "…" to [publisher].'
    ]


def test_the_rules_of_every_year_held_can_be_begun_anew() -> None:
    for rules in sorted(ROOT.glob("data/2*/rules.toml")):
        earlier = int(rules.parent.name)
        made = tomllib.loads(anew(rules.read_text(encoding="utf-8"), earlier, earlier + 1))
        assert made["publisher"]["name"] == "undecided"
        said = [rule["reason"] for rule in made["rule"].values() if "reason" in rule]
        assert said
        assert {text for reason in said for text in reason.values()} == {"undecided"}


def test_what_cannot_be_there_yet_is_not_to_be_fetched(tmp_path: Path) -> None:
    """Nobody merged, and nothing has come of a request that is not made; minors are asked for where they are divided."""
    shutil.copytree(ROOT / "data" / "reference", tmp_path / "data" / "reference")
    shutil.copytree(ROOT / "data" / "2026", tmp_path / "data" / "2026")
    begun = begin(tmp_path, 2027, 2026)
    assert begun.empty == ()
    assert begun.lacking == ("rule.minors_basis", "rule.minors_floor")


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
