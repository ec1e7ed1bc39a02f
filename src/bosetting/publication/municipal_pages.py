"""A page for each municipality: its notebook run, and what it shows written as a page."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bosetting.compute import Computation, compute
from bosetting.inputs.model import Municipality
from bosetting.publication.held import check_held, held
from bosetting.publication.order import Work
from bosetting.report import municipality
from bosetting.report.blocks.drawn_later import drawn
from bosetting.report.edition_line import edition_line
from bosetting.report.language.labels import label
from bosetting.report.language.readable import Quoted
from bosetting.report.letter import own_language
from bosetting.report.municipality.opening import open_municipality
from bosetting.report.output.exporter import report_html
from bosetting.report.output.files import write_file
from bosetting.report.running.execution import execute, notebooks_folder
from bosetting.report.running.kernels import Kernels
from bosetting.report.running.runner import Run

FOLDER = "municipalities"
NOTEBOOK = "municipality"
SECONDS = 120
"""A page takes a tenth of a second; one that takes this long is made with a kernel instead."""
HELD = ("requests.csv", "explanation.csv", "programme_load.csv", "grants.csv")
"""The tables whose checksums the notebook's last cell leaves."""
IN_TURN = 20
"""Notebooks run in one copy of the warm process: copying it takes as long as running one."""
TOGETHER = 60
"""Pages written in one process: what draws and the font are ready after the first."""
LETTERS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ"
    "abcdefghijklmnopqrstuvwxyzæøå"
    "ÁČĐŊŠŦŽáčđŋšŧžàéèêòóôöäü"
    "0123456789 \u00a0+−-–.,:;()«»“”%/"
)
"""The font of every page has these, so that it is made once."""


def municipal_run(computation: Computation, code: str, language: str = "") -> Run:
    """The notebook of a municipality, to be run.

    Args:
        computation: of the edition.
        code: of the municipality.
        language: blank for its own form of Norwegian.
    """
    parameters = {
        "municipality": code,
        "year": computation.inputs.year,
        "edition": computation.inputs.edition.name,
        "language": language,
        "root": str(computation.root),
    }
    return Run(notebooks_folder() / f"{NOTEBOOK}.ipynb", parameters, f"municipality {code}", SECONDS)


def write_municipal_pages(work: Work) -> None:
    """Write ``municipalities/<kommune_nr>.html`` for all, asked or not.

    Args:
        work: the build, with ``data/`` in its folder.

    Raises:
        Disagrees: a notebook held other numbers than ``data/``.
    """
    computation, runner = work.computation, work.runner
    inputs, municipalities = computation.inputs, computation.inputs.municipalities
    work.step("municipalities: notebooks")
    runner.prepare(prepared, inputs.year, inputs.edition.name, str(computation.root))
    runs = [municipal_run(computation, m.number) for m in municipalities]
    notebooks: dict[str, NotebookNode] = {}
    for number, notebook in runner.notebooks(runs, IN_TURN):
        check_held(notebook, runs[number].name, work.folder / "data")
        notebooks[municipalities[number].number] = described(notebook, computation, municipalities[number])
    work.step("municipalities: pages")
    (work.folder / FOLDER).mkdir()
    codes = [m.number for m in municipalities]
    parts = [codes[first : first + TOGETHER] for first in range(0, len(codes), TOGETHER)]
    for _, pages in runner.calls(written, [({code: notebooks[code] for code in part},) for part in parts]):
        for code, content in pages.items():
            write_file(work.folder / FOLDER / f"{code}.html", content)


def one_page(computation: Computation, code: str, language: str = "", *, notebook: bool = False) -> bytes:
    """The page of one municipality, or its executed notebook with the drawing in it; by papermill in a kernel.

    Args:
        computation: of the edition.
        code: of the municipality.
        language: blank for its own form of Norwegian.
        notebook: the notebook and not the page.

    Raises:
        NotebookFailed: a cell failed.
        KernelEnded: the kernel did not start, or ended.
    """
    own, run = computation.request.by_code[code].municipality, municipal_run(computation, code, language)
    with tempfile.TemporaryDirectory(prefix="bosetting-") as folder:
        executed = execute(run.path, run.parameters, Kernels(Path(folder)))
    described(executed, computation, own, language)
    if not notebook:
        return written({code: executed})[code]
    text = nbformat.writes(drawn(executed))  # type: ignore[no-untyped-call]
    return f"{text}\n".encode()


def prepared(year: int, edition: str, root: str) -> None:
    """Compute what the pages show and what they hold, and read the texts, before processes are copied for each."""
    computation = compute(year, edition, Path(root))
    held(computation, *HELD)
    for code in {own_language(m): m.number for m in computation.inputs.municipalities}.values():
        view = open_municipality(code, year, edition, "", root)
        for name in municipality.__all__:
            for block in getattr(municipality, name)(view):
                block.mimebundle(view.language)


def described(
    notebook: NotebookNode, computation: Computation, own: Municipality, language: str = ""
) -> NotebookNode:
    """The notebook with what its page says about itself; it is changed, and given back."""
    inputs, language = computation.inputs, language or own_language(own)
    publisher = inputs.publisher
    notebook.metadata["bosetting"] = {
        "title": label(
            language,
            "municipality.title",
            name=own.name.removesuffix(f" ({own.county})"),
            year=str(inputs.year),
        ),
        "subtitle": label(language, "municipality.place", code=own.number, county=own.county),
        "language": language,
        "letters": LETTERS,
        "strings": {
            "edition": edition_line(inputs, language, own.number),
            "sources": label(
                language, "report.sources", agency=None if publisher.asks is None else Quoted(publisher.asks)
            ),
            "licence": label(language, "report.licence"),
        },
    }
    return notebook


def written(notebooks: Mapping[str, NotebookNode]) -> dict[str, bytes]:
    """The pages of executed notebooks, by code."""
    return {code: report_html(drawn(notebook)).encode() for code, notebook in notebooks.items()}
