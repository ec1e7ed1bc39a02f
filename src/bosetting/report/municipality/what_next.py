"""What happens now, whom to ask, and where all of it stands."""

from __future__ import annotations

from bosetting.report.blocks.kinds import Block
from bosetting.report.language.readable import Quoted
from bosetting.report.municipality.opening import MunicipalView


def what_next(view: MunicipalView) -> list[Block]:
    """What the council decides, for those asked; what now, for those who are not; and the way to everything else."""
    publisher, allotment = view.inputs.publisher, view.allotment
    return [
        view.prose(
            "municipality_next",
            name=view.name,
            code=view.code,
            year=str(view.inputs.year),
            asked=allotment.asked,
            issues=publisher.issues,
            publisher=Quoted(publisher.name),
            contact=None if publisher.contact is None else Quoted(publisher.contact),
            made=publisher.made,
            next=publisher.next,
            minors=allotment.unaccompanied_minors,
        )
    ]
