"""Work grows with the municipalities and not with their square; lines are counted, not seconds."""

import importlib.util
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest
from smallyear import small_year

from bosetting.allocation.explained.explanation import explanations
from bosetting.allocation.request import Request, allocate
from bosetting.inputs.model import Inputs
from bosetting.inputs.weighed import needed
from bosetting.inputs.year import read_inputs

ROOT = Path(__file__).parents[1]
CODE = str(ROOT / "src")
SIZES = (12, 24)
"""Copies of the small year's six municipalities."""
EVEN = 2.1
"""Twice the municipalities take about twice the lines; a square takes towards four times."""


@cache
def growth() -> ModuleType:
    """The benchmark: its copies are the ones that are counted here."""
    spec = importlib.util.spec_from_file_location("growth", ROOT / "benchmarks" / "growth.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def small(tmp_path: Path) -> Inputs:
    return small_year().read(tmp_path)


def lines(work: Callable[[], object]) -> int:
    """How many lines of the project are run, each turn of a loop anew."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.startswith(CODE):
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def ratio(work: Callable[[int], Callable[[], object]]) -> float:
    """Lines at twice the size to lines at the size, of what ``work`` prepares."""
    fewer, more = (lines(work(size)) for size in SIZES)
    return more / fewer


def explaining(inputs: Inputs, size: int) -> Callable[[], object]:
    request = allocate(growth().copied(inputs, size))
    return lambda: explanations(request)


@pytest.mark.parametrize("division", ["county_first", "one_stage"])
def test_request_and_explanations(small: Inputs, division: str) -> None:
    inputs = growth().ruled(small, division=division)
    copies = {size: growth().copied(inputs, size) for size in SIZES}
    assert 1.5 < ratio(lambda size: lambda: allocate(copies[size])) < EVEN
    assert 1.5 < ratio(lambda size: explaining(inputs, size)) < EVEN


def test_a_square_is_seen(small: Inputs) -> None:
    """One list of everyone, made anew for each."""

    def anew(request: Request) -> None:
        for _ in request.allotments:
            Request.by_code.func(request)

    requests = {size: allocate(growth().copied(small, size)) for size in SIZES}
    assert ratio(lambda size: lambda: anew(requests[size])) > EVEN


def test_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(needed.CODE, "pattern", growth().LONGER)
    year = small_year().write(tmp_path) / "data" / "2018"

    def prepare(size: int) -> Callable[[], object]:
        root = tmp_path / str(size)
        growth().write_copied(year, root / "data" / "2018", size)
        return lambda: read_inputs(2018, None, root)

    assert 1.5 < ratio(prepare) < EVEN
