"""Whether two editions hold the same numbers, and how one takes the place of another."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bosetting.publication.folder import replace
from bosetting.publication.folder.compare import MOST, changes
from bosetting.publication.folder.manifest import manifest, manifest_bytes
from bosetting.publication.folder.replace import put_in_place, staging

SAME = ": differs (the same values, written differently)"


def edition(folder: Path, **tables: str) -> Path:
    (folder / "data").mkdir(parents=True)
    for name, text in tables.items():
        (folder / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a,n\n1,2\n", "a,n\n1,2\n", []),
        ("a,n\n1,2\n3,4\n", "a,n\n1,2\n3,5\n", ["data/t.csv, 3, n: 4 → 5"]),
        ("a,n\n1,2\n", "a,n\n1,2\n3,4\n", ["data/t.csv, 3: new row"]),
        ("a,n\n1,2\n3,4\n", "a,n\n3,4\n", ["data/t.csv, 1: row is gone"]),
        ("a,n\n1,2\n", "a,n,m\n1,2,9\n", ["data/t.csv, 1, m: nothing → 9"]),
        ("a,n\n1,2\n", "a,n\n1,2,9\n", ["data/t.csv, 1, column 3: nothing → 9"]),
        ("a,n,n\n1,2,3\n", "a,n,n\n1,4,3\n", ["data/t.csv, 1, n: 2 → 4"]),
        ("a,n,n\n1,2,3\n", "a,n,n\n1,2,4\n", ["data/t.csv, 1, n (2): 3 → 4"]),
        ("a,n\n1,2\n1,3\n", "a,n\n1,2\n1,4\n", ["data/t.csv, 1 (2), n: 3 → 4"]),
        (
            "a,n\n1,2\n1,3\n1 (2),5\n",
            "a,n\n1,2\n1,3\n1 (2),6\n",
            ["data/t.csv, 1 (2) (2), n: 5 → 6"],
        ),
        ("a,n\n1,2\n3,4\n", "a,n\n3,4\n1,2\n", [f"data/t.csv{SAME}"]),
        ("a,n\n1,2\n", "a,n\r\n1,2\r\n", [f"data/t.csv{SAME}"]),
        ("a,n\n", "a,m\n", ["data/t.csv: differs (other columns)"]),
        ("a,n\n1,\x1b[2J\n", "a,n\n1,2\n", ["data/t.csv, 1, n: \\u001b[2J → 2"]),
        ("a,n\n1,2\n", f"a,n\n1,{'9' * 200}\n", [f"data/t.csv, 1, n: 2 → {'9' * 99}…"]),
    ],
)
def test_differences_are_told_cell_by_cell(old: str, new: str, expected: list[str], tmp_path: Path) -> None:
    one, other = edition(tmp_path / "old", t=old), edition(tmp_path / "new", t=new)
    assert changes(one, other) == expected


DAMAGED = [b"a,n\n1,\xff\n", b"a,n\n1," + b"9" * 131_073 + b"\n", b'a,n\n1,"2\n']


@pytest.mark.parametrize("content", DAMAGED, ids=["not UTF-8", "a long cell", "an open quote"])
def test_a_damaged_table_is_told_and_hides_no_other_file(content: bytes, tmp_path: Path) -> None:
    old = edition(tmp_path / "old", t="a,n\n", u="a,n\n1,2\n")
    new = edition(tmp_path / "new", t="a,n\n", u="a,n\n1,3\n")
    (old / "data" / "t.csv").write_bytes(content)
    expected = ["data/t.csv: differs (not readable as CSV)", "data/u.csv, 1, n: 2 → 3"]
    assert changes(old, new) == expected


def test_not_more_differences_than_one_reads(tmp_path: Path) -> None:
    rows = range(MOST + 5)
    old = edition(tmp_path / "old", t="a,n\n" + "".join(f"{i},1\n" for i in rows))
    new = edition(tmp_path / "new", t="a,n\n" + "".join(f"{i},2\n" for i in rows))
    found = changes(old, new)
    assert len(found) == MOST + 1
    assert found[-1] == "data/t.csv, and 5 more"


def test_publishing_more_takes_nothing_away(tmp_path: Path) -> None:
    old, new = edition(tmp_path / "old", t="a\n1\n"), edition(tmp_path / "new", t="a\n1\n", u="a\n1\n")
    (old / ".DS_Store").write_text("what a file manager leaves")
    assert changes(old, new) == []
    assert changes(tmp_path / "none", new) == []


def test_whatever_would_change_or_go_is_named_and_what_is_new_beside_it(tmp_path: Path) -> None:
    old, new = edition(tmp_path / "old", t="a\n1\n"), edition(tmp_path / "new", u="a\n1\n")
    outputs = [{"path": "data/t.csv"}, {"path": "index.html"}]
    (old / "manifest.json").write_text(json.dumps({"inputs": [], "outputs": outputs}))
    for folder in (old, new):
        (folder / "index.html").write_text(folder.name)
    (new / "manifest.json").write_text("{}")
    (old / "letter.txt").write_text("somebody's own")
    (old / "empty").mkdir()
    (old / "link").symlink_to("/")
    (old / "gone").symlink_to("nowhere")
    os.mkfifo(old / "pipe")
    assert changes(old, new) == [
        "data/t.csv: would go",
        "data/u.csv: is new",
        "empty/: an empty folder, would go",
        "gone: a link or no file at all, would go",
        "index.html: differs",
        "letter.txt: would go, and no build made it",
        "link: a link or no file at all, would go",
        "manifest.json: differs",
        "pipe: a link or no file at all, would go",
    ]


@pytest.mark.parametrize("can_exchange", [True, False])
def test_the_new_one_stands_and_the_old_one_is_gone(
    can_exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_exchange:
        monkeypatch.setattr(replace, "_exchange", lambda one, other: False)
    target = tmp_path / "deep" / "november"
    for content in ("one", "two"):
        with staging(target) as folder:
            (folder / "page").write_text(content)
            put_in_place(folder, target)
        assert [path.name for path in target.iterdir()] == ["page"]
        assert (target / "page").read_text() == content
        assert [path.name for path in target.parent.iterdir()] == ["november"]
        assert target.stat().st_mode & 0o777 == 0o755


def test_a_failure_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    target = edition(tmp_path / "november", t="a\n1\n")

    def fail() -> None:
        with staging(target) as folder:
            (folder / "page").write_text("half")
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        fail()
    assert [path.name for path in tmp_path.iterdir()] == ["november"]
    assert (target / "data" / "t.csv").read_text() == "a\n1\n"


def test_what_a_killed_build_left_is_removed_and_what_is_not_its_own_is_not(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    kept = [tmp_path / name for name in (".june.building-abc", ".november.building-link", "elsewhere", "x")]
    kept[0].mkdir()
    kept[1].symlink_to("elsewhere")
    kept[3].write_text("")
    (tmp_path / ".november.building-abc" / "edition" / "data").mkdir(parents=True)
    (tmp_path / ".november.building-1-older").mkdir()
    with staging(tmp_path / "november"):
        pass
    assert sorted(tmp_path.iterdir()) == sorted(kept)


def test_a_running_build_keeps_its_folder_whatever_process_numbers_say(tmp_path: Path) -> None:
    """The lock is of the open file, so another build in this very process is as foreign as one on another host."""
    with staging(tmp_path / "november") as running:
        (running / "page").write_text("half")
        with staging(tmp_path / "november") as second:
            put_in_place(second, tmp_path / "november")
        assert (running / "page").read_text() == "half"
        assert len(list(tmp_path.iterdir())) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["november"]


STAGING = """
import os, sys
from pathlib import Path
from bosetting.publication.folder.replace import put_in_place, staging
with staging(Path(sys.argv[1])) as folder:
    (folder / "page").write_text(sys.argv[2])
    print(os.getpid(), flush=True)
    if sys.stdin.readline():
        put_in_place(folder, Path(sys.argv[1]))
"""
APART = ("unshare", "-p", "-f", "--mount-proc", "--kill-child")
"""Runs a command where it is process number 1 and sees no other, as in a container."""


def test_builds_that_cannot_see_each_other_keep_their_folders(tmp_path: Path) -> None:
    try:
        allowed = subprocess.run([*APART, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        allowed = False
    if not allowed:
        pytest.skip("unshare is not permitted here, so two builds cannot be kept from seeing each other")
    target = tmp_path / "november"
    started = []
    for content in ("first", "second"):
        command = [*APART, sys.executable, "-c", STAGING, str(target), content]
        started.append(
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        )
        assert started[-1].stdout is not None
        assert started[-1].stdout.readline() == "1\n"
    assert len(list(tmp_path.iterdir())) == 2
    for running, content in zip(started, ("first", "second"), strict=True):
        running.communicate("go on\n", timeout=60)
        assert running.returncode == 0
        assert (target / "page").read_text() == content
    assert [path.name for path in tmp_path.iterdir()] == ["november"]


def test_a_build_whose_new_folder_is_cleared_before_it_is_locked_takes_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def cleared(folder: Path) -> int:
        made.append(folder)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        if len(made) == 1:
            shutil.rmtree(folder)
        return lock

    monkeypatch.setattr(replace, "_open_lock", cleared)
    with staging(tmp_path / "november") as folder:
        assert folder.parent == made[1]
        assert folder.is_dir()


def test_an_edition_that_a_killed_build_had_moved_aside_comes_back(tmp_path: Path) -> None:
    edition(tmp_path / ".november.building-abc" / "old", t="a\n1\n")
    with staging(tmp_path / "november"):
        pass
    assert (tmp_path / "november" / "data" / "t.csv").read_text() == "a\n1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["november"]


def test_an_edition_moved_aside_comes_back_when_its_place_cannot_be_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replace, "_exchange", lambda one, other: False)
    target = edition(tmp_path / "november", t="a\n1\n")
    rename = Path.rename

    def stopped(path: Path, to: Path) -> Path:
        if path.name == "edition":
            raise KeyboardInterrupt
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises(KeyboardInterrupt), staging(target) as folder:
        put_in_place(folder, target)
    assert (target / "data" / "t.csv").read_text() == "a\n1\n"


def test_everybody_may_read_what_is_published(tmp_path: Path) -> None:
    umask = os.umask(0o077)
    try:
        target = tmp_path / "2018" / "november"
        with staging(target) as folder:
            edition(folder / "inner", t="a\n1\n")
            (folder / "inner" / "data" / "t.csv").chmod(0o666)
            put_in_place(folder, target)
    finally:
        os.umask(umask)
    modes = {path.name: path.stat().st_mode & 0o7777 for path in (target.parent, *target.parent.rglob("*"))}
    folders = dict.fromkeys(("2018", "november", "inner", "data"), 0o755)
    assert modes == folders | {"t.csv": 0o644}


def test_the_manifest_lists_every_file_once_and_no_machine(tmp_path: Path) -> None:
    folder = edition(tmp_path / "november", t="a\n1\n")
    (folder / "inputs").mkdir()
    (folder / "inputs" / "x.csv").write_text("x")
    (folder / "manifest.json").write_text("an older one")
    content = manifest(
        folder, folder / "inputs", 2018, "november", {"languages": ["nb"]}, {"typst": "1"}, "0" * 64
    )
    assert [entry["path"] for entry in content["inputs"]] == ["inputs/x.csv"]
    assert [entry["path"] for entry in content["outputs"]] == ["data/t.csv"]
    assert content["outputs"][0]["sha256"] == (
        "309b0e45a73d3fc5325e2b6ed0a01ef8b9cde6b05a5633c1f893f970d52bfddc"
    )
    text = manifest_bytes(content).decode()
    assert json.loads(text) == content
    assert str(tmp_path) not in text
    assert text.endswith("}\n")
