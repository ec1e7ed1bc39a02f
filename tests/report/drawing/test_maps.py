"""The map: on the outline where there is one, each point titled, names that do not lie on each other."""

import re
from math import radians
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest

from bosetting.report.drawing.charts import specification, svg
from bosetting.report.drawing.ground import MERIDIAN, projected, thinned
from bosetting.report.drawing.maps import LARGEST, SMALLEST, point_map
from bosetting.report.drawing.narrow import narrowed
from bosetting.report.drawing.theme import GRID

SVG = "{http://www.w3.org/2000/svg}"
PLACES = (
    ("Nord <b>&", 10.0, 70.0, 300),
    ("Sør", 10.0, 58.0, 40),
    ("Ved Sør", 10.01, 58.0, 30),
    ("Trangt", 10.0, 58.01, 20),
)
GROUND = (tuple(projected(lat, lon) for lat, lon in ((57, 8), (57, 20), (71, 20), (71, 8), (57, 8))),)


def spec(ground=GROUND, most_named=4):
    rows = [
        {"name": name, "lon": lon, "lat": lat, "persons": persons, "kind": "a", "told": f"{name}: {persons}"}
        for name, lon, lat, persons in PLACES
    ]
    scale = alt.Scale(domain=[0, 300], range=[SMALLEST, LARGEST])
    size = alt.Size("persons:Q", scale=scale, legend=alt.Legend(orient="bottom-right"))
    return specification(point_map(pd.DataFrame(rows), ground, size, alt.Color("kind:N"), most_named))


def drawn(made):
    words = {"id": "map", "title": "A map", "description": "What it shows", "language": "nb"}
    return ElementTree.fromstring(svg(made, **words))


def titles(root):
    return [title.text for path in root.iter(f"{SVG}path") for title in path.findall(f"{SVG}title")]


def land(root):
    return [path for path in root.iter(f"{SVG}path") if path.get("fill") == GRID and path.get("d")]


def test_each_point_has_a_title_largest_first_and_what_data_says_is_text():
    assert titles(drawn(spec())) == ["Nord <b>&: 300", "Sør: 40", "Ved Sør: 30", "Trangt: 20"]
    assert "Nord &lt;b&gt;&amp;: 300" in svg(
        spec(), id="map", title="A map", description="What it shows", language="nb"
    )


def test_the_ground_is_drawn_where_there_is_one():
    assert len(land(drawn(spec()))) == 1
    without = drawn(spec(()))
    assert land(without) == []
    assert len(titles(without)) == len(PLACES)


def test_the_points_lie_on_the_ground():
    root = drawn(spec())
    corners = [
        tuple(map(float, pair.split(",")))
        for pair in re.findall(r"-?[\d.]+,-?[\d.]+", land(root)[0].get("d"))
    ]
    for path in root.iter(f"{SVG}path"):
        if path.find(f"{SVG}title") is not None:
            x, y = map(float, re.findall(r"[\d.]+", path.get("transform")))
            for value, axis in ((x, 0), (y, 1)):
                assert min(c[axis] for c in corners) < value < max(c[axis] for c in corners)


def test_a_name_without_room_is_left_out():
    texts = [text.text for text in drawn(spec()).iter(f"{SVG}text")]
    assert {"Nord <b>&", "Sør", "Ved Sør"} <= set(texts)  # right and left of the two that stand together
    assert "Trangt" not in texts
    assert not {place[0] for place in PLACES} & {t.text for t in drawn(spec(most_named=0)).iter(f"{SVG}text")}


def test_on_a_phone_the_legend_stays_inside_and_rings_shrink():
    narrow = narrowed(spec())
    size = next(layer["encoding"]["size"] for layer in narrow["layer"] if "size" in layer.get("encoding", {}))
    assert size["legend"]["orient"] == "bottom-right"
    assert size["scale"]["range"] == pytest.approx([SMALLEST * 322 / 480, LARGEST * 322 / 480])
    assert titles(drawn(narrow)) == titles(drawn(spec()))


def test_projected_is_true_on_the_middle_of_the_map():
    assert projected(60, MERIDIAN) == pytest.approx((0, radians(60)))
    west, east = projected(60, MERIDIAN - 5), projected(60, MERIDIAN + 5)
    assert west[0] == pytest.approx(-east[0])
    assert east[0] > 0


def test_thinned_leaves_out_bends_and_islands_that_cannot_be_seen():
    square = ((0.0, 0.0), (1.0, 0.01), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0))
    island = ((5.0, 5.0), (5.05, 5.0), (5.0, 5.05), (5.0, 5.0))
    assert thinned((square, island), 0.1) == (((0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)),)
    assert thinned((square, island), 0.001) == (square, island)
