"""datapackage.json of the open data: what every table and column holds."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bosetting.compute import Computation
from bosetting.inputs.reading.described import measured
from bosetting.inputs.rules import Rules


def package_bytes(files: Mapping[str, bytes], computation: Computation) -> bytes:
    """The Data Package (version 2) of the tables.

    Args:
        files: the tables by file name.
        computation: for year and edition.

    Raises:
        KeyError: a table or column that columns.toml does not describe.
    """
    edition, year = computation.inputs.edition, computation.inputs.year
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"bosetting-{year}-{edition.name}",
        "title": f"Request to settle refugees in {year}, edition {edition.name}",
        "version": edition.as_of.isoformat(),
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": [
            _resource(name, content, computation.inputs.rules) for name, content in sorted(files.items())
        ],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(name: str, content: bytes, rules: Rules) -> dict[str, Any]:
    stem = name.removesuffix(".csv")
    described = _descriptions()[stem]
    columns = content.decode().split("\n", 1)[0].split(",")
    return {
        "name": stem.replace("_", "-"),
        "path": name,
        "title": described["title"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **measured(content),
        "schema": {
            "fields": [_field(stem, column, rules) for column in columns],
            "primaryKey": described["key"],
            "missingValues": [""],
        },
    }


def _field(table: str, column: str, rules: Rules) -> dict[str, str]:
    own, common = _descriptions()[table].get("columns", {}), _descriptions()["columns"]
    described = _of_criterion(column, rules) or _of_cause(own, column)
    described = described or str(own[column] if column in own else common[column])
    kind, _, description = described.partition(": ")
    return {"name": column, "type": kind, "description": description}


def _of_criterion(column: str, rules: Rules) -> str | None:
    """The words of a column that belongs to one criterion, with the criterion's own name in them."""
    for each in rules.criteria:
        words = _descriptions()["criterion"].get(column.replace(each.name, "CRITERION"))
        if words is not None and each.name in column:
            kind = (
                "string"
                if words.startswith("number") and each.index == "class" and "needed" in column
                else None
            )
            said = str(words).format(name=each.label.get("en") or each.name, form=each.index)
            return said if kind is None else f"{kind}: {said.partition(': ')[2]}"
    return None


def _of_cause(own: Mapping[str, str], column: str) -> str | None:
    """The words of a column of what one cause adds, where the table has such columns."""
    if "by_CAUSE" not in own or not column.startswith("by_"):
        return None
    return own["by_CAUSE"].format(cause=column.removeprefix("by_").replace("_", " "))


@cache
def _descriptions() -> dict[str, Any]:
    text = (Path(__file__).parent / "columns.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
