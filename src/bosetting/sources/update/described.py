"""``data/reference/sources.toml``: where each table of the reference comes from, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bosetting.inputs.reading.files import read_utf8, why
from bosetting.inputs.reading.toml import read_toml
from bosetting.inputs.told.faults import BadInput, Fault
from bosetting.inputs.told.nearest import nearest

FILE = "data/reference/sources.toml"
KINDS = ("statbank2", "statbank0", "klass_changes", "klass_codes")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_OWN = ("127.0.0.1", "localhost", "::1")
_TEXTS = (
    "table",
    "name",
    "kind",
    "publisher",
    "id",
    "says",
    "code",
    "period",
    "measure",
    "period_suffix",
    "from",
)
_TABLES = ("measures", "select", "codelists")
_IMPORT_TEXTS = ("table", "name", "says", "code", "period", "sheet")
_IMPORT_TABLES = ("measures", "signs")


@dataclass(frozen=True)
class Source:
    """One question to a publisher, whose answer fills a part of a table.

    Attributes:
        table: of the reference, without ``.csv``.
        name: of the question; the raw answer is kept under it.
        kind: ``statbank2``, ``statbank0``, ``klass_changes``, or ``klass_codes``, whose answer is only compared.
        address: of the publisher's interface.
        pause: seconds between two questions to it.
        id: of the publisher's table or classification.
        says: what stands in the column ``source``.
        code: the dimension with the municipality.
        period: the dimension with the period.
        measure: the dimension whose codes are measures.
        measures: our name of each of them.
        period_suffix: what is added to the publisher's period, such as ``-K4``.
        select: what is asked for, by dimension.
        codelists: the list of codes it is asked in, by dimension.
        hidden: the least and the most that a hidden figure can be; None where nothing bounds it.
        first: of KLASS, the day from which changes, or on which codes, are asked for.
    """

    table: str
    name: str
    kind: str
    address: str
    pause: float
    id: str
    says: str
    code: str = ""
    period: str = ""
    measure: str = ""
    measures: Mapping[str, str] = field(default_factory=dict)
    period_suffix: str = ""
    select: Mapping[str, str] = field(default_factory=dict)
    codelists: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[int, int | None] = (0, None)
    first: str = ""


@dataclass(frozen=True)
class Saved:
    """How a table saved from a publisher's page is read.

    Attributes:
        table: of the reference.
        name: of the description; of a table with several the one whose columns are in the file is taken.
        says: what stands in the column ``source``.
        code: the column with the municipality.
        period: the column with the period; empty where it is given with ``--set``.
        measures: our name of each column with figures.
        signs: what else than a number may stand there: its status.
        hidden: the least and the most that a hidden figure can be.
        sheet: of a workbook; empty for the first.
    """

    table: str
    name: str
    says: str
    code: str
    measures: Mapping[str, str]
    period: str = ""
    signs: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[int, int | None] = (0, None)
    sheet: str = ""


@dataclass(frozen=True)
class Described:
    """All of it."""

    sources: tuple[Source, ...]
    saved: tuple[Saved, ...]


def read_described(reference: Path) -> Described:
    """The description that lies in the folder of the reference.

    Raises:
        BadInput: it is not there, or a part of it is not as it must be; all faults at once.
    """
    try:
        document = read_toml(read_utf8(reference / "sources.toml"))
    except (OSError, ValueError) as error:
        do = "Write it as docs/reference/fetch.md says"
        raise BadInput([Fault(FILE, None, None, f"it cannot be read: {why(error)}", "TOML", do)]) from None
    faults: list[Fault] = []
    publishers = _publishers(document.get("publisher"), faults)
    sources = [_source(each, publishers, faults) for each in _tables(document, "source", faults)]
    saved = [_saved(each, faults) for each in _tables(document, "import", faults)]
    _names_once([each for each in (*sources, *saved) if each is not None], faults)
    if faults:
        raise BadInput(faults)
    return Described(
        tuple(each for each in sources if each is not None), tuple(each for each in saved if each is not None)
    )


def of_tables(found: Sequence[Source], wanted: Sequence[str]) -> tuple[Source, ...]:
    """The questions behind some tables; all where none is named.

    Raises:
        BadInput: a table has none.
    """
    known = sorted({source.table for source in found})
    faults = [_unknown(name, known) for name in dict.fromkeys(wanted) if name not in known]
    if faults:
        raise BadInput(faults)
    return tuple(source for source in found if not wanted or source.table in wanted)


def _unknown(name: str, known: Sequence[str]) -> Fault:
    near = nearest(name, known, 0.6)
    do = f'The nearest is "{near}"' if near else "Name one of them, or describe its source"
    expected = f"one of {', '.join(known)}" if known else "a [[source]]"
    return Fault(FILE, None, None, f'"{name}" has no source that can be fetched', expected, do)


def _publishers(said: Any, faults: list[Fault]) -> dict[str, tuple[str, float]]:
    found = {}
    for name, each in said.items() if isinstance(said, dict) else ():
        where = f"[publisher.{name}]"
        address = each.get("address") if isinstance(each, dict) else None
        pause = each.get("pause", 2) if isinstance(each, dict) else None
        if not isinstance(address, str) or not _is_address(address):
            faults.append(_fault(where, "address is none", "an address with https://", "Give it"))
        elif isinstance(pause, bool) or not isinstance(pause, int) or not 0 <= pause <= 60:
            faults.append(_fault(where, "pause is none", "whole seconds from 0 to 60", "Give it"))
        else:
            found[str(name)] = (address.rstrip("/"), float(pause))
    return found


def _is_address(text: str) -> bool:
    """Whether it is an address of a secured line, or of this machine itself."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or parts.username)
    return bool(host) and plain and (parts.scheme == "https" or (parts.scheme == "http" and host in _OWN))


def _tables(document: Mapping[str, Any], name: str, faults: list[Fault]) -> list[dict[str, Any]]:
    said = document.get(name, [])
    if isinstance(said, list) and all(isinstance(each, dict) for each in said):
        return said
    faults.append(_fault(name, "it is no list of tables", f"[[{name}]]", "Write it so"))
    return []


def _source(
    said: Mapping[str, Any], publishers: Mapping[str, tuple[str, float]], faults: list[Fault]
) -> Source | None:
    needed = ["table", "name", "kind", "publisher", "id", "says"]
    if str(said.get("kind")).startswith("klass_"):
        needed.append("from")
    else:
        needed += ["code", "period", "measure", "measures", "select"]
    where, before = _where("source", said), len(faults)
    texts, tables = _fields(said, where, needed, (_TEXTS, _TABLES), faults)
    if texts.get("kind", KINDS[0]) not in KINDS:
        faults.append(
            _fault(where, f'"{texts["kind"]}" is no kind', f"one of {', '.join(KINDS)}", "Correct it")
        )
    publisher = texts.pop("publisher", "")
    if "publisher" in said and publisher not in publishers:
        known = ", ".join(publishers) or "a [publisher.NAME]"
        faults.append(_fault(where, f'"{publisher}" is no publisher', known, "Correct it"))
    hidden = _hidden(said, where, faults)
    if len(faults) > before:
        return None
    address, pause = publishers[publisher]
    first = texts.pop("from", "")
    return Source(**texts, **tables, address=address, pause=pause, hidden=hidden, first=first)


def _saved(said: Mapping[str, Any], faults: list[Fault]) -> Saved | None:
    where, before = _where("import", said), len(faults)
    needed = ["table", "name", "says", "code", "measures"]
    texts, tables = _fields(said, where, needed, (_IMPORT_TEXTS, _IMPORT_TABLES), faults)
    hidden = _hidden(said, where, faults)
    return None if len(faults) > before else Saved(**texts, **tables, hidden=hidden)


def _where(kind: str, said: Mapping[str, Any]) -> str:
    return f"[[{kind}]] {said.get('name', '')}".strip()


def _fields(
    said: Mapping[str, Any],
    where: str,
    needed: Sequence[str],
    known: tuple[Sequence[str], Sequence[str]],
    faults: list[Fault],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The texts and the tables of texts of one description; what is wrong is added to the faults."""
    texts, tables = ({name: said[name] for name in names if name in said} for names in known)
    faults += [_fault(where, f"{name} is lacking", "", "Give it") for name in needed if name not in said]
    for name in said:
        if name not in (*known[0], *known[1], "hidden"):
            near = nearest(str(name), (*known[0], *known[1], "hidden"))
            faults.append(_fault(where, f'"{name}" is not known', "", f'The nearest is "{near}"'))
    wrong = [name for name, text in texts.items() if not isinstance(text, str) or not text]
    wrong += [
        name
        for name, table in tables.items()
        if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values())
    ]
    wrong += [
        name for name in ("table", "name") if name not in wrong and not _NAME.fullmatch(texts.get(name, "x"))
    ]
    faults += [_fault(where, f"{name} has the wrong form", _expected(name), "Correct it") for name in wrong]
    return texts, tables


def _expected(name: str) -> str:
    if name in ("table", "name"):
        return "small letters, digits and _"
    return "a table of texts" if name in (*_TABLES, *_IMPORT_TABLES) else "a text"


def _hidden(said: Mapping[str, Any], where: str, faults: list[Fault]) -> tuple[int, int | None]:
    bounds = said.get("hidden", [0])
    whole = isinstance(bounds, list) and all(isinstance(n, int) and not isinstance(n, bool) for n in bounds)
    if not whole or len(bounds) not in (1, 2) or bounds != sorted(bounds) or bounds[0] < 0:
        expected = "the least and the most a hidden figure can be; the least alone where nothing bounds it"
        faults.append(_fault(where, "hidden has the wrong form", expected, "Correct it"))
        return 0, None
    return bounds[0], bounds[1] if len(bounds) == 2 else None


def _names_once(found: Sequence[Source | Saved], faults: list[Fault]) -> None:
    names = [(each.table, each.name) for each in found]
    for table, name in sorted({pair for pair in names if names.count(pair) > 1}):
        faults.append(_fault(f"{table} {name}", "two have this name", "each its own", "Rename one"))


def _fault(where: str, what: str, expected: str, do: str) -> Fault:
    return Fault(FILE, None, where, what, expected, do)
