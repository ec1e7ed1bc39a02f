"""A page for each municipality: its notebook run, and what it shows written as a page."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bosetting.compute import Computation, compute
from bosetting.inputs.model import Municipality
from bosetting.publication.held import check_held, checksums_in, held
from bosetting.publication.order import Work
from bosetting.report import municipality
from bosetting.report.blocks.drawn_later import drawn
from bosetting.report.drawing.webfont import make_ready
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
IN_TURN = 53
"""Pages made in one copy of the warm process: copying it, and making ready what draws, takes as long as a few."""
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


def municipal_pages_begun(work: Work) -> Callable[[], None]:
    """Begin ``municipalities/<kommune_nr>.html`` for all, asked or not; gives how to wait for them.

    Each page is written where its notebook was run: to hand hundreds of either on would take as long as making them.

    Args:
        work: the build.

    Raises, at the end:
        Disagrees: a notebook held other numbers than ``data/``.
    """
    computation, runner = work.computation, work.runner
    inputs, municipalities = computation.inputs, computation.inputs.municipalities
    folder = work.folder / FOLDER
    folder.mkdir()
    edition = (inputs.year, inputs.edition.name, str(computation.root))
    runs = [
        replace(municipal_run(computation, m.number), then=partial(_page_of, folder, edition, m.number))
        for m in municipalities
    ]
    running = runner.notebooks(runs, IN_TURN)

    def end() -> None:
        for number, checksums in running:
            check_held(checksums, runs[number].name, work.folder / "data")

    return end


def _page_of(
    folder: Path, edition: tuple[int, str, str], code: str, notebook: NotebookNode
) -> dict[str, str]:
    """Write the page of an executed notebook; gives the checksums of what it held."""
    year, name, root = edition
    computation = compute(year, name, Path(root))
    held_there = checksums_in(notebook)
    page = written(described(notebook, computation, computation.request.by_code[code].municipality))
    write_file(folder / f"{code}.html", page)
    return held_there


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
        return written(executed)
    text = nbformat.writes(drawn(executed))  # type: ignore[no-untyped-call]
    return f"{text}\n".encode()


def prepared(year: int, edition: str, root: str) -> None:
    """Compute what the pages show and hold, read the texts and cut the font, before processes are copied for each."""
    computation = compute(year, edition, Path(root))
    held(computation, *HELD)
    make_ready(LETTERS)
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


def written(notebook: NotebookNode) -> bytes:
    """The page of an executed notebook."""
    return report_html(drawn(notebook)).encode()
