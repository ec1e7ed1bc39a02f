"""The cache gives what was computed, and computes again when anything it depends on changes."""

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


def test_a_broken_or_unwritable_cache_does_not_matter(tmp_path):
    (tmp_path / "data").mkdir()
    compute, calls = counting(1)
    folder = tmp_path / "c"
    cached("x", folder, tmp_path / "data", compute)
    next(folder.iterdir()).write_bytes(b"broken")
    assert cached("x", folder, tmp_path / "data", compute) == {"value": 1}
    (tmp_path / "file").write_text("")
    assert cached("x", tmp_path / "file", tmp_path / "data", compute) == {"value": 1}
    assert len(calls) == 3
