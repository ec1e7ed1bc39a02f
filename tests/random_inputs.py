"""Made-up editions with any list of criteria, for properties that hold whatever the criteria are."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
from hypothesis import strategies as st
from made_criteria import made

from bosetting.inputs.criteria import FORMS, Criterion
from bosetting.inputs.model import Edition, Figure, Inputs, Municipality, YearResult
from bosetting.inputs.publisher import Publisher
from bosetting.inputs.reading.rule_values import WEIGHT_FORMS
from bosetting.inputs.rules import Rules

CODES = ("0101", "0102", "0103", "0201", "0202", "0203")
FACTORS = {"1": Fraction(1), "2": Fraction(8, 10), "3": Fraction(13, 10)}
OTHER_FORMS = tuple(form for form in FORMS if form != "size")
EXPONENTS = tuple(map(Fraction, ("0", "0.25", "0.5", "1", "1.5", "2")))
_PLAIN: dict[str, Any] = {
    "selection": ("threshold", "priority"),
    "number_asked": 4,
    "threshold": 5000,
    "previous_request": (2017, "october_2016"),
    "weight_form": "additive",
    "floor": 3,
    "cap": None,
    "unit": 1,
    "division": "one_stage",
    "county_split": "none",
    "minors_basis": "all_asked",
    "minors_listed": (),
    "minors_floor": 0,
    "grant_rates_of": None,
    "answer_by": None,
    "entries": {},
}


def made_inputs(
    criteria: Sequence[Criterion], municipalities: Sequence[Municipality], requested: int, **rules: Any
) -> Inputs:
    """An edition of these municipalities; what no table gives is worked out from their figures."""
    of_country = {
        c.name: [m.figures[c.name].value or Decimal(0) for m in municipalities]
        for c in criteria
        if c.index in ("ratio", "inverse_ratio", "share")
    }
    shares = {c.name for c in criteria if c.index == "share"}
    national = {
        name: max(Decimal(1), sum(values) if name in shares else sorted(values)[len(values) // 2])
        for name, values in of_country.items()
    }
    return Inputs(
        year=2018,
        edition=Edition("made", date(2017, 11, 6), requested, requested, None, None, None, "A letter"),
        publisher=Publisher("A project", "reconstruction", date(2026, 11, 25)),
        editions=(),
        rules=Rules(criteria=tuple(criteria), **(_PLAIN | rules)),
        municipalities=tuple(municipalities),
        national=national,
        county_totals=(),
        adjustments=(),
        tables={"": pd.DataFrame({"kommune_nr": []})},
    )


def made_municipality(
    code: str, residents: int, figures: dict[str, Figure], before: int = 10, asked_before: bool = True
) -> Municipality:
    """A municipality of a county that its code tells."""
    return Municipality(
        number=code,
        name=f"By {code}",
        county_number=code[:2],
        county=f"Fylke {code[:2]}",
        language="nb",
        latitude=60,
        longitude=10,
        residents=residents,
        figures=figures,
        previous_request=before,
        previous_minors=None,
        previously_asked=asked_before,
    )


@st.composite
def criteria_lists(
    draw: st.DrawFn, forms: Sequence[str] = OTHER_FORMS, most: int = 4, fewest: int = 0
) -> tuple[Criterion, ...]:
    """A size and up to so many others; the weights are hundredths and sum to one."""
    chosen = draw(st.lists(st.sampled_from(forms), min_size=fewest, max_size=most))
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=len(chosen), max_size=len(chosen))))
    weights = [Fraction(b - a, 100) for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    gamma = draw(st.sampled_from(tuple(map(Fraction, ("1", "1", "0.75", "1.25")))))
    others = [
        made(
            f"c{place}",
            form,
            weight=weight,
            exponent=draw(st.sampled_from(EXPONENTS)),
            unit={"ratio": "percent", "class": "class"}.get(form, "number"),
            kappa=Fraction(draw(st.integers(1, 90))) if form == "shrunk_share" else None,
            mean=Fraction(draw(st.integers(20, 80)), 100) if form == "shrunk_share" else None,
            factors=FACTORS if form == "class" else {},
        )
        for place, (form, weight) in enumerate(zip(chosen, weights[1:], strict=True))
    ]
    return (made("people", "size", weight=weights[0], exponent=gamma), *others)


@st.composite
def figures(draw: st.DrawFn, criterion: Criterion) -> Figure:
    """One that the form can use; now and then none."""
    if draw(st.integers(0, 7)) == 0 and criterion.index != "share":
        return Figure()
    if criterion.index == "class":
        return Figure(category=draw(st.sampled_from(sorted(criterion.factors))))
    if criterion.index == "share":
        return Figure(value=Decimal(draw(st.integers(0, 5000))))
    if criterion.index != "shrunk_share":
        return Figure(value=Decimal(draw(st.integers(200, 1000))).scaleb(-1))
    years = []
    for year in range(2011, 2011 + draw(st.integers(1, 3))):
        n = draw(st.integers(1, 12))
        low = draw(st.integers(0, n))
        high = draw(st.integers(low, n))
        years.append(YearResult(year, n, low, high, low == high))
    return Figure(years=tuple(years))


@st.composite
def random_inputs(
    draw: st.DrawFn, forms: Sequence[str] = OTHER_FORMS, most: int = 4, fewest: int = 0
) -> Inputs:
    """Six municipalities in two counties, any criteria and any rules; always possible to divide."""
    criteria = draw(criteria_lists(forms, most, fewest))
    rows = [
        made_municipality(
            code,
            draw(st.one_of(st.integers(200, 9000), st.sampled_from((4999, 5000, 25_000)))),
            {each.name: draw(figures(each)) for each in criteria[1:]},
            draw(st.integers(0, 90)),
            draw(st.booleans()),
        )
        for code in CODES
    ]
    selection = draw(
        st.sampled_from(
            (
                ("priority",),
                ("threshold", "priority"),
                ("continuity", "priority"),
                ("continuity", "threshold", "priority"),
                ("all",),
            )
        )
    )
    asked = len(rows) if selection == ("all",) else draw(st.integers(1, len(rows)))
    floor, room = draw(st.integers(1, 9)), draw(st.one_of(st.none(), st.integers(1, 60)))
    division = draw(st.sampled_from((("one_stage", "none"), ("county_first", "weights"))))
    most_persons = asked * (floor + 60 if room is None else floor + room)
    return made_inputs(
        criteria,
        rows,
        draw(st.integers(asked * floor, most_persons)),
        selection=selection,
        number_asked=asked,
        weight_form=draw(st.sampled_from(WEIGHT_FORMS)),
        floor=floor,
        cap=None if room is None else floor + room,
        division=division[0],
        county_split=division[1],
    )
