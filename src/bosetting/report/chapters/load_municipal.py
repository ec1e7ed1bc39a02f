"""The expected load in each municipality."""

from __future__ import annotations

from bosetting.programme.load import Load
from bosetting.report.blocks.kinds import Block, Column, Table
from bosetting.report.view import View

FALLS = 10


def municipal_blocks(view: View, load: Load) -> list[Block]:
    """Each municipality by year, and those whose number falls most."""
    remainder = next(r for r in load.remainder if r.measure == "during_year" and r.year == load.target)
    return [
        view.prose(
            "load_municipal",
            first=str(min((c.year for c in load.municipal_cohorts), default=load.target)),
            year=str(load.target),
            check=load.municipal_check,
            check_year="" if load.municipal_check is None else str(load.municipal_check.year),
            municipalities=round(remainder.municipalities),
            # Of the rounded numbers, so that it is what the reader gets who subtracts.
            remainder=round(remainder.national) - round(remainder.municipalities),
        ),
        _falls(view, load),
        _municipalities(view, load),
    ]


def _falls(view: View, load: Load) -> Table:
    names = {m.number: m for m in view.inputs.municipalities}
    this_year = [r for r in load.municipal if r.measure == "during_year" and r.year == load.target]
    rows = tuple(
        (
            names[row.kommune_nr].name,
            names[row.kommune_nr].county,
            row.central - row.change,
            row.central,
            row.change,
        )
        for row in sorted(this_year, key=lambda row: (row.change, row.kommune_nr))[:FALLS]
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.county")),
        Column(str(load.target - 1), "decimal"),
        Column(str(load.target), "decimal"),
        Column(view.label("load.change"), "decimal"),
    )
    caption = view.label("load.falls_caption", before=str(load.target - 1), year=str(load.target))
    return Table("load-falls", caption, columns, rows)


def _municipalities(view: View, load: Load) -> Table:
    by_code: dict[str, dict[int, tuple[float, float, float, float]]] = {}
    for row in load.municipal:
        if row.measure == "during_year":
            by_code.setdefault(row.kommune_nr, {})[row.year] = (row.low, row.central, row.high, row.per_1000)
    years = sorted({row.year for row in load.municipal})
    rows = tuple(
        (
            m.name,
            m.county,
            by_code[m.number][load.target][1],
            view.label(
                "load.between",
                low=round(by_code[m.number][load.target][0]),
                high=round(by_code[m.number][load.target][2]),
            ),
            by_code[m.number][load.target][3],
            *(by_code[m.number][year][1] for year in years[1:]),
        )
        for m in view.inputs.municipalities
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.county")),
        Column(str(load.target), "decimal"),
        Column(view.label("load.interval")),
        Column(view.label("load.per_1000", year=str(load.target)), "decimal", decimals=1),
        *(Column(str(year), "decimal") for year in years[1:]),
    )
    return Table("load-municipal", view.label("load.municipal_caption"), columns, rows, searchable=True)
