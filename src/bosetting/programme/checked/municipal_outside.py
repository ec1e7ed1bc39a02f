"""Participants by municipality as published for one year: a check that no fit has seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bosetting.inputs.model import Inputs
from bosetting.programme.fit.known import records
from bosetting.programme.fit.municipal_cohorts import counted_cohorts
from bosetting.programme.fit.setting import Setting
from bosetting.programme.model.parameters import Parameters
from bosetting.programme.municipal import cohort_array

TABLE = "programme_participants"


@dataclass(frozen=True)
class CheckedMunicipality:
    """One municipality of the check.

    Attributes:
        kommune_nr: four digits.
        published: participants as printed.
        during_year: the model's, from the cohorts known by municipality.
        at_year_end: likewise.
    """

    kommune_nr: str
    published: int
    during_year: float
    at_year_end: float


@dataclass(frozen=True)
class MunicipalCheck:
    """Published participants beside the model's, for municipalities with a printed number.

    Attributes:
        year: of the figures; the publisher does not say which measure or day.
        municipalities: those with a printed number.
        published_total: sum of the printed numbers.
        during_year_total: the model's sum for the same municipalities.
        at_year_end_total: likewise.
        correlation: of printed and the model's at the end of the year.
        correlation_per_1000: the same, per 1,000 residents: size alone does not help.
        rows: by municipality, in order of code.
    """

    year: int
    municipalities: int
    published_total: int
    during_year_total: float
    at_year_end_total: float
    correlation: float
    correlation_per_1000: float
    rows: tuple[CheckedMunicipality, ...]


def municipal_check(inputs: Inputs, at: Setting, fitted: Parameters) -> MunicipalCheck | None:
    """Compare the model with participants by municipality; None where nothing is held of either, or all are alike.

    Its cohorts are those known by the edition's date, and by municipality: earlier ones are not, so the
    model's figures are a little low.
    """
    if TABLE not in inputs.tables:
        return None
    known = [row for row in records(inputs.tables[TABLE]) if row.status == "ok"]
    years = {int(row.year) for row in known if at.first_known <= row.year <= at.last}
    if not years:
        return None
    year = max(years)
    printed = [row for row in known if row.year == year]
    counted = counted_cohorts(inputs.tables["settled"], at.as_of)
    codes = [m.number for m in inputs.municipalities]
    span = range(at.first_known, year + 1)
    own = [c for c in counted.values() if c.year in span and c.kommune_nr in set(codes)]
    if not own:
        return None
    sizes, place = (
        cohort_array(own, codes, "central", range(min(c.year for c in own), year + 1)),
        {code: i for i, code in enumerate(codes)},
    )
    first, to = min(c.year for c in own) - at.first, year - at.first
    unit, rows_of = at.responses(fitted), slice(first, first + sizes.shape[1])
    during = sizes @ unit.during_year[rows_of, to]
    end = sizes @ unit.at_year_end[rows_of, to]
    rows = tuple(
        CheckedMunicipality(
            str(row.kommune_nr),
            int(row.persons),
            round(float(during[place[row.kommune_nr]]), 1),
            round(float(end[place[row.kommune_nr]]), 1),
        )
        for row in printed
    )
    residents = {m.number: m.residents for m in inputs.municipalities}
    return _summed(year, rows, residents)


def _summed(
    year: int, rows: tuple[CheckedMunicipality, ...], residents: dict[str, int]
) -> MunicipalCheck | None:
    """The sums and correlations; None where one side is the same everywhere and nothing can be correlated."""
    published = np.array([row.published for row in rows], dtype=np.float64)
    end = np.array([row.at_year_end for row in rows])
    people = np.array([residents[row.kommune_nr] for row in rows], dtype=np.float64)
    if not all(map(np.ptp, (published, end, published / people, end / people))):
        return None
    return MunicipalCheck(
        year=year,
        municipalities=len(rows),
        published_total=int(published.sum()),
        during_year_total=round(sum(row.during_year for row in rows), 1),
        at_year_end_total=round(float(end.sum()), 1),
        correlation=round(float(np.corrcoef(published, end)[0, 1]), 3),
        correlation_per_1000=round(float(np.corrcoef(published / people, end / people)[0, 1]), 3),
        rows=rows,
    )
