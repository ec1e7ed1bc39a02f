"""What is refused before anything is computed."""

from __future__ import annotations

from collections.abc import Mapping


class BadProgramme(ValueError):
    """A cohort, a share or a curve that cannot be; the message says which, and what it must be."""


def check_cohort(year: int, persons: float) -> None:
    """Refuse a negative number of settled persons.

    Raises:
        BadProgramme: the number is below zero.
    """
    if not persons >= 0:
        raise BadProgramme(f"cohort of {year}: {persons:g} persons; a cohort is 0 or more")


def check_share(name: str, value: float) -> None:
    """Refuse a share outside 0 to 1.

    Raises:
        BadProgramme: it is.
    """
    if not 0 <= value <= 1:
        raise BadProgramme(f"{name} is {value:g}; a share lies from 0 to 1")


def check_decisions(decisions: Mapping[str, int], known: Mapping[str, object]) -> None:
    """Refuse decisions of municipalities that do not exist, and negative ones.

    Raises:
        BadProgramme: naming the first such code.
    """
    for code in sorted(decisions):
        if code not in known:
            raise BadProgramme(
                f'decision for "{code}": there is no such municipality; codes have four digits'
            )
        if decisions[code] < 0:
            raise BadProgramme(f"decision for {code}: {decisions[code]} persons; a decision is 0 or more")
