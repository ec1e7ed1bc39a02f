"""Questions to the StatBank: PxWebApi version 2, and version 0 where a table is not in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bosetting.sources.clients.asking import Answer, Asking


@dataclass(frozen=True)
class Question:
    """What of a table is asked for.

    Attributes:
        table: its number, such as 07459.
        select: by dimension the values asked for: codes with commas between, ``*``, ``top(2)`` or another expression
            of version 2. What is not named is summed over by the publisher, where it allows that.
        codelists: by dimension the list of codes it is asked in, such as vs_Kommun; version 2 alone has them.
    """

    table: str
    select: Mapping[str, str]
    codelists: Mapping[str, str]


def ask_v2(asking: Asking, base: str, question: Question) -> Answer:
    """The table from PxWebApi 2: ``<base>/tables/<table>/data``, in JSON-stat 2."""
    query = {"lang": "no", "outputFormat": "json-stat2"}
    query |= {f"valueCodes[{name}]": values for name, values in question.select.items()}
    query |= {f"codelist[{name}]": each for name, each in question.codelists.items()}
    return asking.ask(f"{base}/tables/{question.table}/data", query)


def ask_v0(asking: Asking, base: str, question: Question) -> Answer:
    """The table from PxWebApi 0: a POST to ``<base>/<table>``, in JSON-stat 2."""
    query = [{"code": name, "selection": _selection(values)} for name, values in question.select.items()]
    body = {"query": query, "response": {"format": "json-stat2"}}
    return asking.ask(f"{base}/{question.table}", body=body)


def _selection(values: str) -> dict[str, object]:
    """An expression of version 2 in the words of version 0."""
    if "*" in values:
        return {"filter": "all", "values": [values]}
    if values.startswith("top(") and values.endswith(")"):
        return {"filter": "top", "values": [values[4:-1]]}
    return {"filter": "item", "values": values.split(",")}
