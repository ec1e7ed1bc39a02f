"""The report in each language and the notebooks that show the work: run, and written as pages and PDFs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bosetting.publication.figures import figure_files
from bosetting.publication.held import check_held, checksums_in
from bosetting.publication.metadata.dataset import Dataset
from bosetting.publication.metadata.schema_org import schema_org
from bosetting.publication.order import Work
from bosetting.publication.what_if import WHAT_IF
from bosetting.report.edition_line import edition_line
from bosetting.report.found import found
from bosetting.report.language.labels import label
from bosetting.report.language.readable import Quoted
from bosetting.report.output.exporter import report_html
from bosetting.report.output.files import write_file
from bosetting.report.output.pdf import report_pdf
from bosetting.report.output.quarto import quarto_html, quarto_pdf
from bosetting.report.output.quarto_notebook import front_matter_cell
from bosetting.report.running.execution import notebooks_folder
from bosetting.report.running.runner import Run
from bosetting.report.view import edition_name

WORKINGS = ("1_inputs", "2_allocation", "3_programme_load", "4_uncertainty")
"""Notebooks that show the work; they are published once, in the first language."""

NUMBERS = {"Excel": "tables.xlsx", "ODS": "tables.ods", "CSV": "requests.csv"}
"""What the front offers of ``data/`` to those who come for the numbers: all tables, or the request alone."""

RENDERERS: dict[str, tuple[Callable[[NotebookNode], str], Callable[[NotebookNode], bytes]]] = {
    "native": (report_html, report_pdf),
    "quarto": (quarto_html, quarto_pdf),
}
"""What makes the page and the PDF from an executed notebook."""


Executed = dict[tuple[str, str], NotebookNode]
"""Executed notebooks by name and language."""


def reports_begun(work: Work) -> Callable[[], Executed]:
    """Begin the report in each language and the working notebooks; gives how to wait for them.

    Raises, at the end:
        Disagrees: a notebook held other numbers than ``data/``.
    """
    # A report takes longest, so that it is begun before what takes little time.
    names = [("report", language) for language in work.languages]
    names += [(name, work.languages[0]) for name in WORKINGS]
    runs = [_run(work, name, language) for name, language in names]
    running = work.runner.notebooks(runs)

    def executed() -> Executed:
        found = {}
        for number, notebook in running:
            work.step(runs[number].name)
            check_held(checksums_in(notebook), runs[number].name, work.folder / "data")
            found[names[number]] = notebook
        return found

    return executed


def write_reports(work: Work, executed: Executed, numbers: str, described: Dataset, *, pages: bool) -> None:
    """Write the pages, the PDFs and the notebooks themselves.

    Args:
        work: the build, with ``data/`` in its folder.
        executed: the notebooks.
        numbers: the digest of data and inputs, to be printed.
        described: what the page says of the edition to catalogues.
        pages: whether each municipality has a page that the front can lead to.
    """
    (work.folder / "notebooks").mkdir()
    for (name, language), notebook in executed.items():
        if name == "report":
            notebook.metadata["bosetting"] = _described(work, language, numbers, described) | {
                "find": _found(work, language, pages)
            }
    _write_pages(work, executed)
    for (name, language), notebook in executed.items():
        if name == "report":
            # Where Quarto looks for title and language, when someone renders the notebook with it.
            notebook.cells.insert(0, front_matter_cell(notebook))
        suffix = "" if language == work.languages[0] else f"-{language}"
        text = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
        write_file(work.folder / "notebooks" / f"{name}{suffix}.ipynb", f"{text}\n".encode())


def _run(work: Work, name: str, language: str) -> Run:
    parameters = {
        "year": work.order.year,
        "edition": work.computation.inputs.edition.name,
        "language": language,
        "root": str(work.order.root),
    }
    return Run(notebooks_folder() / f"{name}.ipynb", parameters, f"{name}.ipynb ({language})")


def _write_pages(work: Work, executed: Executed) -> None:
    """Page and PDF of each report, side by side; PDFs take longest and begin."""
    forms = [(form, language) for form in ("PDF", "page") for language in work.languages]
    calls = [(work.order.renderer, form, executed["report", language]) for form, language in forms]
    for number, content in work.runner.calls(rendered, calls):
        form, language = forms[number]
        work.step(f"{form} ({language})")
        path = pdf_path(language) if form == "PDF" else page_path(language, work.languages[0])
        (work.folder / path).parent.mkdir(exist_ok=True)
        write_file(work.folder / path, content)
        if form == "page" and work.order.renderer == "native":
            _write_figures(work.folder / "figures" / language, content.decode())


def rendered(renderer: str, form: str, notebook: NotebookNode) -> bytes:
    """A report's page or PDF."""
    html, pdf = RENDERERS[renderer]
    return pdf(notebook) if form == "PDF" else html(notebook).encode()


def _described(work: Work, language: str, numbers: str, described: Dataset) -> dict[str, object]:
    """What the page says about itself."""
    inputs, main = work.computation.inputs, work.languages[0]
    edition, publisher, up = inputs.edition, inputs.publisher, _up(language, main)
    return {
        "title": label(language, "report.title", year=str(inputs.year)),
        "subtitle": label(language, "report.subtitle", issues=publisher.issues),
        "language": language,
        "edition": edition_name(inputs, language, edition.name),
        "as_of": edition.as_of.isoformat(),
        "made": inputs.made.isoformat(),
        "pdf": up + pdf_path(language),
        "numbers": {kind: f"{up}data/{file}" for kind, file in NUMBERS.items()},
        "what_if": WHAT_IF,
        "up": up,
        "figures": f"{up}figures/{language}/",
        "description": described.descriptions[language],
        "dataset": schema_org(described, language, up),
        "strings": {
            "edition": edition_line(inputs, language),
            "sources": label(language, "report.sources", agency=publisher.asks and Quoted(publisher.asks)),
            "licence": label(language, "report.licence"),
            "check": label(language, "report.check", digest=numbers),
        },
        "alternates": {other: up + page_path(other, main) for other in work.languages if other != language},
    }


def _found(work: Work, language: str, pages: bool) -> dict[str, object]:
    """The finder of the front, which leads to a municipality's page, and to its letter where there are no pages."""
    kind, ending = ("municipalities", "html") if pages else ("letters", "pdf")
    up = _up(language, work.languages[0])
    return found(work.computation.request, language, lambda code: f"{up}{kind}/{code}.{ending}")


def page_path(language: str, main: str) -> str:
    """Where the page in a language lies in the edition's folder."""
    return "index.html" if language == main else f"{language}/index.html"


def pdf_path(language: str) -> str:
    """Where the PDF in a language lies in the edition's folder."""
    return f"report-{language}.pdf"


def _up(here: str, main: str) -> str:
    """The way from a page to the edition's folder."""
    return "" if here == main else "../"


def _write_figures(folder: Path, page: str) -> None:
    """Write what can be downloaded of each figure and table of the page."""
    folder.mkdir(parents=True)
    for name, content in figure_files(page).items():
        write_file(folder / name, content)
