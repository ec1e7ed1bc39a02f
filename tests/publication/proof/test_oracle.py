"""Random rules and figures: the plain program of verify.py is an oracle that shares no line with the computation."""

import random
from pathlib import Path
from typing import Any

import pytest
from sealed import sealed_year
from smallyear import SmallYear, small_year

from bosetting.allocation.errors import Infeasible
from bosetting.inputs.told.faults import BadInput
from bosetting.publication.proof import verify as program

KINDS = ("ask", "do_not_ask", "at_least", "at_most", "exactly")


def random_year(seed: int) -> SmallYear:
    """The small year with rules, figures, county totals and adjustments drawn by chance; equal claims are common."""
    chance, year = random.Random(seed), small_year()
    _rules(year, chance)
    sizes = (600, 900, 3000, 4000, 4999, 5000, 9000, 20000)
    codes = [row["kommune_nr"] for row in year.tables["municipalities"]]
    year.tables["municipal_parts"].clear()
    for place in range(len(codes)):
        year.change(
            "population", place, residents=chance.choice(sizes[4:] if codes[place] == "0201" else sizes)
        )
        year.change("employment", place + 1, percent=chance.randint(67, 73), employed="")
        before = chance.choice((2, 5, 10, 15))
        asked = chance.choice(("true", "true", "false"))
        if asked == "false":
            before = 0
        minors = chance.choice(("", 0, min(before, 3)))
        year.change("published_requests", place, persons=before, asked=asked, unaccompanied_minors=minors)
    unit = year.rule("unit")["value"]
    requested = chance.randint(60, 240) // unit * unit
    year.change(
        "forecasts", 1, need=requested, requested=requested, unaccompanied_minors=chance.choice(("", 0, 4, 8))
    )
    if chance.random() < 0.3:
        total = chance.randint(10, requested) // unit * unit
        year.add(
            "county_totals",
            fylke_nr=chance.choice(("01", "02")),
            edition="november",
            persons=total,
            status="published",
            source="A letter",
            published="2017-11-01",
        )
    for code in chance.sample(codes, chance.choice((0, 0, 1, 2))):
        kind = chance.choice(KINDS)
        persons = "" if kind in ("ask", "do_not_ask") else chance.randint(1, 50)
        year.adjust(code, kind, persons, reason="A reason", decided_by="Someone")
    return year


def _rules(year: SmallYear, chance: random.Random) -> None:
    selections = (["threshold", "priority"], ["priority"], ["continuity", "priority"], ["all"])
    values: dict[str, Any] = {
        "selection": chance.choice((*selections, ["continuity", "threshold", "priority"])),
        "number_asked": chance.randint(1, 6),
        "threshold": chance.choice((900, 4000, 5000)),
        "weight_form": chance.choice(("additive", "multiplicative", "standardised")),
        "floor": chance.choice((1, 5, 10)),
        "cap": chance.choice(("none", "none", 40, 60)),
        "unit": chance.choice((1, 1, 1, 5, 3)),
        "minors_basis": chance.choice(("asked_for_minors_before", "all_asked")),
        "minors_floor": chance.choice((0, 1, 2)),
    }
    division = chance.choice(("county_first", "county_first", "one_stage"))
    values |= {"division": division}
    values |= {
        "county_split": "none" if division == "one_stage" else chance.choice(("previous_request", "weights"))
    }
    first = chance.choice((0.2, 0.5, 0.7, 1.0))
    second = round(chance.choice((0.0, 0.5, 1.0)) * (1 - first), 4)
    values |= {
        "weight_population": first,
        "weight_employment": second,
        "weight_results": round(1 - first - second, 4),
        "exponent_employment": chance.choice((0, 0.5, 1, 1.5)),
        "exponent_results": chance.choice((0, 0.25, 1, 2)),
        "kappa_results": chance.choice((0.5, 20, 48.68)),
    }
    for name, value in values.items():
        year.set_rule(name, value=value)
        year.rule(name).pop("low", None)
        year.rule(name).pop("high", None)


def outcome(seed: int, place: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """proven, or refused; else the seed's differences fail the test."""
    root = random_year(seed).write(place / "root")
    try:
        folder = sealed_year(root, place / "edition", "november")
    except (Infeasible, BadInput):
        return "refused"
    code = program.main([str(folder)])
    told = capsys.readouterr().out
    assert code == 0, f"seed {seed}:\n{told}"
    return "proven"


def counted(first: int, many: int, place: Path, capsys: pytest.CaptureFixture[str]) -> int:
    found = [outcome(seed, place / str(seed), capsys) for seed in range(first, first + many)]
    proven = found.count("proven")
    with capsys.disabled():
        print(f" {proven} random years proven, {found.count('refused')} refused ", end="")
    return proven


def test_a_few_random_years_are_computed_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert counted(0, 30, tmp_path, capsys) > 10


@pytest.mark.long
def test_many_random_years_are_computed_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert counted(1000, 400, tmp_path, capsys) > 150
