"""Building an edition's folder: notebooks, page, open data, inputs, manifest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bosetting.cache import fresh_cache
from bosetting.compute import Computation, compute
from bosetting.inputs.reading.described import copy_described, refuse_links
from bosetting.inputs.root import year_folder
from bosetting.publication.folder.compare import changes
from bosetting.publication.folder.corrected import publication, uncorrected
from bosetting.publication.folder.manifest import manifest, manifest_bytes
from bosetting.publication.folder.place import refuse_editions, refuse_figures, refuse_foreign
from bosetting.publication.folder.replace import put_in_place, scratch_of, staging
from bosetting.publication.letters import letters_begun
from bosetting.publication.listing import write_listing
from bosetting.publication.metadata.algorithm import NAME as ALGORITHM
from bosetting.publication.metadata.algorithm import algorithm_bytes
from bosetting.publication.metadata.dataset import Dataset, dataset
from bosetting.publication.metadata.dcat import catalog_files
from bosetting.publication.metadata.ro_crate import NAME as RO_CRATE
from bosetting.publication.metadata.ro_crate import ro_crate_bytes
from bosetting.publication.municipal_pages import municipal_pages_begun, prepared
from bosetting.publication.open_data.describe import package_bytes
from bosetting.publication.open_data.tables import data_files
from bosetting.publication.order import Order, Progress, Work
from bosetting.publication.proof.copy import copy_proof, digest_of_numbers
from bosetting.publication.renderer import renderer_software
from bosetting.publication.reports import WORKINGS, reports_begun, write_reports
from bosetting.publication.spreadsheets.workbook import workbook_files
from bosetting.publication.what_if import write_what_if
from bosetting.report.language.coverage import refuse_unwritable
from bosetting.report.output.files import named, write_file
from bosetting.report.running.runner import Runner

PAGES = True
"""Whether each municipality has a page."""

READY = ("bosetting.publication.ready",)
"""What a warm process loads before it is copied."""


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


def build(order: Order, progress: Progress = lambda what, done, steps: None) -> Path:
    """Build an edition and put it in place; gives the path of its main page.

    The new folder is made beside the old one and takes its place in one step at the end, so a build that fails
    or is killed leaves the old one whole.

    Raises:
        BadInput: faults in the year folder.
        ForeignFolder: the folder to be replaced is no edition, or lies in another one, or in or around the figures.
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
    steps = len(WORKINGS) + 3 * len(order.languages) + 4 + PAGES
    done = 0

    def step(what: str) -> None:
        nonlocal done
        progress(what, done, steps)
        done += 1

    with _staged(target) as folder:
        step("data")
        copy_described(source, folder / "inputs")
        copy_proof(folder)
        with (
            fresh_cache(folder / ".cache"),
            Runner(scratch_of(folder), order.jobs, READY, step) as runner,
        ):
            work = Work(folder, computation, order, runner, step)
            runner.prepare(_computed_beside, order.year, edition, str(computation.root))
            letters = letters_begun(work)
            notebooks = _notebooks_begun(work)
            described = _write_data(folder, computation, order.languages)
            numbers = digest_of_numbers(folder)
            notebooks(numbers, described)
            write_what_if(folder, computation, order.languages)
            step("letters")
            letters()
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
    refuse_editions(*target.parents)
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


def _computed_beside(year: int, edition: str, root: str) -> None:
    """What does not rest on the load, computed in the warm process while this one computes the load."""
    computation = compute(year, edition, Path(root))
    _ = computation.explanations, computation.habits


def _computed_here(computation: Computation) -> None:
    """What takes seconds and rests on the load; it is kept, and every notebook reads it."""
    _ = computation.load, computation.load_decided, computation.uncertainty


def _notebooks_begun(work: Work) -> Callable[[str, Dataset], None]:
    """Begin the report's notebooks and those of the municipalities; gives how to make their pages.

    They need nothing that the build has yet to write. What they compare with ``data/`` is compared in the end.
    """
    computation = work.computation
    _computed_here(computation)
    if PAGES:
        edition = computation.inputs.edition.name
        work.runner.prepare(prepared, work.order.year, edition, str(computation.root))
    reports = reports_begun(work)
    municipalities = municipal_pages_begun(work) if PAGES else None

    def end(numbers: str, described: Dataset) -> None:
        executed = reports()
        if municipalities is not None:
            work.step("municipalities")  # made before what is ordered now
        write_reports(work, executed, numbers, described, pages=PAGES)
        if municipalities is not None:
            municipalities()

    return end
