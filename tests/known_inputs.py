"""The real inputs of an edition, with tables changed as a test wants."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from bosetting.allocation.request import Request
from bosetting.compute import compute
from bosetting.inputs.model import Inputs

ROOT = Path(__file__).parents[1]


@cache
def edition(name: str = "november") -> tuple[Inputs, Request]:
    computed = compute(2018, name, ROOT)
    return computed.inputs, computed.request


def changed(inputs: Inputs, **change: Callable[[pd.DataFrame], pd.DataFrame]) -> Inputs:
    """The same inputs with some tables changed; the functions get copies."""
    tables = {
        name: change[name](table.copy()) if name in change else table for name, table in inputs.tables.items()
    }
    return replace(inputs, tables=tables)
