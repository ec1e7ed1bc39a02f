"""How far off the expected load would have been, edition by edition and year by year, from the tables of a year folder.

``python benchmarks/load_backtest.py`` prints the tables of docs/benchmarks.md.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from bosetting.inputs.programme import programme_rules
from bosetting.inputs.year import read_inputs
from bosetting.programme.checked.past_errors import coverage, widths
from bosetting.programme.checked.rolling import FURTHEST, RollingRow, rolling_errors, rolling_rows
from bosetting.programme.fit.known import DURING, records

YEAR = min(int(path.name) for path in Path("data").iterdir() if path.name.isdigit())
DAY = 11, 6
"""Month and day of the forecasts: those of the edition of November."""
EDITIONS = (2018, 2019, 2021, 2024, 2026)
FAR = 10.0
"""Per cent: an error beyond it is marked."""


def main() -> None:
    """Print the tables."""
    inputs = read_inputs(YEAR, None, Path())
    national, rules = inputs.tables["national"], programme_rules(inputs)
    last = max(row.year for row in records(national) if row.measure == DURING)
    rows = rolling_rows(national, rules, date(last + 1, *DAY))
    _errors_by_year(rows)
    _by_edition(rows)
    _means(rows)
    _coverage(rows)


def _errors_by_year(rows: Sequence[RollingRow]) -> None:
    _title("Error of the model and the rivals, per cent, with settlement as it happened and as known then")
    print(
        "| forecast | year | counted | model, happened | two years, happened | model, known | two years, known | last year |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for key in sorted({(r.origin, r.year, r.observed) for r in rows if r.horizon <= 1}):
        of = {(r.cohorts, r.method): r.error_percent for r in rows if (r.origin, r.year, r.observed) == key}
        cells = [
            ("as_happened", "model"),
            ("as_happened", "two_years"),
            ("as_known", "model"),
            ("as_known", "two_years"),
            ("as_known", "last_year"),
        ]
        print(
            f"| {key[0]} | {key[1]} | {key[2]:,.0f} | " + " | ".join(_cell(of.get(c)) for c in cells) + " |"
        )


def _by_edition(rows: Sequence[RollingRow]) -> None:
    _title(
        "By edition: forecasts made in the November before, per cent less or more than counted, settlement as known"
    )
    print(
        "| edition | "
        + " | ".join(f"{h} years ahead" for h in range(FURTHEST + 1))
        + " | inside the interval |"
    )
    print("|---|" + "---:|" * (FURTHEST + 2))
    for edition in EDITIONS:
        of = {r.horizon: r for r in rows if r.origin.year == edition - 1 and _judged(r)}
        known = [r for r in rows if r.origin.year < edition - 1 and r.year < edition - 1]
        half = {w.horizon: w.half_width for w in widths(known)}
        cells = [
            f"{_cell(of[h].error_percent)} ({of[h].year})" if h in of else "" for h in range(FURTHEST + 1)
        ]
        held = sum(abs(np.log(r.predicted / r.observed)) <= half[h] for h, r in of.items())
        print(f"| {edition} | " + " | ".join(cells) + f" | {held} of {len(of)} |")


def _judged(row: RollingRow) -> bool:
    return (row.method, row.cohorts) == ("model", "as_known")


def _cell(error: float | None) -> str:
    if error is None:
        return ""
    return f"**{error:+.1f}**" if abs(error) > FAR else f"{error:+.1f}"


def _means(rows: Sequence[RollingRow]) -> None:
    _title("Mean error without sign, per cent")
    print("| settlement | years ahead | method | forecasts | mean |")
    print("|---|---|---|---:|---:|")
    for e in rolling_errors(rows):
        ahead = "0 and 1" if e.horizon is None else e.horizon
        print(f"| {e.cohorts} | {ahead} | {e.method} | {e.forecasts} | {e.mean_absolute_percent} |")


def _coverage(rows: Sequence[RollingRow]) -> None:
    _title("Counts that no fit had seen inside the 80 per cent interval, and its half-width today")
    half = {w.horizon: w for w in widths(rows)}
    print("| years ahead | forecasts | held | half-width, per cent |")
    print("|---|---:|---:|---:|")
    for c in coverage(rows):
        width = "" if c.horizon is None else f"{100 * (np.exp(half[c.horizon].half_width) - 1):.0f}"
        print(f"| {'all' if c.horizon is None else c.horizon} | {c.forecasts} | {c.held} | {width} |")


def _title(text: str) -> None:
    print(f"\n{text}:\n")


if __name__ == "__main__":
    sys.exit(main())
