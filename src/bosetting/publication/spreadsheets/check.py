"""The check as formulas: weight ÷ divisor, rounded within bounds, is the number; one row a share of each division."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from bosetting.allocation.explained.all_divisions import OneDivision, all_divisions
from bosetting.allocation.explained.county_claims import county_claims
from bosetting.allocation.request import Request
from bosetting.publication.spreadsheets.sheets import Formula, Sheet, Value
from bosetting.report.language.labels import label

COLUMNS = (
    "division",
    "code",
    "name",
    "weight",
    "divisor",
    "unit",
    "least",
    "most",
    "tie",
    "computed",
    "persons",
    "agrees",
)
SUM_COLUMNS = ("division", "places", "unit", "to_divide", "divided", "agrees")
DIGITS = 11
"""Decimals of a quotient that a spreadsheet's numbers of some 16 digits can be trusted with."""


@dataclass(frozen=True)
class _Share:
    """What one member of a division gets, and where its figures stand: its table, its row and the column."""

    division: OneDivision
    division_row: int
    code: str
    table: str
    row: int
    persons: str
    bounds: tuple[int, int | None]


def check_sheets(request: Request, tables: Mapping[str, Sheet], language: str) -> tuple[Sheet, Sheet]:
    """The sheet of every share, and the sheet of every division's sum.

    Args:
        request: the divisions and the bounds.
        tables: the sheets ``requests``, ``counties`` and ``divisions``, which the formulas point into.
        language: of the words beside the formulas.
    """
    words = {True: label(language, "spreadsheets.agrees"), False: label(language, "spreadsheets.differs")}
    lines = (label(language, "spreadsheets.check_how"), label(language, "spreadsheets.check_tie"))
    empty = Sheet("check", label(language, "spreadsheets.check_title"), lines, COLUMNS)
    shares = list(_shares(request))
    rows = tuple(_row(share, number, empty, tables, words) for number, share in enumerate(shares))
    check = Sheet(empty.name, empty.title, lines, COLUMNS, rows)
    return check, _sums(request, check, tables["divisions"], language, words)


def _shares(request: Request) -> Iterator[_Share]:
    places = {a.municipality.number: place for place, a in enumerate(request.allotments)}
    counties = {county.number: place for place, county in enumerate(request.counties)}
    for number, division in enumerate(all_divisions(request)):
        bounds = _bounds(division, request)
        for code in division.found.codes:
            if division.name == "counties":
                yield _Share(division, number, code, "counties", counties[code], "persons", bounds[code])
            else:
                column = "unaccompanied_minors" if division.name == "minors" else "persons"
                yield _Share(division, number, code, "requests", places[code], column, bounds[code])


def _bounds(division: OneDivision, request: Request) -> dict[str, tuple[int, int | None]]:
    """The least and the most that each member can get, in persons."""
    if division.name == "counties":
        return {code: (claim.least, claim.most) for code, claim in county_claims(request).items()}
    if division.name == "minors":
        lowest = request.inputs.rules.minors_floor
        return {
            code: (min(lowest, request.persons[code]), request.persons[code]) for code in division.found.codes
        }
    unit, requested = division.unit, request.inputs.edition.requested
    return {
        code: (low * unit, None if high * unit > requested else high * unit)
        for code, (low, high) in request.limits.items()
    }


def _row(
    share: _Share, number: int, sheet: Sheet, tables: Mapping[str, Sheet], words: Mapping[bool, str]
) -> tuple[Value, ...]:
    table, divisions = tables[share.table], tables["divisions"]
    at = {column: sheet.cell(column, number) for column in COLUMNS}
    weight = _taken(table, "weight", share.row)
    divisor = _taken(divisions, "divisor", share.division_row)
    unit = _taken(divisions, "unit", share.division_row)
    persons = _taken(table, share.persons, share.row)
    tie = _tie(share)
    computed = None if divisor is None else Formula(_computation(at), _computed(share, weight, divisor, tie))
    least, most = share.bounds
    name = table.rows[share.row][1]
    agrees = Formula(_agreement(at, words, computed is None), words[_agreed(share, computed, persons)])
    return (
        share.division.name,
        share.code,
        name,
        weight,
        divisor,
        unit,
        least,
        most,
        tie,
        computed,
        persons,
        agrees,
    )


def _taken(table: Sheet, column: str, row: int) -> Formula | None:
    """A figure of another sheet, pointed at."""
    value = table.rows[row][table.columns.index(column)]
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"{table.name}, {column}: {value!r} is not a number")
    return Formula(f"{table.name}!{table.cell(column, row)}", value)


def _tie(share: _Share) -> str | None:
    found = share.division.found
    if share.code not in found.tied:
        return None
    return "up" if share.code in found.favoured else "down"


def _computation(at: Mapping[str, str]) -> str:
    quotient = f"ROUND({at['weight']}/{at['divisor']},{DIGITS})"
    whole = (
        f'IF({at["tie"]}="up",INT({quotient})+1,IF({at["tie"]}="down",INT({quotient}),ROUND({quotient},0)))'
    )
    persons = f"{whole}*{at['unit']}"
    return f'MAX({at["least"]},IF({at["most"]}="",{persons},MIN({at["most"]},{persons})))'


def _computed(share: _Share, weight: Formula | None, divisor: Formula, tie: str | None) -> int:
    """What the formula gives, exactly."""
    if weight is None:
        raise TypeError(f"{share.code} takes part in {share.division.name} without a weight")
    quotient = Fraction(weight.value) / Fraction(divisor.value)
    places = floor(quotient) + (tie == "up") if tie else floor(quotient + Fraction(1, 2))
    least, most = share.bounds
    persons = places * share.division.unit
    return max(least, persons if most is None else min(most, persons))


def _agreement(at: Mapping[str, str], words: Mapping[bool, str], bounded: bool) -> str:
    """Where there is nothing to divide by, the number must lie within its bounds."""
    persons = at["persons"]
    test = f"{at['computed']}={persons}"
    if bounded:
        test = f'AND({persons}>={at["least"]},OR({at["most"]}="",{persons}<={at["most"]}))'
    return f'IF({test},"{words[True]}","{words[False]}")'


def _agreed(share: _Share, computed: Formula | None, persons: Formula | None) -> bool:
    if persons is None:
        return False
    if computed is not None:
        return computed.value == persons.value
    least, most = share.bounds
    return least <= int(persons.value) and (most is None or int(persons.value) <= most)


def _sums(
    request: Request, check: Sheet, divisions: Sheet, language: str, words: Mapping[bool, str]
) -> Sheet:
    title, how = label(language, "spreadsheets.sums_title"), label(language, "spreadsheets.sums_how")
    empty = Sheet("check_sums", title, (how,), SUM_COLUMNS)
    rows = []
    names, persons = check.span("division"), check.span("persons")
    for number, division in enumerate(all_divisions(request)):
        at = {column: empty.cell(column, number) for column in SUM_COLUMNS}
        places, unit = _taken(divisions, "places", number), _taken(divisions, "unit", number)
        divided = sum(division.found.shares.values()) * division.unit
        rows.append(
            (
                division.name,
                places,
                unit,
                Formula(f"{at['places']}*{at['unit']}", divided),
                Formula(f"SUMIF({names},{at['division']},{persons})", divided),
                Formula(
                    f'IF({at["to_divide"]}={at["divided"]},"{words[True]}","{words[False]}")', words[True]
                ),
            )
        )
    return Sheet(empty.name, title, (how,), SUM_COLUMNS, tuple(rows))
