"""verify.py: it runs on bare Python, proves what it says, and finds every changed digit or says it cannot."""

import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import guarded
from sealed import sealed, sealed_reference, sealed_year, table, write_table
from smallyear import small_year

from bosetting.publication.proof import verify as program

BIN = [Path("/usr/bin"), Path("/usr/local/bin"), *(Path.home() / ".pyenv" / "versions").glob("3.*/bin")]
PYTHONS = {
    str(path)
    for folder in BIN
    for path in folder.glob("python3.*")
    if re.fullmatch(r"python3\.(9|1\d)", path.name)
}
"""Every Python of the machine that is new enough."""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return sealed_year(small_year().write(tmp_path / "root"), tmp_path / "edition")


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sealed_reference(tmp_path_factory.mktemp("reference") / "edition")


def said(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code = program.main([str(folder)])
    return code, capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("python", sorted({sys.executable, *PYTHONS}))
def test_it_runs_in_the_folder_on_every_bare_python_of_the_machine(python: str, reference: Path) -> None:
    done = subprocess.run(
        [python, "-I", "-S", "-B", "verify.py"],
        cwd=reference,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "OK          sum: 4402 persons in 210 municipalities" in done.stdout
    assert "WRONG" not in done.stdout
    assert done.stdout.endswith("Nothing is wrong.\n")


def test_it_imports_the_standard_library_alone() -> None:
    text = Path(program.__file__).read_text(encoding="utf-8")
    named = re.findall(r"^(?:from|import) (\w+)", text, flags=re.MULTILINE)
    assert set(named) <= sys.stdlib_module_names
    assert not set(named) & {"subprocess", "socket", "urllib", "importlib", "pickle"}


def test_nothing_is_written(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in small.rglob("*")}
    assert said(small, capsys)[0] == 0
    assert {path: path.stat().st_mtime_ns for path in small.rglob("*")} == before


def test_a_changed_byte_of_any_file_is_found(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in sorted(path for path in small.rglob("*") if path.is_file() and path.name != "manifest.json"):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + b" ")
        code, lines = said(small, capsys)
        name = path.relative_to(small).as_posix()
        assert f"WRONG       manifest.json: {name!r} is not what was listed" in lines, name
        assert code in (1, 2)
        path.write_bytes(whole)
    assert said(small, capsys)[0] == 0


def test_a_missing_and_an_unlisted_file_and_a_link_are_told(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small / "verify.py").rename(small / "other.py")
    (small / "link").symlink_to(small / "data")
    code, lines = said(small, capsys)
    assert code == 1
    assert lines[:3] == [
        "WRONG       manifest.json: 'link' is a link, no file, or too large",
        "WRONG       manifest.json: 'verify.py' is missing",
        "WRONG       manifest.json: 'other.py' is not listed",
    ]


def test_a_description_of_the_inputs_that_is_not_of_these_files_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def lie(edition: Path) -> None:
        path = edition / "inputs" / "datapackage.json"
        package = json.loads(path.read_text(encoding="utf-8"))
        for resource in package["resources"]:
            resource["bytes"] = (edition / "inputs" / resource["path"]).stat().st_size
            resource["bytes"] += resource["path"] == "forecasts.csv"
        path.write_text(json.dumps(package), encoding="utf-8")

    folder = sealed_year(small_year().write(tmp_path / "root"), tmp_path / "edition")
    assert (
        "OK          inputs/datapackage.json: describes the files that are there" in said(folder, capsys)[1]
    )
    lie(folder)
    code, lines = said(folder, capsys)
    assert "WRONG       inputs/datapackage.json: 'forecasts.csv' is not what is described" in lines
    assert (code, sum("is not what is described" in line for line in lines)) == (1, 1)


def other_digit(cell: str, place: int) -> str:
    return cell[:place] + str((int(cell[place]) + 1) % 10) + cell[place + 1 :]


def digits(lines: list[list[str]]) -> Iterator[tuple[int, int, int]]:
    """Row, column and place of every digit below the head."""
    for row, line in enumerate(lines[1:], 1):
        for column, cell in enumerate(line):
            yield from ((row, column, place) for place, sign in enumerate(cell) if sign.isdigit())


def unproven(lines: list[str]) -> set[tuple[str, str]]:
    """File and column of what it says it cannot prove."""
    found = (
        line.split("  ", 1)[1].strip().partition(": ") for line in lines if line.startswith("NOT PROVEN")
    )
    return {
        (name, column)
        for name, _, columns in found
        if name.endswith(".csv")
        for column in columns.split(", ")
    }


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 11])
def test_every_digit_of_the_request_is_proven_whatever_the_manifest_says(
    small: Path, capsys: pytest.CaptureFixture[str], every: int
) -> None:
    """Tables of the request: no column is left unproven, and no digit can be changed unseen."""
    changed = 0
    assert unproven(said(small, capsys)[1]) == set()
    for name in ("requests.csv", "counties.csv", "divisions.csv"):
        path = small / "data" / name
        whole, lines = path.read_bytes(), table(path)
        for row, column, place in list(digits(lines))[::every]:
            kept = lines[row][column]
            lines[row][column] = other_digit(kept, place)
            write_table(path, lines)
            sealed(small, "november")
            code, told = said(small, capsys)
            wrong = [line for line in told if line.startswith("WRONG")]
            assert code == 1, (name, row, column)
            assert wrong, (name, row, column)
            assert all(line.startswith((f"WRONG       data/{name}", "WRONG       sum")) for line in wrong)
            lines[row][column] = kept
            changed += 1
        path.write_bytes(whole)
    assert changed > 400 // every


@pytest.mark.long
def test_a_digit_of_every_column_of_the_real_edition_is_found_or_named(
    reference: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, chance = shutil.copytree(reference, tmp_path / "edition"), random.Random(14)
    left, tried = unproven(said(folder, capsys)[1]), 0
    for path in sorted((folder / "data").glob("*.csv")):
        whole, lines = path.read_bytes(), table(path)
        places = list(digits(lines))
        for column, name in enumerate(lines[0]):
            own = [one for one in places if one[1] == column]
            if not own or (f"data/{path.name}", name) in left:
                continue
            row, _, place = chance.choice(own)
            kept = lines[row][column]
            lines[row][column] = other_digit(kept, place)
            write_table(path, lines)
            sealed(folder, "november")
            code, told = said(folder, capsys)
            assert code == 1, (path.name, name, row)
            assert any(line.startswith(f"WRONG       data/{path.name}") for line in told)
            lines[row][column], tried = kept, tried + 1
        path.write_bytes(whole)
    assert tried > 25


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("inputs/population.csv", "20000", "20001"),
        ("inputs/employment.csv", ",63,", ",64,"),
        ("inputs/programme_results.csv", ",50,35,", ",50,34,"),
        ("inputs/forecasts.csv", ",102,8,", ",103,8,"),
        ("inputs/published_requests.csv", ",40,4,", ",49,4,"),
        ("inputs/rules.toml", "value = 5000", "value = 900"),
        ("inputs/rules.toml", "value = 10\n", "value = 11\n"),
    ],
)
def test_inputs_changed_without_the_tables_are_found(
    small: Path, capsys: pytest.CaptureFixture[str], path: str, old: str, new: str
) -> None:
    text = (small / path).read_text(encoding="utf-8")
    assert old in text
    (small / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    sealed(small, "november")
    code, lines = said(small, capsys)
    assert code == 1
    assert any(line.startswith("WRONG       data/") for line in lines)


def test_the_forged_digest_in_the_manifest_is_found(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = small / "manifest.json"
    text = path.read_text()
    told = re.search(r'"numbers": \{"sha256": "([0-9a-f]+)"', text)
    assert told is not None
    path.write_text(text.replace(told[1], "0" * 64))
    code, lines = said(small, capsys)
    assert code == 1
    assert lines[1] == f"WRONG       numbers' digest: '{'0' * 64}', must be '{told[1]}'"


@pytest.mark.parametrize(
    ("path", "content", "told"),
    [
        ("manifest.json", "{", "CANNOT SAY  manifest.json is not JSON."),
        ("manifest.json", None, "CANNOT SAY  there is no manifest.json: name the folder of an edition."),
        (
            "inputs/rules.toml",
            'a = """x"""',
            "CANNOT SAY  inputs/rules.toml is not written in the plain TOML ",
        ),
        ("inputs/population.csv", "a;b\n1;2,3\n", "CANNOT SAY  inputs/population.csv is not CSV with commas"),
        ("inputs/population.csv", None, "CANNOT SAY  inputs/population.csv is missing."),
    ],
)
def test_what_it_cannot_read_is_told_in_a_line(
    small: Path, capsys: pytest.CaptureFixture[str], path: str, content: str | None, told: str
) -> None:
    (small / path).unlink()
    if content is not None:
        (small / path).write_text(content)
    code, lines = said(small, capsys)
    assert code == 2
    assert lines[-1].startswith(told)


HOSTILE = [
    (
        "inputs/forecasts.csv",
        "100,102,8",
        "100,999999999999,8",
        "999999999999 persons are more than anybody settles",
    ),
    ("inputs/rules.toml", 'name = "employment"', 'name = "\\u001b[2J"', ""),
    ("inputs/programme_results.csv", ",50,25,", ",900000000,25,", "are no persons and bounds"),
    ("data/requests.csv", "kommune_nr,kommune", "kommune_nr,\x1b[2J", ""),
]


@pytest.mark.parametrize(("path", "old", "new", "told"), HOSTILE)
def test_no_folder_makes_it_wait_or_steer_the_terminal(
    small: Path, capsys: pytest.CaptureFixture[str], path: str, old: str, new: str, told: str
) -> None:
    text = (small / path).read_text(encoding="utf-8")
    assert old in text
    (small / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    with guarded():
        code, lines = said(small, capsys)
    assert code in (1, 2)
    assert told in lines[-1]
    assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("data/requests.csv", b"a,b\n\xff,1\n", "data/requests.csv is not UTF-8 (byte 5)"),
        ("inputs/rules.toml", b"\xff", "inputs/rules.toml is not UTF-8 (byte 1)"),
        ("inputs/population.csv", b"a\n\xff\n", "inputs/population.csv is not UTF-8 (byte 3)"),
        ("data/datapackage.json", b"\xff", "data/datapackage.json is not UTF-8 (byte 1)"),
        ("data/datapackage.json", b"{", "data/datapackage.json is not JSON"),
        ("data/datapackage.json", b"[]", "data/datapackage.json is not an object of JSON"),
        ("data/datapackage.json", b"[" * 100_000, "data/datapackage.json is not JSON"),
        ("manifest.json", b"\xff", "manifest.json is not UTF-8 (byte 1)"),
        ("manifest.json", b"null", "manifest.json is not an object of JSON"),
    ],
)
def test_a_damaged_file_is_named(
    name: str, content: bytes, told: str, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small / name).write_bytes(content)
    code, lines = said(small, capsys)
    assert code == 2
    assert lines[-1] == f"CANNOT SAY  {told}."
