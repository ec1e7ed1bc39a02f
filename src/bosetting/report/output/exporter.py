"""The executed notebook as the published page: `jupyter nbconvert --to bosetting report.ipynb`."""

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from bosetting.report.output.figures import with_addresses, with_file_links
from bosetting.report.output.page import Page, render_page


class ReportHTML(Exporter):
    """Shows what the notebook's cells displayed as blocks of the report, and nothing else of it."""

    file_extension = ".html"
    output_mimetype = "text/html"
    export_from_notebook = "Settlement report (HTML)"

    def from_notebook_node(  # type: ignore[override]  # every exporter gives text
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Writes the page of an executed notebook.

        Title, language and the rest come from the notebook's metadata under `bosetting`.

        Raises:
            ValueError: A cell failed, the notebook does not say its title and language, or it shows
                nothing because it has not been executed.
        """
        copy, resources = super().from_notebook_node(nb, resources, **kwargs)
        return report_html(copy), resources


def report_html(notebook: NotebookNode) -> str:
    """Writes the page of an executed notebook; see `ReportHTML`, which does it for nbconvert."""
    blocks = report_blocks(notebook)
    if not blocks:
        raise ValueError("The notebook shows no part of the report. Execute it first.")
    return render_page(_page(notebook, "".join(block["text/html"] for block in blocks)))


def report_blocks(notebook: NotebookNode) -> list[dict[str, str]]:
    """Gives the blocks an executed notebook shows, in order, each in all its forms.

    Raises:
        ValueError: A cell failed: a report with a hole in it is not made.
    """
    outputs = [
        (number, output)
        for number, cell in enumerate(notebook.cells, 1)
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    for number, output in outputs:
        if output.output_type == "error":
            message = f"Cell {number} failed: {output.ename}: {output.evalue}. Correct it and execute again."
            raise ValueError(message)
    return [dict(output.data) for _, output in outputs if "bosetting" in output.get("metadata", {})]


def about(notebook: NotebookNode, *required: str) -> dict[str, Any]:
    """Gives what the notebook's metadata says of the report under `bosetting`.

    Raises:
        ValueError: It lacks something that is required.
    """
    said: dict[str, Any] = notebook.metadata.get("bosetting", {})
    for key in required:
        if not said.get(key):
            message = f"The notebook's metadata has no bosetting.{key}. Expected the report's {key}."
            raise ValueError(message)
    return said


def _page(notebook: NotebookNode, body: str) -> Page:
    said = about(notebook, "title", "language")
    numbered = with_addresses(body, said["language"], said.get("figures", ""))
    return Page(
        title=said["title"],
        language=said["language"],
        body=with_file_links(numbered, said["up"]) if "up" in said else numbered,
        subtitle=said.get("subtitle", ""),
        strings=said.get("strings", {}),
        alternates=said.get("alternates", {}),
        pdf=said.get("pdf", ""),
        numbers=said.get("numbers", {}),
        find=said.get("find", {}),
        what_if=said.get("what_if", ""),
        description=said.get("description", ""),
        dataset=said.get("dataset", {}),
        letters=said.get("letters", ""),
    )
