"""The executed notebook through Quarto: `jupyter nbconvert --to quarto report.ipynb`.

Quarto gets a copy of the notebook in which every block already stands in the form asked for, as raw HTML or
raw Typst, so it computes nothing and has nothing to convert. Headings are Markdown: they make the contents.
"""

from __future__ import annotations

import datetime
import logging
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Dict

from bosetting.report.drawing.fonts import font_folder
from bosetting.report.output.exporter import about
from bosetting.report.output.pdf import FACES
from bosetting.report.output.quarto_command import QuartoFailed, QuartoMissing, find_quarto, run, warnings_of
from bosetting.report.output.quarto_notebook import STYLE, Form, quarto_notebook

__all__ = ["QuartoFailed", "QuartoMissing", "QuartoReport", "quarto_html", "quarto_notebook", "quarto_pdf"]

ENDINGS: dict[Form, str] = {"html": "html", "typst": "pdf"}
TIME_LIMIT: float = 600
"""Seconds Quarto may take."""
_NAME = "report"
_LOG = logging.getLogger(__name__)


class QuartoReport(Exporter):
    """The report as Quarto renders it: HTML, and a PDF through Typst beside it."""

    file_extension = ".html"
    output_mimetype = "text/html"
    export_from_notebook = "Settlement report (Quarto)"
    html = Dict(help="More options of Quarto's format html, such as theme=cosmo.").tag(config=True)
    typst = Dict(help="More options of Quarto's format typst, such as papersize=a5.").tag(config=True)

    def from_notebook_node(  # type: ignore[override]  # every exporter gives text
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Renders both forms; the page is the output and the PDF a file that goes with it.

        A PDF that cannot be made is told of, and the page is then without the link to it.

        Raises:
            ValueError: A cell failed, or the notebook lacks its title or language, or shows nothing.
            QuartoMissing: There is no `quarto` command that can do it.
            QuartoFailed: It could not make the page.
        """
        copy, resources = super().from_notebook_node(nb, resources, **kwargs)
        # nbconvert has the name it will write under its key, and the notebook's own in the metadata.
        name = resources.get("unique_key") or resources.get("metadata", {}).get("name") or _NAME
        said = {**about(copy, "title", "language"), "pdf": f"{Path(name).name}.pdf"}
        copy.metadata["bosetting"] = said
        try:
            pdf = render(copy, "typst", self.typst)
        except QuartoFailed as fault:
            _LOG.error("There is no PDF. %s", fault)
            copy.metadata["bosetting"] = {**said, "pdf": ""}
        else:
            # nbconvert cannot write a file beside the notebook unless its name says the folder.
            beside = {os.path.join(".", f"{name}.pdf"): pdf}  # noqa: PTH118 - Path drops the dot
            resources["outputs"] = {**(resources.get("outputs") or {}), **beside}
        return render(copy, "html", self.html).decode("utf-8"), resources


def quarto_html(notebook: NotebookNode) -> str:
    """Renders an executed notebook as one HTML file that loads nothing."""
    return render(notebook, "html").decode("utf-8")


def quarto_pdf(notebook: NotebookNode) -> bytes:
    """Renders an executed notebook as a PDF."""
    return render(notebook, "typst")


def render(notebook: NotebookNode, form: Form, options: Mapping[str, Any] | None = None) -> bytes:
    """Renders an executed notebook in one form; Quarto's warnings go to the log.

    Args:
        notebook: executed, with the report's metadata.
        form: what to make.
        options: more options of Quarto's format.

    Raises:
        ValueError: A cell failed, or the notebook lacks its title or language, or shows nothing.
        QuartoMissing: There is no `quarto` command that can do it.
        QuartoFailed: It failed, took too long, or wrote no file.
    """
    copy = quarto_notebook(notebook, form, options)
    command = find_quarto().command
    output = f"{_NAME}.{ENDINGS[form]}"
    with tempfile.TemporaryDirectory(prefix="bosetting-quarto-") as place:
        folder = Path(place)
        nbformat.write(copy, folder / f"{_NAME}.ipynb")  # type: ignore[no-untyped-call]
        _write_assets(folder, form)
        call = [command, "render", f"{_NAME}.ipynb", "--to", form, "--no-execute", "--output", output]
        code, own = run(call, TIME_LIMIT, folder, _environment(copy))
        if code:
            raise QuartoFailed(f"Quarto failed with exit code {code}. It says:\n{own or 'Nothing.'}")
        if not (folder / output).is_file():
            raise QuartoFailed(f"Quarto ended without an error, but wrote no {output}.")
        for warning in warnings_of(own):
            _LOG.warning("Quarto: %s", warning)
        return (folder / output).read_bytes()


def _write_assets(folder: Path, form: Form) -> None:
    if form == "html":
        shutil.copy(STYLE, folder)
        return
    (folder / "fonts").mkdir()
    for face in FACES:
        shutil.copy(font_folder() / f"SourceSansPro-{face}.ttf", folder / "fonts")


def _environment(notebook: NotebookNode) -> dict[str, str]:
    """Gives Typst in Quarto the day the report was made in the place of the clock."""
    made = notebook.metadata["bosetting"].get("made")
    if not made:
        return dict(os.environ)
    midnight = datetime.datetime.combine(
        datetime.date.fromisoformat(made), datetime.time(), datetime.UTC
    ).timestamp()
    return {**os.environ, "SOURCE_DATE_EPOCH": str(int(midnight))}
