"""Checking a published edition: equal files are told, and every way in which one can differ."""

import json
import shutil
from pathlib import Path

import pytest
from smallyear import small_year

from bosetting import __version__
from bosetting.cli import main
from bosetting.publication.verify import verify


@pytest.fixture
def published(quick, tmp_path: Path) -> Path:
    root = small_year().write(tmp_path / "project")
    main(["--root", str(root), "build", "2018"])
    # The inputs alone must do: whoever verifies has the folder and nothing else.
    shutil.move(root / "reports" / "2018" / "november", tmp_path / "edition")
    shutil.rmtree(root)
    return tmp_path / "edition"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """A function that verifies and gives exit code, stdout and what stands on stderr beside progress."""

    def command(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = 0
        try:
            main(["verify", *map(str, arguments)])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        out, err = capsys.readouterr()
        return code, out, "".join(line for line in err.splitlines(True) if not line.startswith("["))

    return command


def changed(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_edition_as_it_was_built_is_identical(published: Path, run) -> None:
    files = sum(path.is_file() for path in published.rglob("*"))
    assert run(published) == (0, f"{files} of {files} files are identical.\n", "")
    code, out, _ = run(published, "--format", "json")
    assert (code, set(map(tuple, json.loads(out).values()))) == (0, {()})


def test_a_changed_number_is_named_with_both_values(published: Path, run) -> None:
    changed(published, "data/counties.csv", "02,Vestland,2,64", "02,Vestland,2,65")
    code, out, err = run(published)
    assert (code, err) == (1, "")
    assert "data/counties.csv: counties.csv, 02, persons: 65 → 64" in out.splitlines()
    code, out, _ = run(published, "--format", "json")
    assert code == 1
    assert json.loads(out)["data/counties.csv"] == ["counties.csv, 02, persons: 65 → 64"]


def test_a_file_that_is_gone_added_or_changed_is_named(published: Path, run) -> None:
    (published / "data" / "requests.csv").unlink()
    (published / "letter.txt").write_text("mine")
    (published / "index.html").write_text("another page")
    code, out, _ = run(published)
    assert code == 1
    assert {
        "data/requests.csv: is missing",
        "letter.txt: does not belong to the edition",
        "index.html: differs",
    } <= set(out.splitlines())


def test_changed_inputs_are_told_by_what_follows_from_them(published: Path, run) -> None:
    changed(published, "inputs/forecasts.csv", "102", "103")
    code, out, _ = run(published)
    assert code == 1
    assert "manifest.json: differs" in out
    assert "data/requests.csv: requests.csv, 0201, persons: 54 → 55" in out


def test_bad_inputs_are_told_as_in_a_build(published: Path, run) -> None:
    changed(published, "inputs/population.csv", ",20000", ",-1")
    code, out, err = run(published)
    assert (code, out) == (2, "")
    assert "residents: -1 is less than 0. Expected at least 0. Correct the value." in err


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{}", b'{"schema": "bosetting-manifest-1"}', b"\xff"])
def test_a_folder_without_a_manifest_is_refused(tmp_path: Path, content: bytes | None, run) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_bytes(content)
    message = (
        f"{tmp_path / 'manifest.json'}: there is no manifest to check. Expected bosetting-manifest-1. "
        "Name the folder of an edition, such as reports/2018/november.\n"
    )
    assert run(tmp_path) == (2, "", message)


def test_another_version_is_refused_by_name(published: Path, run) -> None:
    changed(published, "manifest.json", f'"bosetting": "{__version__}"', '"bosetting": "9.9"')
    message = (
        f"{published / 'manifest.json'}, software: made by bosetting 9.9. Expected bosetting {__version__}, "
        "which is installed. Install bosetting 9.9 to check it.\n"
    )
    assert run(published) == (2, "", message)


def test_a_folder_that_is_not_there_is_a_usage_error(run, tmp_path: Path) -> None:
    code, out, err = run(tmp_path / "nowhere")
    assert (code, out) == (2, "")
    assert "does not exist" in err


def test_nothing_is_written_into_the_folder(published: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in published.rglob("*")}
    verify(published)
    assert {path: path.stat().st_mtime_ns for path in published.rglob("*")} == before
