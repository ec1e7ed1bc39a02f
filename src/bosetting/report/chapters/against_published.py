"""The rule against what was published: IMDi's own words, the county totals, the known part of the letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bosetting.allocation.compared.backtest import Backtest
from bosetting.allocation.compared.published import published_request
from bosetting.allocation.compared.statements import proof
from bosetting.allocation.counties import previous_requests
from bosetting.report.blocks.kinds import Block, Column, Prose, Table, Words
from bosetting.report.language.numbers import format_decimal
from bosetting.report.view import View


@dataclass(frozen=True)
class Known:
    """What is publicly known of one municipality's request, beside what the rule gives.

    Attributes:
        published: persons; None where only the fact of being asked is known.
        computed: persons; 0 where the rule does not ask it.
        same: whether rule and letter agree on asking; None where the letter's answer is not known.
    """

    name: str
    county: str
    published: int | None
    computed: int
    same: bool | None

    @property
    def difference(self) -> int | None:
        """The rule's number less the published one."""
        return None if self.published is None else self.computed - self.published


def against_published(view: View) -> list[Block]:
    """What the publisher said, beside what the rule gives."""
    blocks: list[Block] = [view.prose("against_published"), _statements(view)]
    counties = _county_rows(view)
    if counties:
        blocks += [
            view.prose(
                "against_counties",
                request_error=max(abs(row.by_request - 1) for row in counties),
                weight_error=max(abs(row.by_weight - 1) for row in counties),
            ),
            _county_table(view, counties),
        ]
    found = view.computation.backtest
    if found is not None:
        rule = found.rows[0]
        blocks += [
            view.prose("against_letter"),
            *against_the_letter(view),
            view.prose("against_numbers", within=rule.within or 0, asked=rule.asked),
            _letter(view),
            *_rivals(view, found),
        ]
    return blocks


def against_the_letter(view: View) -> list[Prose]:
    """In one place: how many known statuses the rule gets right, and how many it must get wrong all the same."""
    found, sure = view.computation.backtest, proof(view.request)
    if found is None or found.rows[0].agreed is None or not found.rows[0].statuses:
        return []
    return [
        view.prose(
            "against_statuses",
            agree=found.rows[0].agreed,
            statuses=found.rows[0].statuses,
            differ=0 if sure is None else sure.differ,
            everyone=len(view.request.allotments),
        )
    ]


def _shown_moved(view: View, moved: Fraction | None) -> str:
    """Persons, with a decimal only where there is a half."""
    value = moved or Fraction(0)
    return format_decimal(value, view.language, 0 if value.denominator == 1 else 1)


def _rivals(view: View, found: Backtest) -> list[Block]:
    """The rule beside simpler ways, and where it is furthest off."""
    rule, moved = found.rows[0], {row.name: row.moved for row in found.rows}
    prose = view.prose(
        "against_rivals",
        numbered=rule.numbered,
        rule_moved=_shown_moved(view, rule.moved),
        better=[
            view.label(f"rival_does.{name}", moved=_shown_moved(view, moved[name]))
            for name in found.fewer_moved
        ],
        continuity=any(name.startswith("previous_") for name in found.fewer_moved),
    )
    rows = tuple(
        (
            view.label(f"rival.{row.name}"),
            row.moved,
            None
            if row.agreed is None
            else Words(view.label("statements.of", part=row.agreed, whole=row.statuses)),
            None
            if row.within is None
            else Words(view.label("statements.of", part=row.within, whole=row.asked)),
        )
        for row in found.rows
    )
    columns = (
        Column(view.label("rival.way")),
        Column(view.label("rival.moved"), "decimal", decimals=1),
        Column(view.label("rival.agreed"), "integer"),
        Column(view.label("rival.within"), "integer"),
    )
    by_code = view.request.by_code
    furthest = tuple(
        (by_code[d.code].municipality.name, d.published, d.computed, d.computed - d.published)
        for d in rule.furthest
        if d.computed != d.published
    )
    where = (
        Column(view.label("numbers.municipality")),
        Column(view.label("against.published"), "integer"),
        Column(view.label("against.computed"), "integer"),
        Column(view.label("against.computed_less_published"), "integer"),
    )
    return [
        prose,
        Table("rivals", view.label("rival.caption"), columns, rows),
        Table("furthest", view.label("rival.furthest_caption"), where, furthest),
    ]


def _statements(view: View) -> Table:
    request, label = view.request, view.label
    parts = view.inputs.tables["municipal_parts"]
    of_date = parts[parts["reference_date"].isin(view.inputs.rules.size.period)]
    merged = set(of_date["kommune_nr"])
    old_sizes = [a.municipality.residents for a in request.allotments if a.municipality.number not in merged]
    old_sizes += [int(residents) for residents in of_date["residents"]]
    middle = [a for a in request.allotments if 5_000 <= a.municipality.residents < 10_000]
    below = [a for a in request.asked if a.municipality.residents < 5_000]
    settled = view.national("settled", "all", known=False)
    five = settled[(settled["year"] >= view.inputs.year - 5) & (settled["year"] < view.inputs.year)]
    later = [str(year) for year in five["year"][five["published"] > view.inputs.edition.as_of]]
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
    note = label("statements.note", later=later[-1] if later else "")
    return Table("statements", label("statements.caption"), columns, tuple(rows), note=note)


def _stated(view: View, group: str) -> object:
    rows = view.national("statement_municipalities_asked", group, known=False)
    rows = rows[rows["year"] == view.inputs.year]
    return None if rows.empty else int(rows["persons"].iloc[0])


def _earlier_asked(view: View) -> int:
    """How many municipalities the previous request asked."""
    return sum(1 for m in view.inputs.municipalities if m.previous_request)


@dataclass(frozen=True)
class CountyComparison:
    """A published county total, and what two ways to split the whole total make of it, as shares of it."""

    county: str
    published: int
    by_request: Fraction
    by_weight: Fraction


def _county_rows(view: View) -> list[CountyComparison]:
    total = view.inputs.edition.requested
    before = previous_requests(view.inputs)
    weights = dict.fromkeys(view.inputs.counties, 0)
    for a in view.request.asked:
        weights[a.municipality.county_number] += a.indicators.micro_weight
    return [
        CountyComparison(
            county.name,
            county.persons,
            Fraction(total * before[county.number], sum(before.values()) * county.persons),
            Fraction(total * weights[county.number], sum(weights.values()) * county.persons),
        )
        for county in view.request.counties
        if county.status == "published" and county.persons
    ]


def _county_table(view: View, counties: Sequence[CountyComparison]) -> Table:
    label = view.label
    rows = tuple(
        (
            row.county,
            row.published,
            row.published * row.by_request,
            row.by_request - 1,
            row.published * row.by_weight,
            row.by_weight - 1,
        )
        for row in counties
    )
    columns = (
        Column(label("numbers.county")),
        Column(label("against.published"), "integer"),
        Column(label("against.by_request"), "decimal", decimals=1),
        Column(label("against.difference"), "percent", decimals=1),
        Column(label("against.by_weight"), "decimal", decimals=1),
        Column(label("against.difference"), "percent", decimals=1),
    )
    # The chapter on the counties shows what the criteria alone would give with floor and rounding.
    furthest = max(counties, key=lambda row: abs(row.by_weight - 1))
    one_stage = sum(
        a.persons_one_stage for a in view.request.allotments if a.municipality.county == furthest.county
    )
    note = label(
        "against.counties_note",
        county=furthest.county,
        share=furthest.published * furthest.by_weight,
        one_stage=one_stage,
        floor=view.inputs.rules.floor,
    )
    return Table("county-comparison", label("against.counties_caption"), columns, rows, note=note)


def _known_requests(view: View) -> list[Known]:
    """What is publicly known of this edition's letter."""
    by_code = view.request.by_code
    known = []
    for code, row in published_request(view.inputs).items():
        a = by_code[code]
        same = None if row.asked is None else row.asked == a.asked
        known.append(Known(a.municipality.name, a.municipality.county, row.persons, a.persons, same))
    return known


def _letter(view: View) -> Table:
    label = view.label
    rows = tuple(
        (
            row.name,
            row.county,
            Words(label("against.asked_unknown")) if row.published is None else row.published,
            row.computed,
            row.difference,
            None if row.same is None else label("against.same" if row.same else "against.different"),
        )
        for row in _known_requests(view)
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
