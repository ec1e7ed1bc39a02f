"""The letters to the municipalities: one PDF each, in the municipality's own form of Norwegian."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bosetting.compute import Computation
from bosetting.report.letter import own_language
from bosetting.report.output.files import put_file
from bosetting.report.output.letter_pdf import letter_pdf
from bosetting.report.output.pdf import PdfCompiler


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
            put_file(folder / f"{code}.pdf", letter_pdf(computation.request, found, language, compiler))
    return len(chosen)
