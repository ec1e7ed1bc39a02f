"""A notebook's cells run in this process, without a kernel: what they show, and what the last one leaves."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from bosetting.report.blocks import kinds

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


def run_cells(
    name: str, monkeypatch: pytest.MonkeyPatch, skip: str | None = None, **parameters: object
) -> tuple[list[dict[str, str]], Any]:
    """The forms of every block shown, and the value of the last cell.

    Args:
        name: of the notebook.
        monkeypatch: takes what is shown.
        skip: cells that begin so are left out.
        **parameters: the notebook's.
    """
    shown: list[dict[str, str]] = []
    monkeypatch.setattr(kinds, "display", lambda bundle, raw, metadata: shown.append(bundle))
    names: dict[str, Any] = {}
    value = None
    for cell in json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if skip and source.startswith(skip):
            continue
        body = ast.parse(source).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), name, "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), name, "eval"), names)
        if "parameters" in cell["metadata"].get("tags", []):
            assert parameters.keys() <= names.keys()
            names |= parameters
    return shown, value
