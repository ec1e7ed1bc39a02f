"""datapackage.json: which tables a year folder has, and the schema that each is checked against."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bosetting.inputs.reading.cells import TYPES
from bosetting.inputs.reading.described import WORDS
from bosetting.inputs.reading.files import is_link_or_device, read_utf8, why
from bosetting.inputs.told.faults import Fault

MOST_RESOURCES, MOST_FIELDS, MOST_CHOICES = 100, 200, 1000
_ATOM = r"(?:[A-Za-z0-9 _/:-]|\\[dws.\-]|\.|\[\^?[A-Za-zÀ-ž0-9 _.,/:\\-]+\])"
_TIMES = r"(?:\{[0-9]{1,3}(?:,[0-9]{0,3})?\}|[*+?])"
_SIMPLE = re.compile(rf"\^?(?:{_ATOM}{_TIMES}?){{1,50}}\$?")
_VARIABLE = re.compile(r"[*+?]|\{[0-9]+,[0-9]*\}")


def resources(folder: Path, shown: str) -> tuple[list[dict[str, Any]] | None, list[Fault]]:
    """The tables that a folder's datapackage.json describes, or None and the fault that stops it from being used."""
    file = f"{shown}/datapackage.json"
    path = folder / "datapackage.json"
    if is_link_or_device(path):
        return None, []  # told with the other links
    try:
        package = json.loads(read_utf8(path))
        found = [resource for resource in package["resources"] if not _is_words(resource)]
        _refuse_unusable_list(found)
    except FileNotFoundError:
        what, expected, do = "the file is missing", "the description of every table", "Write it"
    except KeyError as error:
        what, expected, do = (
            f"{error.args[0]} is missing",
            "a Data Package with tables",
            "Describe the tables",
        )
    except (ValueError, TypeError, AttributeError, RecursionError, OSError) as error:
        what, expected, do = f"the file cannot be used: {why(error)}", "a Data Package", "Mend the file"
    else:
        return found, []
    return None, [Fault(file, None, None, what, expected, do)]


def _is_words(resource: Mapping[str, Any]) -> bool:
    """Whether a resource is one of the year's own texts, which are read elsewhere."""
    path = resource["path"]
    return isinstance(path, str) and WORDS.fullmatch(path) is not None


def key(schema: Mapping[str, Any]) -> list[str]:
    """The columns of the primary key."""
    columns = schema.get("primaryKey", [])
    return [columns] if isinstance(columns, str) else list(columns)


def _refuse_unusable_list(found: list[Any]) -> None:
    if len(found) > MOST_RESOURCES:
        raise ValueError(f"it has {len(found):,} tables, more than {MOST_RESOURCES}")
    paths: set[str] = set()
    for resource in found:
        _refuse_unusable(resource)
        if resource["path"] in paths:
            raise ValueError(f"{resource['path']} is described twice")
        paths.add(resource["path"])


def _refuse_unusable(resource: Mapping[str, Any]) -> None:
    """A resource that is no table in this folder, or a schema that rows cannot be checked against."""
    path, schema = resource["path"], resource["schema"]
    if not isinstance(path, str) or Path(path).name != path or not path.endswith(".csv"):
        raise ValueError(f"the path {path} leaves the folder or is not a CSV file")
    if not path.isprintable() or len(path) > 100 or "\\" in path:
        raise ValueError(f"the path {path} is not a plain file name")
    fields = schema["fields"]
    if not isinstance(fields, list) or len(fields) > MOST_FIELDS:
        raise ValueError(f"{path} has no list of at most {MOST_FIELDS} fields")
    for field in fields:
        if not {"name", "type"} <= field.keys():
            raise ValueError(f"{path} has a field without name or type")
        _refuse_unusable_field(field, path)
    names = [field["name"] for field in fields]
    if len(set(names)) < len(names):
        raise ValueError(f"{path} has two fields of one name")
    for column in key(schema):
        if column not in names:
            raise ValueError(f"the primary key of {path} names {column}, which is no field")


def _refuse_unusable_field(field: Mapping[str, Any], path: str) -> None:
    where = f"field {field['name']} of {path}"
    if not isinstance(field["name"], str) or not field["name"].isprintable():
        raise ValueError(f"{where} has a name that is not plain text")
    if field["type"] not in TYPES:
        raise ValueError(f"{where} has the type {field['type']}, which is not one of {', '.join(TYPES)}")
    constraints = field.get("constraints", {})
    if not isinstance(constraints, dict):
        raise ValueError(f"{where} has constraints that are none")
    if "pattern" in constraints:
        _refuse_pattern(constraints["pattern"], where)
    choices = constraints.get("enum", [])
    if not (isinstance(choices, list) and all(isinstance(choice, str) for choice in choices)):
        raise ValueError(f"{where} has an enum that is not a list of texts")
    if len(choices) > MOST_CHOICES:
        raise ValueError(f"{where} has an enum of {len(choices):,} values, more than {MOST_CHOICES:,}")
    for limit in ("minimum", "maximum"):
        if limit in constraints and not (
            field["type"] in ("integer", "number") and _is_number(constraints[limit])
        ):
            raise ValueError(f"{where} has a {limit} that is not a number, or is not for a number")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**15


def _refuse_pattern(pattern: Any, where: str) -> None:
    """Only what takes no longer than the cell is long is tried: no groups, and at most two parts of free length."""
    if not isinstance(pattern, str):
        raise ValueError(f"{where} has a pattern that is not text")
    try:
        if len(pattern) <= 200:
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        raise ValueError(f"{where} has the pattern {pattern}, which is none") from None
    if len(pattern) > 200 or not _SIMPLE.fullmatch(pattern) or len(_VARIABLE.findall(pattern)) > 2:
        what = f"{where} has the pattern {pattern[:60]}, which may take forever to check"
        raise ValueError(f"{what}; write it without groups and with at most two of * + ?")
