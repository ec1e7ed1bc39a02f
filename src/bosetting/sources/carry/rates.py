"""A share or rate carried by its parts, persons and base; it is never averaged."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pandas as pd

from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.sources.carry.cells import text_of
from bosetting.sources.carry.changes import Step
from bosetting.sources.carry.figure import MISSING, NOT_APPLICABLE, OK, SUPPRESSED, Figure, together
from bosetting.sources.carry.table import Group, Key, in_order, key_columns

_SHARE = re.compile(r"(?:^|[_\W])(?:per[_\W]?cent|share|rate)(?:$|[_\W])")
"""In the name of a measure that no sum can be made of."""


@dataclass(frozen=True)
class Rate:
    """A measure that is another's share of a third.

    Attributes:
        measure: the rate, as the column ``measure`` has it.
        persons: the measure above the line.
        base: the measure below it.
        per: what the rate is of, 100 for per cent.
        decimals: of what is computed; what was published is kept as it was printed.
    """

    measure: str
    persons: str
    base: str
    per: int = 100
    decimals: int = 1


def apart(
    table: pd.DataFrame, rates: Sequence[Rate], name: str
) -> tuple[pd.DataFrame, list[dict[str, object]]]:
    """The rows that can be summed, and those that are rates.

    Raises:
        BadInput: there are rates and the table has no column ``measure``, or a measure is by its name a share or rate
            and it is not said of what.
    """
    known = [rate.measure for rate in rates]
    measures = set(table["measure"]) if "measure" in table.columns else set()
    undeclared = [
        text for text in sorted(map(text_of, measures)) if _SHARE.search(text) and text not in known
    ]
    if undeclared:
        do = "Name its persons and its base in rates, or leave it out"
        raise BadInput(
            [
                Fault(name, None, "measure", f"{measure} is a share", "what can be summed", do)
                for measure in undeclared
            ]
        )
    if not rates:
        return table, []
    if "measure" not in table.columns:
        raise BadInput([Fault(name, 1, "measure", "the column is lacking", "", "Add it")])
    is_rate = table["measure"].isin(known)
    rows = [{str(column): cell for column, cell in row.items()} for row in table[is_rate].to_dict("records")]
    return table[~is_rate], rows


def carried_rates(
    rows: Sequence[Mapping[str, object]],
    rates: Sequence[Rate],
    days: tuple[Sequence[Step], Sequence[Step]],
    carried: Mapping[Key, Group],
    columns: Sequence[str],
) -> list[dict[str, object]]:
    """The rows of the rates on the new structure.

    A municipality that only changed number or name keeps its row. Any other's rate is its carried persons divided by
    its carried base; bounds where one of them is hidden, missing where one is.

    Args:
        rows: the rates as they were published.
        rates: what each is a rate of.
        days: the steps over which they are carried, and those after the day wanted.
        carried: persons and base on the new structure, by key and code.
        columns: the names of the whole table's columns.
    """
    keys = key_columns(pd.DataFrame(columns=list(columns)))
    by_key: dict[Key, dict[str, Mapping[str, object]]] = {}
    for row in rows:
        key = tuple(row[name] if text_of(row[name]) else None for name in keys)
        by_key.setdefault(key, {})[text_of(row["code"])] = row
    at = keys.index("measure")
    result: list[dict[str, object]] = []
    for key in sorted(by_key, key=in_order):
        rate = next(rate for rate in rates if rate.measure == key[at])
        over, under = (
            carried.get((*key[:at], measure, *key[at + 1 :]), {}) for measure in (rate.persons, rate.base)
        )
        late = {code for step in days[1] for code in step.made_on_it(by_key[key].keys())}
        same = _followed(by_key[key].keys() - late, days[0])
        kept = {new: {**by_key[key][old], "code": new} for old, new in same.items()}
        news = kept.keys() | over.keys() | under.keys()
        missing = Figure(MISSING)
        for code in sorted(news):
            figure = _quotient(over.get(code, missing), under.get(code, missing), rate)
            said = {**dict(zip(keys, key, strict=True)), "code": code, **figure}
            result.append(kept.get(code, said))
    return result


def _followed(codes: Collection[str], days: Sequence[Step]) -> dict[str, str]:
    """The new code of each municipality that became one other, alone."""
    now = {code: code for code in codes}
    group = set(codes)
    for day in days:
        if not day.is_before(group):
            continue
        joined = {change.new for changes in day.to.values() if len(changes) > 1 for change in changes}
        joined |= {new for new, parts in day.parts.items() if len(parts) > 1 or new in group - day.to.keys()}
        after = {old: day.to[code][0].new if code in day.to else code for old, code in now.items()}
        now = {
            old: new for old, new in after.items() if new not in joined and len(day.to.get(now[old], ())) < 2
        }
        group = {change.new for code in group for change in day.to.get(code, ())} | (group - day.to.keys())
    return now


def _quotient(persons: Figure, base: Figure, rate: Rate) -> dict[str, object]:
    """The cells of a computed rate."""
    said = vars(together((persons, base)))
    cells = {name: said[name] for name in ("published", "published_from", "source")}
    if cells["source"]:
        cells["source"] += f"; computed as {rate.persons} / {rate.base}"
    return {**cells, **_numbers(persons, base, rate)}


def _numbers(persons: Figure, base: Figure, rate: Rate) -> dict[str, object]:
    nothing: dict[str, object] = {"value": None, "low": None, "high": None}
    if MISSING in (persons.status, base.status):
        return {**nothing, "status": MISSING}
    if NOT_APPLICABLE in (persons.status, base.status) or base.most == 0:
        return {**nothing, "status": NOT_APPLICABLE}
    if SUPPRESSED not in (persons.status, base.status):
        value = _rounded(persons.value, base.value, rate, round)
        return {**nothing, "status": OK, "value": value}
    low = None if base.most is None else _rounded(persons.least, base.most, rate, floor)
    high = _rounded(persons.most, base.least, rate, ceil)
    return {"status": SUPPRESSED, "value": None, "low": low, "high": high}


def _rounded(
    over: int | None, under: int | None, rate: Rate, way: Callable[[Fraction], int]
) -> Decimal | None:
    """A quotient with the rate's decimals, exactly; None where it has no bound."""
    if over is None or not under:
        return None
    scaled = Fraction(over * rate.per * 10**rate.decimals, under)
    return Decimal(way(scaled)).scaleb(-rate.decimals)
