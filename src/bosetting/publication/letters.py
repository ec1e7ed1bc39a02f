"""The letters to the municipalities: one PDF each, in the municipality's own form of Norwegian."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from bosetting.compute import Computation, compute
from bosetting.publication.folder.place import (
    is_letter,
    put,
    refuse_editions,
    refuse_figures,
    refuse_other,
)
from bosetting.publication.order import Work
from bosetting.report.letter import own_language
from bosetting.report.output.letter_pdf import letter_pdf
from bosetting.report.output.pdf import PdfCompiler

FOLDER = "letters"
TOGETHER = 106
"""Letters set in one process: the font is read once for them all."""


def letters_begun(work: Work) -> Callable[[], None]:
    """Begin the letters of an edition in processes of their own, while other things are done; gives how to end them.

    They need the explanations alone, and so nothing that the build has yet to compute.

    Raises, at the end:
        as ``write_letters``.
    """
    inputs = work.computation.inputs
    edition = (inputs.year, inputs.edition.name, str(work.computation.root))
    codes = [m.number for m in inputs.municipalities]
    parts = [codes[first : first + TOGETHER] for first in range(0, len(codes), TOGETHER)]
    folder = work.folder / FOLDER
    running = work.runner.calls(_lettered, [(folder, *edition, part) for part in parts])

    def end() -> None:
        for _ in running:
            pass

    return end


def _lettered(folder: Path, year: int, edition: str, root: str, codes: list[str]) -> None:
    write_letters(folder, compute(year, edition, Path(root)), codes)


def refuse_letters(folder: Path, computation: Computation, codes: Iterable[str]) -> None:
    """Refuse a folder where letters would change figures, an edition, or files that are no letters.

    Args:
        folder: where they are to be put.
        computation: of the edition.
        codes: of the municipalities that get one.

    Raises:
        ForeignFolder: saying what is there.
    """
    target = folder.resolve()
    refuse_figures(target, computation.root, computation.inputs.year)
    refuse_editions(target, *target.parents)
    for code in codes:
        refuse_other(target / f"{code}.pdf", is_letter, "a letter")


def write_letters(folder: Path, computation: Computation, codes: Iterable[str] | None = None) -> int:
    """Write a letter to every municipality, asked or not; gives how many.

    Each file is put in place whole. Another file in the folder is left alone.

    Args:
        folder: where to; made where it is missing.
        computation: of the edition.
        codes: of the municipalities that get one; None for all.

    Raises:
        DocumentError: a name or reason has letters that the font lacks.
        OSError: with the name of what could not be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chosen = list(dict.fromkeys(computation.explanations if codes is None else codes))
    with PdfCompiler() as compiler:
        for code in chosen:
            found = computation.explanations[code]
            language = own_language(found.allotment.municipality)
            put(folder / f"{code}.pdf", letter_pdf(computation.request, found, language, compiler))
    return len(chosen)
