"""The integration grant that follows settled persons for five years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from bosetting.inputs.model import Inputs
from bosetting.programme.assumptions import SINGLE_SHARE
from bosetting.programme.fit.known import figures, known_rows, records
from bosetting.programme.load import Load
from bosetting.programme.rates import published_rates

PAYMENT_YEARS = 5
YEARS = 5
"""Calendar years from the target year on."""
Status = Literal["published", "assumed", "missing"]


@dataclass(frozen=True)
class Rate:
    """The grant for one person in one payment year of one calendar year.

    Attributes:
        calendar_year: when it is paid.
        payment_year: 1 in the year of settlement, to 5.
        low: kroner, if everyone in doubt has the lowest rate of their groups; None where not published.
        central: kroner; None likewise.
        high: kroner, if everyone in doubt has the highest; None likewise.
        status: published; assumed (another year's, by declaration); missing.
        rates_of: the year the rate was published for; None where missing.
    """

    calendar_year: int
    payment_year: int
    low: float | None
    central: float | None
    high: float | None
    status: Status
    rates_of: int | None


@dataclass(frozen=True)
class GrantRow:
    """The grant of one cohort in one calendar year, whole country.

    Attributes:
        calendar_year: when it is paid.
        cohort: year of settlement.
        payment_year: calendar year - cohort + 1.
        persons: settled, central.
        low: kroner, fewest persons and lowest rate; None where the rate is not published.
        central: kroner; None likewise.
        high: kroner, most persons and highest rate; None likewise.
        status: of the rate.
    """

    calendar_year: int
    cohort: int
    payment_year: int
    persons: float
    low: int | None
    central: int | None
    high: int | None
    status: Status


@dataclass(frozen=True)
class GrantTotal:
    """The grant of a calendar year.

    Attributes:
        kommune_nr: four digits; None for the whole country.
        calendar_year: when it is paid.
        low: kroner; None where a rate of the year is not published.
        central: kroner; None likewise.
        high: kroner; None likewise.
        status: published; assumed where any rate is; missing where any is.
    """

    kommune_nr: str | None
    calendar_year: int
    low: int | None
    central: int | None
    high: int | None
    status: Status


@dataclass(frozen=True)
class Appropriation:
    """What the budget has, beside the computed grant.

    Attributes:
        calendar_year: of the budget.
        id: as ``scheme`` or ``group`` of grant_rates.csv name it.
        nok: kroner.
        status: as in grant_rates.csv: proposal.
        published: when.
        known: True where public by the edition's date.
        source: by whom.
    """

    calendar_year: int
    id: str
    nok: int
    status: str
    published: date
    known: bool
    source: str


@dataclass(frozen=True)
class Grants:
    """The integration grant, target year and four years on.

    Attributes:
        rates: by calendar year and payment year.
        cohorts: by calendar year and cohort, whole country.
        totals: by calendar year, whole country.
        municipal: by municipality and calendar year.
        appropriations: beside them.
        rates_of: the year whose rates stand for missing ones; None where gaps stay gaps.
        single_share: part of those settled in their first year who may have the rate of single adults, at most.
    """

    rates: tuple[Rate, ...]
    cohorts: tuple[GrantRow, ...]
    totals: tuple[GrantTotal, ...]
    municipal: tuple[GrantTotal, ...]
    appropriations: tuple[Appropriation, ...]
    rates_of: int | None
    single_share: float


def expected_grants(inputs: Inputs, load: Load, *, rates_of: int | None = None) -> Grants:
    """The integration grant that follows a load's settled persons.

    Everyone settled is taken to stay, and in the municipality; family who join later, disability, kindergarten
    and other grants are not counted.

    Args:
        inputs: with the table grant_rates; rates published after the edition's date are not used.
        load: its cohorts, national and municipal.
        rates_of: use this year's rates where a year has none: a declared assumption. None leaves gaps.
    """
    table, as_of = inputs.tables["grant_rates"], inputs.edition.as_of
    at_most = single_share(known_rows(inputs.tables["national"], as_of))
    years = range(load.target, load.target + YEARS)
    known = published_rates(table, as_of)
    rates = tuple(
        _rate(known, year, payment, at_most, rates_of)
        for year in years
        for payment in range(1, PAYMENT_YEARS + 1)
    )
    sizes = {c.year: (c.low, c.central, c.high) for c in load.cohorts}
    rows = tuple(_row(rate, sizes) for rate in rates if rate.calendar_year - rate.payment_year + 1 in sizes)
    municipal: dict[str, dict[int, tuple[float, float, float]]] = {}
    for c in load.municipal_cohorts:
        municipal.setdefault(c.kommune_nr, {})[c.year] = (c.low, c.central, c.high)
    own = tuple(_total(code, year, rates, municipal[code]) for code in sorted(municipal) for year in years)
    whole = tuple(_total(None, year, rates, sizes) for year in years)
    return Grants(rates, rows, whole, own, _appropriations(table, as_of, load.target), rates_of, at_most)


def single_share(rows: pd.DataFrame) -> float:
    """Part of those settled who are neither children in families nor unaccompanied minors.

    At most so many are single adults. Of the latest year for which it is known; 1 where for none.
    """
    settled = figures(rows, "settled")
    children = figures(rows, "settled_children_in_families")
    minors = figures(rows, "settled_unaccompanied_minors")
    years = set(settled) & set(children) & set(minors)
    if not years:
        return 1.0
    year = max(years)
    young = float(children[year].persons) + float(minors[year].persons)
    return round(1 - young / float(settled[year].persons), 4)


def _rate(
    known: Mapping[tuple[int, int], Sequence[float]],
    year: int,
    payment: int,
    at_most: float,
    other: int | None,
) -> Rate:
    status: Status = "published"
    of: int | None = year
    if (year, payment) not in known:
        of, status = (other, "assumed") if (other, payment) in known else (None, "missing")
    if of is None:
        return Rate(year, payment, None, None, None, status, None)
    least, most = min(known[of, payment]), max(known[of, payment])
    more = at_most * (most - least)
    return Rate(year, payment, least, least + (SINGLE_SHARE.value or 0.0) * more, least + more, status, of)


def _row(rate: Rate, sizes: Mapping[int, tuple[float, float, float]]) -> GrantRow:
    cohort = rate.calendar_year - rate.payment_year + 1
    low, central, high = _paid(rate, sizes[cohort])
    return GrantRow(
        rate.calendar_year,
        cohort,
        rate.payment_year,
        sizes[cohort][1],
        None if low is None else round(low),
        None if central is None else round(central),
        None if high is None else round(high),
        rate.status,
    )


def _paid(rate: Rate, persons: tuple[float, float, float]) -> tuple[float | None, ...]:
    ends = (rate.low, rate.central, rate.high)
    return tuple(None if nok is None else nok * n for nok, n in zip(ends, persons, strict=True))


def _total(
    code: str | None, year: int, rates: Sequence[Rate], sizes: Mapping[int, tuple[float, float, float]]
) -> GrantTotal:
    """The sum over cohorts; a rate that is missing makes the total missing, not smaller."""
    due = [rate for rate in rates if rate.calendar_year == year]
    found: set[Status] = {rate.status for rate in due}
    status: Status = "missing" if "missing" in found else "assumed" if "assumed" in found else "published"
    if status == "missing":
        return GrantTotal(code, year, None, None, None, status)
    nobody = (0.0, 0.0, 0.0)
    parts = [_paid(rate, sizes.get(year - rate.payment_year + 1, nobody)) for rate in due]
    low, central, high = (round(sum(part[end] or 0.0 for part in parts)) for end in range(3))
    return GrantTotal(code, year, low, central, high, status)


def _appropriations(table: pd.DataFrame, as_of: date, year: int) -> tuple[Appropriation, ...]:
    return tuple(
        _appropriation(row, as_of)
        for row in records(table)
        if str(row.scheme).startswith("appropriation") and int(row.calendar_year) == year
    )


def _appropriation(row: Any, as_of: date) -> Appropriation:
    return Appropriation(
        int(row.calendar_year),
        str(row.scheme),
        int(row.nok),
        str(row.status),
        row.published,
        row.published <= as_of,
        str(row.source),
    )
