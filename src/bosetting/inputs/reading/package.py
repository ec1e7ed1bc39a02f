"""datapackage.json: which tables a year folder has, and the schema that each is checked against."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bosetting.inputs.reading.cells import TYPES
from bosetting.inputs.reading.described import WORDS
from bosetting.inputs.reading.files import is_link_or_device, read_json, why
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
        package = read_json(path)
        if isinstance(package, dict) and "resources" not in package:
            what, expected, do = (
                "resources is missing",
                "a Data Package with tables",
                "Describe the tables",
            )
        else:
            return tables_of(package), []
    except FileNotFoundError:
        what, expected, do = "the file is missing", "the description of every table", "Write it"
    except (ValueError, OSError) as error:
        what, expected, do = f"the file cannot be used: {why(error)}", "a Data Package", "Mend the file"
    return None, [Fault(file, None, None, what, expected, do)]


def tables_of(package: object) -> list[dict[str, Any]]:
    """The tables of a description, each with a schema that rows can be checked against.

    Raises:
        ValueError: it is no description, in plain words.
    """
    found = [each for each in listed(package) if not _is_words(each)]
    _refuse_unusable_list(found)
    return found


def listed(package: object) -> list[dict[str, Any]]:
    """What a description lists: files with a path each, whatever else is said of them.

    Raises:
        ValueError: it is no description, in plain words.
    """
    resources = _object(package, "it").get("resources")
    if not isinstance(resources, list):
        raise ValueError(f"resources is {_kind(resources)}, not a list of tables")
    found = [_object(each, f"number {place} of resources") for place, each in enumerate(resources, 1)]
    for place, each in enumerate(found, 1):
        if not isinstance(each.get("path"), str):
            raise ValueError(f"number {place} of resources has no path that is a text")
    return found


def _object(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{name} is {_kind(value)}, not an object")
    return value


def _kind(value: object) -> str:
    """What a value of JSON is, in words."""
    if value is None:
        return "nothing"
    kinds = {bool: "true or false", str: "a text", list: "a list", dict: "an object"}
    return kinds.get(type(value), "a number")


def _is_words(resource: Mapping[str, Any]) -> bool:
    """Whether a resource is one of the year's own texts, which are read elsewhere."""
    return WORDS.fullmatch(resource["path"]) is not None


def key(schema: Mapping[str, Any]) -> list[str]:
    """The columns of the primary key."""
    columns = schema.get("primaryKey", [])
    return [columns] if isinstance(columns, str) else list(columns)


def _refuse_unusable_list(found: list[dict[str, Any]]) -> None:
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
    path = resource["path"]
    if Path(path).name != path or not path.endswith(".csv"):
        raise ValueError(f"the path {path} leaves the folder or is not a CSV file")
    if not path.isprintable() or len(path) > 100 or "\\" in path:
        raise ValueError(f"the path {path} is not a plain file name")
    if "schema" not in resource:
        raise ValueError(f"{path} has no schema")
    schema = _object(resource["schema"], f"the schema of {path}")
    fields = schema.get("fields")
    if not isinstance(fields, list) or len(fields) > MOST_FIELDS:
        raise ValueError(f"{path} has no list of at most {MOST_FIELDS} fields")
    for place, field in enumerate(fields, 1):
        if not {"name", "type"} <= _object(field, f"field {place} of {path}").keys():
            raise ValueError(f"{path} has a field without name or type")
        _refuse_unusable_field(field, path)
    names = [field["name"] for field in fields]
    if len(set(names)) < len(names):
        raise ValueError(f"{path} has two fields of one name")
    _refuse_key(schema.get("primaryKey", []), names, path)


def _refuse_key(columns: object, names: list[str], path: str) -> None:
    key_columns = [columns] if isinstance(columns, str) else columns
    if not isinstance(key_columns, list) or not all(isinstance(column, str) for column in key_columns):
        raise ValueError(f"the primary key of {path} is {_kind(columns)}, not the names of fields")
    for column in key_columns:
        if column not in names:
            raise ValueError(f"the primary key of {path} names {column}, which is no field")


def _refuse_unusable_field(field: Mapping[str, Any], path: str) -> None:
    if not isinstance(field["name"], str) or not field["name"].isprintable():
        raise ValueError(f"{path} has a field with a name that is not plain text")
    where = f"field {field['name']} of {path}"
    if not isinstance(field["type"], str):
        raise ValueError(f"{where} has {_kind(field['type'])} for its type, not one of {', '.join(TYPES)}")
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
