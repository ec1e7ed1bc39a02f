"""Building an edition's folder: notebooks, page, open data, inputs, manifest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bosetting.cache import fresh_cache
from bosetting.compute import Computation, compute
from bosetting.inputs.reading.described import copy_described, refuse_links
from bosetting.inputs.root import year_folder
from bosetting.publication.figures import figure_files
from bosetting.publication.folder.compare import changes
from bosetting.publication.folder.corrected import publication, uncorrected
from bosetting.publication.folder.manifest import manifest, manifest_bytes
from bosetting.publication.folder.place import refuse_figures, refuse_foreign
from bosetting.publication.folder.replace import put_in_place, scratch_of, staging
from bosetting.publication.held import check_held
from bosetting.publication.letters import write_letters
from bosetting.publication.listing import write_listing
from bosetting.publication.metadata.algorithm import NAME as ALGORITHM
from bosetting.publication.metadata.algorithm import algorithm_bytes
from bosetting.publication.metadata.dataset import Dataset, dataset
from bosetting.publication.metadata.dcat import catalog_files
from bosetting.publication.metadata.ro_crate import NAME as RO_CRATE
from bosetting.publication.metadata.ro_crate import ro_crate_bytes
from bosetting.publication.metadata.schema_org import schema_org
from bosetting.publication.municipal_pages import write_municipal_pages
from bosetting.publication.open_data.describe import package_bytes
from bosetting.publication.open_data.tables import data_files
from bosetting.publication.proof.copy import copy_proof, digest_of_numbers
from bosetting.publication.renderer import renderer_software
from bosetting.publication.spreadsheets.workbook import workbook_files
from bosetting.publication.what_if import WHAT_IF, write_what_if
from bosetting.report.edition_line import edition_line
from bosetting.report.found import found
from bosetting.report.language.coverage import refuse_unwritable
from bosetting.report.language.labels import label
from bosetting.report.language.readable import Quoted
from bosetting.report.output.exporter import report_html
from bosetting.report.output.files import named, write_file
from bosetting.report.output.pdf import report_pdf
from bosetting.report.output.quarto import quarto_html, quarto_pdf
from bosetting.report.output.quarto_notebook import front_matter_cell
from bosetting.report.running.execution import notebooks_folder
from bosetting.report.running.runner import Run, Runner
from bosetting.report.view import edition_name

WORKINGS = ("1_inputs", "2_allocation", "3_programme_load", "4_uncertainty")
"""Notebooks that show the work; they are published once, in the first language."""

PAGES = True
"""Whether each municipality has a page."""

READY = ("bosetting.publication.ready",)
"""What a warm process loads before it is copied."""

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
        remedy: what to do where it is meant.
    """

    def __init__(self, folder: Path, differences: Sequence[str], uncorrected: Sequence[str] = ()) -> None:
        super().__init__(
            f"{folder} was {'published' if uncorrected else 'built'} before, and this would change or go:"
        )
        self.folder = folder
        self.differences = (*differences, *uncorrected)
        row = "add a row to corrections.csv that says what was wrong, and --replace"
        self.remedy = (
            f"To correct it, {row}." if uncorrected else "To replace it all the same, add --replace."
        )


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
        jobs: processes that run notebooks and make pages, at a time.
        replace: put the new folder in place even if something in the old one changes or goes; a published edition
            only with a new row in corrections.csv.
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
        Differs: something in the old folder would change or go, and ``replace`` is not set, or the old edition was
            published and no new row of corrections.csv says what was wrong.
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
    refuse_unwritable(order.year, order.root)
    edition = computation.inputs.edition.name
    target = order.out or (order.root / "reports" / str(order.year) / edition).resolve()
    _refuse(target, order)
    steps = len(WORKINGS) + 3 * len(order.languages) + 4 + 2 * PAGES
    done = 0

    def step(what: str) -> None:
        nonlocal done
        progress(what, done, steps)
        done += 1

    with _staged(target) as folder:
        step("data")
        copy_described(source, folder / "inputs")
        copy_proof(folder)
        with fresh_cache(folder / ".cache"):
            with Runner(scratch_of(folder), order.jobs, READY, step) as runner:
                described = _write_data(folder, computation, order.languages)
                numbers = digest_of_numbers(folder)
                _run_notebooks(folder, computation, order, runner, step, numbers, described)
            write_what_if(folder, computation, order.languages)
            step("letters")
            write_letters(folder / "letters", computation)
        step("manifest")
        write_file(folder / RO_CRATE, ro_crate_bytes(described, folder))
        parameters = {"languages": list(order.languages), "renderer": order.renderer}
        content = manifest(folder, folder / "inputs", order.year, edition, parameters, software, numbers)
        write_file(folder / "manifest.json", manifest_bytes(content | publication(computation.inputs)))
        step("compare")
        _refuse_unsaid(target, folder, computation, order)
        put_in_place(folder, target)
    reports = order.root.resolve() / "reports"
    if target.parent.parent == reports:
        write_listing(reports)
    progress("done", steps, steps)
    return target / "index.html"


def _refuse_unsaid(target: Path, folder: Path, computation: Computation, order: Order) -> None:
    """What was built is replaced only where that is asked for, and what was published only with a correction."""
    differing = changes(target, folder)
    if differing:
        unsaid = uncorrected(target, folder, computation.inputs)
        if unsaid or not order.replace:
            raise Differs(target, differing, unsaid)


def _absolute(order: Order) -> Order:
    """Every path absolute and without links, once, before anything is done."""
    return replace(order, root=order.root.resolve(), out=None if order.out is None else order.out.resolve())


def _refuse(target: Path, order: Order) -> None:
    refuse_figures(target, order.root, order.year)
    refuse_foreign(target)


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
    folder: Path,
    computation: Computation,
    order: Order,
    runner: Runner,
    step: Callable[[str], None],
    numbers: str,
    described: Dataset,
) -> None:
    """Run the working notebooks and the report in each language, and make the pages."""
    (folder / "notebooks").mkdir()
    executed = _executed(runner, folder, computation, order, step, numbers, described)
    _write_pages(runner, folder, executed, order, step)
    if PAGES:
        write_municipal_pages(folder, computation, runner, step)
    for (name, language), notebook in executed.items():
        if name == "report":
            # Where Quarto looks for title and language, when someone renders the notebook with it.
            notebook.cells.insert(0, front_matter_cell(notebook))
        suffix = "" if language == order.languages[0] else f"-{language}"
        text = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
        write_file(folder / "notebooks" / f"{name}{suffix}.ipynb", f"{text}\n".encode())


def _executed(
    runner: Runner,
    folder: Path,
    computation: Computation,
    order: Order,
    step: Callable[[str], None],
    numbers: str,
    described: Dataset,
) -> dict[tuple[str, str], NotebookNode]:
    """Every notebook by name and language, when what it held is what ``data/`` holds."""
    names = [(name, order.languages[0]) for name in WORKINGS]
    names += [("report", language) for language in order.languages]
    runs = [_run(name, language, computation, order) for name, language in names]
    executed = {}
    for number, notebook in runner.notebooks(runs):
        (name, language), run = names[number], runs[number]
        step(run.name)
        check_held(notebook, run.name, folder / "data")
        if name == "report":
            _describe(notebook, computation, language, order.languages, numbers, described)
            finder = _found(computation, language, order.languages[0])
            notebook.metadata["bosetting"]["find"] = finder
        executed[name, language] = notebook
    return executed


def _run(name: str, language: str, computation: Computation, order: Order) -> Run:
    parameters = {
        "year": order.year,
        "edition": computation.inputs.edition.name,
        "language": language,
        "root": str(order.root),
    }
    return Run(notebooks_folder() / f"{name}.ipynb", parameters, f"{name}.ipynb ({language})")


def _write_pages(
    runner: Runner,
    folder: Path,
    executed: Mapping[tuple[str, str], NotebookNode],
    order: Order,
    step: Callable[[str], None],
) -> None:
    """Page and PDF of each report, side by side; PDFs take longest and begin."""
    forms = [(form, language) for form in ("PDF", "page") for language in order.languages]
    calls = [(order.renderer, form, executed["report", language]) for form, language in forms]
    for number, content in runner.calls(rendered, calls):
        form, language = forms[number]
        step(f"{form} ({language})")
        path = folder / (_pdf_path(language) if form == "PDF" else _page_path(language, order.languages[0]))
        path.parent.mkdir(exist_ok=True)
        write_file(path, content)
        if form == "page" and order.renderer == "native":
            _write_figures(folder / "figures" / language, content.decode())


def rendered(renderer: str, form: str, notebook: NotebookNode) -> bytes:
    """A report's page or PDF."""
    html, pdf = RENDERERS[renderer]
    return pdf(notebook) if form == "PDF" else html(notebook).encode()


def _describe(
    notebook: NotebookNode,
    computation: Computation,
    language: str,
    languages: Sequence[str],
    numbers: str,
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
        "what_if": WHAT_IF,
        "up": _up(language, languages[0]),
        "figures": f"{_up(language, languages[0])}figures/{language}/",
        "description": described.descriptions[language],
        "dataset": schema_org(described, language, _up(language, languages[0])),
        "strings": {
            "edition": edition_line(computation.inputs, language),
            "sources": label(language, "report.sources", agency=publisher.asks and Quoted(publisher.asks)),
            "licence": label(language, "report.licence"),
            "check": label(language, "report.check", digest=numbers),
        },
        "alternates": {
            other: _address(language, other, languages[0]) for other in languages if other != language
        },
    }


def _found(computation: Computation, language: str, main: str) -> dict[str, object]:
    """The finder of the front, which leads to a municipality's page, and to its letter where there are no pages."""
    kind, ending = ("municipalities", "html") if PAGES else ("letters", "pdf")
    up = _up(language, main)
    return found(computation.request, language, lambda code: f"{up}{kind}/{code}.{ending}")


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
