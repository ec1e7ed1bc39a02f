"""The one font charts and documents are measured and set in, so that they look the same everywhere."""

import functools
import importlib
from pathlib import Path

from bosetting.report.drawing.truetype import advances

FAMILY = "Source Sans Pro"
_PACKAGE = "font_source_sans_pro"
# The heaviest weight each face is used for.
_FACES = {500: "SourceSansPro-Regular.ttf", 600: "SourceSansPro-Semibold.ttf", 1000: "SourceSansPro-Bold.ttf"}
# Norwegian and Northern, Lule and Southern Sami place names.
NEEDED_LETTERS = "æøåÆØÅáÁčČđĐŋŊšŠŧŦžŽäÄöÖïÏñńéèêôòü–−"


class FontError(RuntimeError):
    """The packaged font is missing or cannot write the names in the report."""


@functools.cache
def font_folder() -> Path:
    """Finds the folder of the packaged font, once it is certain that it holds every letter.

    Raises:
        FontError: The font is not installed, or lacks letters.
    """
    try:
        package = importlib.import_module(_PACKAGE)
    except ImportError as fault:
        raise FontError(
            f"The font {FAMILY} is not installed. Expected the Python package font-source-sans-pro; "
            "install the packages in requirements.lock."
        ) from fault
    folder = Path(package.font_directory)
    for face in _FACES.values():
        check_font(folder / face)
    return folder


def check_font(file: Path, letters: str = NEEDED_LETTERS) -> None:
    """Makes sure a TrueType file has a glyph for each letter.

    Raises:
        FontError: The file is missing, or a letter is.
    """
    if not file.is_file():
        raise FontError(f"The font file {file.name} is not in {file.parent}. Reinstall font-source-sans-pro.")
    known = advances(file)
    lacking = "".join(letter for letter in letters if ord(letter) not in known)
    if lacking:
        raise FontError(f"The font file {file.name} cannot write {lacking}. Expected all of {letters}.")


@functools.cache
def letters() -> frozenset[str]:
    """Gives the letters that every face of the packaged font can write.

    Raises:
        FontError: The font is not installed.
    """
    faces = [advances(font_folder() / face).keys() for face in _FACES.values()]
    return frozenset(map(chr, frozenset.intersection(*map(frozenset, faces))))


def text_width(text: str, size: float, weight: int = 400) -> float:
    """Gives how wide a line of text is in the packaged font, in the unit of its size."""
    face = next(name for limit, name in _FACES.items() if weight <= limit)
    widths = advances(font_folder() / face)
    unknown = widths[ord("n")]
    return size * sum(widths.get(ord(letter), unknown) for letter in text)
