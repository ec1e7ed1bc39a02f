"""What was known on a day: settled persons, counts of participants, expectations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd

from bosetting.inputs.programme import ProgrammeRules
from bosetting.programme.assumptions import UNFINISHED_RANGE
from bosetting.programme.model.arrivals import arrival_profile

DURING, SHARE = "participants_during_year", "participants_share_at_year_end"
FITTED = {
    DURING: "during_year",
    SHARE: "share_at_year_end",
    "programme_started_during_year": "started_during_year",
    "programme_left_during_year": "left_during_year",
}
"""Measures of national.csv that a calibration can use, and their names in it."""
VERSIONS = (
    "original_in_table",
    "reported_original",
    "reported",
    "reported_second",
    "reported_third",
    "reported_adjusted",
    "adjusted",
    "municipal_table",
)
"""Versions of a request, the first before those that replaced it; of one day, the later of these counts."""


@dataclass(frozen=True)
class Cohort:
    """Persons settled in a year, or expected to be.

    Attributes:
        year: of settlement.
        low: fewest.
        central: the number the computation uses.
        high: most.
        basis: ``counted``, ``expected`` (a year not over on the day), ``request`` or ``flat``.
    """

    year: int
    low: float
    central: float
    high: float
    basis: str


@dataclass(frozen=True)
class Observation:
    """One published figure that a fit may use.

    Attributes:
        measure: ``during_year``, ``started_during_year`` or ``left_during_year`` (persons), or
            ``share_at_year_end`` (share of those during the year).
        year: the year it is about.
        value: in persons or as a share.
        otherwise: for a share, how many per participant left otherwise than by completing or for work or
            education and in part go on, as far as known; 0 where not known, or not counted so.
        register: from which the publisher counts.
    """

    measure: str
    year: int
    value: float
    otherwise: float = 0.0
    register: str = ""


def known_rows(national: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The national figures that were public on a day.

    This is the only door from the table to a fit: what was published later does not pass.

    Args:
        national: the table national.csv.
        as_of: the day.
    """
    return national.loc[[published <= as_of for published in national["published"]]]


def records(frame: pd.DataFrame) -> list[Any]:
    """The rows of a table, one value each with the columns as attributes."""
    return [
        SimpleNamespace(**{str(name): value for name, value in row.items()})
        for row in frame.to_dict("records")
    ]


def figures(rows: pd.DataFrame, measure: str, group: str | None = "all") -> dict[int, Any]:
    """Rows of one measure by year; the last of a year where several groups are asked for.

    Args:
        rows: rows of national.csv.
        measure: its name there.
        group: its group; None for any.
    """
    chosen = rows[(rows["measure"] == measure) & ((rows["group"] == group) | (group is None))]
    return {int(row.year): row for row in sorted(records(chosen), key=lambda row: (row.year, *_rank(row)))}


def _rank(row: Any) -> tuple[date, int]:
    """By day, and of one day by version: an alphabet would put the original after the adjusted."""
    return row.published, VERSIONS.index(row.group) if row.group in VERSIONS else -1


def settled_known(rows: pd.DataFrame) -> dict[int, Cohort]:
    """Settled persons of the years that had been counted.

    A sum of municipal rows is taken as it is, though it is a lower bound where cells are hidden.
    """
    counted = {year: float(row.persons) for year, row in figures(rows, "settled").items()}
    return {year: Cohort(year, n, n, n, "counted") for year, n in counted.items()}


def observations(rows: pd.DataFrame, rules: ProgrammeRules) -> tuple[Observation, ...]:
    """What a fit may use: counts during the year and shares at its end, of the series that are for it.

    Counts of years before the first whose settled persons are known say nothing of the cohorts, and are left out.

    Args:
        rows: what was known.
        rules: which series a fit may use, and how their register counts.
    """
    first = min(settled_known(rows), default=None)
    otherwise = left_otherwise(rows)
    found = []
    for measure, name in FITTED.items():
        for year, row in figures(rows, measure).items():
            series = rules.series_of(measure, year)
            if (
                series is None
                or series.use != "fit"
                or (measure != SHARE and (first is None or year < first))
            ):
                continue
            share = measure == SHARE
            value = float(row.percent) / 100 if share else float(row.persons)
            lost = otherwise if share and series.leavers_go_on else 0.0
            found.append(Observation(name, year, value, lost, series.register))
    return tuple(found)


def left_otherwise(rows: pd.DataFrame) -> float:
    """Participants recorded as having left, but neither completed nor for work or education.

    They moved to another municipality, broke off, or left for a reason not stated. As a share of everyone who
    took part in the year; the mean of the years for which all three shares were known, 0 where none.
    """
    still = figures(rows, "participants_share_at_year_end")
    done = figures(rows, "participants_completed_share")
    working = figures(rows, "participants_left_to_work_or_education_share")
    years = sorted(set(still) & set(done) & set(working))
    rests = [
        100 - float(still[y].percent) - float(done[y].percent) - float(working[y].percent) for y in years
    ]
    return sum(rests) / len(rests) / 100 if rests else 0.0


def share_settled_by(rows: pd.DataFrame) -> tuple[int, float] | None:
    """The latest known (month, share of the year's persons settled by its end); None where none is known."""
    settled = figures(rows, "settled")
    part = figures(rows, "settled_by_date", None)
    years = [year for year in part if year in settled]
    if not years:
        return None
    year = max(years)
    return part[year].date.month, float(part[year].persons) / float(settled[year].persons)


def fulfilment(rows: pd.DataFrame, settled: Mapping[int, Cohort]) -> tuple[float, float, float]:
    """Settled persons per person requested in the last three years known: fewest, mean, most; 1 where none."""
    asked = figures(rows, "requested", None)
    years = sorted(set(asked) & set(settled))[-3:]
    ratios = [settled[year].central / float(asked[year].persons) for year in years]
    return (min(ratios), sum(ratios) / len(ratios), max(ratios)) if ratios else (1.0, 1.0, 1.0)


def expected_cohort(rows: pd.DataFrame, settled: Mapping[int, Cohort], year: int) -> Cohort:
    """A year that was not over: what was expected of it.

    A stated range counts with its middle; else the latest request for that year times the fulfilment of the
    last three years; else what was settled by a day of it, filled up as the months of a year are; else as many
    as the year before, with a declared range.

    Args:
        rows: what was known.
        settled: years counted or expected before.
        year: the year.
    """
    said = rows[(rows["measure"] == "settled_expected") & (rows["year"] == year)]
    ranges = said[[not (pd.isna(a) or pd.isna(b)) for a, b in zip(said["low"], said["high"], strict=True)]]
    if len(ranges):
        row = ranges.sort_values("published", kind="stable").iloc[-1]
        low, high = float(row["low"]), float(row["high"])
        return Cohort(year, low, (low + high) / 2, high, "expected")
    counted = {y: c for y, c in settled.items() if c.basis == "counted"}
    asked = _latest_request(rows, year)
    if asked is not None:
        least, mean, most = fulfilment(rows, counted)
        low, central, high = (round(asked * ratio, 1) for ratio in (least, mean, most))
        return Cohort(year, low, central, high, "expected")
    spread = UNFINISHED_RANGE.value or 0.0
    by_day = figures(rows, "settled_by_date", None).get(year)
    if by_day is not None:
        whole = float(by_day.persons) / sum(arrival_profile()[: by_day.date.month])
        return around(year, whole, spread, "expected")
    return around(year, settled[max(settled)].central, spread, "expected")


def around(year: int, persons: float, spread: float, basis: str) -> Cohort:
    """A cohort with the same part below and above its central number."""
    return Cohort(
        year, round(persons * (1 - spread), 1), round(persons, 1), round(persons * (1 + spread), 1), basis
    )


def _latest_request(rows: pd.DataFrame, year: int) -> float | None:
    stated = rows[rows["measure"].isin(["requested", "settled_expected"]) & (rows["year"] == year)]
    stated = stated[[not pd.isna(persons) for persons in stated["persons"]]]
    if not len(stated):
        return None
    return float(max(records(stated), key=_rank).persons)
