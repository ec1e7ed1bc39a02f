"""The cache gives what was computed, and computes again when anything it depends on changes."""

import pickle

import pytest

from bosetting import cache
from bosetting.cache import cached


def counting(value):
    calls = []

    def compute():
        calls.append(value)
        return {"value": value}

    return compute, calls


def test_the_same_inputs_are_computed_once(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("1")
    compute, calls = counting(1)
    for _ in range(2):
        assert cached("x", tmp_path / "c", tmp_path / "data", compute, "june") == {"value": 1}
    assert len(calls) == 1


def test_another_input_or_choice_is_computed_again(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("1")
    compute, calls = counting(1)
    cached("x", tmp_path / "c", tmp_path / "data", compute, "june")
    cached("x", tmp_path / "c", tmp_path / "data", compute, "november")
    (tmp_path / "data" / "a.csv").write_text("2")
    cached("x", tmp_path / "c", tmp_path / "data", compute, "june")
    assert len(calls) == 3


# What Python says of these: UnpicklingError, EOFError, ValueError, UnpicklingError, ModuleNotFoundError.
BROKEN = [b"broken", b"", b"garbage\n", b"h\x05.", b"cno_such_module\nname\n."]


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_cache_file_is_computed_anew(tmp_path, content):
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever it is
        pickle.loads(content)
    (tmp_path / "data").mkdir()
    compute, calls = counting(1)
    folder = tmp_path / "c"
    cached("x", folder, tmp_path / "data", compute)
    next(folder.iterdir()).write_bytes(content)
    for _ in range(2):
        assert cached("x", folder, tmp_path / "data", compute) == {"value": 1}
    assert len(calls) == 2


def test_a_cache_that_cannot_be_written_does_not_matter(tmp_path):
    (tmp_path / "data").mkdir()
    compute, calls = counting(1)
    (tmp_path / "file").write_text("")
    assert cached("x", tmp_path / "file", tmp_path / "data", compute) == {"value": 1}
    assert len(calls) == 1


def test_only_sources_count_as_code(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "cache.py"))
    code = cache._of_code.__wrapped__
    (tmp_path / "cache.py").write_text("x = 1")
    before = code()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "cache.cpython-311.pyc").write_bytes(b"compiled")
    assert code() == before
    (tmp_path / "cache.py").write_text("x = 2")
    assert code() != before
