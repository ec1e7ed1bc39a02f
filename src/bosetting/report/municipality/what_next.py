"""What happens now, whom to ask, and where all of it stands."""

from __future__ import annotations

from bosetting.report.blocks.kinds import Block
from bosetting.report.municipality.opening import MunicipalView


def what_next(view: MunicipalView) -> list[Block]:
    """What the council decides, for those asked; what now, for those who are not; and the way to everything else."""
    return [view.prose("municipality_next", **view.values, next=view.inputs.publisher.next)]
