"""What belongs to a year folder, what else lies in it, and what is refused there."""

import json
import os
from pathlib import Path

import pytest

from bosetting.inputs.reading.described import (
    copy_described,
    described_files,
    is_mess,
    measured,
    outdated,
    refuse_links,
    undescribed,
)
from bosetting.inputs.told.faults import BadInput
from bosetting.inputs.year import check_year

REAL = Path(__file__).parents[3] / "data" / "2018"


def folder_with(folder: Path, *paths: object) -> Path:
    package = {"resources": [{"path": path} for path in paths]}
    (folder / "datapackage.json").write_text(json.dumps(package))
    return folder


def test_every_file_of_the_real_year_is_described() -> None:
    assert set(described_files(REAL)) == {path.name for path in REAL.iterdir()}
    assert undescribed(REAL) == ()


@pytest.mark.parametrize(
    "path",
    [
        "../a.csv",
        "/etc/a.csv",
        "b/a.csv",
        "b\\a.csv",
        ".a.csv",
        "~a.csv",
        "a.csv\n",
        "a.txt",
        "a",
        "",
        "..",
        3,
        None,
        "C:a.csv",
    ],
)
def test_a_path_that_is_no_table_of_the_folder_is_not_described(tmp_path: Path, path: object) -> None:
    assert described_files(folder_with(tmp_path, "a.csv", path)) == (
        "a.csv",
        "datapackage.json",
        "rules.toml",
    )


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{}", b"\xff", b'{"resources": [3]}', b"[" * 100_000])
def test_a_description_that_cannot_be_read_describes_nothing(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "datapackage.json").write_bytes(content)
    assert described_files(tmp_path) == ("datapackage.json", "rules.toml")


def test_a_pipe_is_never_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "datapackage.json")
    assert described_files(tmp_path) == ("datapackage.json", "rules.toml")


def test_what_else_lies_there_is_named(tmp_path: Path) -> None:
    folder_with(tmp_path, "a.csv")
    for name in ("a.csv", "rules.toml", ".~lock.a.csv#", "~$a.xlsx", "notes.txt", "a copy.csv", ".env"):
        (tmp_path / name).write_text("")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "a.csv").write_text("")
    (tmp_path / "link").symlink_to(".")
    found = (".env", ".ipynb_checkpoints/", ".~lock.a.csv#", "a copy.csv", "link", "notes.txt", "~$a.xlsx")
    assert undescribed(tmp_path) == found


@pytest.mark.parametrize(
    ("name", "mess"),
    [(".DS_Store", True), ("Thumbs.db", True), ("desktop.ini", True), ("._a.csv", True), ("a.csv", False)],
)
def test_what_a_file_manager_leaves(name: str, mess: bool) -> None:
    assert is_mess(name) is mess


def test_links_pipes_and_broken_links_are_refused_by_name(tmp_path: Path) -> None:
    folder_with(tmp_path, "a.csv")
    (tmp_path / "more").mkdir()
    refuse_links(tmp_path, "data/2018")
    (tmp_path / "a.csv").symlink_to("/etc/hostname")
    (tmp_path / "b.txt").symlink_to("nowhere")
    os.mkfifo(tmp_path / "c")
    with pytest.raises(BadInput) as told:
        refuse_links(tmp_path, "data/2018")
    assert [str(fault) for fault in told.value.faults] == [
        f"data/2018/{name}: this is a link or no file at all. Expected a file. "
        "Put the file itself there, or remove it."
        for name in ("a.csv", "b.txt", "c")
    ]


def stated(folder: Path, name: str) -> dict[str, object]:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (found,) = (each for each in package["resources"] if each["path"] == name)
    return {key: found[key] for key in ("bytes", "hash")}


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The project's 2018 with one table that a person has added a row to."""
    folder = tmp_path / "data" / "2018"
    copy_described(REAL, folder)
    table = folder / "forecasts.csv"
    new = table.read_text(encoding="utf-8").splitlines()[-1].replace("revised,", "december,", 1)
    table.write_text(f"{table.read_text(encoding='utf-8')}{new}\n", encoding="utf-8", newline="\n")
    return folder


def test_a_copy_of_what_nobody_changed_has_the_same_bytes(tmp_path: Path) -> None:
    copy_described(REAL, tmp_path / "copy")
    for path in REAL.iterdir():
        assert (tmp_path / "copy" / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_copy_states_the_size_and_checksum_of_a_table_that_was_changed(edited: Path) -> None:
    copied = edited.parent / "copy"
    copy_described(edited, copied)
    assert (copied / "forecasts.csv").read_bytes() == (edited / "forecasts.csv").read_bytes()
    assert stated(copied, "forecasts.csv") == measured((edited / "forecasts.csv").read_bytes())
    assert stated(edited, "forecasts.csv") == stated(REAL, "forecasts.csv")
    assert stated(copied, "population.csv") == stated(REAL, "population.csv")
    assert (outdated(edited), outdated(copied), outdated(REAL)) == (("forecasts.csv",), (), ())


def test_what_a_description_does_not_state_is_not_added(tmp_path: Path) -> None:
    folder = tmp_path / "year"
    folder.mkdir()
    folder_with(folder, "a.csv")
    (folder / "a.csv").write_text("x\n")
    copy_described(folder, tmp_path / "copy")
    assert (tmp_path / "copy" / "datapackage.json").read_bytes() == (folder / "datapackage.json").read_bytes()


def test_check_notes_a_changed_table_with_what_to_do(edited: Path) -> None:
    root = edited.parents[1]
    told = (
        "data/2018/datapackage.json: size and checksum are those of before forecasts.csv changed. A build states the "
        "new ones in its copy; bosetting draw 2018 writes them here."
    )
    assert told in check_year(2018, root).notes
    assert told not in check_year(2018, REAL.parents[1]).notes
