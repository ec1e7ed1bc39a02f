"""The columns of a table that hold the indices of the criteria."""

from __future__ import annotations

from bosetting.report.blocks.kinds import Column
from bosetting.report.language.criteria import said
from bosetting.report.view import View


def index_columns(view: View, decimals: int = 3) -> list[Column]:
    """One column for each criterion but the size, in their order."""
    return [
        Column(
            view.label("criteria.index", name=said(each.label, view.language)), "decimal", decimals=decimals
        )
        for each in view.inputs.rules.others
    ]
