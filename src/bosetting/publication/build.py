"""Building an edition's folder: notebooks, page, open data, inputs, manifest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bosetting.cache import fresh_cache
from bosetting.compute import Computation, compute
from bosetting.inputs.reading.described import copy_described, refuse_links
from bosetting.inputs.root import year_folder
from bosetting.inputs.told.faults import BadInput
from bosetting.inputs.year import check_year
from bosetting.publication.figures import figure_files
from bosetting.publication.folder.compare import changes
from bosetting.publication.folder.manifest import manifest, manifest_bytes
from bosetting.publication.folder.place import refuse_figures, refuse_foreign
from bosetting.publication.folder.replace import put_in_place, scratch_of, staging
from bosetting.publication.held import check_held
from bosetting.publication.metadata.algorithm import NAME as ALGORITHM
from bosetting.publication.metadata.algorithm import algorithm_bytes
from bosetting.publication.metadata.dataset import Dataset, dataset
from bosetting.publication.metadata.dcat import catalog_files
from bosetting.publication.metadata.ro_crate import NAME as RO_CRATE
from bosetting.publication.metadata.ro_crate import ro_crate_bytes
from bosetting.publication.metadata.schema_org import schema_org
from bosetting.publication.open_data.describe import package_bytes
from bosetting.publication.open_data.tables import data_files
from bosetting.publication.renderer import renderer_software
from bosetting.publication.spreadsheets.workbook import workbook_files
from bosetting.report.language.coverage import with_unwritable
from bosetting.report.language.labels import label
from bosetting.report.language.readable import Quoted
from bosetting.report.output.exporter import report_html
from bosetting.report.output.files import named, write_file
from bosetting.report.output.pdf import report_pdf
from bosetting.report.output.quarto import quarto_html, quarto_pdf
from bosetting.report.output.quarto_notebook import front_matter_cell
from bosetting.report.running.execution import execute, notebooks_folder
from bosetting.report.running.kernels import Kernels
from bosetting.report.view import edition_name

WORKINGS = ("1_inputs", "2_allocation", "3_programme_load", "4_uncertainty")
"""Notebooks that show the work; they are published once, in the first language."""

RENDERERS: dict[str, tuple[Callable[[NotebookNode], str], Callable[[NotebookNode], bytes]]] = {
    "native": (report_html, report_pdf),
    "quarto": (quarto_html, quarto_pdf),
}
"""What makes the page and the PDF from an executed notebook."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and how many there are."""


class Differs(Exception):
    """Something in the folder to be replaced would change or go.

    Attributes:
        differences: what would, one line each.
    """

    def __init__(self, folder: Path, differences: Sequence[str]) -> None:
        super().__init__(f"{folder} was published before, and this would change or go:")
        self.folder = folder
        self.differences = tuple(differences)


@dataclass(frozen=True)
class Order:
    """What to build.

    Attributes:
        year: target year.
        edition: its name; None for the default edition.
        languages: the first one is the main page.
        root: the folder that holds ``data/``; where it is relative, from the working folder.
        out: the edition's folder, likewise; None for ``reports/YEAR/EDITION`` under the root. Where it is a link,
            the folder it leads to is replaced and the link stays.
        jobs: notebooks to run at a time.
        replace: put the new folder in place even if something in the old one changes or goes.
        renderer: one of ``RENDERERS``.
    """

    year: int
    edition: str | None
    languages: tuple[str, ...]
    root: Path
    out: Path | None = None
    jobs: int = 2
    replace: bool = False
    renderer: str = "native"


def build(order: Order, progress: Progress = lambda what, done, steps: None) -> Path:
    """Build an edition and put it in place; gives the path of its main page.

    The new folder is made beside the old one and takes its place in one step at the end, so a build that fails
    or is killed leaves the old one whole.

    Raises:
        BadInput: faults in the year folder.
        ForeignFolder: the folder to be replaced is no edition, or lies in or around the figures.
        Infeasible: the rules cannot be met.
        NotebookFailed: a cell failed.
        KernelEnded: a notebook's kernel did not start, or ended.
        Disagrees: a notebook held other numbers than those that are published as data.
        Differs: something in the old folder would change or go, and ``replace`` is not set.
        DocumentError: the report cannot be set as a PDF.
        QuartoMissing: Quarto is asked for, and there is none that can do it.
        QuartoFailed: Quarto could not render the report.
        OSError: with the name of the file that could not be written.
    """
    order = _absolute(order)
    if order.out is not None:
        _refuse(order.out, order)  # before anything is computed
    software = renderer_software(order.renderer)  # minutes of work are not begun for nothing
    source = year_folder(order.root, order.year)
    refuse_links(source, f"data/{order.year}")
    computation = compute(order.year, order.edition, order.root)
    _refuse_unwritable(order)
    edition = computation.inputs.edition.name
    target = order.out or (order.root / "reports" / str(order.year) / edition).resolve()
    _refuse(target, order)
    steps = len(WORKINGS) + 3 * len(order.languages) + 3
    done = 0

    def step(what: str) -> None:
        nonlocal done
        progress(what, done, steps)
        done += 1

    with _staged(target) as folder:
        step("data")
        copy_described(source, folder / "inputs")
        with fresh_cache(folder / ".cache"):
            described = _write_data(folder, computation, order.languages)
            _run_notebooks(folder, computation, order, step, described)
        step("manifest")
        write_file(folder / RO_CRATE, ro_crate_bytes(described, folder))
        parameters = {"languages": list(order.languages), "renderer": order.renderer}
        content = manifest(folder, folder / "inputs", order.year, edition, parameters, software)
        write_file(folder / "manifest.json", manifest_bytes(content))
        step("compare")
        found = [] if order.replace else changes(target, folder)
        if found:
            raise Differs(target, found)
        put_in_place(folder, target)
    progress("done", steps, steps)
    return target / "index.html"


def _absolute(order: Order) -> Order:
    """Every path absolute and without links, once, before anything is done."""
    return replace(order, root=order.root.resolve(), out=None if order.out is None else order.out.resolve())


def _refuse(target: Path, order: Order) -> None:
    refuse_figures(target, order.root, order.year)
    refuse_foreign(target)


def _refuse_unwritable(order: Order) -> None:
    """Letters the font lacks are told now, by row, and not by the PDF when all the notebooks are done."""
    checked = check_year(order.year, order.root)
    found = [fault for fault in with_unwritable(checked).faults if fault not in checked.faults]
    if found:
        raise BadInput(found)


@contextmanager
def _staged(target: Path) -> Iterator[Path]:
    """The staging folder; an error of the system that names no file names the target."""
    try:
        with staging(target) as folder:
            yield folder
    except OSError as error:
        raise named(error, target) from None


def _write_data(folder: Path, computation: Computation, languages: Sequence[str]) -> Dataset:
    """Write the open data, and give its description."""
    (folder / "data").mkdir()
    files = data_files(computation)
    package = package_bytes(files, computation)
    described_by = json.loads(package)
    files |= {"datapackage.json": package, **workbook_files(files, described_by, computation, languages[0])}
    described = dataset(computation, files, described_by, languages)
    files |= {ALGORITHM: algorithm_bytes(described), **catalog_files(described)}
    for name, content in files.items():
        write_file(folder / "data" / name, content)
    return described


def _run_notebooks(
    folder: Path, computation: Computation, order: Order, step: Callable[[str], None], described: Dataset
) -> None:
    """Run the working notebooks and the report in each language, and make the pages."""
    main = order.languages[0]
    runs = [(name, main) for name in WORKINGS] + [("report", language) for language in order.languages]
    kernels = Kernels(scratch_of(folder))
    (folder / "notebooks").mkdir()
    edition = computation.inputs.edition.name

    def run(name: str, language: str) -> NotebookNode:
        parameters = {
            "year": order.year,
            "edition": edition,
            "language": language,
            "root": str(order.root),
        }
        return execute(notebooks_folder() / f"{name}.ipynb", parameters, kernels)

    with ThreadPoolExecutor(max_workers=max(1, order.jobs)) as pool:
        waiting = [(name, language, pool.submit(run, name, language)) for name, language in runs]
        try:
            for name, language, future in waiting:
                step(f"{name}.ipynb ({language})")
                notebook = future.result()
                check_held(notebook, f"{name}.ipynb ({language})", folder / "data")
                if name == "report":
                    _describe(notebook, computation, language, order.languages, described)
                    html, pdf = RENDERERS[order.renderer]
                    step(f"page ({language})")
                    page = html(notebook)
                    _write_page(folder / _page_path(language, main), page)
                    if order.renderer == "native":
                        _write_figures(folder / "figures" / language, page)
                    step(f"PDF ({language})")
                    write_file(folder / _pdf_path(language), pdf(notebook))
                    # Where Quarto looks for title and language, when someone renders the notebook with it.
                    notebook.cells.insert(0, front_matter_cell(notebook))
                suffix = "" if language == main else f"-{language}"
                text = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
                write_file(folder / "notebooks" / f"{name}{suffix}.ipynb", f"{text}\n".encode())
        except BaseException:
            kernels.stop()
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _describe(
    notebook: NotebookNode,
    computation: Computation,
    language: str,
    languages: Sequence[str],
    described: Dataset,
) -> None:
    """Put into the notebook's metadata what the page says about itself."""
    edition, publisher = computation.inputs.edition, computation.inputs.publisher
    year = str(computation.inputs.year)
    name = edition_name(computation.inputs, language, edition.name)
    notebook.metadata["bosetting"] = {
        "title": label(language, "report.title", year=year),
        "subtitle": label(language, "report.subtitle", issues=publisher.issues),
        "language": language,
        "edition": name,
        "as_of": edition.as_of.isoformat(),
        "made": computation.inputs.made.isoformat(),
        "pdf": _up(language, languages[0]) + _pdf_path(language),
        "up": _up(language, languages[0]),
        "figures": f"{_up(language, languages[0])}figures/{language}/",
        "description": described.descriptions[language],
        "dataset": schema_org(described, language, _up(language, languages[0])),
        "strings": {
            "edition": label(
                language,
                "report.edition",
                edition=name,
                as_of=edition.as_of,
                made=publisher.made,
                by=Quoted(publisher.name),
            ),
            "sources": label(language, "report.sources"),
            "licence": label(language, "report.licence"),
            "check": label(language, "report.check"),
        },
        "alternates": {
            other: _address(language, other, languages[0]) for other in languages if other != language
        },
    }


def _page_path(language: str, main: str) -> str:
    return "index.html" if language == main else f"{language}/index.html"


def _pdf_path(language: str) -> str:
    return f"report-{language}.pdf"


def _address(here: str, there: str, main: str) -> str:
    """The relative address of the page in another language."""
    return _up(here, main) + _page_path(there, main)


def _up(here: str, main: str) -> str:
    """The way from a page to the edition's folder."""
    return "" if here == main else "../"


def _write_figures(folder: Path, page: str) -> None:
    """Write what can be downloaded of each figure and table of the page."""
    folder.mkdir(parents=True)
    for name, content in figure_files(page).items():
        write_file(folder / name, content)


def _write_page(page: Path, html: str) -> None:
    page.parent.mkdir(exist_ok=True)
    write_file(page, html.encode())
