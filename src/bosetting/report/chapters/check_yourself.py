"""Check it yourself."""

from __future__ import annotations

from bosetting.report.blocks import Block, Column, Table
from bosetting.report.view import View

FILES = (
    "requests",
    "counties",
    "explanation",
    "certainty",
    "load",
    "grants",
    "package",
    "inputs",
    "notebooks",
    "manifest",
)


def check_yourself(view: View) -> list[Block]:
    """What can be downloaded, and how to do the sum again by hand or by machine."""
    rows = tuple((view.label(f"files.{name}"), view.label(f"files.{name}_what")) for name in FILES)
    columns = (Column(view.label("files.file"), "code"), Column(view.label("files.what")))
    return [view.prose("check_yourself"), Table("files", view.label("files.caption"), columns, rows)]
