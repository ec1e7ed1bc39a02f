"""The cache gives what was computed, computes again when anything it depends on changes, and trusts nobody."""

import json
import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from smallyear import small_year

from bosetting import cache
from bosetting.cache import cached, fresh_cache
from bosetting.compute import compute


@dataclass(frozen=True)
class Result:
    value: int


@pytest.fixture
def inputs(tmp_path: Path) -> list[Path]:
    (tmp_path / "a.csv").write_text("1")
    return [tmp_path / "a.csv"]


@pytest.fixture
def counted(tmp_path: Path, inputs: list[Path]) -> Callable[..., int]:
    """A function that asks for a result and says how many times it has been computed by now."""
    calls = []

    def compute() -> Result:
        calls.append(1)
        return Result(7)

    def ask(*choices: str, folder: Path = tmp_path / "c") -> int:
        assert cached(Result, "x", folder, inputs, compute, *choices) == Result(7)
        return len(calls)

    return ask


def test_the_same_inputs_are_computed_once(counted) -> None:
    assert [counted("june"), counted("june")] == [1, 1]


def test_another_input_or_choice_is_computed_again(counted, inputs: list[Path]) -> None:
    assert [counted("june"), counted("november")] == [1, 2]
    inputs[0].write_text("2")
    assert counted("june") == 3


@pytest.mark.parametrize("library", ["numpy", "scipy", "pandas"])
def test_another_version_of_a_library_is_computed_again(
    library: str, counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted()
    real = cache.version
    monkeypatch.setattr(cache, "version", lambda name: "99" if name == library else real(name))
    cache._of_software.cache_clear()
    try:
        assert counted() == 2
    finally:
        cache._of_software.cache_clear()


def test_another_python_is_computed_again(counted, monkeypatch: pytest.MonkeyPatch) -> None:
    counted()
    monkeypatch.setattr(cache.platform, "python_version", lambda: "3.99")
    cache._of_software.cache_clear()
    try:
        assert counted() == 2
    finally:
        cache._of_software.cache_clear()


class Bomb:
    """What runs code where a pickle is read."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("planted",)


PLANTED = [
    b"",
    b"broken",
    b"[" * 100_000,
    b'{"value": "7"}',
    b'{"value": 7.5}',
    b'{"other": 7}',
    b"[7]",
    b"9" * 5000,
]


@pytest.mark.parametrize("content", [*PLANTED, pickle.dumps(Bomb())], ids=range(len(PLANTED) + 1))
def test_what_is_not_the_result_is_computed_anew(
    content: bytes, counted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    counted()
    (kept,) = (tmp_path / "c").iterdir()
    kept.write_bytes(content)
    assert [counted(), counted()] == [2, 2]
    assert json.loads(kept.read_bytes()) == {"value": 7}
    assert not (tmp_path / "planted").exists()


def test_links_are_not_followed_and_pipes_not_waited_for(counted, tmp_path: Path) -> None:
    counted()
    (kept,) = (tmp_path / "c").iterdir()
    elsewhere = kept.rename(tmp_path / "elsewhere")
    kept.symlink_to(elsewhere)
    assert counted() == 2
    kept.unlink()
    os.mkfifo(kept)
    assert counted() == 3
    (tmp_path / "link").symlink_to(tmp_path / "c")
    assert counted(folder=tmp_path / "link") == 4
    (tmp_path / "empty").mkdir()
    (tmp_path / "toempty").symlink_to(tmp_path / "empty")
    counted(folder=tmp_path / "toempty")
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_cache_that_cannot_be_written_does_not_matter(
    counted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    assert counted(folder=tmp_path / "file") == 1

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache.json, "dump", full)
    assert counted() == 2
    assert list((tmp_path / "c").iterdir()) == []


def test_a_fresh_cache_does_not_read_the_project_s(counted, tmp_path: Path) -> None:
    counted()
    with fresh_cache(tmp_path / "own"):
        assert [counted(), counted()] == [2, 2]
    assert counted() == 2
    assert "BOSETTING_CACHE" not in os.environ
    assert not (tmp_path / "own").exists()


def test_only_sources_count_as_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "cache.py"))
    code = cache._of_code.__wrapped__
    (tmp_path / "cache.py").write_text("x = 1")
    before = code()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "cache.cpython-311.pyc").write_bytes(b"compiled")
    assert code() == before
    (tmp_path / "cache.py").write_text("x = 2")
    assert code() != before


def test_what_the_project_keeps_is_read_again_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computation = compute(2018, None, small_year().write(tmp_path))
    first = computation.uncertainty
    del computation.__dict__["uncertainty"]
    monkeypatch.setattr("bosetting.compute.uncertainty", lambda *_: pytest.fail("computed again"))
    assert computation.uncertainty == first
