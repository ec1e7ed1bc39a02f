"""How time grows with the municipalities: `python benchmarks/growth.py`, on the 2018 year copied k times.

Times differ between machines; the ratios hardly do. The tables are what docs/benchmarks.md shows.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pandas as pd

from bosetting.allocation.explained.explanation import explanations
from bosetting.allocation.request import allocate
from bosetting.inputs.model import Inputs, Municipality
from bosetting.inputs.weighed.needed import CODE
from bosetting.inputs.year import read_inputs

ROOT = Path(__file__).resolve().parents[1]
TIMES = (1, 4, 16, 83)
LONGER = "^[0-9]{4,6}$"
"""Codes of further copies, as the description and the program must let them through."""
ONE_YEAR = {
    "programme_results": {"year": "2014"},
    "settled": {"year": "2017"},
    "published_requests": {"year": "2017", "edition": "october_2016"},
}
"""What further copies have of the tables with figures of many years, when they are written as files."""
SUMS = ("persons", "need", "requested", "unaccompanied_minors")
"""Columns that hold sums where a table is of the country or its counties."""


def main() -> None:
    """Print the two tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the largest size")
    times = TIMES[:-1] if parser.parse_args().quick else TIMES
    computing(times)
    reading(times)


def computing(times: Sequence[int]) -> None:
    """The request and all its explanations: counties first, and in one stage, where everyone is in one division."""
    inputs = read_inputs(2018, "november", ROOT)
    print(
        "| municipalities | allocate, s | explanations, s | the same in one stage, s | milliseconds a municipality |"
    )
    print("|---:|---:|---:|---:|---:|")
    for k in times:
        several = copied(inputs, k)
        request, allocating = timed(lambda: allocate(several))  # noqa: B023
        explaining = timed(lambda: explanations(request))[1]  # noqa: B023
        whole = allocate(ruled(several, division="one_stage"))
        in_one_stage = timed(lambda: explanations(whole))[1]  # noqa: B023
        number = len(request.allotments)
        each = 1000 * (allocating + explaining) / number  # counties first
        print(
            f"| {number:,} | {allocating:.2f} | {explaining:.2f} | {in_one_stage:.2f} | {each:.2f} |",
            flush=True,
        )


def reading(times: Sequence[int]) -> None:
    """A year folder, with all its checks."""
    CODE["pattern"] = LONGER
    print("\n| municipalities | rows | read and checked, s | microseconds a row |\n|---:|---:|---:|---:|")
    for k in times:
        with TemporaryDirectory() as place:
            rows = write_copied(ROOT / "data" / "2018", Path(place) / "data" / "2018", k)
            found, seconds = timed(lambda: read_inputs(2018, "november", Path(place)))
        print(
            f"| {len(found.municipalities):,} | {rows:,} | {seconds:.2f} | {1e6 * seconds / rows:.0f} |",
            flush=True,
        )


Found = TypeVar("Found")


def timed(work: Callable[[], Found]) -> tuple[Found, float]:
    """What the work gives, and its processor seconds."""
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def ruled(inputs: Inputs, **values: Any) -> Inputs:
    """The same with other rules."""
    return replace(inputs, rules=replace(inputs.rules, **values))


def copied(inputs: Inputs, times: int) -> Inputs:
    """A country of so many copies of each municipality, all in the counties they are in.

    The first copy is the year itself. Each further one has two per mille more residents, so that no work is
    saved by copies that are alike. Totals grow with the number of copies.
    """
    edition, rules = inputs.edition, inputs.rules
    return replace(
        inputs,
        edition=replace(
            edition,
            need=edition.need * times,
            requested=edition.requested * times,
            unaccompanied_minors=None
            if edition.unaccompanied_minors is None
            else edition.unaccompanied_minors * times,
        ),
        rules=replace(rules, number_asked=rules.number_asked * times),
        municipalities=tuple(
            sorted((_copy(m, k) for m in inputs.municipalities for k in range(times)), key=lambda m: m.number)
        ),
        county_totals=tuple(replace(total, persons=total.persons * times) for total in inputs.county_totals),
        tables={
            name: pd.concat([_renumbered(table, k) for k in range(times)])
            if name in ("published_requests", "settled")
            else table
            for name, table in inputs.tables.items()
        },
    )


def _copy(municipality: Municipality, k: int) -> Municipality:
    return replace(
        municipality,
        number=_number(municipality.number, k),
        residents=municipality.residents + municipality.residents * 2 * k // 1000,
    )


def _renumbered(table: pd.DataFrame, k: int) -> pd.DataFrame:
    return table.assign(kommune_nr=[_number(code, k) for code in table["kommune_nr"]])


def _number(code: str, k: int) -> str:
    return f"{code}.{k:02}" if k else code


def write_copied(year: Path, out: Path, times: int) -> int:
    """The same as files: the folder of a year, copied so many times into another one; gives the number of rows.

    Further copies have six digits in their codes, and of old figures only one year: a table may have 100,000 rows.
    """
    out.mkdir(parents=True)
    for path in (year / "datapackage.json", *sorted(year.glob("*.toml"))):
        text = path.read_text(encoding="utf-8")
        (out / path.name).write_text(text.replace("^[0-9]{4}$", LONGER), encoding="utf-8")
    rows = 0
    for path in sorted(year.glob("*.csv")):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        grown = _grown(path.stem, table, times)
        grown.to_csv(out / path.name, index=False)
        rows += len(grown)
    return rows


def _grown(name: str, table: pd.DataFrame, times: int) -> pd.DataFrame:
    """A table of so many copies; the figures of the country and its counties are so many times as large."""
    if "kommune_nr" not in table:
        sums = [column for column in SUMS if column in table]
        return table.assign(
            **{column: table[column].map(lambda cell: _times(cell, times)) for column in sums}
        )
    country = table["kommune_nr"] == "0000"
    if country.any():
        employed = table["employed"].where(~country, table["employed"].map(lambda cell: _times(cell, times)))
        table = table.assign(employed=employed)
    kept = ~country
    for column, value in ONE_YEAR.get(name, {}).items():
        if (table[column] == value).any():
            kept &= table[column] == value
    return pd.concat([table, *(_coded(table[kept], k) for k in range(1, times))])


def _coded(table: pd.DataFrame, k: int) -> pd.DataFrame:
    """A copy with codes and names of its own."""
    codes = {
        column: [f"{code}{k:02}" for code in table[column]]
        for column in ("kommune_nr", "part_nr")
        if column in table
    }
    names = {"kommune": [f"{name} {k}" for name in table["kommune"]]} if "kommune" in table else {}
    return table.assign(**codes, **names)


def _times(cell: str, times: int) -> str:
    return str(int(cell) * times) if cell else cell


if __name__ == "__main__":
    main()
