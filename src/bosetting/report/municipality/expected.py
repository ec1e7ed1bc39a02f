"""What the number means: participants in the introduction programme, and the grant that follows the settled."""

from __future__ import annotations

from collections.abc import Mapping

from bosetting.programme.grants import PAYMENT_YEARS, Rate
from bosetting.report.blocks.kinds import Block, Column, Table, Words
from bosetting.report.municipality.opening import MunicipalView

MORE = 5
"""So many more or fewer settled persons are reckoned with."""
THOUSAND = 1_000


def expected(view: MunicipalView) -> list[Block]:
    """Participants during each year and on its last day with their range, and whom they come from."""
    load = view.computation.load
    rows = {(r.measure, r.year): r for r in load.municipal if r.kommune_nr == view.code}
    years = sorted({year for _, year in rows})
    if not years:
        return []
    during, ends = rows["during_year", years[0]], rows["at_year_end", years[0]]
    marginal = _marginal(view)
    prose = view.prose(
        "municipality_expected",
        name=view.name,
        year=str(years[0]),
        during=round(during.central),
        low=round(during.low),
        high=round(during.high),
        before=round(during.central - during.change),
        ends=round(ends.central),
        asked=view.allotment.asked,
        more=MORE,
        marginal=[
            {"year": str(y), "persons": round(MORE * marginal[y], 1)} for y in years if marginal.get(y)
        ],
    )
    table = tuple(
        (
            year,
            round(rows["during_year", year].central),
            _between(view, rows["during_year", year].low, rows["during_year", year].high),
            round(rows["at_year_end", year].central),
            _between(view, rows["at_year_end", year].low, rows["at_year_end", year].high),
        )
        for year in years
    )
    columns = (
        Column(view.label("municipality.year"), "year"),
        Column(view.label("municipality.during"), "integer"),
        Column(view.label("municipality.range")),
        Column(view.label("municipality.year_end"), "integer"),
        Column(view.label("municipality.range")),
    )
    caption = view.label("municipality.expected_caption", name=view.name)
    return [prose, Table("own-participants", caption, columns, table)]


def _between(view: MunicipalView, low: float, high: float) -> Words:
    return Words(view.label("municipality.between", low=round(low), high=round(high)))


def _marginal(view: MunicipalView) -> Mapping[int, float]:
    """Participants during each year for each person settled in the target year."""
    load = view.computation.load
    return {
        row.year: row.persons / load.persons
        for row in load.composition
        if load.persons and row.measure == "during_year" and row.settled_year == load.target
    }


def grant(view: MunicipalView) -> list[Block]:
    """The grant of five years, for those settled in the target year and for all; nothing where no rate is known."""
    grants, load = view.computation.grants, view.computation.load
    totals = {t.calendar_year: t.central for t in grants.municipal if t.kommune_nr == view.code}
    own = _own(grants.rates, load.target, view.allotment.persons)
    if not totals or all(value is None for value in totals.values()):
        return []
    prose = view.prose(
        "municipality_grant",
        name=view.name,
        year=str(load.target),
        asked=view.allotment.asked,
        persons=view.allotment.persons,
        own=None if None in own.values() else sum(value or 0 for value in own.values()),
        rates_of="" if grants.rates_of is None else str(grants.rates_of),
        years=PAYMENT_YEARS,
    )
    rows = tuple(
        (year, _thousands(own.get(year)), _thousands(total)) for year, total in sorted(totals.items())
    )
    columns = (
        Column(view.label("municipality.year"), "year"),
        Column(view.label("municipality.grant_own", year=str(load.target)), "integer"),
        Column(view.label("municipality.grant_all"), "integer"),
    )
    caption = view.label("municipality.grant_caption", name=view.name)
    return [prose, Table("own-grant", caption, columns, rows)]


def _own(rates: tuple[Rate, ...], target: int, persons: int) -> dict[int, int | None]:
    """The grant in each calendar year for those settled in the target year."""
    return {
        rate.calendar_year: None if rate.central is None else round(rate.central * persons)
        for rate in rates
        if rate.calendar_year - rate.payment_year + 1 == target
    }


def _thousands(kroner: int | None) -> int | None:
    return None if kroner is None else round(kroner / THOUSAND)
