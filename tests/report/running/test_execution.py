"""Running a notebook: in this interpreter, whatever the user has set up, and nothing of the machine stays in it."""

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest

import bosetting
from bosetting.report.running.execution import KernelEnded, NotebookFailed, execute, normalised
from bosetting.report.running.kernels import Kernels, Stopped, environment


def notebook(folder: Path, *cells: str) -> Path:
    """A notebook with the parameters that every notebook has, and these cells."""
    parameters = nbformat.v4.new_code_cell("year = 1\nroot = None", id="parameters")
    parameters.metadata["tags"] = ["parameters"]
    others = [nbformat.v4.new_code_cell(cell, id=f"cell-{i}") for i, cell in enumerate(cells)]
    path = folder / "a{b}.ipynb"
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[parameters, *others], metadata=metadata), path)
    return path


@pytest.fixture
def kernels(tmp_path: Path) -> Kernels:
    (tmp_path / "kernels").mkdir()
    return Kernels(tmp_path / "kernels")


TELL = """
import json, os, sys, decimal, bosetting
json.dumps({
    "interpreter": sys.executable,
    "package": bosetting.__file__,
    "empty": os.listdir(),
    "precision": decimal.getcontext().prec,
    "mine": sorted(set(globals()) & {"from_startup", "from_python_startup", "from_config"}),
    "root": root,
})
"""


def test_the_kernel_is_this_interpreter_without_the_users_settings(
    tmp_path: Path, kernels: Kernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = tmp_path / "ipython" / "profile_default"
    spec = tmp_path / "jupyter" / "kernels" / "python3"
    for folder in (profile / "startup", spec, tmp_path / "here"):
        folder.mkdir(parents=True)
    (profile / "startup" / "00-mine.py").write_text(
        "import decimal; decimal.getcontext().prec = 6; from_startup = 1"
    )
    config = 'c.InteractiveShellApp.exec_lines = ["from_config = 1"]'
    for file in (profile / "ipython_config.py", tmp_path / "here" / "ipython_config.py"):
        file.write_text(config)
    (tmp_path / "here" / "bosetting.py").write_text("raise RuntimeError")
    (tmp_path / "start.py").write_text("from_python_startup = 1")
    (spec / "kernel.json").write_text(
        json.dumps({"argv": ["/bin/false"], "display_name": "P", "language": "python"})
    )
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER", "none-of-this-name")
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "start.py"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "here"))
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(os, "chdir", lambda folder: pytest.fail(f"the process goes to {folder}"))
    done = execute(notebook(tmp_path, TELL), {"year": 2, "root": str(tmp_path)}, kernels)
    assert json.loads(done.cells[-1].outputs[0].data["text/plain"].strip("'")) == {
        "interpreter": sys.executable,
        "package": bosetting.__file__,
        "empty": [],
        "precision": 28,
        "mine": [],
        "root": str(tmp_path),
    }
    assert done.cells[1].source == "# Parameters\nyear = 2"
    assert done.metadata["kernelspec"]["name"] == "python3"
    assert done.cells[1]["id"] == "injected-parameters"
    assert done.metadata["papermill"] == {"parameters": {"year": 2}}


NOTED: dict[str, Any] = {
    "default_parameters": {},
    "duration": 2.65,
    "end_time": "2026-11-25T09:00:02+00:00",
    "environment_variables": {},
    "exception": None,
    "input_path": "/home/someone/1_inputs.ipynb",
    "output_path": "/home/someone/out.ipynb",
    "parameters": {"year": 2018, "edition": "november", "language": "nb", "root": "/home/someone"},
    "start_time": "2026-11-25T09:00:00+00:00",
    "version": "2.7.0",
}
"""What papermill leaves in a notebook's metadata."""


def as_papermill_leaves_it(**noted: object) -> nbformat.NotebookNode:
    cell = nbformat.v4.new_code_cell("1", id="one")
    cell.metadata["papermill"] = {"duration": 0.1, "start_time": "2026-11-25T09:00:00", "status": "completed"}
    return nbformat.v4.new_notebook(cells=[cell], metadata={"papermill": NOTED | noted})


def test_the_parameters_are_read_back_as_scrapbook_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "done.ipynb"
    nbformat.write(normalised(as_papermill_leaves_it()), path)
    read = nbformat.read(path, as_version=4)
    # scrapbook.models.Notebook.papermill_metadata, .parameters and .cell_timing
    assert read.metadata.get("papermill", {}).get("parameters", {}) == {
        "year": 2018,
        "edition": "november",
        "language": "nb",
    }
    assert [cell.metadata.get("papermill", {}).get("duration") for cell in read.cells] == [None]
    assert "someone" not in path.read_text()


def test_two_runs_leave_the_same_bytes() -> None:
    runs = [
        as_papermill_leaves_it(),
        as_papermill_leaves_it(
            duration=9.1,
            start_time="2027-01-01T00:00:00",
            parameters=dict(NOTED["parameters"], root="/other"),
        ),
    ]
    first, second = (nbformat.writes(normalised(run)) for run in runs)
    assert first == second


def test_a_notebook_that_papermill_has_not_run_has_no_parameters() -> None:
    assert normalised(nbformat.v4.new_notebook()).metadata["papermill"] == {"parameters": {}}


def test_a_kernel_has_the_running_interpreters_modules_and_no_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", ["", "/b", "/a", "/b"])
    mine = dict.fromkeys(
        ("PYTHONSTARTUP", "PYTHONPATH", "PYTHONWARNINGS", "IPYTHON_X", "JUPYTER_PATH", "TMPDIR"), "x"
    )
    theirs = environment(mine | {"LANG": "nb_NO", "PYTHONHASHSEED": "7"}, tmp_path)
    settings = str(tmp_path / "settings")
    assert theirs == {
        "LANG": "nb_NO",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": os.pathsep.join((str(Path.cwd()), "/b", "/a")),
        "PYTHONNOUSERSITE": "1",
        "JUPYTER_NO_CONFIG": "1",
        "TMPDIR": str(tmp_path / "tmp"),
        "IPYTHONDIR": settings,
        "JUPYTER_CONFIG_DIR": settings,
        "JUPYTER_DATA_DIR": settings,
        "JUPYTER_RUNTIME_DIR": settings,
    }


def test_what_fails_is_told_by_cell(tmp_path: Path, kernels: Kernels) -> None:
    with pytest.raises(
        ValueError, match=r"^a\{b\}.ipynb has no parameter day. Expected some of root, year.$"
    ):
        execute(notebook(tmp_path), {"day": 1}, kernels)
    with pytest.raises(NotebookFailed, match="cell 2 failed: ZeroDivisionError: division by zero"):
        execute(notebook(tmp_path, "1 / 0"), {"year": 2}, kernels)


def test_a_kernel_that_ends_says_its_last_word(tmp_path: Path, kernels: Kernels) -> None:
    end = "import os; os.write(2, b'first\\nNo memory.\\n'); os._exit(1)"
    with pytest.raises(KernelEnded) as ended:
        execute(notebook(tmp_path, end), {"year": 2}, kernels)
    assert str(ended.value) == "a{b}.ipynb: its kernel ended: No memory. Build again."


def test_stopped_kernels_end_at_once_and_no_other_starts(tmp_path: Path, kernels: Kernels) -> None:
    note = tmp_path / "number"
    sleep = (
        f"import os, time, pathlib; pathlib.Path({str(note)!r}).write_text(str(os.getpid())); time.sleep(600)"
    )
    told: list[BaseException] = []

    def run() -> None:
        try:
            execute(notebook(tmp_path, sleep), {"year": 2}, kernels)
        except BaseException as error:
            told.append(error)

    running = threading.Thread(target=run)
    running.start()
    while running.is_alive() and not (note.exists() and note.read_text()):
        time.sleep(0.05)
    kernels.stop()
    running.join(60)
    assert [type(error) for error in told] == [KernelEnded]
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)
    with pytest.raises(Stopped):
        execute(notebook(tmp_path), {"year": 2}, kernels)
