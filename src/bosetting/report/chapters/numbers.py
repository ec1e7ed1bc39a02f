"""The numbers: counties, map, and every municipality."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate

import altair as alt
import pandas as pd

from bosetting.allocation.counties import previous_requests
from bosetting.allocation.explained.ties import decided_ties
from bosetting.report.blocks.kinds import Block, Chart, Column, RowLink, Table, Words
from bosetting.report.chapters.index_columns import index_columns
from bosetting.report.drawing.ground import outline
from bosetting.report.drawing.maps import LARGEST, SMALLEST, point_map
from bosetting.report.drawing.theme import NEUTRAL, PALETTE
from bosetting.report.language.criteria import said
from bosetting.report.view import View


def numbers(view: View) -> list[Block]:
    """County totals, the map, and the table of all municipalities."""
    given = [county for county in view.request.counties if county.status == "published"]
    moved = sum(abs(a.persons - a.persons_one_stage) for a in view.request.allotments) // 2
    return [
        view.prose(
            "numbers_counties",
            one_stage=view.inputs.rules.division == "one_stage",
            issues=view.inputs.publisher.issues,
            given=len(given),
            given_names=[county.name for county in given],
            given_persons=sum(county.persons for county in given),
            counties=len(view.request.counties),
            previous_year=view.previous_year,
            split=view.inputs.rules.county_split,
            moved=moved,
            total=view.inputs.edition.requested,
        ),
        _counties(view),
        *_ties(view),
        view.prose("numbers_map"),
        _map(view),
        view.prose("numbers_municipalities", everyone=len(view.request.allotments)),
        _municipalities(view),
    ]


def _counties(view: View) -> Chart:
    before = previous_requests(view.inputs)
    one_stage: dict[str, int] = dict.fromkeys(view.inputs.counties, 0)
    residents: dict[str, int] = dict.fromkeys(view.inputs.counties, 0)
    for a in view.request.allotments:
        one_stage[a.municipality.county_number] += a.persons_one_stage
        residents[a.municipality.county_number] += a.municipality.residents
    first = view.inputs.rules.division == "county_first"
    kinds = [view.label("numbers.county_first"), view.label("numbers.one_stage")][0 if first else 1 :]
    data = pd.DataFrame(
        [
            {"county": c.name, "kind": kind, "persons": persons}
            for c in view.request.counties
            for kind, persons in zip(kinds, (c.persons, one_stage[c.number]), strict=False)
        ]
    )
    order = [c.name for c in sorted(view.request.counties, key=lambda c: (-c.persons, c.number))]
    figure = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            y=alt.Y("county:N", sort=order, title=None),
            yOffset=alt.YOffset("kind:N", sort=kinds),
            x=alt.X("persons:Q", title=view.label("numbers.persons_axis")),
            color=alt.Color("kind:N", sort=kinds, title=None, legend=alt.Legend(orient="top")),
        )
        .properties(width=520, height=520)
    )
    rows = tuple(
        (
            c.name,
            c.asked,
            c.persons,
            view.label(f"status.{c.status}"),
            before[c.number],
            *([one_stage[c.number]] if first else []),
            1000 * c.persons / residents[c.number],
        )
        for c in view.request.counties
    )
    columns = (
        Column(view.label("numbers.county")),
        Column(view.label("numbers.asked_count"), "integer"),
        Column(view.label("numbers.persons"), "integer"),
        Column(view.label("numbers.status")),
        Column(view.label("numbers.previous"), "integer"),
        *([Column(view.label("numbers.one_stage"), "integer")] if first else []),
        Column(view.label("numbers.per_thousand"), "decimal", decimals=2),
    )
    table = Table("counties", view.label("numbers.counties_caption"), columns, rows)
    most = max(view.request.counties, key=lambda c: c.persons)
    gap = max(view.request.counties, key=lambda c: abs(c.persons - one_stage[c.number]))
    description = view.label(
        "numbers.counties_description",
        most=most.name,
        most_persons=most.persons,
        gap=gap.name,
        gap_persons=gap.persons,
        gap_one_stage=one_stage[gap.number],
        county_first=first,
    )
    title = view.label(
        "numbers.counties_title",
        most=[c.name for c in view.request.counties if c.persons == most.persons],
        most_persons=most.persons,
        gap=gap.name,
        gap_persons=gap.persons,
        gap_one_stage=one_stage[gap.number],
        county_first=first,
    )
    return Chart("county-chart", title, description, figure, table)


def _ties(view: View) -> list[Block]:
    """Where claims were exactly equal, and who went first; nothing where none were."""
    names = view.inputs.counties | {
        a.municipality.number: a.municipality.name for a in view.request.allotments
    }
    ties = [
        {
            "where": view.label(f"tie.{tie.where}") if tie.county is None else names[tie.county],
            "tied": len(tie.tied),
            "places": len(tie.favoured),
            "favoured": [names[code] for code in tie.favoured],
            "others": [names[code] for code in tie.others],
        }
        for tie in decided_ties(view.request)
    ]
    return [view.prose("numbers_ties", ties=ties)] if ties else []


NAMED = 25
"""So many of the largest requests have their names on the map, where there is room for them."""
SIZES = (1, 5, 10, 20, 50, 100, 300, 1_000, 3_000)
"""Persons: what the map's legend shows rings of, the largest that there are."""
SHOWN_SIZES = 4


def _map(view: View) -> Chart:
    asked, not_asked = view.label("numbers.is_asked"), view.label("numbers.not_asked")
    # Large rings first, so that small ones lie on top of them.
    placed = sorted(view.request.allotments, key=lambda a: (-a.persons, a.municipality.number))
    data = pd.DataFrame(
        [
            {
                "lon": a.municipality.longitude,
                "lat": a.municipality.latitude,
                "persons": a.persons,
                "status": asked if a.asked else not_asked,
                "name": a.municipality.name,
                "told": view.label(
                    "numbers.point",
                    name=a.municipality.name.removesuffix(f" ({a.municipality.county})"),
                    county=a.municipality.county,
                    asked=a.asked,
                    persons=a.persons,
                ),
            }
            for a in placed
        ]
    )
    largest = placed[0].persons
    figure = point_map(
        data,
        outline(view.inputs),
        alt.Size(
            "persons:Q",
            title=view.label("numbers.persons_axis"),
            scale=alt.Scale(domain=[0, max(largest, 1)], range=[SMALLEST, LARGEST]),
            legend=alt.Legend(
                values=[each for each in SIZES if each <= largest][-SHOWN_SIZES:],
                format=",d",
                orient="bottom-right",
            ),
        ),
        alt.Color(
            "status:N",
            title=None,
            scale=alt.Scale(domain=[asked, not_asked], range=[PALETTE[0], NEUTRAL]),
            legend=alt.Legend(orient="top-left"),
        ),
        min(NAMED, len(view.request.asked)),
    )
    band_rows = _bands(view)
    table = Table(
        "bands",
        view.label("numbers.bands_caption"),
        (
            Column(view.label("numbers.residents_band")),
            Column(view.label("numbers.municipalities_count"), "integer"),
            Column(view.label("numbers.asked_count"), "integer"),
            Column(view.label("numbers.persons"), "integer"),
            Column(view.label("numbers.per_thousand_asked"), "decimal", decimals=2),
        ),
        band_rows,
    )
    description = view.label(
        "numbers.map_description",
        asked=len(view.request.asked),
        rest=len(view.request.allotments) - len(view.request.asked),
    )
    title = view.label(
        "numbers.map_title",
        few=_half(view),
        asked=len(view.request.asked),
        total=view.inputs.edition.requested,
    )
    return Chart("map", title, description, figure, table, _by_county(view))


def _half(view: View) -> int:
    """How few of the municipalities have at least half of the persons between them."""
    sums = accumulate(sorted((a.persons for a in view.request.asked), reverse=True))
    whole = sum(a.persons for a in view.request.asked)
    return next((count for count, persons in enumerate(sums, 1) if 2 * persons >= whole), 0)


def _by_county(view: View) -> Table:
    """The list beside the map: each county with its persons and who has most of them, as a way to its rows."""
    rows = []
    for county in sorted(view.request.counties, key=lambda c: (-c.persons, c.number)):
        inside = [a for a in view.request.allotments if a.municipality.county_number == county.number]
        most = max(a.persons for a in inside)
        first = [a for a in inside if a.asked and a.persons == most]
        said = (
            view.label("numbers.most_in", names=[a.municipality.name for a in first], persons=most)
            if first
            else view.label("numbers.not_asked_cell")
        )
        row = f"#k{min(a.municipality.number for a in inside)}"
        rows.append((RowLink(county.name, row, view.language), county.persons, Words(said)))
    columns = (
        Column(view.label("numbers.county")),
        Column(view.label("numbers.persons"), "integer"),
        Column(view.label("numbers.most")),
    )
    return Table("map-counties", view.label("numbers.map_counties_caption"), columns, tuple(rows))


BANDS = (Fraction(3, 5), 1, 2, 4, 10)
"""Where the bands of the size table begin, in thresholds of the rules."""
USUAL = 5_000
"""Residents: the threshold that the bands rest on where the rules have none."""


def size_bands(threshold: int | None) -> tuple[int, ...]:
    """Residents from which each band of the size table begins, the first at 0."""
    starts = (int(part * (threshold or USUAL)) for part in BANDS)
    return tuple(sorted({0, *starts}))


def _bands(view: View) -> tuple[tuple[object, ...], ...]:
    rows, bands = [], size_bands(view.inputs.rules.threshold)
    for low, high in zip(bands, (*bands[1:], None), strict=True):
        inside = [
            a
            for a in view.request.allotments
            if low <= a.municipality.residents and (high is None or a.municipality.residents < high)
        ]
        asked = [a for a in inside if a.asked]
        persons, residents = sum(a.persons for a in asked), sum(a.municipality.residents for a in asked)
        name = (
            view.label("numbers.band_last", low=low)
            if high is None
            else view.label("numbers.band", low=low, high=high - 1)
        )
        rate = 1000 * persons / residents if asked else Words(view.label("numbers.not_asked_cell"))
        rows.append((name, len(inside), len(asked), persons, rate))
    return tuple(rows)


def _municipalities(view: View) -> Table:
    with_minors = view.request.minors is not None
    # Only of a share of few persons does the reader need to know how much is hidden.
    shrunk = [each for each in view.inputs.rules.others if each.index == "shrunk_share"]
    told = [each.name for each in shrunk]
    rows = tuple(
        (
            a.municipality.name,
            a.persons if a.asked else Words(view.label("numbers.not_asked_cell")),
            a.municipality.number,
            a.municipality.county,
            *([a.unaccompanied_minors] if with_minors else []),
            view.label(f"why.{a.why}"),
            a.rank,
            a.municipality.residents,
            *a.indicators.indices.values(),
            *(view.label(f"figure_status.{a.indicators.statuses[name]}") for name in told),
            view.label(f"bound.{a.bound}") if a.asked else Words(view.label("bound.none")),
        )
        for a in view.request.allotments
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.persons"), "integer"),
        Column(view.label("numbers.number"), "code"),
        Column(view.label("numbers.county")),
        *([Column(view.label("numbers.minors"), "integer")] if with_minors else []),
        Column(view.label("numbers.why")),
        Column(view.label("numbers.rank"), "integer"),
        Column(view.label("numbers.residents"), "integer"),
        *index_columns(view),
        *(Column(view.label("criteria.status", name=said(each.label, view.language))) for each in shrunk),
        Column(view.label("numbers.bound")),
    )
    return Table(
        "municipalities",
        view.label("numbers.municipalities_caption"),
        columns,
        rows,
        note=view.label("numbers.municipalities_note"),
        searchable=True,
        row_ids=tuple(f"k{a.municipality.number}" for a in view.request.allotments),
    )
