"""Where a build puts an edition, from wherever it is called, and that it leaves nothing when it is ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from edition import contents
from smallyear import small_year

from bosetting.cli import main


def run(*arguments: object) -> int:
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


@pytest.mark.usefixtures("quick")
def test_relative_paths_count_from_where_it_is_called(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    small_year().write(tmp_path / "w")
    monkeypatch.chdir(tmp_path)
    assert run("build", 2018, "--root", "w", "--out", "out/nov") == 0
    assert capsys.readouterr().out == "out/nov/index.html\n"
    assert run("build", 2018, "--root", "w") == 0
    assert capsys.readouterr().out == "w/reports/2018/november/index.html\n"
    assert (tmp_path / "w/reports/2018/november/index.html").is_file()


@pytest.mark.usefixtures("quick")
def test_a_linked_folder_keeps_its_link(tmp_path: Path) -> None:
    root = small_year().write(tmp_path / "w")
    (tmp_path / "real").mkdir()
    (root / "reports" / "2018").mkdir(parents=True)
    link = root / "reports" / "2018" / "november"
    link.symlink_to(tmp_path / "real")
    for _ in range(2):
        assert run("build", 2018, "--root", root) == 0
        assert link.is_symlink()
        assert (tmp_path / "real" / "manifest.json").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["real", "w"]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "out", ["data", "data/new", "data/2018", "data/2018/a/b", ".", "..", "link", "link/new", "x/../data/y"]
)
def test_the_figures_are_never_built_into(
    out: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small_year().write(tmp_path / "w" / "w")
    (root / "link").symlink_to("data/2018")
    before = contents(tmp_path)
    assert run("build", 2018, "--root", root, "--out", root / out, "--replace") == 2
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.startswith("Error: ")
    assert told.endswith(
        f"is in, or around, the figures of {root / 'data'}, which a report must not change. Choose another --out."
    )
    assert contents(tmp_path) == before


ENDED = """
import signal
import sys
from pathlib import Path
from edition import request_tables
from bosetting.cli import main
from bosetting.publication import build as building, reports
building.data_files = request_tables
building.PAGES = False
building.WORKINGS = reports.WORKINGS = ()
reports.notebooks_folder = lambda: Path(sys.argv[1])
signal.signal(int(sys.argv[3]), signal.SIG_DFL)  # whoever runs the tests may ignore it
main(["--root", sys.argv[2], "build", "2018", "-l", "nb", "-j", "1"])
"""


def runs(process: int) -> bool:
    """Whether it does; one that has ended may wait for whoever adopted it to notice."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.long
@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGHUP])
def test_a_build_that_is_asked_to_end_leaves_nothing(asked: signal.Signals, tmp_path: Path) -> None:
    root = small_year().write(tmp_path / "w")
    (tmp_path / "tmp").mkdir()
    note = tmp_path / "note"
    sleep = (
        f"import os, time, pathlib; pathlib.Path({str(note)!r}).write_text(str(os.getpid())); time.sleep(600)"
    )
    parameters = nbformat.v4.new_code_cell("year = 0\nedition = 0\nlanguage = 0\nroot = 0", id="p")
    parameters.metadata["tags"] = ["parameters"]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [parameters, nbformat.v4.new_code_cell(sleep, id="s")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), tmp_path / "report.ipynb")
    environment = os.environ | {"TMPDIR": str(tmp_path / "tmp"), "PYTHONPATH": str(Path(__file__).parent)}
    command = [sys.executable, "-c", ENDED, str(tmp_path), str(root), str(asked.value)]
    building = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, encoding="utf-8")
    while building.poll() is None and not (note.exists() and note.read_text()):
        time.sleep(0.05)
    building.send_signal(asked)
    told = building.communicate(timeout=60)[1]
    assert told.splitlines()[-1] == "Stopped."
    assert building.returncode == 128 + asked
    deadline = time.monotonic() + 10
    while runs(int(note.read_text())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not runs(int(note.read_text()))
    assert list((tmp_path / "tmp").iterdir()) == []
    assert list((root / "reports" / "2018").iterdir()) == []
