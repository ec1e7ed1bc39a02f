"""What is asked for at the edges: an edition of no name, years that cannot be, a full disk, files of decisions."""

import subprocess
import sys
from pathlib import Path

import pytest
from smallyear import small_year

from bosetting.cli import main


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_year().write(tmp_path / "project")


@pytest.fixture
def run(root: Path, capsys: pytest.CaptureFixture[str]):
    def command(*words: object) -> tuple[int, str]:
        code = 0
        try:
            main(["--root", str(root), *map(str, words)])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        return code, capsys.readouterr().err

    return command


@pytest.mark.parametrize(
    "words",
    [
        ("allocate", 2018, "-e", ""),
        ("explain", 2018, "0101", "--edition="),
        ("load", 2018, "-e", ""),
        ("compare", 2018, "", "november"),
    ],
)
def test_an_edition_of_no_name_is_none(words: tuple[object, ...], run) -> None:
    code, told = run(*words)
    assert code == 2
    assert told.startswith(
        'data/2018/forecasts.csv, edition: there is no edition "". Expected one of june, november. Choose one '
    )


@pytest.mark.parametrize("year", [99999, 1, 0, 1994, 2101])
def test_a_new_year_is_one_that_can_be(year: int, run, root: Path) -> None:
    code, told = run("new-year", year, "--from", 2018)
    assert code == 2
    assert told.endswith(f"Error: Invalid value for 'YEAR': {year} is not in the range 1995<=x<=2100.\n")
    assert [path.name for path in (root / "data").iterdir()] == ["2018"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("words", [("check", "2018"), ("allocate", "2018", "--format", "csv"), ("--help",)])
def test_output_that_does_not_get_there_is_told(words: tuple[str, ...], root: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bosetting", *words],
            cwd=root,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert (done.returncode, done.stderr) == (
        1,
        "The output could not be written: no space left on device.\n",
    )


@pytest.mark.parametrize("words", [("load", 2018, "--decisions"), ("backtest", 2018, "--published")])
def test_more_than_a_place_can_hold_is_refused(words: tuple[object, ...], run, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("kommune_nr,persons\n0101,1350\n0103,136\n0203,1000000\n")
    assert run(*words, path) == (
        2,
        f"{path}, row 3, persons: 136 persons in 0103, which has 900 residents. Expected at most 135 "
        "(15 per cent, or 20 persons). Correct the number.\n"
        f"{path}, row 4, persons: 1000000 persons in 0203, which has 600 residents. Expected at most 90 "
        "(15 per cent, or 20 persons). Correct the number.\n",
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ("load", 2018, "--decisions"),
            "what was decided. Write a row for each municipality, with 0 where it decided to settle nobody",
        ),
        (
            ("backtest", 2018, "--published"),
            "what was asked. Write a row for each municipality whose number is known",
        ),
    ],
)
def test_a_header_alone_says_nothing(words: tuple[object, ...], expected: str, run, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("kommune_nr,persons\n")
    assert run(*words, path) == (2, f"{path}: the file has no row. Expected {expected}.\n")


def test_a_lost_zero_is_offered(run) -> None:
    code, told = run("explain", 2018, "101")
    assert code == 2
    assert told.endswith(
        'Error: There is no municipality "101". Did you mean 0101 Nordvik? A leading zero is lost: write 0101.\n'
    )
