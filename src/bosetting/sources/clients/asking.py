"""One question over the network: patient with a busy publisher, and never endless."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx

from bosetting import __version__
from bosetting.sources.clients.failures import NotFetched
from bosetting.sources.clients.headers import bare, day, retry_after, said

LARGEST = 64 * 1024 * 1024
"""Bytes of an answer: ten times the largest that is asked for."""
ATTEMPTS = 4
LONGEST_WAIT = 120.0
"""Seconds; a publisher that asks for more patience is asked another day."""
LONGEST_ANSWER = 300.0
"""Seconds from question to the last byte, also where every single byte comes in time."""
MOST_MOVES = 3
_BUSY = frozenset({429, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_OFF = "Check the network and the address, and fetch again"
_MEND = "Correct the address in sources.toml"


@dataclass(frozen=True)
class Answer:
    """What came.

    Attributes:
        content: the bytes as they were sent, unpacked.
        asked: the day the publisher's clock said, as an ISO date; empty where it said none.
        address: where it came from in the end.
        notes: what the user should know, such as a new address.
    """

    content: bytes
    asked: str
    address: str
    notes: tuple[str, ...] = ()


@dataclass
class Asking:
    """A client that asks one publisher after the other, with a pause between questions.

    Attributes:
        pause: seconds between two questions; Statistics Norway allows 30 in 60 seconds.
        sleep: waits so many seconds.
        clock: seconds from some moment on.
        told: is told what is waited for.
    """

    pause: float = 2.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    told: Callable[[str], None] = lambda _: None
    timeout: float = 30.0
    largest: int = LARGEST
    _last: float | None = field(default=None, repr=False)

    def ask(
        self, address: str, query: Mapping[str, str] | None = None, body: Mapping[str, object] | None = None
    ) -> Answer:
        """The answer to a question, asked anew where the publisher was busy or the line was cut.

        Args:
            address: without a query.
            query: names and values of the query.
            body: what is sent as JSON; it makes the question a POST.

        Raises:
            NotFetched: there is no answer.
        """
        attempt = 1
        while True:
            try:
                return self._once(address, query, body)
            except _Again as again:
                if attempt == ATTEMPTS or again.wait > LONGEST_WAIT:
                    raise self._given_up(address, again, attempt) from None
                wait = max(again.wait, 2.0 ** (attempt - 1))
                self.told(f"{address}: {again.what}; asked again in {wait:.0f} s")
                self.sleep(wait)
                attempt += 1

    def _once(
        self, address: str, query: Mapping[str, str] | None, body: Mapping[str, object] | None
    ) -> Answer:
        notes: list[str] = []
        method = "GET" if body is None else "POST"
        with self._client() as client:
            request = client.build_request(method, address, params=query, json=body)
            for _ in range(MOST_MOVES + 1):
                response, content = self._sent(client, request)
                if response.status_code not in _MOVED:
                    return self._answer(response, content, notes)
                request = _followed(client, request, response)
                if response.status_code in (301, 308):
                    notes.append(
                        f"{address} has moved to {bare(str(request.url))}: correct it in sources.toml"
                    )
        raise NotFetched(address, f"it moved {MOST_MOVES + 1} times", _MEND)

    def _client(self) -> httpx.Client:
        headers = {"User-Agent": f"bosetting/{__version__}", "Accept": "application/json"}
        return httpx.Client(timeout=self.timeout, headers=headers)

    def _sent(self, client: httpx.Client, request: httpx.Request) -> tuple[httpx.Response, bytes]:
        self._keep_pause()
        address, begun = bare(str(request.url)), self.clock()
        try:
            response = client.send(request, stream=True)
            try:
                return response, self._read(response, address, begun)
            finally:
                response.close()
        except httpx.TimeoutException:
            raise _Again(f"no answer within {self.timeout:.0f} seconds") from None
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            raise _Again("the connection was cut before the answer was whole") from None
        except httpx.ConnectError:
            raise _Again("no connection") from None
        except httpx.DecodingError:
            raise NotFetched(address, "the answer cannot be unpacked", "Fetch again") from None
        except httpx.HTTPError as error:
            raise NotFetched(address, f"it could not be asked ({type(error).__name__})", _OFF) from None

    def _keep_pause(self) -> None:
        now = self.clock()
        if self._last is not None and now - self._last < self.pause:
            self.sleep(self.pause - (now - self._last))
        self._last = self.clock()

    def _read(self, response: httpx.Response, address: str, begun: float) -> bytes:
        content = bytearray()
        for piece in response.iter_bytes():
            content += piece
            if len(content) > self.largest:
                most = f"{self.largest // 1024:,} KiB"
                raise NotFetched(address, f"the answer is larger than {most}", "Ask for less in sources.toml")
            if self.clock() - begun > LONGEST_ANSWER:
                raise NotFetched(address, f"the answer took more than {LONGEST_ANSWER:.0f} seconds", _OFF)
        return bytes(content)

    def _answer(self, response: httpx.Response, content: bytes, notes: list[str]) -> Answer:
        address, status = bare(str(response.url)), response.status_code
        if status in _BUSY:
            raise _Again(f"it is busy ({status})", retry_after(response))
        if status in (404, 410):
            what = f"there is nothing at this address ({status}); the table may have moved or been closed"
            raise NotFetched(address, what, "Find it at the publisher, and correct sources.toml")
        if status in (400, 403, 422):
            what = f"the question was refused ({status}){said(content)}"
            raise NotFetched(address, what, "Compare sources.toml with the table's metadata")
        if status != 200:
            raise NotFetched(address, f"it answered {status}{said(content)}", "Fetch again another day")
        return Answer(content, day(response), address, tuple(notes))

    def _given_up(self, address: str, again: _Again, attempt: int) -> NotFetched:
        if again.wait > LONGEST_WAIT:
            return NotFetched(
                address, f"{again.what} and asks for {again.wait:.0f} seconds", "Fetch again later"
            )
        return NotFetched(address, f"{again.what}, {attempt} times", _OFF)


class _Again(Exception):
    """Something that may be over in a moment."""

    def __init__(self, what: str, wait: float = 0.0) -> None:
        super().__init__(what)
        self.what, self.wait = what, wait


def _followed(client: httpx.Client, request: httpx.Request, response: httpx.Response) -> httpx.Request:
    """The question at the address that the answer names; never from a secured line to an open one."""
    address = bare(str(request.url))
    try:
        target = request.url.join(response.headers.get("location", ""))
    except httpx.InvalidURL:
        raise NotFetched(address, "it has moved to an address that is none", _MEND) from None
    if target == request.url or target.scheme not in ("https", request.url.scheme):
        raise NotFetched(address, f"it has moved to {bare(str(target))}", _MEND)
    if request.method != "GET":
        raise NotFetched(address, f"it has moved to {bare(str(target))}", _MEND)
    return client.build_request("GET", target)
