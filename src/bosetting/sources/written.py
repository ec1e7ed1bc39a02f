"""Tables as files, and the Data Package that describes them."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bosetting.inputs.reading.described import measured
from bosetting.sources.figures.table import Table

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCES = [
    {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0 International (this compilation)",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    },
    {
        "name": "NLOD-2.0",
        "title": "Norwegian Licence for Open Government Data 2.0 (the sources)",
        "path": "https://data.norge.no/nlod/en/2.0",
    },
]


def write(
    made: Sequence[Table],
    target: Path,
    package: Mapping[str, object],
    more: Sequence[Mapping[str, object]] = (),
) -> None:
    """Write the tables and ``datapackage.json``, all or none; the same tables give the same bytes.

    Args:
        made: the tables.
        target: their folder; made if it is not there. Other files in it are left alone.
        package: what is said of them together.
        more: descriptions of files that lie in the folder already.
    """
    target.mkdir(parents=True, exist_ok=True)
    write_together(target, files(made, package, more))


def files(
    made: Sequence[Table], package: Mapping[str, object], more: Sequence[Mapping[str, object]] = ()
) -> dict[str, bytes]:
    """The tables and their description as they are written, by file name."""
    contents = {f"{table.name}.csv": table.csv().encode() for table in made}
    resources = [resource(table, contents[f"{table.name}.csv"]) for table in made]
    whole = json.dumps({**package, "resources": [*resources, *more]}, ensure_ascii=False, indent=2)
    return {**contents, "datapackage.json": f"{whole}\n".encode()}


def resource(table: Table, content: bytes) -> dict[str, object]:
    """The table in the words of Data Package."""
    result: dict[str, object] = {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **measured(content),
        "sources": [{"title": source.title, "path": source.path} for source in table.sources],
        "schema": _schema(table),
    }
    if table.structure:
        result["bosetting:structure"] = table.structure
    return result


def _schema(table: Table) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [column.descriptor() for column in table.fields],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    if table.municipal:
        reference = {"resource": "municipalities", "fields": ["kommune_nr"]}
        schema["foreignKeys"] = [{"fields": ["kommune_nr"], "reference": reference}]
    return schema


def write_together(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files, by path in the folder: all of them or none.

    They are written beside the old ones first; where one cannot be put in its place, those before it are put back.

    Raises:
        OSError: they cannot be written, with the name of the file; the old ones stand.
    """
    waiting: list[tuple[Path, Path]] = []
    placed: list[tuple[Path, bytes | None]] = []
    try:
        for name, content in contents.items():
            waiting.append((_beside(folder / name, content), folder / name))
        for part, target in waiting:
            before = target.read_bytes() if target.is_file() else None
            part.replace(target)
            placed.append((target, before))
    except BaseException:
        for target, before in reversed(placed):
            _put_back(target, before)
        raise
    finally:
        for part, _ in waiting:
            part.unlink(missing_ok=True)


def _beside(target: Path, content: bytes) -> Path:
    """A new file with the content in the folder of the target; where the disk is full, none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part.chmod(0o644)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(target)) from None
    return part


def _put_back(target: Path, before: bytes | None) -> None:
    if before is None:
        target.unlink(missing_ok=True)
    else:
        _beside(target, before).replace(target)
