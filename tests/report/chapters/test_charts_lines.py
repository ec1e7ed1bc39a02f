"""Lines at the edition's day and at a group's first year in the history, and the assumption that matters most."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bosetting.compute import Computation, compute
from bosetting.programme.load import GroupPart
from bosetting.report.blocks.kinds import Block, Chart, Document
from bosetting.report.chapters.certainty import alone_chart
from bosetting.report.chapters.need import need
from bosetting.report.drawing.charts import specification
from bosetting.report.language.labels import written_languages
from bosetting.report.language.numbers import format_date
from bosetting.report.view import View

ROOT = Path(__file__).parents[3]


def seen(language: str = "nb", as_of: date = date(2017, 11, 6), **load: Any) -> View:
    known = compute(2018, "november", ROOT)
    edition = replace(known.inputs.edition, as_of=as_of)
    found = Computation(replace(known.inputs, edition=edition), known.request, ROOT)
    given: dict[str, Any] = {"cohorts": (), "groups": (), "outside": (), "target": 2018, **load}
    found.__dict__["load"] = SimpleNamespace(as_of=as_of, **given)
    return View(found, language, Document(language))


def drawn(blocks: Sequence[Block], id: str) -> Chart:
    (chart,) = [block for block in blocks if isinstance(block, Chart) and block.id == id]
    return chart


def said(chart: Chart) -> str:
    return chart.title.replace("\u00a0", " ")


def layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        inner for part in spec.get("layer", ()) for inner in (layers(part) if "layer" in part else [part])
    ]


def words_in(chart: Chart) -> list[str]:
    texts = [
        part["encoding"]["text"] for part in layers(specification(chart.figure)) if "text" in part["encoding"]
    ]
    return [str(text["value"]).replace("\u00a0", " ") for text in texts if "value" in text]


@pytest.mark.parametrize("language", written_languages())
@pytest.mark.parametrize(
    ("as_of", "year", "band"),
    [
        # The line stands at the nearest turn of a year, the last one after the last bar.
        (date(2017, 6, 30), "2017", 0),
        (date(2017, 11, 6), "2018", 0),
        (date(2018, 2, 10), "2018", 0),
        (date(2018, 12, 31), "2018", 1),
    ],
)
def test_the_history_has_a_line_at_the_editions_day(as_of: date, year: str, band: int, language: str) -> None:
    chart = drawn(need(seen(language, as_of)), "history")
    day = format_date(as_of, language).replace("\u00a0", " ")
    (words,) = words_in(chart)
    assert day in words
    spec = specification(chart.figure)
    (rule,) = [part for part in layers(spec) if part["mark"]["type"] == "rule"]
    assert rule["encoding"]["x"] == {"datum": year, "type": "ordinal", "bandPosition": band}


def test_the_history_names_a_known_group_at_its_first_year_and_no_other() -> None:
    groups = (GroupPart("ukraine", 2014, 0.5, 12, 18), GroupPart("ukraine", 2015, 0.6, 12, 18))
    assert words_in(drawn(need(seen(groups=groups)), "history"))[1:] == ["Ukraina"]
    outside = (GroupPart("ukraine", 2004, 0.5, 12, 18),)
    assert len(words_in(drawn(need(seen(groups=outside)), "history"))) == 1


@pytest.mark.parametrize(
    ("moved", "title"),
    [
        ((554, 216), "Grensen for folketall betyr mest alene: inntil 554 personer flyttes"),
        ((1, 0), "Grensen for folketall betyr mest alene: inntil 1 person flyttes"),
        ((216, 216), "Hvor mye hver forutsetning betyr alene"),
        ((0, 0), "Hvor mye hver forutsetning betyr alene"),
    ],
)
def test_one_assumption_matters_most_only_where_it_does(moved: tuple[int, int], title: str) -> None:
    view = seen()
    rows = [
        SimpleNamespace(assumption=name, moved=0, moved_p95=most, statuses=0, statuses_p95=0)
        for name, most in zip(("threshold", "weights"), moved, strict=True)
    ]
    view.computation.__dict__["uncertainty"] = SimpleNamespace(alone=rows)
    assert said(alone_chart(view)) == title


def test_a_year_of_which_nothing_is_known_has_its_place_in_the_history() -> None:
    view = seen()
    national = view.inputs.tables["national"]
    tables = {**view.inputs.tables, "national": national[national["year"] != 2014]}
    found = Computation(replace(view.inputs, tables=tables), view.request, ROOT)
    found.__dict__["load"] = view.computation.load
    chart = drawn(need(View(found, "nb", Document("nb"))), "history")
    (bars,) = [part for part in layers(specification(chart.figure)) if part["mark"]["type"] == "bar"]
    assert bars["encoding"]["x"]["scale"]["domain"] == [str(year) for year in range(2009, 2019)]
    (gap,) = [row for row in chart.table.rows if row[0] == "2014"]
    assert gap[1:3] == (None, None)
