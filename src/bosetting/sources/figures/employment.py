"""Employed persons, and employed in per cent of residents aged 15 to 74."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from pathlib import Path

from bosetting.sources.figures import publishers as by
from bosetting.sources.figures.reading import Record, cell, grouped, municipality_codes, read, whole
from bosetting.sources.figures.table import Field, Row, Table, choice, count, municipality_code, published

NATIONAL = "0000"
HALF = Fraction(1, 2)
RELEASED = {"2014-K4": date(2015, 6, 12), "2017-K4": date(2018, 3, 1)}
PERSONS, PERCENT = "sysselsatte_alle_personer", "sysselsatte_alle_prosent"
DESCRIPTION = (
    "Employed persons by where they live, in the 4th quarter, on the municipal structure of 2018; 0000 is "
    "the whole country. 2014-K4 is the last quarter published in that series: whole per cent of residents "
    "aged 15 to 74 as printed (status ok). The base is not published with it. For a merged municipality the "
    "persons of the parts are summed and the per cent is persons ÷ Σ(persons of a part ÷ per cent of the "
    "part), rounded half to even to four decimals (status derived); low and high are the same with every "
    "part's per cent half a point lower and higher. 2017-K4 is another statistic (a new register since "
    "2015) and serves sensitivity only: the per cent is resident employed persons divided by residents aged "
    "15 to 74 on 1 January 2018, rounded to one decimal, not published by Statistics Norway in this form "
    "(status derived); persons working offshore are missing, so rates in the west are a little low; its row "
    "0000 is the sum of the municipalities' employed over the sum of their residents aged 15 to 74 on 1 "
    "January 2018, four decimals. Status missing: no figure. published for 2014-K4 is the day the closed "
    "StatBank table of the same statistic (09313) was last changed, 12 June 2015; for 2017-K4 it is a "
    "declared assumption."
)


def employment(folder: Path) -> Table:
    """Employment by municipality of 2018, for 2014-K4 and 2017-K4.

    Args:
        folder: the folder of source figures.

    Returns:
        one row per municipality and period and one for the whole country: employed in persons; percent, low
        and high in per cent of residents aged 15 to 74. Source: SSB register-based employment.
    """
    rows = [*_rows_2014(folder), *_rows_2017(folder)]
    fields = (
        municipality_code(
            description="Municipality, four digits, as in municipalities.csv; 0000 is the whole country."
        ),
        Field(
            "period", "string", "Year and quarter.", "", {"required": True, "pattern": "^[0-9]{4}-K[1-4]$"}
        ),
        count("employed", "Employed persons who live there."),
        _percent("percent", "Employed, of residents aged 15 to 74."),
        _percent("low", "Lower end of a per cent derived from whole per cents; blank otherwise."),
        _percent("high", "Upper end of a per cent derived from whole per cents; blank otherwise."),
        choice("status", "ok as printed, derived, or missing.", "ok", "derived", "missing"),
        published(),
    )
    return Table(
        "employment",
        "Employment, 4th quarter",
        DESCRIPTION,
        "2018",
        (
            by.SSB_EMPLOYMENT,
            by.SSB_EMPLOYMENT_2017,
            by.SSB_POPULATION,
            by.MIRROR_IMDIKATOR,
            by.MIRROR_SPREAD,
            by.MIRROR_FHIDATA,
        ),
        fields,
        ("period", "kommune_nr"),
        rows,
    )


def merged_percent(parts: Sequence[tuple[int, Fraction]], shift: Fraction = Fraction(0)) -> Decimal:
    """The per cent of a municipality from its parts, four decimals, half to even.

    Args:
        parts: employed persons and per cent of each part.
        shift: percentage points added to each part's per cent.
    """
    employed = sum(persons for persons, _ in parts)
    return rounded(
        employed / sum((persons / (percent + shift) for persons, percent in parts), Fraction(0)), 4
    )


def rounded(value: Fraction, decimals: int) -> Decimal:
    """An exact value rounded half to even."""
    scaled = round(value * 10**decimals)
    return Decimal(scaled).scaleb(-decimals).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)


def _rows_2014(folder: Path) -> list[Row]:
    records = [r for r in read(folder, "municipal-2018/employment_2010_2014.csv") if r["year"] == "2014"]
    records = [record for record in records if record["variable"] in (PERSONS, PERCENT)]
    by_code = grouped(records, "kommune_nr_2018")
    national = {record["variable"]: record for record in records if record["kommune_nr"] == NATIONAL}
    rows = [_row_2014(code, by_code.get((code,), [])) for code in municipality_codes(folder)]
    return [_row_2014(NATIONAL, list(national.values())), *rows]


def _row_2014(code: str, records: Sequence[Record]) -> Row:
    parts = []
    for members in grouped(records, "kommune_nr").values():
        values = {record["variable"]: cell(record) for record in members}
        if not (values.get(PERSONS, ".").isdigit() and values.get(PERCENT, ".").isdigit()):
            return _row(code, "2014-K4", "missing")
        parts.append((whole(values[PERSONS]), Fraction(values[PERCENT])))
    if not parts:
        return _row(code, "2014-K4", "missing")
    employed = sum(persons for persons, _ in parts)
    if len(parts) == 1:
        return _row(code, "2014-K4", "ok", employed=employed, percent=Decimal(int(parts[0][1])))
    percent, low, high = (merged_percent(parts, shift) for shift in (Fraction(0), -HALF, HALF))
    return _row(code, "2014-K4", "derived", employed=employed, percent=percent, low=low, high=high)


def _rows_2017(folder: Path) -> list[Row]:
    employed = _values(folder, "employment_2017.csv", "2017", "sysselsatte_bosted_4kv_n")
    percent = _values(folder, "employment_2017.csv", "2017", "sysselsettingsrate_15_74_4kv_beregnet_pst")
    base = _values(folder, "population_2015_2018.csv", "2018", "folketall_1jan_15_74")
    rows = []
    for code in municipality_codes(folder):
        if code in employed and code in percent:
            persons, share = whole(employed[code]), Decimal(percent[code])
            rows.append(_row(code, "2017-K4", "derived", employed=persons, percent=share))
        else:
            rows.append(_row(code, "2017-K4", "missing"))
    if any(row["status"] == "missing" or row["kommune_nr"] not in base for row in rows):
        return [*rows, _row(NATIONAL, "2017-K4", "missing")]
    total = sum(whole(value) for value in employed.values())
    residents = sum(whole(base[str(row["kommune_nr"])]) for row in rows)
    share = rounded(Fraction(100 * total, residents), 4)
    return [*rows, _row(NATIONAL, "2017-K4", "derived", employed=total, percent=share)]


def _values(folder: Path, name: str, year: str, variable: str) -> dict[str, str]:
    rows = read(folder, f"municipal-2018/{name}")
    return {
        row["kommune_nr"]: row["value"]
        for row in rows
        if row["year"] == year and row["variable"] == variable and row["value"]
    }


def _row(
    code: str,
    period: str,
    status: str,
    *,
    employed: int | None = None,
    percent: Decimal | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
) -> Row:
    return {
        "kommune_nr": code,
        "period": period,
        "employed": employed,
        "percent": percent,
        "low": low,
        "high": high,
        "status": status,
        "published": RELEASED[period],
    }


def _percent(name: str, description: str) -> Field:
    return Field(name, "number", description, "per cent", {"minimum": 0, "maximum": 100})
