"""The request as open data: rows of plain values, and the CSV files they become."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from bosetting.allocation.certainty.uncertainty import Uncertainty
from bosetting.allocation.compared.backtest import Backtest, Habits
from bosetting.allocation.compared.last_year import last_year
from bosetting.allocation.compared.revision import Revision
from bosetting.allocation.division.named import persons_per_place
from bosetting.allocation.explained.all_divisions import all_divisions
from bosetting.allocation.explained.county_claims import county_claims
from bosetting.allocation.explained.explanation import Explanation
from bosetting.allocation.explained.steps import step_names
from bosetting.allocation.explained.ties import equal_claims
from bosetting.allocation.request import Request
from bosetting.compute import Computation
from bosetting.inputs.model import NATIONAL
from bosetting.inputs.rules import Rules
from bosetting.programme.checked.past_errors import DECLARED, judged
from bosetting.programme.grants import Grants
from bosetting.programme.load import Load
from bosetting.publication.open_data.follow_up import FOLLOW_UP_COLUMNS, follow_up_rows

LOAD_NATIONAL_COLUMNS = ("measure", "period", "low", "central", "high", "observed", "use")
PAST_FORECASTS_COLUMNS = (
    *("as_of", "year", "horizon", "forecast", "outcome", "ratio", "declared_spread", "half_width"),
)
LOAD_COLUMNS = ("kommune_nr", "kommune", "measure", "year", "low", "central", "high", "per_1000", "change")
GRANT_COLUMNS = ("kommune_nr", "calendar_year", "low", "central", "high", "status", "rates_of")
UNCERTAINTY_COLUMNS = (
    "kommune_nr",
    "kommune",
    "persons",
    "least",
    "p05",
    "median",
    "p95",
    "most",
    "share_asked",
    "flips",
)
BACKTEST_COLUMNS = ("edition", "name", "moved", "numbered", "agreed", "statuses", "within", "asked")
REVEALED_COLUMNS = ("parameter", "value", "low", "high")
YEARS_TRIED_COLUMNS = ("year", "version", "requested", "asked", "way", "moved", "agreed")
LAST_YEAR_COLUMNS = (
    *("kommune_nr", "kommune", "year_before", "version_before", "before", "persons", "standing"),
)
DIVISOR_COLUMNS = ("divisor", "divisor_low", "divisor_high")
COUNTY_COLUMNS = (
    "fylke_nr",
    "fylke",
    "asked",
    "persons",
    "status",
    *DIVISOR_COLUMNS,
    "weight",
    "least",
    "most",
)
DIVISION_COLUMNS = (
    "division",
    "fylke_nr",
    "places",
    "unit",
    "shared_by",
    *DIVISOR_COLUMNS,
    "tied",
    "favoured",
    "members",
)

Cell = str | int | bool | Decimal | Fraction | None
Row = Mapping[str, Cell]


def request_columns(rules: Rules) -> tuple[str, ...]:
    """Columns of the request: an index for each criterion but the size, and how well a share of few is known."""
    return (
        "kommune_nr",
        "kommune",
        "fylke_nr",
        "fylke",
        "residents",
        *(f"{each.name}_index" for each in rules.others),
        *(f"{each.name}_status" for each in rules.others if each.index == "shrunk_share"),
        "weight",
        "priority_rank",
        "asked",
        "persons",
        "unaccompanied_minors",
        "reason",
        "bound",
    )


def explanation_columns(rules: Rules) -> tuple[str, ...]:
    """Columns of the explanation: a step for each criterion and each later step, a change for each criterion."""
    return (
        "kommune_nr",
        "kommune",
        *(f"step_{name}" for name in step_names(rules)),
        "persons",
        "priority_rank",
        "tied_with",
        *(f"{name}_{part}" for name in _changed(rules) for part in ("outcome", "needed")),
        "next_person_of",
        "next_person_total",
        "floor_persons",
    )


def _changed(rules: Rules) -> tuple[str, ...]:
    """What a change can be of: residents, and the figure of each other criterion."""
    return ("residents", *(each.name for each in rules.others))


def request_rows(request: Request) -> list[Row]:
    """One row a municipality, asked or not, in order of code; the columns are ``request_columns``."""
    told = [each.name for each in request.inputs.rules.others if each.index == "shrunk_share"]
    return [
        {
            "kommune_nr": a.municipality.number,
            "kommune": a.municipality.name,
            "fylke_nr": a.municipality.county_number,
            "fylke": a.municipality.county,
            "residents": a.municipality.residents,
            **{f"{name}_index": index for name, index in a.indicators.indices.items()},
            **{f"{name}_status": a.indicators.statuses[name] for name in told},
            "weight": a.indicators.weight,
            "priority_rank": a.rank,
            "asked": a.asked,
            "persons": a.persons,
            "unaccompanied_minors": a.unaccompanied_minors,
            "reason": a.why,
            "bound": a.bound,
        }
        for a in request.allotments
    ]


def county_rows(request: Request) -> list[Row]:
    """One row a county.

    The divisors, of the division among its municipalities, are criteria-adjusted residents per person (or per
    unit of the rules). Weight, least and most are what it brings to the division among the counties.
    """
    rows: list[Row] = []
    claims = county_claims(request)
    for county in request.counties:
        division = None if county.division is None else county.division.division
        divisors = (None, None, None) if division is None else (division.divisor, division.low, division.high)
        claim = claims.get(county.number)
        rows.append(
            {
                "fylke_nr": county.number,
                "fylke": county.name,
                "asked": county.asked,
                "persons": county.persons,
                "status": county.status,
                **dict(zip(DIVISOR_COLUMNS, map(persons_per_place, divisors), strict=True)),
                "weight": None if claim is None else claim.weight,
                "least": None if claim is None else claim.least,
                "most": None if claim is None else claim.most,
            }
        )
    return rows


def division_rows(request: Request) -> list[Row]:
    """One row a division of the request; the columns are ``DIVISION_COLUMNS``."""
    return [
        {
            "division": one.name,
            "fylke_nr": one.county,
            "places": sum(one.found.division.shares),
            "unit": one.unit,
            "shared_by": one.shared_by,
            **dict(zip(DIVISOR_COLUMNS, one.divisors, strict=True)),
            "tied": " ".join(one.found.tied),
            "favoured": " ".join(one.found.favoured),
            "members": " ".join(one.found.codes),
        }
        for one in all_divisions(request)
    ]


def load_national_rows(load: Load) -> list[Row]:
    """Participants in the whole country by measure and period; persons with one decimal."""
    return [
        {
            "measure": row.measure,
            "period": row.period,
            "low": tenths(row.low),
            "central": tenths(row.central),
            "high": tenths(row.high),
            "observed": None if row.observed is None else int(row.observed),
            "use": row.use,
        }
        for row in load.national
    ]


def past_forecasts_rows(load: Load) -> list[Row]:
    """What the model would have forecast earlier and what came; the columns are ``PAST_FORECASTS_COLUMNS``.

    All that the widths of the intervals are made from.
    """
    half = {width.horizon: width.half_width for width in load.widths}
    return [
        {
            "as_of": row.origin.isoformat(),
            "year": row.year,
            "horizon": row.horizon,
            "forecast": Decimal(str(row.predicted)),
            "outcome": Decimal(str(row.observed)),
            "ratio": Decimal(str(round(row.predicted / row.observed, 4))),
            "declared_spread": Decimal(str(round(DECLARED[row.horizon], 4))),
            "half_width": Decimal(str(half[row.horizon])),
        }
        for row in judged(load.rolling)
    ]


def load_rows(load: Load, request: Request) -> list[Row]:
    """Participants by municipality, measure and year."""
    names = {a.municipality.number: a.municipality.name for a in request.allotments}
    return [
        {
            "kommune_nr": row.kommune_nr,
            "kommune": names[row.kommune_nr],
            "measure": row.measure,
            "year": row.year,
            "low": tenths(row.low),
            "central": tenths(row.central),
            "high": tenths(row.high),
            "per_1000": Decimal(str(row.per_1000)).quantize(Decimal("0.01")),
            "change": tenths(row.change),
        }
        for row in load.municipal
    ]


def grant_rows(grants: Grants) -> list[Row]:
    """The integration grant in kroner, first the whole country (0000), then by municipality."""
    return [
        {
            "kommune_nr": row.kommune_nr or NATIONAL,
            "calendar_year": row.calendar_year,
            "low": row.low,
            "central": row.central,
            "high": row.high,
            "status": row.status,
            "rates_of": grants.rates_of,
        }
        for row in (*grants.totals, *grants.municipal)
    ]


def explanation_rows(explanations: Mapping[str, Explanation], request: Request) -> list[Row]:
    """Steps, standing and counterfactuals, one row a municipality; the columns are ``explanation_columns``."""
    rows: list[Row] = []
    rules, equal = request.inputs.rules, equal_claims(request.selection)
    for code, found in explanations.items():
        steps = {f"step_{step.name}": step.printed for step in found.waterfall.steps}
        changes: dict[str, Cell] = {}
        for name, change in zip(_changed(rules), found.counterfactual.changes, strict=True):
            changes[f"{name}_outcome"] = change.outcome
            changes[f"{name}_needed"] = None if change.needed is None else str(change.needed)
        rows.append(
            {
                **dict.fromkeys(explanation_columns(rules)),
                "kommune_nr": code,
                "kommune": found.allotment.municipality.name,
                **steps,
                "persons": found.allotment.persons,
                "priority_rank": found.standing.rank,
                "tied_with": " ".join(equal.get(code, ())),
                **changes,
                "next_person_of": None if found.next_person is None else found.next_person.of,
                "next_person_total": None if found.next_person is None else found.next_person.total,
                "floor_persons": None if found.floor is None else found.floor.persons,
            }
        )
    return rows


def uncertainty_rows(found: Uncertainty, request: Request) -> list[Row]:
    """The spread of each municipality's number over the draws; the columns are ``UNCERTAINTY_COLUMNS``."""
    return [
        {
            "kommune_nr": a.municipality.number,
            "kommune": a.municipality.name,
            "persons": a.persons,
            **{name: getattr(found.spreads[a.municipality.number], name) for name in UNCERTAINTY_COLUMNS[3:]},
        }
        for a in request.allotments
    ]


def backtest_rows(found: Backtest | None) -> list[Row]:
    """The rule and its rivals against the published request; the columns are ``BACKTEST_COLUMNS``."""
    if found is None:
        return []
    return [
        {"edition": found.edition, **{name: getattr(row, name) for name in BACKTEST_COLUMNS[1:]}}
        for row in found.rows
    ]


def revealed_rows(found: Habits | None) -> list[Row]:
    """The rule that earlier requests reveal; the columns are ``REVEALED_COLUMNS``."""
    if found is None or found.rule is None:
        return []
    rule = found.rule
    named = {"last_request": rule.last, rule.size_name: rule.size, **rule.criteria}
    return [
        {"parameter": name, **{part: Decimal(str(getattr(value, part))) for part in REVEALED_COLUMNS[1:]}}
        for name, value in named.items()
    ]


def years_tried_rows(found: Habits | None) -> list[Row]:
    """Simple ways tried on earlier requests; the columns are ``YEARS_TRIED_COLUMNS``."""
    return [
        {
            "year": year.year,
            "version": year.version,
            "requested": year.total,
            "asked": year.asked,
            "way": way,
            "moved": moved,
            "agreed": year.agreed[way],
        }
        for year in (() if found is None else found.years)
        for way, moved in year.moved.items()
    ]


def revision_columns(found: Revision | None) -> tuple[str, ...]:
    """Columns of a comparison of two editions: a column for each cause."""
    parts = () if found is None else tuple(f"by_{cause.replace('+', '_and_')}" for cause in found.causes)
    told = ("made_of", "comparable") if _of_other_places(found) else ()
    return ("kommune_nr", "kommune", "before", "after", "change", *parts, *told)


def _of_other_places(found: Revision | None) -> bool:
    """Whether the two editions have other municipalities, and they were put together."""
    return found is not None and any(change.made_of or not change.comparable for change in found.changes)


def revision_rows(found: Revision | None) -> list[Row]:
    """Every municipality in two editions; the columns are ``revision_columns``."""
    columns = [name for name in revision_columns(found) if name.startswith("by_")]
    told = _of_other_places(found)
    return [
        {
            "kommune_nr": change.code,
            "kommune": change.name,
            "before": change.before,
            "after": change.after,
            "change": change.change,
            **dict(zip(columns, change.parts, strict=True)),
            **({"made_of": "; ".join(change.made_of), "comparable": change.comparable} if told else {}),
        }
        for change in (() if found is None else found.changes)
    ]


def last_year_rows(request: Request) -> list[Row]:
    """The request beside the one before, as published; the columns are ``LAST_YEAR_COLUMNS``."""
    found = last_year(request)
    if found is None:
        return []
    return [
        {
            "kommune_nr": row.code,
            "kommune": request.by_code[row.code].municipality.name,
            "year_before": found.last.year,
            "version_before": found.last.version,
            "before": row.before,
            "persons": row.now,
            "standing": row.standing,
        }
        for row in found.rows
    ]


def tenths(value: float) -> Decimal:
    """A number with one decimal."""
    return Decimal(str(value)).quantize(Decimal("0.1"))


def data_files(computation: Computation, *names: str) -> dict[str, bytes]:
    """The tables of ``data/`` by file name: those that are named, or all; others are not computed."""
    request = computation.request
    tables: dict[str, Callable[[], bytes]] = {
        "requests.csv": lambda: csv_bytes(request_columns(request.inputs.rules), request_rows(request)),
        "counties.csv": lambda: csv_bytes(COUNTY_COLUMNS, county_rows(request)),
        "divisions.csv": lambda: csv_bytes(DIVISION_COLUMNS, division_rows(request)),
        "programme_load_national.csv": lambda: csv_bytes(
            LOAD_NATIONAL_COLUMNS, load_national_rows(computation.load)
        ),
        "explanation.csv": lambda: csv_bytes(
            explanation_columns(request.inputs.rules), explanation_rows(computation.explanations, request)
        ),
        "uncertainty.csv": lambda: csv_bytes(
            UNCERTAINTY_COLUMNS, uncertainty_rows(computation.uncertainty, request)
        ),
        "backtest.csv": lambda: csv_bytes(BACKTEST_COLUMNS, backtest_rows(computation.backtest)),
        "revealed_rule.csv": lambda: csv_bytes(REVEALED_COLUMNS, revealed_rows(computation.habits)),
        "years_tried.csv": lambda: csv_bytes(YEARS_TRIED_COLUMNS, years_tried_rows(computation.habits)),
        "revision.csv": lambda: csv_bytes(
            revision_columns(computation.revision), revision_rows(computation.revision)
        ),
        "last_year.csv": lambda: csv_bytes(LAST_YEAR_COLUMNS, last_year_rows(request)),
        "follow_up.csv": lambda: csv_bytes(FOLLOW_UP_COLUMNS, follow_up_rows(computation.followed)),
        "past_forecasts.csv": lambda: csv_bytes(
            PAST_FORECASTS_COLUMNS, past_forecasts_rows(computation.load)
        ),
        "grants.csv": lambda: csv_bytes(GRANT_COLUMNS, grant_rows(computation.grants)),
        "programme_load.csv": lambda: csv_bytes(LOAD_COLUMNS, load_rows(computation.load, request)),
    }
    return {name: tables[name]() for name in names or tables}


def csv_bytes(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """CSV in UTF-8 with LF, a point in decimals, true and false, and blank for what is not known."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell_text(row[column]) for column in columns] for row in rows)
    return out.getvalue().encode()


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell_text(cell: Cell) -> str:
    """One value as text.

    Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers never need one.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Fraction):
        return exact_decimal(cell)
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return str(cell)


def exact_decimal(value: Fraction) -> str:
    """A fraction as a decimal: whole if it is one, else to 15 decimals without trailing zeros.

    A divisor's interval ends are fractions without an end; 15 decimals are far closer than any two ends lie.
    """
    with localcontext() as context:
        context.prec = 60
        number = Decimal(value.numerator) / Decimal(value.denominator)
        text = format(number.quantize(Decimal("1e-15"), ROUND_HALF_EVEN), "f")
    return text.rstrip("0").rstrip(".")
