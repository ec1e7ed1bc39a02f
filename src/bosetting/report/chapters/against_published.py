"""The rule against what was published: what was said, the county totals, the known part of the request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bosetting.allocation.compared.backtest import Backtest
from bosetting.allocation.compared.published import published_request
from bosetting.allocation.compared.rivals import RIVALS
from bosetting.allocation.compared.statements import proof
from bosetting.allocation.counties import previous_requests
from bosetting.report.blocks.kinds import Block, Column, Prose, Table, Words
from bosetting.report.chapters.revealed import revealed_rule
from bosetting.report.chapters.told import statements_table
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
    """What was said and published, beside what the rule gives; only of what the year has."""
    statements, counties, found = statements_table(view), _county_rows(view), view.computation.backtest
    everyone = len(view.request.allotments)
    blocks: list[Block] = [
        view.prose(
            "against_published",
            anything=statements is not None or bool(counties) or found is not None,
            said=statements is not None,
            known=0 if found is None else found.known,
            everyone=everyone,
        ),
        *([] if statements is None else [statements]),
    ]
    if counties:
        blocks += [
            view.prose(
                "against_counties",
                request_error=max(abs(row.by_request - 1) for row in counties),
                weight_error=max(abs(row.by_weight - 1) for row in counties),
            ),
            _county_table(view, counties),
        ]
    return [*blocks, *([] if found is None else _against_known(view, found)), *revealed_rule(view)]


def _against_known(view: View, found: Backtest) -> list[Block]:
    """The rule beside those municipalities whose request is known."""
    rule = found.rows[0]
    return [
        view.prose("against_letter"),
        *against_the_letter(view),
        view.prose("against_numbers", within=rule.within or 0, asked=rule.asked),
        _letter(view),
        *_rivals(view, found),
    ]


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
    better = [name for name in found.fewer_moved if name in RIVALS]
    prose = view.prose(
        "against_rivals",
        numbered=rule.numbered,
        rule_moved=_shown_moved(view, rule.moved),
        better=[view.label(f"rival_does.{name}", moved=_shown_moved(view, moved[name])) for name in better],
        continuity=any(name.startswith("previous_") for name in better),
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
    if not any(before.values()):
        return []
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
