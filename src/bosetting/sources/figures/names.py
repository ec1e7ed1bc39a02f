"""Names of municipalities as the register of place names spells them."""

from __future__ import annotations

CORRECTED = {
    "2020": ("Porsanger - Porsángu - Porsanki", "Porsanger - Porsáŋgu - Porsanki"),
    "2021": ("Kárásjohka - Karasjok", "Kárášjohka - Karasjok"),
}
"""Code, the name in the copy (which lost the letters š and ŋ), and the name in the Mapping Authority's register
of place names (Sentralt stadnamnregister, https://stadnamn.kartverket.no). All other Sámi and Kven names of the
structure of 2018 are written with letters that the copy has: Fauske - Fuosko, Hamarøy - Hábmer, Divtasvuodna -
Tysfjord, Sortland - Suortá, Harstad - Hárstták, Loabák - Lavangen, Storfjord - Omasvuotna - Omasvuono,
Gáivuotna - Kåfjord - Kaivuono, Guovdageaidnu - Kautokeino, Deatnu - Tana, Unjárga - Nesseby, Snåase - Snåsa,
Raarvihke - Røyrvik."""
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
        ValueError: the copy no longer has the name that the correction is of.
    """
    if code not in CORRECTED:
        return full_name(name)
    copied, registered = CORRECTED[code]
    if name not in (copied, registered):
        raise ValueError(f"{code} is {name} in the copy; the correction is of {copied}")
    return registered
