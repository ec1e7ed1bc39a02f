"""Running the notebooks with papermill, and making what they leave the same on every machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

KERNEL = "python3"
TIME_LIMIT = 600
"""Seconds a cell may take before the build gives up on it."""


class NotebookFailed(Exception):
    """A cell of a notebook failed.

    Attributes:
        notebook: its name.
        cell: the number of the cell.
        source: the cell's code.
        error: the last line of its trace.
    """

    def __init__(self, notebook: str, cell: int, source: str, error: str) -> None:
        super().__init__(f"{notebook}, cell {cell} failed: {error}\n\n{source}")
        self.notebook, self.cell, self.source, self.error = notebook, cell, source, error


def notebooks_folder() -> Path:
    """The notebooks that belong to this version of the package: in the wheel, or in the repository."""
    here = Path(__file__).resolve().parents[1]
    packaged = here / "notebooks"
    return packaged if packaged.is_dir() else here.parents[1] / "notebooks"


def check_parameters(path: Path, parameters: Mapping[str, object]) -> None:
    """Refuse a parameter that the notebook does not have; papermill itself would only warn.

    Raises:
        ValueError: naming the parameters there are.
    """
    known = papermill.inspect_notebook(str(path))
    unknown = sorted(set(parameters) - set(known))
    if unknown:
        raise ValueError(
            f"{path.name} has no parameter {', '.join(unknown)}. Expected some of {', '.join(sorted(known))}."
        )


def execute(path: Path, parameters: Mapping[str, object], root: Path, scratch: Path) -> NotebookNode:
    """Run a notebook in a kernel of its own and give it back with its outputs, normalised.

    Args:
        path: the notebook.
        parameters: its parameters; all must be known to it.
        root: the folder that holds ``data/``, where the kernel works.
        scratch: a folder for papermill's own copy.

    Raises:
        ValueError: an unknown parameter.
        NotebookFailed: a cell failed.
    """
    check_parameters(path, parameters)
    names = "-".join(str(value) for value in parameters.values())
    copy = scratch / f"{path.stem}-{names}.ipynb"
    # One thread in the numerical libraries: sums then come in one order on every machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    try:
        papermill.execute_notebook(
            str(path),
            str(copy),
            parameters=dict(parameters),
            kernel_name=KERNEL,
            cwd=str(root),
            progress_bar=False,
            log_output=False,
            execution_timeout=TIME_LIMIT,
            # The kernel is on this machine alone; its warning about encryption is not the user's concern.
            extra_arguments=["--log-level=40"],
        )
    except PapermillExecutionError as error:
        raise NotebookFailed(
            path.name, error.cell_index, error.source, f"{error.ename}: {error.evalue}"
        ) from None
    return normalised(nbformat.read(copy, as_version=4))  # type: ignore[no-untyped-call]


def normalised(notebook: NotebookNode) -> NotebookNode:
    """Take out what differs from run to run or machine to machine; the outputs stay as they are.

    papermill notes times, durations and paths and gives its injected cell a random id; nbclient notes when each
    cell ran; the kernel names its patch version.
    """
    notebook.metadata.pop("papermill", None)
    notebook.metadata.pop("widgets", None)
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": KERNEL}
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
        for key in ("papermill", "execution", "collapsed"):
            cell.metadata.pop(key, None)
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.output_type != "stream"]
    return notebook
