"""What the front's finder shows of each municipality: its answer, and where its own page is."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from bosetting.allocation.request import Allotment, Request
from bosetting.report.language.labels import label


def found(request: Request, language: str, address: Callable[[str], str]) -> dict[str, Any]:
    """The words of the finder in a language, and every municipality by county.

    Args:
        request: of the edition.
        language: the reader's.
        address: of a municipality's own page, by its number.
    """
    everyone = sorted(request.allotments, key=lambda a: (a.municipality.county_number, a.municipality.number))
    counties = [
        (county, [_row(a, language, address) for a in rows])
        for county, rows in groupby(everyone, key=lambda a: a.municipality.county)
    ]
    return {
        "title": label(language, "find.title"),
        "label": label(language, "find.label"),
        "none": label(language, "find.none"),
        "meant": label(language, "find.meant"),
        "hits": label(language, "find.hits"),
        "list": label(language, "find.list"),
        "counties": counties,
    }


def _row(allotment: Allotment, language: str, address: Callable[[str], str]) -> tuple[str, str, str, str]:
    municipality = allotment.municipality
    answer = (
        label(language, "find.persons", persons=allotment.persons)
        if allotment.asked
        else label(language, "find.not_asked")
    )
    return municipality.number, municipality.name, answer, address(municipality.number)
