"""Employed persons, and employed in per cent of residents aged 15 to 74."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.reading import Record, cell, read, whole
from bosetting.sources.figures.table import Row, Table
from bosetting.sources.reference.columns import Origin, figure, figures_table

DESCRIPTION = (
    "Employed persons by where they live, in the 4th quarter (period); 0000 is the whole country. 2010 to 2014: "
    "measures employed (persons) and percent (whole per cent of residents aged 15 to 74, as printed), and both for "
    "immigrants and for the rest of the population; the base is not published with them. 2017: employed and "
    "employed_by_workplace (persons), another statistic (a new register since 2015): sums over mainland "
    "municipalities, without persons working offshore; percent_derived is resident employed over residents aged 15 "
    "to 74 of the next 1 January, one decimal, not published in this form. published for 2014-K4 is the day the "
    "closed StatBank table of the same statistic (09313) was last changed; otherwise assumed: 12 June of the next "
    "year for 2010 to 2013, as that table, and 1 March of the next year for 2017."
)
MEASURES = {
    "sysselsatte_alle_personer": "employed",
    "sysselsatte_innvandrere_personer": "employed_immigrants",
    "sysselsatte_befolkningen_ellers_personer": "employed_others",
    "sysselsatte_alle_prosent": "percent",
    "sysselsatte_innvandrere_prosent": "percent_immigrants",
    "sysselsatte_befolkningen_ellers_prosent": "percent_others",
    "sysselsatte_bosted_4kv_n": "employed",
    "sysselsatte_arbeidssted_4kv_n": "employed_by_workplace",
    "sysselsettingsrate_15_74_4kv_beregnet_pst": "percent_derived",
}
REGISTER = f"SSB, register-based employment ({by.MIRROR_IMDIKATOR.title.lower()})"
SINCE_2015 = f"SSB, table 03321 ({by.MIRROR_SPREAD.title.lower()})"
CHANGED = "SSB, StatBank table 09313, last changed"


def employment(folder: Path) -> Table:
    """Employment by municipality and quarter; persons and per cent. Source: SSB register-based employment.

    Args:
        folder: the folder of source figures.
    """
    old = [_row(r, _released(r)) for r in read(folder, "municipal-2018/employment_2010_2014.csv")]
    new = [
        _row(record, Origin(date(2018, 3, 1), SINCE_2015))
        for record in read(folder, "municipal-2018/employment_2017.csv")
    ]
    sources = (by.SSB_EMPLOYMENT, by.SSB_EMPLOYMENT_NEW_REGISTER, by.MIRROR_IMDIKATOR, by.MIRROR_SPREAD)
    return figures_table("employment", "Employment, 4th quarter", DESCRIPTION, sources, [*old, *new])


def _released(record: Record) -> Origin:
    known = {"published_from": CHANGED} if record["year"] == "2014" else {}
    return Origin(date(int(record["year"]) + 1, 6, 12), REGISTER, **known)


def _row(record: Record, origin: Origin) -> Row:
    measure, period, value = MEASURES[record["variable"]], f"{record['year']}-K4", cell(record)
    if value in (".", ":"):
        return figure(record["kommune_nr"], period, measure, origin, None, "missing")
    number = Decimal(value) if measure == "percent_derived" else whole(value)
    return figure(record["kommune_nr"], period, measure, origin, number)
