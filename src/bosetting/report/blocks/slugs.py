"""Names for headings that stay the same from run to run and can stand in an address."""

import re
import unicodedata
from collections.abc import Iterable

_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ß": "ss"},
)
_ID = re.compile(r"[a-z][a-z0-9-]*\Z")


def slug(text: str) -> str:
    """Turns a heading into an id: "Så mange får vi" becomes "sa-mange-far-vi"."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    name = "-".join(re.findall(r"[a-z0-9]+", plain))
    # An id that starts with a digit cannot be written plainly in CSS or as a Typst label.
    return name if name[:1].isalpha() else f"s-{name}".rstrip("-")


class Slugs:
    """Gives each heading of one document its own id: the second "Fylker" becomes "fylker-2"."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def __call__(self, text: str) -> str:
        """Gives the id for the next heading with this text."""
        first = name = slug(text)
        number = 1
        while name in self._taken:
            number += 1
            name = f"{first}-{number}"
        self._taken.add(name)
        return name


def checked_id(name: str, what: str) -> str:
    """Gives back an id an author chose, if it can stand in HTML, CSS and Typst alike.

    Raises:
        ValueError: It cannot.
    """
    if not _ID.match(name):
        message = f"{what}: the id {name!r} is not usable. Expected small letters a–z, digits and hyphens."
        raise ValueError(message)
    return name
