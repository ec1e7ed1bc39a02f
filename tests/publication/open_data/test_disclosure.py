"""An attacker who has everything we publish learns no hidden count better than its publisher has told it.

Pages, tables and notebooks are made from inputs/ alone (`verify` makes them again from nothing else), so inputs/ with the
published totals is all there is to solve for. Each hidden cell is an unknown between its bounds; what is missing or
belongs to no municipality is at least zero; where a total is published, all of them sum to it. Linear programming finds
the least and the most that each hidden cell can be, and these must be the bounds that stand there.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

import numpy as np
import pytest
from edition import ROOT
from scipy.optimize import linprog

INPUTS = ROOT / "data" / "2018"
COUNTS = {
    "settled": "persons",
    "programme_participants": "persons",
    "programme_results": "work_or_education",
    "published_requests": "persons",
}
"""Tables with hidden cells, and the column that is hidden."""
PINNED_BY_THEIR_OWN_ROW = {("programme_results", "1224", "2011"), ("programme_results", "1837", "2012")}
"""Three persons in three hidden cells, none of which is empty: the publisher's own row says one each."""


@dataclass(frozen=True)
class Cell:
    """One unknown: whose, and between what."""

    name: tuple[str, str, str]
    low: float
    high: float
    hidden: bool


def rows(table: str) -> list[dict[str, str]]:
    with (INPUTS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def totals(measure: str) -> dict[str, int]:
    """Published totals by year; a sum of the printed rows is none."""
    found = [row for row in rows("national") if row["measure"] == measure and row["group"] == "all"]
    return {row["year"]: int(row["persons"]) for row in found if row["persons"] and not row["low"]}


def systems() -> Iterator[tuple[list[Cell], float | None]]:
    """Table by table and year by year: the unknowns, and what they sum to where that can be worked out."""
    for table, column in COUNTS.items():
        groups: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
        for row in rows(table):
            groups[row["year"], row.get("edition", "")].append(row)
        for (year, _), own in groups.items():
            cells = [cell for row in own if (cell := unknown(table, row, column)) is not None]
            total = totals("settled").get(year) if table == "settled" else None
            if total is not None:
                total -= sum(int(row[column]) for row in own if row[column])
                stated = totals("settled_municipality_not_stated").get(year)
                outside = (0, inf) if stated is None else (stated, stated)
                cells.append(Cell((table, "outside every municipality", year), *outside, hidden=False))
            yield cells, total


def unknown(table: str, row: dict[str, str], column: str) -> Cell | None:
    if row[column] or row["status"] not in ("suppressed", "missing"):
        return None
    low, high = float(row["low"] or 0) if "low" in row else 0.0, inf
    if row.get("high"):
        high = float(row["high"])
    return Cell((table, row["kommune_nr"], row["year"]), low, high, hidden=row["status"] == "suppressed")


def solved(cells: list[Cell], total: float | None, cell: Cell) -> tuple[float, float]:
    """The least and the most that one cell can be."""
    place = cells.index(cell)
    ends = []
    for sign in (1, -1):
        goal = np.zeros(len(cells))
        goal[place] = sign
        sums = {} if total is None else {"A_eq": np.ones((1, len(cells))), "b_eq": [total]}
        found = linprog(goal, bounds=[(c.low, None if c.high == inf else c.high) for c in cells], **sums)
        ends.append(inf if found.status == 3 else sign * found.fun)
        assert found.status in (0, 3), f"{cell.name}: the published figures contradict each other"
    return ends[0], ends[1]


def narrowed() -> tuple[int, list[tuple[str, str, str]]]:
    """How many hidden cells were solved for, and those that come out narrower than their bounds."""
    tried, found = 0, []
    for cells, total in systems():
        for cell in (one for one in cells if one.hidden):
            tried += 1
            # Without a total nothing binds the cells of a table to each other.
            low, high = (cell.low, cell.high) if total is None else solved(cells, total, cell)
            if low > cell.low + 1e-6 or high < cell.high - 1e-6:
                found.append(cell.name)
    return tried, found


def test_no_hidden_count_comes_out_narrower_than_its_bounds() -> None:
    tried, found = narrowed()
    assert found == []
    assert tried > 700


def test_no_row_pins_its_hidden_count_but_the_two_that_the_publisher_s_own_row_pins() -> None:
    pinned = {cell.name for cells, _ in systems() for cell in cells if cell.hidden and cell.low == cell.high}
    assert pinned == PINNED_BY_THEIR_OWN_ROW


@pytest.mark.parametrize("table", COUNTS)
def test_a_hidden_cell_has_no_number(table: str) -> None:
    hidden = [row for row in rows(table) if row["status"] == "suppressed"]
    assert hidden
    assert {row[COUNTS[table]] for row in hidden} == {""}


def test_the_attacker_sees_a_total_that_gives_hidden_counts_away() -> None:
    """Were the table whole but for three cells, a total near their least or most would tell them."""
    cells = [Cell(("made", str(place), ""), 1, 4, hidden=True) for place in range(3)]
    assert [solved(cells, 4, cell) for cell in cells] == [(1, 2)] * 3
    assert [solved(cells, 12, cell) for cell in cells] == [(4, 4)] * 3
    rest = Cell(("made", "outside", ""), 0, inf, hidden=False)
    assert [solved([*cells, rest], 12, cell) for cell in cells] == [(1, 4)] * 3
