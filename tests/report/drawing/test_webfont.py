import base64
import io
import re
import subprocess
import sys

import pytest
from fontTools.ttLib import TTFont

from bosetting.report.drawing.webfont import font_style

BODY = (
    '<p>Prosa med q</p><svg><text font-weight="normal">Øyer &amp;</text><text>−1</text>'
    '<text font-weight="bold">Ås<tspan>nes</tspan></text></svg>'
)
RULE = re.compile(
    r'@font-face { font-family: "Source Sans Pro"; font-weight: (\d+); '
    r'src: url\("data:font/ttf;base64,([^"]+)"\) format\("truetype"\); }\n'
)


@pytest.fixture(scope="module")
def faces():
    style = font_style(BODY)
    assert RULE.sub("", style) == ""
    return {weight: TTFont(io.BytesIO(base64.b64decode(font))) for weight, font in RULE.findall(style)}


def test_each_weight_in_use_has_its_letters_and_no_others(faces):
    letters = {weight: "".join(sorted(map(chr, font.getBestCmap()))) for weight, font in faces.items()}
    assert letters == {"400": " &1eryØ−", "700": "ensÅ"}


def test_the_licence_goes_with_it_and_nothing_moves_the_letters(faces):
    for font in faces.values():
        said = " ".join(str(name) for name in font["name"].names)
        assert "Copyright" in said
        assert "SIL Open Font License" in said
        assert not {"GPOS", "GSUB", "kern"} & set(font.keys())


def test_nothing_drawn_nothing_embedded():
    assert font_style("<p>Bare tekst</p><svg><text></text></svg>") == ""


def test_a_letter_that_the_font_lacks_is_left_to_the_reader():
    assert font_style("<text>字</text>a") == font_style("<text>字字</text>")


def test_the_same_in_another_process_and_in_any_order():
    program = f"from bosetting.report.drawing.webfont import font_style; print(font_style({BODY!r}), end='')"
    again = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert again == font_style(BODY)
    assert font_style("<text>ab</text>") == font_style("<text>b</text><text>a</text>")
