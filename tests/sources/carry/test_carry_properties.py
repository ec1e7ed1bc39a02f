"""What carrying promises of any changes and any figures."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import pandas as pd
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bosetting.sources.carry import carry

FIRST, SECOND, LAST = "2020-01-01", "2022-01-01", "2024-01-01"
CODES = [f"1{n:03}" for n in range(8)]
KEYS = [None, None, Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(9, 10)]
"""The share of the first successor of a split; None where no key is known."""
PICKS = st.lists(st.integers(0, 23), min_size=2 * len(CODES), max_size=2 * len(CODES))
quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _changes_of(
    day: str, now: list[str], picks: list[int], made: Iterator[int]
) -> tuple[list[tuple], list[str]]:
    """What becomes of each municipality on a day: nothing, a new code, one with its neighbour, or two."""
    rows, after, waiting = [], [], [code for _, code in sorted(zip(picks, now, strict=False))]
    while waiting:
        code, pick = waiting.pop(), picks[len(waiting)]
        kind = pick % 4
        if kind == 0:
            after.append(code)
            continue
        news = [f"2{next(made):03}" for _ in range(2 if kind == 3 else 1)]
        after += news
        if kind == 3:
            share = KEYS[pick // 4]
            shares = ["", ""] if share is None else [str(share), str(1 - share)]
            rows += [(day, "split", code, new, part, "K") for new, part in zip(news, shares, strict=True)]
        else:
            olds = [code, *([waiting.pop()] if kind == 2 and waiting else [])]
            rows += [(day, "merge" if len(olds) > 1 else "recode", old, news[0], "", "K") for old in olds]
    return rows, after


def _structures(days: list[list[int]]) -> pd.DataFrame:
    rows, now, made = [], CODES, itertools.count()
    for day, picks in zip((FIRST, SECOND, LAST), days, strict=True):
        # Splits make more municipalities than there are picks.
        more, now = _changes_of(day, now, picks * 4, made)
        rows += more
    return pd.DataFrame(rows, columns=["date", "kind", "old_code", "new_code", "share", "source"])


STRUCTURES = st.tuples(PICKS, PICKS, PICKS).map(list).map(_structures)
"""Changes on three days."""

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


@quickly
@given(STRUCTURES, SOME)
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


@quickly
@given(STRUCTURES, WHOLE, st.data())
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


@quickly
@given(STRUCTURES, SOME, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(changes, cells, random):
    table = frame(cells)
    mixed = table.iloc[random.sample(range(len(table)), len(table))]
    mixed_changes = changes.iloc[random.sample(range(len(changes)), len(changes))]
    one, other = carry(table, changes, LAST), carry(mixed, mixed_changes, LAST)
    pd.testing.assert_frame_equal(one.table, other.table)
    pd.testing.assert_frame_equal(one.unplaced, other.unplaced)
    assert one.totals == other.totals


@quickly
@given(STRUCTURES, WHOLE)
def test_step_by_step_is_the_same_as_in_one_go(changes, cells):
    once = carry(frame(cells), changes, LAST).table
    between = carry(frame(cells), changes, SECOND).table
    pd.testing.assert_frame_equal(carry(between, changes, LAST).table, once)


@quickly
@given(STRUCTURES, WHOLE)
def test_nothing_that_is_missing_is_0(changes, cells):
    table = carry(frame(cells), changes, LAST).table
    assert table.loc[table["status"] == "missing", NUMBERS].isna().all(axis=None)
    assert table.loc[table["status"] == "ok", "value"].map(lambda value: isinstance(value, int)).all()


@quickly
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
