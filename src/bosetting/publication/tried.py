"""Rules that were tried in a terminal: the numbers beside the edition's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from bosetting.allocation.compared.what_if import Tried
from bosetting.allocation.request import Request
from bosetting.inputs.model import Inputs
from bosetting.publication.open_data.tables import Row

TRIED_COLUMNS = ("kommune_nr", "kommune", "fylke_nr", "fylke", "persons_edition", "persons_tried", "change")
_RULES = (
    *("selection", "number_asked", "threshold", "weight_form", "floor", "cap", "unit", "division"),
    *("county_split", "minors_basis", "minors_floor"),
)


def tried_rows(request: Request, tried: Tried) -> list[Row]:
    """Every municipality: its number in the edition and in what is tried, in order of code."""
    return [
        {
            "kommune_nr": m.number,
            "kommune": m.name,
            "fylke_nr": m.county_number,
            "fylke": m.county,
            "persons_edition": d.before,
            "persons_tried": d.after,
            "change": d.change,
        }
        for d in tried.differences
        for m in [request.by_code[d.code].municipality]
    ]


def tried_table(request: Request, tried: Tried) -> str:
    """What is set, everyone asked in one of the two, a line each, and the sums."""
    lines = [
        f"{name}: {before} in the edition, {after} here." for name, before, after in _set(request, tried)
    ]
    lines.append(f"{'':4} {'Municipality':36} {'County':20} {'Edition':>7} {'Here':>7} {'Change':>7}")
    for row in tried_rows(request, tried):
        if row["persons_edition"] or row["persons_tried"]:
            change = f"{row['change']:+d}" if row["change"] else "0"
            lines.append(
                f"{row['kommune_nr']} {str(row['kommune'])[:36]:36} {str(row['fylke'])[:20]:20} "
                f"{row['persons_edition']:7} {row['persons_tried']:7} {change:>7}"
            )
    sums = tried_sums(tried)
    inputs = request.inputs
    return "\n".join(
        [
            *lines,
            f"{inputs.edition.name} {inputs.year}: {sums['persons_edition']} persons, "
            f"{sums['asked_edition']} of {len(tried.differences)} municipalities asked.",
            f"Here: {sums['persons_tried']} persons, {sums['asked_tried']} asked; {sums['moved']} persons are "
            f"moved, {sums['newly_asked']} municipalities are newly asked and {sums['no_longer_asked']} no longer.",
        ]
    )


def tried_json(request: Request, tried: Tried) -> str:
    """The same as JSON, all municipalities in it."""
    content = {
        "set": {name: {"edition": before, "tried": after} for name, before, after in _set(request, tried)},
        "sums": tried_sums(tried),
        "municipalities": tried_rows(request, tried),
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def tried_sums(tried: Tried) -> dict[str, int]:
    """Persons and municipalities in the edition and in what is tried, and what sets them apart."""
    differences = tried.differences
    return {
        "persons_edition": sum(d.before for d in differences),
        "persons_tried": sum(d.after for d in differences),
        "asked_edition": sum(d.before > 0 for d in differences),
        "asked_tried": sum(d.after > 0 for d in differences),
        "moved": tried.moved,
        "more": sum(d.change > 0 for d in differences),
        "fewer": sum(d.change < 0 for d in differences),
        "newly_asked": sum(d.newly_asked for d in differences),
        "no_longer_asked": sum(d.no_longer_asked for d in differences),
    }


def _set(request: Request, tried: Tried) -> Iterator[tuple[str, str, str]]:
    """Each value that is another one than the edition's, by the name it is set with."""
    before, after = _values(request.inputs), _values(tried.inputs)
    for name, value in before.items():
        if after[name] != value:
            yield name, _written(value), _written(after[name])


def _values(inputs: Inputs) -> dict[str, Any]:
    edition = {name: getattr(inputs.edition, name) for name in ("need", "requested", "unaccompanied_minors")}
    rules = {name: getattr(inputs.rules, name) for name in _RULES}
    criteria = {
        f"{rule}.{each.name}": getattr(each, rule)
        for each in inputs.rules.criteria
        for rule in ("weight", "exponent", "kappa", "mean")
    }
    return edition | rules | criteria


def _written(value: Any) -> str:
    """As it is set: a decimal, a word, steps with commas; none where there is no value."""
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{float(value):.9g}" if isinstance(value, Fraction) else "none" if value is None else str(value)
