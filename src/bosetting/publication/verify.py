"""Computing a published edition again from its own inputs, which anybody may have put together."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bosetting.inputs.reading.described import copy_described, is_mess, undescribed
from bosetting.inputs.root import find_root
from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.publication.build import build
from bosetting.publication.folder.compare import Compared, compared
from bosetting.publication.folder.read_manifest import read_manifest
from bosetting.publication.folder.tree import TooMuch, Tree, shown, tree
from bosetting.publication.metadata.ro_crate import NAME as RO_CRATE
from bosetting.publication.order import Order, Progress
from bosetting.publication.proof.copy import digest_of_numbers
from bosetting.publication.proof.listed import beside_edition, not_as_listed
from bosetting.publication.renderer import check_quarto


@dataclass(frozen=True)
class Verified:
    """What verification found.

    Attributes:
        year: of the edition.
        files: every file of the folder and of the edition computed again, by path.
        mess: what file managers have left in the folder; not counted.
        inputs: the folder's inputs beside the project's figures of the year; None where these are not at hand.
        not_compared: the renderer of page and PDF, where another one was asked for and these were left out.
        unlisted: what is not as the folder's own manifest lists it, one line each.
        edition: where data and inputs are not those of the edition that the project has published, one line each;
            None where that is not at hand, or is this folder.
        numbers: the digest of data and inputs, which stands on page and PDF.
    """

    year: int
    files: tuple[Compared, ...]
    mess: tuple[str, ...]
    inputs: tuple[Compared, ...] | None
    not_compared: str | None = None
    unlisted: tuple[str, ...] = ()
    edition: tuple[str, ...] | None = None
    numbers: str = ""

    @property
    def listed(self) -> bool:
        """Whether the files are what the manifest lists."""
        return not self.unlisted

    @property
    def computed(self) -> bool:
        """Whether the manifest is what this version computes from these inputs.

        Without a manifest to compare, since another renderer was asked for, every compared file must be the same.
        """
        own = [file for file in self.files if file.path == "manifest.json"] or self.files
        return not any(file.differences for file in own)

    @property
    def the_project_s(self) -> bool | None:
        """Whether the inputs are the project's: those of the edition it published, or else of its ``data/YEAR``.

        None where neither is at hand: then nobody can tell whether someone changed inputs, data and manifest.
        """
        if self.edition is not None:
            return not self.edition
        return None if self.inputs is None else not any(file.differences for file in self.inputs)

    @property
    def differs(self) -> bool:
        """Whether anything is not what it should be."""
        return any(file.differences for file in self.files) or not self.listed or self.the_project_s is False


def verify(
    folder: Path,
    root: Path | None = None,
    progress: Progress = lambda what, done, steps: None,
    renderer: str | None = None,
    jobs: int = 2,
) -> Verified:
    """Build the edition anew from the folder's ``inputs/`` and compare every file.

    Three things are told apart: whether the files are what the manifest lists, whether the manifest is what this
    version computes from these inputs, and whether the inputs are the project's. Only the installed package's
    notebooks and templates are run, nothing from the folder; links are never followed, and nothing is written but
    to a temporary folder.

    Args:
        folder: of the edition.
        root: the folder that holds the project's ``data/``; None for the nearest one from the working folder
            upwards, if any.
        progress: told what is being done.
        renderer: what makes page and PDF; None for what made the edition's. With another one, the pages, the
            PDFs and the manifest are not compared.
        jobs: processes at a time.

    Raises:
        BadInput: the folder is not an edition's, holds what no edition can, or another version of the package or of
            Quarto made it.
    """
    made = read_manifest(folder)
    found = _tree(folder)
    _refuse_undescribed(folder)
    chosen = renderer or made.renderer
    if chosen == made.renderer == "quarto":
        check_quarto(str(folder / "manifest.json"), made.software)
    with tempfile.TemporaryDirectory() as name:
        work, again = Path(name).resolve(), Path(name).resolve() / "again"
        copy_described(folder / "inputs", work / "data" / str(made.year))
        order = Order(made.year, made.edition, made.languages, work, out=again, jobs=jobs, renderer=chosen)
        with _of_the_folder(folder / "inputs", made.year):
            build(order, progress)
        files = compared(folder, again, "does not belong to the edition", "is missing")
    other = chosen != made.renderer
    project = _project(root)
    return Verified(
        made.year,
        tuple(file for file in files if not (other and _rendered(file.path))),
        found.mess,
        _beside_project(folder / "inputs", made.year, project),
        made.renderer if other else None,
        not_as_listed(folder, found),
        None if project is None else beside_edition(folder, found, project, made.year, made.edition),
        digest_of_numbers(folder),
    )


@contextmanager
def _of_the_folder(inputs: Path, year: int) -> Iterator[None]:
    """Faults in the copy that is computed from, told as what they are: faults in the folder that is verified."""
    try:
        yield
    except BadInput as error:
        own = f"data/{year}"
        raise BadInput(
            [
                replace(found, file=f"{inputs}{found.file.removeprefix(own)}", do="Get the edition anew")
                if found.file == own or found.file.startswith(f"{own}/")
                else found
                for found in error.faults
            ]
        ) from None


def _rendered(path: str) -> bool:
    """Whether the renderer makes the file, or it holds the sum of what the renderer made."""
    if path in ("manifest.json", RO_CRATE) or path.startswith("figures/"):
        return True
    return not path.startswith(("inputs/", "letters/")) and path.endswith((".html", ".pdf"))


def _tree(folder: Path) -> Tree:
    """What lies in the folder; refused where it cannot be copied and compared safely."""
    do = "Remove it, or get the edition anew"
    try:
        found = tree(folder, bounded=True)
    except TooMuch as error:
        expected = "an edition as it was built"
        raise BadInput([Fault(str(folder), None, None, str(error), expected, do)]) from None
    if found.special:
        what = "this is a link or no file at all"
        raise BadInput(
            [
                Fault(f"{folder}/{shown(path)}", None, None, what, "files and folders alone", do)
                for path in found.special[:20]
            ]
        )
    return found


def _refuse_undescribed(folder: Path) -> None:
    inputs = folder / "inputs"
    if not inputs.is_dir():
        do = "Get the edition anew"
        raise BadInput(
            [Fault(str(inputs), None, None, "there is no such folder", "the edition's figures", do)]
        )
    what, do = "nothing in datapackage.json describes this", "Remove it, or get the edition anew"
    expected = "rules.toml, datapackage.json and the tables it describes"
    strange = [name for name in undescribed(inputs) if not is_mess(name)]
    if strange:
        raise BadInput(
            [Fault(f"{inputs}/{shown(name)}", None, None, what, expected, do) for name in strange[:20]]
        )


def _project(root: Path | None) -> Path | None:
    """The folder that holds the project's ``data/`` and ``reports/``, if it is at hand."""
    try:
        return root or find_root()
    except BadInput:
        return None


def _beside_project(inputs: Path, year: int, root: Path | None) -> tuple[Compared, ...] | None:
    """The folder's inputs beside the project's own figures, if these are at hand."""
    project = None if root is None else root / "data" / str(year)
    if project is None or not project.is_dir():
        return None
    with tempfile.TemporaryDirectory() as name:
        copy_described(project, Path(name) / "inputs")
        return tuple(
            compared(inputs, Path(name) / "inputs", f"is not in data/{year}", f"is only in data/{year}")
        )
