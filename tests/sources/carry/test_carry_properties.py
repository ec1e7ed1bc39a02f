"""What carrying promises of any changes and any figures."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bosetting.sources.carry import carry

FIRST, SECOND, LAST = "2020-01-01", "2022-01-01", "2024-01-01"
CODES = [f"1{n:03}" for n in range(12)]


@st.composite
def structures(draw: st.DrawFn, splits: bool) -> pd.DataFrame:
    """Changes on three days: groups of municipalities become one, some are divided with or without a key."""
    rows, now, made = [], list(CODES), 0
    for day in (FIRST, SECOND, LAST):
        order = draw(st.permutations(now))
        now = []
        while order:
            taken = draw(st.integers(1, min(3, len(order))))
            group, order = order[:taken], order[taken:]
            if taken == 1 and draw(st.booleans()):
                now += group
            elif splits and taken == 1:
                news = [f"2{made + n:03}" for n in range(2)]
                made += 2
                share = draw(st.none() | st.fractions(0, 1, max_denominator=50))
                shares = ["", ""] if share is None else [str(share), str(1 - share)]
                rows += [
                    (day, "split", group[0], new, part, "K") for new, part in zip(news, shares, strict=True)
                ]
                now += news
            else:
                new = f"2{made:03}"
                made += 1
                rows += [(day, "merge" if taken > 1 else "recode", old, new, "", "K") for old in group]
                now.append(new)
    return pd.DataFrame(rows, columns=["date", "kind", "old_code", "new_code", "share", "source"])


CELLS = st.one_of(
    st.integers(0, 10**6).map(lambda n: (n, None, None, "ok")),
    st.tuples(st.integers(0, 50), st.none() | st.integers(0, 50)).map(
        lambda b: (None, b[0], None if b[1] is None else b[0] + b[1], "suppressed")
    ),
    st.just((None, None, None, "missing")),
    st.just((None, None, None, "not_applicable")),
)
NUMBERS = ["value", "low", "high"]


def frame(cells: list[tuple[object, ...]]) -> pd.DataFrame:
    rows = [
        (code, 2019, "settled", *cell, "2020-02-01", "SSB", "SSB")
        for code, cell in zip(CODES, cells, strict=False)
    ]
    columns = [
        "code",
        "period",
        "measure",
        "value",
        "low",
        "high",
        "status",
        "published",
        "published_from",
        "source",
    ]
    return pd.DataFrame(rows, columns=columns, dtype=object)


WHOLE = st.lists(CELLS, min_size=len(CODES), max_size=len(CODES))
SOME = st.lists(CELLS, min_size=1, max_size=len(CODES))


@given(structures(splits=True), SOME)
def test_the_total_is_kept(changes, cells):
    carried = carry(frame(cells), changes, LAST)
    (total,) = carried.totals
    assert total.kept
    known = [cell for cell in cells if cell[3] in ("ok", "suppressed")]
    low = sum(cell[0] if cell[0] is not None else cell[1] for cell in known)
    rows = pd.concat([carried.table, carried.unplaced]).to_dict("records")
    after = [row for row in rows if row["status"] in ("ok", "suppressed")]
    assert (
        sum(row["value"] if row["value"] is not None else row["low"] for row in after)
        == low
        == total.before.low
    )


@given(structures(splits=True), WHOLE, st.data())
def test_the_bounds_hold_the_truth(changes, cells, data):
    cells = [
        cell if cell[3] != "suppressed" or cell[2] is not None else (None, cell[1], cell[1] + 9, cell[3])
        for cell in cells
    ]
    truths = [
        (data.draw(st.integers(cell[1], cell[2])), None, None, "ok") if cell[3] == "suppressed" else cell
        for cell in cells
    ]
    shown = carry(frame(cells), changes, LAST).table.set_index("code")
    true = carry(frame(truths), changes, LAST).table.set_index("code")
    assert list(shown.index) == list(true.index)
    for code, row in shown.iterrows():
        if row["status"] == "suppressed":
            assert row["low"] <= true.loc[code, "value"] <= row["high"]
        else:
            assert (row["value"], row["status"]) == (true.loc[code, "value"], true.loc[code, "status"])


@given(structures(splits=True), SOME, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(changes, cells, random):
    table = frame(cells)
    mixed = table.iloc[random.sample(range(len(table)), len(table))]
    mixed_changes = changes.iloc[random.sample(range(len(changes)), len(changes))]
    one, other = carry(table, changes, LAST), carry(mixed, mixed_changes, LAST)
    pd.testing.assert_frame_equal(one.table, other.table)
    pd.testing.assert_frame_equal(one.unplaced, other.unplaced)
    assert one.totals == other.totals


@given(structures(splits=True), WHOLE)
def test_step_by_step_is_the_same_as_in_one_go(changes, cells):
    once = carry(frame(cells), changes, LAST).table
    between = carry(frame(cells), changes, SECOND).table
    pd.testing.assert_frame_equal(carry(between, changes, LAST).table, once)


@given(structures(splits=True), WHOLE)
def test_nothing_that_is_missing_is_0(changes, cells):
    table = carry(frame(cells), changes, LAST).table
    assert table.loc[table["status"] == "missing", NUMBERS].isna().all(axis=None)
    assert table.loc[table["status"] == "ok", "value"].map(lambda value: isinstance(value, int)).all()


@settings(max_examples=50)
@given(st.integers(0, 5000), st.lists(st.integers(0, 900), min_size=2, max_size=6))
def test_a_key_divides_whole_persons_and_no_part_shrinks_when_there_are_more(persons, weights):
    assume(sum(weights) > 0)
    shares = [Fraction(weight, sum(weights)) for weight in weights]
    rows = [(FIRST, "split", "1000", f"20{n:02}", str(share), "K") for n, share in enumerate(shares)]
    changes = pd.DataFrame(rows, columns=["date", "kind", "old_code", "new_code", "share", "source"])
    parts, more = (
        list(carry(frame([(number, None, None, "ok")]), changes, LAST).table["value"])
        for number in (persons, persons + 1)
    )
    assert sum(parts) == persons
    assert all(one <= other for one, other in zip(parts, more, strict=True))
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)
