import itertools
import re
import subprocess
import sys
from importlib.resources import files
from xml.etree import ElementTree

import altair
import pytest

from bosetting.report.drawing import fonts
from bosetting.report.drawing.charts import specification, svg
from bosetting.report.drawing.fonts import FontError, check_font, font_folder, text_width
from bosetting.report.drawing.svg import accessible_svg
from bosetting.report.drawing.theme import (
    GRID,
    INK,
    NEUTRAL,
    PALETTE,
    QUIET,
    RAMP,
    THEME,
    in_steps,
    with_theme,
)
from bosetting.report.language.chart_locale import number_locale, time_locale

ROWS = [{"fylke": "Øst <b>", "personer": 1234.5}, {"fylke": "Kárášjohka", "personer": -20}]
SPEC = {
    "data": {"values": ROWS},
    "mark": "rect",
    "encoding": {
        "y": {"field": "fylke", "type": "nominal", "title": None},
        "x": {"field": "personer", "type": "quantitative"},
        "color": {"field": "personer", "type": "quantitative"},
    },
}
WORDS = {"id": "fylker", "title": "Flest i <Øst>", "description": "Øst & resten", "language": "nb"}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawing():
    return ElementTree.fromstring(svg(SPEC, **WORDS))


def texts(root):
    return [element.text for element in root.iter(f"{SVG}text")]


def test_the_whole_is_one_image_with_title_and_description(drawing):
    assert drawing.get("role") == "img"
    assert drawing.get("aria-labelledby") == "fig-fylker-title fig-fylker-desc"
    assert drawing.find(f"{SVG}title").text == "Flest i <Øst>"
    assert drawing.find(f"{SVG}desc").text == "Øst & resten"
    assert drawing.get("viewBox")


def test_nothing_inside_has_a_role_a_style_or_a_label(drawing):
    inner = {name for element in drawing.iter() if element is not drawing for name in element.attrib}
    assert not [name for name in inner if name.startswith("aria-") or name in ("role", "style", "class")]


def test_ids_belong_to_the_figure_and_references_follow(drawing):
    ids = [element.get("id") for element in drawing.iter() if element.get("id")]
    assert "fig-fylker-part-1" in ids
    assert all(name.startswith("fig-fylker-") for name in ids)
    assert 'fill="url(#fig-fylker-part-1)"' in ElementTree.tostring(drawing, encoding="unicode").replace(
        "ns0:", ""
    )


def test_numbers_follow_the_language(drawing):
    assert "1\u00a0000" in texts(drawing)
    assert "1,000" in texts(ElementTree.fromstring(svg(SPEC, **{**WORDS, "language": "en"})))


def test_data_is_text(drawing):
    assert "Øst <b>" in texts(drawing)


def test_the_same_again_and_in_another_process():
    first = svg(SPEC, **WORDS)
    assert svg(SPEC, **WORDS) == first
    code = f"from bosetting.report.drawing.charts import svg; print(svg({SPEC!r}, **{WORDS!r}), end='')"
    path = {"PYTHONPATH": ":".join(sys.path), "PYTHONIOENCODING": "utf-8"}
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, env=path, check=True)
    assert other.stdout.decode() == first


def test_an_altair_chart_keeps_its_look_whatever_the_session_has_set():
    chart = altair.Chart(altair.Data(values=ROWS * 3000)).mark_bar().encode(x="personer:Q", y="fylke:N")
    calm = specification(chart)
    with altair.theme.enable("dark"):
        assert specification(chart) == calm
    assert calm["config"]["font"] == "Source Sans Pro"
    assert calm["config"]["view"]["continuousWidth"] == 640


def test_every_text_keeps_the_width_it_was_measured_with(drawing):
    assert all(element.get("textLength") for element in drawing.iter(f"{SVG}text"))
    assert text_width("Å", 10) == pytest.approx(5.44, abs=0.01)
    assert text_width("Oslo", 14, 700) > text_width("Oslo", 14, 600) > text_width("Oslo", 14)


def test_what_a_chart_says_wins_over_the_theme():
    merged = with_theme({"axis": {"grid": False}, "background": "#eee"})
    assert merged["axis"]["grid"] is False
    assert merged["axis"]["labelFontSize"] == THEME["axis"]["labelFontSize"]
    assert merged["background"] == "#eee"


@pytest.mark.parametrize(
    "spec", [{"data": {"url": "https://example.org/x.csv"}}, {"layer": [{"data": {"url": "x.csv"}}]}]
)
def test_a_chart_that_fetches_is_refused(spec):
    with pytest.raises(ValueError, match=r"The chart reads .*x\.csv\. Expected its data inside it"):
        specification({**SPEC, **spec})


def test_a_column_may_be_called_data():
    specification({"data": {"values": [{"data": {"url": "x"}}]}, "mark": "bar"})


@pytest.mark.parametrize("inside", ['<a href="https://example.org"><text>x</text></a>', "<script>x</script>"])
def test_only_shapes_and_text_are_let_through(inside):
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    with pytest.raises(ValueError, match=r"The chart holds a <(a|script)> element\."):
        accessible_svg(drawing, **WORDS)


def test_style_attributes_become_plain_ones():
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg"><rect style="fill: red; mix-blend-mode:multiply;"/></svg>'
    )
    made = accessible_svg(drawing, **WORDS)
    assert 'fill="red"' in made
    assert "style=" not in made


def test_an_id_that_cannot_stand_in_an_address_is_refused():
    with pytest.raises(ValueError, match=r"Chart “Flest i <Øst>”: the id 'Å 1' is not usable\."):
        svg(SPEC, **{**WORDS, "id": "Å 1"})


def test_the_font_can_write_every_name():
    folder = font_folder()
    with pytest.raises(
        FontError, match=r"SourceSansPro-Regular\.ttf cannot write 漢\. Expected all of a漢\."
    ):
        check_font(folder / "SourceSansPro-Regular.ttf", "a漢")
    with pytest.raises(FontError, match=r"The font file None\.ttf is not in "):
        check_font(folder / "None.ttf")


def test_a_missing_font_is_named(monkeypatch):
    monkeypatch.setattr(fonts, "_PACKAGE", "no_such_font_package")
    with pytest.raises(FontError, match="Source Sans Pro is not installed"):
        font_folder.__wrapped__()


def test_a_week_of_days_and_a_year_of_months():
    assert time_locale("nn")["days"][:3] == ["søndag", "måndag", "tysdag"]
    assert time_locale("nb")["months"][0] == "januar"
    assert number_locale("nb")["percent"] == "\u00a0%"
    assert number_locale("en")["percent"] == "%"


def linear(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(colour, paper="#ffffff"):
    lights = sorted(
        sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (colour, paper)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


STYLE = (files("bosetting.report.output") / "templates" / "bosetting" / "style.css").read_text(
    encoding="utf-8"
)
HUE_BY_180_DEGREES = [[-0.574, 1.43, 0.144], [0.426, 0.43, 0.144], [0.426, 1.43, -0.856]]
"""W3C, Filter Effects Module Level 1, section 9.1, for a cosine of −1."""


def inverted(colour):
    """What a reader with a dark screen sees of a colour."""
    (amount,) = re.findall(r"\.drawing \{ filter: invert\(([\d.]+)\) hue-rotate\(180deg\); \}", STYLE)
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    turned = times(HUE_BY_180_DEGREES, [part * (1 - 2 * float(amount)) + float(amount) for part in parts])
    return "#" + "".join(f"{round(255 * min(max(part, 0), 1)):02x}" for part in turned)


def as_it_is(colour):
    return colour


SCREENS = pytest.mark.parametrize("shown", [as_it_is, inverted])


@SCREENS
def test_marks_and_text_stand_out_from_the_paper(shown):
    paper = shown("#ffffff")
    assert f"--chart: {paper.replace('#ffffff', '#fff')};" in STYLE
    assert all(contrast(shown(colour), paper) >= 3 for colour in (*PALETTE, *RAMP, NEUTRAL))
    assert all(contrast(shown(colour), paper) >= 4.5 for colour in (INK, QUIET))
    assert contrast(shown(GRID), paper) < 1.5


@SCREENS
@pytest.mark.parametrize("parts", [1, 3, 12])
def test_a_label_in_white_is_read_on_every_step(shown, parts):
    assert min(contrast(shown(colour), shown("#ffffff")) for colour in in_steps(parts)) >= 4.5


@SCREENS
def test_a_ramp_goes_from_the_paper_and_away_from_it(shown):
    away = [contrast(shown(colour), shown("#ffffff")) for colour in RAMP]
    assert away == sorted(away)
    assert len(set(away)) == len(RAMP)


# Machado, Oliveira and Fernandes (2009), severity 1.
BLINDNESS = {
    "none": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}
TO_XYZ = [
    [0.4339, 0.3762, 0.1899],
    [0.2126, 0.7152, 0.0722],
    [0.0177, 0.1095, 0.8727],
]  # for a white of 1, 1, 1


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def lab(light):
    x, y, z = (
        t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116
        for t in times(TO_XYZ, [min(max(v, 0), 1) for v in light])
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@SCREENS
@pytest.mark.parametrize("kind", BLINDNESS)
def test_colour_blind_readers_tell_the_colours_apart(kind, shown):
    seen = [lab(times(BLINDNESS[kind], linear(shown(colour)))) for colour in PALETTE]
    for one, two in itertools.combinations(seen, 2):
        assert sum((a - b) ** 2 for a, b in zip(one, two, strict=True)) ** 0.5 > 10
