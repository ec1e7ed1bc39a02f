"""The request drawn against the criteria-adjusted population, the residents and last year's request."""

import re
from pathlib import Path

import pytest

from bosetting.compute import compute
from bosetting.report.blocks.kinds import Chart, Document, Prose
from bosetting.report.chapters.asked import threshold_line
from bosetting.report.chapters.request_drawn import against_weight, counts_axis, per_thousand
from bosetting.report.chapters.since_last_year import since_last_year
from bosetting.report.drawing.charts import specification, svg
from bosetting.report.drawing.narrow import NARROW, narrowed
from bosetting.report.drawing.theme import PAPER
from bosetting.report.language.labels import written_languages
from bosetting.report.view import View

ROOT = Path(__file__).parents[3]
EDITIONS = ((2018, "november"), (2019, "original"), (2026, "original"))


def view(year: int, edition: str, language: str = "nb") -> View:
    return View(compute(year, edition, ROOT), language, Document(language))


def drawn(of: View) -> list[Chart]:
    last = [block for block in since_last_year(of) if isinstance(block, Chart)]
    return [against_weight(of), per_thousand(of), *last]


def rows(chart: Chart) -> list[dict[str, object]]:
    return max(specification(chart.figure)["datasets"].values(), key=len)


@pytest.mark.parametrize(("year", "edition"), EDITIONS)
def test_every_year_is_drawn_wide_and_for_a_phone(year: int, edition: str) -> None:
    for chart in drawn(view(year, edition)):
        words = {"title": chart.title, "description": chart.description, "language": "nb"}
        complete = specification(chart.figure)
        assert "<svg" in svg(complete, id=chart.id, **words)
        narrow = narrowed(complete)
        assert narrow is not None
        assert f'width="{NARROW}"' in svg(narrow, id=chart.id, **words)


def test_who_is_not_asked_stands_open_at_nothing() -> None:
    seen = view(2018, "november")
    chart = against_weight(seen)
    points = rows(chart)
    assert len(points) == len(seen.request.allotments)
    asked, not_asked = seen.label("numbers.is_asked"), seen.label("numbers.not_asked")
    assert {p["status"] for p in points if not p["persons"]} == {not_asked}
    fill = specification(chart.figure)["layer"][0]["encoding"]["fill"]["scale"]
    assert dict(zip(fill["domain"], fill["range"], strict=True))[not_asked] == PAPER
    assert fill["domain"][0] == asked


def test_the_table_beneath_has_everyone_once() -> None:
    seen = view(2018, "november")
    table = against_weight(seen).table
    assert sum(int(row[1]) for row in table.rows) == len(seen.request.allotments)
    assert sum(int(row[3]) for row in table.rows) == seen.inputs.edition.requested


def test_a_countys_point_lies_between_nothing_and_its_highest_municipality() -> None:
    for name, asked, persons, own, least, most in per_thousand(view(2018, "november")).table.rows:
        assert asked, name
        assert persons, name
        assert 0 < own <= most
        assert least <= most


@pytest.mark.parametrize("language", written_languages())
def test_the_title_counts_as_the_text_does(language: str) -> None:
    seen = view(2018, "november", language)
    (chart,) = [block for block in since_last_year(seen) if isinstance(block, Chart)]
    both = [row for row in rows(chart) if int(row["now"]) and int(row["before"])]
    changes = [int(row["now"]) - int(row["before"]) for row in both]
    counted = [len(both), sum(c > 0 for c in changes), sum(c < 0 for c in changes)]
    assert [int(n) for n in re.findall(r"\b\d{1,3}\b", chart.title)] == counted
    (prose,) = [block for block in since_last_year(seen) if isinstance(block, Prose)]
    assert all(str(count) in prose.markdown for count in counted if count > 12)


def test_no_earlier_request_is_no_chart() -> None:
    for year, edition in EDITIONS:
        blocks = since_last_year(view(year, edition))
        assert bool(blocks) == any(isinstance(block, Chart) for block in blocks)


def test_marks_of_an_axis_grow_by_factors_from_nothing() -> None:
    assert counts_axis(302) == [0, 10, 20, 50, 100, 200]
    assert counts_axis(9) == [0]


def test_the_threshold_is_named_where_there_is_one() -> None:
    seen = view(2018, "november")
    limit = seen.inputs.rules.threshold
    assert limit is not None
    _, named = threshold_line(seen)
    assert named.to_dict()["encoding"]["text"]["value"].startswith(
        seen.label("asked.threshold_line", threshold=limit)
    )
    for year, edition in EDITIONS:
        other = view(year, edition)
        assert bool(threshold_line(other)) == (other.inputs.rules.threshold is not None)
