"""A chart that is drawn after its notebook has run: the process that runs hundreds of notebooks draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from bosetting.report.blocks.kinds import Chart
from bosetting.report.drawing.charts import specification, svg
from bosetting.report.language.words import page_words

MIME = "application/vnd.bosetting.drawing+json"
_PLACE = "<!--drawing:{}-->"


@dataclass(frozen=True)
class ChartLater(Chart):
    """A chart, narrow enough for a phone, whose HTML has an empty place where ``drawn`` puts the drawing."""

    def mimebundle(self, language: str) -> dict[str, Any]:
        """Gives words and table as HTML, and the drawing as its specification."""
        order = {
            "id": self.id,
            "title": self.title,
            "description": self.description,
            "language": language,
            "figure": specification(self.figure),
        }
        plain = f"{page_words(language).chart}: {self.title}"
        html = str(self._html(_PLACE.format(self.id), language)).replace(
            '"block chart"', '"block chart narrow"', 1
        )
        return {"text/html": html, "text/plain": plain, MIME: order}


def drawn(notebook: NotebookNode) -> NotebookNode:
    """The notebook with every drawing in its place; it is changed, and given back."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            order = output.get("data", {}).pop(MIME, None)
            if order is not None:
                html = output["data"]["text/html"]
                output["data"]["text/html"] = html.replace(_PLACE.format(order["id"]), svg(**order))
    return notebook
