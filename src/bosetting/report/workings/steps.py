"""What each step of the rule moves in the whole country, for the second notebook."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import altair as alt
import pandas as pd

from bosetting.allocation.explained.steps import waterfalls
from bosetting.report.blocks.kinds import Block, Chart, Column, Table
from bosetting.report.language.criteria import step_name
from bosetting.report.view import View
from bosetting.report.workings.names import names


@dataclass(frozen=True)
class Moved:
    """What a step moves: persons in all, and the municipalities that gain and give most."""

    name: str
    persons: Fraction
    gains: tuple[str, Fraction]
    gives: tuple[str, Fraction]


def steps(view: View) -> list[Block]:
    """The steps from an equal share of the population to the request, by what they move."""
    found = _moved(view)
    prose = view.prose("work_allocation", part="steps", possible=bool(found))
    return [prose, _chart(view, found)] if found else [prose]


def _moved(view: View) -> list[Moved]:
    """Every step after the first, which is what the others start from; none where the rule alone does not work."""
    named = names(view)
    by_step: dict[str, dict[str, Fraction]] = {}
    for code, waterfall in waterfalls(view.request).items():
        for step in waterfall.steps[1:]:
            by_step.setdefault(step.name, {})[code] = step.exact
    moved = []
    for name, persons in by_step.items():
        most, least = max(persons, key=lambda c: persons[c]), min(persons, key=lambda c: persons[c])
        total = sum((abs(p) for p in persons.values()), Fraction(0)) / 2
        moved.append(Moved(name, total, (named[most], persons[most]), (named[least], persons[least])))
    return moved


def _chart(view: View, found: list[Moved]) -> Chart:
    asked = len(view.request.asked)
    rules = view.inputs.rules
    words = {step.name: step_name(step.name, rules, asked, view.language) for step in found}
    data = pd.DataFrame([{"step": words[s.name], "persons": float(s.persons)} for s in found])
    figure = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            y=alt.Y("step:N", sort=list(words.values()), title=None),
            x=alt.X("persons:Q", title=view.label("certainty.moved_axis"), axis=alt.Axis(format=",d")),
        )
        .properties(width=440, height=32 * len(found))
    )
    most = max(found, key=lambda s: s.persons)
    said = {"most": words[most.name], "moved": round(most.persons)}
    return Chart(
        "steps-chart",
        view.label("work_allocation.steps_title", **said),
        view.label("work_allocation.steps_description", **said),
        figure,
        _table(view, found, words),
    )


def _table(view: View, found: list[Moved], words: dict[str, str]) -> Table:
    def named(one: tuple[str, Fraction]) -> str | None:
        name, persons = one
        return view.label("work_allocation.named", name=name, persons=persons) if persons else None

    rows = tuple((words[s.name], s.persons, named(s.gains), named(s.gives)) for s in found)
    columns = (
        Column(view.label("example.step")),
        Column(view.label("certainty.moved"), "decimal", decimals=1),
        Column(view.label("work_allocation.gains")),
        Column(view.label("work_allocation.gives")),
    )
    return Table("steps-table", view.label("work_allocation.steps_caption"), columns, rows)
