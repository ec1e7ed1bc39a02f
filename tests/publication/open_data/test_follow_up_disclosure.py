"""follow_up.csv gives no hidden number away: its sums and differences narrow no bound that its publisher gave.

Every row that is not one number is a pair of inequalities between the hidden and unknown cells behind it; every row that
is one number, an equation. Linear programming finds the least and the most that each hidden cell can be.
"""

import csv
from functools import cache
from math import inf

import numpy as np
import pytest
from edition import ROOT
from scipy.optimize import linprog

from bosetting.compute import compute
from bosetting.publication.open_data.tables import data_files

YEARS = {2018: 54, 2019: 19, 2026: 35}
"""How many numbers the publisher hides in each year's decisions and settled persons."""
PARTS = {
    "decided": {"decided": 1},
    "settled": {"settled": 1},
    "undecided": {"requested": 1, "decided": -1},
    "rest": {"decided": 1, "settled": -1},
}
Row = dict[str, str]


@cache
def published(year: int) -> tuple[Row, ...]:
    content = data_files(compute(year, None, ROOT), "follow_up.csv")["follow_up.csv"]
    return tuple(csv.DictReader(content.decode().splitlines()))


def given(year: int) -> dict[tuple[str, str], Row]:
    """The publisher's rows by measure and code."""
    with (ROOT / "data" / str(year) / "outcomes.csv").open(encoding="utf-8", newline="") as file:
        return {(row["measure"], row["kommune_nr"]): row for row in csv.DictReader(file)}


def within(row: Row) -> tuple[float, float]:
    return float(row["low"] or -inf), float(row["high"] or inf)


class Attack:
    """All that the table says of a year, as inequalities between the numbers that it does not say."""

    def __init__(self, year: int, rows: tuple[Row, ...]) -> None:
        held = given(year)
        self.known = {key: int(row["persons"]) for key, row in held.items() if row["persons"]}
        unknown = [key for key, row in held.items() if row["status"] in ("suppressed", "missing")]
        outside = ("outside", "")  # settled, with no municipality stated
        self.place = {key: at for at, key in enumerate([*unknown, outside])}
        self.hidden = {key: within(held[key]) for key in unknown if held[key]["status"] == "suppressed"}
        self.codes = sorted({code for _, code in held})
        self.above: list[np.ndarray] = []
        self.limits: list[float] = []
        for row in rows:
            self._add(row)

    def _add(self, row: Row) -> None:
        low, high = within(row)
        if row["measure"] == "requested" or (low, high) == (-inf, inf):
            return
        behind = {"country": self.codes, "municipality": [row["code"]]}.get(row["level"])
        codes = behind or [code for code in self.codes if code.startswith(row["code"])]
        sums, known = np.zeros(len(self.place)), 0
        for measure, sign in PARTS[row["measure"]].items():
            for code in codes:
                if (measure, code) in self.place:
                    sums[self.place[measure, code]] += sign
                known += sign * self.known.get((measure, code), 0)
            if measure == "settled" and row["level"] == "country" and row["measure"] == "settled":
                sums[-1] += sign
        if row["level"] == "country" and row["measure"] == "rest":
            sums[-1] -= 1
        for sign, limit in ((1, high - known), (-1, known - low)):
            if limit < inf:
                self.above.append(sign * sums)
                self.limits.append(limit)

    def solved(self, key: tuple[str, str]) -> tuple[float, float]:
        """The least and the most that a hidden number can be."""
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(self.place))
            goal[self.place[key]] = sign
            # A count is at least 0; the table's own rows hold every other bound.
            found = linprog(goal, A_ub=np.array(self.above), b_ub=self.limits, bounds=(0, None))
            assert found.status == 0, f"{key}: {found.message}"
            ends.append(sign * found.fun)
        return ends[0], ends[1]

    def narrowed(self) -> list[tuple[str, str]]:
        return [key for key, bounds in self.hidden.items() if self.solved(key) != pytest.approx(bounds)]


@pytest.mark.parametrize("year", YEARS)
def test_no_hidden_number_of_the_year_comes_out_narrower_than_its_bounds(year: int) -> None:
    attack = Attack(year, published(year))
    assert len(attack.hidden) == YEARS[year]
    assert attack.narrowed() == []


@pytest.mark.parametrize("year", YEARS)
def test_no_row_of_a_hidden_number_is_one_number(year: int) -> None:
    hidden = {key for key, row in given(year).items() if row["status"] == "suppressed"}
    rows = {(row["measure"], row["code"]): row for row in published(year) if row["level"] == "municipality"}
    assert hidden
    for measure, code in hidden:
        for name in (measure, "rest"):
            assert rows[name, code]["persons"] == ""
            assert rows[name, code]["status"] != "ok"


def test_the_attacker_sees_a_sum_that_gives_a_hidden_number_away() -> None:
    """Were a county with one hidden number to tell its sum, the number would be told."""
    rows = [dict(row) for row in published(2018)]
    hidden = [
        key for key, row in given(2018).items() if row["status"] == "suppressed" and key[1].startswith("07")
    ]
    assert hidden == [("settled", "0711")]
    county = next(r for r in rows if (r["level"], r["code"], r["measure"]) == ("county", "07", "settled"))
    county["low"] = county["high"]
    assert Attack(2018, tuple(rows)).narrowed() == hidden
