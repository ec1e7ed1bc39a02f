"""What was published after the edition's day is drawn open, and told apart in words."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bosetting.compute import Computation, compute
from bosetting.programme.national import NationalRow
from bosetting.report.blocks.kinds import Chart, Document
from bosetting.report.chapters.need import need
from bosetting.report.chapters.programme_load import load_curve
from bosetting.report.drawing.charts import specification
from bosetting.report.language.labels import written_languages
from bosetting.report.language.numbers import format_date
from bosetting.report.language.words import page_words
from bosetting.report.view import View

ROOT = Path(__file__).parents[3]
LANGUAGES = written_languages()
OPEN = {"nb": "Åpne", "nn": "Opne", "en": "Open"}


def row(year: int, published: float | None) -> NationalRow:
    return NationalRow("during_year", str(year), 1.0, 2.0, 3.0, published, "none")


def view(language: str, *, knows_all: bool = False) -> View:
    known = compute(2018, "november", ROOT)
    inputs = known.inputs
    if knows_all:
        # The same figures, all of them out in time: the day of publication alone decides.
        national = inputs.tables["national"].assign(published=inputs.edition.as_of)
        inputs = replace(inputs, tables={**inputs.tables, "national": national})
    found = Computation(inputs, known.request, ROOT)
    rows = (row(2015, 17900.0), row(2008, None), row(2016, 23961.0), row(2017, 28800.0))
    found.__dict__["load"] = SimpleNamespace(
        cohorts=(), groups=(), as_of=inputs.edition.as_of, outside=(), national=rows, target=inputs.year
    )
    return View(found, language, Document(language))


def data(chart: Chart) -> list[dict[str, object]]:
    (rows,) = specification(chart.figure)["datasets"].values()
    return list(rows)


def parts(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [inner for part in spec["layer"] for inner in (parts(part) if "layer" in part else [part])]


def history(of: View) -> Chart:
    (chart,) = [block for block in need(of) if isinstance(block, Chart)]
    return chart


def test_the_curve_draws_open_what_was_published_after_the_day() -> None:
    chart = load_curve(view("nb"))
    assert [r["year"] for r in data(chart) if r["later"]] == [2017]
    hollow = [part for part in parts(specification(chart.figure)) if part["mark"].get("fill") == "white"]
    assert [part["transform"][0]["filter"] for part in hollow] == ["datum.later"]
    assert [cells[-1] for cells in chart.table.rows] == ["nei", "ja", "ja", "nei"]


def test_the_history_draws_open_what_was_published_after_the_day() -> None:
    chart = history(view("nb"))
    assert {(r["year"], r["kind"]) for r in data(chart) if r["later"]} == {
        ("2017", "Bosatt"),
        ("2018", "Bosatt"),
    }
    (opacity,) = [
        part["encoding"]["fillOpacity"]
        for part in parts(specification(chart.figure))
        if "fillOpacity" in part["encoding"]
    ]
    assert opacity["condition"] == {"test": "datum.later", "value": 0}
    assert chart.table.rows[-2] == ("2017", 12522, None, 11078)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_that_was_over_without_a_figure_says_unknown(language: str) -> None:
    chart, word = load_curve(view(language)), page_words(language).unknown
    assert [r["year"] for r in data(chart) if r["unknown"]] == [2008]
    assert {"value": word} in [p["encoding"].get("text") for p in parts(specification(chart.figure))]
    assert word in chart.description


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_says_from_which_day(language: str) -> None:
    seen = view(language)
    day = format_date(seen.inputs.edition.as_of, language)
    for chart in (load_curve(seen), history(seen)):
        after = chart.description.partition(f"{OPEN[language]} ")[2]
        assert day in after.replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_open_where_all_was_out_in_time(language: str) -> None:
    seen = view(language, knows_all=True)
    for chart in (load_curve(seen), history(seen)):
        assert not any(r["later"] for r in data(chart))
        assert OPEN[language] not in chart.description
    assert len(history(seen).table.columns) == 3
