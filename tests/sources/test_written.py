"""Files of a folder are written together: all of them, or none and nothing is left."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from edition import contents

from bosetting.sources import written
from bosetting.sources.draw.drawing import Change, Drawn
from bosetting.sources.written import write_together

NEW = {"a.csv": b"new a", "b.csv": b"new b", "deep/c.csv": b"new c"}


class Full(io.FileIO):
    """A file on a disk that is full."""

    def write(self, _: Any) -> int:
        raise OSError(28, "No space left on device")


@pytest.fixture
def full_at(monkeypatch: pytest.MonkeyPatch):
    """A function after which the n-th file that is begun finds the disk full."""

    def full(place: int) -> None:
        begun = iter(range(100))
        real = os.fdopen

        def opened(handle: int, mode: str) -> Any:
            return Full(handle, mode) if next(begun) == place else real(handle, mode)

        monkeypatch.setattr(written.os, "fdopen", opened)

    return full


def test_all_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old a")
    write_together(tmp_path, NEW)
    assert contents(tmp_path) == NEW
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*.csv")} == {0o644}


@pytest.mark.parametrize("place", range(3))
def test_on_a_full_disk_nothing_changes(place: int, tmp_path: Path, full_at) -> None:
    (tmp_path / "a.csv").write_bytes(b"old a")
    full_at(place)
    with pytest.raises(OSError, match="No space left on device") as wrong:
        write_together(tmp_path, NEW)
    assert wrong.value.filename == str(tmp_path / list(NEW)[place])
    assert contents(tmp_path) == {"a.csv": b"old a"}


def test_what_cannot_be_put_in_place_puts_the_others_back(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old a")
    (tmp_path / "b.csv" / "x").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        write_together(tmp_path, NEW)
    assert contents(tmp_path) == {"a.csv": b"old a"}


def test_a_drawing_is_written_whole_or_not_at_all(tmp_path: Path, full_at) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(b"old")
    drawn = Drawn(tmp_path, NEW, (Change("a.csv", changed=1), Change("b.csv", changed=1)))
    full_at(1)
    with pytest.raises(OSError, match="No space left on device"):
        drawn.write()
    assert contents(tmp_path) == {"a.csv": b"old", "b.csv": b"old"}
