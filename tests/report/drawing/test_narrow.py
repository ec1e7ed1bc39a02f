"""Charts for a phone: as wide as it, from the same specification, and with all that the wide one shows."""

import re
from copy import deepcopy

import pytest

from bosetting.report.drawing.charts import specification, svg
from bosetting.report.drawing.narrow import NARROW, narrowed

LONG = "A name that is much longer than a phone is wide, so that it must be shortened somewhere"
ROWS = [
    {"name": f"{LONG} {n}" if n == 3 else f"Place {n}", "persons": 100 * n, "kind": str(n % 5)}
    for n in range(12)
]
BARS = {
    "data": {"values": ROWS},
    "mark": "bar",
    "width": 520,
    "height": 400,
    "encoding": {
        "y": {"field": "name", "type": "nominal", "axis": {"labelLimit": 900}},
        "x": {"field": "persons", "type": "quantitative"},
        "color": {"field": "kind", "type": "nominal", "legend": {"orient": "right", "columns": 1}},
    },
}
MAP = {
    "data": {"values": [{"x": 1, "y": 2}]},
    "mark": "point",
    "width": 480,
    "height": 600,
    "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}},
}


def size(spec: dict) -> tuple[float, float]:
    drawn = svg(spec, id="a", title="A title", description="What it shows", language="nb")
    found = re.search(r' width="([\d.]+)" height="([\d.]+)"', drawn)
    assert found is not None
    return float(found[1]), float(found[2])


def narrow(spec: dict) -> dict:
    found = narrowed(specification(spec))
    assert found is not None
    return found


@pytest.mark.parametrize("spec", [BARS, MAP], ids=["bars", "map"])
def test_it_is_as_wide_as_the_phone_whatever_stands_beside_it(spec: dict) -> None:
    assert size(spec)[0] > NARROW
    assert size(narrow(spec))[0] == NARROW


def test_names_keep_a_line_each_and_a_map_its_form() -> None:
    assert narrow(BARS)["height"] == BARS["height"]
    assert narrow(MAP)["height"] == round(600 * NARROW / 480)
    low = {**MAP, "width": 640, "height": 340}
    assert narrow(low)["height"] == NARROW
    drawn = svg(narrow(BARS), id="a", title="A title", description="What it shows", language="nb")
    assert all(f">Place {n}<" in drawn for n in range(12) if n != 3)
    assert "…" in drawn


def test_the_wide_one_is_as_it_was_and_the_rows_are_the_same() -> None:
    complete = specification(BARS)
    before = deepcopy(complete)
    assert narrow(BARS)["data"] == before["data"]
    assert complete == before
    assert narrow(BARS)["encoding"]["color"]["legend"] == {"columns": 3, "labelLimit": 260}


@pytest.mark.parametrize("several", ["hconcat", "vconcat", "facet"])
def test_several_views_stay_as_they_are(several: str) -> None:
    assert narrowed({**BARS, several: [BARS]}) is None
    assert narrowed({**BARS, "width": {"step": 20}}) is None
