"""What makes the page and the PDF: its software by name, and whether it is what made an edition."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.report.output.quarto import QuartoMissing
from bosetting.report.output.quarto_command import find_quarto


def renderer_software(renderer: str) -> dict[str, str]:
    """The version of the software that belongs to this renderer alone, by name.

    Raises:
        QuartoMissing: Quarto is asked for, and there is none that can do it.
    """
    # The letters are set by Typst whatever makes the page and the report's PDF.
    own = {"quarto": find_quarto().version} if renderer == "quarto" else {}
    return {**own, "typst": version("typst")}


def check_quarto(file: str, software: Mapping[str, Any]) -> None:
    """Refuses to make an edition again with another Quarto than the one that made it.

    Args:
        file: the edition's manifest.
        software: what it says it was made with.

    Raises:
        BadInput: there is no Quarto here, or another version.
    """
    made = software.get("quarto")
    by = f"Quarto {made}" if made else "Quarto"
    do = f"Install {by} to check page and PDF, or check all the rest with --renderer native"
    try:
        here = find_quarto().version
    except QuartoMissing as missing:
        what = f"page and PDF were made by {by}, and it cannot be used here ({_first_sentence(missing)})"
        raise BadInput([Fault(file, None, "software", what, f"{by}, installed", do)]) from missing
    if made and made != here:
        what = f"page and PDF were made by {by}"
        raise BadInput([Fault(file, None, "software", what, f"Quarto {here}, which is installed", do)])


def _first_sentence(missing: QuartoMissing) -> str:
    return str(missing).split(" Install Quarto", 1)[0].rstrip(".")
