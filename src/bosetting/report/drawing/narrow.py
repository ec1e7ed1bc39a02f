"""The same chart drawn for a phone: from its own specification, in the width there is, and nothing cut."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

NARROW = 322
"""Pixels, axes and legends included: what a page of 360 has room for."""
_LARGEST = 13
"""Font size; labels of 14 leave too little room for what they label."""
_LABEL, _LEGEND = 150, 260
"""Pixels of an axis label and of a legend's, before they are shortened."""


def narrowed(spec: dict[str, Any]) -> dict[str, Any] | None:
    """A chart's specification for a narrow page; None where it has several views, whose widths add up.

    The drawing keeps its form: the height follows the width where the chart is wider than that, as a map must. Legends
    stand in one column, and an axis leaves out labels that would overlap.

    Args:
        spec: a complete Vega-Lite specification, as ``charts.specification`` gives it.
    """
    if not isinstance(spec.get("width"), int | float) or any(part in spec for part in _SEVERAL):
        return None
    narrow = deepcopy(spec)
    wide, high = float(spec["width"]), spec.get("height")
    narrow["width"] = NARROW
    if isinstance(high, int | float):
        # A map keeps its proportions and names their lines; another chart is not higher than wide.
        square = min(round(high), NARROW)
        narrow["height"] = (
            round(high * NARROW / wide) if high > wide else round(high) if _names(spec) else square
        )
    narrow["autosize"] = {"type": "fit", "contains": "padding"}
    config = narrow.setdefault("config", {})
    for part, own in _CONFIG.items():
        config[part] = {**config.get(part, {}), **own}
    _in_one_column(narrow)
    _smaller_marks(narrow, NARROW / wide)
    return narrow


def _names(part: Any) -> bool:
    """Whether names stand along the vertical axis, each with a line of its own."""
    if isinstance(part, list):
        return any(map(_names, part))
    if not isinstance(part, dict):
        return False
    y = part.get("encoding", {}).get("y", {})
    return y.get("type") in ("nominal", "ordinal") or _names(part.get("layer", []))


_SEVERAL = ("hconcat", "vconcat", "concat", "facet", "repeat", "spec")
_INSIDE = ("top-left", "top-right", "bottom-left", "bottom-right")
"""Where a legend takes no width or height from its chart."""
_CONFIG: dict[str, dict[str, Any]] = {
    "axis": {
        "labelFontSize": _LARGEST,
        "titleFontSize": _LARGEST,
        "labelLimit": _LABEL,
        "labelOverlap": "greedy",
    },
    "axisX": {"tickCount": 4},
    "legend": {
        **{"labelFontSize": _LARGEST, "titleFontSize": _LARGEST},
        **{"columns": 1, "labelLimit": _LEGEND, "titleLimit": _LEGEND, "orient": "top"},
    },
    "text": {"fontSize": 12},
}


def _smaller_marks(spec: dict[str, Any], part: float) -> None:
    """Let marks whose size says something shrink with the room they stand in, or they would lie on each other."""
    for layer in (spec, *spec.get("layer", [])):
        scale = layer.get("encoding", {}).get("size", {}).get("scale", {})
        if "range" in scale:
            scale["range"] = [size * part for size in scale["range"]]


def _in_one_column(part: Any) -> None:
    """Take from every legend and axis the width that its chart gave it."""
    if isinstance(part, list):
        for each in part:
            _in_one_column(each)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name == "legend" and isinstance(value, dict):
                # One that stood beside its chart has many entries, mostly years.
                orient = value.pop("orient", "top")
                value.update({"columns": 3 if orient == "right" else 1, "labelLimit": _LEGEND})
                if orient in _INSIDE:
                    value["orient"] = orient
            elif name == "axis" and isinstance(value, dict):
                value["labelLimit"] = _LABEL
            if name not in ("values", "datasets"):
                _in_one_column(value)
