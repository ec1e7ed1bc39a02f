"""A publisher for the tests of this folder; no proxy of the machine stands between."""

from collections.abc import Iterator

import pytest
from publisher import Publisher, running


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def ssb() -> Iterator[Publisher]:
    with running() as publisher:
        yield publisher
