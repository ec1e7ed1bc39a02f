"""Running the notebooks with papermill, and making what they leave the same on every machine."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from bosetting.report.output.files import write_file
from bosetting.report.running.engine import NAME as ENGINE
from bosetting.report.running.kernels import NAME, Kernels

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


class KernelEnded(Exception):
    """A notebook's kernel did not start, or ended before the notebook did."""

    def __init__(self, notebook: str, said: str) -> None:
        super().__init__(f"{notebook}: its kernel ended{f': {said}' if said else ''}. Build again.")


def notebooks_folder() -> Path:
    """The notebooks that belong to this version of the package: in the wheel, or in the repository."""
    here = Path(__file__).resolve().parents[2]
    packaged = here / "notebooks"
    return packaged if packaged.is_dir() else here.parents[1] / "notebooks"


def check_parameters(path: Path, parameters: Mapping[str, object]) -> None:
    """Refuse a parameter that the notebook does not have; papermill itself would only warn.

    Raises:
        ValueError: naming the parameters there are.
    """
    known = papermill.inspect_notebook(_read(path))
    unknown = sorted(set(parameters) - set(known))
    if unknown:
        raise ValueError(
            f"{path.name} has no parameter {', '.join(unknown)}. Expected some of {', '.join(sorted(known))}."
        )


def execute(path: Path, parameters: Mapping[str, object], kernels: Kernels) -> NotebookNode:
    """Run a notebook in a kernel of its own and give it back with its outputs, normalised.

    papermill changes the folder of the whole process to read, write or run in another one, and several notebooks
    run at a time. So it is given the notebook itself, no path and no folder.

    Args:
        path: the notebook.
        parameters: its parameters; all must be known to it.
        kernels: start and end the kernel.

    Raises:
        ValueError: an unknown parameter.
        NotebookFailed: a cell failed.
        KernelEnded: the kernel did not start, or ended.
        OSError: there is no room for the kernel's files.
    """
    check_parameters(path, parameters)
    home = kernels.home()
    # One thread in the numerical libraries: sums then come in one order on every machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    try:
        notebook = papermill.execute_notebook(
            _read(path),
            None,
            parameters=dict(parameters),
            kernel_name=NAME,
            kernel_manager_class=kernels.manager(home),
            progress_bar=False,
            log_output=False,
            start_timeout=TIME_LIMIT,
            execution_timeout=TIME_LIMIT,
            # Nothing is left for the kernel to do; asked to stop it would first tell of the interruption.
            shutdown_kernel="immediate",
        )
    except PapermillExecutionError as error:
        raise NotebookFailed(
            path.name, error.cell_index, error.source, f"{error.ename}: {error.evalue}"
        ) from None
    except (DeadKernelError, RuntimeError):
        write_file(home / "room", bytes(1 << 16))  # a full disk ends a kernel without a word
        raise KernelEnded(path.name, _last_line(home / "log")) from None
    return _settled(notebook)


def execute_here(path: Path, parameters: Mapping[str, object]) -> NotebookNode:
    """Run a notebook in this process, without a kernel, and give it back as ``execute`` does.

    What it leaves in the process stays there, so it is for a process that ends with it (see ``warm``).

    Raises:
        ValueError: an unknown parameter.
        PapermillExecutionError: a cell failed.
    """
    check_parameters(path, parameters)
    notebook = papermill.execute_notebook(
        _read(path),
        None,
        parameters=dict(parameters),
        engine_name=ENGINE,
        kernel_name=NAME,
        progress_bar=False,
        log_output=False,
    )
    return _settled(notebook)


def _settled(notebook: NotebookNode) -> NotebookNode:
    """As it would be read from a file, where keys are text, and the same everywhere."""
    return normalised(nbformat.from_dict(json.loads(json.dumps(notebook))))  # type: ignore[no-untyped-call]


def _read(path: Path) -> NotebookNode:
    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1].strip().rstrip(".") if lines else ""


def normalised(notebook: NotebookNode) -> NotebookNode:
    """Take out what differs from run to run or machine to machine; the outputs stay as they are.

    papermill notes times, durations and paths and gives its injected cell a random id; nbclient notes when each
    cell ran; the kernel names its patch version. Of papermill's notes the parameters stay, where those that read its
    notebooks look for them. The root is a path on the machine: without it a notebook looks for the nearest ``data/``
    from its own folder upwards.
    """
    noted = notebook.metadata.pop("papermill", {}).get("parameters", {})
    kept = {name: value for name, value in noted.items() if name != "root"}
    notebook.metadata["papermill"] = {"parameters": kept}
    notebook.metadata.pop("widgets", None)
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": NAME}
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
            lines = cell.source.splitlines(keepends=True)
            cell.source = "".join(line for line in lines if not line.startswith("root = ")).rstrip("\n")
        for key in ("papermill", "execution", "collapsed"):
            cell.metadata.pop(key, None)
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.output_type != "stream"]
    return notebook
