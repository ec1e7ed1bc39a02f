"""Building an edition: what stands there, that it is the same everywhere, and that a reader finds it whole."""

import csv
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from edition import ROOT, build, contents, copied_root, faults_of, request_tables
from smallyear import small_year
from stand_in import StandIn, instead_of_notebooks

from bosetting.cli import main
from bosetting.publication import build as building
from bosetting.publication.order import Work
from bosetting.publication.reports import page_path, pdf_path
from bosetting.report.language.labels import written_languages


def test_every_file_is_there(built: Path) -> None:
    files = set(contents(built))
    main_language = written_languages()[0]
    assert files >= {"index.html", "what-if.html", f"report-{main_language}.pdf", "manifest.json"}
    assert files >= {"data/requests.csv", "data/counties.csv"}
    assert files >= {f"notebooks/{name}.ipynb" for name in ("1_inputs", "2_allocation", "report")}
    assert {path for path in files if path.startswith("inputs/")} == {
        f"inputs/{path.name}" for path in (ROOT / "data" / "2018").iterdir()
    }
    assert (built / "index.html").read_text(encoding="utf-8").count(f'<html lang="{main_language}">') == 1
    assert not [path for path in built.rglob("*") if path.name.startswith(".")]
    assert [path.name for path in built.parent.iterdir()] == ["november"]


def test_every_figure_and_table_has_its_file_and_every_link_leads_to_one(built: Path) -> None:
    page = (built / "index.html").read_text(encoding="utf-8")
    links = {unquote(link) for link in re.findall(r'href="([^":#?]+)"', page)}
    assert {"data/tables.ods", "data/catalog.ttl", "data/algorithm.json", "ro-crate-metadata.json"} <= links
    assert [link for link in links if not (built / link).is_file()] == []
    files = {path.name for path in (built / "figures" / written_languages()[0]).iterdir()}
    figures = {f"{name}.svg" for name in re.findall(r'<figure class="block chart" id="([^"]+)"', page)}
    tables = {f"{name}.csv" for name in re.findall(r'<div class="block table[^"]*" id="([^"]+)"', page)}
    assert figures
    assert files == figures | tables
    assert 'id="k5001"' in page


def test_every_language_has_a_page_a_pdf_and_a_notebook(built: Path) -> None:
    files = set(contents(built))
    main_language, *others = written_languages()
    of_each = {language: set() for language in written_languages()}
    for path in files:
        if path.startswith("figures/"):
            of_each[path.split("/")[1]].add(path.split("/")[2])
    assert len({frozenset(names) for names in of_each.values()}) == 1
    tops = {path.split("/")[0] for path in files}
    assert tops & {*written_languages()} == {*others}
    for language in others:
        assert {path for path in files if path.startswith(f"{language}/")} == {
            f"{language}/index.html",
            f"{language}/what-if.html",
        }
    for kind in ("report-{}.pdf", "notebooks/report-{}.ipynb"):
        expected = {kind.format(language) for language in (written_languages() if "pdf" in kind else others)}
        assert {path for path in files if re.fullmatch(kind.format(r"\w+"), path)} == expected
    assert faults_of(built) == []
    manifest = json.loads((built / "manifest.json").read_bytes())
    assert manifest["parameters"]["languages"] == [main_language, *others]


def test_the_manifest_says_what_was_computed_from_what(built: Path) -> None:
    assert faults_of(built) == []
    manifest = json.loads((built / "manifest.json").read_bytes())
    assert (manifest["schema"], manifest["year"], manifest["edition"]) == (
        "bosetting-manifest-1",
        2018,
        "november",
    )
    assert manifest["parameters"]["languages"] == [*written_languages()]
    assert manifest["software"].keys() >= {"python", "bosetting", "pandas", "vl-convert-python"}


def test_the_check_of_the_manifest_sees_every_fault(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(built, copy)
    (copy / "extra").write_text("")
    (copy / "index.html").write_bytes(b"")
    (copy / "data" / "requests.csv").unlink()
    assert faults_of(copy) == ["data/requests.csv", "extra", "index.html"]


def test_the_inputs_are_exact_copies(built: Path) -> None:
    assert contents(built / "inputs") == contents(ROOT / "data" / "2018")


def test_no_file_names_the_machine_or_the_day(built: Path) -> None:
    # The day that the publisher gives may be today; then the clock's would not show.
    made = str(tomllib.loads((ROOT / "data/2018/rules.toml").read_text())["publisher"]["made"])
    names = {str(ROOT), str(built.parents[2]), f"{Path.home()}/", time.strftime("%Y-%m-%d")} - {made}
    names |= {name for name in (socket.gethostname(),) if len(name) > 5}
    for path, content in contents(built).items():
        if not path.startswith("inputs/"):
            assert [name for name in names if name.encode() in content] == [], path


def test_the_executed_notebooks_ran_to_their_end(built: Path) -> None:
    for path in (built / "notebooks").iterdir():
        cells = [c for c in json.loads(path.read_bytes())["cells"] if c["cell_type"] == "code"]
        assert all(isinstance(cell["execution_count"], int) for cell in cells)
        kinds = [output["output_type"] for cell in cells for output in cell["outputs"]]
        assert kinds
        assert not {"error", "stream"} & set(kinds)


def test_the_open_data_are_the_same_bytes_anywhere(built: Path, tmp_path: Path) -> None:
    published = (built / "data" / "requests.csv").read_bytes()
    for environment in (
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "4402"},
        {"TZ": "America/St_Johns", "LC_ALL": "nb_NO.UTF-8", "PYTHONHASHSEED": "1"},
    ):
        command = [sys.executable, "-m", "bosetting", "allocate", "2018", "--format", "csv"]
        done = subprocess.run(
            command, cwd=built.parents[2], env=os.environ | environment, capture_output=True, check=True
        )
        assert done.stdout == published


@pytest.mark.long
def test_a_changed_forecast_gives_a_report(tmp_path: Path) -> None:
    """A new row of forecasts.csv and nothing else."""
    root = copied_root(tmp_path)
    with (root / "data" / "2018" / "forecasts.csv").open("a", encoding="utf-8") as file:
        file.write("test,2017-11-07,5000,5000,,,,A new forecast\n")
    done = build(root, "--edition", "test", "--language", written_languages()[0], pages=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "reports/2018/test/index.html\n"
    folder = root / "reports" / "2018" / "test"
    assert faults_of(folder) == []
    with (folder / "data" / "requests.csv").open(encoding="utf-8", newline="") as file:
        assert sum(int(row["persons"]) for row in csv.DictReader(file)) == 5000
    assert "5\u00a0000" in (folder / "index.html").read_text(encoding="utf-8")


# How one folder replaces another is tested on a build without notebooks, which takes no time.


def small_build(root: Path, *options: object) -> int:
    try:
        main(["--root", str(root), "build", "2018", *map(str, options)])
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


@pytest.mark.usefixtures("quick")
def test_other_numbers_stop_and_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "edition"
    assert small_build(small_year().write(tmp_path / "1"), "--out", out) == 0
    before = contents(out)
    other = small_year(lambda year: year.change("forecasts", 1, requested=103)).write(tmp_path / "2")
    capsys.readouterr()
    assert small_build(other, "--out", out) == 1
    told = capsys.readouterr()
    assert told.out == ""
    lines = [line for line in told.err.splitlines() if not line.startswith("[")]
    assert lines[0] == f"{out} was built before, and this would change or go:"
    assert "data/counties.csv, 02, persons: 64 → 65" in lines
    assert "data/requests.csv, 0201, persons: 54 → 55" in lines
    assert "inputs/forecasts.csv, november, requested: 102 → 103" in lines
    assert "manifest.json: differs" in lines
    assert lines[-1] == "Nothing was changed. To replace it all the same, add --replace."
    assert contents(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "2", "edition"]
    assert small_build(other, "--out", out, "--replace") == 0
    assert b"0201,Storby,02,Vestland,20000,1.000000" in (out / "data" / "requests.csv").read_bytes()
    assert ",true,55," in (out / "data" / "requests.csv").read_text(encoding="utf-8")
    assert faults_of(out) == []


@pytest.mark.usefixtures("quick")
def test_the_same_edition_replaces_in_silence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small_year().write(tmp_path / "project")
    assert small_build(root) == 0
    folder = root / "reports" / "2018" / "november"
    (folder / ".DS_Store").write_text("what a file manager leaves")
    before = folder.stat().st_ino
    capsys.readouterr()
    assert small_build(root) == 0
    assert capsys.readouterr().out == f"{folder / 'index.html'}\n"
    assert folder.stat().st_ino != before


def refused(root: Path, capsys: pytest.CaptureFixture[str], *options: object) -> list[str]:
    """What a build names when it stops, after checking that it has changed nothing."""
    folder = root / "reports" / "2018" / "november"
    before = contents(folder)
    capsys.readouterr()
    assert small_build(root, *options) == 1
    assert contents(folder) == before
    first, *named, last = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("[")]
    assert first == f"{folder} was built before, and this would change or go:"
    assert last == "Nothing was changed. To replace it all the same, add --replace."
    return named


@pytest.fixture
def pages(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds with a page and a PDF in each language, in place of what notebooks would give."""

    def pages(work: Work) -> None:
        for language in work.languages:
            page = work.folder / page_path(language, work.languages[0])
            page.parent.mkdir(exist_ok=True)
            page.write_text(f"{work.languages} {work.order.renderer}")
            (work.folder / pdf_path(language)).write_text(work.order.renderer)

    monkeypatch.setattr(building, "_notebooks_begun", instead_of_notebooks(pages))
    monkeypatch.setattr(building, "renderer_software", lambda renderer: {renderer: "1"})


@pytest.mark.usefixtures("pages")
def test_no_language_goes_unsaid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small_year().write(tmp_path)
    assert small_build(root) == 0
    named = refused(root, capsys, "-l", "en")
    assert {
        "en/index.html: would go",
        "index.html: differs",
        "manifest.json: differs",
        "nn/index.html: would go",
        "report-nb.pdf: would go",
        "report-nn.pdf: would go",
    } <= set(named)
    others = {line for line in named if line.startswith("data/")}
    assert all(line.startswith(("data/catalog.", "data/tables.", "data/algorithm.")) for line in others)
    assert small_build(root, "-l", "en", "--replace") == 0
    assert not (root / "reports" / "2018" / "november" / "report-nb.pdf").exists()


@pytest.mark.usefixtures("pages")
def test_no_other_renderer_takes_over_unsaid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small_year().write(tmp_path)
    assert small_build(root, "-l", "nb") == 0
    expected = [
        *("index.html: differs", "manifest.json: differs", "report-nb.pdf: differs"),
        "ro-crate-metadata.json: differs",
    ]
    assert refused(root, capsys, "-l", "nb", "--renderer", "quarto") == expected


@pytest.mark.usefixtures("quick")
def test_no_text_of_the_inputs_changes_unsaid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small_year().write(tmp_path)
    assert small_build(root) == 0
    rules, forecasts = root / "data/2018/rules.toml", root / "data/2018/forecasts.csv"
    rules.write_text(rules.read_text("utf-8").replace("A letter of June", "Another of June", 1), "utf-8")
    forecasts.write_text(forecasts.read_text("utf-8").replace(",A letter\n", ",B letter\n", 1), "utf-8")
    named = refused(root, capsys)
    assert "inputs/rules.toml: differs" in named
    assert "inputs/forecasts.csv, june, source: A letter → B letter" in named
    assert "manifest.json: differs" in named


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("path", ["data/requests.csv", "index.html", "manifest.json", "inputs/rules.toml"])
def test_a_damaged_edition_is_named_and_can_be_replaced(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small_year().write(tmp_path)
    assert small_build(root) == 0
    folder = root / "reports" / "2018" / "november"
    before = contents(folder)
    (folder / path).write_bytes(before[path][:-1] + b"\xff")
    how = " (not readable as CSV)" if path.endswith(".csv") else ""
    assert refused(root, capsys) == [f"{path}: differs{how}"]
    assert small_build(root, "--replace") == 0
    assert contents(folder) == before


@pytest.mark.usefixtures("quick")
def test_only_what_the_year_describes_is_published(tmp_path: Path) -> None:
    root = small_year().write(tmp_path)
    data = root / "data" / "2018"
    described = contents(data)
    for name in (".~lock.forecasts.csv#", "~$forecasts.xlsx", "notater.txt", ".env", ".DS_Store", "copy.csv"):
        (data / name).write_text("private")
    (data / ".ipynb_checkpoints").mkdir()
    (data / ".ipynb_checkpoints" / "forecasts.csv").write_text("private")
    assert small_build(root) == 0
    folder = root / "reports" / "2018" / "november"
    assert contents(folder / "inputs") == described
    assert faults_of(folder) == []


@pytest.mark.usefixtures("quick")
def test_a_link_in_the_year_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small_year().write(tmp_path)
    (root / "data" / "2018" / "link.txt").symlink_to("/etc/hostname")
    assert small_build(root) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "data/2018/link.txt: this is a link or no file at all. Expected a file. "
        "Put the file itself there, or remove it."
    )
    assert not (root / "reports").exists()


def test_what_is_published_is_computed_afresh(
    quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the build nor the kernels that it starts look into the project's cache."""
    root = small_year().write(tmp_path)
    seen = []

    def look(work: Work) -> None:
        seen.append(os.environ["BOSETTING_CACHE"])
        (work.folder / "index.html").write_text("a page")

    monkeypatch.setattr(building, "_notebooks_begun", instead_of_notebooks(look))
    assert small_build(root) == 0
    assert any(part.startswith(".november.building-") for part in Path(seen[0]).parts)
    assert contents(root / "reports" / "2018" / "november").keys() & {".cache"} == set()
    assert "BOSETTING_CACHE" not in os.environ


@pytest.mark.usefixtures("quick")
def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert small_build(small_year().write(tmp_path / "project"), "--out", tmp_path / "out") == 0
    assert faults_of(tmp_path / "out") == []


def test_a_failing_notebook_leaves_the_old_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small_year().write(tmp_path / "project")
    monkeypatch.setattr(building, "data_files", request_tables)
    monkeypatch.setattr(building, "_computed_here", lambda _: None)

    def fail(*_: object) -> nbformat.NotebookNode:
        raise RuntimeError("cell 3 failed")

    monkeypatch.setattr(building, "Runner", StandIn(fail))
    with monkeypatch.context() as patch:
        patch.setattr(building, "_notebooks_begun", instead_of_notebooks(lambda _: None))
        assert small_build(root) == 0
    before = contents(root)
    capsys.readouterr()
    assert small_build(root) == 1
    assert capsys.readouterr().err.splitlines()[-1] == "cell 3 failed"
    assert contents(root) == before
    assert [path.name for path in (root / "reports" / "2018").iterdir()] == ["november"]


WRITER = """
import sys
from pathlib import Path
from urllib.parse import unquote
from bosetting.publication.folder.replace import put_in_place, staging
target, version = Path(sys.argv[1]), 0
while True:
    version += 1
    with staging(target) as folder:
        for name in range(20):
            (folder / str(name)).write_text(str(version))
        put_in_place(folder, target)
    print(version, flush=True)
"""


def test_a_writer_killed_at_any_moment_leaves_one_folder_whole(tmp_path: Path) -> None:
    chance = random.Random(20)
    target = tmp_path / "november"
    versions = []
    for _ in range(25):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        until = time.monotonic() + chance.uniform(0, 0.03)
        while time.monotonic() < until:
            assert (target / "0").exists()
        writer.kill()
        writer.communicate()
        found = {path.name: path.read_text() for path in target.iterdir()}
        assert found.keys() == {str(name) for name in range(20)}
        assert len(set(found.values())) == 1
        versions.append(int(found["0"]))
    assert max(versions) > 1
    left = [path.name for path in tmp_path.iterdir() if path != target]
    assert len(left) <= 1, "each writer clears what the one before it left"


SMALL = """
import sys
from pathlib import Path
from urllib.parse import unquote
from edition import request_tables
from bosetting.cli import main
from bosetting.publication import build as building, reports
building.data_files = request_tables
building.PAGES = False
building.WORKINGS = reports.WORKINGS = ()
reports.notebooks_folder = lambda: Path(sys.argv[1])
main(["--root", sys.argv[2], "build", "2018", "-l", "nb", "--replace"])
"""
REPORT = """
from bosetting.publication.held import held
from bosetting.report.blocks.kinds import Prose
from bosetting.report.view import open_report
view = open_report(year, edition, language, root)
view.document.show(Prose("## Page"))
held(view.computation, "requests.csv")
"""


def small_report(folder: Path) -> None:
    """A report of one heading, which a kernel runs as it does the real one."""
    parameters = nbformat.v4.new_code_cell("year = 0\nedition = 0\nlanguage = 0\nroot = 0", id="p")
    parameters.metadata["tags"] = ["parameters"]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [parameters, nbformat.v4.new_code_cell(REPORT.strip(), id="r")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), folder / "report.ipynb")


@pytest.mark.long
def test_a_build_killed_at_any_moment_leaves_the_old_or_the_new_edition(tmp_path: Path) -> None:
    """Only the build itself is killed, as the system does when memory runs out; its kernels then stop."""
    chance = random.Random(7)
    small_report(tmp_path)
    root = small_year().write(tmp_path / "w")
    folder = root / "reports" / "2018" / "november"
    command = [sys.executable, "-c", SMALL, str(tmp_path), str(root)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    started = time.monotonic()
    assert subprocess.run(command, env=environment, check=False).returncode == 0
    takes = time.monotonic() - started
    old = contents(folder)
    assert {"report-nb.pdf", "notebooks/report.ipynb"} <= old.keys()
    forecasts = root / "data" / "2018" / "forecasts.csv"
    text = forecasts.read_text(encoding="utf-8")
    forecasts.write_text(text.replace(",100,102,8,", ",100,103,8,"), encoding="utf-8")
    assert forecasts.read_text(encoding="utf-8") != text
    replaced = 0
    moments = (chance.uniform(0.05, 0.5), chance.uniform(0.5, 0.95), 0.98, 1.02)
    for part in moments:
        running = subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(part * takes)
        running.kill()
        running.wait()
        try:
            assert faults_of(folder) == []
            replaced += contents(folder) != old
        finally:
            stop_group(running.pid)
    assert replaced < len(moments)
    assert subprocess.run(command, env=environment, check=False).returncode == 0
    assert [path.name for path in folder.parent.iterdir()] == ["november"]
    assert faults_of(folder) == []
    assert contents(folder) != old


def stop_group(group: int) -> None:
    """The kernels that this test's own build started, if they have not stopped yet."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
