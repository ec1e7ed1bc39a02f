"""The rule against what was published: IMDi's own words, the county totals, the known part of the letter."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from bosetting.allocation.counties import previous_requests
from bosetting.report.blocks import Block, Column, Table, Words
from bosetting.report.view import View


def against_published(view: View) -> list[Block]:
    """What the publisher said, beside what the rule gives."""
    known = _known_requests(view)
    numbered = [row for row in known if isinstance(row[2], int)]
    blocks: list[Block] = [view.prose("against_published"), _statements(view)]
    counties = _county_comparison(view)
    if counties is not None:
        request_error, weight_error = (max(abs(row[place]) for row in counties.rows) for place in (3, 5))  # type: ignore[arg-type]
        blocks += [
            view.prose("against_counties", request_error=request_error, weight_error=weight_error),
            counties,
        ]
    if known:
        statuses = [row for row in known if row[4] is not None]
        blocks += [
            view.prose(
                "against_letter",
                known=len(known),
                numbered=len(numbered),
                agree=sum(1 for row in statuses if row[4]),
                statuses=len(statuses),
                within=sum(1 for row in numbered if isinstance(row[3], int) and abs(row[2] - row[3]) <= 5),
            ),
            _letter(view, known),
        ]
    return blocks


def _statements(view: View) -> Table:
    request, label = view.request, view.label
    parts = view.inputs.tables["municipal_parts"]
    of_date = parts[parts["reference_date"] == view.inputs.rules.population_date]
    merged = set(of_date["kommune_nr"])
    old_sizes = [a.municipality.residents for a in request.allotments if a.municipality.number not in merged]
    old_sizes += [int(residents) for residents in of_date["residents"]]
    middle = [a for a in request.allotments if 5_000 <= a.municipality.residents < 10_000]
    below = [a for a in request.asked if a.municipality.residents < 5_000]
    settled = view.national("settled", "all", known=False)
    five = settled[(settled["year"] >= view.inputs.year - 5) & (settled["year"] < view.inputs.year)]
    earlier = _earlier_asked(view)
    rows: list[tuple[object, ...]] = [
        (
            label("statements.asked"),
            _stated(view, "all"),
            len(request.asked),
        ),
        (
            label("statements.middle_count"),
            Words(label("statements.stated_88")),
            sum(1 for size in old_sizes if 5_000 <= size < 10_000),
        ),
        (
            label("statements.middle_asked"),
            Words(label("statements.stated_nearly_all")),
            Words(label("statements.of", part=sum(a.asked for a in middle), whole=len(middle))),
        ),
        (label("statements.below_asked"), Words(label("statements.stated_over_20")), len(below)),
        (
            label("statements.fewest"),
            Words(label("statements.stated_nobody_below", floor=view.inputs.rules.floor)),
            min(a.persons for a in request.asked),
        ),
        (
            label("statements.five_years", first=str(view.inputs.year - 5), last=str(view.inputs.year - 1)),
            Words(label("statements.stated_over_50000")),
            int(five["persons"].sum()) if len(five) == 5 else None,
        ),
        (
            label("statements.share_asked"),
            Words(label("statements.stated_half")),
            Words(
                label(
                    "statements.share",
                    asked=len(request.asked),
                    earlier=earlier,
                    share=len(request.asked) / earlier,
                )
            ),
        ),
    ]
    columns = (
        Column(label("statements.what")),
        Column(label("statements.publisher"), "integer"),
        Column(label("statements.rule"), "integer"),
    )
    return Table(
        "statements", label("statements.caption"), columns, tuple(rows), note=label("statements.note")
    )


def _stated(view: View, group: str) -> object:
    rows = view.national("statement_municipalities_asked", group, known=False)
    rows = rows[rows["year"] == view.inputs.year]
    return None if rows.empty else int(rows["persons"].iloc[0])


def _earlier_asked(view: View) -> int:
    """How many municipalities the previous request asked."""
    return sum(1 for m in view.inputs.municipalities if m.previous_request)


def _county_comparison(view: View) -> Table | None:
    """The published county totals beside the two ways to split the whole total."""
    given = [county for county in view.request.counties if county.status == "published"]
    if not given:
        return None
    total = view.inputs.edition.requested
    before = previous_requests(view.inputs)
    weights = dict.fromkeys(view.inputs.counties, 0)
    for a in view.request.asked:
        weights[a.municipality.county_number] += a.indicators.micro_weight
    rows = []
    for county in given:
        by_request = total * before[county.number] / sum(before.values())
        by_weight = total * weights[county.number] / sum(weights.values())
        rows.append(
            (
                county.name,
                county.persons,
                by_request,
                by_request / county.persons - 1,
                by_weight,
                by_weight / county.persons - 1,
            )
        )
    label = view.label
    columns = (
        Column(label("numbers.county")),
        Column(label("against.published"), "integer"),
        Column(label("against.by_request"), "decimal", decimals=1),
        Column(label("against.difference"), "percent", decimals=1),
        Column(label("against.by_weight"), "decimal", decimals=1),
        Column(label("against.difference"), "percent", decimals=1),
    )
    return Table("county-comparison", label("against.counties_caption"), columns, tuple(rows))


def _known_requests(view: View) -> list[tuple[str, str, int | None, int, bool | None]]:
    """What is publicly known of this edition's letter: name, county, published, computed, same status."""
    table = view.inputs.tables["published_requests"]
    rows = table[(table["year"] == view.inputs.year) & (table["edition"] == view.inputs.edition.name)]
    by_code = view.request.by_code
    known = []
    for row in rows.itertuples():
        a = by_code[row.kommune_nr]
        persons = None if pd.isna(row.persons) else int(row.persons)
        same = None if row.asked is None else bool(row.asked) == a.asked
        known.append((a.municipality.name, a.municipality.county, persons, a.persons, same))
    return known


def _letter(view: View, known: Iterable[tuple[str, str, int | None, int, bool | None]]) -> Table:
    label = view.label
    rows = tuple(
        (
            name,
            county,
            Words(label("against.asked_unknown")) if published is None else published,
            computed,
            None if published is None else computed - published,
            None if same is None else label("against.same" if same else "against.different"),
        )
        for name, county, published, computed, same in known
    )
    columns = (
        Column(label("numbers.municipality")),
        Column(label("numbers.county")),
        Column(label("against.published"), "integer"),
        Column(label("against.computed"), "integer"),
        Column(label("against.computed_less_published"), "integer"),
        Column(label("against.status")),
    )
    return Table("letter", label("against.letter_caption"), columns, rows, searchable=len(rows) > 40)
