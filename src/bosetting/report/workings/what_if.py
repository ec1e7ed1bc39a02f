"""What if the rules were different: what is tried, who gains and who loses, or why it cannot be done."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bosetting.allocation.compared.refusals import refusals
from bosetting.allocation.compared.what_if import Difference, Tried, stated_weights
from bosetting.inputs.rules import Rules
from bosetting.report.blocks.kinds import Block, Callout, Column, Figures, Table, Words
from bosetting.report.language.criteria import criterion_names
from bosetting.report.language.numbers import format_decimal, format_integer
from bosetting.report.language.prose import render
from bosetting.report.view import View
from bosetting.report.workings.names import names
from bosetting.report.workings.what_if_drawn import change_chart, change_map
from bosetting.report.workings.worded import worded

WHOLE = ("threshold", "floor", "number_asked")
CHOICES = ("county_split", "division")


def opening(view: View) -> list[Block]:
    """What the notebook is for, and what can be changed in it."""
    return [view.prose("what_if", part="opening")]


def rules(view: View, tried: Tried) -> list[Block]:
    """Every rule that can be changed, in the edition and here."""
    before, after = _values(view, view.inputs.rules), _values(view, tried.inputs.rules)
    rows = tuple(
        (
            name,
            Words(before[name]),
            Words(value),
            view.label("asked.no" if before[name] == value else "asked.yes"),
        )
        for name, value in after.items()
    )
    columns = (
        Column(view.label("assumptions.rule")),
        Column(view.label("what_if.before"), "decimal"),
        Column(view.label("what_if.after"), "decimal"),
        Column(view.label("what_if.changed")),
    )
    table = Table("rules-tried", view.label("what_if.rules_caption"), columns, rows)
    return [view.prose("what_if", part="rules"), table]


def _values(view: View, of: Rules) -> dict[str, str]:
    """The rules that can be changed, by the reader's name for them, as the reader writes them."""
    values = {
        view.label("what_if.weight_of", criterion=name): _percent(view, weight)
        for name, weight in zip(criterion_names(of, view.language), stated_weights(of).values(), strict=True)
    }
    values |= {view.label(f"rule.{n}"): format_integer(getattr(of, n), view.language) for n in WHOLE}
    return values | {view.label(f"rule.{n}"): view.label(f"value.{n}.{getattr(of, n)}") for n in CHOICES}


def _percent(view: View, weight: Fraction) -> str:
    percent = 100 * weight
    places = next((p for p in range(7) if (percent * 10**p).denominator == 1), 7)
    return view.label("what_if.percent", number=Words(format_decimal(percent, view.language, places)).text)


def result(view: View, tried: Tried) -> list[Block]:
    """How many persons are moved, who is newly asked and who no longer, or why it cannot be done."""
    if tried.refused is not None:
        return [Callout(_refused(view, tried), "warning")]
    named = names(view)
    new = [d for d in tried.differences if d.newly_asked]
    gone = [d for d in tried.differences if d.no_longer_asked]
    counts = {
        "moved": tried.moved,
        "new": len(new),
        "gone": len(gone),
        "more": sum(d.change > 0 for d in tried.differences),
        "fewer": sum(d.change < 0 for d in tried.differences),
    }
    figures = Figures(
        tuple(
            (format_integer(n, view.language), view.label(f"what_if.count_{key}"))
            for key, n in counts.items()
        )
    )
    prose = view.prose(
        "what_if",
        part="result",
        changed=any(d.change for d in tried.differences),
        total=view.inputs.edition.requested,
        new=[named[d.code] for d in new],
        gone=[named[d.code] for d in gone],
        **{name: counts[name] for name in ("moved", "more", "fewer")},
    )
    return [prose, figures]


def _refused(view: View, tried: Tried) -> str:
    found = refusals(tried.inputs)
    given = bool(tried.inputs.county_totals) and tried.inputs.rules.division == "county_first"
    said = () if tried.refused is None else tried.refused.told
    return render(
        "what_if_refused",
        view.language,
        refusals=[vars(refusal) for refusal in found],
        given=given,
        adjustments=bool(tried.inputs.adjustments),
        said=[] if found else [worded(sentence) for sentence in said],
    )


def municipalities(view: View, tried: Tried) -> list[Block]:
    """Everyone whose number is another one: in a chart, on a map and in a table."""
    apart = sorted((d for d in tried.differences if d.change), key=lambda d: (-d.change, d.code))
    if not apart:
        return []
    return [
        view.prose("what_if", part="municipalities"),
        change_chart(view, apart),
        change_map(view, apart),
        _table(view, apart),
        _counties(view, tried),
    ]


def _table(view: View, apart: Sequence[Difference]) -> Table:
    by_code = view.request.by_code
    rows = tuple(
        (m.name, m.number, m.county, m.residents, d.before, d.after, d.change, _status(view, d))
        for d in apart
        for m in [by_code[d.code].municipality]
    )
    columns = (
        Column(view.label("numbers.municipality")),
        Column(view.label("numbers.number"), "code"),
        Column(view.label("numbers.county")),
        Column(view.label("numbers.residents"), "integer"),
        Column(view.label("what_if.before"), "integer"),
        Column(view.label("what_if.after"), "integer"),
        Column(view.label("changes.change"), "integer"),
        Column(view.label("what_if.status")),
    )
    caption = view.label("what_if.municipalities_caption")
    return Table("municipalities-tried", caption, columns, rows, searchable=True)


def _status(view: View, difference: Difference) -> str:
    if difference.newly_asked:
        return view.label("what_if.newly")
    return view.label("what_if.no_longer" if difference.no_longer_asked else "what_if.both")


def _counties(view: View, tried: Tried) -> Table:
    before, after = dict.fromkeys(view.inputs.counties, 0), dict.fromkeys(view.inputs.counties, 0)
    by_code = view.request.by_code
    for d in tried.differences:
        before[by_code[d.code].municipality.county_number] += d.before
        after[by_code[d.code].municipality.county_number] += d.after
    rows = tuple(
        (name, before[number], after[number], after[number] - before[number])
        for number, name in view.inputs.counties.items()
    )
    columns = (
        Column(view.label("numbers.county")),
        Column(view.label("what_if.before"), "integer"),
        Column(view.label("what_if.after"), "integer"),
        Column(view.label("changes.change"), "integer"),
    )
    return Table("counties-tried", view.label("what_if.counties_caption"), columns, rows)
