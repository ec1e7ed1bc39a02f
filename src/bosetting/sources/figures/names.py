"""Names of municipalities as the register of place names spells them."""

from __future__ import annotations

CORRECTED = {
    ("2020", "Porsanger - Porsángu - Porsanki"): "Porsanger - Porsáŋgu - Porsanki",
    ("2021", "Kárásjohka - Karasjok"): "Kárášjohka - Karasjok",
    ("5436", "Porsanger - Porsá?gu - Porsanki"): "Porsanger - Porsáŋgu - Porsanki",
    ("5622", "Porsanger - Porsángu - Porsanki"): "Porsanger - Porsáŋgu - Porsanki",
    ("5610", "Kárá?johka - Karasjok"): "Kárášjohka - Karasjok",
    ("1853", "Evenes - Evená??i"): "Evenes - Evenášši",
}
"""By code and the name in the copy (which lost the letters š and ŋ): the name in the Mapping Authority's register
of place names (Sentralt stadnamnregister, https://stadnamn.kartverket.no). All other Sámi and Kven names are written
with letters that the copy has."""
LOST = "?"
"""What stands in the copy for a letter that it lost."""
ABBREVIATED = {"(Telem.)": "(Telemark)"}
"""County names that the copy shortens in names such as Bø (Telemark)."""


def full_name(name: str) -> str:
    """A municipality's name with the county in brackets spelled out."""
    for short, full in ABBREVIATED.items():
        name = name.replace(short, full)
    return name


def registered_name(code: str, name: str) -> str:
    """The name that the register has, for a name in the copy.

    Raises:
        ValueError: the copy has lost a letter of the name, and no correction says which.
    """
    registered = CORRECTED.get((code, name), full_name(name))
    if LOST in registered:
        raise ValueError(
            f"{code} is {name} in the copy. Expected a name with all its letters. Add it to CORRECTED."
        )
    return registered
