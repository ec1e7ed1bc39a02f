"""The recipe for checking a municipality by hand, followed literally from the published tables."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruled import ruled

from bosetting.allocation.request import Request, allocate
from bosetting.compute import compute
from bosetting.inputs.model import Adjustment, CountyTotal, Inputs
from bosetting.publication.open_data.tables import (
    COUNTY_COLUMNS,
    DIVISION_COLUMNS,
    county_rows,
    csv_bytes,
    division_rows,
    request_columns,
    request_rows,
)
from bosetting.report.chapters.check_yourself import recipe
from bosetting.report.language.labels import written_languages
from bosetting.report.language.prose import render

ROOT = Path(__file__).parents[3]
LANGUAGES = written_languages()
Change = Callable[[Inputs], Inputs]


def minors(number: int) -> Change:
    return lambda inputs: replace(inputs, edition=replace(inputs.edition, unaccompanied_minors=number))


def adjusted(*rows: tuple[str, str, int | None]) -> Change:
    made = tuple(
        Adjustment(code, kind, n, "A reason", "The board", date(2017, 11, 1)) for code, kind, n in rows
    )
    return lambda inputs: replace(inputs, adjustments=made)


def all_equal(inputs: Inputs) -> Inputs:
    """Nothing but population counts, and every municipality has as much of it."""
    everyone = tuple(replace(m, residents=10_000) for m in inputs.municipalities)
    rules = {"weight_population": 1, "weight_employment": 0, "weight_results": 0}
    only = {name: Fraction(value) for name, value in rules.items()}
    return ruled(**only, exponent_employment=0, exponent_results=0)(replace(inputs, municipalities=everyone))


def equal_counties(inputs: Inputs) -> Inputs:
    """Two counties were asked for as many the time before, and one place is between them."""
    sizes = {"04": 1001, "05": 1001}
    first = {m.county_number: m.number for m in reversed(inputs.municipalities)}
    changed = [
        replace(
            m,
            previous_request=sizes.get(m.county_number, 600) if first[m.county_number] == m.number else None,
        )
        for m in inputs.municipalities
    ]
    return replace(inputs, municipalities=tuple(changed))


def one_given(inputs: Inputs) -> Inputs:
    return replace(inputs, county_totals=(CountyTotal("03", 300, "A letter"),))


def both(*changes: Change) -> Change:
    def change(inputs: Inputs) -> Inputs:
        for one in changes:
            inputs = one(inputs)
        return inputs

    return change


DEVIATIONS = (
    ("0301", "at_least", 233),
    ("0104", "at_least", 6),
    ("0106", "at_most", 13),
    ("1201", "at_most", 207),
    ("5001", "exactly", 154),
    ("0402", "at_most", 7),
)
CASES: dict[str, tuple[str, Change]] = {
    "november": ("november", lambda i: i),
    "june": ("june", lambda i: i),
    "unit 5": ("june", ruled(unit=5, floor=11)),
    "capped": ("june", ruled(cap=90)),
    "unit 5, capped": ("june", ruled(unit=5, cap=93)),
    "adjusted": ("june", adjusted(*DEVIATIONS)),
    "adjusted, capped": ("june", both(ruled(cap=120), adjusted(*DEVIATIONS))),
    "adjusted, unit 5": ("june", both(ruled(unit=5), adjusted(*DEVIATIONS[:4], ("5001", "exactly", 155)))),
    "by criteria": ("november", ruled(county_split="weights")),
    "one stage": ("june", ruled(division="one_stage", cap=150)),
    "few minors": ("june", both(minors(120), ruled(minors_floor=0))),
    "minors unknown": ("june", lambda i: replace(i, edition=replace(i.edition, unaccompanied_minors=None))),
    "all equal": ("june", all_equal),
    "all equal in one stage": ("june", both(ruled(division="one_stage"), all_equal)),
    "all equal, unit 5": ("june", both(ruled(unit=5, division="one_stage"), all_equal)),
    "counties equal": ("june", equal_counties),
    "one county given": ("june", one_given),
}


@cache
def request(name: str) -> Request:
    edition, change = CASES[name]
    return allocate(change(compute(2018, edition, ROOT).inputs))


def table(columns: tuple[str, ...], rows: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_bytes(columns, rows).decode(), newline="")))


class Reader:
    """Someone who has the text and the tables, and nothing else."""

    def __init__(self, found: Request) -> None:
        self.told = recipe(found)
        self.requests = table(request_columns(found.inputs.rules), request_rows(found))
        self.counties = table(COUNTY_COLUMNS, county_rows(found))
        divisions = table(DIVISION_COLUMNS, division_rows(found))
        self.divisions = {row["division"]: row for row in divisions}
        self.adjustments = [(a.municipality, a.kind, a.persons) for a in found.adjustments]

    def rounded(self, weight: str, divisor: str, code: str, division: str) -> int:
        """Step 3: to the nearest whole number, a half up; those with equal claims as they are told."""
        if not divisor:
            assert self.told["fixed"]
            return 0
        quotient, row = Fraction(weight) / Fraction(divisor), self.divisions[division]
        if code in row["tied"].split():
            assert self.told["tied"]
            return -(-quotient // 1) if code in row["favoured"].split() else quotient // 1
        return (quotient + Fraction(1, 2)) // 1

    def municipality(self, row: dict[str, str]) -> int:
        if self.told["one_stage"]:
            division, divisor = "country", self.divisions["country"]["divisor"]
        else:
            division = f"county_{row['fylke_nr']}"
            (divisor,) = [c["divisor"] for c in self.counties if c["fylke_nr"] == row["fylke_nr"]]
        answer = self.rounded(row["weight"], divisor, row["kommune_nr"], division) * self.told["unit"]
        answer = max(answer, self.lowest(row["kommune_nr"]))
        return min([answer, *self.highest(row["kommune_nr"])])

    def deviation(self, code: str, kind: str) -> Iterator[int]:
        for municipality, of_kind, persons in self.adjustments:
            if municipality == code and of_kind in (kind, "exactly"):
                assert self.told["adjusted"]
                yield persons

    def lowest(self, code: str) -> int:
        unit = self.told["unit"]
        raised = [-(-persons // unit) * unit for persons in self.deviation(code, "at_least")]
        # Where the bounds contradict each other, the deviation holds.
        lowered = [persons // unit * unit for persons in self.deviation(code, "at_most")]
        return min([max([self.told["floor"], *raised]), *lowered])

    def highest(self, code: str) -> list[int]:
        unit = self.told["unit"]
        lowered = [persons // unit * unit for persons in self.deviation(code, "at_most")]
        cap = self.told["cap"]
        most = [*lowered, *([] if cap is None else [cap])]
        raised = [-(-persons // unit) * unit for persons in self.deviation(code, "at_least")]
        return [max([min(most), *raised])] if most else []

    def county(self, row: dict[str, str]) -> int:
        divisor = self.divisions["counties"]["divisor"]
        answer = self.rounded(row["weight"], divisor, row["fylke_nr"], "counties") * self.told["unit"]
        answer = max(answer, int(row["least"]))
        assert self.told["capped_counties"] or not row["most"]
        return min(answer, int(row["most"])) if row["most"] else answer

    def minors(self, row: dict[str, str]) -> int:
        division = self.divisions["minors"]
        if row["kommune_nr"] not in division["members"].split():
            return 0
        answer = self.rounded(row["weight"], division["divisor"], row["kommune_nr"], "minors")
        return min(max(answer, self.told["minors_floor"]), int(row["persons"]))


@pytest.mark.parametrize("name", CASES)
def test_every_municipality_by_the_recipe(name: str) -> None:
    reader = Reader(request(name))
    asked = [row for row in reader.requests if row["asked"] == "true"]
    assert len(asked) == 210
    assert {row["kommune"]: reader.municipality(row) for row in asked} == {
        row["kommune"]: int(row["persons"]) for row in asked
    }


@pytest.mark.parametrize("name", CASES)
def test_every_computed_county_by_the_recipe(name: str) -> None:
    reader = Reader(request(name))
    computed = [row for row in reader.counties if row["status"] == "computed" and row["asked"] != "0"]
    assert ("counties" in reader.divisions) == reader.told["counties"] == (not reader.told["one_stage"])
    if reader.told["counties"]:
        assert len(computed) > 10
        assert all(reader.county(row) == int(row["persons"]) for row in computed)
        sharing = {row["fylke_nr"] for row in reader.counties if row["weight"]}
        assert sharing == {row["fylke_nr"] for row in computed}


@pytest.mark.parametrize("name", CASES)
def test_all_unaccompanied_minors_by_the_recipe(name: str) -> None:
    reader = Reader(request(name))
    assert ("minors" in reader.divisions) == reader.told["minors"] == (name != "minors unknown")
    if reader.told["minors"]:
        asked = [row for row in reader.requests if row["asked"] == "true"]
        assert [reader.minors(row) for row in asked] == [int(row["unaccompanied_minors"]) for row in asked]


def test_the_rule_sets_try_every_step() -> None:
    told = [recipe(request(name)) for name in CASES]
    for step in ("one_stage", "adjusted", "tied", "fixed", "capped_counties", "counties", "minors"):
        assert {bool(one[step]) for one in told} == {True, False}
    assert {row["division"] for name in CASES for row in division_rows(request(name)) if row["tied"]} >= {
        "counties",
        "country",
        "county_01",
    }
    assert {row["bound"] for name in CASES for row in request_rows(request(name))} == {
        "none",
        "floor",
        "cap",
        "adjusted",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_what_applies_is_said(language: str) -> None:
    def text(name: str) -> str:
        known = {"year": "2018", "edition": request(name).inputs.edition}
        return render("check_yourself", language, **known, **recipe(request(name)))

    for word, has, has_not in (
        ("`country`", "one stage", "november"),
        ("`divisor`", "november", None),
        ("`counties`", "november", "one stage"),
        ("data/counties.csv", "november", "one stage"),
        ("`favoured`", "all equal", "november"),
        ("`minors`", "november", "minors unknown"),
        ("`exactly`", "adjusted", "november"),
        ("`most`", "capped", "november"),
        ("90", "capped", "november"),
        ({"nb": "tom,", "nn": "tom,", "en": "blank,"}[language], "adjusted, capped", "november"),
        ("15", "unit 5", "november"),
    ):
        assert word in text(has)
        assert has_not is None or word not in text(has_not)
    assert "10" in text("november")
    assert len(text("november").split("\n4.")[0].split("\n3.")) == 2
    assert "\n5." not in text("november")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_floor_that_is_told_is_one_that_can_be_got(language: str) -> None:
    told = recipe(request("unit 5, capped"))
    assert (told["floor"], told["cap"], told["unit"]) == (10, 90, 5)
    assert recipe(request("unit 5"))["floor"] == 15
