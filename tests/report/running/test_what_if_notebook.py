"""`what_if.ipynb` runs by papermill, with what an analyst gives it on the command line."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from bosetting.report.running.execution import NotebookFailed, execute, notebooks_folder
from bosetting.report.running.kernels import Kernels

ROOT = Path(__file__).resolve().parents[3]
WHAT_IF = notebooks_folder() / "what_if.ipynb"


def text(notebook: nbformat.NotebookNode) -> str:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output.output_type for output in outputs if output.output_type == "error"] == []
    return "\n".join(output.get("data", {}).get("text/plain", "") for output in outputs)


@pytest.mark.long
def test_it_runs_as_a_reader_of_the_docs_runs_it(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "what-if.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^papermill what_if\.ipynb (\S+) (.*)$", page, re.MULTILINE)
    done = subprocess.run(
        f"{sys.executable} -m papermill what_if.ipynb {tmp_path}/out.ipynb {command[1]} --no-progress-bar",
        cwd=WHAT_IF.parent,
        shell=True,  # the command is quoted for a shell
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = text(nbformat.read(tmp_path / "out.ipynb", as_version=4))
    assert "## What if the rules were different?" in said
    assert "people than in the edition" in said


@pytest.mark.long
def test_what_is_refused_is_a_sentence_and_what_is_no_value_fails(tmp_path: Path) -> None:
    kernels = Kernels(tmp_path)
    given = {"root": str(ROOT), "language": "nn", "floor": 60}
    done = execute(WHAT_IF, given, kernels)
    assert "Slik kan ikkje personane fordelast." in text(done)
    assert done.metadata["papermill"]["parameters"] == {"language": "nn", "floor": 60}
    with pytest.raises(
        NotebookFailed, match=r"ValueError: floor is 0\. Expected a whole number of at least 1"
    ):
        execute(WHAT_IF, given | {"floor": 0}, kernels)
