"""A link, a pipe or a device is refused before it is read, wherever a file is: nothing waits for ever."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from smallyear import small_year

from bosetting.cli import main
from bosetting.inputs.reading.encoding import Unreadable
from bosetting.inputs.reading.files import read_bytes
from bosetting.publication.folder.corrected import _requests
from bosetting.publication.listing import listed
from bosetting.sources.update.raw import raw_files

NO_FILE = "this is a link or no file at all"


def pipe(path: Path) -> None:
    os.mkfifo(path)


def link(path: Path) -> None:
    target = path.with_name(f"{path.name}.elsewhere")
    target.write_bytes(b"kommune_nr,persons\n0101,10\n")
    path.symlink_to(target)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def broken(path: Path) -> None:
    path.symlink_to("nowhere")


def folder(path: Path) -> None:
    path.mkdir()


KINDS: dict[str, Callable[[Path], None]] = {
    "pipe": pipe,
    "link": link,
    "device": device,
    "broken link": broken,
}


@contextmanager
def in_time(seconds: int = 20) -> Iterator[None]:
    def stop(*_: object) -> None:
        pytest.fail("it waits for ever")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    code = 0
    with in_time():
        try:
            main([str(word) for word in words])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
    return code, capsys.readouterr().err


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_refused_before_it_is_read(kind: str, tmp_path: Path) -> None:
    KINDS[kind](tmp_path / "file")
    with in_time(), pytest.raises(Unreadable) as refused:
        read_bytes(tmp_path / "file")
    assert (refused.value.what, refused.value.expected) == (NO_FILE, "a file")


def test_a_folder_a_large_file_and_a_plain_one(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        read_bytes(tmp_path)
    (tmp_path / "file").write_bytes(b"12345")
    assert read_bytes(tmp_path / "file", 5) == b"12345"
    with pytest.raises(ValueError, match="the file is larger than 0 MiB"):
        read_bytes(tmp_path / "file", 4)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["datapackage.json", "rules.toml", "population.csv"])
@pytest.mark.parametrize("command", ["check", "draw"])
def test_a_year_folder(kind: str, name: str, command: str, tmp_path: Path, capsys) -> None:
    root = small_year().write(tmp_path)
    path = root / "data" / "2018" / name
    path.unlink()
    KINDS[kind](path)
    code, told = run(capsys, "--root", root, command, 2018)
    assert code == 2
    assert f"data/2018/{name}: {NO_FILE}. Expected a file. Put the file itself there, or remove it.\n" in told
    assert not path.is_file() or path.is_symlink()


@pytest.mark.parametrize("kind", ["pipe", "link"])
@pytest.mark.parametrize("words", [("load", 2018, "--decisions"), ("backtest", 2018, "--published")])
def test_a_file_that_a_command_is_given(kind: str, words: tuple[object, ...], tmp_path: Path, capsys) -> None:
    root = small_year().write(tmp_path / "project")
    path = tmp_path / "file.csv"
    KINDS[kind](path)
    assert run(capsys, "--root", root, *words, path) == (
        2,
        f"{path}: {NO_FILE}. Expected a file. Put the file itself there.\n",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_what_lies_in_reports(kind: str, tmp_path: Path) -> None:
    edition = tmp_path / "2018" / "november"
    (edition / "data").mkdir(parents=True)
    (edition / "manifest.json").write_text(
        '{"schema": "bosetting-manifest-1", "year": 2018, "edition": "november"}'
    )
    for name in ("requests.csv", "datapackage.json"):
        KINDS[kind](edition / "data" / name)
    with in_time():
        [found] = listed(tmp_path)
        assert (found.as_of, found.asked) == (None, None)
        assert _requests(edition / "data" / "requests.csv") == {}


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_kept_of_a_source(kind: str, tmp_path: Path) -> None:
    (tmp_path / "raw" / "settled").mkdir(parents=True)
    KINDS[kind](tmp_path / "raw" / "settled" / "kept.json")
    with in_time():
        assert list(raw_files(tmp_path, "settled", {})) == ["raw/settled/kept.json"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_reference(kind: str, tmp_path: Path, capsys) -> None:
    root = small_year().write(tmp_path)
    (root / "data" / "reference").mkdir()
    (root / "data" / "2018" / "draw.toml").write_text("[outline]\n")
    KINDS[kind](root / "data" / "reference" / "outline.csv")
    code, told = run(capsys, "--root", root, "draw", 2018)
    assert (code, told) == (
        2,
        f"data/reference/outline.csv: {NO_FILE}. Expected a file. Put the file itself there.\n",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_rules_that_a_new_year_is_begun_from(kind: str, tmp_path: Path, capsys) -> None:
    root = small_year().write(tmp_path)
    path = root / "data" / "2018" / "rules.toml"
    path.unlink()
    KINDS[kind](path)
    assert run(capsys, "--root", root, "new-year", 2019, "--from", 2018) == (
        2,
        f"data/2018/rules.toml: {NO_FILE}. Expected a file. Put the file itself there.\n",
    )
    assert not (root / "data" / "2019").exists()
