"""In short: the numbers a reader wants first."""

from __future__ import annotations

from bosetting.report.blocks.kinds import Block, Callout, Figures
from bosetting.report.chapters.against_published import against_the_letter
from bosetting.report.chapters.told import last_told, publishers
from bosetting.report.language.criteria import criterion_names
from bosetting.report.language.numbers import format_integer
from bosetting.report.language.prose import render
from bosetting.report.language.readable import Quoted
from bosetting.report.view import View


def in_short(view: View) -> list[Block]:
    """Key figures and the report in five sentences."""
    request, edition = view.request, view.inputs.edition
    asked = request.asked
    at_floor, floor = view.at_minimum, view.inputs.rules.lowest
    largest = max(asked, key=lambda a: (a.persons, a.municipality.residents))

    def whole(value: int) -> str:
        return format_integer(value, view.language)

    figures = [
        (whole(sum(a.persons for a in asked)), view.label("in_short.persons")),
        (whole(len(asked)), view.label("in_short.asked", all=len(request.allotments))),
        (whole(len(at_floor)), view.label("in_short.at_floor", floor=floor)),
    ]
    if edition.unaccompanied_minors:
        figures.insert(2, (whole(edition.unaccompanied_minors), view.label("in_short.minors")))
    return [
        view.prose(
            "in_short",
            year=str(view.inputs.year),
            criteria=criterion_names(view.inputs.rules, view.language),
            persons=sum(a.persons for a in asked),
            asked=len(asked),
            everyone=len(request.allotments),
            minors=edition.unaccompanied_minors,
            floor=floor,
            below=any(a.persons < floor for a in asked),
            at_floor=len(at_floor),
            lifted=view.lifted,
            largest=largest.municipality.name,
            largest_persons=largest.persons,
            issues=view.inputs.publisher.issues,
            local_authorities="KS" in publishers(view),
            directorate=view.agency == "IMDi",
        ),
        *against_the_letter(view),
        Figures(tuple(figures)),
        _voice(view),
    ]


def _voice(view: View) -> Callout:
    """Who speaks: the agency whose request this is, or somebody who computed it afterwards."""
    publisher = view.inputs.publisher
    text = render(
        "computed",
        view.language,
        issues=publisher.issues,
        name=Quoted(publisher.name),
        agency=view.agency,
        contact=None if publisher.contact is None else Quoted(publisher.contact),
        made=publisher.made,
        next=publisher.next,
        said=last_told(view, "judgement"),
        compared=view.computation.backtest is not None,
    )
    return Callout(text, "fact" if publisher.issues else "warning")
