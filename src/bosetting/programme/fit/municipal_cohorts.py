"""Each municipality's own settled persons, with what is hidden as bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from bosetting.inputs.model import Inputs
from bosetting.programme.fit.known import Cohort, records
from bosetting.programme.fit.setting import Setting


@dataclass(frozen=True)
class MunicipalCohort:
    """Persons settled in a municipality in a year, or expected to be.

    Attributes:
        kommune_nr: four digits.
        year: of settlement.
        low: fewest.
        central: the number used; the middle of the bounds where the number is hidden.
        high: most.
        basis: ``counted``, ``hidden`` (within the publisher's bounds), ``none`` (a full stop: taken as zero),
            ``expected`` (the previous request in proportion), ``request``, ``decision`` or ``flat``.
    """

    kommune_nr: str
    year: int
    low: float
    central: float
    high: float
    basis: str


def municipal_cohorts(
    inputs: Inputs, at: Setting, target_persons: Mapping[str, int], basis: str
) -> tuple[MunicipalCohort, ...]:
    """Every municipality's cohorts from the first year known by municipality to the last, by code and year.

    Args:
        inputs: with the tables settled and, for the year before the target year, the previous request.
        at: what the computation starts from.
        target_persons: persons by code in the target year and each year after it.
        basis: ``request`` or ``decision``.
    """
    counted = counted_cohorts(inputs.tables["settled"], at.as_of)
    requests = {m.number: float(m.previous_request or 0) for m in inputs.municipalities}
    whole = sum(requests.values())
    first = first_municipal_year(counted, at)
    rows = []
    for m in inputs.municipalities:
        for year in range(first, at.last + 1):
            national, code = at.cohorts.get(year), m.number
            if national is None or national.basis == "counted":
                row = counted.get((code, year), MunicipalCohort(code, year, 0.0, 0.0, 0.0, "none"))
            elif national.basis == "expected":
                row = scaled(code, national, requests[code] / whole if whole else 0.0, "expected")
            else:
                share = target_persons.get(code, 0) / national.central if national.central else 0.0
                row = scaled(code, national, share, basis if national.basis == "request" else "flat")
            rows.append(row)
    return tuple(rows)


def first_municipal_year(counted: Mapping[tuple[str, int], MunicipalCohort], at: Setting) -> int:
    """The first year whose settled persons are known by municipality; the target year where none is."""
    return max(min((year for _, year in counted), default=at.target), at.first_known)


def scaled(code: str, national: Cohort, share: float, basis: str) -> MunicipalCohort:
    """A municipality's share of a national cohort."""
    return MunicipalCohort(
        code,
        national.year,
        round(national.low * share, 1),
        round(national.central * share, 1),
        round(national.high * share, 1),
        basis,
    )


def counted_cohorts(settled: pd.DataFrame, as_of: date) -> dict[tuple[str, int], MunicipalCohort]:
    """Settled persons by municipality and year that were public on a day."""
    found = {}
    for row in records(settled):
        if row.published > as_of:
            continue
        code, year = str(row.kommune_nr), int(row.year)
        if row.status == "ok":
            low = high = float(row.persons)
        elif row.status == "suppressed":
            low, high = float(row.low), float(row.high)
        else:
            low = high = 0.0
        basis = {"ok": "counted", "suppressed": "hidden"}.get(row.status, "none")
        found[code, year] = MunicipalCohort(code, year, low, (low + high) / 2, high, basis)
    return found


def spread_of_settlement(inputs: Inputs, at: Setting) -> float:
    """How far municipalities settle from what they were asked for, in the last year counted.

    The mean of (settled - request in proportion)² / request in proportion, over municipalities with both: 1 is
    what chance alone would give, for independent persons.
    """
    counted = counted_cohorts(inputs.tables["settled"], at.as_of)
    last = max((year for _, year in counted), default=0)
    requests = inputs.tables["published_requests"]
    asked = requests[(requests["year"] == last) & (requests["edition"] != "decision")]
    known = [row for row in records(asked) if row.published <= at.as_of]
    # Of several requests for one year the last published counts.
    latest = {row.kommune_nr: row for row in sorted(known, key=lambda row: row.published)}
    pairs = [
        (float(row.persons), counted[row.kommune_nr, last].central)
        for _, row in sorted(latest.items())
        if not pd.isna(row.persons)
        and row.persons > 0
        and counted.get((row.kommune_nr, last), replace(_NOBODY, year=last)).basis == "counted"
    ]
    request, persons = np.array(pairs or [(0.0, 0.0)]).T
    if not persons.sum():
        return 1.0
    expected = request * persons.sum() / request.sum()
    return round(float(np.mean((persons - expected) ** 2 / expected)), 2)


_NOBODY = MunicipalCohort("", 0, 0.0, 0.0, 0.0, "none")
