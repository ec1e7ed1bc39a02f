"""papermill's engine for hundreds of pages: a notebook runs in the process that asks, without a kernel."""

from __future__ import annotations

import traceback
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode, from_dict
from papermill.engines import Engine, papermill_engines
from traitlets import Type
from traitlets.config import Config

NAME = "bosetting"
"""What ``papermill --engine`` calls it."""


class _Publisher(DisplayPublisher):
    """Keeps what a cell displays, where a kernel would send it."""

    def publish(self, data: Any, metadata: Any = None, source: Any = None, **_: Any) -> None:
        _shown.append({"output_type": "display_data", "data": data, "metadata": metadata or {}})


class _Hook(DisplayHook):
    """Keeps the value of a cell's last line, likewise."""

    def write_output_prompt(self) -> None:
        """Write no prompt."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        shown = {"output_type": "execute_result", "execution_count": self.prompt_count}
        _shown.append({**shown, "data": format_dict, "metadata": md_dict or {}})

    def finish_displayhook(self) -> None:
        """Write no end of line."""
        self._is_active = False


class _Shell(InteractiveShell):
    """IPython as a kernel has it, without one; it reads no settings and keeps no history."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def showtraceback(self, *_: Any, **__: Any) -> None:
        """Write nothing: what failed stands in the cell."""


_shown: list[dict[str, Any]] = []


def shell() -> InteractiveShell:
    """The process's IPython. It may be made before a fork: it keeps no history, so it has no thread."""
    found: InteractiveShell = _Shell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    return found


class InProcess(Engine):  # type: ignore[misc]
    """Runs the cells one by one here.

    The shell is emptied before each notebook. It runs in a process forked from one that has everything ready (see
    ``warm``), so that what a notebook does to the process ends with it and the few that share it. A cell that prints shows nothing, as in what ``execution`` leaves of any notebook.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **_: Any) -> None:
        """Run every cell until one fails."""
        ipython = shell()
        if ipython.execution_count > 1:
            ipython.reset()  # type: ignore[no-untyped-call]
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            failed = cell.cell_type == "code" and cell.source.strip() and not _run(ipython, cell)
            if failed:
                nb_man.cell_exception(cell, index)
            nb_man.cell_complete(cell, index)
            if failed:
                return


def _run(ipython: InteractiveShell, cell: NotebookNode) -> bool:
    """Run one cell and leave its outputs in it; whether it came to its end."""
    _shown.clear()
    cell["execution_count"] = ipython.execution_count
    done = ipython.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call]
    error = done.error_before_exec or done.error_in_exec
    if error is not None:
        told = traceback.format_exception(error)
        failure = {"ename": type(error).__name__, "evalue": str(error), "traceback": told}
        _shown.append({"output_type": "error", **failure})
    cell["outputs"] = [from_dict(shown) for shown in _shown]  # type: ignore[no-untyped-call]
    return error is None


# The entry point in pyproject.toml tells papermill of it; this does where the package is not installed anew.
papermill_engines.register(NAME, InProcess)
