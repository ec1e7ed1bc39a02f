"""Who issues an edition, and in what role: the section ``[publisher]`` of rules.toml, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bosetting.inputs.published import published_faults
from bosetting.inputs.rule import UNDECIDED
from bosetting.inputs.told.faults import Fault
from bosetting.inputs.told.nearest import SUGGESTED, nearest

ROLES = ("issuer", "reconstruction")
"""The agency itself, whose numbers are the request; or somebody who computed them afterwards."""
LONGEST = 200
"""Characters of a name or of how to reach the publisher."""
LONGEST_RECORD = 1500
"""Characters of a text in the record of the algorithm."""
_KEYS = (
    "name",
    "role",
    "agency",
    "contact",
    "reference",
    "made",
    "next",
    "address",
    "email",
    "published",
    "record",
)
RECORD = (
    "team",
    "senior_responsible_owner",
    "third_parties",
    "previous_process",
    "process",
    "human_review",
    "training",
    "appeals",
    "maintenance",
    "impact_assessments",
)
"""What only a publisher can say of how the algorithm is used, for its record."""
_ADDRESS = re.compile(r"https://[\w.-]+(:\d+)?/([\w.~-]+/)*", re.ASCII)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_LEAVE_OUT = "Correct it, or leave it out"
_TEXTS = {
    "name": ("the name is missing", "who issues the report", 'Add name = "…" to [publisher]'),
    "agency": ("", "whose request it is, in short, where the publisher is another", _LEAVE_OUT),
    "contact": ("", "how readers reach the publisher", _LEAVE_OUT),
    "reference": ("", "the publisher's reference of the letters", _LEAVE_OUT),
}


@dataclass(frozen=True)
class Publisher:
    """Who speaks in the report.

    Attributes:
        name: of the publisher.
        role: ``issuer``: its numbers are the request; ``reconstruction``: computed afterwards from public figures.
        made: the day the editions were computed; never the clock's.
        contact: how to reach it; None where none is given.
        next: when the next edition is due; None where none is announced.
        agency: whose request it is, as it is called in short; None where the publisher issues it, or nobody says.
        reference: the publisher's own of its letters; None where it has none.
        address: of the folder that holds the years, ending in ``/``; None where it has no lasting one.
        email: where questions about the data go; None where none is given.
        published: the day each edition was published, by its name; one that is not there is a draft.
        record: texts by key of ``RECORD``, for the record of the algorithm.
    """

    name: str
    role: str
    made: date
    contact: str | None = None
    next: date | None = None
    agency: str | None = None
    reference: str | None = None
    address: str | None = None
    email: str | None = None
    published: Mapping[str, date] = field(default_factory=dict)
    record: Mapping[str, str] = field(default_factory=dict)

    @property
    def issues(self) -> bool:
        """Whether the numbers are the request itself."""
        return self.role == "issuer"

    @property
    def asks(self) -> str | None:
        """Whose request it is: the publisher that issues it, else the agency, where that is said."""
        return self.name if self.issues else self.agency


def read_publisher(
    document: Mapping[str, Any], as_of: Mapping[str, date], shown: str
) -> tuple[Publisher | None, list[Fault]]:
    """The publisher of a year, and what is wrong with the section.

    Args:
        document: rules.toml as it was parsed.
        as_of: the day of what each edition knows, by its name.
        shown: the file's path as the user knows it.

    Returns:
        The publisher, or None where it cannot be used, and the faults.
    """
    section = document.get("publisher", {})
    if not isinstance(section, dict):
        expected = f"a section with {', '.join(_KEYS)}"
        return None, [
            Fault(shown, None, "publisher", "this is no section", expected, "Write it as [publisher]")
        ]
    faults = [*_unknown(section, shown), *_texts(section, shown), *_role(section, shown)]
    faults += [*_made(section, as_of, shown), *_next(section, shown)]
    faults += [*_places(section, shown), *_record(section, shown)]
    faults += published_faults(section.get("published", {}), as_of, shown)
    return (None, faults) if faults else (Publisher(**section), [])


def _unknown(section: Mapping[str, Any], shown: str) -> list[Fault]:
    faults = []
    for place, key in enumerate(key for key in section if key not in _KEYS):
        near = f'; the nearest is "{nearest(key, _KEYS)}"' if place < SUGGESTED else ""
        expected = f"one of {', '.join(_KEYS)}{near}"
        faults.append(Fault(shown, None, f"publisher.{key}", "no such field", expected, "Correct the name"))
    return faults


def _texts(section: Mapping[str, Any], shown: str) -> list[Fault]:
    faults = []
    for key, (missing, expected, do) in _TEXTS.items():
        text = section.get(key)
        if text is None and not missing:
            continue
        if text is None or (isinstance(text, str) and not text.strip()):
            what = missing if text is None else "the text is blank"
        elif not isinstance(text, str) or len(text) > LONGEST or "\n" in text or "\t" in text:
            what = "this is not a text on one line"
        elif text == UNDECIDED:
            what = UNDECIDED
        else:
            continue
        most = f"{expected}, at most {LONGEST} characters"
        faults.append(Fault(shown, None, f"publisher.{key}", what, most, do))
    return faults


def _places(section: Mapping[str, Any], shown: str) -> list[Fault]:
    """Address and e-mail, which become links in what is published."""
    checks = (
        ("address", _ADDRESS, "an address that begins with https:// and ends in /, without ? and #"),
        ("email", _EMAIL, "an e-mail address such as post@example.no"),
    )
    return [
        Fault(
            shown, None, f"publisher.{key}", f"{_written(section[key])} cannot be used", expected, _LEAVE_OUT
        )
        for key, form, expected in checks
        if key in section
        and not (
            isinstance(section[key], str) and len(section[key]) <= LONGEST and form.fullmatch(section[key])
        )
    ]


def _record(section: Mapping[str, Any], shown: str) -> list[Fault]:
    record = section.get("record", {})
    if not isinstance(record, dict):
        expected = f"a section with {', '.join(RECORD)}"
        return [
            Fault(
                shown,
                None,
                "publisher.record",
                "this is no section",
                expected,
                "Write it as [publisher.record]",
            )
        ]
    faults = []
    for key, text in record.items():
        where = f"publisher.record.{key}"
        if key not in RECORD:
            expected = f"one of {', '.join(RECORD)}"
            faults.append(Fault(shown, None, where, "no such field", expected, "Correct the name"))
        elif not isinstance(text, str) or not text.strip() or len(text) > LONGEST_RECORD:
            expected = f"a text of at most {LONGEST_RECORD} characters"
            faults.append(Fault(shown, None, where, "this is no such text", expected, _LEAVE_OUT))
    return faults


def _role(section: Mapping[str, Any], shown: str) -> list[Fault]:
    role = section.get("role")
    if role in ROLES:
        return []
    what = "the role is missing" if role is None else f"{_written(role)} is not a role"
    expected = (
        "issuer (the numbers are the request) or reconstruction (computed afterwards from public figures)"
    )
    return [Fault(shown, None, "publisher.role", what, expected, "Say in what role the report is issued")]


def _made(section: Mapping[str, Any], as_of: Mapping[str, date], shown: str) -> list[Fault]:
    made, where = section.get("made"), "publisher.made"
    if type(made) is not date:
        what = "the day is missing" if made is None else f"{_written(made)} is not a day"
        expected = "the day the numbers were computed, a date as YYYY-MM-DD"
        return [Fault(shown, None, where, what, expected, "Add made = YYYY-MM-DD to [publisher]")]
    name = max(as_of, key=lambda edition: as_of[edition], default=None)
    if name is None or made >= as_of[name]:
        return []
    what = f"{made} is before {as_of[name]}, the date of edition {name}"
    do = f"Correct it, or the as_of of {name} in forecasts.csv"
    return [Fault(shown, None, where, what, "a day when all that the editions use was public", do)]


def _next(section: Mapping[str, Any], shown: str) -> list[Fault]:
    due, made = section.get("next"), section.get("made")
    if due is None or (type(due) is date and (type(made) is not date or due > made)):
        return []
    is_day = type(due) is date
    what = (
        f"{due} is not after {made}, the day this one was made" if is_day else f"{_written(due)} is not a day"
    )
    do = "Correct it, or leave it out where no edition is announced"
    return [Fault(shown, None, "publisher.next", what, "the day the next edition is due", do)]


def _written(value: Any) -> str:
    """A value nearly as it stands in the file."""
    return f'"{value}"' if isinstance(value, str) else str(value)
