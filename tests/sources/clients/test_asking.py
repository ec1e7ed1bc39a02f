"""Questions over real HTTP: what is waited for, what is followed, and what is said when nothing comes."""

import gzip
import socket

import pytest
from publisher import Reply, hurried

from bosetting.sources.clients.asking import Asking
from bosetting.sources.clients.failures import NotFetched


def refused(asking: Asking, address: str, **options) -> str:
    with pytest.raises(NotFetched) as told:
        asking.ask(address, **options)
    return str(told.value)


def test_an_answer_with_the_publishers_day(ssb):
    ssb.answers("/t", b'{"a": 1}')
    asking, waited = hurried()
    answer = asking.ask(f"{ssb.address}/t", {"valueCodes[Tid]": "top(1)", "lang": "no"})
    assert (answer.content, answer.asked, answer.notes) == (b'{"a": 1}', "2026-02-25", ())
    assert ssb.asked == [("GET", "/t", {"valueCodes[Tid]": "top(1)", "lang": "no"}, b"")]
    assert waited == []


def test_an_answer_without_a_day(ssb):
    ssb.answers("/t", Reply(headers={"Date": "yesterday"}))
    assert hurried()[0].ask(f"{ssb.address}/t").asked == ""


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        ({"Retry-After": "7"}, [7, 7]),
        ({"Retry-After": "Wed, 25 Feb 2026 07:00:31 GMT"}, [30, 30]),
        ({"Retry-After": "soon"}, [1, 2]),
        ({}, [1, 2]),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_publisher_is_asked_again(status, headers, waits, ssb):
    busy = Reply(b"", status, headers)
    ssb.answers("/t", busy, busy, b"{}")
    told: list[str] = []
    asking, waited = hurried(told=told.append)
    assert asking.ask(f"{ssb.address}/t").content == b"{}"
    assert waited == waits
    assert told == [f"{ssb.address}/t: it is busy ({status}); asked again in {wait} s" for wait in waits]


def test_a_publisher_that_stays_busy(ssb):
    ssb.answers("/t", Reply(b"", 503))
    asking, waited = hurried()
    assert refused(asking, f"{ssb.address}/t") == (
        f"{ssb.address}/t: it is busy (503), 4 times. Check the network and the address, and fetch again."
    )
    assert (len(ssb.asked), waited) == (4, [1, 2, 4])


def test_a_publisher_that_asks_for_too_much_patience(ssb):
    ssb.answers("/t", Reply(b"", 429, {"Retry-After": "3600"}))
    asking, waited = hurried()
    assert refused(asking, f"{ssb.address}/t") == (
        f"{ssb.address}/t: it is busy (429) and asks for 3600 seconds. Fetch again later."
    )
    assert waited == []


def test_a_connection_that_is_cut(ssb):
    ssb.answers("/t", Reply(b'{"value": [1,', promised=5000), b"{}")
    asking, waited = hurried()
    assert asking.ask(f"{ssb.address}/t").content == b"{}"
    assert waited == [1]
    ssb.answers("/t", Reply(b'{"value": [1,', promised=5000))
    assert refused(asking, f"{ssb.address}/t") == (
        f"{ssb.address}/t: the connection was cut before the answer was whole, 4 times. "
        "Check the network and the address, and fetch again."
    )


def test_nobody_there():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/t"
        assert refused(hurried()[0], address) == (
            f"{address}: no connection, 4 times. Check the network and the address, and fetch again."
        )


def test_nobody_answers():
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(8)
        address = f"http://127.0.0.1:{deaf.getsockname()[1]}/t"
        assert refused(hurried(timeout=0.05)[0], address) == (
            f"{address}: no answer within 0 seconds, 4 times. Check the network and the address, and fetch again."
        )


def test_a_table_that_has_moved_is_followed_and_said(ssb):
    ssb.answers("/old", Reply(b"", 301, {"Location": "/new?lang=no"}))
    ssb.answers("/new", b"{}")
    answer = hurried()[0].ask(f"{ssb.address}/old")
    assert answer.address == f"{ssb.address}/new"
    assert answer.notes == (f"{ssb.address}/old has moved to {ssb.address}/new: correct it in sources.toml",)


@pytest.mark.parametrize(
    ("status", "location", "said"),
    [
        (301, "/t", "it has moved to {}/t"),
        (301, "ftp://127.0.0.1/t", "it has moved to ftp://127.0.0.1/t"),
        (302, "/again", "it moved 4 times"),
    ],
)
def test_a_move_that_leads_nowhere(status, location, said, ssb):
    ssb.answers("/t", Reply(b"", status, {"Location": location}))
    ssb.answers("/again", Reply(b"", 302, {"Location": "/t"}))
    assert refused(hurried()[0], f"{ssb.address}/t") == (
        f"{ssb.address}/t: {said.format(ssb.address)}. Correct the address in sources.toml."
    )


def test_a_question_with_a_body_is_not_sent_elsewhere(ssb):
    ssb.answers("/t", Reply(b"", 307, {"Location": "/new"}))
    assert refused(hurried()[0], f"{ssb.address}/t", body={"query": []}) == (
        f"{ssb.address}/t: it has moved to {ssb.address}/new. Correct the address in sources.toml."
    )


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (
            Reply(b"", 404),
            "there is nothing at this address (404); the table may have moved or been closed. "
            "Find it at the publisher, and correct sources.toml.",
        ),
        (
            Reply(b'{"title":"Non-existent variable"}', 400),
            'the question was refused (400): {"title":"Non-existent variable"}. '
            "Compare sources.toml with the table's metadata.",
        ),
        (Reply(b"<html>", 500), "it answered 500. Fetch again another day."),
    ],
)
def test_a_refusal(reply, said, ssb):
    ssb.answers("/t", reply)
    assert refused(hurried()[0], f"{ssb.address}/t") == f"{ssb.address}/t: {said}"
    assert len(ssb.asked) == 1


def test_an_answer_without_end(ssb):
    ssb.answers("/t", b"x" * 3000)
    too_large = f"{ssb.address}/t: the answer is larger than 2 KiB. Ask for less in sources.toml."
    assert refused(hurried(largest=2048)[0], f"{ssb.address}/t") == too_large
    ssb.answers("/t", Reply(gzip.compress(b"x" * 100_000), headers={"Content-Encoding": "gzip"}))
    assert refused(hurried(largest=2048)[0], f"{ssb.address}/t") == too_large
    ssb.answers("/t", Reply(b"no gzip", headers={"Content-Encoding": "gzip"}))
    assert refused(hurried()[0], f"{ssb.address}/t") == (
        f"{ssb.address}/t: the answer cannot be unpacked. Fetch again."
    )


def test_an_answer_that_trickles(ssb):
    ssb.answers("/t", b"x" * 10)
    moments = iter([0.0, 0.0, 0.0, 301.0])
    asking, _ = hurried(clock=lambda: next(moments))
    assert refused(asking, f"{ssb.address}/t") == (
        f"{ssb.address}/t: the answer took more than 300 seconds. "
        "Check the network and the address, and fetch again."
    )


def test_a_pause_between_questions(ssb):
    ssb.answers("/t", b"{}")
    waited: list[float] = []
    asking = Asking(pause=2.0, sleep=waited.append, clock=lambda: 100.0)
    for _ in range(3):
        asking.ask(f"{ssb.address}/t")
    assert waited == [2.0, 2.0]
