"""[publisher]: who issues the year, and every fault in it."""

from datetime import date
from typing import Any

import pytest

from bosetting.inputs.publisher import Publisher, read_publisher

WHOLE: dict[str, Any] = {"name": "A project", "role": "reconstruction", "made": date(2026, 11, 25)}
EDITIONS = {"june": date(2017, 10, 2), "november": date(2017, 11, 6)}


def test_contact_and_next_edition_may_be_left_out() -> None:
    found, faults = read_publisher({"publisher": WHOLE}, EDITIONS, "rules.toml")
    assert found == Publisher("A project", "reconstruction", date(2026, 11, 25), None, None)
    assert not found.issues
    assert faults == []


def test_an_issuer_with_everything() -> None:
    section = WHOLE | {"role": "issuer", "contact": "post@example.no", "next": date(2027, 1, 4)}
    found, faults = read_publisher({"publisher": section}, EDITIONS, "rules.toml")
    assert found is not None
    assert (found.issues, found.contact, found.next) == (True, "post@example.no", date(2027, 1, 4))
    assert faults == []


ROLES = "issuer (the numbers are the request) or reconstruction (computed afterwards from public figures)"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"role": "issuers"},
            f'role: "issuers" is not a role. Expected {ROLES}. Say in what role the report is issued.',
        ),
        (
            {"name": " "},
            "name: the text is blank. Expected who issues the report, at most 200 characters. "
            'Add name = "…" to [publisher].',
        ),
        (
            {"name": 7},
            "name: this is not a text on one line. Expected who issues the report, at most 200 characters. "
            'Add name = "…" to [publisher].',
        ),
        (
            {"contact": "one\ntwo"},
            "contact: this is not a text on one line. Expected how readers reach the publisher, at most 200 "
            "characters. Correct it, or leave it out.",
        ),
        (
            {"next": date(2026, 11, 25)},
            "next: 2026-11-25 is not after 2026-11-25, the day this one was made. Expected the day the next "
            "edition is due. Correct it, or leave it out where no edition is announced.",
        ),
        (
            {"next": "soon"},
            'next: "soon" is not a day. Expected the day the next edition is due. Correct it, or leave it out '
            "where no edition is announced.",
        ),
        (
            {"contakt": "x"},
            'contakt: no such field. Expected one of name, role, agency, contact, reference, made, next, address, email, published, record; the nearest is "contact". '
            "Correct the name.",
        ),
    ],
)
def test_a_fault_says_what_is_wrong_and_what_to_do(change: dict[str, Any], message: str) -> None:
    found, faults = read_publisher({"publisher": WHOLE | change}, EDITIONS, "rules.toml")
    assert found is None
    assert [str(fault) for fault in faults] == [f"rules.toml, publisher.{message}"]


def test_what_is_no_section_is_told_once() -> None:
    _, faults = read_publisher({"publisher": "IMDi"}, EDITIONS, "rules.toml")
    assert [str(fault) for fault in faults] == [
        "rules.toml, publisher: this is no section. Expected a section with name, role, agency, contact, reference, made, next, address, email, published, record. "
        "Write it as [publisher]."
    ]


def test_what_metadata_needs_may_be_given() -> None:
    given = {
        "address": "https://example.no/request/",
        "email": "post@example.no",
        "record": {"team": "A team"},
    }
    found, faults = read_publisher({"publisher": WHOLE | given}, EDITIONS, "rules.toml")
    assert faults == []
    assert found is not None
    assert (found.address, found.email, found.record) == tuple(given.values())


ADDRESS = "an address that begins with https:// and ends in /, without ? and #. Correct it, or leave it out."
EMAIL = "an e-mail address such as post@example.no. Correct it, or leave it out."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        *(
            ({"address": wrong}, f'address: "{wrong}" cannot be used. Expected {ADDRESS}')
            for wrong in (
                "http://example.no/",
                "https://example.no",
                "javascript:alert(1)",
                "https://example.no/?a=/",
                "https://example.no/<b>/",
            )
        ),
        ({"address": 1}, f"address: 1 cannot be used. Expected {ADDRESS}"),
        ({"email": "post"}, f'email: "post" cannot be used. Expected {EMAIL}'),
        ({"email": "post@example.no>"}, f'email: "post@example.no>" cannot be used. Expected {EMAIL}'),
        (
            {"record": {"team": " "}},
            "record.team: this is no such text. Expected a text of at most 1500 characters. "
            "Correct it, or leave it out.",
        ),
        (
            {"record": {"owner": "A person"}},
            "record.owner: no such field. Expected one of team, senior_responsible_owner, third_parties, "
            "previous_process, process, human_review, training, appeals, maintenance, impact_assessments. "
            "Correct the name.",
        ),
    ],
)
def test_faults_in_what_metadata_needs(change: dict[str, Any], message: str) -> None:
    found, faults = read_publisher({"publisher": WHOLE | change}, EDITIONS, "rules.toml")
    assert found is None
    assert [str(fault) for fault in faults] == [f"rules.toml, publisher.{message}"]
