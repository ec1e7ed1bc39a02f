"""The one font charts and documents are measured and set in, so that they look the same everywhere."""

import functools
import importlib
from pathlib import Path

from bosetting.report.drawing.truetype import advances

FAMILY = "Source Sans Pro"
_PACKAGE = "font_source_sans_pro"
# The heaviest weight each face is used for, its own weight, and its file.
_FACES = (
    (500, 400, "SourceSansPro-Regular.ttf"),
    (600, 600, "SourceSansPro-Semibold.ttf"),
    (1000, 700, "SourceSansPro-Bold.ttf"),
)
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
    for _, _, file in _FACES:
        check_font(folder / file)
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
    faces = [advances(font_folder() / file).keys() for _, _, file in _FACES]
    return frozenset(map(chr, frozenset.intersection(*map(frozenset, faces))))


def weight_of(attribute: str) -> int:
    """Gives the number of a font weight as a drawing writes it: a number, "normal" or "bold"."""
    return int(attribute) if attribute.isdigit() else 700 if attribute == "bold" else 400


def face(weight: int) -> tuple[int, str]:
    """Gives the face that text of a weight is set in: the face's own weight, and its file."""
    return next((own, file) for limit, own, file in _FACES if weight <= limit)


def text_width(text: str, size: float, weight: int = 400) -> float:
    """Gives how wide a line of text is in the packaged font, in the unit of its size."""
    widths = advances(font_folder() / face(weight)[1])
    unknown = widths[ord("n")]
    return size * sum(widths.get(ord(letter), unknown) for letter in text)
