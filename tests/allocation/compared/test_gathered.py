"""A comparison over mergers: earlier municipalities are summed, nobody is divided, and every part still adds up."""

from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from bosetting.allocation.compared.gathered import gathered
from bosetting.allocation.compared.revision import Change, Revision, sums_by_cause
from bosetting.sources.carry.successors import successors

CAUSES = ("structure", "need")


def old(code: str, before: int) -> Change:
    """One that is gone: all of its number goes with the structure."""
    return Change(code, f"Old {code}", before, None, (-before, 0))


def new(code: str, first: int, after: int) -> Change:
    return Change(code, f"New {code}", None, after, (first, after - first))


def compared(*changes: Change) -> Revision:
    return Revision(CAUSES, tuple(sorted(changes, key=lambda change: change.code)))


def test_what_merged_is_summed_and_a_new_code_is_followed() -> None:
    found = compared(old("0001", 10), old("0002", 5), new("1001", 12, 20), old("0003", 7), new("1003", 7, 6))
    became = {"0001": {"1001"}, "0002": {"1001"}, "0003": {"1003"}}
    first, second = gathered(found, became).changes
    assert (first.code, first.before, first.after, first.change) == ("1001", 15, 20, 5)
    assert first.parts == (-3, 8)
    assert first.made_of == ("0001 Old 0001", "0002 Old 0002")
    assert (second.code, second.before, second.after, second.parts, second.made_of) == (
        "1003",
        7,
        6,
        (0, -1),
        (),
    )
    assert first.comparable
    assert not first.newly_asked
    assert not second.no_longer_asked


def test_one_that_takes_in_another_and_keeps_its_code_has_the_sum_before() -> None:
    kept = Change("0001", "Kept", 10, 20, (2, 8))
    (only,) = gathered(compared(kept, old("0002", 5)), {"0001": {"0001"}, "0002": {"0001"}}).changes
    assert (only.code, only.before, only.after, only.parts) == ("0001", 15, 20, (-3, 8))
    assert only.made_of == ("0001 Kept", "0002 Old 0002")


def test_a_split_is_never_divided_and_is_said() -> None:
    found = compared(
        *(old("0001", 10), old("0002", 5), old("0003", 4)),
        *(new("1001", 8, 9), new("1002", 9, 9), new("1003", 4, 4)),
    )
    became = {"0001": {"1001", "1002"}, "0002": {"1002"}, "0003": {"1003"}}
    rows = {change.code: change for change in gathered(found, became).changes}
    assert {code for code, row in rows.items() if not row.comparable} == {"0001", "0002", "1001", "1002"}
    assert (rows["1002"].before, rows["0001"].after, rows["1003"].before) == (None, None, 4)
    assert not any(rows[code].newly_asked or rows[code].no_longer_asked for code in ("0001", "1001", "1002"))


@given(st.data())
def test_every_part_still_adds_up_however_they_merge_and_split(data: st.DataObject) -> None:
    codes, later = [f"00{i:02}" for i in range(8)], [f"10{i:02}" for i in range(6)]
    targets = st.sets(st.sampled_from(later), min_size=1, max_size=2)
    became = {code: data.draw(targets) for code in codes}
    number = st.integers(0, 50)
    changes = [old(code, data.draw(number)) for code in codes]
    changes += [new(code, data.draw(number), data.draw(number)) for code in later]
    found = compared(*changes)
    after = gathered(found, became)
    assert sums_by_cause(after) == sums_by_cause(found)
    assert all(sum(row.parts) == row.change for row in after.changes)
    for total in ("before", "after"):
        assert sum(getattr(row, total) or 0 for row in after.changes) == sum(
            getattr(row, total) or 0 for row in found.changes
        )
    assert {row.code for row in after.changes} >= set(later)
    assert len({row.code for row in after.changes}) == len(after.changes)


def test_successors_are_followed_through_every_change_between_the_two_days() -> None:
    changes = pd.DataFrame(
        [
            ("2018-01-01", "recode", "0001", "0002"),
            ("2020-01-01", "recode", "0002", "1002"),
            ("2020-01-01", "merge", "0003", "1002"),
            ("2020-01-01", "split", "0004", "1004"),
            ("2020-01-01", "split", "0004", "1005"),
            ("2024-01-01", "recode", "1002", "2002"),
            ("2024-01-01", "recode", "1005", "2005"),
        ],
        columns=["date", "kind", "old_code", "new_code"],
    )
    found = successors(changes, ["0002", "0003", "0004", "0301"], date(2018, 1, 1), date(2024, 1, 1))
    assert found == {
        "0002": {"2002"},
        "0003": {"2002"},
        "0004": {"1004", "2005"},
        "0301": {"0301"},
    }
    before = successors(changes, ["0002"], date(2018, 1, 1), date(2023, 12, 31))
    assert before == {"0002": {"1002"}}
