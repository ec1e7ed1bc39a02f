"""What the notebook of a municipality holds in its hand: the view, and which municipality it is of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bosetting.allocation.explained.explanation import Explanation
from bosetting.allocation.request import Allotment
from bosetting.compute import compute
from bosetting.inputs.model import Municipality
from bosetting.report.blocks.kinds import Document
from bosetting.report.language.labels import written_languages
from bosetting.report.letter import letter_values, own_language
from bosetting.report.running.parameters import check_parameters
from bosetting.report.view import View


@dataclass(frozen=True)
class MunicipalView(View):
    """A computation as one municipality sees it.

    Attributes:
        code: the municipality's, of four digits.
    """

    code: str

    @property
    def found(self) -> Explanation:
        """Its number explained."""
        return self.computation.explanations[self.code]

    @property
    def allotment(self) -> Allotment:
        """What the request says of it."""
        return self.found.allotment

    @property
    def municipality(self) -> Municipality:
        """What the rules know of it."""
        return self.allotment.municipality

    @property
    def name(self) -> str:
        """Its name without the county that tells it from a namesake: the county stands beside it."""
        return self.municipality.name.removesuffix(f" ({self.municipality.county})")

    @property
    def values(self) -> dict[str, Any]:
        """What the passages that page and letter share may use."""
        return letter_values(self.request, self.found, self.language) | {"name": self.name}


def open_municipality(
    municipality: object, year: object, edition: object, language: object, root: object = None
) -> MunicipalView:
    """What the notebook calls after its parameters: checks them and computes the edition.

    Args:
        municipality: its code, as text.
        year: as for every notebook.
        edition: likewise.
        language: likewise; blank for the form of Norwegian that the municipality has decided to use.
        root: likewise.

    Raises:
        TypeError: a parameter of another type.
        ValueError: there is no such municipality, or nobody has written the language.
        BadInput: the year folder has faults, or there is no such edition.
    """
    if not isinstance(municipality, str):
        raise TypeError(f'municipality is {municipality!r}. Expected its number as text, such as "5001".')
    any_language = written_languages()[0]
    a_year, an_edition, a_language, a_root = check_parameters(year, edition, language or any_language, root)
    computation = compute(a_year, an_edition or None, a_root)
    found = computation.request.by_code.get(municipality)
    if found is None:
        raise ValueError(
            f"There is no municipality {municipality!r} in {a_year}. Expected a number of four digits."
        )
    own = a_language if language else own_language(found.municipality)
    return MunicipalView(computation, own, Document(own), municipality)
