"""Altair charts as SVG that is the same on every machine and says in words what it shows."""

import functools
from typing import Any, Protocol

from bosetting.report.blocks.slugs import checked_id
from bosetting.report.drawing.fonts import font_folder
from bosetting.report.drawing.svg import accessible_svg
from bosetting.report.drawing.theme import with_theme
from bosetting.report.language.chart_locale import number_locale, time_locale

VEGA_LITE = "6.4"


class Drawable(Protocol):
    """What can be drawn: an Altair chart of any kind."""

    def to_dict(self) -> dict[str, Any]:
        """Gives the Vega-Lite specification."""


ChartSource = Drawable | dict[str, Any]


def specification(figure: ChartSource) -> dict[str, Any]:
    """Gives the complete Vega-Lite specification of a chart in the report's theme.

    It can be shown or stored and drawn later: `svg` takes it as well as the chart itself.

    Raises:
        ValueError: The chart would fetch its data from somewhere when it is drawn.
    """
    spec = dict(figure) if isinstance(figure, dict) else _altair_specification(figure)
    address = _first_address(spec)
    if address:
        message = f"The chart reads {address}. Expected its data inside it: the report fetches nothing."
        raise ValueError(message)
    spec.pop("usermeta", None)
    return {**spec, "config": with_theme(spec.get("config", {}))}


def svg(figure: ChartSource, *, id: str, title: str, description: str, language: str) -> str:
    """Draws a chart.

    Args:
        figure: An Altair chart, or its specification.
        id: The chart's name, which every id inside the drawing begins with.
        title: What a reader who cannot see the drawing is told it is.
        description: What it shows.
        language: Whose numbers and dates the axes have.

    Returns:
        One `<svg>` element; the same characters on every call, in any process.
    """
    checked_id(id, f"Chart “{title}”")
    converter = _converter()
    drawing: str = converter.vegalite_to_svg(
        specification(figure),
        vl_version=VEGA_LITE,
        allowed_base_urls=[],
        format_locale=number_locale(language),
        time_format_locale=time_locale(language),
    )
    return accessible_svg(drawing, id=f"fig-{id}", title=title, description=description, language=language)


@functools.cache
def _converter() -> Any:
    """Prepares vl-convert on first use: a process forked after it is loaded may hang."""
    import vl_convert  # noqa: PLC0415

    vl_convert.register_font_directory(str(font_folder()))
    return vl_convert


def _altair_specification(chart: Drawable) -> dict[str, Any]:
    """Turns the chart into a specification, whatever theme or row limit the session has set."""
    import altair  # noqa: PLC0415 - half a second that only those who draw should wait

    with altair.theme.enable("none"), altair.data_transformers.enable("default", max_rows=None):
        return chart.to_dict()


def _first_address(part: Any) -> str:
    """Finds the first place the specification would fetch something from."""
    if isinstance(part, dict):
        own = part.get("data")
        if isinstance(own, dict) and "url" in own:
            return str(own["url"])
        # The rows themselves are data and may have a column called "data".
        return next(filter(None, (_first_address(v) for k, v in part.items() if k not in _ROWS)), "")
    if isinstance(part, list):
        return next(filter(None, map(_first_address, part)), "")
    return ""


_ROWS = ("values", "datasets")
