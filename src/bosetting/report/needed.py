"""What would have changed the answer for a municipality, in figures that a reader can imagine."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from bosetting.allocation.explained.counterfactual import Change
from bosetting.allocation.explained.explanation import Explanation
from bosetting.inputs.criteria import Criterion
from bosetting.inputs.rules import Rules
from bosetting.report.language.criteria import criterion_name
from bosetting.report.language.labels import label
from bosetting.report.language.numbers import format_decimal

SENSIBLE = Decimal("0.25")
"""A change of more than this part of a figure says nothing to a reader: 4,999 residents instead of 190,464."""
MOST_DECIMALS = 12


def sensible_changes(found: Explanation, rules: Rules, language: str) -> list[dict[str, str]]:
    """The changes that a reader can imagine, each with the figure as it is and as it would have to be.

    Args:
        found: the explanation of the municipality.
        rules: of the year.
        language: a language the report is written in.
    """
    changes = zip(rules.criteria, found.counterfactual.changes, strict=True)
    return [
        {"name": criterion_name(criterion, language)} | written(criterion, change, language)
        for criterion, change in changes
        if sensible(change)
    ]


def sensible(change: Change) -> bool:
    """Whether a change is small enough to say something."""
    difference, now = change.difference, change.now
    return difference is not None and isinstance(now, Decimal) and abs(difference) <= SENSIBLE * abs(now)


def written(criterion: Criterion, change: Change, language: str) -> dict[str, str]:
    """A figure as it is, and as it would have to be: rounded away from it as far as both can be told apart.

    Args:
        criterion: whose figure it is.
        change: one that there is, of a number.
        language: a language the report is written in.
    """
    now, difference = Decimal(str(change.now)), Decimal(change.difference or 0)
    whole = criterion.unit in ("percent", "persons") and criterion.index != "shrunk_share"
    for decimals in range(0 if whole else 2, MOST_DECIMALS):
        step = Decimal(1).scaleb(-decimals)
        rounding = ROUND_CEILING if difference > 0 else ROUND_FLOOR
        needed = (now + difference).quantize(step, rounding)
        if needed != now.quantize(step):
            break
    words = {
        "now": format_decimal(now, language, decimals),
        "needed": format_decimal(needed, language, decimals),
    }
    unit = "index" if criterion.index == "shrunk_share" else "percent" if criterion.unit == "percent" else ""
    return {
        key: label(language, f"letter.{unit}", figure=text) if unit else text for key, text in words.items()
    }
