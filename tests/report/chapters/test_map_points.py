"""A point on the map says which municipality it is, with its county once."""

import json
from pathlib import Path

from bosetting.compute import compute
from bosetting.report.blocks.kinds import Chart, Document
from bosetting.report.chapters.numbers import numbers
from bosetting.report.view import View

ROOT = Path(__file__).parents[3]


def test_a_name_that_has_its_county_is_not_given_it_again() -> None:
    view = View(compute(2018, "november", ROOT), "nb", Document("nb"))
    charts = [block for block in numbers(view) if isinstance(block, Chart)]
    drawn = json.dumps([chart.figure.to_dict() for chart in charts], ensure_ascii=False)
    assert "Os (Hordaland): " in drawn
    assert "Os (Hedmark): " in drawn
    assert "Bergen (Hordaland): " in drawn
    assert ") (" not in drawn
