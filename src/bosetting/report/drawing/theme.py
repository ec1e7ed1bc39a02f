"""How every chart looks: colours that colour-blind readers tell apart, and text that can be read."""

from typing import Any

from bosetting.report.drawing.fonts import FAMILY

PAPER = "white"
INK = "#1b2733"
QUIET = "#4a5561"
GRID = "#e3e7eb"
NEUTRAL = "#7a828b"
# Each is at least 3:1 on white, and every pair stays apart with protanopia, deuteranopia and tritanopia, also as a
# dark page turns them (style.css); a sixth colour would not, so a sixth series needs another chart.
PALETTE = ("#0a3d73", "#d4661c", "#4793d1", "#8e285a", "#148a70")
# From light to dark, and still 3:1 on white at the light end, so that a low value is not read as no value.
RAMP = ("#6497c4", "#3d78b4", "#175693", "#0a3d73", "#06264a")
WIDTH = 640
_TEXT = {"labelFontSize": 14, "titleFontSize": 14, "labelColor": INK, "titleColor": QUIET}

THEME: dict[str, Any] = {
    "background": PAPER,
    "font": FAMILY,
    # Where the page's font is turned off, another may be wider; the margin is what it may spill into.
    "padding": {"left": 12, "right": 16, "top": 8, "bottom": 8},
    "view": {
        "continuousWidth": WIDTH,
        "continuousHeight": 320,
        "discreteWidth": WIDTH,
        "step": 24,
        "stroke": None,
    },
    "axis": {
        **_TEXT,
        "aria": False,
        "titleFontWeight": "normal",
        "titlePadding": 10,
        "labelPadding": 6,
        "labelLimit": 320,
        "gridColor": GRID,
        "domainColor": QUIET,
        "tickColor": QUIET,
    },
    # Bars and names need no lines between them; values do.
    "axisBand": {"grid": False, "ticks": False},
    "axisTemporal": {"grid": False},
    "legend": {
        **_TEXT,
        "aria": False,
        "orient": "top",
        "titleFontWeight": "normal",
        "labelLimit": 400,
        "symbolSize": 120,
    },
    "header": {**_TEXT, "titleFontWeight": "normal"},
    "title": {"fontSize": 16, "color": INK, "anchor": "start"},
    "text": {"fontSize": 14, "color": INK},
    "range": {"category": list(PALETTE), "ordinal": list(RAMP), "ramp": list(RAMP), "heatmap": list(RAMP)},
    "mark": {"color": PALETTE[0]},
    "bar": {"color": PALETTE[0]},
    "line": {"strokeWidth": 2.5},
    "point": {"filled": True, "size": 60},
    "rule": {"color": QUIET},
}


def with_theme(config: dict[str, Any], theme: dict[str, Any] = THEME) -> dict[str, Any]:
    """Lays a chart's own configuration over the theme; what the chart says wins."""
    merged = dict(theme)
    for key, value in config.items():
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            merged[key] = with_theme(value, below)
        else:
            merged[key] = value
    return merged


def in_steps(count: int) -> list[str]:
    """The ramp's colours for so many parts in order, the first the lightest; neighbours may share one.

    A white line between the parts, or a label in each, tells them apart. The ramp's lightest is left out: the white of a
    label could not be read on it, and dark ink could not on a dark page, which turns both.
    """
    steps = RAMP[1:]
    return [steps[place * len(steps) // count] for place in range(count)]
