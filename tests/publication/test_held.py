"""What a notebook held is what is published as data, or nothing is published."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import nbformat
import pytest
from smallyear import small_year
from stand_in import StandIn

from bosetting.cli import main
from bosetting.compute import compute
from bosetting.publication import build as building
from bosetting.publication.held import MIME, Disagrees, Held, check_held, checksums_in, held
from bosetting.publication.open_data.tables import data_files
from bosetting.publication.order import Order


def executed(*outputs: dict[str, object]) -> nbformat.NotebookNode:
    shown = [nbformat.v4.new_output("execute_result", data=data, execution_count=1) for data in outputs]
    cells = [nbformat.v4.new_markdown_cell("text"), nbformat.v4.new_code_cell("", outputs=shown)]
    return nbformat.v4.new_notebook(cells=cells)


def test_the_last_cell_leaves_the_checksums_of_the_published_bytes(tmp_path: Path) -> None:
    computation = compute(2018, "november", small_year().write(tmp_path))
    bundle = held(computation, "requests.csv", "counties.csv")._repr_mimebundle_()
    files = data_files(computation, "requests.csv", "counties.csv")
    assert list(files) == ["requests.csv", "counties.csv"]
    assert bundle == {
        MIME: {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }


def test_other_numbers_are_told_by_notebook_and_table(tmp_path: Path) -> None:
    for name in ("requests.csv", "grants.csv", "load.csv"):
        (tmp_path / name).write_text("a\n1\n")
    right = hashlib.sha256(b"a\n1\n").hexdigest()
    check_held(
        checksums_in(executed({MIME: {"requests.csv": right}}, {"text/plain": "x"})),
        "report.ipynb (nb)",
        tmp_path,
    )
    other = {"requests.csv": right, "grants.csv": "0" * 64, "load.csv": "", "none.csv": right}
    with pytest.raises(Disagrees) as wrong:
        check_held(checksums_in(executed({MIME: other})), "report.ipynb (nb)", tmp_path)
    assert str(wrong.value) == (
        "report.ipynb (nb) held other numbers than data/: grants.csv, load.csv, none.csv. Nothing was put in "
        "place. Expected the figures and the program to stay as they are during a build. Build again."
    )


def test_a_notebook_that_says_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Disagrees) as wrong:
        check_held(checksums_in(executed({"text/plain": "x"})), "1_inputs.ipynb (nb)", tmp_path)
    assert str(wrong.value) == (
        "1_inputs.ipynb (nb) does not say what it held. Expected held(view.computation) in its last cell."
    )


@pytest.fixture
def two_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that publishes two tables only: the others take seconds to compute."""
    monkeypatch.setattr(building, "data_files", lambda it: data_files(it, "requests.csv", "counties.csv"))
    monkeypatch.setattr(building, "workbook_files", lambda *_: {})  # they need all the tables
    monkeypatch.setattr(building, "_computed_here", lambda _: None)


@pytest.mark.usefixtures("two_tables")
def test_a_build_stops_before_anything_is_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small_year().write(tmp_path)
    published = root / "reports" / "2018" / "november"
    published.mkdir(parents=True)
    before = sorted(root.rglob("*"))

    def other(notebook: Path, parameters: Mapping[str, object]) -> nbformat.NotebookNode:
        return executed({MIME: {"requests.csv": "0" * 64}})

    monkeypatch.setattr(building, "Runner", StandIn(other))
    with pytest.raises(SystemExit) as stopped:
        main(["build", "2018", "--root", str(root), "--language", "nb"])
    out, err = capsys.readouterr()
    assert (stopped.value.code, out) == (1, "")
    assert err.splitlines()[-1] == (
        "report.ipynb (nb) held other numbers than data/: requests.csv. Nothing was put in place. "
        "Expected the figures and the program to stay as they are during a build. Build again."
    )
    assert sorted(root.rglob("*")) == before


@pytest.mark.usefixtures("two_tables")
def test_the_report_too_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = small_year().write(tmp_path)
    right = held(compute(2018, "november", root), "requests.csv").checksums

    def other(notebook: Path, parameters: Mapping[str, object]) -> nbformat.NotebookNode:
        return executed({MIME: right | ({"counties.csv": "0" * 64} if notebook.stem == "report" else {})})

    monkeypatch.setattr(building, "Runner", StandIn(other))
    with pytest.raises(
        Disagrees, match=r"^report\.ipynb \(nn\) held other numbers than data/: counties\.csv\."
    ):
        building.build(Order(2018, "november", ("nn",), root))
    assert not (root / "reports" / "2018" / "november").exists()


def test_what_was_held_reads_the_same_on_every_run() -> None:
    assert repr(Held({"b.csv": "1", "a.csv": "2"})) == "SHA-256 × 2"
