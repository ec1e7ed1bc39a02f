"""Checking a published edition: equal files are told, and every way in which one can differ."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from smallyear import small_year

from bosetting import __version__
from bosetting.cli import main
from bosetting.publication import verify as verifying
from bosetting.publication.folder import tree
from bosetting.publication.verify import verify


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("once") / "edition"


@pytest.fixture
def published(quick, built_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition of a small year, of each test its own copy."""
    monkeypatch.chdir(tmp_path)  # where no data/ is at hand
    if not built_once.exists():
        root = small_year().write(tmp_path / "project")
        main(["--root", str(root), "build", "2018"])
        # The inputs alone must do: whoever verifies has the folder and nothing else.
        shutil.move(root / "reports" / "2018" / "november", built_once)
        shutil.rmtree(root)
    return Path(shutil.copytree(built_once, tmp_path / "edition"))


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


LISTED = "The files are what the manifest lists: "
COMPUTED = "The manifest is what this version computes from these inputs: "
PROJECT = "The inputs are those of the project: "
NOT_EXCLUDED = (
    "It is not excluded that someone changed inputs, data and manifest together. Compare the digest with one "
    "that you have from elsewhere, or name the project with --root.\n"
)


def holds(listed: str, computed: str, project: str) -> list[str]:
    return [f"{LISTED}{listed}.", f"{COMPUTED}{computed}.", f"{PROJECT}{project}."]


def digest(folder: Path) -> str:
    """With the tools of the system, as the how-to says."""
    command = "find data inputs -type f | LC_ALL=C sort | xargs sha256sum | sha256sum"
    return subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=True).stdout[
        :64
    ]


def in_order(folder: Path) -> str:
    lines = "\n".join(holds("yes", "yes", "not known"))
    return f"{lines}\n{NOT_EXCLUDED}Digest of data and inputs, as on page and PDF: {digest(folder)}\n"


def test_an_edition_as_it_was_built_is_identical(published: Path, run) -> None:
    files = sum(path.is_file() for path in published.rglob("*"))
    told = f"{files} of {files} files are identical.\n{in_order(published)}"
    assert run(published) == (0, told, "")
    code, out, _ = run(published, "--format", "json")
    found = json.loads(out)
    assert (code, set(map(tuple, found["files"].values()))) == (0, {()})
    assert (found["inputs"], found["not_counted"], found["edition"]) == (None, [], None)
    three = {"files_are_as_listed": True, "manifest_is_computed": True, "inputs_are_the_projects": None}
    assert (found["holds"], found["not_as_listed"]) == (three, [])
    assert (
        found["numbers"]
        == digest(published)
        == json.loads((published / "manifest.json").read_bytes())["numbers"]["sha256"]
    )


def test_a_changed_number_is_named_with_both_values(published: Path, run) -> None:
    changed(published, "data/counties.csv", "02,Vestland,2,64", "02,Vestland,2,65")
    code, out, err = run(published)
    assert (code, err) == (1, "")
    assert "data/counties.csv, 02, persons: 65 → 64" in out.splitlines()
    assert "manifest.json: data/counties.csv: another checksum" in out.splitlines()
    assert set(holds("no", "yes", "not known")) <= set(out.splitlines())
    code, out, _ = run(published, "--format", "json")
    assert code == 1
    assert json.loads(out)["files"]["data/counties.csv"] == ["02, persons: 65 → 64"]


def test_a_file_that_is_gone_added_or_changed_is_named(published: Path, run) -> None:
    (published / "data" / "requests.csv").unlink()
    (published / "letter.txt").write_text("mine")
    (published / "index.html").write_text("another page")
    (published / "de").mkdir()
    code, out, _ = run(published)
    assert code == 1
    assert {
        "data/requests.csv: is missing",
        "de/: an empty folder, does not belong to the edition",
        "letter.txt: does not belong to the edition",
        "index.html: differs",
    } <= set(out.splitlines())


DAMAGE = [b"\xff", b"9" * 131_073]


@pytest.mark.parametrize("damage", DAMAGE, ids=["not UTF-8", "a long cell"])
def test_a_damaged_table_hides_no_other_file(damage: bytes, published: Path, run) -> None:
    table = published / "data" / "requests.csv"
    table.write_bytes(table.read_bytes() + damage)
    (published / "index.html").write_text("another page")
    code, out, _ = run(published)
    assert code == 1
    assert out.splitlines()[:2] == [
        "data/requests.csv: differs (not readable as CSV)",
        "index.html: differs",
    ]


def test_what_a_file_manager_leaves_is_named_and_not_counted(published: Path, run) -> None:
    files = sum(path.is_file() for path in published.rglob("*"))
    lines = in_order(published)
    for name in (".DS_Store", "data/Thumbs.db", "inputs/.DS_Store", "inputs/desktop.ini"):
        (published / name).write_text("x")
    told = (
        f"{files} of {files} files are identical.\n"
        f"Not counted: .DS_Store, data/Thumbs.db, inputs/.DS_Store, inputs/desktop.ini.\n{lines}"
    )
    assert run(published) == (0, told, "")


def test_the_inputs_are_compared_with_the_project_s(published: Path, run, tmp_path: Path) -> None:
    same = small_year().write(tmp_path / "same")
    (same / "data" / "2018" / "notes.txt").write_text("not described")
    code, out, _ = run(published, "--root", same)
    assert (code, out.splitlines()[-4:-1]) == (0, holds("yes", "yes", "yes"))
    other = small_year(lambda year: year.change("forecasts", 1, source="Another letter")).write(
        tmp_path / "other"
    )
    code, out, _ = run(published, "--root", other)
    assert (code, out.splitlines()[-6:-1]) == (
        1,
        [
            "inputs/ are not the same as data/2018 of the project (→ the project's):",
            "inputs/forecasts.csv, november, source: A letter → Another letter",
            *holds("yes", "yes", "no"),
        ],
    )
    code, out, _ = run(published, "--root", other, "--format", "json")
    told = json.loads(out)["inputs"]
    assert (code, told["forecasts.csv"]) == (1, ["november, source: A letter → Another letter"])
    assert told["rules.toml"] == []


def test_the_project_is_found_from_the_working_folder(
    published: Path, run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small_year().write(tmp_path / "same") / "data")
    assert holds("yes", "yes", "yes") == run(published)[1].splitlines()[-4:-1]


def test_a_changed_file_with_its_checksum_in_the_manifest_is_no_computed_manifest(
    published: Path, run
) -> None:
    changed(published, "data/counties.csv", "02,Vestland,2,64", "02,Vestland,2,65")
    old, new = (
        hashlib.sha256((published / "data" / "counties.csv").read_bytes().replace(one, two)).hexdigest()
        for one, two in ((b"2,65", b"2,64"), (b"", b""))
    )
    changed(published, "manifest.json", old, new)
    code, out, _ = run(published)
    assert code == 1
    assert set(holds("yes", "no", "not known")) <= set(out.splitlines())


@pytest.fixture
def forged(quick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition built anew from other inputs, as good as a real one in itself; beside it the project's own."""
    monkeypatch.chdir(tmp_path)
    main(["--root", str(small_year().write(tmp_path / "project")), "build", "2018"])
    other = small_year(lambda year: year.change("forecasts", 1, requested=103, need=103)).write(
        tmp_path / "other"
    )
    main(["--root", str(other), "build", "2018"])
    return other / "reports" / "2018" / "november"


def test_inputs_data_and_manifest_changed_together_are_found_beside_the_project(
    forged: Path, run, tmp_path: Path
) -> None:
    code, out, _ = run(forged)
    assert (code, out.splitlines()[-5:-2]) == (0, holds("yes", "yes", "not known"))
    assert NOT_EXCLUDED in out
    code, out, _ = run(forged, "--root", tmp_path / "project")
    told = out.splitlines()
    assert (code, told[-4:-1]) == (1, holds("yes", "yes", "no"))
    assert "Data and inputs are not those of the edition that the project published:" in told
    assert "inputs/forecasts.csv: another checksum" in told
    code, out, _ = run(tmp_path / "project" / "reports" / "2018" / "november", "--root", tmp_path / "project")
    assert (code, out.splitlines()[-4:-1]) == (0, holds("yes", "yes", "yes"))
    assert json.loads(run(forged, "--root", tmp_path / "project", "--format", "json")[1])["edition"]


def test_an_edition_cannot_vouch_for_itself(forged: Path, run, tmp_path: Path) -> None:
    """Its own root has it as the project's edition; the figures there are what it is held against."""
    shutil.copytree(tmp_path / "project" / "data", forged.parents[2] / "data", dirs_exist_ok=True)
    code, out, _ = run(forged, "--root", forged.parents[2])
    assert (code, out.splitlines()[-4:-1]) == (1, holds("yes", "yes", "no"))


def test_an_edition_of_older_figures_is_the_project_s_where_it_was_published(
    forged: Path, run, tmp_path: Path
) -> None:
    """data/ has been corrected since: what differs is told, and the published edition still vouches for it."""
    shutil.copytree(forged, tmp_path / "copy")
    shutil.rmtree(forged.parents[2] / "data")
    shutil.copytree(tmp_path / "project" / "data", forged.parents[2] / "data")
    code, out, _ = run(tmp_path / "copy", "--root", forged.parents[2])
    assert (code, out.splitlines()[-4:-1]) == (0, holds("yes", "yes", "yes"))
    assert "inputs/ are not the same as data/2018 of the project (→ the project's):" in out


def test_a_file_that_nothing_describes_is_refused_in_the_inputs(published: Path, run) -> None:
    (published / "inputs" / "pressemelding.html").write_text("x")
    (published / "inputs" / "more").mkdir()
    told = "".join(
        f"{published / 'inputs'}/{name}: nothing in datapackage.json describes this. Expected rules.toml, "
        "datapackage.json and the tables it describes. Remove it, or get the edition anew.\n"
        for name in ("more/", "pressemelding.html")
    )
    assert run(published) == (2, "", told)


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


SPECIAL = {
    "a link to its own folder": lambda path: path.symlink_to("."),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a broken link": lambda path: path.symlink_to("nowhere"),
    "a pipe": make_pipe,
}


@pytest.mark.parametrize("place", ["inputs/z.csv", "de", "data/a", "inputs/forecasts.csv"])
@pytest.mark.parametrize("kind", SPECIAL)
def test_links_and_special_files_are_refused_before_anything_is_copied(
    kind: str, place: str, published: Path, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "copy_described", lambda *_: pytest.fail("copied"))
    (published / place).unlink(missing_ok=True)
    SPECIAL[kind](published / place)
    told = (
        f"{published}/{place}: this is a link or no file at all. Expected files and folders alone. "
        "Remove it, or get the edition anew.\n"
    )
    assert run(published) == (2, "", told)


@pytest.mark.parametrize("part", ["inputs", "manifest.json"])
def test_a_part_that_is_a_link_is_refused(part: str, published: Path, run, tmp_path: Path) -> None:
    (published / part).rename(tmp_path / "elsewhere")
    (published / part).symlink_to(tmp_path / "elsewhere")
    code, out, err = run(published)
    assert (code, out) == (2, "")
    assert str(published / part) in err


def test_too_much_is_refused(published: Path, run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MOST_FILES", 1000)
    (published / "d/e/e/p/e/r/t/h").mkdir(parents=True)
    assert "the folders are deeper than 8. Expected an edition" in run(published)[2]
    shutil.rmtree(published / "d")
    with (published / "large").open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    assert "large is larger than 200 MiB. Expected an edition" in run(published)[2]
    (published / "large").unlink()
    (published / "many").mkdir()
    for n in range(1001):
        (published / "many" / str(n)).touch()
    assert run(published)[0] == 2
    assert "more than 1000 files lie there. Expected an edition" in run(published)[2]


WRONG = [
    ("year", "{outside}/startup", "a year from 1000 to 2999"),
    ("year", "../../x", "a year from 1000 to 2999"),
    ("year", "2018", "a year from 1000 to 2999"),
    ("year", 2018.0, "a year from 1000 to 2999"),
    ("year", True, "a year from 1000 to 2999"),
    ("year", -1, "a year from 1000 to 2999"),
    ("year", [2018], "a year from 1000 to 2999"),
    ("edition", "../november", "a name of letters, digits, _ and -"),
    ("edition", "/november", "a name of letters, digits, _ and -"),
    ("edition", "", "a name of letters, digits, _ and -"),
    ("edition", None, "a name of letters, digits, _ and -"),
    ("parameters", {"languages": []}, "some of nb, nn, en, each once"),
    ("parameters", {"languages": ["../x"]}, "some of nb, nn, en, each once"),
    ("parameters", {"languages": [["nb"]]}, "some of nb, nn, en, each once"),
    ("parameters", {"languages": ["nb", "nb"]}, "some of nb, nn, en, each once"),
    ("parameters", {"languages": "nb"}, "some of nb, nn, en, each once"),
    ("parameters", {"languages": ["nb"], "renderer": "sh"}, "one of native, quarto"),
    ("parameters", [], "some of nb, nn, en, each once"),
    ("software", {}, "the version that made it"),
    ("software", {"bosetting": ["\x1b[2J"]}, "the version that made it"),
]


@pytest.mark.parametrize(("name", "value", "expected"), WRONG, ids=range(len(WRONG)))
def test_no_path_is_made_of_a_manifest_that_lies(
    name: str, value: object, expected: str, published: Path, run, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    if isinstance(value, str):
        value = value.replace("{outside}", str(outside))
    manifest = json.loads((published / "manifest.json").read_bytes())
    (published / "manifest.json").write_text(json.dumps(manifest | {name: value}))
    before = sorted(tmp_path.rglob("*"))
    code, out, err = run(published)
    assert (code, out) == (2, "")
    assert err.startswith(f"{published / 'manifest.json'}, {name}")
    assert f" cannot be used. Expected {expected}. Build the edition anew.\n" in err
    assert "\x1b" not in err
    assert sorted(tmp_path.rglob("*")) == before


def test_changed_inputs_are_told_by_what_follows_from_them(published: Path, run) -> None:
    changed(published, "inputs/forecasts.csv", "102", "103")
    code, out, _ = run(published)
    assert code == 1
    assert "manifest.json: differs" in out
    assert "data/requests.csv, 0201, persons: 54 → 55" in out


def test_bad_inputs_are_told_as_in_a_build(published: Path, run) -> None:
    changed(published, "inputs/population.csv", ",20000", ",-1")
    code, out, err = run(published)
    assert (code, out) == (2, "")
    assert (
        f"{published}/inputs/population.csv, row 5, residents: -1 is less than 0. Expected at least 0. Get the edition anew."
        in err
    )


@pytest.mark.parametrize(
    ("path", "content", "told"),
    [
        (
            "population.csv",
            None,
            "population.csv: the file is missing. Expected the table. Get the edition anew.",
        ),
        (
            "rules.toml",
            None,
            "rules.toml: the file is missing. Expected the rules of the year. Get the edition anew.",
        ),
        (
            "datapackage.json",
            b'{"resources": 1}',
            "datapackage.json: the file cannot be used: resources is a number, not a list of tables. "
            "Expected a Data Package. Get the edition anew.",
        ),
    ],
)
def test_a_fault_in_the_folder_is_not_the_project_s(
    path: str, content: bytes | None, told: str, published: Path, run, tmp_path: Path
) -> None:
    """The project beside it is whole, and is not blamed for a file of the folder."""
    project = small_year().write(tmp_path / "project")
    (published / "inputs" / path).unlink()
    if content is not None:
        (published / "inputs" / path).write_bytes(content)
        for more in (published / "inputs").iterdir():
            if more.name not in ("datapackage.json", "rules.toml"):
                more.unlink()
    code, out, err = run(published, "--root", project)
    assert (code, out) == (2, "")
    assert err == f"{published}/inputs/{told}\n"


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{}", b'{"schema": "other"}', b"\xff", b"[" * 9999])
def test_a_folder_without_a_manifest_is_refused(tmp_path: Path, content: bytes | None, run) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_bytes(content)
    message = (
        f"{tmp_path / 'manifest.json'}: there is no manifest to check. Expected bosetting-manifest-1. "
        "Name the folder of an edition, such as reports/YEAR/EDITION.\n"
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
