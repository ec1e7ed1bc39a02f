"""Files as an attacker or an accident makes them, and a guard that sees what a reader does with them."""

import json
import random
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TOKENS = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xc3",
    "\u2028".encode(),
    "\u202e".encode(),
    b"\x1b[2J",
    b"\r",
    b"\r\n",
    b'"',
    b'""',
    b"'",
    b",",
    b";",
    b"\t",
    b"=",
    b"=cmd|'/c calc'!A1",
    b"-",
    b"../../x",
    b"/etc/passwd",
    b"http://localhost:1/x",
    b"nan",
    b"inf",
    b"1e999999999",
    b"-1",
    b"0",
    b"9" * 400,
    b"9" * 5000,
    b"0." + b"1" * 200,
    b"1/3",
    b"1 000",
    "1\u00a0000".encode(),
    b"true",
    b"[" * 200,
    b"{" * 200,
    b"[[criterion]]\n",
    b"[rule.floor]\n",
    b"2018-02-30",
    b"x" * 200_000,
    b"\n" * 3000,
    b"{{ 7 * 7 }}",
    b"</script><script>alert(1)</script>",
)
VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    float("nan"),
    float("inf"),
    "",
    "x",
    "../../x",
    "/etc/passwd",
    "x" * 5000,
    "\x1b[2J",
    "\u202e",
    [],
    {},
    [[]],
    {"": ""},
    ["a", 1, None],
    {"value": {"value": 1}},
)
SECONDS = 20
"""No file of a few kilobytes may take longer."""


class TooSlow(BaseException):
    """A case that takes longer than it may; no reader catches it."""


class Escaped(BaseException):
    """A reader opened a connection, started a program or wrote where it must not."""


_WATCHING: list[tuple[Path, ...]] = []
_WRITES = {
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.truncate",
    "shutil.rmtree",
}
_NEVER = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
)


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _WATCHING:
        return
    if event in _NEVER:
        raise Escaped(f"{event} {arguments!r:.200}")
    writes = event in _WRITES or (
        event == "open" and isinstance(arguments[1], str) and any(sign in arguments[1] for sign in "wax+")
    )
    if writes and isinstance(arguments[0], str | bytes | Path):
        path = Path(arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]).absolute()
        if path != Path("/dev/null") and not any(path.is_relative_to(folder) for folder in _WATCHING[-1]):
            raise Escaped(f"{event} {path}")


sys.addaudithook(_audit)


@contextmanager
def guarded(*folders: Path, seconds: int = SECONDS) -> Iterator[None]:
    """Within it nothing is fetched or started, files are written in these folders alone, and time is bounded."""

    def stop(*_: object) -> None:
        raise TooSlow(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    _WATCHING.append(tuple(folder.resolve() for folder in folders))
    try:
        yield
    finally:
        _WATCHING.pop()
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def bytes_changed(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, cut, doubled or put in."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        place = chance.randrange(len(content) + 1)
        length = chance.choice((1, 3, 20, 300))
        content = chance.choice(
            (
                content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :],
                content[:place] + content[place + length :],
                content[: place + length] + content[place:],
                content[:place] + chance.choice(TOKENS) + content[place:],
                content[:place],
                content[:place] + content[place : place + length][::-1] + content[place + length :],
            )
        )
    return content


def cells_changed(content: bytes, chance: random.Random) -> bytes:
    """A table with a cell, row or column that is not as it should be; it stays CSV."""
    lines = [line.split(b",") for line in content.split(b"\n")]
    row = chance.randrange(len(lines))
    column = chance.randrange(max(1, len(lines[row])))
    kind = chance.randrange(6)
    if kind <= 1:
        lines[row][min(column, len(lines[row]) - 1)] = chance.choice(TOKENS)
    elif kind == 2:
        lines.insert(row, list(lines[row]))
    elif kind == 3:
        lines = [[*line[:column], *line[column + 1 :]] for line in lines]
    elif kind == 4:
        lines = [[*line[:column], *line[column : column + 2][::-1], *line[column + 2 :]] for line in lines]
    else:
        for line in lines[1:]:
            line[min(column, len(line) - 1)] = chance.choice((b"", b"0", b"-1", b"9999999", b"nan"))
    return b"\n".join(b",".join(line) for line in lines)


def node_changed(document: Any, chance: random.Random) -> Any:
    """A document of JSON with one value, somewhere in it, that is another or gone."""
    document = json.loads(json.dumps(document, default=str))
    places: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            places.append((node, key))
            if isinstance(node[key], dict | list):
                walk(node[key])

    walk(document)
    node, key = chance.choice(places)
    if chance.random() < 0.25:
        del node[key]
    elif isinstance(node, dict) and chance.random() < 0.2:
        node[chance.choice(("", "x", "value", "../x", "\x1b"))] = node[key]
    else:
        node[key] = chance.choice(VALUES)
    return document


Change = Callable[[bytes, random.Random], bytes]


def json_changed(content: bytes, chance: random.Random) -> bytes:
    """The same of a file."""
    return json.dumps(node_changed(json.loads(content), chance)).encode()
