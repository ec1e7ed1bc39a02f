"""The reference's tables, in order, and what is said of them together."""

from __future__ import annotations

from pathlib import Path

from bosetting.sources.figures.table import Table
from bosetting.sources.reference.employment import employment
from bosetting.sources.reference.language import language, outline
from bosetting.sources.reference.national import grant_rates, national_figures, rules
from bosetting.sources.reference.population import population
from bosetting.sources.reference.programme import programme_participants, programme_results
from bosetting.sources.reference.requests import requests
from bosetting.sources.reference.settled import settled
from bosetting.sources.reference.structure import changes, structure
from bosetting.sources.written import LICENCES, PROFILE

PACKAGE: dict[str, object] = {
    "$schema": PROFILE,
    "name": "bosetting-reference",
    "title": "Figures that the yearly requests are made from, as their publishers gave them",
    "description": (
        "Every figure on the municipal structure that its publisher used, one a row, with the day it became public "
        "and where that day is from, or assumed by a rule that the table states. Nothing is carried, summed or "
        "interpolated here. Statuses: ok, suppressed (hidden by the publisher, with what it can be), missing, "
        "not_applicable. Figures of Statistics Norway and IMDi are under NLOD 2.0 or CC BY 4.0; the compilation is "
        "under CC BY 4.0."
    ),
    "version": "1.0.0",
    "licenses": LICENCES,
}


def tables(folder: Path) -> list[Table]:
    """Every table of the reference.

    Args:
        folder: the folder of source figures.

    Raises:
        FileNotFoundError: a file of the folder is missing.
        ValueError: a figure is not what its table has.
    """
    return [
        structure(folder),
        changes(folder),
        language(folder),
        population(folder),
        employment(folder),
        programme_results(folder),
        programme_participants(folder),
        settled(folder),
        requests(folder),
        national_figures(folder),
        grant_rates(folder),
        *rules(),
        outline(folder),
    ]
