"""Whether two editions hold the same numbers, and how one takes the place of another."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bosetting.publication import replace
from bosetting.publication.compare import MOST, differences
from bosetting.publication.manifest import manifest, manifest_bytes
from bosetting.publication.replace import put_in_place, staging


def edition(folder: Path, **tables: str) -> Path:
    (folder / "data").mkdir(parents=True)
    for name, text in tables.items():
        (folder / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a,n\n1,2\n", "a,n\n1,2\n", []),
        ("a,n\n1,2\n3,4\n", "a,n\n1,2\n3,5\n", ["t.csv, 3, n: 4 → 5"]),
        ("a,n\n1,2\n", "a,n\n1,2\n3,4\n", ["t.csv, 3: new row"]),
        ("a,n\n1,2\n3,4\n", "a,n\n3,4\n", ["t.csv, 1: row is gone"]),
        ("a,n\n1,2\n", "a,n,m\n1,2,9\n", ["t.csv, 1, m: None → 9"]),
        ("a,n\n1,2\n1,3\n", "a,n\n1,2\n1,4\n", ["t.csv, 1 (2), n: 3 → 4"]),
        ("a,n\n1,2\n3,4\n", "a,n\n3,4\n1,2\n", ["t.csv: the same values, written differently"]),
    ],
)
def test_differences_are_told_cell_by_cell(old: str, new: str, expected: list[str], tmp_path: Path) -> None:
    one, other = edition(tmp_path / "old", t=old), edition(tmp_path / "new", t=new)
    assert differences(one, other) == expected


def test_not_more_differences_than_one_reads(tmp_path: Path) -> None:
    rows = range(MOST + 5)
    old = edition(tmp_path / "old", t="a,n\n" + "".join(f"{i},1\n" for i in rows))
    new = edition(tmp_path / "new", t="a,n\n" + "".join(f"{i},2\n" for i in rows))
    found = differences(old, new)
    assert len(found) == MOST + 1
    assert found[-1] == "t.csv: and 5 more"


def test_a_table_that_only_one_of_them_has_is_no_difference(tmp_path: Path) -> None:
    old, new = edition(tmp_path / "old", t="a\n1\n"), edition(tmp_path / "new", t="a\n1\n", u="a\n1\n")
    assert differences(old, new) == []
    assert differences(tmp_path / "none", new) == []


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


def test_what_a_killed_build_left_is_removed_and_what_a_running_one_has_is_not(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = tmp_path / f".november.building-{gone.pid}-abc"
    running = tmp_path / f".november.building-{os.getppid()}-abc"
    other = tmp_path / f".june.building-{gone.pid}-abc"
    for folder in (left, running, other):
        folder.mkdir()
    with staging(tmp_path / "november"):
        pass
    assert sorted(tmp_path.iterdir()) == sorted([running, other])


def test_the_manifest_lists_every_file_once_and_no_machine(tmp_path: Path) -> None:
    folder = edition(tmp_path / "november", t="a\n1\n")
    (folder / "inputs").mkdir()
    (folder / "inputs" / "x.csv").write_text("x")
    (folder / "manifest.json").write_text("an older one")
    content = manifest(folder, folder / "inputs", 2018, "november", {"languages": ["nb"]}, {"typst": "1"})
    assert [entry["path"] for entry in content["inputs"]] == ["inputs/x.csv"]
    assert [entry["path"] for entry in content["outputs"]] == ["data/t.csv"]
    assert content["outputs"][0]["sha256"] == (
        "309b0e45a73d3fc5325e2b6ed0a01ef8b9cde6b05a5633c1f893f970d52bfddc"
    )
    text = manifest_bytes(content).decode()
    assert json.loads(text) == content
    assert str(tmp_path) not in text
    assert text.endswith("}\n")
