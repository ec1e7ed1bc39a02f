"""A publisher on 127.0.0.1 that answers over real HTTP what a test tells it to, and a client that does not wait."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

from bosetting.sources.clients.asking import Asking

DAY = "Wed, 25 Feb 2026 07:00:01 GMT"
RESIDENTS: dict[str, int | str] = {
    "0": 5627400,
    "03": 731000,
    "0301": 731000,
    "1507": 0,
    "1508": 59663,
    "1534": 0,
    "1580": ":",
    "0706": 0,
}
"""What the table of residents has, by region; a colon is what the publisher hides."""


@dataclass
class Reply:
    """An answer: status, headers and bytes; ``promised`` is a Content-Length that the bytes do not fill."""

    content: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    promised: int | None = None


@dataclass
class Publisher:
    """What is answered by path, one reply after the other and the last one again, and what was asked."""

    address: str
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def answers(self, path: str, *replies: Reply | bytes | dict) -> None:
        self.replies[path] = [_reply(reply) for reply in replies]

    def next_reply(self, path: str) -> Reply:
        waiting = self.replies.get(path, [Reply(b"not found", 404)])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


def _reply(said: Reply | bytes | dict) -> Reply:
    if isinstance(said, Reply):
        return said
    return Reply(said if isinstance(said, bytes) else json.dumps(said, ensure_ascii=False).encode())


@contextmanager
def running() -> Iterator[Publisher]:
    """A publisher that answers until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.publisher = Publisher(f"http://127.0.0.1:{server.server_address[1]}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        publisher, parts = self.server.publisher, urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        publisher.asked.append((self.command, parts.path, dict(parse_qsl(parts.query)), body))
        reply = publisher.next_reply(parts.path)
        self.send_response_only(reply.status)
        for name, value in {"Date": DAY, **reply.headers}.items():
            self.send_header(name, value)
        length = len(reply.content) if reply.promised is None else reply.promised
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(reply.content)
        self.close_connection = True

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Nothing: what was asked is in ``asked``."""


def hurried(**options: object) -> tuple[Asking, list[float]]:
    """A client whose waiting takes no time, and what it waited."""
    waited: list[float] = []
    return Asking(**{"pause": 0.0, "sleep": waited.append, **options}), waited


def dataset(
    values: dict[str, dict[str, dict[str, object]]],
    updated: str | None = "2026-02-25T07:00:00Z",
    region: str = "Region",
    more: dict[str, str] | None = None,
) -> dict[str, object]:
    """A table as Statistics Norway sends it: values by contents, year and region; a text is a sign for no figure."""
    contents, years = list(values), list(next(iter(values.values())))
    regions = list(next(iter(next(iter(values.values())).values())))
    cells = [values[what][year][code] for code in regions for what in contents for year in years]
    names = {"ContentsCode": contents, "Tid": years, **{name: [code] for name, code in (more or {}).items()}}
    dimensions = {region: regions, **names}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "07459: Befolkning, etter region, statistikkvariabel og år",
        "source": "Statistisk sentralbyrå",
        **({"updated": updated} if updated else {}),
        "id": list(dimensions),
        "size": [len(codes) for codes in dimensions.values()],
        "dimension": {
            name: {
                "label": name.lower(),
                "category": {
                    "index": {code: place for place, code in enumerate(codes)},
                    "label": {code: f"{code} på norsk" for code in codes},
                },
            }
            for name, codes in dimensions.items()
        },
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "value": [None if isinstance(cell, str) else cell for cell in cells],
        "status": {str(place): cell for place, cell in enumerate(cells) if isinstance(cell, str)},
        "extension": {"px": {"tableid": "07459", "decimals": 0}},
    }
